//! Which of 64 bytes belong to words, which are not ASCII, and which are marks.

/// One bit a byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Masks {
    /// ASCII letters and digits, and every byte outside ASCII.
    pub word: u64,
    /// Bytes outside ASCII.
    pub wide: u64,
    /// Punctuation and line breaks: everything else but the blank.
    pub mark: u64,
    /// What may stand for a letter: digits, and the signs `!`, `$` and `@`.
    pub stand_in: u64,
}

fn is_stand_in(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'!' | b'$' | b'@')
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// Classifies `bytes[base..end]`, at most 64 of them; bits past `end` are 0.
#[inline(always)]
pub fn classify(bytes: &[u8], base: usize, end: usize) -> Masks {
    match bytes[base..end].first_chunk::<64>() {
        Some(block) => simd::classify(block),
        None => {
            let mut block = [b' '; 64];
            block[..end - base].copy_from_slice(&bytes[base..end]);
            simd::classify(&block)
        }
    }
}

/// Where the run of word bytes that begins at `at` ends, and whether any of it is not ASCII.
#[cold]
pub fn run_end(bytes: &[u8], at: usize, end: usize) -> (usize, bool) {
    let len = bytes[at..end].iter().position(|&b| !is_word(b)).unwrap_or(end - at);
    (at + len, !bytes[at..at + len].is_ascii())
}

/// One byte at a time: for machines without the instructions below, and their oracle.
#[allow(dead_code, reason = "the oracle in tests, and the only way on other machines")]
fn classify_scalar(block: &[u8; 64]) -> Masks {
    let mut masks = Masks::default();
    for (i, &byte) in block.iter().enumerate() {
        masks.word |= u64::from(is_word(byte)) << i;
        masks.wide |= u64::from(byte >= 0x80) << i;
        masks.mark |= u64::from(!is_word(byte) && byte != b' ') << i;
        masks.stand_in |= u64::from(is_stand_in(byte)) << i;
    }
    masks
}

#[cfg(target_arch = "x86_64")]
mod simd {
    use super::Masks;
    use core::arch::x86_64::{
        __m128i, _mm_cmpeq_epi8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x, _mm_set1_epi8, _mm_setzero_si128,
        _mm_sub_epi8, _mm_subs_epu8,
    };

    #[inline(always)]
    #[allow(unsafe_code, reason = "SSE2 is part of x86-64, which the compiler wants to be told")]
    pub fn classify(block: &[u8; 64]) -> Masks {
        // SAFETY: every x86-64 processor has SSE2.
        unsafe { classify_sse2(block) }
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn classify_sse2(block: &[u8; 64]) -> Masks {
        let mut masks = Masks::default();
        for (i, sixteen) in block.as_chunks::<16>().0.iter().enumerate() {
            let eight = |at: usize| i64::from_le_bytes(sixteen[at..at + 8].try_into().unwrap());
            let bytes = _mm_set_epi64x(eight(8), eight(0));
            let within = |bytes: __m128i, first: u8, count: u8| {
                let offset = _mm_sub_epi8(bytes, _mm_set1_epi8(first as i8));
                _mm_cmpeq_epi8(_mm_subs_epu8(offset, _mm_set1_epi8(count as i8 - 1)), _mm_setzero_si128())
            };
            let letters = within(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), b'a', 26);
            let digits = within(bytes, b'0', 10);
            let wide = _mm_movemask_epi8(bytes) as u16;
            let word = _mm_movemask_epi8(_mm_or_si128(letters, digits)) as u16 | wide;
            let is = |byte: u8| _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte as i8));
            let blank = _mm_movemask_epi8(is(b' ')) as u16;
            let signs = _mm_or_si128(_mm_or_si128(is(b'!'), is(b'$')), is(b'@'));
            masks.stand_in |= u64::from(_mm_movemask_epi8(_mm_or_si128(signs, digits)) as u16) << (16 * i);
            masks.word |= u64::from(word) << (16 * i);
            masks.wide |= u64::from(wide) << (16 * i);
            masks.mark |= u64::from(!(word | blank)) << (16 * i);
        }
        masks
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd {
    use super::Masks;
    use core::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_lt, u8x16_splat, u8x16_sub, u64x2, v128_or};

    #[inline(always)]
    pub fn classify(block: &[u8; 64]) -> Masks {
        let mut masks = Masks::default();
        for (i, sixteen) in block.as_chunks::<16>().0.iter().enumerate() {
            let eight = |at: usize| u64::from_le_bytes(sixteen[at..at + 8].try_into().unwrap());
            let bytes = u64x2(eight(0), eight(8));
            let within = |bytes, first, count| u8x16_lt(u8x16_sub(bytes, u8x16_splat(first)), u8x16_splat(count));
            let letters = within(v128_or(bytes, u8x16_splat(0x20)), b'a', 26);
            let digits = within(bytes, b'0', 10);
            let wide = u8x16_bitmask(bytes);
            let word = u8x16_bitmask(v128_or(letters, digits)) | wide;
            let is = |byte| u8x16_eq(bytes, u8x16_splat(byte));
            let blank = u8x16_bitmask(is(b' '));
            let signs = v128_or(v128_or(is(b'!'), is(b'$')), is(b'@'));
            masks.stand_in |= u64::from(u8x16_bitmask(v128_or(signs, digits))) << (16 * i);
            masks.word |= u64::from(word) << (16 * i);
            masks.wide |= u64::from(wide) << (16 * i);
            masks.mark |= u64::from(!(word | blank)) << (16 * i);
        }
        masks
    }
}

#[cfg(not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128"))))]
mod simd {
    pub fn classify(block: &[u8; 64]) -> super::Masks {
        super::classify_scalar(block)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_byte_has_the_class_that_the_scalar_version_gives_it() {
        for byte in 0..=255 {
            let block = [byte; 64];
            assert_eq!(simd::classify(&block), classify_scalar(&block), "{byte}");
        }
    }

    proptest! {
        #[test]
        fn sixteen_at_a_time_equals_one_at_a_time(block in prop::array::uniform32(any::<[u8; 2]>())) {
            let block: [u8; 64] = block.as_flattened().try_into().unwrap();
            prop_assert_eq!(simd::classify(&block), classify_scalar(&block));
        }
    }
}
