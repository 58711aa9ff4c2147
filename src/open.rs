//! A text that is being written: after an edit, only what changed is read and linted again.
//!
//! What blocks find depends on their neighbours (guards that look near, a button beside another)
//! and on a few things of the whole document: its language, the language that the first
//! telling block lets expect, and word lists that guards look for anywhere. Neighbours are linted
//! with the edited block; when one of the few things changes, which is rare, all is linted again.
//! Either way the outcome is that of [`Linter::lint`] on the text as it stands.
//!
//! A text is read again from a place before the edit to the first behind it where the reader knows what it
//! knew before: which list goes on, which elements are open. Where a change reaches further, such as a comment
//! that nobody ends, more and at worst all is read.

mod owed;
mod segments;
mod whole;
mod window;

use core::ops::Range as Places;
use std::collections::HashMap;

use candor_scan::matcher::Scratch;
use candor_scan::sort;
use candor_scan::vocabulary::Role;

use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::disclosure::check::{self, Checked};
use crate::document::part::{Cut, Part};
use crate::document::{Block, Document, Range, Span};
use crate::ignore;
use crate::input::{Facts, Format, Ignore, Input};
use crate::linter::{Accepted, Linter, Scanned, Summary, View};
use crate::report::Report;
use crate::utf16::{self, Utf16Index};
use crate::{Certainty, Locale, Severity};
use segments::{Held, Kept, Segment, Segments, Sums};
use whole::Tally;

/// Names a finding of an open text for as long as it stands.
pub type Key = u32;

/// A text under edit. Offsets are bytes, or UTF-16 units where a name says so.
#[derive(Debug)]
pub struct Open<'l> {
    linter: &'l Linter,
    text: String,
    options: Options,
    facts: Facts,
    segments: Segments<'l>,
    /// What no block can tell alone.
    tally: Tally,
    /// The language that the text declares.
    lang: Option<Locale>,
    /// Whether media or structured data tell how they, or the text, were made.
    shows: bool,
    /// See [`Part::definitions`].
    definitions: Option<String>,
    /// Ignores, trouble or a sponsor: with them, every edit is a full lint.
    commented: bool,
    /// Findings about the text as a whole: notices that facts owe, and media.
    owed: Vec<(Key, Diagnostic<'l>)>,
    next_key: Key,
    scratch: Scratch,
}

#[derive(Debug)]
struct Options {
    format: Format,
    locale: Option<Locale>,
    facts: Facts,
    ignores: Vec<Ignore>,
    today: Date,
}

/// What an edit changed.
#[derive(Debug)]
pub struct Change<'l> {
    /// Findings that stand no more.
    pub removed: Vec<Key>,
    /// Findings that are new, by start.
    pub added: Vec<(Key, Diagnostic<'l>)>,
    /// From where all other findings moved, in the text before the edit, and how far: bytes.
    pub shift: (u32, i64),
    /// How many blocks were read again.
    pub read: usize,
    /// How many of the document's blocks were linted again and may find something else now.
    pub linted: usize,
}

/// What makes two findings one and the same for a reader.
type Same<'l> = (&'l str, Severity, Certainty, Locale, i64, i64);

impl Linter {
    /// Opens a text for editing.
    pub fn open<'l>(&'l self, input: &Input<'_>) -> Open<'l> {
        let options = Options {
            format: input.format,
            locale: input.locale,
            facts: input.facts.clone(),
            ignores: input.ignores.clone(),
            today: input.today,
        };
        let mut open = Open {
            linter: self,
            text: input.text.into(),
            options,
            facts: Facts::default(),
            segments: Segments::default(),
            tally: Tally::default(),
            lang: None,
            shows: false,
            definitions: None,
            commented: false,
            owed: Vec::new(),
            next_key: 0,
            scratch: Scratch::default(),
        };
        open.read_all(None);
        for diagnostic in open.owed_now() {
            let key = open.new_key();
            open.owed.push((key, diagnostic));
        }
        open
    }
}

