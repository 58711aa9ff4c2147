//! The text without disguises: letters set apart are joined, digits and signs that stand
//! for letters become letters. Rules read that text too, where it differs from what was typed.
//!
//! Whether a run of letters is a word is asked of the rules' own vocabulary, so an ordinary
//! part number or acronym costs a few look-ups and changes nothing.

use candor_scan::fold;
use candor_scan::sort;
use candor_scan::token::{self, Flags, Kind, Token};

use crate::catalogue::Catalogue;
use crate::document::{Document, Range};
use crate::linter::Scanned;

/// Characters of the text that stand for others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub block: usize,
    /// What was typed.
    pub range: Range,
    /// What it reads as.
    pub plain: String,
    /// How sure it is that somebody wrote a word so.
    pub telling: Telling,
}

/// What it takes to call a run a disguise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Telling {
    /// A word comes of it that nobody would set so for its looks.
    Word,
    /// A word of buying and selling comes of it, in a script without blanks.
    Commerce,
    /// Headings and abbreviations are written so: only words that a rule looks for tell, whatever
    /// stands around them.
    Phrase,
    /// Some write so for looks: only wording that a rule names tells.
    Wording,
}

/// A text without its disguises.
pub(crate) struct Unmasked {
    pub document: Document<'static>,
    /// In order of the text.
    pub runs: Vec<Run>,
    /// Where each run stands in [`Unmasked::document`].
    pub places: Vec<Range>,
}

impl Unmasked {
    /// The text of `scanned` without disguises, if it has any.
    pub(crate) fn of(scanned: &Scanned<'_>, blocks: std::ops::Range<usize>, catalogue: &Catalogue) -> Option<Self> {
        let text: &str = &scanned.document.text;
        let lexicon = Lexicon(catalogue);
        let mut runs = Vec::new();
        for block in blocks {
            let of = &scanned.document.blocks[block];
            if !of.place.hidden && !of.place.code {
                let first = runs.len();
                spaced(text, scanned.tokens(block), block, &lexicon, &mut runs);
                if scanned.is_disguised(block) {
                    replaced(text, of.range, block, &lexicon, &mut runs);
                }
                sort::sort_by_key(&mut runs[first..], |run| run.range);
            }
        }
        runs.dedup_by(|later, earlier| later.range.start < earlier.range.end);
        (!runs.is_empty()).then(|| Self::without(runs, scanned.document))
    }

    #[inline(never)]
    fn without(runs: Vec<Run>, document: &Document<'_>) -> Self {
        let mut places = Vec::with_capacity(runs.len());
        let mut shift = 0_i64;
        for run in &runs {
            let start = i64::from(run.range.start) + shift;
            let end = start + run.plain.len() as i64;
            places.push(Range { start: start as u32, end: end as u32 });
            shift += run.plain.len() as i64 - i64::from(run.range.end - run.range.start);
        }
        let edits: Vec<(Range, &str)> = runs.iter().map(|run| (run.range, run.plain.as_str())).collect();
        Self { document: document.rewritten(&edits), places, runs }
    }

    /// Whether a run stands in the block.
    pub(crate) fn has_block(&self, block: usize) -> bool {
        self.runs.binary_search_by_key(&block, |run| run.block).is_ok()
    }

    /// The runs that share a byte with `range` of the plain text.
    pub(crate) fn runs_in(&self, range: Range) -> std::ops::Range<usize> {
        let first = self.places.partition_point(|place| place.end <= range.start);
        first..self.places.partition_point(|place| place.start < range.end).max(first)
    }

    /// What was typed for `range` of the plain text.
    pub(crate) fn typed(&self, range: Range) -> Range {
        let typed = |at: u32, end: bool| {
            let run = self.places.partition_point(|place| if end { place.end < at } else { place.end <= at });
            match (self.places.get(run), run.checked_sub(1)) {
                (Some(place), _) if place.start < at || place.start == at && !end => {
                    if end {
                        self.runs[run].range.end
                    } else {
                        self.runs[run].range.start
                    }
                }
                (_, Some(before)) => self.runs[before].range.end + (at - self.places[before].end),
                (_, None) => at,
            }
        };
        Range { start: typed(range.start, false), end: typed(range.end, true) }
    }
}

/// The words of all loaded rules.
struct Lexicon<'c>(&'c Catalogue);

