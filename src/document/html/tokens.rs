//! html5gum's tokens with the place of every decoded character.
//!
//! The tokenizer hands out text in chunks and its position behind each. What a chunk was
//! in the source follows from the two: the same bytes, or the entity before the position.

use std::convert::Infallible;

use html5gum::{Emitter, Error, State, Tokenizer};

use crate::document::source_map::SourceMap;
use crate::document::{Range, Span};

/// What becomes of the tokens.
pub(in crate::document) trait Handler {
    /// Text. `verbatim`: `source` has the same bytes.
    fn text(&mut self, text: &str, source: Span, verbatim: bool);
    /// A start tag. Says how what follows is read, where that is not markup.
    fn open(&mut self, tag: &Tag<'_>) -> Option<State>;
    /// An end tag.
    fn close(&mut self, name: &str, source: Span);
    /// A comment, without its signs.
    fn comment(&mut self, comment: &str, source: Span);
    /// A tag or comment has ended at byte `at`, and markup follows.
    fn between(&mut self, _at: usize) {}
    /// Whether the innermost element is SVG's or MathML's, where CDATA sections are text.
    fn is_foreign(&self) -> bool;
    /// The open element whose text is not markup, if any: how it is read, and its name.
    fn raw_text(&self) -> Option<(State, &'static str)>;
}

/// A start tag.
#[derive(Clone, Copy)]
pub(in crate::document) struct Tag<'t> {
    /// In lower case.
    pub(in crate::document) name: &'t str,
    /// From `<` to `>`.
    pub(in crate::document) span: Span,
    /// Ends in `/>`, which counts in SVG and MathML alone.
    pub(in crate::document) is_self_closing: bool,
    attributes: Option<&'t Attributes>,
}

/// An attribute's value, entities decoded.
#[derive(Clone, Copy)]
pub(in crate::document) struct Value<'t> {
    pub(in crate::document) text: &'t str,
    range: Range,
    attributes: &'t Attributes,
}

impl<'t> Tag<'t> {
    /// A tag without attributes, for markup that is not HTML.
    #[cfg(feature = "full")]
    pub(in crate::document) fn bare(name: &'t str, span: Span) -> Self {
        Self { name, span, is_self_closing: false, attributes: None }
    }

    /// The value of attribute `name`, empty if it has none. Of two with one name the first counts.
    pub(in crate::document) fn get(&self, name: &str) -> Option<Value<'t>> {
        let attributes = self.attributes?;
        let (_, range) = attributes.list.iter().find(|(of, _)| attributes.names[of.clone()] == *name.as_bytes())?;
        let range = Range::new(range.start, range.end);
        // html5gum hands out bytes, but of a `str`.
        let text = std::str::from_utf8(&attributes.values[range.start as usize..range.end as usize]).unwrap_or("");
        Some(Value { text, range, attributes })
    }

    /// Whether there is an attribute `name`.
    pub(in crate::document) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The trimmed value of attribute `name`, or nothing.
    pub(in crate::document) fn text(&self, name: &str) -> &'t str {
        self.get(name).map_or("", |value| value.text.trim())
    }

    /// Whether there are no attributes at all.
    pub(in crate::document) fn is_bare(&self) -> bool {
        self.attributes.is_none_or(|attributes| attributes.list.is_empty())
    }
}

impl<'t> Value<'t> {
    /// Its pieces with their places in the source.
    pub(in crate::document) fn parts(self) -> impl Iterator<Item = (&'t str, Span, bool)> {
        self.attributes.map.parts(self.range).map(move |(part, source, verbatim)| {
            let (start, end) = (part.start - self.range.start, part.end - self.range.start);
            (self.text.get(start as usize..end as usize).unwrap_or(""), source, verbatim)
        })
    }
}

/// The attributes of one tag, in buffers that serve all tags.
#[derive(Debug, Default)]
struct Attributes {
    names: Vec<u8>,
    values: Vec<u8>,
    map: SourceMap,
    list: Vec<(std::ops::Range<usize>, std::ops::Range<usize>)>,
}

#[derive(Debug, Default, PartialEq)]
enum Token {
    #[default]
    None,
    Start,
    End,
}

/// An emitter that hands tokens to `handler`.
struct Spans<'s, 'h, H> {
    source: &'s str,
    /// Where `source` begins in the whole.
    base: usize,
    handler: &'h mut H,
    /// Where the tokenizer is.
    position: usize,
    /// How far the source is accounted for.
    read: usize,
    /// Text that is the source's and not handed on yet.
    run: std::ops::Range<usize>,
    token: Token,
    token_start: usize,
    is_self_closing: bool,
    name: Vec<u8>,
    last_start_tag: Vec<u8>,
    attributes: Attributes,
}

