//! `candor rules` and `candor explain`.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use candor::output::pretty::printable;
use candor::{Catalogue, ConfigError, Locale, Rule};
use candor_scan::vocabulary::{UnknownName, nearest};
use serde::Serialize;

use super::Failure;
use super::args::{Explain, ListFormat, Rules};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleJson<'a> {
    id: &'a str,
    category: &'a str,
    severity: &'a str,
    certainty: &'a str,
    fact: Option<&'a str>,
    message: &'a str,
    why: &'a str,
    help: &'a str,
    sources: &'a [String],
    locales: Vec<&'a str>,
}

fn print(text: &str) -> Result<u8, Failure> {
    let mut stdout = io::stdout();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()?;
    Ok(0)
}

/// Lists the catalogue.
pub fn list(args: &Rules) -> Result<u8, Failure> {
    let catalogue = Catalogue::builtin();
    let rules = catalogue.rules();
    match args.format {
        ListFormat::Table => print(&table(rules, args.lang)),
        ListFormat::Json => {
            let rules: Vec<_> = rules.iter().map(|rule| as_json(rule, args.lang)).collect();
            let json = serde_json::to_string_pretty(&rules).expect("rules have string keys alone");
            print(&(json + "\n"))
        }
    }
}

fn as_json(rule: &Rule, lang: Locale) -> RuleJson<'_> {
    let text = rule.text(lang);
    RuleJson {
        id: &rule.id,
        category: rule.category.name(),
        severity: rule.severity.name(),
        certainty: rule.certainty.name(),
        fact: rule.fact.as_deref(),
        message: &text.message,
        why: &text.why,
        help: &text.help,
        sources: &rule.sources,
        locales: rule.locales().into_iter().map(Locale::name).collect(),
    }
}

fn table(rules: &[Rule], lang: Locale) -> String {
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut table = String::new();
    for rule in rules {
        let message = rule.text(lang).message.replace("{match}", "…");
        _ = writeln!(table, "{:width$}  {:7}  {:8}  {message}", rule.id, rule.severity, rule.certainty);
    }
    table
}

/// Tells all of a rule.
pub fn explain(args: &Explain) -> Result<u8, Failure> {
    let catalogue = Catalogue::builtin();
    let Some(rule) = catalogue.rule(&args.rule) else {
        let nearest = nearest(&args.rule, catalogue.rules().iter().map(|rule| rule.id.as_str()));
        let unknown = UnknownName { what: "rule", name: printable(&args.rule), nearest };
        return Err(ConfigError::unknown("unknown-rule", &unknown).into());
    };
    print(&explanation(rule, &catalogue, args.lang))
}

fn explanation(rule: &Rule, catalogue: &Catalogue, lang: Locale) -> String {
    let text = rule.text(lang);
    let message = text.message.replace("{match}", "…");
    let mut out = format!("{}: {}, {}\n\n{message}\n", rule.id, rule.severity, rule.certainty);
    for (name, text) in [("why", text.why.as_str()), ("help", &text.help), ("fact", rule.fact.as_deref().unwrap_or(""))]
    {
        if !text.is_empty() {
            _ = writeln!(out, "{name}: {text}");
        }
    }
    let locales: Vec<_> = rule.locales().into_iter().map(Locale::name).collect();
    _ = writeln!(out, "languages: {}", locales.join(", "));
    if !rule.sources.is_empty() {
        out += "\nrests on\n";
    }
    for id in &rule.sources {
        match catalogue.source(id) {
            Some(source) => {
                let verified = match source.level.as_str() {
                    level @ ("V1" | "V2") => format!("law, verified at level {level}"),
                    "M" => "law, not yet verified".into(),
                    other => other.to_owned(),
                };
                _ = writeln!(out, "  {}, {}\n    {}", source.title, source.article, source.url);
                _ = writeln!(
                    out,
                    "    {verified}; checked {}, to be checked again by {}",
                    source.checked, source.review_by
                );
            }
            None => _ = writeln!(out, "  {id}"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use candor::catalogue::RuleText;
    use candor::{Category, Certainty, Severity};

    fn rule() -> Rule {
        let text = RuleText { message: "“{match}” hurries".into(), why: "Haste.".into(), help: "Say when.".into() };
        Rule {
            id: "urgency/hurry".into(),
            category: Category::Urgency,
            severity: Severity::Info,
            certainty: Certainty::Reliable,
            sources: vec!["eu/x".into()],
            fact: Some("offer.endsAt".into()),
            texts: vec![(Locale::En, text)],
        }
    }

    #[test]
    fn a_rule_is_a_row_and_a_page() {
        assert_eq!(table(&[rule()], Locale::Fr), "urgency/hurry  info     reliable  “…” hurries\n");
        assert_eq!(
            explanation(&rule(), &Catalogue::builtin(), Locale::En),
            "urgency/hurry: info, reliable\n\n“…” hurries\nwhy: Haste.\nhelp: Say when.\nfact: offer.endsAt\nlanguages: en\n\nrests on\n  eu/x\n"
        );
    }
}
