//! The catalogue as a whole: every rule rests on something, works where the corpus has a
//! line for it, and stands in the README's table.
#![cfg(not(target_family = "wasm"))]

use std::collections::{BTreeMap, BTreeSet};

use candor::{Category, Facts, Locale};
use candor_measure::quality::{self, Label};
use candor_measure::root;

/// Rules that find none of their lines yet; nothing may come to these.
const SILENT: &str = "
    zh-Hant misdirection/fake-reply
    zh-Hant scarcity/false-exclusivity
    zh-Hans autonomy/child-pressure
    zh-Hans emotional-pressure/guilt-trip
    zh-Hans misdirection/fake-reply
    zh-Hans misdirection/undisclosed-ad
    zh-Hans pricing/hidden-fees
    zh-Hans social-proof/anonymous-testimonial
    zh-Hans subscription/forced-enrolment
    ko emotional-pressure/fear-appeal
    ko urgency/price-rise-threat
    de emotional-pressure/fear-appeal
    de misdirection/fake-reply
    de urgency/price-rise-threat
    fr emotional-pressure/guilt-trip
    fr misdirection/fake-reply
    fr urgency/price-rise-threat
    es misdirection/fake-reply
    es social-proof/anonymous-testimonial
";

#[test]
fn every_rule_fires_in_every_language_that_has_a_corpus_line_for_it() {
    let linter = quality::linter();
    let mut silent = Vec::new();
    for locale in Locale::ALL {
        // Lines of both halves count; but where the untouched half has the only one, there is
        // nothing that a rule may be mended on.
        let dev: BTreeSet<String> = quality::corpus(*locale)
            .unwrap()
            .into_iter()
            .filter(|row| row.dev && matches!(row.label, Label::Stock | Label::Free))
            .map(|row| row.rule)
            .collect();
        let mut fires: BTreeMap<String, bool> = BTreeMap::new();
        for row in quality::corpus(*locale).unwrap() {
            if matches!(row.label, Label::Stock | Label::Free) && dev.contains(&row.rule) {
                let fired = fires.entry(row.rule.clone()).or_default();
                // Some rules ask what kind of content the copy is.
                let facts = Facts {
                    channel: matches!(row.channel.as_str(), "subject" | "push" | "button").then(|| row.channel.clone()),
                    content: vec!["ai-generated".into(), "chatbot".into()],
                    ..Facts::default()
                };
                *fired = *fired
                    || quality::lint(&linter, &row.text, *locale, facts).iter().any(|seen| seen.rule == row.rule);
            }
        }
        assert!(fires.len() > 50, "{locale} has lines for {} rules", fires.len());
        silent.extend(fires.into_iter().filter(|(_, fired)| !fired).map(|(rule, _)| format!("{locale} {rule}")));
    }
    silent.retain(|line| !SILENT.lines().any(|known| known.trim() == line));
    assert!(silent.is_empty(), "{} never fire:\n{}", silent.len(), silent.join("\n"));
}

#[test]
fn every_rule_rests_on_a_source_that_resolves() {
    let linter = quality::linter();
    let catalogue = linter.catalogue();
    let mut wrong = Vec::new();
    for rule in catalogue.rules() {
        // The classifier's hint is an opinion, and says so.
        if rule.sources.is_empty() && rule.id != candor::classifier::RULE {
            wrong.push(format!("{} has no source", rule.id));
        }
        for id in &rule.sources {
            match catalogue.source(id) {
                Some(source) if source.url.starts_with("https://") && !source.title.is_empty() => {}
                _ => wrong.push(format!("{}: `{id}` leads nowhere", rule.id)),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Rules of each category in each language, as Markdown.
fn table() -> String {
    let linter = quality::linter();
    let rules = linter.catalogue().rules();
    let heads: Vec<&str> = Locale::ALL.iter().map(|locale| locale.name()).collect();
    let mut table = format!("| category | rules | {} |\n|---|{}\n", heads.join(" | "), "---:|".repeat(heads.len() + 1));
    let mut line = |name: &str, of: &dyn Fn(&candor::Rule) -> bool| {
        let own: Vec<_> = rules.iter().filter(|rule| of(rule)).collect();
        let speaks = |locale: &Locale| own.iter().filter(|rule| rule.locales().contains(locale)).count();
        let counts: Vec<String> = Locale::ALL.iter().map(|locale| speaks(locale).to_string()).collect();
        table += &format!("| {name} | {} | {} |\n", own.len(), counts.join(" | "));
    };
    for category in Category::ALL.iter().filter(|category| **category != Category::House) {
        line(category.name(), &|rule| rule.category == *category);
    }
    line("all", &|_| true);
    table
}

#[test]
fn the_readme_shows_the_rules_in_each_language() {
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (start, end) = ("<!-- rules by language -->\n", "<!-- end -->");
    let (before, rest) = readme.split_once(start).expect("the marker stands in the README");
    let (shown, after) = rest.split_once(end).expect("the marker stands in the README");
    let table = table();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, format!("{before}{start}{table}{end}{after}")).unwrap();
        return;
    }
    assert!(shown == table, "README's table is stale; `BLESS=1 cargo test --test catalogue` rewrites it");
}
