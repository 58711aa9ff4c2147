//! One pass from text to tokens, folding fused in.
//!
//! [`tokenize`] looks at 64 bytes at a time and hashes an ASCII word in two steps;
//! only runs with other characters take the careful way. [`tokenize_scalar`] takes it
//! throughout and is the oracle that the fast way is tested against.

use crate::blocks;
use crate::fold::{self, Fold, Look};
use crate::hash::{self, Hasher};

/// A word, a number, an ideograph, or a mark that phrases may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte in the text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Words and ideographs: the fingerprint of the folded letters. Numbers: the whole
    /// part, saturating. Marks: the folded character.
    pub code: u32,
    /// What it is.
    pub kind: Kind,
    /// How it was typed and where it stands.
    pub flags: Flags,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Letters, perhaps with digits after them.
    Word,
    /// Digits with their separators: `1,299.00`, `23:59`, `2027/3/1`.
    Number,
    /// An ideograph, kana or Hangul syllable.
    Cjk,
    /// Punctuation or a currency sign.
    Mark,
}

/// A set of token properties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags(u16);

impl Flags {
    /// The word begins with a capital.
    pub const CAPITAL: Self = Self(1);
    /// Every letter of the word is a capital, and there are at least two.
    pub const UPPER: Self = Self(1 << 1);
    /// A letter is a look-alike from another script.
    pub const ALIKE: Self = Self(1 << 2);
    /// A letter is full-width, mathematical or enclosed.
    pub const STYLED: Self = Self(1 << 3);
    /// An invisible character stands inside the word, or before the ideograph.
    pub const INVISIBLE: Self = Self(1 << 4);
    /// Nothing stands between this token and the one before.
    pub const GLUED: Self = Self(1 << 5);
    /// The number is a clock time or a running clock: `23:59`, `00:14:59`.
    pub const CLOCK: Self = Self(1 << 6);
    /// The number is a date: `2027/3/1`, `3.3.2027`, `3/5`.
    pub const DATE: Self = Self(1 << 7);
    /// The mark ends a sentence.
    pub const BREAK: Self = Self(1 << 8);
    /// The first token of its line.
    pub const LINE_START: Self = Self(1 << 9);
    /// A Latin letter stands beside the look-alikes.
    pub const LATIN: Self = Self(1 << 10);

    /// Whether all of `other` hold.
    #[inline(always)]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any of `other` holds.
    #[inline(always)]
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    #[inline(always)]
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[inline(always)]
    const fn when(self, condition: bool) -> Self {
        Self(self.0 * condition as u16)
    }
}

impl Token {
    /// The bytes of `text` that it covers.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start as usize..self.end as usize]
    }

    /// Whether it is the mark `c`.
    #[inline(always)]
    pub fn is_mark(&self, c: char) -> bool {
        self.kind == Kind::Mark && self.code == c as u32
    }

    /// Whether a sentence ends with it.
    #[inline(always)]
    pub fn ends_sentence(&self) -> bool {
        self.flags.has(Flags::BREAK)
    }
}

/// Fingerprints of words after which a full stop ends no sentence, sorted.
pub type Abbreviations = [u32];

