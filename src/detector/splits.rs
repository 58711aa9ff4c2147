//! Words with something in them that nobody sees.

use candor_scan::fold::{self, Fold};
use candor_scan::sort;
use candor_scan::token::{Flags, Kind, Token};
use candor_scan::vocabulary::Severity;

use super::{Place, Scene};
use crate::document::{Document, Range};

pub(super) fn find(scene: &Scene<'_>) -> Vec<Place> {
    let document = scene.scanned.document;
    let mut places: Vec<Place> = Vec::new();
    for block in scene.blocks() {
        let first = places.len();
        invisible(scene, block, &mut places);
        markup(scene, block, &mut places);
        if scene.locale().is_cjk() {
            hidden(scene, document, block, &mut places);
        }
        sort::sort_by_key(&mut places[first..], |place| (place.start, place.end));
        places.dedup_by_key(|place| (place.block, place.start));
    }
    places
}

/// Invisible characters inside words and between ideographs.
fn invisible(scene: &Scene<'_>, block: usize, places: &mut Vec<Place>) {
    let text: &str = &scene.scanned.document.text;
    let tokens = scene.scanned.tokens(block);
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.flags.has(Flags::INVISIBLE)) {
        let own = Range { start: token.start, end: token.end };
        match token.kind {
            Kind::Word => {
                let found = scene.covered.touches(own);
                let word = token.text(text);
                if is_disguise(word, found) {
                    let severity = if found { None } else { Some(Severity::Info) };
                    places.push(Place { severity, ..Place::at(block, at, at + 1) });
                }
            }
            // A zero-width blank between ideographs lets a line break there, which is innocent
            // unless it stands in wording that a rule names.
            Kind::Cjk => {
                let Some(before) = at.checked_sub(1).map(|before| tokens[before]) else { continue };
                let gap = &text[before.end as usize..token.start as usize];
                let joined = before.kind == Kind::Cjk && gap.chars().all(fold::invisible);
                let variant = gap.chars().all(|c| matches!(c, '\u{E0100}'..='\u{E01EF}' | '\u{FE00}'..='\u{FE0F}'));
                let around = scene.covered.around(own).filter(|around| around.start <= before.start);
                let Some(around) = around.filter(|_| joined && !variant) else { continue };
                let (start, end) = tokens_in(tokens, around);
                let severity = if gap.chars().all(|c| c == '\u{200B}') { Some(Severity::Info) } else { None };
                places.push(Place { severity, ..Place::at(block, start, end) });
            }
            Kind::Number | Kind::Mark => {}
        }
    }
}

/// Whether what is invisible in `word` has no business there; `found` tells that a rule names the word.
fn is_disguise(word: &str, found: bool) -> bool {
    let letters: Vec<char> = word.chars().filter(|c| !fold::invisible(*c)).collect();
    // Arabic, the scripts of India and south-east Asia spell with joiners.
    if letters.iter().any(|c| matches!(c, '\u{590}'..='\u{1CFF}' | '\u{A800}'..='\u{ABFF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')) {
        return false;
    }
    if letters.len() < 3 {
        return false;
    }
    let mut before: Option<char> = None;
    let mut rest = word.chars().peekable();
    while let Some(c) = rest.next() {
        if !fold::invisible(c) {
            before = Some(c);
            continue;
        }
        let after = rest.peek().copied();
        let innocent = match c {
            // Hyphenation of long words; in short ones only what hides wording is told.
            '\u{AD}' => letters.len() >= 8 || !found,
            // No ligature over a joint: `Auf‌lage`.
            '\u{200C}' => before.is_some_and(|c| matches!(c, 'f' | 'F' | 't')),
            // Where a long name may break: `create​Element`.
            '\u{200B}' => {
                before.is_some_and(char::is_lowercase) && after.is_some_and(char::is_uppercase)
                    || before.is_some_and(char::is_alphabetic) != after.is_some_and(char::is_alphabetic)
            }
            // Accents and the shapes of signs.
            '\u{300}'..='\u{36F}' | '\u{FE00}'..='\u{FE2F}' | '\u{1AB0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' => true,
            _ => false,
        };
        if !innocent {
            return true;
        }
    }
    false
}

