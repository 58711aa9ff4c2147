//! The duties are the specification: each is put to every test that its data allow.

use candor::disclosure::marks::{Mark, Scheme};
use candor::disclosure::{Kind, duty};
use candor::input::{Asset, Facts, HumanReview, Responsible};
use candor::report::{Disclosure, Report};
use candor::{Catalogue, Config, Date, Document, Format, Input, Linter, Locale, market};
use candor_scan::tables::{About, Condition, Duty, Form};

/// After all that is in force in the research began, before its review is due.
const TODAY: Date = Date { year: 2026, month: 11, day: 23 };
const PICTURE: &str = "a.jpg";
const PAGE: &str = "<h1>Soft towels</h1>\n<p><img src=\"a.jpg\"></p>\n<p>Price: 20.00 €. They dry in an hour.</p>\n";

fn linter() -> Linter {
    Linter::new(Catalogue::builtin(), Config::default()).unwrap()
}

fn today(duty: &Duty) -> Date {
    let from = duty.from.as_deref().map_or(TODAY, |from| from.parse().unwrap());
    from.max(TODAY)
}

/// Sets what a condition asks about to what it asks for, or to something else.
fn state(facts: &mut Facts, condition: &Condition, holds: bool) {
    let value = match (holds, condition.fact.as_str()) {
        (true, _) => condition.values.first().cloned(),
        (false, "asset.depictsPerson") => Some("none".into()),
        (false, _) => Some("page".into()),
    };
    match condition.fact.as_str() {
        "publicInterest" => facts.public_interest = Some(holds),
        "political" => facts.political = Some(holds),
        "evidentlyFictional" => facts.evidently_fictional = Some(holds),
        "channel" => facts.channel = value,
        "asset.realistic" => facts.assets[0].realistic = Some(holds),
        "asset.depictsPerson" => facts.assets[0].depicts_person = value,
        "humanReview" => {
            let sha256 = candor::disclosure::review::sha256(&Document::read(PAGE, Format::Html));
            let sha256 = if holds { sha256 } else { sha256.replace(|c: char| c.is_ascii_digit(), "f") };
            facts.human_review = Some(HumanReview { by: "M. Okafor".into(), date: "2026-11-20".into(), sha256 });
        }
        "editorialResponsible" => {
            let contact = if holds { "press@shop.example" } else { "" };
            facts.editorial_responsible = Some(Responsible { name: "Shop Ltd".into(), contact: contact.into() });
        }
        other => panic!("no duty asked about `{other}` when this was written; state it here"),
    }
}

/// Facts under which `duty` asks for a notice of its first kind.
fn facts(duty: &Duty) -> Facts {
    let content = vec![duty.content[0].name().to_owned()];
    let mut facts =
        Facts { markets: vec![duty.market.clone()], roles: vec![duty.addressees[0].name().into()], ..Facts::default() };
    if duty.of == About::Media {
        facts.assets = vec![Asset { src: PICTURE.into(), content, ..Asset::default() }];
    } else {
        facts.content = content;
    }
    duty.when.iter().for_each(|condition| state(&mut facts, condition, true));
    facts
}

fn lint<'l>(linter: &'l Linter, text: &str, facts: Facts, today: Date) -> Report<'l> {
    linter.lint(&Input { format: Format::Html, facts, ..Input::plain(text, today) })
}

fn entry<'r>(report: &'r Report<'_>, duty: &Duty) -> Option<&'r Disclosure> {
    report.disclosures.iter().find(|disclosure| disclosure.duty.as_ref() == Some(&duty.id))
}

/// Whether any finding is one of a notice that is owed.
fn complains(report: &Report<'_>) -> bool {
    report
        .diagnostics
        .iter()
        .any(|it| it.rule.id.starts_with("ai-transparency/") && it.rule.id.ends_with("-disclosure"))
}

/// Runs `test` on every duty and tells of all for which it fails.
fn every(test: impl Fn(&Linter, &Duty) -> Result<(), String>) {
    let linter = linter();
    let duties = linter.catalogue().duties();
    let wrong: Vec<String> =
        duties.iter().filter_map(|duty| Some(format!("{}: {}", duty.id, test(&linter, duty).err()?))).collect();
    assert!(wrong.is_empty(), "{} of {} duties:\n{}", wrong.len(), duties.len(), wrong.join("\n"));
}

fn check(holds: bool, message: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(message()) }
}

/// What the data alone say of a duty in force whose addressee asks.
fn expected(linter: &Linter, duty: &Duty) -> &'static str {
    let verified = duty::is_verified(linter.catalogue().source(&duty.source).unwrap());
    if duty.draft {
        "planned"
    } else if verified && !duty.advice && duty.form == Form::Visible {
        "required"
    } else {
        "advised"
    }
}

#[test]
fn every_duty_names_a_market_and_a_law_with_its_official_link() {
    every(|linter, duty| {
        check(market::parse(&duty.market).as_ref() == Ok(&duty.market), || format!("no market `{}`", duty.market))?;
        let source = linter.catalogue().source(&duty.source).ok_or("no source")?;
        check(source.url.starts_with("https://") && !source.title.is_empty(), || format!("{source:?}"))?;
        check(source.level != "U", || "what is not settled is left out".into())?;
        let read = |date: &String| date.parse::<Date>().map_err(|error| error.to_string());
        check(read(&source.checked)? < read(&source.review_by)?, || "checked after its review".into())?;
        duty.from.iter().chain(&duty.until).try_for_each(|date| read(date).map(|_| ()))
    });
}

