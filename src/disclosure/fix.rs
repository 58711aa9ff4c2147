//! Notices to insert: accepted words, at a place where they count.

use candor_scan::tables::{Duty, Form, Subject};
use candor_scan::vocabulary::{Locale, Role};

use super::check::{Asked, Entry, has_words};
use super::duty::{self, Item};
use super::{Kind, Status, notice};
use crate::diagnostic::{Edit, Suggestion};
use crate::document::{AssetMark, Block, Document, Range, Span};
use crate::input::Format;

/// For each entry the notices that would answer it. Where one wording answers several, that one
/// comes first; where none does, the last suggestion writes what all need.
pub(super) fn suggestions(asked: &Asked<'_>, item: &Item<'_>, entries: &[Entry<'_, '_>]) -> Vec<Vec<Suggestion>> {
    let answers: Vec<Vec<String>> = entries
        .iter()
        .map(|entry| match (entry.duty.form, entry.outcome.status) {
            (Form::Machine, _) | (_, Status::Valid) => Vec::new(),
            _ => wordings(asked, item, entry.duty),
        })
        .collect();
    let chosen = cover(&answers);
    let suggest = |words: &[&str]| {
        let edits = insertion(asked, item, words)?;
        Some(Suggestion { label: words.join(" · "), edits: vec![edits], safe: false })
    };
    let own = |answers: &Vec<String>| {
        let first = chosen.iter().find(|words| answers.contains(words));
        let mut own: Vec<Suggestion> = first.and_then(|words| suggest(&[words])).into_iter().collect();
        if first.is_some() && chosen.len() > 1 {
            own.extend(suggest(&chosen.iter().map(String::as_str).collect::<Vec<_>>()));
        }
        own
    };
    answers.iter().map(own).collect()
}

/// The fewest wordings that answer everyone, as far as a greedy choice finds them.
fn cover(answers: &[Vec<String>]) -> Vec<String> {
    let mut open: Vec<&Vec<String>> = answers.iter().filter(|answers| !answers.is_empty()).collect();
    let mut chosen = Vec::new();
    while let Some(first) = open.first() {
        // The earliest of the best: wordings come in the order of preference.
        let count = |words: &String| open.iter().filter(|answers| answers.contains(words)).count();
        let best = first.iter().rev().max_by_key(|words| count(words)).expect("empty lists were left out").clone();
        open.retain(|answers| !answers.contains(&best));
        chosen.push(best);
    }
    chosen
}

