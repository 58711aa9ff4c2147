//! Markdown: CommonMark with tables, task lists and footnotes. Its events are read as the
//! HTML that they stand for, so that HTML inside Markdown is simply more of it.

use std::borrow::Cow;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::html::byte_order_mark;
use super::html::reader::Reader;
use super::html::tokens::{self, Handler};
use super::part::{Part, State};
use super::{Document, Span, front_matter};

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM);

pub(super) fn read<'a>(source: &str) -> Document<'a> {
    let mut markdown = Markdown { source, reader: Reader::default(), before: 0, html: 0..0, titles: Vec::new() };
    let body = markdown.front_matter();
    for (event, range) in Parser::new_ext(&source[body..], OPTIONS).into_offset_iter() {
        markdown.event(event, body + range.start..body + range.end);
    }
    markdown.flush_html();
    markdown.reader.finish()
}

/// Reads a text, or a part of it that begins where `from` was noted, in a document that defines `definitions`.
///
/// A block that no other holds, behind an empty line, is read from what stands in it and behind, whatever stands before.
/// That such a block begins is told by its first line: where the part ends is no such place.
pub(super) fn read_part<'a>(source: &str, from: Option<&State>, definitions: &str, is_last: bool) -> Part<'a> {
    let len = source.len();
    let all = if definitions.is_empty() { Cow::Borrowed(source) } else { Cow::Owned([definitions, source].concat()) };
    let source = &*all;
    let reader = Reader::resumed(from, false);
    let mut markdown = Markdown { source, reader, before: definitions.len(), html: 0..0, titles: Vec::new() };
    let body = if from.is_none() { markdown.front_matter() } else { 0 };
    let parser = Parser::new_ext(&source[body..], OPTIONS);
    let mut defined = Vec::new();
    let links = parser.reference_definitions().iter().map(|(_, link)| body + link.span.start..body + link.span.end);
    let links: Vec<_> = links.filter(|span| span.start >= definitions.len()).collect();
    let mut footnotes = Vec::new();
    let mut depth = 0_usize;
    for (event, range) in parser.into_offset_iter() {
        let range = body + range.start..body + range.end;
        if let Event::Start(_) = event {
            depth += 1;
            if depth == 1 && range.start >= definitions.len() {
                markdown.cut(range.start);
            }
        } else if let Event::End(_) = event {
            depth -= 1;
        }
        if range.start < definitions.len() {
            continue;
        }
        if let Event::Start(Tag::FootnoteDefinition(label)) = &event {
            footnotes.push((range.start, label.to_string()));
        }
        markdown.event(event, range);
    }
    markdown.flush_html();
    let mut part = markdown.reader.finish_part(len, is_last);
    let mut name = |at: usize| {
        let at = (at - definitions.len()) as u32;
        let cut = part.cuts.partition_point(|cut| cut.at <= at).saturating_sub(1);
        part.cuts[cut].names = true;
    };
    for (at, label) in footnotes {
        name(at);
        defined.push(format!("[^{label}]: x"));
    }
    for span in links {
        name(span.start);
        defined.push(source[span].trim_end().to_owned());
    }
    part.definitions = if defined.is_empty() {
        Some(String::new())
    } else if defined.iter().any(|one| one.contains(['\n', '\r'])) {
        None
    } else {
        // A rule ends whatever the last of them could go on with.
        Some(defined.join("\n\n") + "\n\n***\n\n")
    };
    // One that is defined already is not told; here it may be the first.
    part.cuts[0].names |= !definitions.is_empty() && source[definitions.len()..].contains("]:");
    part.cuts[0].states |= body > 0;
    part
}

struct Markdown<'s> {
    source: &'s str,
    reader: Reader,
    /// How much of `source` stands before what is read.
    before: usize,
    /// HTML that comes line by line and is read as one, for its tags may go over lines.
    html: std::ops::Range<usize>,
    /// Titles of the open links and pictures, which are read after their words.
    titles: Vec<Option<(String, Span, bool)>>,
}

/// The element that a tag stands for.
fn element(tag: &TagEnd) -> Option<&'static str> {
    Some(match tag {
        TagEnd::Paragraph => "p",
        TagEnd::Heading(_) => "h2",
        TagEnd::BlockQuote(_) => "blockquote",
        TagEnd::CodeBlock => "pre",
        TagEnd::List(_) => "ul",
        TagEnd::Item => "li",
        // Footnotes are printed small, below.
        TagEnd::FootnoteDefinition => "footer",
        TagEnd::Table => "table",
        TagEnd::TableHead | TagEnd::TableRow => "tr",
        TagEnd::TableCell => "td",
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        TagEnd::Strikethrough => "del",
        TagEnd::Superscript => "sup",
        TagEnd::Subscript => "sub",
        TagEnd::Link => "a",
        // The alternative text is not the name of an element.
        TagEnd::Image => "!alt",
        _ => return None,
    })
}

