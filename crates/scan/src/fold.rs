//! Folding: which characters count as the same.
//!
//! Case, width, diacritics, styled letters and look-alikes fall together here, for
//! phrases and copy alike, so that a phrase is written once and found however it is
//! typed. Nothing is rewritten: tokens keep the offsets of what was typed.

/// What a character is to the scanner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Invisible or combining: the word goes on as if it were not there.
    Skip,
    /// A letter or digit of a word, folded.
    Letter(char, Look),
    /// Two letters, as `ß` is `ss`.
    Letters([u8; 2]),
    /// An ideograph, kana or Hangul syllable: a token of its own.
    Cjk(char, Look),
    /// A combining voice mark (`true`: semi-voiced) that changes the kana before it.
    Voice(bool),
    /// A conjoining jamo, to be composed with its neighbours.
    Jamo(char),
    /// Punctuation, folded to its ASCII form where it has one; tokens are made of some of it.
    Punct(char),
    /// White space, quotes, emoji and everything else between words.
    Space,
}

/// How a letter was typed, where that is unusual.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// As its script has it.
    #[default]
    Plain,
    /// Full-width, half-width, mathematical, enclosed.
    Styled,
    /// A Cyrillic, Greek or Armenian letter that looks Latin.
    Alike,
}

/// Base letters of U+00C0 to U+024F; `.` where there is none of one letter.
const LATIN: &[u8; 400] = b"aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.yaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkkllllllllllnnnnnn.nnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs................................oo.............uu............................aaiioouuuuuuuuuu.aaaa....ggkkoooo..j...gg..nnaa....aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............................";

/// Base letters of U+1E00 to U+1EFF.
const LATIN_ADDITIONAL: &[u8; 256] = b"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy.s....aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

/// U+FF61 to U+FF9D in full width.
const HALF_WIDTH: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

/// Cyrillic, Greek and Armenian letters that pass for Latin ones (after UTS 39), lower case.
const ALIKE: &[(char, u8)] = &[
    ('а', b'a'),
    ('в', b'b'),
    ('е', b'e'),
    ('ё', b'e'),
    ('з', b'3'),
    ('и', b'u'),
    ('к', b'k'),
    ('м', b'm'),
    ('н', b'h'),
    ('о', b'o'),
    ('п', b'n'),
    ('р', b'p'),
    ('с', b'c'),
    ('т', b't'),
    ('у', b'y'),
    ('х', b'x'),
    ('ѕ', b's'),
    ('і', b'i'),
    ('ї', b'i'),
    ('ј', b'j'),
    ('һ', b'h'),
    ('ԁ', b'd'),
    ('ԛ', b'q'),
    ('ԝ', b'w'),
    ('ɡ', b'g'),
    ('ӏ', b'l'),
    ('α', b'a'),
    ('β', b'b'),
    ('ε', b'e'),
    ('ζ', b'z'),
    ('η', b'n'),
    ('ι', b'i'),
    ('κ', b'k'),
    ('μ', b'm'),
    ('ν', b'v'),
    ('ο', b'o'),
    ('ρ', b'p'),
    ('τ', b't'),
    ('υ', b'u'),
    ('χ', b'x'),
    ('ϲ', b'c'),
    ('ϳ', b'j'),
    ('օ', b'o'),
    ('ո', b'n'),
    ('ս', b'u'),
    ('հ', b'h'),
    ('ց', b'g'),
    ('զ', b'q'),
];