/// Words that tags or hidden text split, where a rule names them, or where several words in a
/// row are split: `un<em>believ</em>able` alone is split too.
fn markup(scene: &Scene<'_>, block: usize, places: &mut Vec<Place>) {
    let document = scene.scanned.document;
    let range = document.blocks[block].range;
    let tokens = scene.scanned.tokens(block);
    let matcher = &scene.language.matcher;
    let first = document.splits.partition_point(|split| split.start < range.start);
    let mut row: Vec<usize> = Vec::new();
    let mut end_row = |row: &mut Vec<usize>| {
        if let [start, .., last] = row[..]
            && row.iter().all(|at| matcher.knows(tokens[*at].code))
        {
            places.push(Place::at(block, start, last + 1));
        } else {
            let named = row.iter().filter(|at| scene.covered.touches(word(&tokens[**at])));
            places.extend(named.map(|at| Place::at(block, *at, at + 1)));
        }
        row.clear();
    };
    for split in document.splits[first..].iter().take_while(|split| split.start < range.end) {
        let (start, end) = tokens_in(tokens, *split);
        for at in (start..end).filter(|at| tokens[*at].kind == Kind::Word && is_torn(document, word(&tokens[*at]))) {
            if row.last().is_some_and(|last| last + 1 < at) {
                end_row(&mut row);
            }
            row.push(at);
        }
    }
    end_row(&mut row);
}

fn word(token: &Token) -> Range {
    Range { start: token.start, end: token.end }
}

/// Whether markup stands between letters of the word, other than behind a large first one.
fn is_torn(document: &Document<'_>, word: Range) -> bool {
    let mut letters = word.of(&document.text).chars();
    let initial = letters.next().map_or(0, char::len_utf8) as u32;
    let rest = Range { start: word.start + initial, end: word.end };
    letters.count() >= 2 && !document.is_verbatim(word) && !document.is_verbatim(rest)
}

/// Nobody hides more words in one block, and a page of hidden blocks must not be read for each.
const ASIDES: usize = 8;

/// Hidden words inside wording without blanks between words.
fn hidden(scene: &Scene<'_>, document: &Document<'_>, block: usize, places: &mut Vec<Place>) {
    let tokens = scene.scanned.tokens(block);
    // What is hidden inside a block is written right behind it.
    for other in block + 1..(block + 1 + ASIDES).min(document.blocks.len()) {
        let aside = &document.blocks[other];
        if !aside.place.hidden {
            break;
        }
        let says = scene.scanned.tokens(other).iter().any(|token| token.kind != Kind::Mark);
        let place = document.locate(aside.range);
        let behind = tokens
            .partition_point(|token| document.locate(Range { start: token.start, end: token.end }).end <= place.start);
        let Some(next) = tokens.get(behind).filter(|token| says && behind > 0 && is_ideograph(&document.text, token))
        else {
            continue;
        };
        let own = Range { start: next.start, end: next.end };
        let before = &tokens[behind - 1];
        let around =
            scene.covered.around(own).filter(|around| around.start <= before.start && before.end == next.start);
        if let Some(around) = around {
            let (start, end) = tokens_in(tokens, around);
            places.push(Place::at(block, start, end));
        }
    }
}

fn is_ideograph(text: &str, token: &Token) -> bool {
    matches!(token.text(text).chars().next().map(fold::fold), Some(Fold::Cjk(..)))
}

/// The tokens that share a byte with `range`: first, and one past the last.
fn tokens_in(tokens: &[Token], range: Range) -> (usize, usize) {
    let start = tokens.partition_point(|token| token.end <= range.start);
    (start, tokens.partition_point(|token| token.start < range.end).max(start))
}