impl Markdown<'_> {
    /// Reads the front matter and gives where it ends.
    fn front_matter(&mut self) -> usize {
        let start = byte_order_mark(self.source);
        start + front_matter::read(&self.source[start..], start, &mut self.reader.builder)
    }

    /// Where `range` stands in what is read.
    fn span(&self, range: &std::ops::Range<usize>) -> Span {
        Span::new(range.start - self.before, range.end - self.before)
    }

    /// Notes that the source can be read again from the line on in which a block begins at `at`, if the line before
    /// is empty.
    fn cut(&mut self, at: usize) {
        self.flush_html();
        let line = self.source[..at].rfind('\n').map_or(0, |end| end + 1);
        let is_blank = |part: &str| part.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
        let before = self.source[self.before..line].strip_suffix('\n').unwrap_or_default();
        let before = before.rsplit('\n').next().unwrap_or_default();
        if line > self.before && is_blank(before) && is_blank(&self.source[line..at]) {
            self.reader.cut(line - self.before);
        }
    }

    fn event(&mut self, event: Event<'_>, range: std::ops::Range<usize>) {
        if let Event::Html(_) | Event::InlineHtml(_) = event {
            // Of a line end of two bytes the first belongs to no event.
            let gap = self.source.get(self.html.end..range.start).map(|gap| gap.trim_matches('\r'));
            if self.html.is_empty() || gap != Some("") {
                self.flush_html();
                self.html.start = range.start;
            }
            self.html.end = range.end;
            return;
        }
        self.flush_html();
        match event {
            Event::Start(tag) => self.start(&tag, &range),
            Event::End(tag) => {
                if let Some(name) = element(&tag) {
                    self.reader.close(name, self.span(&(range.end..range.end)));
                }
                if let TagEnd::Image | TagEnd::Link = tag
                    && let Some(Some((title, source, verbatim))) = self.titles.pop()
                {
                    self.reader.tooltip(&title, source, verbatim);
                }
            }
            Event::Text(text) => self.text(&text, &range),
            Event::Code(code) => {
                // Between its back-ticks. A line end in it has become a blank, one of two bytes two blanks.
                let source = &self.source[range.clone()];
                let words = || code.split_whitespace().collect::<Vec<_>>().join(" ");
                let code = if source.contains('\n') { words().into() } else { code };
                let place = source.find(&*code).map(|at| range.start + at);
                let place = place.map_or(range, |start| start..start + code.len());
                self.reader.open(&tokens::Tag::bare("code", self.span(&place)));
                self.text(&code, &place);
                self.reader.close("code", self.span(&place));
            }
            Event::SoftBreak => self.text(" ", &range),
            Event::HardBreak => {
                self.reader.open(&tokens::Tag::bare("br", self.span(&range)));
            }
            Event::Rule => {
                self.reader.open(&tokens::Tag::bare("hr", self.span(&range)));
            }
            Event::TaskListMarker(checked) => self.reader.tick(checked),
            // The mark of a footnote is no copy; math is not switched on.
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &std::ops::Range<usize>) {
        if let Tag::Image { dest_url, .. } = tag {
            self.reader.open_alt(dest_url, self.span(range));
        } else if let Some(name) = element(&tag.to_end()) {
            self.reader.open(&tokens::Tag::bare(name, self.span(range)));
        }
        if let Tag::Image { title, .. } | Tag::Link { title, .. } = tag {
            // A title has no place of its own; where it was written with escapes, it is the whole link.
            let place = self.source[range.clone()].rfind(&**title).map(|at| {
                let start = range.start + at;
                self.span(&(start..start + title.len()))
            });
            let title =
                (!title.is_empty()).then(|| (title.to_string(), place.unwrap_or(self.span(range)), place.is_some()));
            self.titles.push(title);
        }
    }

    fn text(&mut self, text: &str, range: &std::ops::Range<usize>) {
        let verbatim = self.source.get(range.clone()) == Some(text);
        self.reader.text(text, self.span(range), verbatim);
    }

    fn flush_html(&mut self) {
        let html = std::mem::replace(&mut self.html, 0..0);
        if !html.is_empty() {
            tokens::read(&self.source[html.clone()], html.start - self.before, &mut self.reader);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Range;
    use candor_scan::vocabulary::Role;

    fn blocks(source: &str) -> Vec<(Role, String)> {
        let document = read(source);
        document.blocks.iter().map(|block| (block.role, block.range.of(&document.text).to_owned())).collect()
    }

    fn own<const N: usize>(blocks: [(Role, &str); N]) -> Vec<(Role, String)> {
        blocks.into_iter().map(|(role, text)| (role, text.to_owned())).collect()
    }

    fn source_of<'s>(source: &'s str, words: &str) -> &'s str {
        let document = read(source);
        let at = document.text.find(words).unwrap_or_else(|| panic!("no `{words}` in `{}`", document.text));
        document.locate(Range::new(at, at + words.len())).of(source)
    }

    #[test]
    fn markup_is_gone_and_words_keep_their_places() {
        assert_eq!(
            blocks("**Only** 3\nleft \\*now\\* &amp; [here](x)"),
            own([(Role::Paragraph, "Only 3 left *now* & here")])
        );
        let source = "**Only** 3\r\nleft";
        assert_eq!(source_of(source, "Only 3 left"), "Only** 3\r\nleft");
        assert_eq!(source_of("a \\*b &lt; c", "*b < c"), "*b &lt; c");
        assert_eq!(source_of("a `x  y` b", "x y"), "x  y");
    }

    #[test]
    fn blocks_have_their_roles() {
        assert_eq!(
            blocks("# Title\n\n- one\n- two\n\n> said\n\n| a | b |\n|---|---|\n| c | **d** |\n\n[Buy](x)\n"),
            own([
                (Role::Heading, "Title"),
                (Role::ListItem, "one"),
                (Role::ListItem, "two"),
                (Role::Quote, "said"),
                (Role::Cell, "a"),
                (Role::Cell, "b"),
                (Role::Cell, "c"),
                (Role::Cell, "d"),
                (Role::Link, "Buy"),
            ])
        );
    }

    #[test]
    fn a_task_is_a_checkbox_with_its_state() {
        let document = read("- [x] Send me offers\n- [ ] No\n\n- [x] Loose\n");
        let states: Vec<_> = document.blocks.iter().map(|block| (block.role, block.checked)).collect();
        let label = |checked| (Role::CheckboxLabel, Some(checked));
        assert_eq!(states, [label(true), label(false), label(true)]);
    }

    #[test]
    fn html_in_markdown_is_html() {
        assert_eq!(
            blocks(
                "Only <b>3</b> left <button>Buy</button>\n\n<div hidden>\n\nnot *seen*\n\n</div>\n\n<script>\nx < y\n</script>\n\nend"
            ),
            own([
                (Role::Paragraph, "Only 3 left"),
                (Role::Button, "Buy"),
                (Role::Paragraph, "not seen"),
                (Role::Paragraph, "end"),
            ])
        );
        let document = read("<div hidden>\n\nnot *seen*\n\n</div>\n\nseen");
        assert_eq!(document.blocks.iter().map(|block| block.place.hidden).collect::<Vec<_>>(), [true, false]);
        assert_eq!(source_of("> <div\n> title='Only 3'>\n> <p>left", "left"), "left");
    }

    #[test]
    fn pictures_have_words_and_titles_are_tooltips() {
        let source = "Look: ![a *red* shoe](s.jpg \"Only 3\") and [go](x 'Now')";
        assert_eq!(
            blocks(source),
            own([
                (Role::Paragraph, "Look: and go"),
                (Role::Alt, "a red shoe"),
                (Role::Tooltip, "Only 3"),
                (Role::Tooltip, "Now"),
            ])
        );
        let document = read(source);
        assert_eq!(document.assets[0].src, "s.jpg");
        assert_eq!(document.assets[0].range.of(&document.text), "a red shoe");
        assert_eq!(source_of(source, "Only 3"), "Only 3");
    }

    #[test]
    fn code_footnotes_and_comments_are_told() {
        let document =
            read("Best[^1] `x` a\n\n[^1]: A study.\n\n```\ncode\n```\n\n<!-- candor-ignore *: why -->\n\nOnly 3");
        assert_eq!(document.text, "Best x a\nA study.\ncode\nOnly 3");
        assert_eq!(document.code[0].of(&document.text), "x");
        assert!(document.blocks[1].place.small_print);
        assert!(document.blocks[2].place.code);
        assert_eq!(document.ignores[0].range.of(&document.text), "Only 3");
    }
}
