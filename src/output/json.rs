//! The report as JSON: the contract of `docs/report.schema.json`. Spans are UTF-16 code units of the source.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use candor_scan::vocabulary::Category;

use crate::diagnostic::{Diagnostic, Suggestion};
use crate::document::Span;
use crate::lines::Lines;
use crate::report::{Disclosure, Ignored, Report, Satisfied};
use crate::utf16::Utf16Index;

/// A report, ready for any serde format.
#[derive(Debug, Serialize)]
pub struct ReportJson<'a> {
    locale: &'static str,
    score: u8,
    manipulation: Option<f64>,
    #[serde(serialize_with = "by_category")]
    categories: &'a [(Category, u8)],
    diagnostics: Vec<DiagnosticJson<'a>>,
    disclosures: Vec<DisclosureJson<'a>>,
    questions: Vec<QuestionJson<'a>>,
    satisfied: Vec<SatisfiedJson<'a>>,
    ignored: Vec<IgnoredJson<'a>>,
    unused: Vec<UnusedJson<'a>>,
    problems: Vec<ProblemJson<'a>>,
    by: By<'a>,
}

#[derive(Debug, Serialize)]
struct DiagnosticJson<'a> {
    rule: &'a str,
    category: Category,
    severity: &'static str,
    certainty: &'static str,
    locale: &'static str,
    span: Option<SpanJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
    text: &'a str,
    message: String,
    why: &'a str,
    help: &'a str,
    sources: &'a [String],
    suggestions: Vec<SuggestionJson<'a>>,
}

#[derive(Debug, Serialize)]
struct SpanJson {
    start: u32,
    end: u32,
}

#[derive(Debug, Serialize)]
struct SuggestionJson<'a> {
    label: &'a str,
    edits: Vec<EditJson<'a>>,
    safe: bool,
}

#[derive(Debug, Serialize)]
struct EditJson<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct DisclosureJson<'a> {
    asset: Option<&'a str>,
    content: &'a str,
    market: &'a str,
    duty: Option<&'a str>,
    requirement: &'a str,
    status: &'a str,
    reason: Option<&'a str>,
    span: Option<SpanJson>,
    message: &'a str,
    help: &'a str,
    suggestions: Vec<SuggestionJson<'a>>,
    sources: &'a [String],
}

#[derive(Debug, Serialize)]
struct QuestionJson<'a> {
    fact: &'a str,
    message: &'a str,
    rules: &'a [String],
}

#[derive(Debug, Serialize)]
struct SatisfiedJson<'a> {
    #[serde(flatten)]
    diagnostic: DiagnosticJson<'a>,
    fact: &'a str,
}

#[derive(Debug, Serialize)]
struct IgnoredJson<'a> {
    #[serde(flatten)]
    diagnostic: DiagnosticJson<'a>,
    reason: &'a str,
    by: &'static str,
}

#[derive(Debug, Serialize)]
struct UnusedJson<'a> {
    rule: Option<&'a str>,
    reason: &'a str,
    span: Option<SpanJson>,
}

#[derive(Debug, Serialize)]
struct ProblemJson<'a> {
    span: Option<SpanJson>,
    message: &'a str,
}

#[derive(Debug, Serialize)]
struct By<'a> {
    version: &'static str,
    rules: &'a str,
    today: String,
}

fn by_category<S: Serializer>(categories: &[(Category, u8)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(categories.len()))?;
    for (category, score) in categories {
        map.serialize_entry(category.name(), score)?;
    }
    map.end()
}

/// Turns spans of one source into what leaves the crate.
struct Boundary<'a> {
    source: &'a str,
    utf16: &'a Utf16Index,
    lines: Option<&'a Lines>,
}