#[test]
fn a_missing_notice_is_told_and_an_error_only_where_law_in_force_requires_it() {
    every(|linter, duty| {
        let report = lint(linter, PAGE, facts(duty), today(duty));
        let entry = entry(&report, duty).ok_or("no entry")?;
        let expected = match duty::is_overdue(linter.catalogue().source(&duty.source).unwrap(), today(duty)) {
            true if !duty.draft => "advised",
            _ => expected(linter, duty),
        };
        check(entry.requirement == expected && entry.status == "absent", || format!("{entry:?}, not {expected}"))?;
        // Another duty of the same market may be the one that complains.
        let owed = report.disclosures.iter().any(|it| it.requirement == "required");
        check(complains(&report) == owed && (expected != "required" || owed), || format!("{:?}", report.diagnostics))?;
        check(!entry.message.contains('{') && !entry.help.contains('{') && !entry.help.is_empty(), || {
            entry.message.clone()
        })
    });
}

#[test]
fn before_its_first_day_a_duty_is_planned() {
    every(|linter, duty| {
        let Some(from) = &duty.from else { return Ok(()) };
        let Date { year, .. } = from.parse().unwrap();
        let report = lint(linter, PAGE, facts(duty), Date { year: year - 1, month: 1, day: 1 });
        let entry = entry(&report, duty).ok_or("no entry")?;
        check(entry.requirement == "planned" && entry.message.contains(from), || format!("{entry:?}"))?;
        check(!complains(&report), || "it complains".into())
    });
}

#[test]
fn on_its_first_day_a_duty_holds() {
    every(|linter, duty| {
        let Some(from) = duty.from.as_ref().filter(|_| !duty.draft) else { return Ok(()) };
        let report = lint(linter, PAGE, facts(duty), from.parse().unwrap());
        let entry = entry(&report, duty).ok_or("no entry")?;
        check(entry.requirement != "planned", || format!("{entry:?}"))
    });
}

#[test]
fn who_is_not_addressed_is_advised_at_most() {
    every(|linter, duty| {
        let others = ["advertiser", "deployer", "provider", "platform", "operator"];
        for role in others.iter().filter(|role| duty.addressees.iter().all(|it| it.name() != **role)) {
            let report = lint(linter, PAGE, Facts { roles: vec![(*role).into()], ..facts(duty) }, today(duty));
            // Who does not make the files has no mark to put into them.
            if duty.form == Form::Machine && facts(duty).assets.is_empty() && entry(&report, duty).is_none() {
                continue;
            }
            let entry = entry(&report, duty).ok_or("no entry")?;
            check(entry.requirement != "required", || format!("a {role} is bound: {entry:?}"))?;
            check(entry.message.contains(duty.addressees[0].name()), || entry.message.clone())?;
            check(
                !report.diagnostics.iter().any(|it| it.rule.id == "ai-transparency/missing-disclosure") || {
                    // Another duty of the same market may bind them.
                    report.disclosures.iter().any(|it| it.requirement == "required")
                },
                || format!("a {role} is blamed"),
            )?;
        }
        Ok(())
    });
}

#[test]
fn without_its_trigger_a_duty_asks_and_when_it_is_denied_it_is_silent() {
    every(|linter, duty| {
        for condition in &duty.when {
            let asked = match condition.fact.as_str() {
                fact if fact.starts_with("asset.") => "assets",
                fact => fact,
            };
            let mut unknown = facts(duty);
            match condition.fact.as_str() {
                "publicInterest" => unknown.public_interest = None,
                "political" => unknown.political = None,
                "channel" => unknown.channel = None,
                "asset.realistic" => unknown.assets[0].realistic = None,
                "asset.depictsPerson" => unknown.assets[0].depicts_person = None,
                other => panic!("`{other}`"),
            }
            let report = lint(linter, PAGE, unknown, today(duty));
            check(entry(&report, duty).is_none(), || format!("it holds without {}", condition.fact))?;
            check(!report.disclosures.is_empty(), || "no row tells of it".into())?;
            let question = report.questions.iter().find(|question| question.fact == asked);
            check(question.is_some() != (asked == "channel"), || format!("questions: {:?}", report.questions))?;
            check(question.is_none_or(|question| !question.message.is_empty()), || {
                format!("an empty question about {asked}")
            })?;

            let mut denied = facts(duty);
            state(&mut denied, condition, false);
            let report = lint(linter, PAGE, denied, today(duty));
            check(entry(&report, duty).is_none(), || format!("it holds although {} is denied", condition.fact))?;
        }
        Ok(())
    });
}

#[test]
fn what_the_law_exempts_owes_nothing() {
    every(|linter, duty| {
        for all in &duty.exempt {
            let mut exempt = facts(duty);
            all.iter().for_each(|condition| state(&mut exempt, condition, true));
            let report = lint(linter, PAGE, exempt.clone(), today(duty));
            check(entry(&report, duty).is_none(), || format!("{:?}", entry(&report, duty)))?;
            // Each part alone is not enough.
            for condition in all.iter().filter(|_| all.len() > 1) {
                let mut part = exempt.clone();
                state(&mut part, condition, false);
                let report = lint(linter, PAGE, part, today(duty));
                check(entry(&report, duty).is_some(), || format!("exempt without {}", condition.fact))?;
            }
        }
        Ok(())
    });
}

