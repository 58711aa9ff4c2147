//! Findings as cards and tables, and what stands beside them: duties, questions, what was accepted.

use maud::{Markup, html};

use super::grade;
use crate::diagnostic::Diagnostic;
use crate::output::files::Checked;
use crate::report::Report;
use crate::score::Explanation;

/// All that is to be said of one finding.
pub fn card(
    file: &Checked<'_>,
    id: &str,
    number: usize,
    diagnostic: &Diagnostic<'_>,
    explanation: &Explanation,
) -> Markup {
    let (part, gain) = (explanation.parts[number - 1], explanation.if_fixed[number - 1]);
    let grade = grade(diagnostic.severity, diagnostic.certainty);
    html! {
        div class={ "card " (grade) } id={ (id) "-" (number) } {
            p.small { strong { (number) } " " span class={ "grade " (grade) } { (grade) } " " code { (diagnostic.rule.id) } }
            p lang=(diagnostic.lang) { strong { (diagnostic.message()) } }
            @if !diagnostic.why().is_empty() { p lang=(diagnostic.lang) { (diagnostic.why()) } }
            @if !diagnostic.help().is_empty() { p lang=(diagnostic.lang) { (diagnostic.help()) } }
            @for suggestion in &diagnostic.suggestions { p { "Suggestion: " (suggestion.label) } }
            @for source in diagnostic.sources().iter().filter_map(|id| file.catalogue.source(id)) {
                p.small {
                    (link(&source.url, &format!("{}, {}", source.title, source.article)))
                    " (" (source.level) ", checked " (source.checked) ")"
                }
            }
            p.small { "Costs " (part) "; if fixed: +" (gain) }
        }
    }
}

/// Only what leads to the web becomes a link.
pub(super) fn link(url: &str, text: &str) -> Markup {
    html! {
        @if url.starts_with("https://") || url.starts_with("http://") { a href=(url) { (text) } } @else { (text) }
    }
}

/// The findings at a glance, with what each costs. The parts and the last line sum to what was lost.
pub fn table(file: &Checked<'_>, id: &str, explanation: &Explanation) -> Markup {
    let report = file.report;
    html! {
        section aria-label="Findings" {
            h3 { "Findings" }
            @if report.diagnostics.is_empty() { p.none { "Nothing found." } } @else {
                table {
                    thead { tr {
                        th.number scope="col" { "No." } th scope="col" { "Words" } th scope="col" { "Rule" } th scope="col" { "Grade" }
                        th.number scope="col" { "Line" } th.number scope="col" { "Costs" } th.number scope="col" { "If fixed" }
                    } }
                    tbody {
                        @for (i, diagnostic) in report.diagnostics.iter().enumerate() {
                            tr {
                                td.number { a href={ "#" (id) "-" (i + 1) } { (i + 1) } }
                                @if diagnostic.text.is_empty() {
                                    // What is not there has no words: what it would be tells two such apart.
                                    th.none scope="row" lang=(diagnostic.lang) {
                                        (diagnostic.message())
                                        @if let Some(suggestion) = diagnostic.suggestions.first() { ": “" (suggestion.label) "”" }
                                    }
                                } @else {
                                    th scope="row" lang=(diagnostic.locale) { (diagnostic.text) }
                                }
                                td { code { (diagnostic.rule.id) } }
                                @let grade = grade(diagnostic.severity, diagnostic.certainty);
                                td { span class={ "grade " (grade) } { (grade) } }
                                td.number { (line(file, diagnostic)) }
                                td.number { (explanation.parts[i]) }
                                td.number { "+" (explanation.if_fixed[i]) }
                            }
                        }
                        @if explanation.adjustment != 0 {
                            tr {
                                td {}
                                th scope="row" colspan="4" {
                                    @if explanation.adjustment > 0 { "One reliable error: 79 at most" } @else { "Hints alone: 60 at least" }
                                }
                                td.number { (explanation.adjustment) }
                                td {}
                            }
                        }
                    }
                }
            }
        }
    }
}

fn line(file: &Checked<'_>, diagnostic: &Diagnostic<'_>) -> String {
    diagnostic.span.map_or(String::new(), |span| file.positions(span).0.line.to_string())
}

/// What only the author knows.
pub fn questions(report: &Report<'_>) -> Markup {
    html! {
        @let own: Vec<_> = report.questions.iter().filter(|question| !report.asks_all(question)).collect();
        @if !own.is_empty() {
            section aria-label="Questions" {
                h3 { "Questions" }
                ul { @for question in own { li { (question.message) " " code { (question.fact) } } } }
            }
        }
    }
}

/// What stated facts answer.
pub fn satisfied(report: &Report<'_>) -> Markup {
    html! {
        @if !report.satisfied.is_empty() {
            section aria-label="Answered by facts" {
                h3 { "Answered by facts" }
                ul { @for satisfied in &report.satisfied {
                    li { "“" (satisfied.diagnostic.text) "” " code { (satisfied.diagnostic.rule.id) } ": " code { (satisfied.fact) } }
                } }
            }
        }
    }
}

/// What was accepted, and why.
pub fn ignored(file: &Checked<'_>) -> Markup {
    let ignored = &file.report.ignored;
    html! {
        @if !ignored.is_empty() {
            section aria-label="Ignored" {
                h3 { "Ignored" }
                table {
                    thead { tr {
                        th scope="col" { "Words" } th scope="col" { "Rule" } th.number scope="col" { "Line" }
                        th scope="col" { "Reason" } th scope="col" { "By" }
                    } }
                    tbody { @for ignored in ignored { tr {
                        th scope="row" lang=(ignored.diagnostic.locale) { (ignored.diagnostic.text) }
                        td { code { (ignored.diagnostic.rule.id) } }
                        td.number { (line(file, &ignored.diagnostic)) }
                        td { (ignored.reason) }
                        td { (ignored.by.name()) }
                    } } }
                }
            }
        }
    }
}

/// What could not be read, and ignores that silence nothing.
pub fn remarks(file: &Checked<'_>) -> Markup {
    let report = file.report;
    html! {
        @if !report.problems.is_empty() || !report.unused.is_empty() {
            section aria-label="Remarks" {
                h3 { "Remarks" }
                ul {
                    @for problem in &report.problems { li { (problem.message) } }
                    @for unused in &report.unused {
                        li {
                            "The ignore of " (unused.rule.as_deref().unwrap_or("every rule")) " silences nothing ("
                            (unused.reason) "); remove it"
                        }
                    }
                }
            }
        }
    }
}
