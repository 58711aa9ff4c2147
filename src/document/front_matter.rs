//! Front matter: YAML between lines of `---`, or TOML between lines of `+++`, at the
//! beginning of Markdown. Its `title` and `description` are copy, `lang` is the language
//! and `candor` holds facts; the rest is none of ours.

use candor_scan::sort;
use candor_scan::vocabulary::{Locale, Role};
use saphyr_parser::{Event, Parser, ScalarStyle};
use toml::de::{DeTable, DeValue};

use super::builder::{Builder, Context};
use super::{Span, Statement, facts};
use crate::value::Value;

/// Levels of lists and tables; facts have three.
const DEEPEST: usize = 32;

/// A key at the top with its value and where in the front matter that stands.
type Entry = (String, Value, std::ops::Range<usize>);

/// Reads the front matter of `source`, which begins at byte `base` of the whole. Gives how
/// many bytes it is long: 0 if there is none.
pub(super) fn read(source: &str, base: usize, builder: &mut Builder) -> usize {
    let Some((body, end)) = delimited(source) else { return 0 };
    let text = &source[body.clone()];
    let entries = if source.starts_with('+') { toml(text).map(Some) } else { yaml(text) };
    let entries = match entries {
        Ok(Some(entries)) => entries,
        // A text between two rules.
        Ok(None) => return 0,
        Err(error) => {
            let message = format!("the front matter cannot be read: {error}");
            builder.problem(Some(Span::new(base, base + end)), message);
            return end;
        }
    };
    let start = base + body.start;
    for (key, value, range) in entries {
        let place = Span::new(start + range.start, start + range.end);
        match (key.as_str(), value) {
            ("title", Value::String(title)) => push(Role::Title, &title, &text[range], place, builder),
            ("description", Value::String(it)) => push(Role::MetaDescription, &it, &text[range], place, builder),
            ("lang", Value::String(tag)) => builder.lang = Locale::from_tag(&tag),
            ("candor", value) => match facts::from_value(value) {
                Ok(facts) => builder.state(facts),
                Err(problem) => builder.problem(Some(place), problem),
            },
            ("AIGC" | "ai-disclosure" | "digitalSourceType", value) => {
                builder.push_statement(Statement::Key(key, value));
            }
            _ => {}
        }
    }
    end
}

/// The front matter between its delimiters, and where what follows begins.
fn delimited(source: &str) -> Option<(std::ops::Range<usize>, usize)> {
    let mut lines = source.split_inclusive('\n');
    let first = lines.next()?;
    let sign = first.trim_end();
    if !matches!(sign, "---" | "+++") {
        return None;
    }
    let mut at = first.len();
    for line in lines {
        let end = at + line.len();
        let line = line.trim_end();
        if line == sign || sign == "---" && line == "..." {
            return Some((first.len()..at, end));
        }
        at = end;
    }
    None
}

fn push(role: Role, words: &str, raw: &str, source: Span, builder: &mut Builder) {
    let context = Context { role, aside: true, ..Context::default() };
    let parts = align(words, raw);
    let parts = parts.iter().map(|(words, raw, verbatim)| (*words, source.part(raw.start, raw.end), *verbatim));
    builder.push_aside(&context, None, parts);
}

/// Where the parts of `words` stand in `raw`, the notation of YAML or TOML that says them,
/// and whether they are the same there.
fn align<'w>(words: &'w str, raw: &str) -> Vec<(&'w str, std::ops::Range<usize>, bool)> {
    if let Some(at) = raw.find(words) {
        return vec![(words, at..at + words.len(), true)];
    }
    let has_escapes = raw.starts_with('"');
    let mut at = match raw.chars().next() {
        Some(sign @ ('"' | '\'')) => raw.len() - raw.trim_start_matches(sign).len(),
        // The sign of a block, and what else stands on its line.
        Some('|' | '>') => raw.find('\n').unwrap_or(raw.len()),
        _ => 0,
    };
    let mut parts = Vec::new();
    let mut done = 0;
    while let Some(word) = words[done..].chars().next() {
        let rest = &raw[at..];
        let Some(sign) = rest.chars().next() else { break };
        let (words_len, raw_len, verbatim) = if has_escapes && sign == '\\' {
            match rest[1..].chars().next() {
                // The line goes on behind the break.
                Some(c) if c.is_whitespace() && !word.is_whitespace() => {
                    at += rest.len() - rest[1..].trim_start().len();
                    continue;
                }
                Some('x') => (word.len_utf8(), 4, false),
                Some('u') => (word.len_utf8(), 6, false),
                Some('U') => (word.len_utf8(), 10, false),
                c => (word.len_utf8(), 1 + c.map_or(0, char::len_utf8), false),
            }
        } else if word.is_whitespace() && sign.is_whitespace() {
            let blanks = words[done..].len() - words[done..].trim_start().len();
            let raw_blanks = rest.len() - rest.trim_start().len();
            (blanks, raw_blanks, words[done..done + blanks] == rest[..raw_blanks])
        } else if word == '\'' && rest.starts_with("''") {
            (1, 2, false)
        } else if word == sign {
            (sign.len_utf8(), sign.len_utf8(), true)
        } else if sign.is_whitespace() {
            at += sign.len_utf8();
            continue;
        } else {
            break;
        };
        let raw_len = raw_len.min(rest.len());
        parts.push((&words[done..done + words_len], at..at + raw_len, verbatim));
        done += words_len;
        at += raw_len;
    }
    if done < words.len() {
        parts.push((&words[done..], at..raw.len(), false));
    }
    parts
}

