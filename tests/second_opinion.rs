//! What the classifier adds to a report, what it leaves alone, and what it is worth.
#![cfg(not(target_family = "wasm"))]

use candor::classifier::RULE;
use candor::{Catalogue, Certainty, Config, Date, Format, Input, Linter, Locale, Report, Severity};
use candor_measure::train;

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
fn figures_and_labels_of_few_words_get_no_hint() {
    let linter = linter("{}");
    for text in ["28MB/sec now!", "6.5MB/sec 0.25% now!"] {
        let report = lint(&linter, text, Locale::En);
        assert!(report.manipulation.unwrap() >= candor::classifier::HINT, "{text}");
        assert_eq!(hints(&report), [""; 0], "{text}");
    }
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
fn wording_that_a_rule_knows_and_lets_stand_gets_no_hint() {
    let text = "Stock on 4 May 2026: only 3 left in stock!";
    let every = linter("{}");
    let report = lint(&every, text, Locale::En);
    assert!(report.manipulation.unwrap() >= candor::classifier::HINT);
    assert!(report.diagnostics.is_empty(), "{:?}", report.diagnostics);
    // A rule that is off is not replaced by an opinion.
    let off = linter(r#"{"rules": {"scarcity/low-stock-count": "off"}}"#);
    let report = lint(&off, "Only 3 left in stock.", Locale::En);
    assert_eq!(hints(&report), [""; 0]);
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

/// The set that the features are measured on, where it lies beside the repository.
fn labelled() -> Option<std::path::PathBuf> {
    let labelled = candor_measure::shared_data().map(|data| data.join("ec-darkpattern/dev.tsv"));
    if labelled.is_none() {
        eprintln!("SKIPPED: there is no ../shared/data");
    }
    labelled
}

#[test]
fn the_features_hold_what_they_are_worth_on_the_labelled_set_alone() {
    let Some(labelled) = labelled() else { return };
    let [stratified, grouped] = train::alone(labelled).unwrap();
    assert!(stratified >= 0.965, "stratified {stratified:.4}");
    assert!(grouped >= 0.955, "grouped {grouped:.4}");
}

#[test]
fn the_same_files_give_the_same_weights_to_the_bit() {
    let pairs = candor_measure::root().join("models/minimal-pairs.tsv");
    let text = std::fs::read_to_string(&pairs).unwrap();
    // Our own pairs as the labelled set: each with its group, as that has it.
    let with_group = |(row, line): (usize, &str)| match row {
        0 => format!("{line}\tgroup\n"),
        row => format!("{line}\t{}\n", (row - 1) / 2),
    };
    let folder = tempfile::tempdir().unwrap();
    let labelled = folder.path().join("labelled.tsv");
    std::fs::write(&labelled, text.lines().enumerate().map(with_group).collect::<String>()).unwrap();
    let inputs = [labelled, pairs];
    let first = train::fit(&inputs).unwrap().to_bytes();
    assert!(first.len() > 1000 && first == train::fit(&inputs).unwrap().to_bytes());
}

#[test]
fn the_model_that_ships_is_small() {
    let bytes = std::fs::read(candor_measure::root().join("models/classifier.bin")).unwrap();
    assert!(bytes.len() < 10_000, "{} bytes", bytes.len());
}
