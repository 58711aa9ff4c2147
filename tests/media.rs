//! What files say of their making is held against what the page says to readers.
#![cfg(not(target_family = "wasm"))]

use candor::disclosure::Kind;
use candor::disclosure::marks::{Mark, Scheme};
use candor::input::{Asset, Facts};
use candor::{Catalogue, Certainty, Config, Date, Format, Input, Linter, Locale, Report};

const TODAY: Date = Date { year: 2026, month: 11, day: 23 };
const GENERATED: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

fn linter() -> Linter {
    Linter::new(Catalogue::builtin(), Config::default()).unwrap()
}

fn mark(content: Option<Kind>) -> Mark {
    Mark { scheme: Scheme::C2pa, value: GENERATED.into(), content }
}

/// The report on a page whose `a.jpg` has these marks; `None`: the file is not at hand.
fn lint<'l>(linter: &'l Linter, page: &str, facts: Facts, marks: Option<Vec<Mark>>) -> Report<'l> {
    let format = if page.starts_with('<') { Format::Html } else { Format::Markdown };
    let files = |src: &str| marks.clone().filter(|_| src == "a.jpg");
    linter.lint_with_files(&Input { format, facts, ..Input::plain(page, TODAY) }, &files)
}

/// Rule, certainty, words and marked source of each finding about media.
fn found<'r>(report: &'r Report<'_>, page: &'r str) -> Vec<(&'r str, Certainty, &'r str, &'r str)> {
    let about = |rule: &str| rule == "ai-transparency/undisclosed-media" || rule == "ai-transparency/stripped-mark";
    let own = report.diagnostics.iter().filter(|it| about(&it.rule.id));
    own.map(|it| (&*it.rule.id, it.certainty, &*it.text, it.span.unwrap().of(page))).collect()
}

const PAGE: &str = "<h1>Soft towels</h1>\n<p><img src=\"a.jpg\" alt=\"A towel\"></p>\n<p>They dry in an hour.</p>\n";
const UNDISCLOSED: (&str, Certainty, &str, &str) =
    ("ai-transparency/undisclosed-media", Certainty::Reliable, "a.jpg", "<img src=\"a.jpg\" alt=\"A towel\">");

#[test]
fn a_marked_picture_on_a_silent_page_is_found_and_one_that_is_told_of_is_not() {
    let linter = linter();
    let of = |page: &str, marks| {
        let report = lint(&linter, page, Facts::default(), marks);
        found(&report, page).len()
    };
    let ai = || Some(vec![mark(Some(Kind::AiGenerated))]);
    let report = lint(&linter, PAGE, Facts::default(), ai());
    assert_eq!(found(&report, PAGE), [UNDISCLOSED]);
    assert_eq!(report.marks.len(), 1);
    for (page, marks, count) in [
        (PAGE.to_owned(), None, 0),
        (PAGE.to_owned(), Some(Vec::new()), 0),
        // A camera's mark.
        (PAGE.to_owned(), Some(vec![mark(None)]), 0),
        (PAGE.replace("</p>\n<p>They", "</p>\n<p>AI-generated image</p>\n<p>They"), ai(), 0),
        // To mention is not to tell.
        (PAGE.replace("hour.", "hour. Our AI-powered dryer saves time."), ai(), 1),
        // Told in the wrong place is told: where it belongs is a question of law.
        (format!("{PAGE}<footer><p>AI-generated image</p></footer>"), ai(), 0),
        // Twice the same picture is one.
        (PAGE.replace("hour.", "hour.<img src=\"a.jpg\">"), ai(), 1),
        ("# Soft towels\n\n![A towel](a.jpg)\n\nThey dry in an hour.\n".into(), ai(), 1),
        ("# Soft towels\n\n![A towel](a.jpg)\n\nAI-generated image\n\nThey dry in an hour.\n".into(), ai(), 0),
    ] {
        assert_eq!(of(&page, marks), count, "{page}");
    }
}

#[test]
fn a_retouched_picture_is_asked_about() {
    let linter = linter();
    let report = lint(&linter, PAGE, Facts::default(), Some(vec![mark(Some(Kind::AiAssisted))]));
    let (rule, _, text, span) = UNDISCLOSED;
    assert_eq!(found(&report, PAGE), [(rule, Certainty::Hint, text, span)]);
}