#[test]
fn an_overdue_review_lowers_a_duty_to_advice_and_says_so() {
    every(|linter, duty| {
        let source = linter.catalogue().source(&duty.source).unwrap();
        let report = lint(linter, PAGE, facts(duty), Date { year: 2031, month: 1, day: 1 });
        let entry = entry(&report, duty).ok_or("no entry")?;
        check(entry.requirement != "required" && !complains(&report), || format!("{entry:?}"))?;
        let words = format!("Last verified {}, review overdue.", source.checked);
        check(entry.message.contains(&words), || entry.message.clone())
    });
}

#[test]
fn ordinary_advertising_owes_no_label_in_the_union() {
    let linter = linter();
    let facts = Facts { markets: vec!["EU".into()], content: vec!["ai-generated".into()], ..Facts::default() };
    let report = lint(&linter, PAGE, facts, TODAY);
    let rows: Vec<_> = report.disclosures.iter().map(|it| (it.duty.as_deref(), it.requirement.as_str())).collect();
    assert_eq!(rows, [(None, "advised")]);
    assert_eq!(report.questions.iter().map(|it| it.fact.as_str()).collect::<Vec<_>>(), ["publicInterest"]);
    assert!(report.diagnostics.is_empty());
}

#[test]
fn without_facts_nothing_is_owed_and_questions_say_what_to_state() {
    let linter = linter();
    let asked = |text: &str, facts: Facts| {
        let report = lint(&linter, text, facts, TODAY);
        assert!(report.disclosures.is_empty() && report.diagnostics.is_empty());
        report.questions.into_iter().map(|it| (it.fact, it.message)).collect::<Vec<_>>()
    };
    let facts = |text, facts| asked(text, facts).into_iter().map(|(fact, _)| fact).collect::<Vec<_>>();
    let [content, markets] = [
        ("content", "If AI had a part in the text, state which: wrote it, helped, answers, decides, prices."),
        ("markets", "State where the copy is shown."),
    ]
    .map(|(fact, message)| (fact.to_owned(), message.to_owned()));
    assert_eq!(asked("<p>Towels dry in an hour.</p>", Facts::default()), [content, markets]);
    // Media are asked about where the page shows any.
    assert_eq!(facts(PAGE, Facts::default()), ["assets", "content", "markets"]);
    let here = || Facts { markets: vec!["EU".into()], ..Facts::default() };
    assert_eq!(facts(PAGE, here()), ["assets", "content"]);
    // Who states what a picture is has begun to answer.
    let assets = vec![Asset { src: PICTURE.into(), ..Asset::default() }];
    assert_eq!(facts(PAGE, Facts { assets, ..here() }), [""; 0]);
    assert_eq!(facts("", Facts::default()), [""; 0]);
}

#[test]
fn a_market_without_duties_and_a_market_that_nobody_read_are_told_apart() {
    let linter = linter();
    let message = |market: &str| {
        let facts = Facts { markets: vec![market.into()], content: vec!["ai-generated".into()], ..Facts::default() };
        let report = lint(&linter, PAGE, facts, TODAY);
        report.disclosures.into_iter().map(|it| (it.duty, it.message)).collect::<Vec<_>>()
    };
    assert_eq!(message("HK"), [(None, "No duty that candor knows asks for a notice.".into())]);
    assert_eq!(message("MX"), [(None, "candor has not read the law of MX; there may be a duty.".into())]);
}

#[test]
fn copy_that_changed_after_its_review_is_not_exempt_and_the_reader_is_told() {
    let linter = linter();
    let duty = linter.catalogue().duty("eu/ai-act-50-4-text").unwrap();
    let mut facts = facts(duty);
    duty.exempt[0].iter().for_each(|condition| state(&mut facts, condition, true));
    let lifted = lint(&linter, PAGE, facts.clone(), TODAY);
    let row = lifted.disclosures.iter().find(|it| it.duty.is_none());
    assert!(row.is_none_or(|row| row.message.contains("M. Okafor")), "{row:?}");
    let changed = lint(&linter, &PAGE.replace("an hour", "half an hour"), facts, TODAY);
    let row = entry(&changed, duty).unwrap();
    assert_eq!((row.requirement.as_str(), row.status.as_str()), ("required", "absent"));
    assert!(
        row.message
            .ends_with("The copy changed after M. Okafor reviewed it on 2026-11-20: that review exempts nothing."),
        "{}",
        row.message
    );
}

#[test]
fn what_facts_misspell_is_told_with_the_nearest_name() {
    let facts = Facts {
        markets: vec!["TIKTOC".into()],
        roles: vec!["advertizer".into()],
        content: vec!["ai-generate".into()],
        assets: vec![Asset { src: PICTURE.into(), depicts_person: Some("robot".into()), ..Asset::default() }],
        ..Facts::default()
    };
    let linter = linter();
    let mut messages: Vec<_> = lint(&linter, PAGE, facts, TODAY).problems.into_iter().map(|it| it.message).collect();
    messages.sort();
    assert_eq!(
        messages,
        [
            "unknown content kind `ai-generate`; did you mean `ai-generated`?",
            "unknown market `TIKTOC`; did you mean `TIKTOK`?",
            "unknown person `robot`; known are none, real-person, synthetic-person",
            "unknown role `advertizer`; did you mean `advertiser`?",
        ]
    );
}