impl<'a> ReportJson<'a> {
    /// The view of `report`, which was made of `source` with the rules named `rules`
    /// ([`crate::Catalogue::version`]). With `lines` each diagnostic has a line and a column.
    pub fn new(report: &'a Report<'_>, source: &'a str, rules: &'a str, lines: Option<&'a Lines>) -> Self {
        let boundary = Boundary { source, utf16: &report.utf16, lines };
        Self {
            locale: report.locale.map_or("und", |locale| locale.name()),
            score: report.score,
            // As a double: a float of 32 bits would read 0.9300000071525574 in JavaScript.
            manipulation: report.manipulation.map(|p| (f64::from(p) * 10_000.0).round() / 10_000.0),
            categories: &report.categories,
            diagnostics: report.diagnostics.iter().map(|diagnostic| boundary.diagnostic(diagnostic)).collect(),
            disclosures: report.disclosures.iter().map(|disclosure| boundary.disclosure(disclosure)).collect(),
            questions: (report.questions.iter())
                .map(|q| QuestionJson { fact: &q.fact, message: &q.message, rules: &q.rules })
                .collect(),
            satisfied: (report.satisfied.iter())
                .map(|Satisfied { diagnostic, fact }| SatisfiedJson {
                    diagnostic: boundary.diagnostic(diagnostic),
                    fact,
                })
                .collect(),
            ignored: (report.ignored.iter())
                .map(|Ignored { diagnostic, reason, by }| IgnoredJson {
                    diagnostic: boundary.diagnostic(diagnostic),
                    reason,
                    by: by.name(),
                })
                .collect(),
            unused: (report.unused.iter())
                .map(|u| UnusedJson { rule: u.rule.as_deref(), reason: &u.reason, span: boundary.span(u.span) })
                .collect(),
            problems: (report.problems.iter())
                .map(|p| ProblemJson { span: boundary.span(p.span), message: &p.message })
                .collect(),
            by: By { version: env!("CARGO_PKG_VERSION"), rules, today: report.today.to_string() },
        }
    }
}

impl Boundary<'_> {
    fn offset(&self, byte: u32) -> u32 {
        self.utf16.offset(self.source, byte as usize)
    }

    fn span(&self, span: Option<Span>) -> Option<SpanJson> {
        span.map(|span| SpanJson { start: self.offset(span.start), end: self.offset(span.end) })
    }

    fn diagnostic<'d>(&self, diagnostic: &'d Diagnostic<'_>) -> DiagnosticJson<'d> {
        let position =
            (self.lines.zip(diagnostic.span)).map(|(lines, span)| lines.position(self.source, self.utf16, span.start));
        DiagnosticJson {
            rule: &diagnostic.rule.id,
            category: diagnostic.rule.category,
            severity: diagnostic.severity.name(),
            certainty: diagnostic.certainty.name(),
            locale: diagnostic.locale.name(),
            span: self.span(diagnostic.span),
            line: position.map(|position| position.line),
            column: position.map(|position| position.column),
            text: &diagnostic.text,
            message: diagnostic.message(),
            why: diagnostic.why(),
            help: diagnostic.help(),
            sources: &diagnostic.rule.sources,
            suggestions: self.suggestions(&diagnostic.suggestions),
        }
    }

    fn suggestions<'d>(&self, suggestions: &'d [Suggestion]) -> Vec<SuggestionJson<'d>> {
        let edits = |suggestion: &'d Suggestion| {
            (suggestion.edits.iter())
                .map(|e| EditJson { start: self.offset(e.span.start), end: self.offset(e.span.end), text: &e.text })
                .collect()
        };
        suggestions.iter().map(|s| SuggestionJson { label: &s.label, edits: edits(s), safe: s.safe }).collect()
    }

    fn disclosure<'d>(&self, disclosure: &'d Disclosure) -> DisclosureJson<'d> {
        DisclosureJson {
            asset: disclosure.asset.as_deref(),
            content: &disclosure.content,
            market: &disclosure.market,
            duty: disclosure.duty.as_deref(),
            requirement: &disclosure.requirement,
            status: &disclosure.status,
            reason: disclosure.reason.as_deref(),
            span: self.span(disclosure.span),
            message: &disclosure.message,
            help: &disclosure.help,
            suggestions: self.suggestions(&disclosure.suggestions),
            sources: &disclosure.sources,
        }
    }
}
