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
                        && report.questions.iter().all(|question| question.fact != "offer.endsAt")
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
    assert_eq!(found(&report, text), ["urgency/vague-deadline info “The spring sale ends tonight”"]);
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

#[test]
fn a_ticked_box_is_one_finding_over_its_whole_label() {
    let text = "<label><input type=checkbox checked> Send me offers, news and tips from your partners</label>";
    let found = lint(text, "{}", Locale::En);
    assert_eq!(
        found,
        ["consent-privacy/optout-default error “Send me offers, news and tips from your partners”"],
        "{text}"
    );
}

/// Labels of the button beside one that accepts: ours, in the manner of pop-ups.
const SHAMES: [&str; 30] = [
    "No thanks, I prefer paying full price",
    "I don't want to save money",
    "No, I hate saving",
    "I'll stay out of shape",
    "No thanks, I don't like discounts",
    "No thanks, I'm not interested in growing my business",
    "I don't want more traffic",
    "No thanks, I have enough customers",
    "No, I don't want to lose weight",
    "I prefer to stay uninformed",
    "No thanks, I like being average",
    "No, I don't care about my skin",
    "I'm fine with wasting money",
    "No, I don't need better sleep",
    "Nope, I'm good with boring emails",
    "No, I'm already an expert",
    "No thanks, I'm perfect already",
    "I'll pass on free money",
    "I don't want free shipping",
    "I'll risk it",
    "No, leave my family unprotected",
    "No, my home is not important",
    "I'll take my chances",
    "I don't want to support journalism",
    "No, I prefer bad coffee",
    "I already know everything about marketing",
    "No, keep me in the dark",
    "I don't want to be healthy",
    "No, I don't love my dog",
    "No thanks, I'm not hungry for success",
];
const FAIR: [&str; 30] = [
    "No thanks",
    "Maybe later",
    "Continue without",
    "Not now",
    "Close",
    "Skip",
    "No, thank you",
    "No thanks, continue to site",
    "Continue without discount",
    "Remind me later",
    "I'm not interested",
    "No, I don't want emails",
    "No thanks, just browsing",
    "Decline",
    "Reject all",
    "I already have an account",
    "No, I'm already subscribed",
    "I don't have a code",
    "Continue as guest",
    "Don't show this again",
    "I don't want to sign up right now",
    "No thanks, I'll pay monthly",
    "No, keep my current plan",
    "Continue without insurance",
    "Only necessary cookies",
    "No thanks, I have one already",
    "I prefer not to say",
    "Don't save",
    "No, discard changes",
    "Stay on free plan",
];

#[test]
fn a_decline_that_shames_is_told_from_a_fair_one_wherever_it_stands() {
    let shames = |text: &str| {
        let rule = |line: &String| line.starts_with("emotional-pressure/confirmshaming");
        lint(text, "{}", Locale::En).iter().any(rule)
    };
    type Layout = fn(&str) -> String;
    let layouts: [(&str, Layout); 5] = [
        ("alone", str::to_owned),
        ("buttons", |label| format!("<div><button>Get 10% off</button><button>{label}</button></div>")),
        ("links", |label| format!("<h2>Get 10% off</h2><a href=#>Sign me up</a><p><a href=#>{label}</a></p>")),
        ("lines", |label| format!("Get my discount\n{label}")),
        ("one line", |label| format!("Sign me up / {label}")),
    ];
    for (name, layout) in layouts {
        let missed: Vec<_> = SHAMES.iter().filter(|label| !shames(&layout(label))).collect();
        let alarms: Vec<_> = FAIR.iter().filter(|label| shames(&layout(label))).collect();
        let found = (SHAMES.len() - missed.len()) as f64;
        let f1 = 2.0 * found / (2.0 * found + (missed.len() + alarms.len()) as f64);
        assert!(f1 >= 0.9, "{name}: F1 {f1:.2}, missed {missed:?}, alarms {alarms:?}");
    }
}

