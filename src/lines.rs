//! Lines and columns, for people and for tools that count in them.

use crate::document::Span;
use crate::utf16::Utf16Index;

/// Where the lines of a source begin. A line ends after `\n`; the `\r` before it belongs to the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    starts: Vec<u32>,
}

/// A place as editors show it: both count from 1, the column in UTF-16 code units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

impl Lines {
    /// The lines of `source`.
    pub fn new(source: &str) -> Self {
        let breaks = source.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self { starts: core::iter::once(0).chain(breaks.map(|(i, _)| i as u32 + 1)).collect() }
    }

    /// The line, counted from 0, in which byte `byte` of the source lies.
    pub fn line(&self, byte: u32) -> usize {
        self.starts.partition_point(|start| *start <= byte) - 1
    }

    /// From the first byte of line `first` to the last of line `last`, without its line break.
    pub fn span(&self, source: &str, first: usize, last: usize) -> Span {
        let start = self.starts[first] as usize;
        let end = self.starts.get(last + 1).map_or(source.len(), |next| *next as usize);
        let text =
            source[start..end].strip_suffix('\n').map_or(&source[start..end], |t| t.strip_suffix('\r').unwrap_or(t));
        Span::new(start, start + text.len())
    }

    /// The position of byte `byte` of the source that the lines and the index were made of.
    pub fn position(&self, source: &str, utf16: &Utf16Index, byte: u32) -> Position {
        let line = self.line(byte);
        let units = |byte: u32| utf16.offset(source, byte as usize);
        Position { line: line as u32 + 1, column: units(byte) - units(self.starts[line]) + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_counts_lines_and_the_columns_of_editors() {
        let source = "限時🎁 now\r\nOnly 3 left\n";
        let (lines, utf16) = (Lines::new(source), Utf16Index::new(source));
        let at = |word: &str| {
            let Position { line, column } = lines.position(source, &utf16, source.find(word).unwrap() as u32);
            (line, column)
        };
        assert_eq!(at("限"), (1, 1));
        assert_eq!(at("now"), (1, 6));
        assert_eq!(at("Only"), (2, 1));
        assert_eq!(lines.position(source, &utf16, source.len() as u32), Position { line: 3, column: 1 });
        assert_eq!(lines.span(source, 0, 0).of(source), "限時🎁 now");
        assert_eq!(lines.span(source, 0, 1).of(source), "限時🎁 now\r\nOnly 3 left");
    }
}