impl Lexicon<'_> {
    /// Whether rules know the word, and it is more than grammar.
    fn has(&self, word: &str) -> bool {
        let Some(code) = code(word) else { return false };
        let function = &self.0.base().function_words;
        function.binary_search_by_key(&code, |(word, _)| *word).is_err() && self.knows(code)
    }

    fn knows(&self, code: u32) -> bool {
        let languages = self.0.locales();
        let mut languages = languages.iter().filter_map(|locale| self.0.language(*locale));
        languages.any(|language| language.matcher.knows(code))
    }

    /// `letters` as words of the rules, the fewest, with blanks between them.
    fn split(&self, letters: &str) -> Option<String> {
        const LONGEST_WORD: usize = 16;
        let ends: Vec<usize> = letters.char_indices().map(|(at, _)| at).chain([letters.len()]).collect();
        // The fewest words that end there, and where the last of them begins.
        let mut best: Vec<Option<(u32, usize)>> = vec![None; ends.len()];
        best[0] = Some((0, 0));
        for end in 1..ends.len() {
            for start in end.saturating_sub(LONGEST_WORD)..end {
                let Some((words, _)) = best[start] else { continue };
                if best[end].is_some_and(|(fewest, _)| fewest <= words + 1) {
                    continue;
                }
                if code(&letters[ends[start]..ends[end]]).is_some_and(|code| self.knows(code)) {
                    best[end] = Some((words + 1, start));
                }
            }
        }
        let mut words = Vec::new();
        let mut end = ends.len() - 1;
        while end > 0 {
            let (_, start) = best[end]?;
            words.push(&letters[ends[start]..ends[end]]);
            end = start;
        }
        words.reverse();
        Some(words.join(" "))
    }
}

/// The fingerprint of one word.
fn code(word: &str) -> Option<u32> {
    let mut tokens = Vec::new();
    token::tokenize(word, 0, word.len(), &[], &mut tokens);
    match tokens[..] {
        [Token { kind: Kind::Word, code, .. }] => Some(code),
        _ => None,
    }
}

/// What stands between two letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Between {
    /// One blank.
    Space,
    /// Several blanks: the word ends.
    Wide,
    /// One sign, perhaps with blanks around it.
    Sign(char),
    /// Emoji and other pictures.
    Picture,
    /// Anything else: the run ends.
    Other,
}

impl Between {
    fn of(gap: &str) -> Self {
        let inner = gap.trim();
        let mut signs = inner.chars().filter(|c| !fold::invisible(*c));
        match (signs.next(), signs.next()) {
            _ if gap.len() > 16 || gap.contains('\n') || gap.starts_with('.') && gap.len() > 1 => Self::Other,
            // Nothing that is seen: another detector's.
            (None, _) if !gap.contains(char::is_whitespace) => Self::Other,
            (None, _) if gap.chars().count() > 1 => Self::Wide,
            (None, _) => Self::Space,
            (Some(sign @ ('.' | '-' | '_' | '*' | '~' | '+' | '=' | '·' | '•' | '‐' | '–')), None) => {
                Self::Sign(sign)
            }
            (Some(sign), _)
                if !sign.is_ascii()
                    && !sign.is_alphanumeric()
                    && !"、，。：；！？（）「」『』《》“”‘’«»…€£¥₩%".contains(sign) =>
            {
                Self::Picture
            }
            _ => Self::Other,
        }
    }
}

fn is_hangul(c: char) -> bool {
    matches!(c, '가'..='힣')
}

/// Fewer letters are initials.
const LETTERS: usize = 4;
/// Fewer syllables, with blanks between them, are words of one syllable.
const SYLLABLES: usize = 5;
/// Fewer ideographs, with signs between them, are a list.
const IDEOGRAPHS: usize = 3;

