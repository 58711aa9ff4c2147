//! For people at a terminal: the source line, the words underlined, why and what instead.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};
use candor_scan::vocabulary::{Certainty, Severity};
use unicode_segmentation::UnicodeSegmentation;

use super::files::{Checked, Output, Summary, count};
use crate::diagnostic::Diagnostic;
use crate::disclosure::marks::Told;
use crate::document::Span;
use crate::report::Disclosure;
use crate::score;

/// `--format pretty`.
#[derive(Clone, Debug)]
pub struct Pretty {
    renderer: Renderer,
    width: usize,
    color: bool,
    quiet: bool,
}

/// Of a long span so many bytes are shown: a picture inlined between two words can be a megabyte.
const LONGEST: usize = 2000;

impl Pretty {
    /// For a terminal of `width` columns; `quiet` gives the summary only.
    pub fn new(color: bool, width: usize, quiet: bool) -> Self {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        Self { renderer: renderer.term_width(width), width, color, quiet }
    }

    fn bold(&self, text: &str) -> String {
        if self.color { format!("\x1b[1m{text}\x1b[0m") } else { text.into() }
    }

    fn diagnostic(&self, file: &Checked<'_>, diagnostic: &Diagnostic<'_>, part: u8, gain: u8) -> String {
        let level = match (diagnostic.certainty, diagnostic.severity) {
            (Certainty::Hint, _) => Level::HELP.with_name("hint"),
            (_, Severity::Info) => Level::NOTE,
            (_, Severity::Warning) => Level::WARNING,
            (_, Severity::Error) => Level::ERROR,
        };
        let title = level.primary_title(printable(&diagnostic.message())).id(diagnostic.rule.id.as_str());
        let mut elements: Vec<Element<'_>> = self.excerpt(file, diagnostic.span).into_iter().collect();
        let mut note = |name: &'static str, text: String| {
            if !text.is_empty() {
                elements.push(Level::NOTE.with_name(name).message(text).into());
            }
        };
        note("why", diagnostic.why().into());
        note("help", diagnostic.help().into());
        for suggestion in &diagnostic.suggestions {
            note(
                "suggestion",
                format!("{}{}", suggestion.label, if suggestion.safe { " (--fix does it)" } else { "" }),
            );
        }
        // Two tell what it rests on; `candor explain` has the rest.
        for source in diagnostic.sources().iter().filter_map(|id| file.catalogue.source(id)).take(2) {
            note("source", format!("{}, {}", source.title, source.article));
        }
        if part > 0 || gain > 0 {
            note("score", format!("costs {part}; if fixed: +{gain}"));
        }
        let mut out = self.renderer.render(&[Group::with_title(title).elements(elements)]) + "\n";
        let title_end = out.find('\n').map_or(out.len(), |end| end + 1);
        out.insert_str(title_end, &self.arrow(file, diagnostic.span));
        out
    }

    /// The lines of the source with the span underlined.
    fn excerpt<'a>(&self, file: &Checked<'a>, span: Option<Span>) -> Option<Element<'a>> {
        let span = span?;
        let (window, marked) = self.window(file, span);
        let snippet = Snippet::source(window.of(file.source)).line_start(1 + file.lines.line(span.start));
        Some(snippet.annotation(AnnotationKind::Primary.span(marked)).into())
    }

    /// The line that points at the place. The renderer would count its column in characters, and
    /// from where the excerpt begins.
    fn arrow(&self, file: &Checked<'_>, span: Option<Span>) -> String {
        let last = span.map_or(0, |span| file.positions(span).1.line);
        let margin = if last == 0 { 0 } else { last.ilog10() as usize + 1 };
        let arrow = format!("{:margin$}-->", "");
        let arrow = if self.color { format!("\x1b[1m\x1b[94m{arrow}\x1b[0m") } else { arrow };
        format!("{arrow} {}\n", self.place(file, span))
    }

    /// The part of the source to print: the lines of the span, but of a long line only what
    /// fits beside it, so that 50 MB on one line cost no more than a short one. The renderer
    /// marks what it cuts, and there is always enough for it to cut.
    fn window(&self, file: &Checked<'_>, span: Span) -> (Span, std::ops::Range<usize>) {
        let source = file.source;
        let (start, mut end) = (span.start as usize, span.end as usize);
        if end - start > LONGEST {
            end = source.floor_char_boundary(start + LONGEST);
        }
        let (first, last) = (file.lines.line(start as u32), file.lines.line(end.max(start + 1) as u32 - 1));
        let lines = file.lines.span(source, first, last);
        let (from, to) = (lines.start as usize, (lines.end as usize).max(end));
        // Two columns a byte at most, and as much again for what is invisible.
        let reach = self.width * 8;
        let near = source.floor_char_boundary(from.max(start.saturating_sub(reach)));
        let far = source.ceil_char_boundary(to.min(end + reach));
        // A grapheme that is cut would show as something else: whole ones from the first boundary on.
        let near =
            if near > from { near + source[near..start].graphemes(true).next().map_or(0, str::len) } else { near };
        (Span::new(near, far), start - near..end - near)
    }

    fn footer(&self, file: &Checked<'_>) -> String {
        let report = file.report;
        let mut out = String::new();
        for problem in &report.problems {
            _ = writeln!(out, "{}: {}", self.place(file, problem.span), printable(&problem.message));
        }
        for unused in &report.unused {
            let rule = unused.rule.as_deref().unwrap_or("every rule");
            let reason = printable(&unused.reason);
            _ = writeln!(
                out,
                "{}: the ignore of {rule} silences nothing ({reason}); remove it",
                self.place(file, unused.span)
            );
        }
        for disclosure in report.disclosures.iter().filter(|disclosure| disclosure.duty.is_some()) {
            _ = writeln!(out, "{}", printable(&duty(disclosure)));
        }
        for told in &report.marks {
            _ = writeln!(out, "{}", printable(&mark(told)));
        }
        for question in report.questions.iter().filter(|question| !report.asks_all(question)) {
            _ = writeln!(out, "question: {} ({})", printable(&question.message), question.fact);
        }
        let value = format!("{} {}", report.score, score::label(report.score));
        let mut details: Vec<String> = report.categories.iter().map(|(c, value)| format!("{c} {value}")).collect();
        if let Some(density) = score::density(report.diagnostics.len(), report.units, report.letters) {
            details.push(format!("{} in 100 sentences", count(density.per_100_units as usize, "finding")));
        }
        if !report.satisfied.is_empty() {
            details.push(format!("{} answered by facts", report.satisfied.len()));
        }
        if !report.ignored.is_empty() {
            details.push(format!("{} ignored", report.ignored.len()));
        }
        let details = if details.is_empty() { String::new() } else { format!(" ({})", details.join(", ")) };
        _ = writeln!(out, "{}: {}{details}", printable(file.path), self.bold(&value));
        out
    }

    fn place(&self, file: &Checked<'_>, span: Option<Span>) -> String {
        let path = printable(file.path);
        match span {
            Some(span) => {
                let start = file.positions(span).0;
                format!("{path}:{}:{}", start.line, start.column)
            }
            None => path,
        }
    }
}

