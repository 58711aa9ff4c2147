//! The text that a reader sees, its blocks, and the way back to the source.

use core::fmt;
use std::borrow::Cow;

use candor_scan::vocabulary::{Locale, Role};

use crate::input::{Facts, Format};
use crate::report::TextProblem;
#[cfg(feature = "marks")]
use crate::value::Value;

mod builder;
mod facts;
#[cfg(feature = "full")]
mod front_matter;
mod html;
mod ignore;
#[cfg(feature = "full")]
mod markdown;
pub(crate) mod part;
mod plain;
pub mod source_map;

use source_map::SourceMap;

/// A source is read up to here: places are 32-bit numbers, and a decoded entity can be
/// longer than its source.
const LONGEST: usize = i32::MAX as usize;

/// Bytes of [`Document::text`].
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// Bytes of the source.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

macro_rules! interval {
    ($($Type:ident)+) => { $(
        impl $Type {
            /// From `start` to `end`, in bytes.
            pub fn new(start: usize, end: usize) -> Self {
                Self { start: start as u32, end: end as u32 }
            }

            /// Whether the two share a byte; an empty one lies in what surrounds it.
            pub fn overlaps(self, other: Self) -> bool {
                self.start < other.end && other.start < self.end
            }

            /// Whether `other` lies within.
            pub fn contains(self, other: Self) -> bool {
                self.start <= other.start && other.end <= self.end
            }

            /// The same, `by` bytes further on.
            pub fn shifted(self, by: u32) -> Self {
                Self { start: self.start + by, end: self.end + by }
            }

            /// The slice of `text` that it covers.
            pub fn of(self, text: &str) -> &str {
                &text[self.start as usize..self.end as usize]
            }
        }

        impl fmt::Debug for $Type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}..{}", self.start, self.end)
            }
        }
    )+ };
}

interval!(Range Span);

/// Where a block stands, beside its role. A block in a quotation in the footer has both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Not shown: `hidden`, `display:none`, `aria-hidden`, `font-size:0`, closed templates.
    pub hidden: bool,
    /// Footer, small print, terms, a closed `details`.
    pub small_print: bool,
    /// Code: not copy.
    pub code: bool,
    /// Inside a quotation.
    pub quote: bool,
    /// Inside a figure, its caption included.
    pub figure: bool,
    /// Inside navigation.
    pub nav: bool,
}

/// A piece of text that reads as one: a paragraph, a button, a label.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Where in [`Document::text`]. Blocks are sorted and never overlap.
    pub range: Range,
    /// What it is to the reader.
    pub role: Role,
    /// Where it stands.
    pub place: Place,
    /// The nearest `lang` attribute, if it names a language that we speak.
    pub lang: Option<Locale>,
    /// Whether the checkbox or radio button that this block labels is ticked.
    pub checked: Option<bool>,
    /// The element that groups controls: nearest form, dialog, list or other block container.
    /// Controls with the same number are siblings. 0 is the document.
    pub container: u32,
}

/// What a reader of a source finds beside its text.
#[derive(Clone, Debug, Default)]
pub struct Document<'a> {
    /// The visible text, entities decoded and inline tags joined; hidden blocks are in it
    /// too, marked as such. Between two blocks stands at least one byte, a line break.
    /// A line break inside a block is white space that ends a line (`<br>`); in plain text,
    /// which is the source itself, it can also be one that an editor's margin made.
    pub text: Cow<'a, str>,
    /// The blocks, in order.
    pub blocks: Vec<Block>,
    /// The document's declared language.
    pub lang: Option<Locale>,
    /// Inline code inside blocks that are copy otherwise.
    pub code: Vec<Range>,
    /// Links inside running text: the range of their words.
    pub links: Vec<Range>,
    /// Words that markup splits (`<b>la</b><i>st</i>`), and words that hidden text splits.
    pub splits: Vec<Range>,
    /// Facts stated in the source.
    pub facts: Facts,
    /// Ignore comments.
    pub ignores: Vec<IgnoreMark>,
    /// Pictures and other media, in order: their `src` and where they stand.
    pub assets: Vec<AssetMark>,
    /// What was meant for candor and could not be read.
    pub problems: Vec<TextProblem>,
    /// What the page says for machines of how it, or what it shows, was made.
    #[cfg(feature = "marks")]
    pub(crate) statements: Vec<Statement>,
    map: SourceMap,
}

