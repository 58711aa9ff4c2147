//! A report made by hand, with one of everything, and the golden files that it gives.

use std::sync::LazyLock;

use candor_scan::vocabulary::{Category, Certainty, Locale, Severity};

use super::files::{Checked, Output, Summary};
use crate::catalogue::{Catalogue, Rule, RuleText};
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Edit, Suggestion};
use crate::disclosure::Kind;
use crate::disclosure::marks::{Mark, Scheme, Told};
use crate::document::{Range, Span};
use crate::input::Format;
use crate::lines::Lines;
use crate::report::{Disclosure, Ignored, IgnoredBy, Question, Report, Satisfied, TextProblem, UnusedIgnore};
use crate::utf16::Utf16Index;

/// Wide characters, an emoji before a finding, markup to escape, CRLF.
pub const SOURCE: &str =
    "🎁 Gifts <today> & more\r\nHurry, only 3 left in stock!\r\n限時優惠，今晚結束\r\n[No, I hate saving]\r\n";

fn rule(id: &str, severity: Severity, certainty: Certainty, message: &str) -> Rule {
    let text = RuleText {
        message: message.into(),
        why: "Readers in a hurry compare less.".into(),
        help: "Give the date, or leave it out.".into(),
        ..RuleText::default()
    };
    let mut rule = Rule::house(id, severity, text);
    rule.category = id.split('/').next().unwrap().parse().unwrap();
    rule.certainty = certainty;
    rule.sources = vec!["eu/ucpd-annex-1-7".into()];
    rule
}

static RULES: LazyLock<[Rule; 4]> = LazyLock::new(|| {
    use {Certainty::*, Severity::*};
    [
        rule("scarcity/low-stock-count", Warning, Reliable, "“{match}” presses with stock that nobody can check"),
        rule("urgency/vague-deadline", Error, Reliable, "“{match}” sets a deadline without a date"),
        rule("emotional-pressure/confirm-shaming", Warning, Hint, "“{match}” shames the reader who declines"),
        rule("urgency/hurry", Info, Reliable, "“{match}” hurries the reader"),
    ]
});

fn diagnostic(rule: usize, text: &str, unit: u32, suggestions: Vec<Suggestion>) -> Diagnostic<'static> {
    let start = SOURCE.find(text).unwrap();
    let rule = &RULES[rule];
    Diagnostic {
        rule,
        severity: rule.severity,
        certainty: rule.certainty,
        locale: if text.is_ascii() { Locale::En } else { Locale::ZhHant },
        range: Some(Range::new(start, start + text.len())),
        span: Some(Span::new(start, start + text.len())),
        text: text.into(),
        unit,
        lang: Locale::En,
        suggestions,
        contradicts: None,
        laws: Vec::new(),
    }
}

/// The report.
pub fn report() -> Report<'static> {
    let decline = diagnostic(2, "No, I hate saving", 3, Vec::new());
    let span = decline.span.unwrap();
    let suggestion = |safe, text: &str| Suggestion {
        label: format!("Replace with “{text}”"),
        edits: vec![Edit { span, text: text.into() }],
        safe,
    };
    let decline = Diagnostic { suggestions: vec![suggestion(true, "No thanks")], ..decline };
    let mut report = Report {
        locale: Some(Locale::En),
        score: 0,
        categories: Vec::new(),
        manipulation: Some(0.93),
        diagnostics: vec![
            diagnostic(0, "only 3 left in stock", 1, Vec::new()),
            diagnostic(1, "限時優惠", 2, Vec::new()),
            decline,
        ],
        disclosures: vec![Disclosure {
            asset: Some("hero.jpg".into()),
            content: "synthetic-media".into(),
            market: "EU".into(),
            duty: Some("eu/ai-act-50-4".into()),
            requirement: "required".into(),
            status: "absent".into(),
            reason: None,
            span: None,
            message: "The picture is stated to be synthetic and no notice says so.".into(),
            help: "Say beside it that it was made with AI.".into(),
            suggestions: Vec::new(),
            sources: vec!["eu/ai-act-50-4".into()],
        }],
        marks: vec![Told {
            asset: Some("hero.jpg".into()),
            mark: Mark {
                scheme: Scheme::C2pa,
                value: "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia".into(),
                content: Some(Kind::AiGenerated),
            },
        }],
        questions: vec![Question {
            fact: "stock.source".into(),
            message: "State where the stock figure comes from.".into(),
            rules: vec!["scarcity/low-stock-count".into()],
        }],
        satisfied: vec![Satisfied { diagnostic: diagnostic(0, "3 left", 1, Vec::new()), fact: "stock.source".into() }],
        ignored: vec![Ignored {
            diagnostic: diagnostic(3, "Hurry", 1, Vec::new()),
            reason: "the name of the <campaign>".into(),
            by: IgnoredBy::Comment,
        }],
        unused: vec![UnusedIgnore { rule: Some("claims".into()), reason: "old".into(), span: Some(Span::new(5, 10)) }],
        problems: vec![TextProblem { span: None, message: "unknown key `stok`; did you mean `stock`?".into() }],
        units: 4,
        letters: 60,
        today: Date { year: 2026, month: 11, day: 23 },
        utf16: Utf16Index::new(SOURCE),
    };
    report.rescore();
    report
}

/// What `output` makes of the report.
pub fn render(output: &impl Output) -> String {
    let (report, catalogue, lines) = (report(), Catalogue::builtin(), Lines::new(SOURCE));
    let file = Checked {
        path: "copy/gift: 50%, now.txt",
        source: SOURCE,
        format: Format::Plain,
        report: &report,
        catalogue: &catalogue,
        lines: &lines,
    };
    let piece = output.file(&file);
    let mut summary = Summary::default();
    summary.add(file.path, &report, &catalogue);
    match output.streams() {
        true => output.begin() + &piece + &output.end(&[], &summary),
        false => output.begin() + &output.end(&[piece], &summary),
    }
}

/// Compares with `tests/golden/NAME`, or rewrites it under `BLESS=1`.
pub fn golden(name: &str, actual: &str) {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    // The rules' version changes with every rule.
    let actual = &actual.replace(crate::Catalogue::builtin().version(), "RULES");
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden")).unwrap();
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == *actual, "tests/golden/{name} is stale; BLESS=1 rewrites it. Now:\n{actual}");
}

#[test]
fn ignored_and_unscored_findings_cost_nothing() {
    let mut report = report();
    assert_eq!(
        report.categories,
        [(Category::Urgency, 50), (Category::Scarcity, 76), (Category::EmotionalPressure, 87)]
    );
    assert_eq!(report.explain().if_fixed, [9, 24, 5]);
    report.accept(IgnoredBy::Baseline, |_| Some("accepted".into()));
    assert_eq!((report.score, report.ignored.len()), (100, 4));
    assert!(report.explain().parts.is_empty());
}