/// Appends the tokens of `text[start..end]`, one block, to `tokens`. Gives whether something
/// among the letters may stand for one: a digit or a sign beside a letter, a small capital, a
/// picture.
pub fn tokenize(text: &str, start: usize, end: usize, abbreviations: &Abbreviations, tokens: &mut Vec<Token>) -> bool {
    let mut writer = Writer::new(text, start, end, abbreviations, tokens);
    let bytes = text.as_bytes();
    let mut resume = start;
    let mut base = start;
    let mut before = 0; // whether the byte before the 64 belongs to a word
    let mut letters_before = 0; // the letters of the 64 before, and what may stand for one
    let mut stand_ins_before = 0;
    let mut disguised = 0;
    while base < end {
        let masks = blocks::classify(bytes, base, end);
        let letters = masks.word & !(masks.stand_in | masks.wide);
        disguised |= masks.stand_in & (letters << 1 | letters >> 1 | letters_before >> 63);
        disguised |= letters & stand_ins_before >> 63;
        (letters_before, stand_ins_before) = (letters, masks.stand_in);
        if masks.wide != 0 {
            disguised |= u64::from(bytes[base..end.min(base + 64)].iter().any(|byte| is_picture(*byte)));
        }
        let starts = masks.word & !(masks.word << 1 | before);
        before = masks.word >> 63;
        let mut events = starts | masks.mark;
        while events != 0 {
            let bit = events.trailing_zeros();
            events &= events - 1;
            let at = base + bit as usize;
            if masks.word >> bit & 1 == 0 {
                if at >= resume {
                    resume = writer.mark(at, char::from(bytes[at]), true);
                }
                continue;
            }
            let run = (!(masks.word >> bit)).trailing_zeros();
            let (stop, wide) = if bit + run < 64 {
                let mask = (1_u64 << run) - 1; // run < 64: a run of 64 bits has bit + run == 64
                (at + run as usize, masks.wide >> bit & mask != 0)
            } else {
                blocks::run_end(bytes, at, end)
            };
            // A number such as `1.5kg` or an address may end inside a later run.
            let at = at.max(resume);
            if at >= stop {
                continue;
            }
            resume = if wide {
                writer.characters(at, stop)
            } else if bytes[at].is_ascii_digit() {
                let after = writer.number(at);
                if after < stop { writer.ascii_word(after, stop) } else { after }
            } else {
                writer.ascii_word(at, stop)
            };
        }
        base += 64;
    }
    disguised != 0
}

/// Whether a small capital, or half of a flag, may begin with the byte.
fn is_picture(byte: u8) -> bool {
    matches!(byte, 0xE1 | 0xF0)
}

/// As [`tokenize`], one character at a time.
pub fn tokenize_scalar(
    text: &str,
    start: usize,
    end: usize,
    abbreviations: &Abbreviations,
    tokens: &mut Vec<Token>,
) -> bool {
    let mut writer = Writer::new(text, start, end, abbreviations, tokens);
    let mut at = start;
    while at < end {
        at = writer.characters(at, end);
    }
    let bytes = &text.as_bytes()[start..end];
    let stands_in = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'!' | b'$' | b'@');
    let beside = |a: u8, b: u8| stands_in(a) && b.is_ascii_alphabetic();
    bytes.windows(2).any(|pair| beside(pair[0], pair[1]) || beside(pair[1], pair[0]))
        || bytes.iter().any(|byte| is_picture(*byte))
}

/// A word that is being read.
#[derive(Default)]
struct Word {
    start: usize,
    end: usize,
    hasher: Hasher,
    letters: u32,
    capitals: u32,
    first_capital: bool,
    flags: Flags,
    invisible: bool,
}

struct Writer<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    abbreviations: &'a Abbreviations,
    tokens: &'a mut Vec<Token>,
    /// [`Flags::LINE_START`] until the line's first token is written.
    line_start: Flags,
    first: usize,
}

impl<'a> Writer<'a> {
    fn new(
        text: &'a str,
        start: usize,
        end: usize,
        abbreviations: &'a Abbreviations,
        tokens: &'a mut Vec<Token>,
    ) -> Self {
        let first = tokens.len();
        Self { text, start, end, abbreviations, tokens, line_start: Flags::LINE_START, first }
    }

    #[inline(always)]
    fn push(&mut self, start: usize, end: usize, code: u32, kind: Kind, flags: Flags) {
        let glued = match self.tokens.last() {
            Some(last) => last.end as usize == start && start > self.start,
            None => false,
        };
        let flags = flags.with(Flags::GLUED.when(glued)).with(self.line_start);
        self.line_start = Flags::default();
        self.tokens.push(Token { start: start as u32, end: end as u32, code, kind, flags });
    }

    #[inline(always)]
    fn ascii_word(&mut self, start: usize, end: usize) -> usize {
        let bytes = self.text.as_bytes();
        let code = hash::ascii(bytes, start, end);
        let mut flags = Flags::default();
        if bytes[start] < b'a' {
            flags = Flags::CAPITAL.when(bytes[start] >= b'A');
            let upper = end - start > 1 && bytes[start..end].iter().all(|b| b & 0x20 == 0);
            flags = flags.with(Flags::UPPER.when(upper));
        }
        self.push(start, end, code, Kind::Word, flags);
        end
    }