/// Letters that are set apart.
fn spaced(text: &str, tokens: &[Token], block: usize, lexicon: &Lexicon<'_>, runs: &mut Vec<Run>) {
    let single = |token: &Token| match token.kind {
        Kind::Word => match &text.as_bytes()[token.start as usize..token.end as usize] {
            [_] => true,
            [a, b, ..] if a.is_ascii() && b.is_ascii() => false,
            _ => token.text(text).chars().filter(|c| !fold::invisible(*c)).count() == 1,
        },
        Kind::Cjk => true,
        _ => false,
    };
    let mut at = 0;
    while at < tokens.len() {
        if !single(&tokens[at]) {
            at += 1;
            continue;
        }
        let kind = tokens[at].kind;
        let (mut letters, mut gaps) = (vec![at], Vec::new());
        let mut next = at + 1;
        while next < tokens.len() {
            if tokens[next].kind == Kind::Mark {
                next += 1;
                continue;
            }
            let last = letters[letters.len() - 1];
            let gap = &text[tokens[last].end as usize..tokens[next].start as usize];
            let between = Between::of(gap);
            if !single(&tokens[next]) || tokens[next].kind != kind || between == Between::Other {
                break;
            }
            letters.push(next);
            gaps.push(between);
            next += 1;
        }
        at = letters[letters.len() - 1] + 1;
        // Korean writes words with blanks: a word's first or last syllable belongs to it.
        let hangul = tokens[letters[0]].text(text).chars().any(is_hangul);
        let glued = |at: usize| {
            hangul && tokens.get(at).is_some_and(|token| token.kind == kind && token.flags.has(Flags::GLUED))
        };
        if glued(letters[0]) {
            letters.remove(0);
            gaps.drain(..1.min(gaps.len()));
        }
        if letters.last().is_some_and(|last| glued(last + 1)) {
            letters.pop();
            gaps.pop();
        }
        let enough = if kind == Kind::Cjk { IDEOGRAPHS } else { LETTERS };
        if letters.len() >= enough {
            let letters: Vec<&Token> = letters.iter().map(|at| &tokens[*at]).collect();
            let alone = tokens.iter().filter(|token| token.kind != Kind::Mark).all(single);
            runs.extend(read(text, &letters, &gaps, block, alone, lexicon));
        }
    }
}

/// What letters with such gaps read as, if as words; `alone`: all of the block is set so.
fn read(
    text: &str,
    letters: &[&Token],
    gaps: &[Between],
    block: usize,
    alone: bool,
    lexicon: &Lexicon<'_>,
) -> Option<Run> {
    let separator = *gaps.iter().find(|gap| **gap != Between::Wide)?;
    let mut words = vec![letters[0].text(text).to_owned()];
    for (letter, gap) in letters[1..].iter().zip(gaps) {
        if *gap != separator {
            words.push(String::new());
        }
        words.last_mut()?.push_str(letter.text(text));
    }
    let range = Range { start: letters[0].start, end: letters[letters.len() - 1].end };
    let by_blanks = separator == Between::Space;
    if letters[0].kind == Kind::Cjk {
        let hangul = letters[0].text(text).chars().any(is_hangul);
        let enough = if by_blanks && hangul {
            SYLLABLES
        } else if by_blanks {
            LETTERS
        } else {
            IDEOGRAPHS
        };
        let telling = if separator == Between::Picture { Telling::Commerce } else { Telling::Wording };
        return (letters.len() >= enough).then(|| Run { block, range, plain: words.concat(), telling });
    }
    let known = |word: &String| word.chars().count() >= LETTERS && lexicon.has(word);
    let whole = words.iter().any(known);
    if !whole {
        // “L A S T C H A N C E” does not tell where a word ends.
        let longest = words.iter_mut().max_by_key(|word| word.len()).filter(|word| word.len() >= LETTERS + 2)?;
        *longest = lexicon.split(&longest.to_lowercase())?;
    }
    let plain = words.join(" ");
    // Short words with full stops are abbreviations: `G.m.b.H.` Headings are set with blanks for
    // their looks, words among others are not.
    let abbreviation = separator == Between::Sign('.') && letters.len() <= LETTERS;
    let heading = by_blanks && alone;
    let telling = if heading || abbreviation || !whole { Telling::Phrase } else { Telling::Word };
    Some(Run { block, range, plain, telling })
}

/// The letter that a digit or sign stands for; `1` and `!` stand for two.
fn leet(byte: u8, el: bool) -> Option<char> {
    Some(match byte {
        b'0' => 'o',
        b'1' | b'!' | b'|' => {
            if el {
                'l'
            } else {
                'i'
            }
        }
        b'3' => 'e',
        b'4' | b'@' => 'a',
        b'5' | b'$' => 's',
        b'7' | b'+' => 't',
        _ => return None,
    })
}

/// Longer things are addresses and keys.
const LONGEST: usize = 24;