/// A list or table of YAML that has not ended.
enum Frame {
    List(Vec<Value>),
    Table(Vec<(String, Value)>, Option<String>),
}

/// Turns the parser's places, which count characters, into bytes. Each must lie behind the last.
struct Bytes<'t> {
    text: &'t str,
    chars: usize,
    bytes: usize,
}

impl Bytes<'_> {
    fn of(&mut self, chars: usize) -> usize {
        let rest = &self.text[self.bytes..];
        let more = chars.saturating_sub(self.chars);
        self.bytes += rest.char_indices().nth(more).map_or(rest.len(), |(at, _)| at);
        self.chars += more;
        self.bytes
    }
}

/// The entries of a YAML table; nothing if the text is something else.
fn yaml(text: &str) -> Result<Option<Vec<Entry>>, String> {
    let mut entries = Vec::new();
    let mut frames: Vec<Frame> = Vec::new();
    let mut value_start = 0;
    let mut bytes = Bytes { text, chars: 0, bytes: 0 };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| format!("{} in line {}", error.info(), error.marker().line() + 1))?;
        let place = span.start.index()..span.end.index();
        let value = match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                if frames.len() == 1 {
                    value_start = place.start;
                }
                if frames.len() >= DEEPEST {
                    return Err(format!("more than {DEEPEST} levels in line {}", span.start.line() + 1));
                }
                let table = matches!(event, Event::MappingStart(..));
                if frames.is_empty() && !table {
                    return Ok(None);
                }
                frames.push(if table { Frame::Table(Vec::new(), None) } else { Frame::List(Vec::new()) });
                continue;
            }
            Event::MappingEnd | Event::SequenceEnd => match frames.pop() {
                Some(Frame::List(list)) => Value::Array(list),
                Some(Frame::Table(table, _)) => Value::Object(table),
                None => continue,
            },
            Event::Scalar(text, style, ..) => {
                if frames.len() == 1 {
                    value_start = place.start;
                }
                if frames.is_empty() {
                    return Ok(None);
                }
                match (style, &*text) {
                    (ScalarStyle::Plain, "true" | "True" | "TRUE") => Value::Bool(true),
                    (ScalarStyle::Plain, "false" | "False" | "FALSE") => Value::Bool(false),
                    (ScalarStyle::Plain, "" | "~" | "null") => Value::Null,
                    // A number stays as it was written: facts are words, and `19.90` is a price.
                    _ => Value::String(text.into_owned()),
                }
            }
            Event::Alias(_) => return Err(format!("an alias in line {}; write its value out", span.start.line() + 1)),
            _ => continue,
        };
        let is_top = frames.len() == 1;
        match frames.last_mut() {
            Some(Frame::List(list)) => list.push(value),
            Some(Frame::Table(table, key)) => match key.take() {
                None => {
                    *key = Some(match value {
                        Value::String(name) => name,
                        Value::Bool(it) => it.to_string(),
                        // No key of ours; the table is read on.
                        _ => String::new(),
                    });
                }
                Some(name) if is_top => {
                    let start = bytes.of(value_start);
                    entries.push((name, value, start..bytes.of(place.end)));
                }
                Some(name) => {
                    table.push((name, value));
                }
            },
            None => {}
        }
    }
    Ok(Some(entries))
}

/// The entries of a TOML document.
fn toml(text: &str) -> Result<Vec<Entry>, String> {
    let table = DeTable::parse(text).map_err(|error| {
        let line = error.span().map_or(0, |span| text[..span.start.min(text.len())].matches('\n').count());
        format!("{} in line {}", error.message(), line + 2)
    })?;
    let entries = table.into_inner().into_iter().map(|(key, value)| {
        let range = value.span();
        (key.into_inner().into_owned(), toml_value(value.into_inner()), range)
    });
    let mut entries: Vec<Entry> = entries.collect();
    sort::sort_by_key(&mut entries, |(_, _, range)| range.start);
    Ok(entries)
}