    fn flush(&mut self, word: &mut Word) {
        if word.hasher.is_empty() {
            return;
        }
        let word = core::mem::take(word);
        let flags = word
            .flags
            .with(Flags::CAPITAL.when(word.first_capital))
            .with(Flags::UPPER.when(word.letters > 1 && word.capitals == word.letters));
        self.push(word.start, word.end, word.hasher.finish(), Kind::Word, flags);
    }

    /// The careful way, for `text[at..stop]`. Gives where to go on, which a number may move past `stop`.
    fn characters(&mut self, at: usize, stop: usize) -> usize {
        let mut word = Word::default();
        let mut at = at;
        // An invisible character since the last token: of interest before an ideograph.
        let mut unseen = false;
        while at < stop {
            let Some(c) = self.text[at..].chars().next() else { break };
            let after = at + c.len_utf8();
            match fold::fold(c) {
                Fold::Letter(digit @ '0'..='9', look) if word.hasher.is_empty() => {
                    if look == Look::Plain && c.is_ascii() {
                        at = self.number(at);
                    } else {
                        at = self.styled_number(at, stop, digit);
                    }
                    unseen = false;
                    continue;
                }
                Fold::Letter(letter, look) => {
                    self.letter(&mut word, at, after, c, look);
                    word.hasher.push(letter);
                }
                Fold::Letters(pair) => {
                    self.letter(&mut word, at, after, c, Look::Plain);
                    pair.iter().for_each(|&b| word.hasher.push(char::from(b)));
                }
                Fold::Cjk(folded, look) => {
                    self.flush(&mut word);
                    let mut utf8 = [0; 4];
                    let code = hash::character(folded.encode_utf8(&mut utf8).as_bytes());
                    let flags = Flags::STYLED.when(look == Look::Styled).with(Flags::INVISIBLE.when(unseen));
                    self.push(at, after, code, Kind::Cjk, flags);
                    unseen = false;
                }
                Fold::Skip => {
                    if !matches!(c, '\u{300}'..='\u{36F}' | '\u{FE00}'..='\u{FE0F}') {
                        word.invisible = true;
                        unseen = true;
                    }
                }
                Fold::Voice(semi) => self.voice(at, after, semi),
                Fold::Jamo(lead) => {
                    self.flush(&mut word);
                    at = self.jamo(at, after, lead);
                    continue;
                }
                Fold::Punct(mark) => {
                    self.flush(&mut word);
                    at = self.mark(at, mark, c.is_ascii());
                    unseen = false;
                    continue;
                }
                Fold::Space => {
                    self.flush(&mut word);
                    unseen = false;
                    if c.is_ascii() {
                        at = self.mark(at, c, true);
                        continue;
                    }
                }
            }
            at = after;
        }
        self.flush(&mut word);
        at
    }

    fn letter(&self, word: &mut Word, at: usize, after: usize, c: char, look: Look) {
        if word.hasher.is_empty() {
            // Invisible characters before the first letter are outside the word.
            *word = Word { start: at, first_capital: c.is_uppercase(), ..Word::default() };
        }
        word.flags = word
            .flags
            .with(Flags::INVISIBLE.when(word.invisible))
            .with(Flags::STYLED.when(look == Look::Styled))
            .with(Flags::ALIKE.when(look == Look::Alike))
            .with(Flags::LATIN.when(look == Look::Plain && c.is_ascii_alphabetic()));
        word.invisible = false;
        word.end = after;
        if !c.is_numeric() {
            word.letters += 1;
            word.capitals += u32::from(c.is_uppercase());
        } else {
            // As in the fast way, where a digit makes a word no shout.
            word.letters += 1;
        }
    }

    fn voice(&mut self, at: usize, after: usize, semi: bool) {
        let first = self.first;
        if self.tokens.len() > first
            && let Some(last) = self.tokens.last_mut()
            && last.kind == Kind::Cjk
            && last.end as usize == at
            && let Some(Fold::Cjk(kana, _)) = self.text[last.start as usize..at].chars().next().map(fold::fold)
            && let Some(voiced) = fold::voiced(kana, semi)
        {
            let mut utf8 = [0; 4];
            last.code = hash::character(voiced.encode_utf8(&mut utf8).as_bytes());
            last.end = after as u32;
        }
    }

