//! Notices to insert: accepted words, at a place where they count.

use candor_scan::sort;
use candor_scan::tables::{Duty, Form, Subject};
use candor_scan::vocabulary::{Locale, Role};

use super::check::{Asked, Entry, has_words};
use super::duty::{self, Item};
use super::{Kind, Status, notice, placement};
use crate::catalogue::Catalogue;
use crate::diagnostic::{Edit, Suggestion};
use crate::document::{AssetMark, Block, Document, Span};
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
        let edits = vec![insertion(asked, item, words)];
        Suggestion { label: words.join(" · "), edits, safe: false }
    };
    let own = |answers: &Vec<String>| {
        let first = chosen.iter().find(|words| answers.contains(words));
        let mut own: Vec<Suggestion> = first.map(|words| suggest(&[words])).into_iter().collect();
        if first.is_some() && chosen.len() > 1 {
            own.push(suggest(&chosen.iter().map(String::as_str).collect::<Vec<_>>()));
        }
        own
    };
    answers.iter().map(own).collect()
}

/// A notice beside a medium that its file marks, whatever any law says.
pub(super) fn of_medium(asked: &Asked<'_>, item: &Item<'_>) -> Vec<Suggestion> {
    let locale = asked.scanned.locale.unwrap_or(Locale::En);
    let spoken = notice::wordings(asked.catalogue, item.kind, locale).filter_map(|wording| {
        // A law's own words and those of who edits are claims of their own.
        let is_plain = wording.fixed.is_none() && (wording.label || item.kind != Kind::AiAssisted);
        let rank = (asked.subject)(&wording.text, locale).and_then(|subject| rank(item, item.kind, subject))?;
        is_plain.then_some((rank, &wording.text))
    });
    let best = spoken.min_by_key(|(rank, _)| *rank);
    best.map(|(_, words)| Suggestion {
        label: words.clone(),
        edits: vec![insertion(asked, item, &[words])],
        safe: false,
    })
    .into_iter()
    .collect()
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
    let locale = duty.language.or(asked.scanned.locale).unwrap_or(Locale::En);
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
    sort::sort_by_key(&mut found, |(rank, _)| *rank);
    let mut words: Vec<String> = Vec::new();
    for text in duty.wording.iter().cloned().chain(found.into_iter().map(|(_, text)| text)) {
        if !words.contains(&text) {
            words.push(text);
        }
    }
    words
}

