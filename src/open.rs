//! A text that is being written: after an edit, only what changed is read and linted again.
//!
//! What blocks find depends on their neighbours (guards that look near, a button beside another)
//! and on a few things of the whole document: its language, the language that the first
//! telling block lets expect, and word lists that guards look for anywhere. Neighbours are linted
//! with the edited block; when one of the few things changes, which is rare, all is linted again.
//! Either way the outcome is that of [`Linter::lint`] on the text as it stands.
//!
//! Plain text is read again from a block before the edit to the first block behind it that begins
//! as it did. Markup is read whole, for a tag can change everything behind it, and linted where
//! its blocks differ.

#![expect(clippy::vec_box, reason = "an edit moves all that stands behind it: pointers, not whole blocks")]

use core::ops::Range as Places;
use std::collections::{BTreeMap, HashMap};

use candor_scan::matcher::Scratch;
use candor_scan::sort;

use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::disclosure::check::{self, Checked};
use crate::document::{Block, Document, Range, Span, plain};
use crate::ignore;
use crate::input::{Facts, Format, Ignore, Input};
use crate::linter::{Accepted, Early, Linter, Scanned, Summary, TELLING, View, Whole, heaviest};
use crate::locale::Evidence;
use crate::report::Report;
use crate::utf16::{self, Utf16Index};
use crate::{Certainty, Locale, Severity};

/// Names a finding of an open text for as long as it stands.
pub type Key = u32;

/// A text under edit. Offsets are bytes, or UTF-16 units where a name says so.
#[derive(Debug)]
pub struct Open<'l> {
    linter: &'l Linter,
    text: String,
    options: Options,
    /// Of markup, as it was read last.
    document: Option<Document<'static>>,
    facts: Facts,
    kept: Vec<Box<Kept<'l>>>,
    locale: Option<Locale>,
    /// The first block that lets its language be expected of those behind it, and the language.
    telling: Option<(usize, Locale)>,
    /// Tokens that speak for each language.
    weights: [u32; Locale::ALL.len()],
    /// In how many blocks each phrase stands.
    early: HashMap<Early, u32>,
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

/// A block and what was found in it. Ranges begin with the block.
#[derive(Debug)]
struct Kept<'l> {
    /// Source bytes from the first line of this block to that of the next. 0 in markup.
    bytes: u32,
    /// The same in UTF-16 units.
    units16: u32,
    /// Where the block begins in those bytes.
    lead: u32,
    /// [`plain::Start::number`].
    number: u32,
    block: Block,
    evidence: Evidence,
    early: Vec<Early>,
    manipulation: Option<u32>,
    units: u32,
    letters: u32,
    findings: Vec<Held<'l>>,
}

