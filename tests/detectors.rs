//! What rules see that phrases alone cannot: disguised letters, facts that contradict the
//! copy, the state of boxes, and what stands beside what.

use std::sync::LazyLock;

use candor::{Catalogue, Certainty, Config, Date, Facts, Format, Input, Linter, Locale, Report, Severity};

const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

/// Made once: that costs more than a test.
fn linter() -> &'static Linter {
    static LINTER: LazyLock<Linter> = LazyLock::new(|| Linter::new(Catalogue::builtin(), Config::default()).unwrap());
    &LINTER
}

fn input<'a>(text: &'a str, facts: &str, locale: Locale) -> Input<'a> {
    let facts: Facts = serde_json::from_str(facts).unwrap();
    let format = if text.starts_with('<') { Format::Html } else { Format::Plain };
    Input { format, facts, locale: Some(locale), ..Input::plain(text, TODAY) }
}

/// `rule severity “words of the source”`, in order.
fn found(report: &Report<'_>, text: &str) -> Vec<String> {
    let line = |found: &candor::Diagnostic<'_>| {
        format!("{} {} “{}”", found.rule.id, found.severity, found.span.unwrap().of(text))
    };
    report.diagnostics.iter().map(line).collect()
}

fn lint(text: &str, facts: &str, locale: Locale) -> Vec<String> {
    let linter = linter();
    found(&linter.lint(&input(text, facts, locale)), text)
}

#[test]
fn a_disguised_wording_is_found_and_so_is_the_disguise() {
    let wording = "urgency/vague-deadline warning";
    for (text, evasion) in [
        ("L I M I T E D  T I M E  O N L Y, order now!", "spaced-leet"),
        ("L.i.m.i.t.e.d time only, order now!", "spaced-leet"),
        ("l🔥i🔥m🔥i🔥t🔥e🔥d time only, order now!", "spaced-leet"),
        ("L1m1t3d t1me only, order now!", "spaced-leet"),
        ("Lim\u{200B}ited time only, order now!", "invisible-split"),
        ("Ｌｉｍｉｔｅｄ　ｔｉｍｅ only, order now!", "homoglyph-width"),
        ("Lіmited time only, order now!", "homoglyph-width"),
        ("ʟɪᴍɪᴛᴇᴅ time only, order now!", "spaced-leet"),
        ("<p>L<i>im</i>ited time only, order now!</p>", "invisible-split"),
    ] {
        let found = lint(text, "{}", Locale::En);
        assert!(found.iter().any(|line| line.starts_with(wording)), "“{text}”: {found:?}");
        let evasion = format!("evasion/{evasion} warning");
        assert!(found.iter().any(|line| line.starts_with(&evasion)), "“{text}”: {found:?}");
    }
}

#[test]
fn a_disguise_never_raises_the_score() {
    let linter = linter();
    let score = |text: &str| linter.lint(&input(text, "{}", Locale::En)).score;
    let plain = score("Limited time only, order now!");
    for text in [
        "L I M I T E D  T I M E  O N L Y, order now!",
        "L1m1t3d time only, order now!",
        "Lim\u{200B}ited time only, order now!",
        "Lіmited time only, order now!",
    ] {
        assert!(score(text) <= plain, "“{text}”: {} > {plain}", score(text));
    }
}

/// A deadline in each language that a stated end satisfies or contradicts.
const TODAY_ENDS: [(Locale, &str); 8] = [
    (Locale::En, "The spring sale ends tonight"),
    (Locale::ZhHant, "春季特賣今晚結束"),
    (Locale::ZhHans, "春季特卖今晚结束"),
    (Locale::Ja, "春のセールは今夜まで。"),
    (Locale::Ko, "봄 세일이 오늘 밤 종료됩니다."),
    (Locale::De, "Der Frühlings-Sale endet heute."),
    (Locale::Fr, "Les soldes se terminent ce soir."),
    (Locale::Es, "Las rebajas terminan esta noche."),
];