/// The same value in the notation of facts. The parser limits how deep it is.
fn toml_value(value: DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.into_owned()),
        DeValue::Boolean(it) => Value::Bool(it),
        DeValue::Integer(number) => Value::String(number.to_string()),
        DeValue::Float(number) => Value::String(number.to_string()),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(list) => Value::Array(list.into_iter().map(|value| toml_value(value.into_inner())).collect()),
        DeValue::Table(table) => Value::Object(
            table
                .into_iter()
                .map(|(key, value)| (key.into_inner().into_owned(), toml_value(value.into_inner())))
                .collect(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Range};
    use crate::input::Format;
    use candor_scan::vocabulary::{Locale, Role};

    /// The blocks of a source with the piece of it that each comes from.
    fn blocks(source: &str) -> Vec<(Role, String, String)> {
        let document = Document::read(source, Format::Markdown);
        let found = document.blocks.iter().map(|block| {
            let span = document.locate(block.range);
            (block.role, block.range.of(&document.text).to_owned(), span.of(source).to_owned())
        });
        found.collect()
    }

    fn problem(source: &str) -> String {
        let document = Document::read(source, Format::Markdown);
        document.problems.into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn title_and_description_are_copy_with_a_place_in_the_source() {
        for source in [
            "---\nétage: 2\ntitle: Größte Auswahl\ndescription: \"Only \\u0033 left\"\nlang: de\n---\nHallo\n",
            "+++\n'étage' = 2\ntitle = 'Größte Auswahl'\ndescription = \"Only \\u0033 left\"\nlang = 'de'\n+++\nHallo\n",
        ] {
            let own = |role, text: &str, source: &str| (role, text.to_owned(), source.to_owned());
            assert_eq!(
                blocks(source),
                [
                    own(Role::Title, "Größte Auswahl", "Größte Auswahl"),
                    own(Role::MetaDescription, "Only 3 left", "Only \\u0033 left"),
                    own(Role::Paragraph, "Hallo", "Hallo"),
                ]
            );
            let document = Document::read(source, Format::Markdown);
            assert_eq!(document.lang, Some(Locale::De));
            assert_eq!(document.problems, []);
        }
    }

    #[test]
    fn words_of_a_folded_or_quoted_value_keep_their_places() {
        let source = "---\ntitle: >\n  Only\n  3 left\ndescription: 'It''s   now'\n---\n";
        let document = Document::read(source, Format::Markdown);
        let word = |word: &str| {
            let at = document.text.find(word).unwrap();
            document.locate(Range::new(at, at + word.len())).of(source).to_owned()
        };
        assert_eq!(document.text, "Only 3 left\nIt's now");
        assert_eq!(word("Only 3 left"), "Only\n  3 left");
        assert_eq!(word("left"), "left");
        assert_eq!(word("It's"), "It''s");
        assert_eq!(word("now"), "now");
    }

    #[test]
    fn facts_are_read_from_both_notations() {
        for source in [
            "---\ncandor:\n  markets: [EU, US-NY]\n  political: false\n  offer: { endsAt: 2026-12-01 }\n---\n",
            "+++\n[candor]\nmarkets = ['EU', 'US-NY']\npolitical = false\noffer.endsAt = 2026-12-01\n+++\n",
        ] {
            let document = Document::read(source, Format::Markdown);
            assert_eq!(document.problems, []);
            assert_eq!(document.facts.markets, ["EU", "US-NY"]);
            assert_eq!(document.facts.political, Some(false));
            assert_eq!(document.facts.offer.unwrap().ends_at.unwrap(), "2026-12-01");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        assert_eq!(problem("---\ncandor:\n  market: EU\n---\n"), "unknown fact `market`; did you mean `markets`?");
        assert_eq!(
            problem("+++\ntitle = \n+++\n"),
            "the front matter cannot be read: string values must be quoted, expected literal string in line 2"
        );
        assert!(problem("---\na: [\n---\n").starts_with("the front matter cannot be read: "));
    }

    #[test]
    fn a_text_between_rules_is_no_front_matter() {
        assert_eq!(blocks("---\nOnly 3 left\n---\n")[0].1, "Only 3 left");
        assert_eq!(blocks("---\n\nOnly 3 left")[0].1, "Only 3 left");
    }
}