#[derive(Clone, Debug)]
struct Held<'l> {
    key: Key,
    accepted: Accepted<'l>,
    /// Whether it is reported: no fact satisfies it and nobody ignores it.
    reported: bool,
    /// In the source; in plain text from the block's first line on.
    span: Span,
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
            document: None,
            facts: Facts::default(),
            kept: Vec::new(),
            locale: None,
            telling: None,
            weights: [0; Locale::ALL.len()],
            early: HashMap::new(),
            commented: false,
            owed: Vec::new(),
            next_key: 0,
            scratch: Scratch::default(),
        };
        open.read_all();
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
        let is_plain = self.options.format == Format::Plain || self.document.is_none();
        let hit = if is_plain && !self.commented { self.kept_at(&edit) } else { None };
        self.text.replace_range(from..to, insert);
        let done = match hit {
            Some(hit) => self.edit_plain(&edit, hit),
            None if is_plain || self.commented => None,
            None => self.edit_markup(&edit),
        };
        let mut change = done.unwrap_or_else(|| self.start_over(&edit));
        self.settle_owed(&edit, &mut change);
        change
    }

    /// Findings that no block holds.
    fn owed_now(&self) -> Vec<Diagnostic<'l>> {
        let mut held: HashMap<(&str, Span), usize> = HashMap::new();
        if !self.asks() {
            return Vec::new();
        }
        for (_, rule, span) in self.held() {
            *held.entry((rule, span)).or_default() += 1;
        }
        let mut diagnostics = self.report().diagnostics;
        diagnostics.retain(|diagnostic| {
            let known = diagnostic.span.and_then(|span| held.get_mut(&(diagnostic.rule.id.as_str(), span)));
            match known {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    false
                }
                _ => true,
            }
        });
        diagnostics
    }

    /// Judges the text as a whole again. What stands where the edit moved it, and can be mended as
    /// before, keeps its key.
    fn settle_owed(&mut self, edit: &Edit, change: &mut Change<'l>) {
        let mut before = core::mem::take(&mut self.owed);
        for diagnostic in self.owed_now() {
            let key = match before.iter().position(|(_, known)| edit.leaves(known, &diagnostic)) {
                Some(at) => before.swap_remove(at).0,
                None => {
                    let key = self.new_key();
                    change.added.push((key, diagnostic.clone()));
                    key
                }
            };
            self.owed.push((key, diagnostic));
        }
        change.removed.extend(before.into_iter().map(|(key, _)| key));
        sort::sort(&mut change.removed);
        sort::sort_by_key(&mut change.added, |(_, diagnostic)| diagnostic.span);
    }

    fn new_key(&mut self) -> Key {
        self.next_key += 1;
        self.next_key - 1
    }

    /// Whether facts or media ask for more than its blocks tell.
    fn asks(&self) -> bool {
        check::asks(&self.facts) || self.document.as_ref().is_some_and(check::shows)
    }

    /// The report on the text as it stands, as [`Linter::lint`] would give it.
    pub fn report(&self) -> Report<'l> {
        let read;
        let document = match &self.document {
            Some(document) => document,
            None => {
                read = Document::read(&self.text, self.options.format);
                &read
            }
        };
        let (mut accepted, mut units, mut letters) = (Vec::new(), 0, 0_u32);
        for (at, kept) in self.kept.iter().enumerate() {
            let start = document.blocks[at].range.start;
            accepted.extend(kept.findings.iter().map(|held| Accepted {
                block: at,
                range: held.accepted.range.shifted(start),
                unit: held.accepted.unit + units,
                ..held.accepted
            }));
            units += kept.units;
            letters = letters.saturating_add(kept.letters);
        }
        let manipulation = self.kept.iter().filter_map(|kept| kept.manipulation).max().map(f32::from_bits);
        let Options { ignores, today, format, locale, .. } = &self.options;
        let owed = match self.asks() {
            // What is owed is judged by all of the text, and by few texts.
            true => {
                let view = View { blocks: 0..document.blocks.len(), whole: None, today: *today };
                let scanned = self.linter.scan(document, *locale, &self.facts, &view);
                self.linter.owed(&scanned, &self.text, *format, *today, &|_| None)
            }
            false => Checked::default(),
        };
        let summary = Summary { accepted, manipulation, locale: self.locale, units, letters, owed };
        self.linter.report(document, &self.facts, ignores, *today, Utf16Index::new(&self.text), summary)
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
        let mut base = 0;
        let mut keys = Vec::new();
        for kept in &self.kept {
            let reported = kept.findings.iter().filter(|held| held.reported);
            keys.extend(reported.map(|held| (held.key, held.accepted.rule.id.as_str(), held.span.shifted(base))));
            base += kept.bytes;
        }
        keys
    }

    /// The byte at which the UTF-16 unit `offset` begins.
    pub fn byte(&self, offset: u32) -> usize {
        let (mut bytes, mut units) = (0, 0);
        // Markup is one piece: its blocks say nothing of the source between them.
        for kept in &self.kept {
            if units + kept.units16 > offset || kept.units16 == 0 {
                break;
            }
            bytes += kept.bytes as usize;
            units += kept.units16;
        }
        utf16::byte(&self.text[bytes..], offset - units) + bytes
    }

    /// The UTF-16 unit at which byte `byte` stands.
    pub fn unit(&self, byte: u32) -> u32 {
        let (mut bytes, mut units) = (0, 0);
        for kept in &self.kept {
            if bytes + kept.bytes > byte || kept.bytes == 0 {
                break;
            }
            bytes += kept.bytes;
            units += kept.units16;
        }
        units + utf16::units(&self.text.as_bytes()[bytes as usize..byte as usize])
    }

    /// Which kept blocks an edit of plain text touches.
    fn kept_at(&self, edit: &Edit) -> Option<Touched> {
        let mut begin = 0;
        let mut first = None;
        for (at, kept) in self.kept.iter().enumerate() {
            let end = begin + kept.bytes as usize;
            if first.is_none() && (edit.from < end || at + 1 == self.kept.len()) {
                first = Some((at, begin));
            }
            if let Some((first, start)) = first
                && (edit.to < end || at + 1 == self.kept.len())
            {
                return Some(Touched { blocks: first..at + 1, start, end });
            }
            begin = end;
        }
        None
    }

    /// Reads again from some blocks before the edit to some behind it.
    fn edit_plain(&mut self, edit: &Edit, touched: Touched) -> Option<Change<'l>> {
        let Touched { blocks, mut start, mut end } = touched;
        let count = self.kept.len();
        let (mut low, mut high) = (blocks.start, blocks.end);
        let mut more = 2 * NEAR + 1;
        loop {
            for _ in 0..more {
                if low > 0 {
                    low -= 1;
                    start -= self.kept[low].bytes as usize;
                }
                if high < count {
                    end += self.kept[high].bytes as usize;
                    high += 1;
                }
            }
            let new_end = (end as i64 + edit.by) as usize;
            let behind = (low > 0).then(|| self.kept[low].number);
            let mut starts = Vec::new();
            // The text is lent to the document while the rest of `self` changes.
            let text = core::mem::take(&mut self.text);
            let document = plain::read_from(&text[start..new_end], behind, &mut starts);
            if !document.ignores.is_empty() || !document.problems.is_empty() {
                drop(document);
                self.text = text;
                return None;
            }
            let change = self.fit(edit, &document, &starts, low..high, start, &text[start..new_end]);
            drop(document);
            self.text = text;
            match change {
                Fit::Done(change) => return change,
                Fit::Wider if low == 0 && high == count => return None,
                Fit::Wider => more = high - low,
            }
        }
    }

    /// Puts what was read of the kept blocks `window` in their place, if it fits what stands around them.
    fn fit(
        &mut self,
        edit: &Edit,
        document: &Document<'_>,
        starts: &[plain::Start],
        window: Places<usize>,
        start: usize,
        source: &str,
    ) -> Fit<'l> {
        let old = &self.kept[window.clone()];
        let (is_first, is_last) = (window.start == 0, window.end == self.kept.len());
        if starts.is_empty() {
            return if is_first && is_last { Fit::Done(None) } else { Fit::Wider };
        }
        // The first block of all begins with the text.
        let line = |at: usize| if at == 0 { 0 } else { starts[at].line as usize };
        let bytes = |at: usize| if at + 1 < starts.len() { line(at + 1) - line(at) } else { source.len() - line(at) };
        let same = |old: &Kept<'_>, at: usize| {
            let block = &document.blocks[at];
            let lead = document.locate(block.range).start as usize - line(at);
            let read = (starts[at].number, bytes(at), block.role, block.range.end - block.range.start);
            (old.number, old.bytes as usize, old.block.role, old.block.range.end - old.block.range.start) == read
                && old.lead as usize == lead
        };
        let (mut left, mut at) = (0, start);
        while left < old.len().min(starts.len()) && at + old[left].bytes as usize <= edit.from && same(&old[left], left)
        {
            at += old[left].bytes as usize;
            left += 1;
        }
        let (mut right, mut begin) = (0, start + old.iter().map(|kept| kept.bytes as usize).sum::<usize>());
        while right < old.len().min(starts.len()) - left {
            let kept = &old[old.len() - 1 - right];
            begin -= kept.bytes as usize;
            if begin < edit.to || !same(kept, starts.len() - 1 - right) {
                break;
            }
            right += 1;
        }
        if !is_first && left < 2 * NEAR || !is_last && right < 2 * NEAR {
            return Fit::Wider;
        }
        let (old_count, new_count) = (old.len(), starts.len());
        let pad = |side: usize| side.saturating_sub(NEAR);
        let fresh = pad(left)..new_count - pad(right);
        let replaced = window.start + pad(left)..window.start + old_count - pad(right);
        let pieces: Vec<Piece> = fresh
            .clone()
            .map(|at| {
                let source = document.locate(document.blocks[at].range).start as usize;
                Piece { line: line(at), bytes: bytes(at), lead: source - line(at), number: starts[at].number }
            })
            .collect();
        let place = Place { base: start, source, pieces: &pieces };
        Fit::Done(self.replace(edit, document, 0..new_count, fresh, replaced, &place))
    }

    /// Reads the whole source again and lints the blocks that differ.
    fn edit_markup(&mut self, edit: &Edit) -> Option<Change<'l>> {
        let document = Document::read(&self.text, self.options.format).into_owned();
        let facts = self.linter.facts(&self.options.facts, &document);
        let old = self.document.replace(document)?;
        let new = self.document.take()?;
        let commented = !new.ignores.is_empty() || !new.problems.is_empty();
        if facts != self.facts || new.lang != old.lang || commented {
            return None;
        }
        let most = old.blocks.len().min(new.blocks.len());
        let left = (0..most).take_while(|&at| reads_same(&old, at, &new, at)).count();
        let right = (0..most - left)
            .take_while(|&back| reads_same(&old, old.blocks.len() - 1 - back, &new, new.blocks.len() - 1 - back))
            .count();
        let reach = SIBLINGS + NEAR;
        let pad = |side: usize| side.saturating_sub(reach);
        let fresh = pad(left)..new.blocks.len() - pad(right);
        let replaced = pad(left)..old.blocks.len() - pad(right);
        let view = fresh.start.saturating_sub(reach)..(fresh.end + reach).min(new.blocks.len());
        let settled = replaced.start..replaced.start + fresh.len();
        let mut change = self.replace(edit, &new, view, fresh, replaced, &Place { base: 0, source: "", pieces: &[] });
        if let Some(change) = &mut change {
            self.settle_spans(edit, &new, settled, change);
            self.document = Some(new);
        }
        change
    }

    /// Markup inside a finding can change without its words: what does not stand where the edit
    /// moved it is removed and added.
    fn settle_spans(&mut self, edit: &Edit, document: &Document<'_>, fresh: Places<usize>, change: &mut Change<'l>) {
        let mut units = 0;
        for (at, kept) in self.kept.iter_mut().enumerate() {
            let start = document.blocks[at].range.start;
            for held in kept.findings.iter_mut().filter(|_| !fresh.contains(&at)) {
                let span = document.locate(held.accepted.range.shifted(start));
                let moved = edit.moved(held.span);
                held.span = span;
                if held.reported && moved != (i64::from(span.start), i64::from(span.end)) {
                    change.removed.push(held.key);
                    held.key = self.next_key;
                    self.next_key += 1;
                    let accepted = Accepted {
                        block: at,
                        range: held.accepted.range.shifted(start),
                        unit: held.accepted.unit + units,
                        ..held.accepted
                    };
                    change.added.push((held.key, self.linter.diagnostic(document, &self.facts, &accepted)));
                }
            }
            units += kept.units;
        }
        sort::sort_by_key(&mut change.added, |(_, diagnostic)| diagnostic.span);
    }

    /// Lints the blocks `view` of `document` and puts those of `fresh` in the place of the kept
    /// blocks `replaced`. `None`, and nothing has changed, when the whole document looks different now.
    fn replace(
        &mut self,
        edit: &Edit,
        document: &Document<'_>,
        view: Places<usize>,
        fresh: Places<usize>,
        replaced: Places<usize>,
        place: &Place<'_>,
    ) -> Option<Change<'l>> {
        // Where the view begins among the kept blocks.
        let offset = replaced.start - fresh.start;
        let told = self.options.locale.or(document.lang);
        let expected = self.telling.filter(|(at, _)| *at < view.start + offset).map(|(_, locale)| locale);
        let whole = Whole { expected, locale: self.locale, early: standing(&self.early) };
        let view = View { blocks: view, whole: Some(&whole), today: self.options.today };
        let facts = core::mem::take(&mut self.facts);
        let scanned = self.linter.scan(document, self.options.locale, &facts, &view);
        let kept = self.keep(&scanned, &view, fresh.clone(), place);
        drop(scanned);
        self.facts = facts;

        let telling = if told.is_some() {
            None
        } else {
            let new = kept.iter().position(|kept| tells(&kept.evidence));
            let new = new.map(|at| (replaced.start + at, kept[at].evidence.locale));
            let new = new.and_then(|(at, locale)| Some((at, locale?)));
            match (self.telling, new) {
                (Some(old), _) if old.0 < replaced.start => Some(old),
                (Some(old), None) if old.0 >= replaced.end => Some(((old.0 + fresh.len()) - replaced.len(), old.1)),
                (Some(old), Some(new)) if replaced.contains(&old.0) && old.1 == new.1 => Some(new),
                (None, None) => None,
                _ => return None,
            }
        };
        let mut weights = self.weights;
        for (old, sign) in [(true, -1_i64), (false, 1)] {
            let blocks: &[Box<Kept<'_>>] = if old { &self.kept[replaced.clone()] } else { &kept };
            for Evidence { locale, tokens, .. } in blocks.iter().map(|kept| kept.evidence) {
                if let Some(locale) = locale {
                    weights[locale as usize] = (i64::from(weights[locale as usize]) + sign * i64::from(tokens)) as u32;
                }
            }
        }
        if told.or_else(|| heaviest(&weights)) != self.locale {
            return None;
        }
        let mut early = self.early.clone();
        for phrase in self.kept[replaced.clone()].iter().flat_map(|kept| &kept.early) {
            if let Some(count) = early.get_mut(phrase) {
                *count -= 1;
            }
        }
        for phrase in kept.iter().flat_map(|kept| &kept.early) {
            *early.entry(*phrase).or_default() += 1;
        }
        early.retain(|_, count| *count > 0);
        if standing(&early) != whole.early {
            return None;
        }

        (self.telling, self.weights, self.early) = (telling, weights, early);
        let linted = kept.len();
        let old: Vec<_> = self.kept.splice(replaced.clone(), kept).collect();
        let base: u32 = self.kept[..replaced.start].iter().map(|kept| kept.bytes).sum();
        let gone = held_at(&old, base);
        let change = self.compare(edit, gone, replaced.start..replaced.start + linted, document, offset, place);
        Some(Change { read: document.blocks.len(), linted, ..change })
    }

    /// Names the findings of the kept blocks `fresh`: those that stood in `gone` keep their keys.
    fn compare(
        &mut self,
        edit: &Edit,
        gone: Vec<(Held<'l>, Span)>,
        fresh: Places<usize>,
        document: &Document<'_>,
        offset: usize,
        place: &Place<'_>,
    ) -> Change<'l> {
        let mut before: HashMap<Same<'l>, Vec<Key>> = HashMap::new();
        for (held, span) in &gone {
            let (start, end) = edit.moved(*span);
            before.entry(held.same(start, end)).or_default().push(held.key);
        }
        let mut added = Vec::new();
        let mut base: u32 = self.kept[..fresh.start].iter().map(|kept| kept.bytes).sum();
        let mut units: u32 = self.kept[..fresh.start].iter().map(|kept| kept.units).sum();
        for at in fresh {
            let start = document.blocks[at - offset].range.start;
            let kept = &mut self.kept[at];
            for held in kept.findings.iter_mut().filter(|held| held.reported) {
                let span = held.span.shifted(base);
                let same = held.same(span.start.into(), span.end.into());
                if let Some(key) = before.get_mut(&same).and_then(Vec::pop) {
                    held.key = key;
                    continue;
                }
                held.key = self.next_key;
                self.next_key += 1;
                let accepted = Accepted {
                    block: at - offset,
                    range: held.accepted.range.shifted(start),
                    unit: held.accepted.unit,
                    ..held.accepted
                };
                let mut diagnostic = self.linter.diagnostic(document, &self.facts, &accepted);
                diagnostic.unit += units;
                // The document is a part of the text that begins at `base`.
                let by = place.base as u32;
                diagnostic.span = diagnostic.span.map(|span| span.shifted(by));
                for edit in diagnostic.suggestions.iter_mut().flat_map(|suggestion| &mut suggestion.edits) {
                    edit.span = edit.span.shifted(by);
                }
                added.push((held.key, diagnostic));
            }
            base += kept.bytes;
            units += kept.units;
        }
        let mut removed: Vec<Key> = before.into_values().flatten().collect();
        sort::sort(&mut removed);
        sort::sort_by_key(&mut added, |(_, diagnostic)| diagnostic.span);
        Change { removed, added, shift: (edit.to as u32, edit.by), read: 0, linted: 0 }
    }

    /// Everything anew.
    fn start_over(&mut self, edit: &Edit) -> Change<'l> {
        let old = core::mem::take(&mut self.kept);
        let gone = held_at(&old, 0);
        self.read_all();
        let count = self.kept.len();
        let text = core::mem::take(&mut self.text);
        let document = self.document.take();
        let read;
        let seen = match &document {
            Some(document) => document,
            None => {
                read = Document::read(&text, self.options.format);
                &read
            }
        };
        let change = self.compare(edit, gone, 0..count, seen, 0, &Place { base: 0, source: "", pieces: &[] });
        (self.document, self.text) = (document, text);
        Change { read: count, linted: count, ..change }
    }

    /// Reads and lints the whole text.
    fn read_all(&mut self) {
        let text = core::mem::take(&mut self.text);
        let is_plain = self.options.format == Format::Plain;
        let mut starts = Vec::new();
        let document = if is_plain {
            plain::read_from(&text, None, &mut starts)
        } else {
            Document::read(&text, self.options.format)
        };
        let facts = self.linter.facts(&self.options.facts, &document);
        let count = document.blocks.len();
        let line = |at: usize| if at == 0 { 0 } else { starts[at].line as usize };
        let pieces: Vec<Piece> = (0..starts.len())
            .map(|at| Piece {
                line: line(at),
                bytes: if at + 1 < count { line(at + 1) } else { text.len() } - line(at),
                lead: document.locate(document.blocks[at].range).start as usize - line(at),
                number: starts[at].number,
            })
            .collect();
        let view = View { blocks: 0..count, whole: None, today: self.options.today };
        let scanned = self.linter.scan(&document, self.options.locale, &facts, &view);
        // A sponsor is to be named where the text begins, wherever that comes to lie.
        self.commented = !document.ignores.is_empty() || !document.problems.is_empty() || facts.sponsor.is_some();
        self.locale = scanned.locale;
        self.facts = facts.clone();
        // For `text`, which is lent out, `keep` asks the document.
        self.kept = self.keep(&scanned, &view, 0..count, &Place { base: 0, source: &text, pieces: &pieces });
        let told = self.options.locale.or(document.lang);
        let first = self.kept.iter().position(|kept| tells(&kept.evidence)).filter(|_| told.is_none());
        self.telling = first.and_then(|at| Some((at, self.kept[at].evidence.locale?)));
        self.weights = [0; Locale::ALL.len()];
        self.early.clear();
        for kept in &self.kept {
            if let Evidence { locale: Some(locale), tokens, .. } = kept.evidence {
                self.weights[locale as usize] += tokens;
            }
            for phrase in &kept.early {
                *self.early.entry(*phrase).or_default() += 1;
            }
        }
        drop(scanned);
        self.document = (!is_plain).then(|| document.into_owned());
        self.text = text;
    }

    /// Lints `view` and gives what `fresh`, a part of it, holds.
    fn keep(
        &mut self,
        scanned: &Scanned<'_>,
        view: &View<'_>,
        fresh: Places<usize>,
        place: &Place<'_>,
    ) -> Vec<Box<Kept<'l>>> {
        let document = scanned.document;
        let judged = self.linter.judge(scanned, view, &mut self.scratch);
        let mut kept: Vec<Box<Kept<'l>>> = fresh
            .clone()
            .map(|at| {
                let piece = place.pieces.get(at - fresh.start).copied().unwrap_or_default();
                let source = &place.source[piece.line..piece.line + piece.bytes];
                Box::new(Kept {
                    bytes: piece.bytes as u32,
                    units16: utf16::units(source.as_bytes()),
                    lead: piece.lead as u32,
                    number: piece.number,
                    block: document.blocks[at].clone(),
                    evidence: scanned.evidence[at],
                    early: Vec::new(),
                    manipulation: None,
                    units: scanned.units(at),
                    letters: scanned.letters(at),
                    findings: Vec::new(),
                })
            })
            .collect();
        let place_of = |block: usize| fresh.contains(&block).then(|| block - fresh.start);
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
        let config = self.linter.config();
        for found in judged.accepted {
            let Some(at) = place_of(found.block) else { continue };
            let diagnostic = self.linter.diagnostic(document, scanned.facts, &found);
            let satisfied = found.satisfied_by(scanned.facts).is_some();
            let ignored = ignore::by_comment(&diagnostic, document).is_some()
                || ignore::is_ignored(&diagnostic, &config.ignores, &self.options.ignores);
            let from = place.pieces.get(at).map_or(0, |piece| piece.line as u32);
            let span = document.locate(found.range);
            let start = document.blocks[found.block].range.start;
            let accepted = Accepted {
                block: 0,
                range: Range { start: found.range.start - start, end: found.range.end - start },
                unit: found.unit - scanned.first_unit(found.block),
                ..found
            };
            let span = Span { start: span.start - from, end: span.end - from };
            let key = self.next_key;
            self.next_key += 1;
            kept[at].findings.push(Held { key, accepted, reported: !satisfied && !ignored, span });
        }
        kept
    }
}