#[test]
fn a_stated_end_satisfies_a_deadline_or_contradicts_it() {
    let linter = linter();
    let mut wrong = Vec::new();
    for (locale, text) in TODAY_ENDS {
        for (end, contradicts) in [
            ("2026-11-23", false),
            ("2026-11-23T23:59+01:00", false),
            ("2026-11-24T00:00Z", false),
            ("2026-11-22", true), // over
            ("2026-11-29", true), // not tonight
        ] {
            let facts = format!(r#"{{ "offer": {{ "endsAt": "{end}" }} }}"#);
            let report = linter.lint(&input(text, &facts, locale));
            let errors: Vec<_> = report.diagnostics.iter().filter(|found| found.severity == Severity::Error).collect();
            let right = match errors[..] {
                [] => !contradicts && report.diagnostics.is_empty() && !report.satisfied.is_empty(),
                [error] => {
                    contradicts
                        && error.certainty == Certainty::Reliable
                        && error.message().contains(end)
                        && error.message().contains(&*error.text)
                        && report.questions.is_empty()
                }
                _ => false,
            };
            if !right {
                wrong.push(format!("{locale} {end}: {:?}", found(&report, text)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_date_in_the_copy_that_is_not_the_stated_end_contradicts_it() {
    let facts = r#"{ "offer": { "endsAt": "2027-03-09" } }"#;
    let mut wrong = Vec::new();
    for (locale, other, same) in [
        (Locale::En, "The offer ends on [12 March 2027].", "The offer runs from 3 to 9 March 2027."),
        (Locale::ZhHant, "優惠至 [2027年3月12日] 止。", "優惠期間：2027/3/1 至 2027/3/9。"),
        (Locale::ZhHans, "优惠至 [2027年3月12日] 止。", "优惠期间：2027/3/1 至 2027/3/9。"),
        (Locale::Ja, "セールは[3月12日]まで。", "セールは3月1日から3月9日まで。"),
        (Locale::Ko, "할인은 [3월 12일]까지입니다.", "할인은 3월 1일부터 3월 9일까지입니다."),
        (Locale::De, "Das Angebot gilt bis [12. März 2027].", "Das Angebot gilt vom 1. bis 9. März 2027."),
        (Locale::Fr, "L'offre est valable jusqu'au [12 mars 2027].", "L'offre est valable du 1er au 9 mars 2027."),
        (Locale::Es, "La oferta termina el [12 de marzo de 2027].", "La oferta va del 1 al 9 de marzo de 2027."),
    ] {
        let date = &other[other.find('[').unwrap() + 1..other.find(']').unwrap()];
        let text = other.replace(['[', ']'], "");
        let expected = format!("urgency/vague-deadline error “{date}”");
        if lint(&text, facts, locale) != [expected.clone()] {
            wrong.push(format!("{locale}: {:?} for {expected}", lint(&text, facts, locale)));
        }
        for text in [same, "We deliver until 24 December 2026."] {
            let found = lint(text, facts, locale);
            if !found.is_empty() {
                wrong.push(format!("{locale} “{text}”: {found:?}"));
            }
        }
        // Who states nothing is asked nothing.
        if !lint(&text, "{}", locale).is_empty() {
            wrong.push(format!("{locale}: {:?} without facts", lint(&text, "{}", locale)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn other_facts_satisfy_and_the_past_does_not_make_an_open_offer_end() {
    let stock = r#"{ "stock": { "source": "warehouse system" }, "offer": { "endsAt": "2020-01-01" } }"#;
    assert_eq!(lint("Only 3 left in stock!", stock, Locale::En), [""; 0]);
    let clock = |end: &str| {
        lint("The sale ends in 05:12:33!", &format!(r#"{{ "offer": {{ "endsAt": "{end}" }} }}"#), Locale::En)
    };
    assert_eq!(clock("2026-11-23T17:00Z"), [""; 0]);
    assert_eq!(clock("2027-03-01"), ["urgency/countdown error “sale ends in 05:12:33”"]);
}

#[test]
fn a_house_may_set_what_a_contradiction_weighs() {
    let config: Config = serde_json::from_str(r#"{ "rules": { "urgency/vague-deadline": "info" } }"#).unwrap();
    let linter = Linter::new(Catalogue::builtin(), config).unwrap();
    let text = "The spring sale ends tonight";
    let report = linter.lint(&input(text, r#"{ "offer": { "endsAt": "2026-11-20" } }"#, Locale::En));
    assert_eq!(found(&report, text), ["urgency/vague-deadline info “sale ends tonight”"]);
}

#[test]
fn a_ticked_box_that_buys_or_consents_is_found_and_an_empty_one_is_not() {
    let mut wrong = Vec::new();
    for (locale, consent, extra) in [
        (Locale::En, "Send me special offers", "Add travel insurance"),
        (Locale::ZhHant, "接收合作夥伴優惠", "加購保險"),
        (Locale::ZhHans, "接收合作伙伴优惠", "加购保险"),
        (Locale::Ja, "メールマガジンを受け取る", "延長保証を付ける"),
        (Locale::Ko, "마케팅 소식 받기", "여행 보험 추가"),
        (Locale::De, "Newsletter abonnieren", "Reiseversicherung hinzufügen"),
        (Locale::Fr, "Recevoir la newsletter", "Ajouter l'assurance annulation"),
        (Locale::Es, "Recibir el boletín", "Añadir seguro de viaje"),
    ] {
        for (label, rule) in [(consent, "consent-privacy/optout-default"), (extra, "pricing/added-extras")] {
            for ticked in [true, false] {
                let state = if ticked { " checked" } else { "" };
                for text in [
                    format!("<label><input type=checkbox{state}> {label}</label>"),
                    format!("<input type=checkbox id=a{state}><label for=a>{label}</label>"),
                ] {
                    let found = lint(&text, "{}", locale);
                    let has = found.iter().any(|line| line.starts_with(rule));
                    if has != ticked || !ticked && !found.is_empty() {
                        wrong.push(format!("{locale} {text}: {found:?}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