#[test]
fn the_notice_that_is_proposed_silences_the_finding_in_every_language_and_format() {
    let linter = linter();
    let mut wrong = Vec::new();
    for (locale, heading, text) in [
        (Locale::En, "Soft towels", "They dry in an hour and stay soft for years."),
        (Locale::ZhHant, "柔軟毛巾", "一小時就乾，用多年依然柔軟。"),
        (Locale::ZhHans, "柔软毛巾", "一小时就干，用多年依然柔软。"),
        (Locale::Ja, "やわらかいタオル", "一時間で乾き、何年もやわらかいままです。"),
        (Locale::Ko, "부드러운 수건", "한 시간이면 마르고 여러 해 동안 부드럽습니다."),
        (Locale::De, "Weiche Handtücher", "Sie trocknen in einer Stunde und bleiben lange weich."),
        (Locale::Fr, "Serviettes douces", "Elles sèchent en une heure et restent douces longtemps."),
        (Locale::Es, "Toallas suaves", "Se secan en una hora y siguen suaves muchos años."),
    ] {
        for page in [
            format!("<h1>{heading}</h1>\n<p><img src=\"a.jpg\" alt=\"\"></p>\n<p>{text}</p>\n"),
            format!("# {heading}\n\n![](a.jpg)\n\n{text}\n"),
        ] {
            for kind in [Kind::AiGenerated, Kind::AiAssisted] {
                let marks = Some(vec![mark(Some(kind))]);
                let report = lint(&linter, &page, Facts::default(), marks.clone());
                let finding = report.diagnostics.iter().find(|it| it.rule.id == UNDISCLOSED.0);
                let Some(suggestion) = finding.and_then(|it| it.suggestions.first()) else {
                    wrong.push(format!("{locale} {kind}: no suggestion"));
                    continue;
                };
                let mut after = page.clone();
                for edit in suggestion.edits.iter().rev() {
                    after.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
                }
                let fixed = lint(&linter, &after, Facts::default(), marks);
                if !found(&fixed, &after).is_empty() || suggestion.safe {
                    wrong.push(format!("{locale} {kind}: still found in {after}"));
                }
                let message = finding.unwrap().message();
                if !message.contains("a.jpg") || message.contains('{') {
                    wrong.push(message);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_mark_is_a_fact_that_duties_go_by() {
    let linter = linter();
    let facts = |realistic| Facts {
        markets: vec!["EU".into()],
        assets: vec![Asset { src: "a.jpg".into(), realistic, ..Asset::default() }],
        ..Facts::default()
    };
    let ai = || Some(vec![mark(Some(Kind::AiGenerated))]);
    let rows = |report: &Report<'_>| {
        let row = |it: &candor::report::Disclosure| (it.duty.clone(), it.requirement.clone(), it.status.clone());
        report.disclosures.iter().filter(|it| it.asset.as_deref() == Some("a.jpg")).map(row).collect::<Vec<_>>()
    };
    // Without the mark nothing is known of the picture.
    assert!(rows(&lint(&linter, PAGE, facts(Some(true)), None)).is_empty());
    let report = lint(&linter, PAGE, facts(Some(true)), ai());
    let owed = rows(&report).into_iter().find(|(_, requirement, _)| requirement == "required");
    assert_eq!(
        owed,
        Some((Some("eu/ai-act-50-4-deepfake".into()), "required".into(), "absent".into())),
        "{:?}",
        rows(&report)
    );
    // Whether it deceives nobody but its author can say.
    let report = lint(&linter, PAGE, facts(None), ai());
    assert!(report.questions.iter().any(|it| it.fact == "assets"), "{:?}", report.questions);
    assert!(rows(&report).iter().all(|(_, requirement, _)| requirement != "required"));
    // Without a market nobody can say what is owed.
    let report = lint(&linter, PAGE, Facts::default(), ai());
    assert_eq!(report.questions.iter().map(|it| it.fact.as_str()).collect::<Vec<_>>(), ["content", "markets"]);
}

#[test]
fn a_mark_that_was_lost_on_the_way_is_noticed_where_the_author_says_that_there_was_one() {
    let linter = linter();
    let facts = |source_marked| Facts {
        markets: vec!["EU".into()],
        assets: vec![Asset {
            src: "a.jpg".into(),
            content: vec!["ai-generated".into()],
            source_marked,
            ..Asset::default()
        }],
        ..Facts::default()
    };
    let stripped = ("ai-transparency/stripped-mark", Certainty::Reliable, "a.jpg", UNDISCLOSED.3);
    for (source_marked, marks, expected) in [
        (Some(true), Some(Vec::new()), &[stripped][..]),
        (Some(true), Some(vec![mark(None)]), &[]),
        // That there is none is no fault by itself.
        (Some(false), Some(Vec::new()), &[]),
        (None, Some(Vec::new()), &[]),
        (Some(true), None, &[]),
    ] {
        let report = lint(&linter, PAGE, facts(source_marked), marks.clone());
        assert_eq!(found(&report, PAGE), expected, "{source_marked:?} {marks:?}");
        let duty = report.disclosures.iter().find(|it| it.duty.as_deref() == Some("eu/ai-act-50-2")).unwrap();
        let told = (duty.status.as_str(), duty.reason.as_deref());
        match (source_marked, &marks) {
            (Some(true), Some(none)) if none.is_empty() => assert_eq!(told, ("absent", Some("stripped"))),
            (Some(true), _) => assert_eq!(told, ("valid", None)),
            _ => assert_eq!(told, ("absent", None)),
        }
    }
}

#[test]
fn a_picture_inside_the_page_and_data_of_the_page_are_read_without_a_file() {
    let linter = linter();
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns%23'><rdf:Description xmlns:i='http://iptc.org/std/Iptc4xmpExt/2008-02-29/' i:DigitalSourceType='{GENERATED}'/></rdf:RDF></svg>"
    );
    let inline = format!("<p>Soft towels <img src=\"data:image/svg+xml,{svg}\"></p>");
    let report = lint(&linter, &inline, Facts::default(), None);
    assert_eq!(found(&report, &inline).len(), 1, "{:?}", report.marks);
    let data = format!(
        "<script type=\"application/ld+json\">{{\"@type\":\"ImageObject\",\"contentUrl\":\"https://shop.example/a.jpg\",\"digitalSourceType\":\"https://schema.org/TrainedAlgorithmicMediaDigitalSource\"}}</script>{PAGE}"
    );
    let report = lint(&linter, &data, Facts::default(), None);
    assert_eq!(found(&report, &data), [UNDISCLOSED]);
}

#[test]
fn a_page_that_tells_machines_alone_is_asked_what_it_is() {
    let linter = linter();
    let page = format!("<meta name=\"ai-disclosure\" content=\"ai-generated\">{PAGE}");
    let report = lint(&linter, &page, Facts::default(), None);
    assert!(report.diagnostics.is_empty());
    assert_eq!(
        report.questions.iter().map(|it| it.fact.as_str()).collect::<Vec<_>>(),
        ["assets", "content", "markets"]
    );
}

#[test]
fn a_file_without_a_mark_asks_no_more_than_no_file() {
    let linter = linter();
    let page = PAGE.replace("hour.", "hour. This text was generated by AI.");
    for marks in [None, Some(Vec::new())] {
        let report = lint(&linter, &page, Facts::default(), marks);
        let asked: Vec<_> = report.questions.iter().map(|it| it.fact.as_str()).collect();
        assert_eq!(asked, ["assets", "content", "markets"]);
        assert!(report.marks.is_empty() && report.diagnostics.is_empty());
    }
}

#[test]
fn an_ignore_silences_what_it_names() {
    let linter = linter();
    let page = format!("<!-- candor-ignore ai-transparency/undisclosed-media: a decoration -->\n{}", &PAGE[21..]);
    let report = lint(&linter, &page, Facts::default(), Some(vec![mark(Some(Kind::AiGenerated))]));
    assert!(found(&report, &page).is_empty());
    assert_eq!((report.ignored.len(), report.unused.len()), (1, 0));
}
