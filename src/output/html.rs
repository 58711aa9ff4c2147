//! A page for reviewers: the copy with its findings beside it, to read, print and file.
//!
//! One file without scripts or links to anything but sources. All text is escaped by the
//! template; a policy in the page forbids whatever might slip through.

use candor_scan::vocabulary::{Certainty, Severity};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::files::{Checked, Output, Row, Summary, count};
use crate::report::Report;
use crate::score;

mod copy;
mod duties;
mod findings;

/// `--format html`.
#[derive(Clone, Copy, Debug)]
pub struct Html;

/// The tokens are those of the panel, the extension and the playground.
const STYLE: &str = concat!(include_str!("../../www/design/tokens.css"), include_str!("html/style.css"));

impl Output for Html {
    fn file(&self, file: &Checked<'_>) -> String {
        article(file).into_string()
    }

    /// The overview comes first and needs them all.
    fn streams(&self) -> bool {
        false
    }

    fn end(&self, pieces: &[String], summary: &Summary<'_>) -> String {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                    title { "candor: " (summary.sentence()) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    a.skip href="#report" { "Skip to the report" }
                    header { h1 { "candor" } p { (summary.sentence()) } }
                    main #report {
                        (overview(summary))
                        @for piece in pieces { (PreEscaped(piece)) }
                    }
                    footer {
                        p { (summary.caveat()) }
                        p { "candor " (env!("CARGO_PKG_VERSION")) }
                    }
                }
            }
        };
        page.into_string() + "\n"
    }
}

/// A file's anchor: FNV-1a of its path, so that a piece made on any thread knows it.
fn anchor(path: &str) -> String {
    let hash = path
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3));
    format!("file-{hash:016x}")
}

fn overview(summary: &Summary<'_>) -> Markup {
    html! {
        section aria-labelledby="overview" {
            h2 #overview { "Overview" }
            @if !summary.unreadable.is_empty() {
                h3 { "Not read" }
                ul { @for unreadable in &summary.unreadable { li { code { (unreadable.path) } " " (unreadable.error) } } }
            }
            @if !summary.files.is_empty() {
                table {
                    thead { tr {
                        th scope="col" { "File" } th.number scope="col" { "Score" } th scope="col" { "" }
                        th.number scope="col" { "Errors" } th.number scope="col" { "Warnings" }
                        th.number scope="col" { "Notes" } th.number scope="col" { "Hints" }
                    } }
                    tbody { @for row in &summary.files { (overview_row(row)) } }
                }
            }
            @if !summary.unstated.is_empty() {
                h3 { "Not stated" }
                p.small { "What nobody states is unknown: the duties that depend on it were not looked at." }
                ul { @for (fact, (message, files)) in &summary.unstated {
                    li {
                        (message) " " code { (fact) }
                        @if summary.files.len() > 1 { " (" (count(*files, "file")) ")" }
                    }
                } }
            }
            @if !summary.unused_baseline.is_empty() {
                h3 { "Accepted by the baseline and gone" }
                ul { @for entry in &summary.unused_baseline {
                    li { code { (entry.path) } " " (entry.rule) " “" (entry.text) "”" }
                } }
            }
        }
    }
}

fn overview_row(row: &Row) -> Markup {
    let [infos, warnings, errors] = row.findings;
    html! { tr {
        th scope="row" { a href={ "#" (anchor(&row.path)) } { (row.path) } }
        td.number { (row.score) } td { (score::label(row.score)) }
        td.number { (errors) } td.number { (warnings) } td.number { (infos) } td.number { (row.hints) }
    } }
}

fn article(file: &Checked<'_>) -> Markup {
    let report = file.report;
    let id = anchor(file.path);
    let explanation = report.explain();
    html! {
        article aria-labelledby=(id) {
            h2 id=(id) { (file.path) }
            div.figures {
                p.score { strong { (report.score) } (score::label(report.score)) }
                (chart(report))
            }
            p.small {
                "Judged for " time datetime=(report.today) { (report.today) }
                ", language " (report.locale.map_or("und", |locale| locale.name()))
                @if let Some(density) = score::density(report.diagnostics.len(), report.units, report.letters) {
                    ", " (density.per_100_units) " findings in 100 sentences, "
                    (density.per_1000_letters) " in 1,000 letters"
                }
                "."
            }
            (findings::table(file, &id, &explanation))
            (duties::section(file))
            (duties::marks(report))
            (copy::annotated(file, &id, &explanation))
            (findings::questions(report))
            (findings::satisfied(report))
            (findings::ignored(file))
            (findings::remarks(file))
        }
    }
}

/// The score of each category that lost something as a bar, and in one line those that did not.
/// Whoever sees no picture reads the description.
fn chart(report: &Report<'_>) -> Markup {
    const ROW: usize = 24;
    const LEFT: usize = 160;
    const UNIT: usize = 3;
    let below: Vec<String> = report.categories.iter().map(|(c, value)| format!("{c} {value}")).collect();
    let description = if below.is_empty() { "all 100".into() } else { format!("{}; all others 100", below.join(", ")) };
    let rest = if below.is_empty() { "all" } else { "all others" };
    let rows = report.categories.iter().map(|(category, value)| (category.name(), usize::from(*value)));
    let rows = rows.map(|(name, value)| (name, value, "")).chain([(rest, 100, "quiet")]);
    html! {
        figure {
            figcaption { "Score by category" }
            svg viewBox={ "0 0 510 " (ROW * (below.len() + 1)) } role="img" aria-label={ "Score by category: " (description) } {
                @for (i, (name, value, class)) in rows.enumerate() {
                    text class=(class) x=(LEFT - 12) y=(ROW * i + 16) text-anchor="end" { (name) }
                    rect.track x=(LEFT) y=(ROW * i + 8) width=(100 * UNIT) height="8" rx="4" {}
                    rect.bar x=(LEFT) y=(ROW * i + 8) width=(value * UNIT) height="8" rx="4" {}
                    text class=(class) x=(LEFT + 100 * UNIT + 12) y=(ROW * i + 16) { (value) }
                }
            }
        }
    }
}

/// “warning”, “hint”: a hint's severity would say too much.
fn grade(severity: Severity, certainty: Certainty) -> &'static str {
    match (certainty, severity) {
        (Certainty::Hint, _) => "hint",
        (_, Severity::Info) => "note",
        (_, Severity::Warning) => "warning",
        (_, Severity::Error) => "error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample::{self, golden};

    #[test]
    fn a_report_is_a_page() {
        golden("report.html", &sample::render(&Html));
    }

    #[test]
    fn a_page_has_no_script_loads_nothing_and_escapes_the_copy() {
        let page = sample::render(&Html);
        assert!(page.contains("Gifts &lt;today&gt; &amp; more"));
        assert!(page.contains("the name of the &lt;campaign&gt;"));
        for foreign in ["<script", "<today>", "src=", "<link", "url(", "@import"] {
            assert!(!page.contains(foreign), "{foreign}");
        }
    }
}
