//! The fingerprint of a word: 32 bits stand for its folded letters.
//!
//! Two words of a vocabulary never share one (the compiler checks); that an unknown
//! word of the copy shares one with a given phrase word happens once in four billion.

const K: u64 = 0x9E37_79B9_7F4A_7C15;

/// Mixes one group of eight letters into the state.
#[inline(always)]
const fn mix(state: u64, group: u64) -> u64 {
    (state.rotate_left(29) ^ group).wrapping_mul(K)
}

#[inline(always)]
const fn finish(state: u64) -> u32 {
    ((state ^ (state >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 32) as u32
}

/// Sets the bit that tells small ASCII letters from capitals; digits have it already.
const LOWER: u64 = 0x2020_2020_2020_2020;

#[inline(always)]
fn group(bytes: &[u8], at: usize, len: usize) -> u64 {
    let mask = if len >= 8 { u64::MAX } else { (1 << (8 * len)) - 1 };
    let word = match bytes.get(at..at + 8) {
        Some(eight) => u64::from_le_bytes(eight.try_into().unwrap()),
        None => {
            let mut eight = [0; 8];
            let rest = &bytes[at..];
            eight[..rest.len()].copy_from_slice(rest);
            u64::from_le_bytes(eight)
        }
    };
    word & mask
}

/// The fingerprint of `bytes[start..end]`, ASCII letters and digits, case folded.
#[inline(always)]
pub fn ascii(bytes: &[u8], start: usize, end: usize) -> u32 {
    // Most words are short, and not the last of their text.
    if let len @ 1..=8 = end.wrapping_sub(start)
        && let Some(eight) = bytes.get(start..).and_then(|rest| rest.first_chunk())
    {
        let mask = u64::MAX >> (64 - 8 * len);
        return finish(mix(0, (u64::from_le_bytes(*eight) | LOWER) & mask));
    }
    long_ascii(bytes, start, end)
}

fn long_ascii(bytes: &[u8], start: usize, end: usize) -> u32 {
    let mut at = start;
    let mut state = 0;
    loop {
        let len = end - at;
        let mask = if len >= 8 { LOWER } else { LOWER & ((1 << (8 * len)) - 1) };
        state = mix(state, group(bytes, at, len) | mask);
        if len <= 8 {
            return finish(state);
        }
        at += 8;
    }
}

/// The fingerprint of a file's bytes, by which a damaged one is told.
pub fn bytes(bytes: &[u8]) -> u32 {
    let groups = bytes.chunks(8).map(|eight| group(eight, 0, eight.len()));
    finish(groups.fold(bytes.len() as u64, mix))
}

/// Takes folded letters one by one; gives the same fingerprint as [`ascii`] for the same letters.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hasher {
    state: u64,
    group: u64,
    filled: u32,
    any: bool,
}

impl Hasher {
    /// Adds a letter that is folded already.
    pub fn push(&mut self, letter: char) {
        let mut utf8 = [0; 4];
        for &byte in letter.encode_utf8(&mut utf8).as_bytes() {
            if self.filled == 8 {
                self.state = mix(self.state, self.group);
                (self.group, self.filled) = (0, 0);
            }
            self.group |= u64::from(byte) << (8 * self.filled);
            self.filled += 1;
        }
        self.any = true;
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        !self.any
    }

    /// The fingerprint of what was added.
    pub fn finish(&self) -> u32 {
        finish(mix(self.state, self.group))
    }
}

/// The fingerprint of a single character, as [`Hasher`] would give it.
#[inline(always)]
pub fn character(utf8: &[u8]) -> u32 {
    finish(mix(0, group(utf8, 0, utf8.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fast_and_the_slow_way_agree() {
        for word in ["a", "ab", "LIMITED", "limiteds", "Limitation", "counterrevolutionaries", "x234567890123456y"] {
            let text = format!("..{word}..");
            let mut hasher = Hasher::default();
            word.to_ascii_lowercase().chars().for_each(|c| hasher.push(c));
            assert_eq!(ascii(text.as_bytes(), 2, 2 + word.len()), hasher.finish(), "{word}");
            let exact = word.as_bytes();
            assert_eq!(ascii(exact, 0, exact.len()), hasher.finish(), "{word} at the end");
        }
        let mut hasher = Hasher::default();
        hasher.push('限');
        assert_eq!(character("限".as_bytes()), hasher.finish());
    }
}
