//! SARIF 2.1.0, for code scanning.

use candor_scan::vocabulary::{Certainty, Locale, Severity};
use serde_json::{Value, json};

use super::files::{Checked, Output, Summary, to_json};
use crate::catalogue::{Catalogue, Rule};
use crate::diagnostic::{Diagnostic, Suggestion};
use crate::document::Span;
use crate::report::{Ignored, IgnoredBy};

/// `--format sarif`.
#[derive(Clone, Copy, Debug)]
pub struct Sarif;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

impl Output for Sarif {
    fn file(&self, file: &Checked<'_>) -> String {
        let found = file.report.diagnostics.iter().map(|diagnostic| result(file, diagnostic));
        let ignored = file.report.ignored.iter().map(|ignored| suppressed(file, ignored));
        found.chain(ignored).map(|result| to_json(&result)).collect::<Vec<_>>().join(",\n")
    }

    fn begin(&self) -> String {
        format!(
            "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"columnKind\":\"utf16CodeUnits\",\"results\":[\n"
        )
    }

    fn separator(&self) -> &'static str {
        ",\n"
    }

    // Rules come after results: only then is it known which are needed, and JSON has no order.
    fn end(&self, _: &[String], summary: &Summary<'_>) -> String {
        let rules: Vec<Value> = summary.rules.values().map(|(rule, catalogue)| descriptor(rule, catalogue)).collect();
        let failures = summary.unreadable.iter().map(|unreadable| {
            json!({
                "level": "error",
                "message": { "text": unreadable.error },
                "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri(&unreadable.path) } } }],
            })
        });
        let invocation = json!({
            "executionSuccessful": summary.unreadable.is_empty(),
            "toolExecutionNotifications": failures.collect::<Vec<_>>(),
        });
        let driver = json!({
            "name": "candor",
            "version": env!("CARGO_PKG_VERSION"),
            "fullDescription": { "text": summary.caveat() },
            "rules": rules,
        });
        format!("\n],\"invocations\":[{invocation}],\"tool\":{{\"driver\":{driver}}}}}]}}\n")
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn result(file: &Checked<'_>, diagnostic: &Diagnostic<'_>) -> Value {
    // The standard allows a level beside `none` for failures alone, and a hint is a question.
    let (kind, level) = match diagnostic.certainty {
        Certainty::Reliable => ("fail", level(diagnostic.severity)),
        Certainty::Hint => ("review", "none"),
    };
    let mut physical = json!({ "artifactLocation": { "uri": uri(file.path) } });
    if let Some(span) = diagnostic.span {
        physical["region"] = region(file, span);
    }
    let mut result = json!({
        "ruleId": diagnostic.rule.id,
        "kind": kind,
        "level": level,
        "message": { "text": text(diagnostic) },
        "locations": [{ "physicalLocation": physical }],
    });
    if !diagnostic.suggestions.is_empty() {
        result["fixes"] = diagnostic.suggestions.iter().map(|suggestion| fix(file, suggestion)).collect();
    }
    result
}

fn suppressed(file: &Checked<'_>, ignored: &Ignored<'_>) -> Value {
    let mut result = result(file, &ignored.diagnostic);
    let kind = if ignored.by == IgnoredBy::Comment { "inSource" } else { "external" };
    result["suppressions"] = json!([{ "kind": kind, "status": "accepted", "justification": ignored.reason }]);
    result
}

fn text(diagnostic: &Diagnostic<'_>) -> String {
    format!("{}. {} {}", diagnostic.message(), diagnostic.why(), diagnostic.help()).trim_end().into()
}

fn region(file: &Checked<'_>, span: Span) -> Value {
    let (start, end) = file.positions(span);
    let offset = |byte| file.report.utf16.offset(file.source, byte as usize);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "charOffset": offset(span.start),
        "charLength": offset(span.end) - offset(span.start),
    })
}

fn fix(file: &Checked<'_>, suggestion: &Suggestion) -> Value {
    let replacements: Vec<Value> = (suggestion.edits.iter())
        .map(|edit| json!({ "deletedRegion": region(file, edit.span), "insertedContent": { "text": edit.text } }))
        .collect();
    json!({
        "description": { "text": suggestion.label },
        "artifactChanges": [{ "artifactLocation": { "uri": uri(file.path) }, "replacements": replacements }],
    })
}

fn descriptor(rule: &Rule, catalogue: &Catalogue) -> Value {
    let text = rule.text(Locale::En);
    let sources: Vec<_> = rule.sources.iter().filter_map(|id| catalogue.source(id)).collect();
    let mut descriptor = json!({
        "id": rule.id,
        "shortDescription": { "text": text.message.replace("“{match}”", "…").replace("{match}", "…") },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": {
            "category": rule.category.name(),
            "certainty": rule.certainty.name(),
            "sources": sources.iter().map(|s| format!("{}, {} ({})", s.title, s.article, s.level)).collect::<Vec<_>>(),
        },
    });
    if !text.why.is_empty() {
        descriptor["fullDescription"] = json!({ "text": text.why });
    }
    if !text.help.is_empty() {
        descriptor["help"] = json!({ "text": text.help });
    }
    if let Some(source) = sources.first() {
        descriptor["helpUri"] = json!(source.url);
    }
    descriptor
}

/// A path as a relative reference: everything but what a URI may hold in a path is escaped.
fn uri(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let path = path.strip_prefix("./").unwrap_or(&path);
    let mut uri = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(byte.into());
        } else {
            uri += &format!("%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample::{self, golden};

    #[test]
    fn findings_rules_suppressions_and_fixes_are_written() {
        let sarif = sample::render(&Sarif);
        let value: Value = serde_json::from_str(&sarif).unwrap();
        golden("report.sarif.json", &format!("{value:#}\n"));
    }

    #[test]
    fn a_path_becomes_a_uri() {
        assert_eq!(uri("./copy/限 50%.html"), "copy/%E9%99%90%2050%25.html");
    }
}