    fn jamo(&mut self, at: usize, after: usize, lead: char) -> usize {
        let mut rest = self.text[after..self.end].chars();
        let Some(vowel @ '\u{1161}'..='\u{1175}') = rest.next() else { return after };
        let tail = rest.next().filter(|c| ('\u{11A8}'..='\u{11C2}').contains(c));
        let end = after + vowel.len_utf8() + tail.map_or(0, char::len_utf8);
        if let Some(syllable) = fold::syllable(lead, vowel, tail) {
            let mut utf8 = [0; 4];
            let code = hash::character(syllable.encode_utf8(&mut utf8).as_bytes());
            self.push(at, end, code, Kind::Cjk, Flags::default());
        }
        end
    }

    /// Full-width and mathematical digits: whole numbers only.
    fn styled_number(&mut self, at: usize, stop: usize, first: char) -> usize {
        let mut value = u32::from(first) - u32::from('0');
        let mut end = at + self.text[at..].chars().next().map_or(1, char::len_utf8);
        while end < stop
            && let Some(c) = self.text[end..].chars().next()
            && let Fold::Letter(digit @ '0'..='9', _) = fold::fold(c)
        {
            value = value.saturating_mul(10).saturating_add(u32::from(digit) - u32::from('0'));
            end += c.len_utf8();
        }
        self.push(at, end, value, Kind::Number, Flags::STYLED);
        end
    }

    /// A number that begins at the ASCII digit `at`. Gives one past its last byte.
    fn number(&mut self, at: usize) -> usize {
        let bytes = &self.text.as_bytes()[..self.end];
        let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
        let value = |from: usize, len: usize, value: u32| {
            bytes[from..from + len]
                .iter()
                .fold(value, |value, b| value.saturating_mul(10).saturating_add(u32::from(b - b'0')))
        };
        let first = digits(at);
        let mut end = at + first;
        let mut total = value(at, first, 0);
        let mut flags = Flags::default();
        match bytes.get(end) {
            Some(b':') if first <= 2 => {
                while bytes.get(end) == Some(&b':') && digits(end + 1) == 2 {
                    flags = Flags::CLOCK;
                    end += 3;
                }
            }
            Some(&separator @ (b'/' | b'-')) if first <= 4 => {
                let second = digits(end + 1);
                let third_at = end + 1 + second;
                if (1..=2).contains(&second) {
                    let third = if bytes.get(third_at) == Some(&separator) { digits(third_at + 1) } else { 0 };
                    if (1..=4).contains(&third) {
                        (end, flags) = (third_at + 1 + third, Flags::DATE);
                    } else if separator == b'/' && first <= 2 {
                        // `24/7` is round the clock, not the 24th of July.
                        let always = &bytes[at..third_at] == b"24/7";
                        (end, flags) = (third_at, Flags::DATE.when(!always));
                    }
                }
            }
            Some(b'.' | b',') => {
                let mut groups = 0;
                let mut dotted = true;
                let mut longest = first;
                let mut whole = true;
                while let Some(&separator @ (b'.' | b',')) = bytes.get(end) {
                    let len = digits(end + 1);
                    if len == 0 {
                        break;
                    }
                    // `1,299` and `1.299` are thousands; `1.5` and `1,99` have a fraction.
                    whole &= len == 3 && first <= 3;
                    if whole {
                        total = value(end + 1, len, total);
                    }
                    groups += 1;
                    longest = longest.max(len);
                    dotted &= separator == b'.' && len <= 4;
                    end += 1 + len;
                }
                if groups == 2 && dotted && first <= 4 && longest >= 2 && !whole {
                    flags = Flags::DATE;
                }
            }
            _ => {}
        }
        self.push(at, end, total, Kind::Number, flags);
        end
    }

