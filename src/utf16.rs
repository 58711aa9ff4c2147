//! UTF-16, at the outer boundary alone.

/// Turns byte offsets of a text into UTF-16 code units.
///
/// One checkpoint for each kilobyte, and none for an ASCII text, where the two agree.
///
/// ```
/// # use candor::utf16::Utf16Index;
/// let text = "⏰ Only 3 left";
/// let start = text.find("Only").unwrap();
///
/// assert_eq!(start, 4); // ⏰ takes three bytes in UTF-8 ...
/// assert_eq!(Utf16Index::new(text).offset(text, start), 2); // ... and one unit in UTF-16
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Utf16Index {
    /// UTF-16 units before byte `i * STEP`; the bytes of a character count at its first.
    checkpoints: Vec<u32>,
}

const STEP: usize = 1024;

/// Units that begin in `bytes`: one for each character, two for each of four bytes.
pub(crate) fn units(bytes: &[u8]) -> u32 {
    bytes.iter().map(|&b| u32::from((b as i8) >= -0x40) + u32::from(b >= 0xF0)).sum()
}

/// The byte at which UTF-16 unit `offset` of `text` begins; inside a surrogate pair, the pair's.
pub(crate) fn byte(text: &str, offset: u32) -> usize {
    let mut at = 0;
    for (byte, c) in text.char_indices() {
        at += c.len_utf16() as u32;
        if at > offset {
            return byte;
        }
    }
    text.len()
}

impl Utf16Index {
    /// The index of `text`.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self::default();
        }
        let mut total = 0;
        let checkpoints = text
            .as_bytes()
            .chunks(STEP)
            .map(|chunk| {
                let before = total;
                total += units(chunk);
                before
            })
            .collect();
        Self { checkpoints }
    }

    /// The UTF-16 offset of byte `byte` of the text that the index was made of.
    pub fn offset(&self, text: &str, byte: usize) -> u32 {
        match self.checkpoints.get(byte / STEP) {
            Some(before) => before + units(&text.as_bytes()[byte / STEP * STEP..byte]),
            None if self.checkpoints.is_empty() => byte as u32,
            None => self.checkpoints.last().unwrap() + units(&text.as_bytes()[(self.checkpoints.len() - 1) * STEP..]),
        }
    }

    /// The byte at which UTF-16 unit `offset` of `text` begins; inside a surrogate pair, the pair's.
    pub fn byte(&self, text: &str, offset: u32) -> usize {
        if self.checkpoints.is_empty() {
            return (offset as usize).min(text.len());
        }
        let chunk = self.checkpoints.partition_point(|before| *before <= offset).saturating_sub(1);
        let mut at = self.checkpoints[chunk];
        let mut byte = chunk * STEP;
        while !text.is_char_boundary(byte) {
            byte += 1;
        }
        for c in text[byte..].chars() {
            if at + c.len_utf16() as u32 > offset {
                break;
            }
            at += c.len_utf16() as u32;
            byte += c.len_utf8();
        }
        byte
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_the_offset_that_javascript_gives_it() {
        for text in ["", "plain", "⏰ Only 3 left 🚀 now", &"限時🎁a".repeat(700)] {
            let index = Utf16Index::new(text);
            let mut units = 0;
            for (byte, c) in text.char_indices() {
                assert_eq!(index.offset(text, byte), units, "{byte}");
                assert_eq!(index.byte(text, units), byte);
                units += c.len_utf16() as u32;
            }
            assert_eq!(index.offset(text, text.len()), units);
            assert_eq!(index.byte(text, units), text.len());
        }
    }
}