/// Guards look at the blocks beside a match.
const NEAR: usize = 1;

/// Paired controls look this far.
const SIBLINGS: usize = 8;

/// Kept blocks that an edit touches, and the source bytes that they cover.
struct Touched {
    blocks: Places<usize>,
    start: usize,
    end: usize,
}

/// Where blocks lie in the source.
struct Place<'p> {
    /// Where the document that was read begins in the text.
    base: usize,
    /// The source that was read.
    source: &'p str,
    /// Of plain text, one for each fresh block.
    pieces: &'p [Piece],
}

/// Bytes of the source that was read, from the first line of a block to that of the next.
#[derive(Clone, Copy, Default)]
struct Piece {
    line: usize,
    bytes: usize,
    lead: usize,
    number: u32,
}

enum Fit<'l> {
    /// It fits, or (`None`) the whole document looks different now.
    Done(Option<Change<'l>>),
    /// More must be read to know.
    Wider,
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

impl Edit {
    /// Whether `new` is what `old` has become: the same finding, moved, with the same ways out.
    fn leaves(&self, old: &Diagnostic<'_>, new: &Diagnostic<'_>) -> bool {
        let place = |span: Span| (i64::from(span.start), i64::from(span.end));
        let moved = |old: Option<Span>, new: Option<Span>| old.map(|old| self.moved(old)) == new.map(place);
        let edits = |diagnostic: &Diagnostic<'_>| {
            let all = diagnostic.suggestions.iter().flat_map(|it| it.edits.iter().map(|edit| (&it.label, edit)));
            all.map(|(label, edit)| (label.clone(), edit.text.clone(), edit.span)).collect::<Vec<_>>()
        };
        let (before, after) = (edits(old), edits(new));
        old.rule.id == new.rule.id
            && (old.severity, old.certainty, old.locale, old.lang)
                == (new.severity, new.certainty, new.locale, new.lang)
            && old.text == new.text
            && moved(old.span, new.span)
            && before.len() == after.len()
            && before.iter().zip(&after).all(|((label, text, from), (new_label, new_text, to))| {
                label == new_label && text == new_text && moved(Some(*from), Some(*to))
            })
    }
}