/// Digits, signs and pictures of letters that stand for letters.
fn replaced(text: &str, range: Range, block: usize, lexicon: &Lexicon<'_>, runs: &mut Vec<Run>) {
    let bytes = &text.as_bytes()[..range.end as usize];
    let first = runs.len();
    let mut at = range.start as usize;
    while at < bytes.len() {
        let near = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
        let letter = match bytes[at] {
            b'0' | b'1' | b'3'..=b'5' | b'7' | b'@' | b'$' | b'!' => {
                near(at + 1) || at > range.start as usize && near(at - 1)
            }
            // Small capitals; regional indicators, of which flags are made.
            0xE1 => bytes.get(at + 1) == Some(&0xB4),
            0xF0 => bytes[at..].starts_with(&[0xF0, 0x9F, 0x87]),
            _ => false,
        };
        if !letter {
            at += 1;
            continue;
        }
        let is_blank = |b: &u8| b.is_ascii_whitespace();
        let before = bytes[range.start as usize..at].iter().rev().take(LONGEST * 4).position(is_blank);
        let start = before.map_or((at.saturating_sub(LONGEST * 4)).max(range.start as usize), |n| at - n);
        let end = bytes[at..].iter().position(is_blank).map_or(bytes.len(), |n| at + n);
        at = end.max(at + 1);
        if end - start > LONGEST * 4 || !text.is_char_boundary(start) {
            continue;
        }
        let quotes = |c: char| !c.is_alphanumeric() && !matches!(c, '@' | '$' | '\u{1F1E6}'..='\u{1F1FF}');
        let chunk = text[start..end].trim_matches(quotes);
        let Some((plain, telling)) = spelled(chunk, lexicon) else { continue };
        let start = start + text[start..end].find(chunk).unwrap_or(0);
        let range = Range::new(start, start + chunk.len());
        match runs[first..].last_mut() {
            // Words in a row are one run.
            Some(last) if &text[last.range.end as usize..start] == " " => {
                last.range.end = range.end;
                last.plain = format!("{} {plain}", last.plain);
                if telling == Telling::Word {
                    last.telling = telling;
                }
            }
            _ => runs.push(Run { block, range, plain, telling }),
        }
    }
}

/// The word that `chunk` is, with digits, signs or pictures for letters.
fn spelled(chunk: &str, lexicon: &Lexicon<'_>) -> Option<(String, Telling)> {
    if !chunk.is_ascii() {
        let plain: String = chunk.chars().map(pictured).collect::<Option<_>>()?;
        return lexicon.has(&plain).then_some((plain, Telling::Wording));
    }
    let bytes = chunk.as_bytes();
    // A hyphen, a dot or another digit makes it a part number, an address, a date.
    let word = |b: &u8| b.is_ascii_alphabetic() || leet(*b, false).is_some();
    if !(LETTERS..=LONGEST).contains(&bytes.len()) || !bytes.iter().all(word) {
        return None;
    }
    let letter = |b: &u8| b.is_ascii_alphabetic();
    let (first, last) = (bytes.iter().position(letter)?, bytes.iter().rposition(letter)?);
    let inside = bytes[first..last].iter().any(|b| !letter(b));
    let behind = bytes.len() - 1 - last;
    if !inside && first == 0 && behind == 0 {
        return None;
    }
    // `a11y`, `i18n`: how many letters are left out.
    if first == 0 && last == bytes.len() - 1 && !bytes[1..last].iter().any(letter) {
        return None;
    }
    // Codes for a discount end in digits (`SAVE5`); nobody ends a word so twice.
    let telling = if inside || behind >= 2 { Telling::Word } else { Telling::Wording };
    let spell = |el: bool| -> String {
        let plain = |b: &u8| leet(*b, el).filter(|_| !letter(b)).unwrap_or(char::from(*b));
        bytes.iter().map(plain).collect()
    };
    let known = |word: &String| match telling {
        Telling::Word => lexicon.has(word),
        _ => code(word).is_some_and(|code| lexicon.knows(code)),
    };
    [false, true].into_iter().map(spell).find(known).map(|word| (word, telling))
}

/// The letter that a small capital or a regional indicator shows.
fn pictured(c: char) -> Option<char> {
    const SMALL: &str = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡxʏᴢ";
    match c {
        'a'..='z' | 'A'..='Z' => Some(c),
        '\u{1F1E6}'..='\u{1F1FF}' => Some(char::from(b'a' + (c as u32 - 0x1F1E6) as u8)),
        _ => SMALL.chars().position(|small| small == c).map(|at| char::from(b'a' + at as u8)),
    }
}