/// Folds one character.
pub fn fold(c: char) -> Fold {
    match c {
        'a'..='z' | '0'..='9' => Fold::Letter(c, Look::Plain),
        'A'..='Z' => Fold::Letter(c.to_ascii_lowercase(), Look::Plain),
        '\0'..='\x7F' => ascii_mark(c),
        '\u{80}'..='\u{24F}' => latin(c),
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{AC00}'..='\u{D7A3}' | '々' | '〇' | '〆' => {
            Fold::Cjk(c, Look::Plain)
        }
        '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | 'ー' | '\u{309D}' | '\u{309E}' => {
            Fold::Cjk(c, Look::Plain)
        }
        '\u{3099}' | '\u{FF9E}' => Fold::Voice(false),
        '\u{309A}' | '\u{FF9F}' => Fold::Voice(true),
        '\u{1100}'..='\u{1112}' | '\u{1161}'..='\u{1175}' | '\u{11A8}'..='\u{11C2}' => Fold::Jamo(c),
        _ if invisible(c) => Fold::Skip,
        '\u{1E9E}' => Fold::Letters(*b"ss"),
        '\u{1E00}'..='\u{1EFF}' => letter_or(LATIN_ADDITIONAL[c as usize - 0x1E00], c),
        '\u{FF01}'..='\u{FF5E}' => match fold(char::from((c as u32 - 0xFEE0) as u8)) {
            Fold::Letter(folded, _) => Fold::Letter(folded, Look::Styled),
            other => other,
        },
        '\u{FF61}'..='\u{FF9D}' => match HALF_WIDTH.chars().nth(c as usize - 0xFF61).map(fold) {
            Some(Fold::Cjk(folded, _)) => Fold::Cjk(folded, Look::Styled),
            other => other.unwrap_or(Fold::Space),
        },
        '\u{FB00}'..='\u{FB06}' => {
            Fold::Letters(*[b"ff", b"fi", b"fl", b"ff", b"ff", b"st", b"st"][c as usize - 0xFB00])
        }
        '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2FA1F}' => Fold::Cjk(c, Look::Plain),
        '\u{2000}'..='\u{2BFF}' | '\u{3000}'..='\u{303F}' => mark(c),
        '\u{1D400}'..='\u{1F189}' => styled(c),
        '・' => Fold::Space,
        '￥' => Fold::Punct('¥'),
        '￡' => Fold::Punct('£'),
        '￦' => Fold::Punct('₩'),
        _ => letter(c),
    }
}

/// ASCII that is neither letter nor digit.
fn ascii_mark(c: char) -> Fold {
    match c {
        '.' | '!' | '?' | ':' | ',' | ';' | '*' | '#' | '=' | '%' | '/' | '[' | ']' | '$' | '|' => {
            Fold::Punct(if c == ';' { ',' } else { c })
        }
        _ => Fold::Space,
    }
}

fn letter_or(base: u8, c: char) -> Fold {
    match base {
        b'.' => letter(c),
        base => Fold::Letter(char::from(base), Look::Plain),
    }
}

fn latin(c: char) -> Fold {
    match c {
        '\u{AD}' => Fold::Skip,
        'ß' => Fold::Letters(*b"ss"),
        'æ' | 'Æ' => Fold::Letters(*b"ae"),
        'œ' | 'Œ' => Fold::Letters(*b"oe"),
        'þ' | 'Þ' => Fold::Letters(*b"th"),
        'ĳ' | 'Ĳ' => Fold::Letters(*b"ij"),
        '£' | '¥' => Fold::Punct(c),
        '¡' | '¿' => Fold::Space,
        '·' => Fold::Space,
        'ª' => Fold::Letter('a', Look::Plain),
        'º' => Fold::Letter('o', Look::Plain),
        'µ' => Fold::Letter('μ', Look::Plain),
        '²' | '³' | '¹' => Fold::Space,
        '\u{C0}'..='\u{24F}' => match LATIN[c as usize - 0xC0] {
            b'.' if c == '×' || c == '÷' => Fold::Space,
            base => letter_or(base, c),
        },
        _ => Fold::Space,
    }
}

/// General punctuation, symbols, arrows, enclosed letters and CJK punctuation.
fn mark(c: char) -> Fold {
    match c {
        '。' | '．' | '｡' => Fold::Punct('.'),
        '、' | '–' | '—' | '―' => Fold::Punct(','),
        '€' | '₩' | '□' | '☐' | '☑' => Fold::Punct(c),
        '☒' | '✓' | '✔' | '✅' => Fold::Punct('☑'),
        '•' | '‣' | '▪' | '●' | '■' | '◆' | '★' | '☆' | '▶' | '►' | '※' => Fold::Punct('|'),
        '【' | '〔' => Fold::Punct('['),
        '】' | '〕' => Fold::Punct(']'),
        '⓪' => Fold::Letter('0', Look::Styled),
        '\u{2460}'..='\u{2468}' => Fold::Letter(char::from(b'1' + (c as u32 - 0x2460) as u8), Look::Plain),
        '\u{24B6}'..='\u{24CF}' => Fold::Letter(char::from(b'a' + (c as u32 - 0x24B6) as u8), Look::Styled),
        '\u{24D0}'..='\u{24E9}' => Fold::Letter(char::from(b'a' + (c as u32 - 0x24D0) as u8), Look::Styled),
        '℮' => Fold::Letter('e', Look::Styled),
        '々' | '〇' | '〆' => Fold::Cjk(c, Look::Plain),
        _ => Fold::Space,
    }
}