/// An ignore comment of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IgnoreMark {
    /// A rule id or category; `None`: every rule.
    pub rule: Option<String>,
    /// Why.
    pub reason: String,
    /// What of [`Document::text`] it silences.
    pub range: Range,
    /// The comment.
    pub span: Span,
}

/// What a page says of its making in a notation for machines, as written.
#[cfg(feature = "marks")]
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Statement {
    /// Structured data.
    JsonLd(String),
    /// The content of `<meta name="ai-disclosure">`.
    Meta(String),
    /// The attribute `ai-disclosure` of an element that shows a medium: its `src`, and the value.
    OfMedium(String, String),
    /// A key of front matter.
    Key(String, Value),
}

/// A picture or other medium shown by the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetMark {
    /// As written.
    pub src: String,
    /// Its tag or image syntax in the source.
    pub span: Span,
    /// Where in [`Document::text`] it stands: its alternative text, or an empty range.
    pub range: Range,
    /// Inside which figure, if any: the range of the figure's blocks.
    pub figure: Option<Range>,
}

/// What is read of `source`, and what to say if that is not all.
fn limited(source: &str) -> (&str, Option<TextProblem>) {
    let read = &source[..source.floor_char_boundary(LONGEST)];
    let problem = (read.len() < source.len()).then(|| TextProblem {
        span: None,
        message: format!("only the first {LONGEST} bytes were read; split the text"),
    });
    (read, problem)
}

impl<'a> Document<'a> {
    /// Reads `source`. Never fails: what cannot be read is told in [`Document::problems`].
    ///
    /// Markdown needs the full build; without it the source is read as plain text and
    /// the caller is expected to have refused it before.
    pub fn read(source: &'a str, format: Format) -> Self {
        let (read, problem) = limited(source);
        let mut document = match format {
            Format::Html => html::read(read),
            #[cfg(feature = "full")]
            Format::Markdown => markdown::read(read),
            _ => plain::read(read),
        };
        document.problems.extend(problem);
        document
    }

    /// The same document with other words at `edits`, which are sorted and do not overlap.
    /// It has no way back to the source: its ranges are to be brought back first.
    pub(crate) fn rewritten(&self, edits: &[(Range, &str)]) -> Document<'static> {
        let mut text = String::with_capacity(self.text.len());
        let mut done = 0;
        // Behind each edit, by how much everything moves.
        let mut shifts = Vec::with_capacity(edits.len());
        for (range, plain) in edits {
            text.push_str(&self.text[done..range.start as usize]);
            text.push_str(plain);
            done = range.end as usize;
            shifts.push(text.len() as i64 - done as i64);
        }
        text.push_str(&self.text[done..]);
        let place = |at: u32| {
            let before = edits.partition_point(|(range, _)| range.end <= at);
            (i64::from(at) + before.checked_sub(1).map_or(0, |before| shifts[before])) as u32
        };
        let moved = |range: Range| Range { start: place(range.start), end: place(range.end) };
        let blocks = self.blocks.iter().map(|block| Block { range: moved(block.range), ..block.clone() });
        Document {
            blocks: blocks.collect(),
            lang: self.lang,
            code: self.code.iter().copied().map(moved).collect(),
            text: Cow::Owned(text),
            ..Document::default()
        }
    }

    /// Where `range` of the text stands in the source: from the first character's
    /// source to the end of the last one's, markup between them included.
    pub fn locate(&self, range: Range) -> Span {
        self.map.locate(range)
    }

    /// How many pieces of the source the text is made of: what finding a place costs, and
    /// what a broken source must not make grow.
    pub fn pieces(&self) -> usize {
        self.map.len()
    }

    /// Whether `range` comes from one unbroken, undecoded piece of the source, so that
    /// replacing its span replaces these words and nothing else.
    pub fn is_verbatim(&self, range: Range) -> bool {
        self.map.is_verbatim(range)
    }
}
