//! Letters that are not what they look like.

use candor_scan::fold::{self, Fold, Look};
use candor_scan::token::{Flags, Kind, Token};
use candor_scan::vocabulary::Severity;

use super::{Place, Scene};
use crate::document::Range;

/// Shorter words are symbols and units: `α`, `μm`, `𝑥`.
const SHORTEST: usize = 3;

pub(super) fn find(scene: &Scene<'_>) -> Vec<Place> {
    let text: &str = &scene.scanned.document.text;
    if text.is_ascii() {
        return Vec::new();
    }
    let mut places: Vec<Place> = Vec::new();
    for block in scene.blocks() {
        let tokens = scene.scanned.tokens(block);
        if !tokens.iter().any(|token| token.flags.any(Flags::ALIKE.with(Flags::STYLED))) {
            continue;
        }
        let script = Script::of(text, tokens);
        let mut last: Option<(usize, bool)> = None;
        for (at, token) in tokens.iter().enumerate() {
            let Some(grave) = disguise(scene, &script, text, tokens, at) else { continue };
            let range = Range { start: token.start, end: token.end };
            let severity = if grave || scene.covered.touches(range) { None } else { Some(Severity::Info) };
            // Words in a row are one finding, as long as they weigh the same.
            match places.last_mut() {
                Some(place) if last == Some((at, severity.is_none())) && place.block == block => place.end = at + 1,
                _ => places.push(Place { severity, ..Place::at(block, at, at + 1) }),
            }
            last = Some((at + 1, severity.is_none()));
        }
    }
    places
}

/// What a block is written in, besides the words in question.
struct Script {
    /// Ideographs, kana or syllables: full width is ordinary there.
    cjk: bool,
    /// Letters that cannot be taken for Latin ones: the look-alikes beside them are their kin.
    other: bool,
}

impl Script {
    fn of(text: &str, tokens: &[Token]) -> Self {
        let other = |token: &Token| {
            token.kind == Kind::Word
                && token.text(text).chars().any(
                    |c| matches!(fold::fold(c), Fold::Letter(letter, Look::Plain) if !letter.is_ascii() && letter != 'μ'),
                )
        };
        Self { cjk: tokens.iter().any(|token| token.kind == Kind::Cjk), other: tokens.iter().any(other) }
    }
}

/// Whether the token is disguised, and whether as another script.
fn disguise(scene: &Scene<'_>, script: &Script, text: &str, tokens: &[Token], at: usize) -> Option<bool> {
    let token = &tokens[at];
    let word = token.text(text);
    let looks = |look: Look| word.chars().filter(move |c| matches!(fold::fold(*c), Fold::Letter(_, of) if of == look));
    match token.kind {
        Kind::Word if token.flags.has(Flags::ALIKE) => {
            if is_phonetic(text, token) {
                return None;
            }
            let alike = looks(Look::Alike).count();
            let latin = looks(Look::Plain).filter(char::is_ascii_alphabetic).count() + looks(Look::Styled).count();
            if latin > 0 {
                // `μm`, `βx`: a symbol before or after a letter or two.
                return (latin + alike > SHORTEST || latin + alike == SHORTEST && !is_symbol(word)).then_some(true);
            }
            // A whole word of look-alikes is a word of its own language, unless all around is Latin.
            let spoken = alike >= SHORTEST
                && !script.other
                && !script.cjk
                && scene.language.matcher.knows(token.code)
                && tokens.iter().any(|other| other.kind == Kind::Word && !other.flags.has(Flags::ALIKE));
            spoken.then_some(true)
        }
        Kind::Word if token.flags.has(Flags::STYLED) => {
            let full_width = looks(Look::Styled).all(|c| matches!(c, '\u{FF01}'..='\u{FF5E}'));
            let cjk = script.cjk || scene.locale().is_cjk();
            let formula = tokens[at.saturating_sub(1)..(at + 2).min(tokens.len())].iter().any(|near| near.is_mark('='));
            (!(formula || full_width && cjk) && looks(Look::Styled).count() >= SHORTEST).then_some(false)
        }
        // Digits of mathematical alphabets are no digits of any copy.
        Kind::Number if token.flags.has(Flags::STYLED) => {
            let mathematical = word.chars().filter(|c| matches!(c, '\u{1D7CE}'..='\u{1D7FF}')).count();
            (mathematical >= 2).then_some(false)
        }
        _ => None,
    }
}

/// A Greek letter at the edge of a short word: a unit or a name of science.
fn is_symbol(word: &str) -> bool {
    let greek = |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{B5}' | '\u{370}'..='\u{3FF}'));
    greek(word.chars().next()) || greek(word.chars().next_back())
}

/// `/ɡʊd/`, `[θɪn]`: how a word sounds.
fn is_phonetic(text: &str, token: &Token) -> bool {
    let word = token.text(text);
    let ipa = |c: char| matches!(c, '\u{250}'..='\u{2AF}' | '\u{2B0}'..='\u{2FF}' | 'θ' | 'ð' | 'ŋ') && c != 'ɡ';
    let before = text[..token.start as usize].chars().next_back();
    let after = text[token.end as usize..].chars().next();
    word.chars().any(ipa)
        || matches!((before, after), (Some('/' | '['), Some('/' | ']')))
        || before.is_some_and(ipa)
        || after.is_some_and(ipa)
}
