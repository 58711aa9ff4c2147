//! The blocks of an open text with what was found in them, in segments that can each be read alone, so that an edit
//! finds its place and moves what stands behind it without going through them all.

use core::ops::{AddAssign, Range as Places};

use super::{Key, Same};
use crate::document::Span;
use crate::document::part::State;
use crate::linter::{Accepted, Early};
use crate::locale::Evidence;

/// The source from one place at which it can be read again to the next.
#[derive(Debug)]
pub(super) struct Segment<'l> {
    pub bytes: u32,
    /// The same in UTF-16 units.
    pub units16: u32,
    /// What the reader knows where it begins.
    pub state: State,
    /// See [`crate::document::part::Cut`].
    pub states: bool,
    pub names: bool,
    /// Of its blocks.
    pub units: u32,
    pub blocks: Vec<Kept<'l>>,
}

/// A block and what was found in it. Ranges begin with the block.
#[derive(Debug)]
pub(super) struct Kept<'l> {
    /// It is a control, or hidden: blocks further off than the next look for such.
    pub reaches: bool,
    /// Something in it was held against what stands around it.
    pub weighs: bool,
    pub evidence: Evidence,
    pub early: Vec<Early>,
    pub manipulation: Option<u32>,
    pub units: u32,
    pub letters: u32,
    pub findings: Vec<Held<'l>>,
}

#[derive(Clone, Debug)]
pub(super) struct Held<'l> {
    pub key: Key,
    pub accepted: Accepted<'l>,
    /// Whether it is reported: no fact satisfies it and nobody ignores it.
    pub reported: bool,
    /// In the source of its segment.
    pub span: Span,
}

impl<'l> Held<'l> {
    pub fn same(&self, start: i64, end: i64) -> Same<'l> {
        let Accepted { rule, severity, certainty, locale, .. } = self.accepted;
        (&rule.id, severity, certainty, locale, start, end)
    }
}

impl<'l> Segment<'l> {
    /// Its reported findings.
    pub fn reported(&self) -> impl Iterator<Item = &Held<'l>> {
        self.blocks.iter().flat_map(|kept| &kept.findings).filter(|held| held.reported)
    }

    fn sums(&self) -> Sums {
        let Self { bytes, units16, units, .. } = *self;
        Sums { segments: 1, bytes, units16, blocks: self.blocks.len(), units }
    }
}

/// What some segments come to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    pub segments: usize,
    pub bytes: u32,
    pub units16: u32,
    pub blocks: usize,
    pub units: u32,
}

impl AddAssign for Sums {
    fn add_assign(&mut self, other: Self) {
        self.segments += other.segments;
        self.bytes += other.bytes;
        self.units16 += other.units16;
        self.blocks += other.blocks;
        self.units += other.units;
    }
}

/// So many segments are counted one by one, of a document of thousands.
const CHUNK: usize = 64;

/// All segments, in chunks whose sums are known.
#[derive(Debug, Default)]
pub(super) struct Segments<'l> {
    chunks: Vec<Chunk<'l>>,
}

#[derive(Debug)]
struct Chunk<'l> {
    sums: Sums,
    segments: Vec<Segment<'l>>,
}

impl<'l> Chunk<'l> {
    fn new(segments: Vec<Segment<'l>>) -> Self {
        let mut sums = Sums::default();
        segments.iter().for_each(|segment| sums += segment.sums());
        Self { sums, segments }
    }
}

fn chunked(mut segments: Vec<Segment<'_>>) -> Vec<Chunk<'_>> {
    let mut chunks = Vec::new();
    while let Some(last) = segments.len().checked_sub(1) {
        chunks.push(Chunk::new(segments.split_off(last / CHUNK * CHUNK)));
    }
    chunks.reverse();
    chunks
}

/// Puts `new` in the place of `places`.
fn replace<T>(all: &mut Vec<T>, places: Places<usize>, mut new: Vec<T>) {
    let mut behind = all.split_off(places.end);
    all.truncate(places.start);
    all.append(&mut new);
    all.append(&mut behind);
}

impl<'l> Segments<'l> {
    pub fn new(segments: Vec<Segment<'l>>) -> Self {
        Self { chunks: chunked(segments) }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Segment<'l>> {
        self.chunks.iter().flat_map(|chunk| &chunk.segments)
    }

    /// The segments `places`.
    pub fn range(&self, places: Places<usize>) -> impl Iterator<Item = &Segment<'l>> {
        let (chunk, before) = self.chunk_of(places.start);
        let chunks = self.chunks.get(chunk..).unwrap_or_default();
        chunks.iter().flat_map(|chunk| &chunk.segments).skip(places.start - before.segments).take(places.len())
    }

    /// What all of them come to.
    pub fn total(&self) -> Sums {
        let mut total = Sums::default();
        self.chunks.iter().for_each(|chunk| total += chunk.sums);
        total
    }

    /// What the segments before number `segment` come to.
    pub fn before(&self, segment: usize) -> Sums {
        let (chunk, mut sums) = self.chunk_of(segment);
        if let Some(chunk) = self.chunks.get(chunk) {
            chunk.segments[..segment - sums.segments].iter().for_each(|segment| sums += segment.sums());
        }
        sums
    }

    /// The segment in which place `place` lies, if places are counted so; the last if none. With what those before
    /// it come to.
    pub fn at(&self, place: u32, count: fn(&Sums) -> u32) -> Option<(Sums, &Segment<'l>)> {
        let mut before = Sums::default();
        let mut last = self.chunks.len().checked_sub(1)?;
        for (at, chunk) in self.chunks.iter().enumerate() {
            if count(&before) + count(&chunk.sums) > place || at == last {
                last = at;
                break;
            }
            before += chunk.sums;
        }
        let segments = &self.chunks[last].segments;
        for segment in &segments[..segments.len() - 1] {
            let sums = segment.sums();
            if count(&before) + count(&sums) > place {
                return Some((before, segment));
            }
            before += sums;
        }
        segments.last().map(|segment| (before, segment))
    }

    /// Puts `new` in the place of the segments `places`.
    pub fn splice(&mut self, places: Places<usize>, new: Vec<Segment<'l>>) {
        let (first, before) = self.chunk_of(places.start);
        let Some(chunk) = self.chunks.get_mut(first) else {
            self.chunks = chunked(new);
            return;
        };
        let local = places.start - before.segments..places.end - before.segments;
        let mut segments = core::mem::take(&mut chunk.segments);
        let mut last = first + 1;
        while segments.len() < local.end && last < self.chunks.len() {
            segments.append(&mut self.chunks[last].segments);
            last += 1;
        }
        replace(&mut segments, local, new);
        if (1..=2 * CHUNK).contains(&segments.len()) && last == first + 1 {
            self.chunks[first] = Chunk::new(segments);
        } else {
            replace(&mut self.chunks, first..last, chunked(segments));
        }
    }

    /// The chunk that holds the segment, the last behind all, and what those before it come to.
    fn chunk_of(&self, segment: usize) -> (usize, Sums) {
        let mut before = Sums::default();
        for (at, chunk) in self.chunks.iter().enumerate() {
            if before.segments + chunk.segments.len() > segment || at + 1 == self.chunks.len() {
                return (at, before);
            }
            before += chunk.sums;
        }
        (0, before)
    }
}
