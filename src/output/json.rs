//! The report as JSON: the contract of `docs/report.schema.json`. Spans are UTF-16 code units of the source.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use candor_scan::vocabulary::Category;

use crate::diagnostic::{Diagnostic, Suggestion};
use crate::disclosure::marks::Mark;
use crate::document::Span;
use crate::lines::{Lines, Position};
use crate::report::{Disclosure, Ignored, Report, Satisfied};

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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    marks: Vec<ToldJson<'a>>,
    questions: Vec<QuestionJson<'a>>,
    satisfied: Vec<SatisfiedJson<'a>>,
    ignored: Vec<IgnoredJson<'a>>,
    unused: Vec<UnusedJson<'a>>,
    problems: Vec<ProblemJson<'a>>,
    by: By<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct DiagnosticJson<'a> {
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
struct ToldJson<'a> {
    asset: Option<&'a str>,
    #[serde(flatten)]
    mark: MarkJson<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct MarkJson<'a> {
    scheme: &'static str,
    value: &'a str,
    content: Option<&'static str>,
}

impl<'a> From<&'a Mark> for MarkJson<'a> {
    fn from(mark: &'a Mark) -> Self {
        Self { scheme: mark.scheme.name(), value: &mark.value, content: mark.content.map(|kind| kind.name()) }
    }
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
    /// The UTF-16 unit of a byte.
    offset: &'a dyn Fn(u32) -> u32,
    /// Line and column of a byte, where they are asked for.
    position: Option<&'a dyn Fn(u32) -> Position>,
}

impl<'a> ReportJson<'a> {
    /// The view of `report`, which was made of `source` with the rules named `rules`
    /// ([`crate::Catalogue::version`]). With `lines` each diagnostic has a line and a column.
    pub fn new(report: &'a Report<'_>, source: &'a str, rules: &'a str, lines: Option<&'a Lines>) -> Self {
        let offset = |byte: u32| report.utf16.offset(source, byte as usize);
        let position = lines.map(|lines| |byte: u32| lines.position(source, &report.utf16, byte));
        let position = position.as_ref().map(|position| position as &dyn Fn(u32) -> Position);
        let boundary = Boundary { offset: &offset, position };
        Self {
            locale: report.locale.map_or("und", |locale| locale.name()),
            score: report.score,
            // As a double: a float of 32 bits would read 0.9300000071525574 in JavaScript.
            manipulation: report.manipulation.map(|p| (f64::from(p) * 10_000.0).round() / 10_000.0),
            categories: &report.categories,
            diagnostics: report.diagnostics.iter().map(|diagnostic| boundary.diagnostic(diagnostic)).collect(),
            disclosures: report.disclosures.iter().map(|disclosure| boundary.disclosure(disclosure)).collect(),
            marks: (report.marks.iter())
                .map(|told| ToldJson { asset: told.asset.as_deref(), mark: (&told.mark).into() })
                .collect(),
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

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
impl<'d> DiagnosticJson<'d> {
    /// The view of one finding; `offset` gives the UTF-16 unit of a byte.
    pub(crate) fn new(diagnostic: &'d Diagnostic<'_>, offset: &dyn Fn(u32) -> u32) -> Self {
        Boundary { offset, position: None }.diagnostic(diagnostic)
    }
}

impl Boundary<'_> {
    fn span(&self, span: Option<Span>) -> Option<SpanJson> {
        span.map(|span| SpanJson { start: (self.offset)(span.start), end: (self.offset)(span.end) })
    }

    fn diagnostic<'d>(&self, diagnostic: &'d Diagnostic<'_>) -> DiagnosticJson<'d> {
        let position = self.position.zip(diagnostic.span).map(|(position, span)| position(span.start));
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
            sources: diagnostic.sources(),
            suggestions: self.suggestions(&diagnostic.suggestions),
        }
    }

    fn suggestions<'d>(&self, suggestions: &'d [Suggestion]) -> Vec<SuggestionJson<'d>> {
        let edits = |suggestion: &'d Suggestion| {
            (suggestion.edits.iter())
                .map(|e| EditJson { start: (self.offset)(e.span.start), end: (self.offset)(e.span.end), text: &e.text })
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

// The command line's crates write it down; that JavaScript gets the same is tested there.
#[cfg(all(test, not(target_family = "wasm")))]
mod tests {
    use serde_json::{Value, json};

    use crate::output::files::Json;
    use crate::output::sample::{self, golden};

    fn schema() -> Value {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/report.schema.json");
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    fn mistakes(value: &Value) -> Vec<String> {
        let validator = jsonschema::validator_for(&schema()).unwrap();
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }

    #[test]
    fn a_report_over_files_is_as_the_schema_says() {
        let text = sample::render(&Json);
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(mistakes(&value), [""; 0]);
        golden("report.json", &text);
    }

    #[test]
    fn a_batch_line_is_as_the_schema_says() {
        let report = sample::report();
        let mut value = serde_json::to_value(report.to_json(sample::SOURCE, "rules")).unwrap();
        assert_eq!(value["diagnostics"][1]["span"], json!({ "start": 55, "end": 59 }));
        assert_eq!(value["manipulation"], json!(0.93));
        value["id"] = json!([1, "any"]);
        assert_eq!(mistakes(&value), [""; 0]);
        assert_eq!(mistakes(&json!({ "line": 3, "error": "not JSON" })), [""; 0]);
    }

    #[test]
    fn the_schema_refuses_what_is_not_in_the_contract() {
        let text = sample::render(&Json);
        let value: Value = serde_json::from_str(&text).unwrap();
        for (pointer, wrong) in [
            ("/files/0/score", json!(101)),
            ("/files/0/categories", json!({ "haste": 3 })),
            ("/files/0/diagnostics/0/severity", json!("fatal")),
            ("/files/0/diagnostics/0/span/start", json!(-1)),
            ("/files/0/ignored/0/by", json!("hand")),
            ("/files/0/by", json!({})),
        ] {
            let mut value = value.clone();
            *value.pointer_mut(pointer).unwrap() = wrong;
            assert!(!mistakes(&value).is_empty(), "{pointer}");
        }
        let mut value = value.clone();
        value["files"][0]["diagnostics"][0]["extra"] = json!(1);
        assert!(!mistakes(&value).is_empty());
    }

    #[test]
    fn keys_come_in_the_order_of_the_contract() {
        let line = serde_json::to_string(&sample::report().to_json(sample::SOURCE, "rules")).unwrap();
        let at = |key: &str| line.find(&format!("\"{key}\":")).unwrap_or_else(|| panic!("{key}"));
        let keys = [
            "locale",
            "score",
            "manipulation",
            "categories",
            "diagnostics",
            "disclosures",
            "questions",
            "satisfied",
            "by",
        ];
        assert!(keys.windows(2).all(|pair| at(pair[0]) < at(pair[1])), "{line}");
    }
}
