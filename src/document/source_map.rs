//! From the extracted text back to the source. The one place where a [`Span`] is made.

use super::{Range, Span};

/// A piece of the text and the piece of the source that it comes from. It reaches to the
/// next piece, the last to the end of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    text: u32,
    source: Span,
    /// Byte for byte the same. Otherwise the piece is one thing, such as a decoded entity
    /// or collapsed white space, and any part of it stands for all of its source.
    verbatim: bool,
}

/// Pieces sorted by their place in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    pieces: Vec<Piece>,
}

impl Span {
    /// The bytes `start..end` of what this span covers.
    pub(super) fn part(self, start: usize, end: usize) -> Self {
        Self::new(self.start as usize + start, self.start as usize + end)
    }

    /// From the start of `self` to the end of `other`.
    pub(super) fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end.max(self.start) }
    }

    /// The place right behind.
    pub(super) fn after(self) -> Self {
        Self { start: self.end, end: self.end }
    }
}

impl SourceMap {
    /// The map of a text that is the source from byte `start` on.
    pub(super) fn identity(start: usize, len: usize) -> Self {
        Self { pieces: vec![Piece { text: 0, source: Span::new(start, start + len), verbatim: true }] }
    }

    /// Says that the text from byte `text` on comes from `source`.
    pub(super) fn push(&mut self, text: usize, source: Span, verbatim: bool) {
        let text = text as u32;
        if let Some(last) = self.pieces.last_mut()
            && verbatim
            && last.verbatim
            && last.source.end == source.start
            && last.source.end - last.source.start == text - last.text
        {
            last.source.end = source.end;
        } else {
            self.pieces.push(Piece { text, source, verbatim });
        }
    }

    /// Appends the pieces of `part` that cover `range` of its text; they now begin at byte `text`.
    pub(super) fn append(&mut self, text: usize, part: &Self, range: Range) {
        for (of, source, verbatim) in part.parts(range) {
            self.push(text + (of.start - range.start) as usize, source, verbatim);
        }
    }

    /// The pieces of `range`: which part of it, where from, and whether byte for byte.
    pub(super) fn parts(&self, range: Range) -> impl Iterator<Item = (Range, Span, bool)> {
        let first = self.piece_at(range.start);
        let ends = self.pieces.iter().skip(first + 1).map(|next| next.text).chain([u32::MAX]);
        self.pieces.iter().skip(first).zip(ends).take_while(move |(piece, _)| piece.text < range.end).map(
            move |(piece, end)| {
                let of = Range { start: piece.text.max(range.start), end: end.min(range.end) };
                let (start, end) = (of.start - piece.text, of.end - piece.text);
                let source =
                    if piece.verbatim { piece.source.part(start as usize, end as usize) } else { piece.source };
                (of, source, piece.verbatim)
            },
        )
    }

    /// The place behind all that is mapped.
    pub(super) fn end(&self) -> Span {
        self.pieces.last().map_or_else(Span::default, |piece| piece.source.after())
    }

    /// How many pieces there are: the work that finding a place in them costs.
    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Whether nothing is mapped.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Forgets everything, and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.pieces.clear();
    }

    /// The piece that holds byte `text`.
    fn piece_at(&self, text: u32) -> usize {
        self.pieces.partition_point(|piece| piece.text <= text).saturating_sub(1)
    }

    /// See [`super::Document::locate`].
    pub fn locate(&self, range: Range) -> Span {
        let Some(first) = self.pieces.get(self.piece_at(range.start)) else { return Span { start: 0, end: 0 } };
        let start = first.source.start
            + if first.verbatim { (range.start - first.text).min(first.source.end - first.source.start) } else { 0 };
        if range.end <= range.start {
            return Span { start, end: start };
        }
        let last = self.pieces[self.piece_at(range.end - 1)];
        let end = if last.verbatim {
            last.source.start + (range.end - last.text).min(last.source.end - last.source.start)
        } else {
            last.source.end
        };
        // A hidden word stands behind the block that it interrupts, so the end can lie before the start.
        Span { start, end: end.max(start) }
    }

    /// See [`super::Document::is_verbatim`].
    pub fn is_verbatim(&self, range: Range) -> bool {
        let at = self.piece_at(range.start);
        self.pieces.get(at).is_some_and(|piece| {
            let len = piece.source.end - piece.source.start;
            piece.verbatim && range.start >= piece.text && range.end <= piece.text + len
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The map of `a&amp;b` to `a&b`.
    fn entity() -> SourceMap {
        let mut map = SourceMap::default();
        map.push(0, Span::new(0, 1), true);
        map.push(1, Span::new(1, 6), false);
        map.push(2, Span::new(6, 7), true);
        map
    }

    #[test]
    fn a_place_in_an_entity_is_the_whole_entity() {
        assert_eq!(entity().locate(Range::new(1, 2)), Span::new(1, 6));
        assert_eq!(entity().locate(Range::new(0, 3)), Span::new(0, 7));
        assert_eq!(entity().locate(Range::new(2, 2)), Span::new(6, 6));
    }

    #[test]
    fn only_a_range_of_one_undecoded_piece_is_verbatim() {
        assert!(entity().is_verbatim(Range::new(0, 1)));
        assert!(entity().is_verbatim(Range::new(2, 3)));
        assert!(!entity().is_verbatim(Range::new(1, 2)));
        assert!(!entity().is_verbatim(Range::new(0, 3)));
    }

    #[test]
    fn neighbours_in_text_and_source_become_one_piece() {
        let mut map = SourceMap::default();
        map.push(0, Span::new(4, 6), true);
        map.push(2, Span::new(6, 9), true);
        assert_eq!(map.len(), 1);
        assert!(map.is_verbatim(Range::new(1, 4)));
        map.push(5, Span::new(10, 12), true);
        assert_eq!(map.len(), 2);
    }

    #[test]
    fn a_part_of_another_map_keeps_its_sources() {
        let mut map = SourceMap::default();
        map.append(0, &entity(), Range::new(1, 3));
        assert_eq!(map.locate(Range::new(0, 1)), Span::new(1, 6));
        assert_eq!(map.locate(Range::new(1, 2)), Span::new(6, 7));
    }

    #[test]
    fn an_empty_map_knows_only_the_beginning() {
        assert_eq!(SourceMap::default().locate(Range::new(0, 0)), Span::new(0, 0));
        assert!(!SourceMap::default().is_verbatim(Range::new(0, 0)));
    }
}