impl<'l> Open<'l> {
    /// The text as it stands.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Replaces the bytes `from..to` by `insert`. Places inside a character are moved to its
    /// beginning, places behind the end to the end.
    pub fn edit(&mut self, from: usize, to: usize, insert: &str) -> Change<'l> {
        let from = self.text.floor_char_boundary(from);
        let to = self.text.floor_char_boundary(to).max(from);
        let edit = Edit { from, to, by: insert.len() as i64 - (to - from) as i64 };
        let touched = self.touched(&edit);
        self.text.replace_range(from..to, insert);
        let done = touched.and_then(|touched| self.edit_part(&edit, touched));
        let mut change = done.unwrap_or_else(|| self.read_all(Some(&edit)));
        self.settle_owed(&edit, &mut change);
        change
    }

    /// The segments that an edit touches, if what else stands in the text can stay as it is.
    fn touched(&self, edit: &Edit) -> Option<Places<usize>> {
        let segment = |byte: usize| self.segments.at(byte as u32, |sums| sums.bytes).map(|(before, _)| before.segments);
        let first = segment(edit.from).filter(|_| !self.commented)?;
        Some(first..segment(edit.to)? + 1)
    }

    fn new_key(&mut self) -> Key {
        self.next_key += 1;
        self.next_key - 1
    }

    /// The report on the text as it stands, as [`Linter::lint`] would give it.
    pub fn report(&self) -> Report<'l> {
        let document = Document::read(&self.text, self.options.format);
        let (mut accepted, mut units, mut letters) = (Vec::new(), 0, 0_u32);
        let mut manipulation = None;
        let kept = self.segments.iter().flat_map(|segment| &segment.blocks);
        for (at, (kept, block)) in kept.zip(&document.blocks).enumerate() {
            accepted.extend(kept.findings.iter().map(|held| held.accepted.placed(at, block.range.start, units)));
            units += kept.units;
            letters = letters.saturating_add(kept.letters);
            manipulation = manipulation.max(kept.manipulation);
        }
        let Options { ignores, today, format, locale, .. } = &self.options;
        let owed = match self.asks() {
            // What is owed is judged by all of the text, and by few texts.
            true => {
                let view = View::all(&document, *today);
                let scanned = self.linter.scan(&document, *locale, &self.facts, &view);
                self.linter.owed(&scanned, &self.text, *format, *today, &|_| None)
            }
            false => Checked::default(),
        };
        let manipulation = manipulation.map(f32::from_bits);
        let summary = Summary { accepted, manipulation, locale: self.tally.whole.locale, units, letters, owed };
        self.linter.report(&document, &self.facts, ignores, *today, Utf16Index::new(&self.text), summary)
    }

    /// The keys of the findings that [`Open::report`] gives, with their rules and spans: block by block,
    /// then those about the text as a whole, which may have no place in it.
    pub fn keys(&self) -> Vec<(Key, &'l str, Option<Span>)> {
        let held = self.held().into_iter().map(|(key, rule, span)| (key, rule, Some(span)));
        let owed = self.owed.iter().map(|(key, it)| (*key, it.rule.id.as_str(), it.span));
        held.chain(owed).collect()
    }

    /// Of the findings in blocks.
    fn held(&self) -> Vec<(Key, &'l str, Span)> {
        let held = held_at(self.segments.iter(), 0);
        held.into_iter().map(|(held, span)| (held.key, held.accepted.rule.id.as_str(), span)).collect()
    }

    /// The byte at which the UTF-16 unit `offset` begins.
    pub fn byte(&self, offset: u32) -> usize {
        let Some((before, segment)) = self.segments.at(offset, |sums| sums.units16) else { return 0 };
        let (start, rest) = (before.bytes as usize, offset - before.units16);
        if segment.bytes == segment.units16 {
            return (start + rest as usize).min(self.text.len());
        }
        utf16::byte(&self.text[start..], rest) + start
    }

    /// The UTF-16 unit at which byte `byte` stands.
    pub fn unit(&self, byte: u32) -> u32 {
        let Some((before, segment)) = self.segments.at(byte, |sums| sums.bytes) else { return 0 };
        if segment.bytes == segment.units16 {
            return before.units16 + (byte - before.bytes);
        }
        before.units16 + utf16::units(&self.text.as_bytes()[before.bytes as usize..byte as usize])
    }

    /// Reads and lints the whole text, after an edit if there was one.
    fn read_all(&mut self, edit: Option<&Edit>) -> Change<'l> {
        let text = core::mem::take(&mut self.text);
        let gone = held_at(core::mem::take(&mut self.segments).iter(), 0);
        let Part { document, cuts, definitions } = Part::whole(&text, self.options.format);
        let facts = self.linter.facts(&self.options.facts, &document);
        let view = View::all(&document, self.options.today);
        let scanned = self.linter.scan(&document, self.options.locale, &facts, &view);
        let mut new = self.keep(&scanned, &view, &cuts, 0..cuts.len(), &text);
        let told = self.options.locale.or(document.lang);
        self.tally = Tally::of(new.iter().flat_map(|segment| &segment.blocks), told, scanned.locale);
        drop(scanned);
        // A sponsor is to be named where the text begins, wherever that comes to lie.
        self.commented = !document.ignores.is_empty() || !document.problems.is_empty() || facts.sponsor.is_some();
        (self.facts, self.lang, self.definitions) = (facts, document.lang, definitions);
        self.shows = check::shows(&document);
        let edit = edit.unwrap_or(&Edit { from: 0, to: 0, by: 0 });
        let place = Place { document: &document, block: 0, base: 0, before: Sums::default() };
        let change = self.compare(edit, gone, &mut new, &place);
        let count = document.blocks.len();
        drop(document);
        self.segments = Segments::new(new);
        self.text = text;
        Change { read: count, linted: count, ..change }
    }

    /// Lints the blocks of `view` and gives the segments `fresh` of `cuts`, which hold those that are judged.
    fn keep(
        &mut self,
        scanned: &Scanned<'_>,
        view: &View<'_>,
        cuts: &[Cut],
        fresh: Places<usize>,
        source: &str,
    ) -> Vec<Segment<'l>> {
        let document = scanned.document;
        let judged = self.linter.judge(scanned, view, &mut self.scratch);
        let mut kept: Vec<Kept<'l>> = view
            .judged
            .clone()
            .map(|at| Kept {
                reaches: reaches(&document.blocks[at]),
                weighs: false,
                evidence: scanned.evidence[at],
                early: Vec::new(),
                manipulation: None,
                units: scanned.units(at),
                letters: scanned.letters(at),
                findings: Vec::new(),
            })
            .collect();
        let place_of = |block: usize| view.judged.contains(&block).then(|| block - view.judged.start);
        for at in judged.weighed.into_iter().filter_map(place_of) {
            kept[at].weighs = true;
        }
        for (block, phrase) in judged.early {
            if let Some(at) = place_of(block)
                && !kept[at].early.contains(&phrase)
            {
                kept[at].early.push(phrase);
            }
        }
        for (block, bits) in judged.manipulation {
            if let Some(at) = place_of(block) {
                kept[at].manipulation = Some(bits);
            }
        }
        let (of_config, of_call) = (&self.linter.config().ignores, &self.options.ignores);
        let ignores = !document.ignores.is_empty() || !of_config.is_empty() || !of_call.is_empty();
        let is_ignored = |found: &Accepted<'l>| {
            let diagnostic = self.linter.diagnostic(document, scanned.facts, found);
            ignore::by_comment(&diagnostic, document).is_some() || ignore::is_ignored(&diagnostic, of_config, of_call)
        };
        for found in judged.accepted {
            let Some(at) = place_of(found.block) else { continue };
            let satisfied = found.satisfied_by(scanned.facts).is_some();
            let ignored = ignores && is_ignored(&found);
            let start = document.blocks[found.block].range.start;
            let accepted = Accepted {
                block: 0,
                range: Range { start: found.range.start - start, end: found.range.end - start },
                unit: found.unit - scanned.first_unit(found.block),
                ..found
            };
            let (key, span) = (self.next_key, document.locate(found.range));
            self.next_key += 1;
            kept[at].findings.push(Held { key, accepted, reported: !satisfied && !ignored, span });
        }
        let mut kept = kept.into_iter();
        let end = |at: usize| {
            cuts.get(at + 1)
                .map_or((source.len(), document.blocks.len()), |next| (next.at as usize, next.block as usize))
        };
        let segments = fresh.map(|at| {
            let Cut { at: start, block, ref state, states, names } = cuts[at];
            let (until, end_block) = end(at);
            let source = &source.as_bytes()[start as usize..until];
            let mut blocks: Vec<Kept<'l>> = kept.by_ref().take(end_block - block as usize).collect();
            for held in blocks.iter_mut().flat_map(|kept| &mut kept.findings) {
                held.span = Span { start: held.span.start - start, end: held.span.end - start };
            }
            let (bytes, units16) = (source.len() as u32, utf16::units(source));
            let units = blocks.iter().map(|kept| kept.units).sum();
            Segment { bytes, units16, state: state.clone(), states, names, units, blocks }
        });
        segments.collect()
    }

    /// Names the findings of the segments `new`: those that stood in `gone` keep their keys.
    fn compare(
        &mut self,
        edit: &Edit,
        gone: Vec<(Held<'l>, Span)>,
        new: &mut [Segment<'l>],
        place: &Place<'_>,
    ) -> Change<'l> {
        let mut before: HashMap<Same<'l>, Vec<Key>> = HashMap::new();
        for (held, span) in &gone {
            let (start, end) = edit.moved(*span);
            before.entry(held.same(start, end)).or_default().push(held.key);
        }
        let Place { document, block: mut at, base, before: Sums { bytes: mut start, mut units, .. } } = *place;
        let mut added = Vec::new();
        for segment in new {
            for kept in &mut segment.blocks {
                for held in kept.findings.iter_mut().filter(|held| held.reported) {
                    let span = held.span.shifted(start);
                    let same = held.same(span.start.into(), span.end.into());
                    if let Some(key) = before.get_mut(&same).and_then(Vec::pop) {
                        held.key = key;
                        continue;
                    }
                    let accepted = held.accepted.placed(at, document.blocks[at].range.start, units);
                    let mut diagnostic = self.linter.diagnostic(document, &self.facts, &accepted);
                    // The document is a part of the text.
                    diagnostic.span = diagnostic.span.map(|span| span.shifted(base));
                    for edit in diagnostic.suggestions.iter_mut().flat_map(|suggestion| &mut suggestion.edits) {
                        edit.span = edit.span.shifted(base);
                    }
                    added.push((held.key, diagnostic));
                }
                at += 1;
                units += kept.units;
            }
            start += segment.bytes;
        }
        let mut removed: Vec<Key> = before.into_values().flatten().collect();
        sort::sort(&mut removed);
        sort::sort_by_key(&mut added, |(_, diagnostic)| diagnostic.span);
        Change { removed, added, shift: (edit.to as u32, edit.by), read: 0, linted: 0 }
    }
}

