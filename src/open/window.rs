//! The part of an open text around an edit: read again from a place before it to one behind it where the reader
//! knows what it knew, and linted where its blocks can have changed.

use core::ops::Range as Places;

use super::segments::{Kept, Segment};
use super::{Change, Edit, Open, reaches};
use crate::Format;
use crate::document::part::{Cut, Part};
use crate::linter::View;

/// Guards look at the blocks beside a match.
const NEAR: usize = 1;

/// Paired controls look this far, and words in whose midst others are hidden.
const SIBLINGS: usize = 8;

enum Fit<'l> {
    /// It fits, or (`None`) the whole document looks different now.
    Done(Option<Change<'l>>),
    /// So many segments more must be read to know.
    Wider(usize),
}

/// A part that was read, and how it lies in the text.
struct Window<'w> {
    part: Part<'w>,
    source: &'w str,
    /// The segments that it was.
    segments: Places<usize>,
    /// Where it begins in the text.
    start: usize,
}

/// Some of a part's segments.
#[derive(Clone)]
struct Stretch {
    /// By their places in the part.
    cuts: Places<usize>,
    blocks: Places<usize>,
}

impl<'l> Open<'l> {
    /// Reads and lints around an edit of the segments `touched`. `None`, and nothing is as it was, when
    /// the whole document looks different now.
    pub(super) fn edit_part(&mut self, edit: &Edit, touched: Places<usize>) -> Option<Change<'l>> {
        let definitions = self.definitions.take()?;
        let text = core::mem::take(&mut self.text);
        let change =
            if self.may_end_front_matter(&text) { None } else { self.edit_text(edit, touched, &text, &definitions) };
        (self.text, self.definitions) = (text, Some(definitions));
        change
    }

    fn edit_text(&mut self, edit: &Edit, touched: Places<usize>, text: &str, definitions: &str) -> Option<Change<'l>> {
        let count = self.segments.total().segments;
        let Places { start: mut low, end: mut high } = touched;
        // Blocks that can be judged otherwise now, and those that they are held against.
        let mut more = 2 * if self.reach_far(low, high) { SIBLINGS + NEAR } else { NEAR };
        let mut read = 0;
        loop {
            (low, high) = (low.saturating_sub(more), (high + more).min(count));
            let start = self.segments.before(low).bytes as usize;
            let end = (i64::from(self.segments.before(high).bytes) + edit.by) as usize;
            let from = self.segments.range(low..high).next().map(|first| &first.state).filter(|_| low > 0);
            let source = &text[start..end];
            let part = Part::read(source, self.options.format, from, definitions, high == count);
            read += part.document.blocks.len();
            match self.fit(edit, Window { part, source, segments: low..high, start }) {
                Fit::Done(change) => return change.map(|change| Change { read, ..change }),
                Fit::Wider(_) if low == 0 && high == count => return None,
                Fit::Wider(segments) => more = segments.max(high - low),
            }
        }
    }

    /// Whether a line anywhere can make front matter of what stands before it.
    fn may_end_front_matter(&self, text: &str) -> bool {
        let begins = text.trim_start_matches('\u{FEFF}');
        let has_some = self.segments.iter().next().is_some_and(|first| first.states);
        self.options.format == Format::Markdown && !has_some && (begins.starts_with("---") || begins.starts_with("+++"))
    }

    /// Whether a block among the segments `low..high`, or as near as siblings, is looked for from afar.
    fn reach_far(&self, low: usize, high: usize) -> bool {
        let reach = SIBLINGS + NEAR;
        let mut around = self.segments.range(low.saturating_sub(reach)..high + reach);
        around.any(|segment| segment.blocks.iter().any(|kept| kept.reaches))
    }

    /// Puts what was read in the place of what it was, if it fits what stands around it.
    fn fit(&mut self, edit: &Edit, mut window: Window<'_>) -> Fit<'l> {
        let Window { part: Part { document, cuts, .. }, segments, start, .. } = &mut window;
        if !document.ignores.is_empty() || !document.problems.is_empty() {
            return Fit::Done(None);
        }
        let old: Vec<&Segment<'_>> = self.segments.range(segments.clone()).collect();
        let (is_first, is_last) = (segments.start == 0, segments.end == self.segments.total().segments);
        let mut places = Vec::with_capacity(old.len());
        let mut at = *start as i64;
        for segment in &old {
            places.push(at);
            at += i64::from(segment.bytes);
        }
        let same = |from: usize, to: usize, by: i64| {
            places[from] + by == *start as i64 + i64::from(cuts[to].at) && old[from].state == cuts[to].state
        };
        let most = old.len().min(cuts.len());
        let mut left = 0;
        while left + 1 < most && places[left + 1] <= edit.from as i64 && same(left + 1, left + 1, 0) {
            left += 1;
        }
        let mut right = 0;
        while right < most - left {
            let (from, to) = (old.len() - 1 - right, cuts.len() - 1 - right);
            // The beginning of the text is like no other place.
            if places[from] < edit.to as i64 || is_first && from == 0 || !same(from, to, edit.by) {
                break;
            }
            right += 1;
        }
        if !is_first && left == 0 || !is_last && right == 0 {
            return Fit::Wider(0);
        }
        let (before, now) = (left..old.len() - right, left..cuts.len() - right);
        let states = old[before.clone()].iter().any(|segment| segment.states)
            || cuts[now.clone()].iter().any(|cut| cut.states)
            || is_last && document.lang != self.lang;
        if states || old.iter().any(|segment| segment.names) || cuts.iter().any(|cut| cut.names) {
            return Fit::Done(None);
        }
        let changed = Stretch::of(cuts, document.blocks.len(), now.clone());
        let far = document.blocks[changed.blocks.clone()].iter().any(reaches)
            || self.reach_far(segments.start + before.start, segments.start + before.end);
        let reach = if far { SIBLINGS + NEAR } else { NEAR };
        // A neighbour in which nothing is held against what stands around it is what it was.
        let weighs = |kept: Option<&Kept<'_>>| far || kept.is_none_or(|kept| kept.weighs);
        let reach_left = if left > 0 && !weighs(old[left - 1].blocks.last()) { 0 } else { reach };
        let reach_right = if right > 0 && !weighs(old[old.len() - right].blocks.first()) { 0 } else { reach };
        let widen = |stretch: &Stretch, left: usize, right: usize| {
            stretch.widened(cuts, document.blocks.len(), (left, right), is_first, is_last)
        };
        let Some(fresh) = widen(&changed, reach_left, reach_right) else { return Fit::Wider(2 * reach) };
        let Some(view) = widen(&fresh, reach, reach) else { return Fit::Wider(2 * reach) };
        let replaced = segments.start + fresh.cuts.start..segments.start + fresh.cuts.end + old.len() - cuts.len();
        document.lang = self.lang;
        Fit::Done(self.replace(edit, &window, &view, &fresh, replaced))
    }

    /// Lints the blocks of `fresh`, looking at those of `view`, and puts them in the place of the segments `replaced`.
    /// `None` when the whole document looks different now.
    fn replace(
        &mut self,
        edit: &Edit,
        window: &Window<'_>,
        view: &Stretch,
        fresh: &Stretch,
        replaced: Places<usize>,
    ) -> Option<Change<'l>> {
        let Part { document, cuts, .. } = &window.part;
        let before = self.segments.before(replaced.start);
        // Blocks before the part, less those of the part before `fresh`.
        let offset = before.blocks - fresh.blocks.start;
        let mut whole = core::mem::take(&mut self.tally.whole);
        whole.expected = self.tally.expected(offset + view.blocks.start);
        let (blocks, judged) = (view.blocks.clone(), fresh.blocks.clone());
        let lens = View { blocks, judged, whole: Some(&whole), today: self.options.today };
        let facts = core::mem::take(&mut self.facts);
        let scanned = self.linter.scan(document, self.options.locale, &facts, &lens);
        let mut new = self.keep(&scanned, &lens, cuts, fresh.cuts.clone(), window.source);
        drop(scanned);
        (self.facts, self.tally.whole) = (facts, whole);

        let old: Vec<&Segment<'l>> = self.segments.range(replaced.clone()).collect();
        let was: Vec<&Kept<'l>> = old.iter().flat_map(|segment| &segment.blocks).collect();
        let is: Vec<&Kept<'l>> = new.iter().flat_map(|segment| &segment.blocks).collect();
        if !self.tally.replace(before.blocks, &was, &is) {
            return None;
        }
        let linted = is.len();
        let gone = super::held_at(old.into_iter(), before.bytes);
        let place = super::Place { document, block: fresh.blocks.start, base: window.start as u32, before };
        let change = self.compare(edit, gone, &mut new, &place);
        self.segments.splice(replaced, new);
        Some(Change { linted, ..change })
    }
}

impl Stretch {
    /// The segments `places` of a part of `count` blocks.
    fn of(cuts: &[Cut], count: usize, places: Places<usize>) -> Self {
        let block = |at: usize| cuts.get(at).map_or(count, |cut| cut.block as usize);
        Self { blocks: block(places.start)..block(places.end), cuts: places }
    }

    /// With as many segments on each side as hold the blocks of `reach`, or all there are; `None` where a part that is not
    /// the document's first or last has not so many.
    fn widened(
        &self,
        cuts: &[Cut],
        count: usize,
        reach: (usize, usize),
        is_first: bool,
        is_last: bool,
    ) -> Option<Self> {
        let Self { cuts: Places { mut start, mut end }, blocks } = self.clone();
        let block = |at: usize| cuts.get(at).map_or(count, |cut| cut.block as usize);
        while start > 0 && block(start) + reach.0 > blocks.start {
            start -= 1;
        }
        while end < cuts.len() && block(end) < blocks.end + reach.1 {
            end += 1;
        }
        let wide = Self::of(cuts, count, start..end);
        let enough = (is_first || wide.blocks.start + reach.0 <= blocks.start)
            && (is_last || wide.blocks.end >= blocks.end + reach.1);
        enough.then_some(wide)
    }
}