/// Wordings that answer `duty` for `item` and say nothing that the facts do not carry, the
/// best first.
fn wordings(asked: &Asked<'_>, item: &Item<'_>, duty: &Duty) -> Vec<String> {
    let locale = duty.language.or(asked.scanned.locale()).unwrap_or(Locale::En);
    // The kind of the content first, then what answers it as well.
    let mut kinds = duty::answers(duty, item);
    if item.is_media() && !kinds.contains(&Kind::AiGenerated) && kinds.contains(&Kind::SyntheticMedia) {
        kinds.push(Kind::AiGenerated);
    }
    let mut found = Vec::new();
    for (place, kind) in kinds.into_iter().enumerate() {
        for wording in notice::wordings(asked.catalogue, kind, locale) {
            let subject = (asked.subject)(&wording.text, locale);
            let Some(rank) = subject.and_then(|subject| rank(item, kind, subject)) else { continue };
            // “Edited by our team” is a claim of its own.
            if kind == Kind::AiAssisted && !wording.label && asked.scanned.facts.human_review.is_none() {
                continue;
            }
            // Whoever is not told to write a law's own words writes plain ones.
            let foreign = wording.fixed.is_some() && duty.words.is_empty();
            if has_words(duty, &wording.text) {
                found.push(((foreign, rank, place), wording.text.clone()));
            }
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    let mut words: Vec<String> = Vec::new();
    for text in duty.wording.iter().cloned().chain(found.into_iter().map(|(_, text)| text)) {
        if !words.contains(&text) {
            words.push(text);
        }
    }
    words
}

/// How well a notice about `subject` fits `item`; `None`: it would say what nobody stated.
fn rank(item: &Item<'_>, kind: Kind, subject: Subject) -> Option<u8> {
    let person = item.asset.is_some_and(|asset| asset.depicts_person.as_deref() == Some("synthetic-person"));
    match (subject, item.is_media()) {
        (Subject::Text, false) => Some(0),
        (Subject::Any, _) => Some(1),
        (Subject::Person, true) => person.then_some(0),
        // “Image” is said of a picture alone, and “voice” of none.
        (Subject::Media, true) if kind == Kind::SyntheticMedia => None,
        (Subject::Media, true) => {
            item.asset.is_some_and(|asset| is_picture(&asset.src)).then_some(if person { 2 } else { 0 })
        }
        (Subject::Text, true) | (Subject::Media | Subject::Person, false) => None,
    }
}

fn is_picture(src: &str) -> bool {
    let path = src.split(['?', '#']).next().unwrap_or(src);
    let end = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    matches!(end.as_str(), "jpg" | "jpeg" | "png" | "webp" | "gif" | "svg" | "avif" | "heic")
}

/// The edit that writes `words` where they count for `item`.
fn insertion(asked: &Asked<'_>, item: &Item<'_>, words: &[&str]) -> Option<Edit> {
    let document = asked.scanned.document;
    let words = words.join(" ");
    let site = match item.asset {
        Some(asset) => document.assets.iter().find(|mark| mark.src == asset.src).map(|mark| Site::Beside(mark)),
        None => None,
    };
    let site = site.or_else(|| first_block(document).map(Site::Before)).unwrap_or(Site::Start);
    Some(site.edit(asked.source, asked.format, document, &words))
}

/// Where a notice goes.
enum Site<'d> {
    /// Beside a picture.
    Beside(&'d AssetMark),
    /// In front of a block.
    Before(&'d Block),
    /// At the start of the source.
    Start,
}

/// The first block of the copy that readers meet: a title or a description stands elsewhere.
fn first_block<'d>(document: &'d Document<'_>) -> Option<&'d Block> {
    document.blocks.iter().find(|block| {
        let place = block.place;
        let aside = matches!(block.role, Role::Title | Role::MetaDescription | Role::Alt);
        !aside && !place.hidden && !place.small_print && !place.code && !place.nav
    })
}

impl Site<'_> {
    fn edit(&self, source: &str, format: Format, document: &Document<'_>, words: &str) -> Edit {
        let words = if format == Format::Html { escape(words) } else { words.to_owned() };
        let (at, text) = match (self, format) {
            (Self::Beside(mark), Format::Html) => html_beside(source, document, mark, &words),
            (Self::Before(block), Format::Html) => {
                let text = document.locate(block.range).start as usize;
                (html_before(source, text), format!("<p>{words}</p>\n"))
            }
            (Self::Beside(mark), _) => text_beside(source, mark, &words),
            (Self::Before(block), _) => {
                let text = document.locate(block.range).start as usize;
                (source[..text].rfind('\n').map_or(0, |at| at + 1), format!("{words}\n\n"))
            }
            (Self::Start, Format::Html) => (0, format!("<p>{words}</p>\n")),
            (Self::Start, _) => (front_matter_end(source, format), format!("{words}\n")),
        };
        Edit { span: Span::new(at, at), text }
    }
}

/// Where the body begins in a source without a block.
fn front_matter_end(source: &str, format: Format) -> usize {
    let fence = source.lines().next().map_or("", str::trim_end);
    if format != Format::Markdown || !matches!(fence, "---" | "+++") {
        return 0;
    }
    let end = source.get(fence.len()..).and_then(|rest| rest.find(&format!("\n{fence}")));
    end.map_or(0, |end| {
        source[fence.len() + end + 1..].find('\n').map_or(source.len(), |at| fence.len() + end + 2 + at)
    })
}

fn escape(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The name of the tag that ends right before `at`, and where it begins. Attribute values may
/// hold `>`, but a tag that ends here and is cut there would not begin with a letter.
fn tag_before(source: &str, at: usize) -> Option<(usize, &str)> {
    let head = source[..at].trim_end();
    let start = head.strip_suffix('>')?.rfind('<')?;
    let name = head[start + 1..].trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    (end > 0).then_some((start, &head[start + 1..start + 1 + end + (head[start + 1..].len() - name.len())]))
}

/// Elements beside which a paragraph may stand.
const FLOW: [&str; 25] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "div",
    "ul",
    "ol",
    "dl",
    "table",
    "blockquote",
    "pre",
    "form",
    "figure",
    "section",
    "article",
    "header",
    "hgroup",
    "aside",
    "details",
    "fieldset",
    "button",
    "address",
];

/// In front of the innermost element around the text at `text` beside which a paragraph may stand.
fn html_before(source: &str, text: usize) -> usize {
    let mut at = text;
    while let Some((start, name)) = tag_before(source, at) {
        let name = name.to_ascii_lowercase();
        if matches!(name.as_str(), "body" | "main" | "html" | "template") || name.starts_with('/') {
            break;
        }
        at = start;
        if FLOW.contains(&name.as_str()) {
            return at;
        }
    }
    at
}

/// Behind a picture: in its caption, in a caption of its own, or on the next line.
fn html_beside(source: &str, document: &Document<'_>, mark: &AssetMark, words: &str) -> (usize, String) {
    let mut at = mark.span.end as usize;
    // Behind what belongs to the picture: text inside `<video>` is shown to nobody.
    for (open, close) in
        [("<video", "</video>"), ("<audio", "</audio>"), ("<object", "</object>"), ("<iframe", "</iframe>")]
    {
        if starts_with(&source[mark.span.start as usize..], open)
            && let Some(end) = find(&source[at..], close)
        {
            at += end + close.len();
        }
    }
    while let Some(close) =
        ["</picture>", "</a>", "</span>"].iter().find(|close| starts_with(source[at..].trim_start(), close))
    {
        at = source.len() - source[at..].trim_start().len() + close.len();
    }
    if let Some(figure) = mark.figure {
        let in_figure = |block: &&Block| block.role == Role::Caption && inside(figure, block.range);
        if let Some(caption) = document.blocks.iter().find(in_figure) {
            return (document.locate(caption.range).start as usize, format!("{} ", ended(words)));
        }
        return (at, format!("<figcaption>{words}</figcaption>"));
    }
    let follows = source[at..].trim_start();
    let text_follows = !follows.is_empty()
        && (!follows.starts_with('<')
            || ["<b>", "<i", "<a", "<em", "<strong", "<span"].iter().any(|tag| starts_with(follows, tag)));
    (at, if text_follows { format!("<br>{words}<br>") } else { format!("<br>{words}") })
}

fn inside(outer: Range, inner: Range) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Behind a picture in Markdown: a paragraph of its own where the picture stands alone.
fn text_beside(source: &str, mark: &AssetMark, words: &str) -> (usize, String) {
    let (start, end) = (mark.span.start as usize, mark.span.end as usize);
    let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = source[end..].find('\n').map_or(source.len(), |at| end + at);
    let alone = source[line_start..start].trim().is_empty() && source[end..line_end].trim().is_empty();
    if alone { (end, format!("\n\n{words}\n")) } else { (end, format!(" ({words})")) }
}

/// With a full stop, if it has none.
fn ended(words: &str) -> String {
    match words.chars().next_back() {
        Some('.' | '。' | '!' | '?' | '！' | '？') | None => words.to_owned(),
        Some(c) if c.is_ascii() || c.is_alphabetic() && c < '\u{2E80}' => format!("{words}."),
        Some(_) => format!("{words}。"),
    }
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

fn find(text: &str, needle: &str) -> Option<usize> {
    text.as_bytes().windows(needle.len()).position(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}