    /// Punctuation at `at`, folded to `mark`; `ascii` tells whether it was typed so.
    /// Gives where to go on.
    fn mark(&mut self, at: usize, mark: char, ascii: bool) -> usize {
        let mut after = at + if ascii { 1 } else { self.text[at..].chars().next().map_or(1, char::len_utf8) };
        let bytes = &self.text.as_bytes()[..self.end];
        let mut flags = Flags::default();
        let mark = match mark {
            ';' => ',',
            // A dash between spaces parts two clauses; another joins two words.
            '-' if bytes.get(after) == Some(&b' ') && at > self.start && bytes[at - 1] == b' ' => ',',
            _ => mark,
        };
        match mark {
            '\n' => {
                self.line_start = Flags::LINE_START;
                return after;
            }
            '.' if ascii => {
                if self.last_word_is(at, b"www") {
                    return self.address(at);
                }
                after += bytes[after..].iter().take_while(|b| **b == b'.').count();
                if !self.stop_ends_sentence(at, after) {
                    return after;
                }
                flags = Flags::BREAK;
            }
            '!' | '?' if ascii => {
                let next = bytes.get(after).copied().unwrap_or(b' ');
                flags = Flags::BREAK.when(!(next.is_ascii_alphanumeric() || matches!(next, b'=' | b'&' | b'/')));
            }
            '.' | '!' | '?' | '|' => flags = Flags::BREAK,
            ':' if bytes[after..].starts_with(b"//") => return self.address(at),
            '@' if bytes.get(after).is_some_and(u8::is_ascii_alphanumeric) && self.last_ends_at(at) => {
                return self.address(at);
            }
            ',' | ':' | '*' | '#' | '=' | '%' | '/' | '[' | ']' | '$' | '£' | '€' | '¥' | '₩' | '□' | '☐' | '☑' =>
                {}
            _ => return after,
        }
        if let Some(last) = self.tokens.last_mut()
            && last.kind == Kind::Mark
            && last.code == mark as u32
            && last.end as usize == at
            && at > self.start
        {
            // `!!!` is one mark.
            last.end = after as u32;
            last.flags = last.flags.with(flags);
            return after;
        }
        self.push(at, after, mark as u32, Kind::Mark, flags);
        // A bar or a slash between blanks parts what stands side by side as a line break does:
        // “Accept / No, I hate saving”.
        let blank = |byte: Option<&u8>| byte == Some(&b' ');
        if matches!(mark, '|' | '/') && at > self.start && blank(bytes.get(at - 1)) && blank(bytes.get(after)) {
            self.line_start = Flags::LINE_START;
        }
        after
    }

    fn last_ends_at(&self, at: usize) -> bool {
        self.tokens.len() > self.first && self.tokens.last().is_some_and(|last| last.end as usize == at)
    }

    fn last_word_is(&self, at: usize, word: &[u8]) -> bool {
        self.last_ends_at(at)
            && self.tokens.last().is_some_and(|last| {
                self.text.as_bytes()[last.start as usize..last.end as usize].eq_ignore_ascii_case(word)
            })
    }

    /// An address is no copy: drops its first word and skips to its end.
    fn address(&mut self, at: usize) -> usize {
        if self.last_ends_at(at)
            && let Some(last) = self.tokens.pop()
            && last.flags.has(Flags::LINE_START)
        {
            self.line_start = Flags::LINE_START;
        }
        let rest = &self.text.as_bytes()[at..self.end];
        let len = rest.iter().position(|b| !matches!(b, b'!'..=b'~') || matches!(b, b'<' | b'>' | b'"' | b')' | b'|'));
        at + len.unwrap_or(rest.len())
    }