/// “disclosure EU, synthetic-media of hero.jpg: required, absent (eu/ai-act-50-4). There is … Say …”.
fn duty(disclosure: &Disclosure) -> String {
    let Disclosure { market, content, asset, requirement, status, message, help, .. } = disclosure;
    let of = asset.as_ref().map_or(String::new(), |asset| format!(" of {asset}"));
    let id = disclosure.duty.as_deref().unwrap_or_default();
    let help = if status == "valid" { "" } else { help };
    format!("disclosure {market}, {content}{of}: {requirement}, {status} ({id}). {message} {help}").trim_end().into()
}

/// “mark of hero.jpg: c2pa, ai-generated (http://cv.iptc.org/…)”.
fn mark(told: &Told) -> String {
    let Told { asset, mark } = told;
    let of = asset.as_deref().unwrap_or("the text");
    let says = mark.content.map_or("no statement of AI", |kind| kind.name());
    let value = if mark.value.is_empty() || mark.value == says { String::new() } else { format!(" ({})", mark.value) };
    format!("mark of {of}: {}, {says}{value}", mark.scheme)
}

/// Without control characters: copy is foreign, and a terminal obeys what it prints.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

impl Output for Pretty {
    fn file(&self, file: &Checked<'_>) -> String {
        if self.quiet {
            return String::new();
        }
        let explanation = file.report.explain();
        let mut out = String::new();
        for (i, diagnostic) in file.report.diagnostics.iter().enumerate() {
            out += &self.diagnostic(file, diagnostic, explanation.parts[i], explanation.if_fixed[i]);
            out.push('\n');
        }
        out + &self.footer(file)
    }