#[test]
fn every_kind_of_content_has_a_duty_somewhere() {
    let linter = linter();
    let kinds: Vec<Kind> = Kind::ALL
        .iter()
        .copied()
        .filter(|kind| linter.catalogue().duties().iter().any(|duty| duty.content.contains(kind)))
        .collect();
    assert_eq!(
        kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>(),
        [
            "ai-generated",
            "ai-assisted",
            "synthetic-media",
            "chatbot",
            "automated-decision",
            "personalised-price",
            "paid-partnership",
            "affiliate",
        ]
    );
}

/// A page in each language: a heading, a picture, a price, a link.
const PAGES: [(Locale, [&str; 3]); 8] = [
    (
        Locale::En,
        ["Soft towels", "They dry in an hour and stay soft for years. Price: 20.00 €", "Read how we wash them"],
    ),
    (Locale::ZhHant, ["柔軟毛巾", "一小時就乾，用多年依然柔軟。售價 500 元", "看看我們怎麼洗"]),
    (Locale::ZhHans, ["柔软毛巾", "一小时就干，用多年依然柔软。售价 120 元", "看看我们怎么洗"]),
    (Locale::Ja, ["やわらかいタオル", "一時間で乾き、何年もやわらかいままです。価格は 2000 円", "洗い方を見る"]),
    (
        Locale::Ko,
        ["부드러운 수건", "한 시간이면 마르고 여러 해 동안 부드럽습니다. 가격은 20000 원입니다", "세탁 방법 보기"],
    ),
    (
        Locale::De,
        [
            "Weiche Handtücher",
            "Sie trocknen in einer Stunde und bleiben lange weich. Preis: 20,00 €",
            "So waschen wir sie",
        ],
    ),
    (
        Locale::Fr,
        [
            "Serviettes douces",
            "Elles sèchent en une heure et restent douces longtemps. Prix : 20,00 €",
            "Voir comment nous les lavons",
        ],
    ),
    (
        Locale::Es,
        ["Toallas suaves", "Se secan en una hora y siguen suaves muchos años. Precio: 20,00 €", "Ver cómo las lavamos"],
    ),
];

fn page([heading, text, link]: [&str; 3], format: Format) -> String {
    match format {
        Format::Html => format!(
            "<html><body><header><nav><a href=\"/\">·</a></nav></header><main>\n<h1><em>{heading}</em></h1>\n<p><a href=\"b\"><img src=\"a.jpg\" alt=\"\"></a></p>\n<p>{text}</p>\n<p><a href=\"/w\">{link}</a></p>\n</main></body></html>\n"
        ),
        Format::Markdown => format!("---\ntags: [a]\n---\n\n# {heading}\n\n![](a.jpg)\n\n{text}\n\n[{link}](/w)\n"),
        Format::Plain => format!("{heading}\n\n{text}\n\n{link}\n"),
    }
}