impl<'l> Held<'l> {
    fn same(&self, start: i64, end: i64) -> Same<'l> {
        let Accepted { rule, severity, certainty, locale, .. } = self.accepted;
        (&rule.id, severity, certainty, locale, start, end)
    }
}

/// The reported findings of blocks that begin at byte `base`, with their places in the source.
fn held_at<'l>(blocks: &[Box<Kept<'l>>], mut base: u32) -> Vec<(Held<'l>, Span)> {
    let mut held = Vec::new();
    for kept in blocks {
        let reported = kept.findings.iter().filter(|held| held.reported);
        held.extend(reported.map(|finding| (finding.clone(), finding.span.shifted(base))));
        base += kept.bytes;
    }
    held
}

fn tells(evidence: &Evidence) -> bool {
    evidence.locale.is_some() && evidence.tokens >= TELLING
}

/// How many phrases of each list stand in the document, as far as guards count: to two.
fn standing(early: &HashMap<Early, u32>) -> BTreeMap<(Locale, u16), usize> {
    let mut standing = BTreeMap::new();
    for phrase in early.keys() {
        let count: &mut usize = standing.entry((phrase.locale, phrase.list)).or_default();
        *count = (*count + 1).min(2);
    }
    standing
}

/// Whether a block of one document reads as a block of another: words, role, place and marks.
fn reads_same(old: &Document<'_>, a: usize, new: &Document<'_>, b: usize) -> bool {
    let (first, second) = (&old.blocks[a], &new.blocks[b]);
    let inside = |ranges: &[Range], block: &Block| -> Vec<(i64, i64)> {
        let from = ranges.partition_point(|range| range.end <= block.range.start);
        let start = i64::from(block.range.start);
        ranges[from..]
            .iter()
            .take_while(|range| range.start < block.range.end)
            .map(|range| (i64::from(range.start) - start, i64::from(range.end) - start))
            .collect()
    };
    let marks = |document: &Document<'_>, block: &Block| {
        [&document.code, &document.links, &document.splits].map(|ranges| inside(ranges, block))
    };
    let kin = |document: &Document<'_>, at: usize| {
        let from = at.saturating_sub(SIBLINGS);
        let own = document.blocks[at].container;
        document.blocks[from..at].iter().map(|block| block.container == own).collect::<Vec<_>>()
    };
    (first.role, first.place, first.lang, first.checked) == (second.role, second.place, second.lang, second.checked)
        && first.range.of(&old.text) == second.range.of(&new.text)
        && marks(old, first) == marks(new, second)
        && seams(old, a) == seams(new, b)
        && kin(old, a) == kin(new, b)
}

/// Where in the source stand the letters of words that markup splits, and what is hidden inside the
/// block: both counted from the block's place there.
fn seams(document: &Document<'_>, at: usize) -> Vec<i64> {
    let block = document.blocks[at].range;
    let start = i64::from(document.locate(block).start);
    let from = document.splits.partition_point(|split| split.end <= block.start);
    let splits = document.splits[from..].iter().take_while(|split| split.start < block.end);
    let letters = splits.flat_map(|split| {
        let chars = split.of(&document.text).char_indices();
        chars.map(|(at, c)| Range::new(split.start as usize + at, split.start as usize + at + c.len_utf8()))
    });
    let hidden = document.blocks[at + 1..].iter().take(SIBLINGS).take_while(|block| block.place.hidden);
    let places = letters.chain(hidden.map(|block| block.range));
    places.map(|range| i64::from(document.locate(range).start) - start).collect()
}