    /// Whether the full stop (or run of them) `at..after` ends a sentence.
    fn stop_ends_sentence(&self, at: usize, after: usize) -> bool {
        // A few characters decide; more would make a text of nothing but stops slow.
        let closers = ['"', '\'', ')', ']', '”', '’', '»', '*', '_'];
        let mut rest = self.text[after..self.end].chars().take(32).skip_while(|c| closers.contains(c));
        match rest.next() {
            None => return true,
            Some(c) if c.is_whitespace() => {
                if rest.find(|c| !c.is_whitespace()).is_some_and(|c| c.is_ascii_lowercase()) {
                    return false;
                }
            }
            Some(c) if (c as u32) < 0x2E80 => return false,
            Some(_) => {}
        }
        match self.tokens.last() {
            Some(last) if self.last_ends_at(at) && last.kind == Kind::Word => {
                // Initials: “U.S. shipping”, “J. Roth”.
                let initial =
                    last.end - last.start == 1 && last.flags.has(Flags::CAPITAL) && last.text(self.text) != "I";
                !initial && self.abbreviations.binary_search(&last.code).is_err()
            }
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tokens(text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        tokenize(text, 0, text.len(), &[], &mut tokens);
        tokens
    }

    fn words(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|token| token.text(text)).collect()
    }

    fn codes(text: &str) -> Vec<u32> {
        tokens(text).iter().map(|token| token.code).collect()
    }

    #[test]
    fn apostrophes_and_hyphens_split_words_and_dashes_part_clauses() {
        assert_eq!(words("I'll sign-up l’offre"), ["I", "ll", "sign", "up", "l", "offre"]);
        assert_eq!(words("now - or — never"), ["now", "-", "or", "—", "never"]);
    }

    #[test]
    fn numbers_keep_their_separators_and_units_stand_apart() {
        assert_eq!(
            words("1,299.00 3h 50k+ 23:59 2027/3/1 3.3.2027 2nd"),
            ["1,299.00", "3", "h", "50", "k", "23:59", "2027/3/1", "3.3.2027", "2", "nd"]
        );
        let kinds: Vec<_> = tokens("1,299 1.5 00:14:59 3.3.2027")
            .iter()
            .map(|t| (t.code, t.flags.any(Flags::CLOCK), t.flags.any(Flags::DATE)))
            .collect();
        assert_eq!(kinds, [(1299, false, false), (1, false, false), (0, true, false), (3, false, true)]);
    }

    #[test]
    fn round_the_clock_is_no_date() {
        let dates = |text: &str| tokens(text).iter().map(|t| t.flags.any(Flags::DATE)).collect::<Vec<_>>();
        assert_eq!(dates("24/7 24/12 4/7 24/7/2027"), [false, true, true, true]);
    }

    #[test]
    fn however_it_is_typed_it_is_the_same_word() {
        for (typed, plain) in [
            ("LIMITED", "limited"),
            ("lim\u{AD}ited", "limited"),
            ("l\u{200B}imited", "limited"),
            ("ｌｉｍｉｔｅｄ", "limited"),
            ("𝗟𝗶𝗺𝗶𝘁𝗲𝗱", "limited"),
            ("lіmіted", "limited"),
            ("Größe", "grosse"),
            ("cafe\u{301}", "café"),
            ("ｶﾞ", "ガ"),
            ("か\u{3099}", "が"),
            ("\u{1112}\u{1161}\u{11AB}", "한"),
        ] {
            assert_eq!(codes(typed), codes(plain), "{typed}");
        }
    }

    #[test]
    fn a_sentence_ends_where_a_reader_stops() {
        let breaks = |text: &str| tokens(text).iter().filter(|token| token.ends_sentence()).count();
        assert_eq!(breaks("One. Two! Three? 四。五！"), 5);
        assert_eq!(breaks("U.S. shipping costs 3.50 e.g. here"), 0);
        assert_eq!(breaks("Wait... what"), 0);
        assert_eq!(breaks("He said “stop.” Then left."), 2);
    }

    #[test]
    fn addresses_are_no_copy() {
        assert_eq!(words("see https://shop.example/last-chance?x=1 now"), ["see", "now"]);
        assert_eq!(words("write to hurry@shop.example today"), ["write", "to", "today"]);
    }

    #[test]
    fn lines_begin_where_they_begin() {
        let starts: Vec<bool> = tokens("a b\nc").iter().map(|t| t.flags.has(Flags::LINE_START)).collect();
        assert_eq!(starts, [true, false, true]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn the_fast_way_equals_the_careful_one(
            text in prop_oneof![
                "[a-zA-Z0-9 .,!?'\\-:/\n%$é限時🎁\u{200B}\u{AD}３]{0,200}",
                "\\PC{0,120}",
                "([a-z]{1,9} ){0,40}[A-Z]{60,70}[é]?[a-z]{0,70}",
            ],
            cut in 0usize..20,
        ) {
            let mut start = cut.min(text.len());
            while !text.is_char_boundary(start) { start += 1; }
            let (mut fast, mut careful) = (Vec::new(), Vec::new());
            let disguised = tokenize(&text, start, text.len(), &[], &mut fast);
            prop_assert_eq!(disguised, tokenize_scalar(&text, start, text.len(), &[], &mut careful));
            prop_assert_eq!(
                fast.iter().map(|t| (t.start, t.end, t.code, t.kind)).collect::<Vec<_>>(),
                careful.iter().map(|t| (t.start, t.end, t.code, t.kind)).collect::<Vec<_>>()
            );
            let shape = Flags(!Flags::LATIN.0);
            prop_assert!(fast.iter().zip(&careful).all(|(a, b)| a.flags.0 & shape.0 == b.flags.0 & shape.0), "{:?}\n{:?}", fast, careful);
        }
    }
}