/// Where segments lie.
#[derive(Clone, Copy)]
struct Place<'p> {
    /// What was read.
    document: &'p Document<'p>,
    /// Their first block in it.
    block: usize,
    /// Where it begins in the text.
    base: u32,
    /// What stands before them in the text.
    before: Sums,
}

impl<'l> Accepted<'l> {
    /// A finding whose places begin with its block: in block `at`, which begins at `start`, behind `units` units.
    fn placed(&self, at: usize, start: u32, units: u32) -> Self {
        Accepted { block: at, range: self.range.shifted(start), unit: self.unit + units, ..*self }
    }
}

/// A replacement of the bytes `from..to`, after which the text is `by` longer.
struct Edit {
    from: usize,
    to: usize,
    by: i64,
}

impl Edit {
    /// Where the edit takes a span that it does not touch; a touched one goes nowhere.
    fn moved(&self, span: Span) -> (i64, i64) {
        let (start, end) = (i64::from(span.start), i64::from(span.end));
        if span.start as usize >= self.to {
            (start + self.by, end + self.by)
        } else if span.end as usize <= self.from {
            (start, end)
        } else {
            (-1, -1)
        }
    }
}

/// The reported findings of segments that begin at byte `base`, with their places in the source.
fn held_at<'s, 'l: 's>(segments: impl Iterator<Item = &'s Segment<'l>>, mut base: u32) -> Vec<(Held<'l>, Span)> {
    let mut held = Vec::new();
    for segment in segments {
        held.extend(segment.reported().map(|finding| (finding.clone(), finding.span.shifted(base))));
        base += segment.bytes;
    }
    held
}

/// Whether other blocks than the next look for this one.
fn reaches(block: &Block) -> bool {
    block.place.hidden || matches!(block.role, Role::Button | Role::Link | Role::Option)
}