    fn separator(&self) -> &'static str {
        "\n"
    }

    fn end(&self, _: &[String], summary: &Summary<'_>) -> String {
        let mut out = String::from(if self.quiet || summary.files.is_empty() { "" } else { "\n" });
        for entry in &summary.unused_baseline {
            let (path, rule, text) = (printable(&entry.path), &entry.rule, printable(&entry.text));
            _ = writeln!(
                out,
                "{path}: the baseline accepts {rule} “{text}”, which is gone; --update-baseline removes it"
            );
        }
        for (fact, (message, files)) in summary.unstated.iter().filter(|_| !self.quiet) {
            let of = if summary.files.len() == 1 { String::new() } else { format!(", {}", count(*files, "file")) };
            _ = writeln!(out, "question: {} ({fact}{of})", printable(message));
        }
        _ = writeln!(out, "{}", self.bold(&summary.sentence()));
        _ = writeln!(out, "{}", summary.caveat());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::lines::Lines;
    use crate::output::sample::{self, golden};
    use crate::utf16::Utf16Index;

    #[test]
    fn a_report_shows_the_words_in_their_lines() {
        golden("report.pretty.txt", &sample::render(&Pretty::new(false, 100, false)));
    }

    #[test]
    fn quiet_is_the_summary_alone() {
        assert_eq!(
            sample::render(&Pretty::new(false, 100, true)),
            "1 file: 1 error, 1 warning, 1 hint, 1 ignored\n\
             Reads words, not intentions. Not legal advice. 1 disclosure duty checked, 1 resting on unverified sources.\n"
        );
    }

    #[test]
    fn of_a_long_line_only_the_neighbourhood_is_printed() {
        let pad = "文字と字👩‍👩‍👧é ".repeat(2000);
        let source = format!("first\n{pad}only 3 left{pad}\nlast");
        let start = source.find("only").unwrap();
        let mut report = sample::report();
        report.utf16 = Utf16Index::new(&source);
        report.diagnostics.truncate(1);
        report.diagnostics[0].span = Some(Span::new(start, start + "only 3 left".len()));
        let (catalogue, lines) = (Catalogue::builtin(), Lines::new(&source));
        let (path, format, report) = ("a.txt", Default::default(), &report);
        let file = Checked { path, source: &source, format, report, catalogue: &catalogue, lines: &lines };
        let shown = Pretty::new(false, 80, false).file(&file);
        let line = shown.lines().find(|line| line.starts_with("2 |")).unwrap();
        assert!(line.contains("only 3 left") && line.contains("..."), "{line}");
        assert!(line.chars().count() <= 80, "{line}");
        assert!(shown.contains("^^^^^^^^^^^\n"), "{shown}");
    }

    #[test]
    fn control_characters_never_reach_the_terminal() {
        assert_eq!(printable("a\x1b[2Jb\u{9b}"), "a\u{FFFD}[2Jb\u{FFFD}");
    }
}