/// Reads `source`, which begins at byte `base` of the whole.
pub(in crate::document) fn read(source: &str, base: usize, handler: &mut impl Handler) {
    let raw_text = handler.raw_text();
    let emitter = Spans {
        source,
        base,
        handler,
        position: 0,
        read: 0,
        run: 0..0,
        token: Token::None,
        token_start: 0,
        is_self_closing: false,
        name: Vec::new(),
        last_start_tag: raw_text.map_or(Vec::new(), |(_, name)| name.into()),
        attributes: Attributes::default(),
    };
    let mut tokenizer = Tokenizer::new_with_emitter(source, emitter);
    if let Some((state, _)) = raw_text {
        tokenizer.set_state(state);
    }
    let Ok(()) = tokenizer.finish();
}

impl<H: Handler> Spans<'_, '_, H> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.base + start, self.base + end)
    }

    /// Where `chunk`, which the tokenizer has just read, stands in the source, and whether verbatim.
    fn origin(&self, chunk: &[u8]) -> (usize, usize, bool) {
        let source = self.source.as_bytes();
        let (read, position) = (self.read, self.position.min(source.len()));
        let behind = |at: usize| source.get(at..at + chunk.len()) == Some(chunk);
        if read + chunk.len() == position && behind(read) {
            (read, position, true)
        } else if source.get(read) == Some(&b'\r') && chunk == b"\n" {
            (read, read + 1 + usize::from(source.get(read + 1) == Some(&b'\n')), false)
        } else if source.get(read) == Some(&b'&') {
            (read, position.max(read), false)
        } else if behind(read) {
            // Read ahead, as `</tit` in a title, and handed out in two chunks.
            (read, read + chunk.len(), true)
        } else if position >= read + chunk.len() && behind(position - chunk.len()) {
            // The tokenizer dropped something, as `</>`.
            (position - chunk.len(), position, true)
        } else {
            (read, position.max(read), false)
        }
    }

    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        if !run.is_empty() {
            // A run ends before ASCII, so between characters.
            if let Some(text) = self.source.get(run.clone()) {
                let source = self.span(run.start, run.end);
                self.handler.text(text, source, true);
            }
        }
    }

    /// Says that the source is accounted for up to the tokenizer's position: a tag or comment ends.
    fn end_token(&mut self) -> Span {
        self.flush();
        self.read = self.position;
        self.span(self.token_start, self.position.max(self.token_start))
    }
}

impl<H: Handler> Emitter for Spans<'_, '_, H> {
    type Token = Infallible;