#[test]
fn a_sponsor_is_named_where_the_copy_begins() {
    let sponsored = r#"{ "sponsor": "Lumo" }"#;
    let rule = "misdirection/undisclosed-ad warning";
    let mut wrong = Vec::new();
    for (locale, label, review) in [
        (Locale::En, "Ad: paid partnership with Lumo.", "I used this lamp for a month. It is bright."),
        (Locale::ZhHant, "廣告｜本文與 Lumo 付費合作。", "這盞燈我用了一個月，很亮。"),
        (Locale::ZhHans, "广告｜本文与 Lumo 付费合作。", "这盏灯我用了一个月，很亮。"),
        (Locale::Ja, "PR：Lumo の提供でお届けします。", "このランプを一か月使いました。明るいです。"),
        (Locale::Ko, "광고: Lumo의 유료 광고입니다.", "이 램프를 한 달 썼습니다. 밝습니다."),
        (Locale::De, "Anzeige: bezahlte Partnerschaft mit Lumo.", "Diese Lampe nutze ich seit Mai. Sie ist hell."),
        (
            Locale::Fr,
            "Publicité : collaboration commerciale avec Lumo.",
            "J'utilise cette lampe depuis mai. Elle éclaire bien.",
        ),
        (Locale::Es, "Publicidad: colaboración pagada con Lumo.", "Uso esta lámpara desde mayo. Alumbra bien."),
    ] {
        let early = format!("<h1>Lumo</h1><p>{label}</p><p>{review}</p>");
        let filler = format!("<p>{review}</p>").repeat(12);
        let late = format!("<p>{review}</p>{filler}<footer>{label}</footer>");
        for (text, expected) in [(&early, false), (&late, true)] {
            let found = lint(text, sponsored, locale);
            if found.iter().any(|line| line.starts_with(rule)) != expected {
                wrong.push(format!("{locale}, expected {expected}: {found:?}"));
            }
        }
        // Nobody is asked who states no sponsor, or whose duty to disclose is judged apart.
        for facts in ["{}", r#"{ "sponsor": "Lumo", "content": ["paid-partnership"] }"#] {
            if lint(&late, facts, locale).iter().any(|line| line.starts_with(rule)) {
                wrong.push(format!("{locale} {facts}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let linter = linter();
    let text = "I used this lamp for a month. It is bright.";
    let report = linter.lint(&input(text, sponsored, Locale::En));
    assert_eq!(found(&report, text), [format!("{rule} “I used this lamp for a month”")]);
    assert_eq!(report.diagnostics[0].certainty, Certainty::Reliable);
}

#[test]
fn a_trial_is_read_with_the_terms_beside_it() {
    let trial = "<button>Start your free trial</button>";
    let terms = "<p>Free until 14 May 2027, then 9.90 a month; cancel any time in Settings.</p>";
    let rule = "subscription/trial-autobill";
    let has = |text: &str| lint(text, "{}", Locale::En).iter().any(|line| line.starts_with(rule));
    assert!(has(&format!("<p>Plans for teams.</p>{trial}")));
    assert!(!has(&format!("{terms}{trial}")));
    assert!(!has(&format!("{trial}{terms}")));
    assert!(has(&format!("{trial}<p>Plans for teams.</p><p>Made in Leeds.</p>{terms}")), "too far off");
}

#[test]
fn a_button_is_read_with_the_text_beside_its_row() {
    let buttons = "<p><a class='button' href='/a'>Start your free trial</a> <a href='/b'>See pricing</a></p>";
    let row = "<button>Start your free trial</button><button>See pricing</button><button>Ask us</button>";
    for controls in [buttons, row] {
        let bare = format!("{controls}<p>We answer by email.</p>");
        assert!(lint(&bare, "{}", Locale::En)[0].starts_with("subscription/trial-autobill"), "{controls}");
        let told = format!("{controls}<p>No card needed; the trial ends by itself.</p>");
        assert_eq!(lint(&told, "{}", Locale::En), [""; 0], "{controls}");
    }
}

#[test]
fn a_price_is_read_with_its_total_beside_it() {
    let price = "<p>Lakeside lodges at €89 a night, excluding resort fees.</p>";
    let rule = "pricing/hidden-fees";
    let has = |text: &str| lint(text, "{}", Locale::En).iter().any(|line| line.starts_with(rule));
    assert!(has(price));
    assert!(!has(&format!("{price}<p>€104 in total.</p>")));
}

#[test]
fn a_label_that_turns_yes_and_no_around_is_found() {
    let label = |text: &str| format!("<label><input type=checkbox> {text}</label>");
    let mut wrong = Vec::new();
    for (locale, text) in [
        (Locale::En, "Untick this box if you do not want not to receive offers"),
        (Locale::En, "Tick here if you do not want us not to share your details"),
        (Locale::ZhHant, "若您不希望收不到我們的優惠，請保留勾選"),
        (Locale::ZhHans, "若您不希望收不到我们的优惠，请保留勾选"),
        (Locale::Ja, "案内を希望しないことがない場合はチェックを入れてください"),
        (Locale::Ko, "광고를 원하지 않으시면 체크를 해제하지 마세요"),
        (Locale::De, "Kreuzen Sie an, falls Sie nicht möchten, dass wir Ihre Daten nicht teilen"),
        (Locale::Fr, "Décochez si vous ne souhaitez pas ne plus recevoir nos offres"),
        (Locale::Es, "Desmarque si no desea no recibir ofertas"),
    ] {
        let found = lint(&label(text), "{}", locale);
        if !found.iter().any(|line| line.starts_with("misdirection/trick-wording error")) {
            wrong.push(format!("{locale} “{text}”: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(lint(&label("Yes, send me offers by email (I can stop at any time)"), "{}", Locale::En), [""; 0]);
}
