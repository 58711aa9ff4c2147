//! Plain text: the document is the source itself. Nothing is copied and no character is
//! looked at alone; only line ends are searched.

use std::borrow::Cow;

use candor_scan::vocabulary::Role;

use super::html::byte_order_mark;
use super::ignore::{Ignores, is_ignore};
use super::part::{Cut, Part, State};
use super::source_map::SourceMap;
use super::{Block, Document, Place, Range, Span};

/// A line shorter than this was ended by its author, not by an editor's margin.
const WRAPPED: usize = 40;
/// The same in Chinese and Japanese, whose characters are twice as wide.
const WRAPPED_WIDE: usize = 20;

pub(super) fn read(source: &str) -> Document<'_> {
    read_from(source, None, &mut |_, _| {})
}

/// Reads a text, or a part of it that begins where `from` was noted.
pub(super) fn read_part<'a>(source: &'a str, from: Option<&State>) -> Part<'a> {
    let behind = match from {
        Some(State::Plain(number)) => Some(*number),
        _ => None,
    };
    let mut cuts: Vec<Cut> = Vec::new();
    let document = read_from(source, behind, &mut |line, number| {
        // The first block begins with the text.
        let at = if cuts.is_empty() { 0 } else { line as u32 };
        cuts.push(Cut::new(at, cuts.len(), State::Plain(number)));
    });
    if cuts.is_empty() {
        cuts.push(Cut::new(0, 0, State::Plain(behind.unwrap_or(0))));
    }
    Part { document, cuts, definitions: Some(String::new()) }
}

/// Reads a text, or a part of it that begins where a block does, `behind` a list item of that number. `begins` is
/// told the first byte of each block's first line, and the number of the list item before it; 0 if that is none.
fn read_from<'a>(source: &'a str, behind: Option<u32>, begins: &mut dyn FnMut(usize, u32)) -> Document<'a> {
    let start = if behind.is_none() { byte_order_mark(source) } else { 0 };
    let text = &source[start..];
    let mut blocks: Vec<Block> = Vec::new();
    let mut ignores = Ignores::default();
    // How many of the blocks the ignore comments know.
    let mut settled = 0;
    // The line before, while the last block may go on behind it.
    let mut before = None;
    let mut number = behind.unwrap_or(0);
    let mut at = 0;
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |len| at + len);
        let whole = &text[at..end];
        let first = start + at;
        let line = whole.trim();
        let range = {
            let indent = whole.len() - whole.trim_start().len();
            Range::new(at + indent, at + indent + line.len())
        };
        at = end + 1;
        if line.is_empty() {
            before = None;
        } else if let Some(comment) = comment(line) {
            settle(&blocks, &mut settled, &mut ignores);
            let span = Span::new(start + range.start as usize, start + range.end as usize);
            let len = blocks.last().map_or(0, |block| block.range.end as usize);
            ignores.read(comment, span, len, false);
            before = None;
        } else {
            let item = Marker::of(line, number);
            if let Marker::None = item
                && before.is_some_and(|before| is_wrapped(before, line))
                && let Some(block) = blocks.last_mut()
            {
                block.range.end = range.end;
            } else {
                settle(&blocks, &mut settled, &mut ignores);
                begins(first, number);
                number = if let Marker::Number(n, _) = item { n } else { 0 };
                let (role, skip) = match item {
                    Marker::None => (Role::Paragraph, 0),
                    Marker::Bullet(len) | Marker::Number(_, len) => (Role::ListItem, len),
                };
                let range = Range { start: range.start + skip as u32, end: range.end };
                blocks.push(Block { range, role, place: Place::default(), lang: None, checked: None, container: 0 });
            }
            before = Some(line);
        }
    }
    settle(&blocks, &mut settled, &mut ignores);
    let (ignores, problems) = ignores.finish(text.len());
    Document {
        text: Cow::Borrowed(text),
        blocks,
        ignores,
        problems,
        map: SourceMap::identity(start, text.len()),
        ..Document::default()
    }
}

/// The last block is complete: comments that wait for a block cover it.
fn settle(blocks: &[Block], settled: &mut usize, ignores: &mut Ignores) {
    if let Some(block) = blocks.get(*settled) {
        ignores.block(block.range);
    }
    *settled = blocks.len();
}

/// What a line that is nothing but an ignore comment says.
fn comment(line: &str) -> Option<&str> {
    let comment = match line.as_bytes()[0] {
        b'<' => line.strip_prefix("<!--")?.strip_suffix("-->")?,
        b'#' => line.trim_start_matches('#'),
        b'/' => line.strip_prefix("//")?,
        _ => return None,
    };
    is_ignore(comment).then_some(comment)
}

/// The sign of a list at the beginning of a line, with the white space behind it.
enum Marker {
    None,
    Bullet(usize),
    Number(u32, usize),
}

impl Marker {
    /// The marker of `line`, the item before having `number`. `3. Dezember` counts only after
    /// `2. …`: in German and other languages it is a date.
    fn of(line: &str, number: u32) -> Self {
        let first = line.as_bytes()[0];
        let sign = match first {
            b'-' | b'*' | b'+' => 1,
            b'0'..=b'9' => {
                let digits = line.bytes().take_while(u8::is_ascii_digit).count();
                if digits > 3 || !matches!(line.as_bytes().get(digits), Some(b'.' | b')')) {
                    return Self::None;
                }
                digits + 1
            }
            0xE2 if line.starts_with(['•', '‣', '◦', '▪', '●']) => 3,
            _ => return Self::None,
        };
        let rest = &line[sign..];
        let blank = rest.len() - rest.trim_start().len();
        if blank == 0 {
            return Self::None;
        }
        if !first.is_ascii_digit() {
            return Self::Bullet(sign + blank);
        }
        match line[..sign - 1].parse() {
            Ok(n) if n == 1 || n == number + 1 => Self::Number(n, sign + blank),
            _ => Self::None,
        }
    }
}

