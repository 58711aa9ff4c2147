//! The copy as its reader sees it, findings marked, and their cards beside it.

use std::borrow::Cow;

use candor_scan::vocabulary::Role;
use maud::{Markup, html};

use super::findings;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Document, Place, Range};
use crate::output::files::Checked;
use crate::score::Explanation;

/// The number of a finding in its file, from 1, and the finding.
type Numbered<'d, 'l> = (usize, &'d Diagnostic<'l>);

/// The section with the copy.
pub fn annotated(file: &Checked<'_>, id: &str, explanation: &Explanation) -> Markup {
    let document = Document::read(file.source, file.format);
    let whole = Block {
        range: Range::new(0, document.text.len()),
        role: Role::Paragraph,
        place: Place::default(),
        lang: None,
        checked: None,
        container: 0,
    };
    let blocks = if document.blocks.is_empty() { Cow::Owned(vec![whole]) } else { Cow::Borrowed(&document.blocks) };
    let mut findings = (1..).zip(&file.report.diagnostics).peekable();
    let card = |(number, diagnostic): &Numbered<'_, '_>| findings::card(file, id, *number, diagnostic, explanation);
    let without: Vec<Numbered<'_, '_>> =
        (1..).zip(&file.report.diagnostics).filter(|(_, diagnostic)| diagnostic.range.is_none()).collect();
    html! {
        section aria-label="Annotated copy" {
            h3 { "Annotated copy" }
            @if !without.is_empty() {
                div.row { p.aside { "Findings without a place in the text" } div { @for finding in &without { (card(finding)) } } }
            }
            @for block in blocks.iter() {
                // Findings are sorted by place, and so are blocks; one that spans two has its card at the first.
                @let here: Vec<Numbered<'_, '_>> = std::iter::from_fn(|| {
                    findings.next_if(|(_, diagnostic)| diagnostic.range.is_none_or(|range| range.start < block.range.end))
                }).filter(|(_, diagnostic)| diagnostic.range.is_some()).collect();
                @let lang = block.lang.or(file.report.locale).map(|locale| locale.name());
                div.row {
                    div class=(class(block)) lang=[lang] {
                        @if let Some(remark) = remark(block) { span.aside { (remark) } }
                        (marked(&document.text, block.range, &here, id))
                    }
                    div { @for finding in &here { (card(finding)) } }
                }
            }
            // A picture behind all words.
            @let behind: Vec<Numbered<'_, '_>> = findings.filter(|(_, diagnostic)| diagnostic.range.is_some()).collect();
            @if !behind.is_empty() {
                div.row { div {} div { @for finding in &behind { (card(finding)) } } }
            }
        }
    }
}

fn class(block: &Block) -> String {
    let faint = if block.place.hidden || block.place.code { " faint" } else { "" };
    format!("copy {}{faint}", block.role)
}

/// What the page cannot show of a block.
fn remark(block: &Block) -> Option<&'static str> {
    match block {
        Block { place: Place { hidden: true, .. }, .. } => Some("hidden"),
        Block { place: Place { code: true, .. }, .. } => Some("code"),
        Block { place: Place { small_print: true, .. }, .. } => Some("small print"),
        Block { role: Role::Paragraph, .. } => None,
        Block { checked: Some(true), .. } => Some("ticked box"),
        Block { role, .. } => Some(role.name()),
    }
}

/// Text that the same findings cover from end to end.
struct Stretch<'d, 'l> {
    range: Range,
    /// The gravest of them.
    worst: Option<&'d Diagnostic<'l>>,
    /// The numbers of those that end with it.
    ending: Vec<usize>,
}

/// The text of `range`: each stretch marked as the gravest finding over it, and a number
/// that leads to the card where a finding ends.
fn marked(text: &str, range: Range, findings: &[Numbered<'_, '_>], id: &str) -> Markup {
    html! {
        @for stretch in stretches(range, findings) {
            @match stretch.worst {
                Some(diagnostic) => {
                    mark class=(super::grade(diagnostic.severity, diagnostic.certainty)) {
                        (stretch.range.of(text))
                    }
                }
                None => (stretch.range.of(text)),
            }
            @for number in stretch.ending {
                a.ref href={ "#" (id) "-" (number) } aria-label={ "finding " (number) } { (number) }
            }
        }
    }
}

/// A sweep from left to right: a page may be one line with 100,000 findings.
fn stretches<'d, 'l>(range: Range, findings: &[Numbered<'d, 'l>]) -> Vec<Stretch<'d, 'l>> {
    let clip = |at: u32| at.clamp(range.start, range.end);
    let clipped =
        |diagnostic: &Diagnostic<'_>| diagnostic.range.map(|r| Range { start: clip(r.start), end: clip(r.end) });
    let spans: Vec<_> =
        findings.iter().filter_map(|(n, diagnostic)| Some((clipped(diagnostic)?, *n, *diagnostic))).collect();
    let mut edges: Vec<u32> =
        spans.iter().flat_map(|(r, ..)| [r.start, r.end]).chain([range.start, range.end]).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut coming = spans.into_iter().peekable();
    let mut open = Vec::new();
    let stretch = |edge: &[u32]| {
        let range = Range { start: edge[0], end: edge[1] };
        open.extend(std::iter::from_fn(|| coming.next_if(|(r, ..)| r.start <= range.start)));
        open.retain(|(r, ..)| r.end > range.start);
        let worst = open.iter().map(|(.., d)| *d).max_by_key(|d: &&Diagnostic<'_>| (d.certainty, d.severity));
        Stretch { range, worst, ending: open.iter().filter(|(r, ..)| r.end == range.end).map(|(_, n, _)| *n).collect() }
    };
    edges.windows(2).map(stretch).collect()
}