/// The source with the edits of a suggestion applied.
fn applied(source: &str, suggestion: &candor::Suggestion) -> String {
    let mut text = source.to_owned();
    for edit in suggestion.edits.iter().rev() {
        text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    text
}

#[test]
fn every_suggestion_makes_its_notice_valid_in_every_language_and_format() {
    every(|linter, duty| {
        let mut wrong = Vec::new();
        for (locale, words) in PAGES {
            for format in [Format::Html, Format::Markdown, Format::Plain] {
                let source = page(words, format);
                let lint = |text: &str| {
                    let input =
                        Input { format, facts: facts(duty), locale: Some(locale), ..Input::plain(text, today(duty)) };
                    let report = linter.lint(&input);
                    entry(&report, duty).cloned().unwrap()
                };
                let before = lint(&source);
                if duty.form == Form::Machine {
                    if !before.suggestions.is_empty() || before.status != "absent" {
                        wrong.push(format!("{locale} {format:?}: no text writes a mark into a file: {before:?}"));
                    }
                    continue;
                }
                if before.suggestions.is_empty() || before.status == "valid" {
                    wrong.push(format!("{locale} {format:?}: {} without a suggestion", before.status));
                }
                for suggestion in &before.suggestions {
                    let text = applied(&source, suggestion);
                    let after = lint(&text);
                    if after.status != "valid" || suggestion.safe {
                        wrong.push(format!(
                            "{locale} {format:?}: {} {:?} after “{}” in\n{text}",
                            after.status, after.reason, suggestion.label
                        ));
                    }
                }
            }
        }
        check(wrong.is_empty(), || wrong.join("\n  "))
    });
}

#[test]
fn the_same_words_in_the_footer_do_not_count() {
    every(|linter, duty| {
        let before = lint(linter, PAGE, facts(duty), today(duty));
        let Some(words) = entry(&before, duty).and_then(|it| it.suggestions.first()).map(|it| it.label.clone()) else {
            return check(duty.form == Form::Machine, || "no words".into());
        };
        let page = format!("{PAGE}<footer><p>{words}</p></footer>");
        let report = lint(linter, &page, facts(duty), today(duty));
        let entry = entry(&report, duty).ok_or("no entry")?;
        let told = (entry.status.as_str(), entry.reason.as_deref());
        // Of a notice of two sentences the first is marked.
        let marked = entry.span.map_or("", |span| span.of(&page));
        check(told == ("insufficient", Some("buried")) && !marked.is_empty() && words.starts_with(marked), || {
            format!("{told:?} {marked}")
        })?;
        let buried = report.diagnostics.iter().find(|it| it.rule.id == "ai-transparency/buried-disclosure");
        check(entry.requirement != "required" || buried.is_some_and(|it| &*it.text == marked), || format!("{buried:?}"))
    });
}

#[test]
fn a_hint_at_ai_is_no_notice_of_it() {
    every(|linter, duty| {
        for (words, status) in [
            ("Our AI-powered dryer saves time.", "mention-only"),
            ("Some content may have been digitally assisted.", "insufficient"),
        ] {
            let page = PAGE.replace("</h1>\n", &format!("</h1>\n<p>{words}</p>\n"));
            let report = lint(linter, &page, facts(duty), today(duty));
            let entry = entry(&report, duty).ok_or("no entry")?;
            let about_ai =
                !matches!(duty.content[0], Kind::PaidPartnership | Kind::Affiliate) && duty.form != Form::Machine;
            let told = entry.status.as_str();
            check(told == "absent" || about_ai && (told == status || told == "mention-only"), || {
                format!("“{words}” is {told}")
            })?;
        }
        Ok(())
    });
}

#[test]
fn a_duty_to_mark_files_is_kept_by_the_mark_and_broken_by_its_loss() {
    let told = |linter: &Linter, duty: &Duty, stated: Option<bool>, marks: Option<Vec<Mark>>| {
        let mut facts = facts(duty);
        let content = vec![duty.content[0].name().to_owned()];
        facts.content.clear();
        facts.assets = vec![Asset { src: PICTURE.into(), content, source_marked: stated, ..Asset::default() }];
        let input = Input { format: Format::Html, facts, ..Input::plain(PAGE, today(duty)) };
        let report = linter.lint_with_files(&input, &|src| marks.clone().filter(|_| src == PICTURE));
        let row = entry(&report, duty).ok_or("no entry")?;
        Ok::<_, String>((row.status.clone(), row.reason.clone(), row.requirement.clone()))
    };
    let of = |scheme, value: &str| Mark { scheme, value: value.into(), content: None };
    let mark = || Some(vec![of(Scheme::C2pa, ""), of(Scheme::Aigc, "1")]);
    every(|linter, duty| {
        if duty.form != Form::Machine {
            return Ok(());
        }
        for (stated, marks, status, reason) in [
            (None, mark(), "valid", None),
            (Some(true), None, "valid", None),
            (Some(true), mark(), "valid", None),
            (None, None, "absent", None),
            (None, Some(Vec::new()), "absent", None),
            (Some(true), Some(Vec::new()), "absent", Some("stripped")),
        ] {
            let (is, why, requirement) = told(linter, duty, stated, marks.clone())?;
            check((is.as_str(), why.as_deref()) == (status, reason), || format!("{stated:?} {marks:?}: {is} {why:?}"))?;
            check(requirement != "required", || "absence of a mark alone is never an error".into())?;
        }
        // China reads its own label and no other, and only one that can be read.
        let own = duty.market == "CN";
        for (mark, counts) in
            [(of(Scheme::C2pa, ""), !own), (of(Scheme::Aigc, "2"), true), (of(Scheme::Aigc, ""), false)]
        {
            let (is, why, _) = told(linter, duty, None, Some(vec![mark.clone()]))?;
            let expected = if counts { ("valid", None) } else { ("insufficient", Some("wrong-kind")) };
            check((is.as_str(), why.as_deref()) == expected, || format!("{mark:?}: {is} {why:?}"))?;
        }
        Ok(())
    });
}

#[test]
fn what_nobody_states_is_owed_by_nobody() {
    every(|linter, duty| {
        let mut unstated = facts(duty);
        unstated.content.clear();
        unstated.assets.clear();
        unstated.sponsor = None;
        unstated.price_personalised = None;
        let report = lint(linter, PAGE, unstated, today(duty));
        check(entry(&report, duty).is_none(), || format!("{:?}", entry(&report, duty)))
    });
}

#[test]
fn a_review_and_fiction_lift_only_what_the_law_says() {
    every(|linter, duty| {
        for fact in ["humanReview", "editorialResponsible", "evidentlyFictional"] {
            let named = |all: &Vec<Condition>| all.iter().any(|condition| condition.fact == fact);
            if duty.exempt.iter().any(named) || duty.when.iter().any(|condition| condition.fact == fact) {
                continue;
            }
            let mut stated = facts(duty);
            state(&mut stated, &Condition { fact: fact.into(), values: Vec::new() }, true);
            let report = lint(linter, PAGE, stated, today(duty));
            check(entry(&report, duty).is_some(), || format!("{fact} lifts it"))?;
        }
        Ok(())
    });
}

/// What candor reports of `duty` in each case that a law may be put to: its name, and the outcome.
fn cases(linter: &Linter, duty: &Duty) -> Result<[(&'static str, String); 7], String> {
    let day = today(duty);
    let told = |row: Option<&Disclosure>| match row {
        None => "nothing".to_owned(),
        Some(Disclosure { requirement, status, reason: None, .. }) => format!("{requirement}, {status}"),
        Some(Disclosure { requirement, status, reason: Some(why), .. }) => format!("{requirement}, {status} ({why})"),
    };
    let on = |page: &str, facts: Facts, day: Date| told(entry(&lint(linter, page, facts, day), duty));
    let missing = lint(linter, PAGE, facts(duty), day);
    let row = entry(&missing, duty).ok_or("no entry")?;
    let (satisfied, insufficient) = match duty.form {
        Form::Machine => {
            let content = vec![duty.content[0].name().to_owned()];
            let asset = Asset { src: PICTURE.into(), content, ..Asset::default() };
            let facts = Facts { assets: vec![asset], content: Vec::new(), ..facts(duty) };
            let input = Input { format: Format::Html, facts, ..Input::plain(PAGE, day) };
            let marked = |value: &str| {
                let mark = Mark { scheme: Scheme::Aigc, value: value.into(), content: None };
                told(entry(&linter.lint_with_files(&input, &|_| Some(vec![mark.clone()])), duty))
            };
            (marked("1"), marked(""))
        }
        _ => {
            let suggestion = row.suggestions.first().ok_or("no words")?;
            let footer = format!("{PAGE}<footer><p>{}</p></footer>", suggestion.label);
            (on(&applied(PAGE, suggestion), facts(duty), day), on(&footer, facts(duty), day))
        }
    };
    let before = match &duty.from {
        Some(from) => {
            let Date { year, .. } = from.parse().unwrap();
            on(PAGE, facts(duty), Date { year: year - 1, month: 1, day: 1 })
        }
        None if duty.draft => on(PAGE, facts(duty), day),
        None => "no first day is known".into(),
    };
    let roles = ["advertiser", "deployer", "provider", "platform", "operator"];
    let other = roles.iter().find(|role| duty.addressees.iter().all(|it| it.name() != **role)).ok_or("all")?;
    let mut unstated = facts(duty);
    let asked = match duty.when.first() {
        Some(condition) => {
            match condition.fact.as_str() {
                "publicInterest" => unstated.public_interest = None,
                "political" => unstated.political = None,
                "channel" => unstated.channel = None,
                "asset.realistic" => unstated.assets[0].realistic = None,
                "asset.depictsPerson" => unstated.assets[0].depicts_person = None,
                other => panic!("`{other}`"),
            }
            condition.fact.as_str()
        }
        None => {
            unstated.content.clear();
            unstated.assets.clear();
            "content"
        }
    };
    let lifted = |facts: Facts| told(entry(&lint(linter, PAGE, facts, day), duty));
    let mut exempt = facts(duty);
    match duty.exempt.first() {
        Some(all) => all.iter().for_each(|condition| state(&mut exempt, condition, true)),
        None => ["humanReview", "editorialResponsible", "evidentlyFictional"].into_iter().for_each(|fact| {
            state(&mut exempt, &Condition { fact: fact.into(), values: Vec::new() }, true);
        }),
    }
    let exempt = match duty.exempt.first() {
        Some(all) => {
            let facts: Vec<_> = all.iter().map(|it| it.fact.as_str()).collect();
            format!("{} with {}", lifted(exempt), facts.join(" + "))
        }
        None => format!("{} whatever is stated", lifted(exempt)),
    };
    Ok([
        ("satisfied", satisfied),
        ("missing", told(Some(row))),
        ("insufficient", insufficient),
        ("not yet in force", before),
        (
            "not the addressee",
            format!("{} for the {other}", on(PAGE, Facts { roles: vec![(*other).into()], ..facts(duty) }, day)),
        ),
        ("trigger not stated", format!("{} without {asked}", on(PAGE, unstated, day))),
        ("exempt", exempt),
    ])
}

/// The duties with their law, and what comes of each case, as Markdown.
fn table(linter: &Linter) -> Result<String, String> {
    let mut page = String::from("| duty | law | level | checked | review by |");
    let mut wrong = Vec::new();
    let mut rows = String::new();
    for (at, duty) in linter.catalogue().duties().iter().enumerate() {
        let source = linter.catalogue().source(&duty.source).unwrap();
        let cases = match cases(linter, duty) {
            Ok(cases) => cases,
            Err(why) => {
                wrong.push(format!("{}: {why}", duty.id));
                continue;
            }
        };
        if at == 0 {
            cases.iter().for_each(|(name, _)| page += &format!(" {name} |"));
            page += &format!("\n|{}\n", "---|".repeat(5 + cases.len()));
        }
        let expected = expected(linter, duty);
        let overdue = duty::is_overdue(source, today(duty)) && expected == "required";
        let required = if overdue { "advised" } else { expected };
        let exempts = if duty.exempt.is_empty() { required } else { "nothing" };
        let starts = [
            format!("{required}, valid"),
            format!("{required}, absent"),
            format!("{required}, insufficient ("),
            if duty.from.is_some() || duty.draft { "planned, absent".into() } else { "no first day".into() },
            // Who does not make a file has no mark to put into a page of text.
            if duty.form == Form::Machine && facts(duty).assets.is_empty() { "nothing".into() } else { String::new() },
            "nothing".into(),
            exempts.into(),
        ];
        for ((name, is), starts) in cases.iter().zip(&starts) {
            let bound = *name == "not the addressee" && is.starts_with("required");
            if !is.starts_with(starts.as_str()) || bound {
                wrong.push(format!("{}, {name}: {is}, not {starts}", duty.id));
            }
        }
        let law = duty::citation(source).replace('|', "\\|");
        rows += &format!(
            "| {} | [{law}]({}) | {} | {} | {} |",
            duty.id, source.url, source.level, source.checked, source.review_by
        );
        cases.iter().for_each(|(_, is)| rows += &format!(" {is} |"));
        rows.push('\n');
    }
    if wrong.is_empty() { Ok(page + &rows) } else { Err(wrong.join("\n")) }
}

#[test]
fn every_duty_is_put_to_seven_cases_and_the_page_of_duties_shows_what_comes_of_each() {
    let table = table(&linter()).unwrap_or_else(|wrong| panic!("\n{wrong}"));
    let path = "docs/DUTIES.md";
    let page = std::fs::read_to_string(path).unwrap();
    let (start, end) = ("<!-- duties -->\n", "<!-- end -->");
    let (before, rest) = page.split_once(start).expect("the marker stands in the page");
    let (shown, after) = rest.split_once(end).expect("the marker stands in the page");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, format!("{before}{start}{table}{end}{after}")).unwrap();
        return;
    }
    assert!(shown == table, "{path} is stale; `BLESS=1 cargo test --test duties` rewrites it");
}