/// Whether `next` goes on with the paragraph of `line`, which an editor's margin broke.
fn is_wrapped(line: &str, next: &str) -> bool {
    let Some(first) = next.chars().next() else { return false };
    if first.is_lowercase() {
        // The longest character has four bytes.
        line.len() >= 4 * WRAPPED || line.len() >= WRAPPED && line.chars().nth(WRAPPED - 1).is_some()
    } else {
        is_wide(first)
            && line.len() >= 3 * WRAPPED_WIDE
            && line.ends_with(|last| is_wide(last) && !"。！？；：…".contains(last))
            && line.chars().nth(WRAPPED_WIDE - 1).is_some()
    }
}

/// Whether `c` is a character of Chinese or Japanese, punctuation included.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(source: &str) -> Vec<(Role, String)> {
        let document = read(source);
        document.blocks.iter().map(|block| (block.role, block.range.of(&document.text).to_owned())).collect()
    }

    fn lines(source: &str) -> Vec<String> {
        blocks(source).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn a_line_is_a_block_and_its_margins_are_not_in_it() {
        assert_eq!(lines("Only 3 left\r\n\r\n  Order now \n"), ["Only 3 left", "Order now"]);
        assert_eq!(lines("\n \n"), [""; 0]);
    }

    #[test]
    fn the_text_is_the_source_itself() {
        let source = "\u{FEFF}Nur noch 3 übrig";
        let document = read(source);
        assert!(matches!(document.text, Cow::Borrowed("Nur noch 3 übrig")));
        assert_eq!(document.locate(Range::new(0, 3)), Span::new(3, 6));
        assert!(document.is_verbatim(Range::new(0, document.text.len())));
    }

    #[test]
    fn a_paragraph_broken_by_a_margin_is_one_block() {
        let wrapped = "This is the last chance of the whole season, and it\nwill not come back.";
        assert_eq!(lines(wrapped), [wrapped]);
        let crlf = wrapped.replace('\n', "\r\n");
        assert_eq!(lines(&crlf), [crlf.as_str()]);
        assert_eq!(lines("Buy now\nand save"), ["Buy now", "and save"]);
        assert_eq!(lines("This is the last chance of the whole season, and it\nEnds").len(), 2);
    }

    #[test]
    fn wide_characters_wrap_at_half_the_length() {
        let wrapped = "這是本季最後一次的優惠活動請各位會員務必把握這個難得\n的機會";
        assert_eq!(lines(wrapped), [wrapped]);
        assert_eq!(lines("這是本季最後一次的優惠活動請各位會員務必把握機會。\n再見").len(), 2);
        assert_eq!(lines("最後一天\n把握機會").len(), 2);
    }

    #[test]
    fn list_items_lose_their_markers() {
        let item = |text: &str| (Role::ListItem, text.to_owned());
        assert_eq!(
            blocks("- one\n* two\n• three\n1. four\n2) five"),
            [item("one"), item("two"), item("three"), item("four"), item("five")]
        );
        assert_eq!(blocks("-10% today"), [(Role::Paragraph, "-10% today".to_owned())]);
        assert_eq!(blocks("3. Dezember 2026"), [(Role::Paragraph, "3. Dezember 2026".to_owned())]);
    }

    #[test]
    fn a_line_that_is_an_ignore_comment_is_no_copy_and_covers_the_next_block() {
        for comment in [
            "<!-- candor-ignore scarcity: live stock -->",
            "# candor-ignore scarcity: live stock",
            "// candor-ignore scarcity: live stock",
        ] {
            let source = format!("Hello\n{comment}\nOnly 3 left\nBye");
            let document = read(&source);
            assert_eq!(lines(&source), ["Hello", "Only 3 left", "Bye"]);
            let [mark] = &document.ignores[..] else { panic!("{:?}", document.ignores) };
            assert_eq!(mark.range.of(&document.text), "Only 3 left");
            assert_eq!(mark.span, Span::new(6, 6 + comment.len()));
            assert_eq!(mark.reason, "live stock");
        }
        assert_eq!(lines("# Only 3 left"), ["# Only 3 left"]);
    }

    #[test]
    fn a_region_covers_what_stands_between_and_one_without_end_the_rest() {
        let source = "a\n# candor-ignore-start *: quoted\nb\nc\n# candor-ignore-end\nd";
        let document = read(source);
        let [mark] = &document.ignores[..] else { panic!("{:?}", document.ignores) };
        assert_eq!(mark.range, Range::new(1, source.find("\n# candor-ignore-end").unwrap()));
        assert_eq!(document.problems, []);

        let source = "a\n# candor-ignore-start *: quoted\nb";
        let document = read(source);
        assert_eq!(document.ignores[0].range, Range::new(1, source.len()));
        assert_eq!(
            document.problems[0].message,
            "`candor-ignore-start` has no end and covers all that follows; put `candor-ignore-end` where it ends"
        );
    }
}
