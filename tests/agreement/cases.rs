//! Texts in eight languages and the reports on them. The native test writes the reports
//! with `BLESS=1`; natively and in wasm they must come out the same, byte for byte.

use candor::{Catalogue, Config, Facts, Format, Input, Linter, Locale};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    #[serde(default)]
    format: Format,
    #[serde(default)]
    locale: Option<Locale>,
    #[serde(default)]
    facts: Facts,
}

/// The reports on the texts, a line each, without `by`: it changes with every rule.
pub fn reports() -> Vec<String> {
    let linter = Linter::new(Catalogue::builtin(), Config::default()).unwrap();
    let report = |line: &str| {
        let Case { text, format, locale, facts } = serde_json::from_str(line).unwrap();
        let today = "2026-11-23".parse().unwrap();
        let input = Input { text: &text, format, locale, facts, ignores: Vec::new(), today };
        let json = serde_json::to_string(&linter.lint(&input).to_json(&text, linter.catalogue().version())).unwrap();
        let (report, _) = json.rsplit_once(r#","by":"#).expect("`by` is the report's last field");
        format!("{report}}}")
    };
    include_str!("texts.jsonl").lines().map(report).collect()
}

/// Every report that is not the golden one, for people.
pub fn differences(golden: &str) -> Vec<String> {
    let (reports, golden) = (reports(), golden.lines().collect::<Vec<_>>());
    let differs = |i: &usize| reports.get(*i).map(String::as_str) != golden.get(*i).copied();
    let show = |i: usize| format!("text {}:\n  golden {:?}\n  now    {:?}", i + 1, golden.get(i), reports.get(i));
    (0..reports.len().max(golden.len())).filter(differs).map(show).collect()
}