    #[inline]
    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start_tag = name.unwrap_or_default().into();
    }

    fn emit_eof(&mut self) {
        self.flush();
    }

    fn emit_error(&mut self, _: Error) {}

    #[inline]
    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn emit_string(&mut self, chunk: &[u8]) {
        if chunk.is_empty() {
            return;
        }
        let (start, end, verbatim) = self.origin(chunk);
        self.read = end;
        if verbatim && chunk != b"\0" {
            if self.run.end != start {
                self.flush();
                self.run = start..start;
            }
            self.run.end = end;
        } else {
            self.flush();
            // As in a browser, a null character is not there.
            if chunk != b"\0"
                && let Ok(text) = std::str::from_utf8(chunk)
            {
                let source = self.span(start, end);
                self.handler.text(text, source, false);
            }
        }
    }

    fn start_open_tag(&mut self) {
        self.token_start = self.position.saturating_sub(1);
    }

    fn init_start_tag(&mut self) {
        self.token = Token::Start;
        self.is_self_closing = false;
        self.name.clear();
        self.attributes.names.clear();
        self.attributes.values.clear();
        self.attributes.map.clear();
        self.attributes.list.clear();
    }

    fn init_end_tag(&mut self) {
        self.init_start_tag();
        self.token = Token::End;
    }

    fn init_comment(&mut self) {}

    fn emit_current_tag(&mut self) -> Option<State> {
        let span = self.end_token();
        let name = std::str::from_utf8(&self.name).unwrap_or("");
        if self.token == Token::End {
            self.last_start_tag.clear();
            self.handler.close(name, span);
            self.handler.between(span.end as usize);
            return None;
        }
        let state = self.handler.open(&Tag {
            name,
            span,
            is_self_closing: self.is_self_closing,
            attributes: Some(&self.attributes),
        });
        self.last_start_tag.clone_from(&self.name);
        if state.is_none() {
            self.handler.between(span.end as usize);
        }
        state
    }

    fn emit_current_comment(&mut self) {
        let span = self.end_token();
        let comment = &self.source[self.token_start..self.read.max(self.token_start)];
        if let Some(comment) = comment.strip_prefix("<!--") {
            let comment = comment.strip_suffix("-->").or_else(|| comment.strip_suffix("--!>")).unwrap_or(comment);
            self.handler.comment(comment, span);
        } else {
            self.handler.comment("", span);
        }
        self.handler.between(span.end as usize);
    }

    fn emit_current_doctype(&mut self) {
        self.end_token();
    }

    fn set_self_closing(&mut self) {
        self.is_self_closing = true;
    }

    fn set_force_quirks(&mut self) {}

    fn push_tag_name(&mut self, name: &[u8]) {
        self.name.extend(name);
    }

    fn push_comment(&mut self, _: &[u8]) {}

    fn push_doctype_name(&mut self, _: &[u8]) {}

    fn init_doctype(&mut self) {}

    fn init_attribute(&mut self) {
        let Attributes { names, values, list, .. } = &mut self.attributes;
        list.push((names.len()..names.len(), values.len()..values.len()));
    }

    fn init_attribute_value(&mut self) {
        self.flush();
        self.read = self.position;
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        self.attributes.names.extend(name);
        if let Some((name, _)) = self.attributes.list.last_mut() {
            name.end = self.attributes.names.len();
        }
    }

    fn push_attribute_value(&mut self, chunk: &[u8]) {
        if chunk.is_empty() {
            return;
        }
        let (start, end, verbatim) = self.origin(chunk);
        self.read = end;
        let source = self.span(start, end);
        let Attributes { values, map, list, .. } = &mut self.attributes;
        map.push(values.len(), source, verbatim);
        values.extend(chunk);
        if let Some((_, value)) = list.last_mut() {
            value.end = values.len();
        }
    }

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.token == Token::End && !self.last_start_tag.is_empty() && self.last_start_tag == self.name
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.handler.is_foreign()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes tokens down with their places.
    #[derive(Default)]
    struct Log(Vec<String>);

    impl Handler for Log {
        fn text(&mut self, text: &str, source: Span, verbatim: bool) {
            self.0.push(format!("{text:?} {source:?}{}", if verbatim { "" } else { " decoded" }));
        }

        fn open(&mut self, tag: &Tag<'_>) -> Option<State> {
            self.0.push(format!("<{}> {:?}", tag.name, tag.span));
            for name in ["a", "b"] {
                for (text, source, verbatim) in tag.get(name).into_iter().flat_map(Value::parts) {
                    self.0.push(format!("{name}={text:?} {source:?}{}", if verbatim { "" } else { " decoded" }));
                }
            }
            (tag.name == "title").then_some(State::RcData)
        }

        fn close(&mut self, name: &str, source: Span) {
            self.0.push(format!("</{name}> {source:?}"));
        }

        fn comment(&mut self, comment: &str, source: Span) {
            self.0.push(format!("<!--{comment}--> {source:?}"));
        }

        fn is_foreign(&self) -> bool {
            false
        }

        fn raw_text(&self) -> Option<(State, &'static str)> {
            None
        }
    }

    fn tokens(source: &str) -> Vec<String> {
        let mut log = Log::default();
        read(source, 0, &mut log);
        log.0
    }

    #[test]
    fn an_entity_has_its_place_with_and_without_its_semicolon() {
        assert_eq!(
            tokens("a&amp;b&ampc&#8364;&#x20AC d&nosuch;"),
            [
                r#""a" 0..1"#,
                r#""&" 1..6 decoded"#,
                r#""b" 6..7"#,
                r#""&" 7..11 decoded"#,
                r#""c" 11..12"#,
                r#""€" 12..19 decoded"#,
                r#""€" 19..26 decoded"#,
                r#"" d&nosuch;" 26..36"#,
            ]
        );
    }

    #[test]
    fn broken_markup_does_not_move_what_follows() {
        assert_eq!(
            tokens("a < b <é</>c<!--x-->d<"),
            [r#""a < b <é" 0..9"#, r#""c" 12..13"#, "<!--x--> 13..21", r#""d<" 21..23"#]
        );
        assert_eq!(
            tokens("<title>a</tit b&lt;</title>c"),
            ["<title> 0..7", r#""a</tit b" 7..15"#, r#""<" 15..19 decoded"#, "</title> 19..27", r#""c" 27..28"#]
        );
    }

    #[test]
    fn a_line_end_of_two_bytes_is_one_character() {
        assert_eq!(
            tokens("é\r\nb\rc"),
            [r#""é" 0..2"#, r#""\n" 2..4 decoded"#, r#""b" 4..5"#, r#""\n" 5..6 decoded"#, r#""c" 6..7"#]
        );
    }

    #[test]
    fn an_attribute_has_the_place_of_its_value() {
        assert_eq!(
            tokens("<p a='x &amp; é' b=éy&z>"),
            ["<p> 0..26", r#"a="x " 6..8"#, r#"a="&" 8..13 decoded"#, r#"a=" é" 13..16"#, r#"b="éy&z" 20..25"#]
        );
    }
}
