//! `src/wasm/types.d.ts` is written by hand; its lists are those of the code.
#![cfg(not(target_family = "wasm"))]

use candor::{Category, Certainty, Facts, Locale, Severity};
use serde_json::{Value, json};

const TYPES: &str = include_str!("../src/wasm/types.d.ts");

/// The strings of `export type NAME = "a" | "b";`, sorted.
fn union(name: &str) -> Vec<&str> {
    let (_, rest) = TYPES.split_once(&format!("export type {name} =")).unwrap();
    let (members, _) = rest.split_once(';').unwrap();
    let mut members: Vec<_> =
        members.split('|').map(|m| m.trim().trim_matches('"')).filter(|m| !m.is_empty()).collect();
    members.sort_unstable();
    members
}

/// The names of the fields of `export interface NAME`, sorted.
fn fields(name: &str) -> Vec<String> {
    let (_, rest) = TYPES.split_once(&format!("export interface {name} {{\n")).unwrap();
    let (body, _) = rest.split_once("\n}").unwrap();
    let field = |line: &str| Some(line.strip_prefix("  ")?.split_once(':')?.0.trim_end_matches('?').to_owned());
    let is_name = |name: &String| name.chars().all(|c| c.is_ascii_alphanumeric());
    let mut fields: Vec<_> = body.lines().filter_map(field).filter(is_name).collect();
    fields.sort_unstable();
    fields
}

fn sorted<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut names: Vec<_> = names.into_iter().collect();
    names.sort_unstable();
    names
}

#[test]
fn closed_lists_are_those_of_the_vocabulary() {
    assert_eq!(union("Locale"), sorted(Locale::ALL.iter().map(|value| value.name())));
    assert_eq!(union("Category"), sorted(Category::ALL.iter().map(|value| value.name())));
    assert_eq!(union("Severity"), sorted(Severity::ALL.iter().map(|value| value.name())));
    assert_eq!(union("Certainty"), sorted(Certainty::ALL.iter().map(|value| value.name())));
}

/// A value for every field of `Facts`.
fn all_facts() -> Value {
    json!({
        "markets": ["EU"], "roles": ["advertiser"], "channel": "page", "content": ["ai-generated"],
        "assets": [{ "src": "a.png", "content": [], "depictsPerson": "none", "realistic": true, "sourceMarked": true }],
        "publicInterest": true, "political": true, "evidentlyFictional": true, "pricePersonalised": true,
        "humanReview": { "by": "a", "date": "2026-11-23", "sha256": "b" },
        "editorialResponsible": { "name": "a", "contact": "b" }, "offer": { "endsAt": "2026-12-01", "afterPrice": "9" },
        "stock": { "source": "a" }, "reviews": { "source": "a" },
        "price": { "prior30dLow": "8", "totalMandatory": "9" }, "claims": [{ "text": "a", "evidence": "b" }],
        "sponsor": "a", "audience": { "minors": true },
    })
}

#[test]
fn facts_and_options_have_the_fields_of_the_code() {
    let facts: Facts = serde_json::from_value(all_facts()).unwrap();
    let names = |value: Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    // A field that the list above forgets is missing here too: `Facts` skips what is empty.
    assert_eq!(format!("{facts:?}").matches(": None").count(), 0);
    assert_eq!(fields("Facts"), names(serde_json::to_value(&facts).unwrap()));
    assert_eq!(fields("Asset"), names(serde_json::to_value(&facts.assets[0]).unwrap()));
    let mut options = names(serde_json::to_value(candor::Config::default()).unwrap());
    options.push("today".into());
    options.sort_unstable();
    assert_eq!(fields("LinterOptions"), options);
    let house = serde_json::to_value(candor::config::HouseRule::default()).unwrap();
    assert_eq!(fields("HouseRule"), names(house));
}
