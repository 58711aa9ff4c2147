//! What the classifier adds to a report, and what it leaves alone.

use candor::classifier::RULE;
use candor::{Catalogue, Certainty, Config, Date, Format, Input, Linter, Locale, Report, Severity};

const TODAY: Date = Date { year: 2026, month: 11, day: 23 };
/// Presses in words that no rule has.
const FREE: &str = "Sale! Sale! Sale! Buy it before tonight!";

fn linter(config: &str) -> Linter {
    Linter::new(Catalogue::builtin(), serde_json::from_str::<Config>(config).unwrap()).unwrap()
}

fn lint<'l>(linter: &'l Linter, text: &str, locale: Locale) -> Report<'l> {
    linter.lint(&Input { locale: Some(locale), ..Input::plain(text, TODAY) })
}

fn hints(report: &Report<'_>) -> Vec<String> {
    report.diagnostics.iter().filter(|found| found.rule.id == RULE).map(|found| found.text.to_string()).collect()
}

#[test]
fn a_pressing_passage_without_a_rule_gets_a_hint_that_costs_nothing() {
    let linter = linter("{}");
    let text = format!("We mend kettles and lamps.\n\n{FREE}\n\nThe shop opens at nine.");
    let report = lint(&linter, &text, Locale::En);
    assert_eq!(hints(&report), [FREE]);
    let hint = &report.diagnostics[0];
    assert_eq!((hint.severity, hint.certainty), (Severity::Info, Certainty::Hint));
    assert_eq!(hint.span.map(|span| span.of(&text)), Some(FREE));
    assert_eq!((report.score, report.categories.len()), (100, 0));
    assert!(report.manipulation.unwrap() >= candor::classifier::HINT);
}

#[test]
fn where_a_rule_fired_there_is_no_second_finding() {
    let linter = linter("{}");
    let report = lint(&linter, "Only 3 left in stock, order now!", Locale::En);
    assert!(!report.diagnostics.is_empty());
    assert_eq!(hints(&report), [""; 0]);
    assert!(report.manipulation.unwrap() > 0.9);
}

#[test]
fn facts_that_share_cue_words_are_left_alone() {
    let linter = linter("{}");
    for text in [
        "You can send anything back within 30 days, and we pay the postage.",
        "Your cart holds 4 items.",
        "The station cafe is open from 7:30 until 19:00 on weekdays.",
        "Ships in 3 to 5 working days.",
        "No thanks, continue without an account",
        "12 reviews, 4.5 stars on average",
    ] {
        let report = lint(&linter, text, Locale::En);
        let manipulation = report.manipulation.unwrap();
        assert!(report.diagnostics.is_empty() && manipulation < 0.5, "{manipulation} “{text}”");
    }
}

#[test]
fn only_visible_english_is_judged() {
    let linter = linter("{}");
    assert_eq!(lint(&linter, "Schnell kaufen, gleich ist alles weg!", Locale::De).manipulation, None);
    assert_eq!(lint(&linter, "", Locale::En).manipulation, None);
    let hidden = format!("<p>We mend lamps.</p><p hidden>{FREE}</p>");
    let input = Input { format: Format::Html, locale: Some(Locale::En), ..Input::plain(&hidden, TODAY) };
    assert_eq!(linter.lint(&input).manipulation, Some(0.0));
}

#[test]
fn a_rule_that_is_off_gives_no_hint_and_the_probability_stays() {
    let off = linter(&format!(r#"{{ "rules": {{ "{RULE}": "off" }} }}"#));
    let report = lint(&off, FREE, Locale::En);
    assert_eq!(hints(&report), [""; 0]);
    assert_eq!(report.manipulation, lint(&linter("{}"), FREE, Locale::En).manipulation);
}