/// Wordings that answer `duty` for content of `kind` in a language, whatever the facts: for who
/// looks them up. What a law fixes comes first.
pub fn proposals(catalogue: &Catalogue, duty: &Duty, kind: Kind, locale: Locale) -> Vec<String> {
    let kinds = if duty.notices.is_empty() { vec![kind] } else { duty.notices.clone() };
    let locale = duty.language.unwrap_or(locale);
    let of_kind = kinds.iter().flat_map(|kind| notice::wordings(catalogue, *kind, locale));
    let fits = |wording: &&notice::Wording| {
        (wording.fixed.is_none() || !duty.words.is_empty()) && has_words(duty, &wording.text)
    };
    let mut words: Vec<String> = duty.wording.iter().cloned().collect();
    for wording in of_kind.filter(fits) {
        if !words.contains(&wording.text) {
            words.push(wording.text.clone());
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

/// The edit that writes `words` where they count for `item`. Notices in several languages stand
/// in blocks of their own, for a block is read in one.
fn insertion(asked: &Asked<'_>, item: &Item<'_>, words: &[&str]) -> Edit {
    let document = asked.scanned.document;
    let mark = item.asset.and_then(|asset| document.assets.iter().find(|mark| mark.src == asset.src));
    let (at, text) = match (mark, words) {
        (Some(mark), [words]) if asked.format == Format::Html => html_beside(asked.source, document, mark, words),
        (Some(mark), [words]) => text_beside(asked.source, mark, words),
        // Beside a picture is room for one; at the start they speak of all pictures.
        _ => {
            let price = || document.blocks.iter().find(|block| placement::shows_price(block, document));
            let block = if item.kind == Kind::PersonalisedPrice { price() } else { None };
            before(asked, block.or_else(|| first_block(document)), words)
        }
    };
    Edit { span: Span::new(at, at), text }
}

/// In front of a block; without one at the start of the copy.
fn before(asked: &Asked<'_>, block: Option<&Block>, words: &[&str]) -> (usize, String) {
    let (source, document) = (asked.source, asked.scanned.document);
    let text = block.map(|block| document.locate(block.range).start as usize);
    if asked.format == Format::Html {
        return text.map_or_else(|| (0, paragraphs(words)), |text| html_before(source, text, words));
    }
    let line = |text: usize| source[..text].rfind('\n').map_or(0, |at| at + 1);
    (text.map_or_else(|| front_matter_end(source, asked.format), line), words.join("\n\n") + "\n\n")
}

/// The first block of the copy that readers meet: a title or a description stands elsewhere.
fn first_block<'d>(document: &'d Document<'_>) -> Option<&'d Block> {
    document.blocks.iter().find(|block| {
        let place = block.place;
        let aside = matches!(block.role, Role::Title | Role::MetaDescription | Role::Alt);
        !aside && !place.hidden && !place.small_print && !place.code && !place.nav
    })
}

fn paragraphs(words: &[&str]) -> String {
    words.iter().map(|words| format!("<p>{}</p>\n", escape(words))).collect()
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

/// Elements that hold text where no paragraph may stand beside them.
const CELLS: [&str; 10] = ["td", "th", "li", "dd", "dt", "caption", "figcaption", "summary", "label", "option"];

/// In front of the innermost element around the text at `text` beside which a paragraph may
/// stand; inside a cell whose table began before, in front of its words.
fn html_before(source: &str, text: usize, words: &[&str]) -> (usize, String) {
    let mut at = text;
    let mut in_cell = false;
    while let Some((start, name)) = tag_before(source, at) {
        let name = name.to_ascii_lowercase();
        if matches!(name.as_str(), "body" | "main" | "html" | "template") || name.starts_with('/') {
            break;
        }
        at = start;
        in_cell |= CELLS.contains(&name.as_str());
        if FLOW.contains(&name.as_str()) {
            return (at, paragraphs(words));
        }
    }
    if in_cell {
        return (text, words.iter().map(|words| format!("{}<br>", escape(words))).collect());
    }
    (at, paragraphs(words))
}

/// Behind a picture: in its caption, in a caption of its own, in a paragraph of its own where the
/// picture has one, or on the next line.
fn html_beside(source: &str, document: &Document<'_>, mark: &AssetMark, words: &str) -> (usize, String) {
    const EMBEDDED: [(&str, &str); 4] =
        [("<video", "</video>"), ("<audio", "</audio>"), ("<object", "</object>"), ("<iframe", "</iframe>")];
    let mut at = mark.span.end as usize;
    // Text inside `<video>` is shown to nobody.
    for (open, close) in EMBEDDED {
        if starts_with(&source[mark.span.start as usize..], open)
            && let Some(end) = find(&source[at..], close)
        {
            at += end + close.len();
        }
    }
    while let Some(close) = ["</picture>", "</a>", "</span>"].iter().find(|close| follows(source, at, close)) {
        at = behind(source, at, close);
    }
    let words = escape(words);
    if let Some(figure) = mark.figure {
        let is_caption = |block: &&Block| block.role == Role::Caption && figure.contains(block.range);
        return match document.blocks.iter().find(is_caption) {
            Some(caption) => (document.locate(caption.range).start as usize, format!("{} ", ended(&words))),
            None => (at, format!("<figcaption>{words}</figcaption>")),
        };
    }
    if follows(source, at, "</p>") {
        return (behind(source, at, "</p>"), format!("\n<p>{words}</p>"));
    }
    let rest = source[at..].trim_start();
    let goes_on = !rest.is_empty() && (!rest.starts_with('<') || INLINE.iter().any(|tag| starts_with(rest, tag)));
    (at, format!("<br>{words}{}", if goes_on { "<br>" } else { "" }))
}

/// Elements that stand in a line.
const INLINE: [&str; 9] = ["<b>", "<i>", "<a ", "<em", "<strong", "<span", "<small", "<code", "<u>"];

/// Whether `tag` comes next.
fn follows(source: &str, at: usize, tag: &str) -> bool {
    starts_with(source[at..].trim_start(), tag)
}

/// Behind `tag`, which comes next.
fn behind(source: &str, at: usize, tag: &str) -> usize {
    source.len() - source[at..].trim_start().len() + tag.len()
}

/// Behind a picture in Markdown: a paragraph of its own where the picture has one, else a line
/// of its own.
fn text_beside(source: &str, mark: &AssetMark, words: &str) -> (usize, String) {
    let (start, end) = (mark.span.start as usize, mark.span.end as usize);
    let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
    let (rest, below) = source[end..].split_once('\n').unwrap_or((&source[end..], ""));
    if source[line_start..start].trim().is_empty() && rest.trim().is_empty() {
        let below_follows = below.lines().next().is_some_and(|line| !line.trim().is_empty());
        return (end, format!("\n\n{words}{}", if below_follows { "\n" } else { "" }));
    }
    // A backslash at the end of a line breaks it.
    (end, format!("\\\n{words}{}", if rest.trim().is_empty() { "" } else { "\\\n" }))
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