/// Mathematical and squared letters, and the emoji between them.
fn styled(c: char) -> Fold {
    let code = c as u32;
    let latin = |offset: u32| Fold::Letter(char::from(b'a' + (offset % 26) as u8), Look::Styled);
    match code {
        // Thirteen alphabets of capitals and small letters follow one another.
        0x1D400..=0x1D6A3 => latin(code - 0x1D400),
        0x1D7CE..=0x1D7FF => Fold::Letter(char::from(b'0' + ((code - 0x1D7CE) % 10) as u8), Look::Styled),
        0x1F130..=0x1F149 => latin(code - 0x1F130),
        0x1F150..=0x1F169 => latin(code - 0x1F150),
        0x1F170..=0x1F189 => latin(code - 0x1F170),
        _ => Fold::Space,
    }
}

/// Letters of other scripts: kept, unless they pass for Latin ones.
fn letter(c: char) -> Fold {
    let lower = if c.is_lowercase() { c } else { c.to_lowercase().next().unwrap_or(c) };
    if let Some(&(_, latin)) = ALIKE.iter().find(|(alike, _)| *alike == lower) {
        return Fold::Letter(char::from(latin), Look::Alike);
    }
    if lower.is_alphanumeric() { Fold::Letter(lower, Look::Plain) } else { Fold::Space }
}

/// Characters that nobody sees, and marks that combine with the letter before.
pub fn invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E01EF}'
        | '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Kana that take a voice mark; those of the last row take the semi-voiced one too.
const VOICEABLE: [&str; 2] =
    ["うかきくけこさしすせそたちつてとウカキクケコサシスセソタチツテト", "はひふへほハヒフヘホ"];

/// The kana with a voice mark, if it takes one.
pub fn voiced(kana: char, semi: bool) -> Option<char> {
    let row = VOICEABLE.iter().position(|row| row.contains(kana))?;
    match kana {
        _ if semi && row == 0 => None,
        'う' => Some('ゔ'),
        'ウ' => Some('ヴ'),
        _ => char::from_u32(kana as u32 + 1 + u32::from(semi)),
    }
}

/// The Hangul syllable of a leading consonant, a vowel and perhaps a final consonant.
pub fn syllable(lead: char, vowel: char, tail: Option<char>) -> Option<char> {
    let lead = (lead as u32).checked_sub(0x1100).filter(|lead| *lead < 19)?;
    let vowel = (vowel as u32).checked_sub(0x1161).filter(|vowel| *vowel < 21)?;
    let tail = tail.map_or(0, |tail| tail as u32 - 0x11A7);
    char::from_u32(0xAC00 + (lead * 21 + vowel) * 28 + tail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn a_latin_letter_folds_to_the_base_of_its_decomposition() {
        let mut wrong = Vec::new();
        for c in ('\u{C0}'..='\u{24F}').chain('\u{1E00}'..='\u{1EFF}') {
            let base: String = c.to_lowercase().nfkd().filter(|c| !invisible(*c)).collect();
            if let Fold::Letter(folded, _) = fold(c)
                && base.len() == 1
                && base.chars().all(|c| c.is_ascii_alphabetic())
                && base != folded.to_string()
            {
                wrong.push((c, folded));
            }
        }
        assert_eq!(wrong, []);
    }

    #[test]
    fn width_and_style_fold_to_plain_letters() {
        for (typed, plain) in [('Ａ', 'a'), ('３', '3'), ('𝗟', 'l'), ('𝟵', '9'), ('ⓑ', 'b'), ('🅰', 'a'), ('Ｚ', 'z')]
        {
            assert_eq!(fold(typed), Fold::Letter(plain, Look::Styled), "{typed}");
        }
        assert_eq!(fold('ｱ'), Fold::Cjk('ア', Look::Styled));
        assert_eq!(fold('Е'), Fold::Letter('e', Look::Alike)); // Cyrillic
        assert_eq!(fold('！'), Fold::Punct('!'));
        assert_eq!(fold('🚀'), Fold::Space);
    }

    #[test]
    fn decomposed_kana_and_hangul_compose() {
        for c in ('ぁ'..='ゔ').chain('ァ'..='ヺ').chain('가'..='힣') {
            let parts: Vec<char> = core::iter::once(c).nfd().collect();
            let composed = match parts[..] {
                [kana, mark] if matches!(fold(mark), Fold::Voice(_)) => voiced(kana, mark == '\u{309A}'),
                [lead, vowel] => syllable(lead, vowel, None),
                [lead, vowel, tail] => syllable(lead, vowel, Some(tail)),
                _ => continue,
            };
            if !"ヷヸヹヺ".contains(c) {
                assert_eq!(composed, Some(c));
            }
        }
    }
}
