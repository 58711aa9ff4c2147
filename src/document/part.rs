//! A text, or a part of it that is read again from a place between two blocks, with what the reader knew there.

use std::sync::Arc;

#[cfg(feature = "full")]
use super::markdown;
use super::{Document, html, limited, plain};
use crate::input::Format;

/// What a reader knows between two blocks. What it reads behind depends on nothing else, beside names that
/// the document gives elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// The number of the list item before; 0 if what stands before is none.
    Plain(u32),
    /// Of HTML, and of HTML in Markdown.
    Markup(Arc<html::State>),
}

/// A place between two blocks, and what is to be known of the source from there to the next.
#[derive(Clone, Debug)]
pub(crate) struct Cut {
    /// Byte of the source that was read.
    pub at: u32,
    /// The first block behind it.
    pub block: u32,
    pub state: State,
    /// Something of the whole document is stated there: facts, marks.
    pub states: bool,
    /// Something there goes by a name that the document uses elsewhere: the id of a checkbox, the definition of a link.
    pub names: bool,
}

impl Cut {
    pub(super) fn new(at: u32, block: usize, state: State) -> Self {
        Self { at, block: block as u32, state, states: false, names: false }
    }
}

/// What was read.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    pub document: Document<'a>,
    /// Where the source can be read again, the first at its beginning.
    pub cuts: Vec<Cut>,
    /// Markdown that defines what the document defines, for its parts; `None` where that cannot be said.
    pub definitions: Option<String>,
}

impl<'a> Part<'a> {
    /// Reads a whole text.
    pub(crate) fn whole(source: &'a str, format: Format) -> Self {
        let (read, problem) = limited(source);
        let mut part = Self::read(read, format, None, "", true);
        part.document.problems.extend(problem);
        part
    }

    /// Reads a part that begins where `from` was noted, in a document that defines `definitions`; more follows
    /// behind it unless it `is_last`.
    #[cfg_attr(not(feature = "full"), expect(unused_variables, reason = "Markdown alone has definitions"))]
    pub(crate) fn read(
        source: &'a str,
        format: Format,
        from: Option<&State>,
        definitions: &str,
        is_last: bool,
    ) -> Self {
        match format {
            Format::Html => html::read_part(source, from, is_last),
            #[cfg(feature = "full")]
            Format::Markdown => markdown::read_part(source, from, definitions, is_last),
            _ => plain::read_part(source, from),
        }
    }
}