/// Duties that hold since before anybody read when: they cannot be looked at before their first day.
#[test]
fn a_duty_without_a_first_day_is_a_draft_or_one_of_these() {
    let linter = linter();
    let undated = linter.catalogue().duties().iter().filter(|duty| duty.from.is_none() && !duty.draft);
    let undated: Vec<&str> = undated.map(|duty| duty.id.as_str()).collect();
    assert_eq!(
        undated,
        [
            "gb/cap-2-1",
            "google/merchant",
            "kr/labeling-advertising-3",
            "taboola/ai-disclosure",
            "tiktok/ai-generated",
            "tw/endorsement-guideline",
            "us-nj/bot-law",
            "us/election-ai-ads",
        ]
    );
}

#[test]
fn five_markets_are_checked_in_one_call_and_one_suggestion_serves_them_all() {
    let linter = linter();
    let asset = Asset {
        src: PICTURE.into(),
        content: vec!["synthetic-media".into()],
        depicts_person: Some("synthetic-person".into()),
        realistic: Some(true),
        source_marked: None,
    };
    let markets: Vec<String> = ["EU", "CN", "KR", "US-NY", "TW"].map(String::from).into();
    let facts = Facts { markets: markets.clone(), assets: vec![asset], ..Facts::default() };
    let mut wrong = Vec::new();
    for (locale, words) in PAGES {
        for format in [Format::Html, Format::Markdown, Format::Plain] {
            let source = page(words, format);
            let lint = |text: &str| {
                linter.lint(&Input { format, facts: facts.clone(), locale: Some(locale), ..Input::plain(text, TODAY) })
            };
            let report = lint(&source);
            for market in &markets {
                let asked = report.disclosures.iter().any(|it| it.market == *market && it.duty.is_some());
                check(asked, || format!("{locale}: no duty in {market}")).unwrap();
            }
            let missing: Vec<_> =
                report.diagnostics.iter().filter(|it| it.rule.id == "ai-transparency/missing-disclosure").collect();
            let [missing] = missing[..] else { panic!("{locale} {format:?}: {} findings", missing.len()) };
            let suggestion = missing.suggestions.iter().max_by_key(|it| it.label.len()).unwrap();
            let text = applied(&source, suggestion);
            let after = lint(&text);
            let open = after.disclosures.iter().filter(|it| it.requirement == "required" && it.status != "valid");
            wrong.extend(
                open.map(|it| format!("{locale} {format:?} {} {} {:?}: {text}", it.market, it.status, it.reason)),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_finding_rests_on_the_duties_that_it_breaks_and_on_no_others() {
    let linter = linter();
    let facts = Facts {
        markets: ["EU", "KR", "CN"].map(String::from).into(),
        content: vec!["ai-generated".into()],
        public_interest: Some(true),
        ..Facts::default()
    };
    let report = lint(&linter, PAGE, facts, TODAY);
    let [missing] = &report.diagnostics[..] else { panic!("{:?}", report.diagnostics) };
    assert_eq!(missing.sources(), ["eu/ai-act-50-4-text", "cn/ai-labelling-2025-explicit"]);
}

#[test]
fn new_york_asks_for_its_sentence_and_for_no_paraphrase() {
    let linter = linter();
    let duty = linter.catalogue().duty("us-ny/gbl-349-a").unwrap();
    let told = |words: &str| {
        let page = format!("{PAGE}<p>{words}</p>\n");
        let report = lint(&linter, &page, facts(duty), TODAY);
        let entry = entry(&report, duty).unwrap();
        let errors = report.diagnostics.iter().filter(|it| it.severity == candor::Severity::Error).count();
        (entry.status.clone(), entry.reason.clone(), errors)
    };
    let valid = ("valid".to_owned(), None, 0);
    assert_eq!(told("THIS PRICE WAS SET BY AN ALGORITHM USING YOUR PERSONAL DATA"), valid);
    assert_eq!(told("This price was set by an algorithm using your personal data."), valid);
    assert_eq!(
        told("This price was personalised by an algorithm."),
        ("insufficient".into(), Some("wording".into()), 1)
    );
}

#[test]
fn evident_fiction_relaxes_where_the_notice_stands_and_nothing_else() {
    let linter = linter();
    let duty = linter.catalogue().duty("eu/ai-act-50-4-deepfake").unwrap();
    let status = |fiction: Option<bool>, notice: &str| {
        let page = format!(
            "<p><img src=\"a.jpg\"></p>\n<p>{}</p>\n<p>The dragon flies home.</p>\n{notice}",
            "It is late. ".repeat(40)
        );
        let facts = Facts { evidently_fictional: fiction, ..facts(duty) };
        let report = lint(&linter, &page, facts, TODAY);
        entry(&report, duty).unwrap().status.clone()
    };
    let end = "<p>AI-generated image.</p>";
    assert_eq!(
        [status(None, end), status(Some(false), end), status(Some(true), end)],
        ["insufficient", "insufficient", "valid"]
    );
    assert_eq!(status(Some(true), ""), "absent");
    assert_eq!(status(Some(true), "<footer><p>AI-generated image.</p></footer>"), "insufficient");
}

#[test]
fn a_notice_finds_its_place_in_any_structure() {
    let linter = linter();
    let catalogue = linter.catalogue();
    let picture = catalogue.duty("eu/ai-act-50-4-deepfake").unwrap();
    let text = catalogue.duty("eu/ai-act-50-4-text").unwrap();
    let price = catalogue.duty("eu/crd-6-1-ea").unwrap();
    let long = "They dry in an hour and stay soft for years. ".repeat(12);
    let cases = [
        (picture, Format::Html, "<figure><img src=\"a.jpg\"></figure><p>Soft</p>".to_owned()),
        (
            picture,
            Format::Html,
            "<figure><img src='a.jpg'><figcaption>Soft towels on a line</figcaption></figure>".into(),
        ),
        (picture, Format::Html, "<div><img src=\"a.jpg\"></div><p>Soft</p>".into()),
        (picture, Format::Html, "<p>Soft <img src=\"a.jpg\"> towels</p>".into()),
        (picture, Format::Html, "<picture><source srcset=b><img src=\"a.jpg\"></picture>Soft towels".into()),
        (picture, Format::Html, "<video src=\"a.jpg\"><p>No film here</p></video><p>Soft</p>".into()),
        (picture, Format::Html, format!("<h1>Towels</h1><p>{long}</p><a href=x><img src=\"a.jpg\"></a><p>{long}</p>")),
        (picture, Format::Html, "<table><tr><td><img src=\"a.jpg\"></td><td>Soft towels</td></tr></table>".into()),
        (picture, Format::Html, "<p>No picture of that name</p>".into()),
        (picture, Format::Markdown, format!("# Towels\n\n{long}\n\nSoft ![line](a.jpg) towels\n\n{long}\n")),
        (picture, Format::Markdown, format!("# Towels\n\n{long}\n\n![line](a.jpg)\n{long}\n")),
        (picture, Format::Markdown, "- ![line](a.jpg)\n- soft\n".into()),
        (text, Format::Html, "<table><tr><td><b>Soft</b></td><td>Towels</td></tr></table>".into()),
        (text, Format::Html, "<ul><li>Soft</li></ul>".into()),
        (text, Format::Html, "Soft <b>towels</b> & more".into()),
        (text, Format::Html, "<b>Soft</b> towels".into()),
        (text, Format::Html, "<title>Towels</title><meta name=description content='Soft towels'>".into()),
        (text, Format::Html, "".into()),
        (text, Format::Html, format!("<nav><a href=a>{long}</a></nav><h1>Towels</h1>")),
        (text, Format::Markdown, "> Soft towels\n".into()),
        (text, Format::Markdown, "---\ntitle: Towels\n---\n".into()),
        (text, Format::Markdown, "+++\ntitle = 'Towels'\n+++\n* Soft\n".into()),
        (text, Format::Plain, "\r\n\r\nSoft towels\r\nfor you".into()),
        (
            price,
            Format::Html,
            format!("<h1>Towels</h1><p>{long}</p><table><tr><td>Soft</td><td>20.00 €</td></tr></table>"),
        ),
        (price, Format::Html, format!("<p>{long}</p><ul><li>Soft</li><li>20.00 €</li></ul>")),
        (price, Format::Html, format!("<p>{long}</p><button>Buy for 20.00 €</button>")),
        (price, Format::Plain, format!("{long}\n\nYours for € 20.00\n")),
    ];
    let mut wrong = Vec::new();
    for (duty, format, source) in cases {
        let lint = |text: &str| {
            let input = Input { format, facts: facts(duty), locale: Some(Locale::En), ..Input::plain(text, TODAY) };
            entry(&linter.lint(&input), duty).cloned().unwrap()
        };
        let before = lint(&source);
        let Some(suggestion) = before.suggestions.first() else {
            wrong.push(format!("{format:?} nothing for {source}"));
            continue;
        };
        let text = applied(&source, suggestion);
        let after = lint(&text);
        if after.status != "valid" {
            wrong.push(format!("{format:?} {} {:?}: {text}", after.status, after.reason));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
