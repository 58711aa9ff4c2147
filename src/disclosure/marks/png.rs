//! PNG: text and other chunks.

use std::borrow::Cow;

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::bytes::{slice, u32_be};
use super::{Part, Parts};

/// Bytes that a compressed text may grow to.
const LONGEST: usize = 1 << 20;

pub fn parts<'a>(bytes: &'a [u8], parts: &mut Parts<'a>) {
    let mut at = 8;
    while let (Some(len), Some(kind)) = (u32_be(bytes, at), slice(bytes, at + 4, 4)) {
        let Some(content) = slice(bytes, at + 8, len as usize) else { return };
        at += 12 + len as usize;
        match kind {
            b"caBX" => parts.push(Part::C2pa(Cow::Borrowed(content))),
            b"eXIf" => parts.push(Part::Exif(content)),
            b"iTXt" | b"tEXt" | b"zTXt" => {
                let text = match text(kind, content) {
                    Some((b"XML:com.adobe.xmp", text)) => Part::Xmp(text),
                    Some((b"AIGC", text)) => Part::Aigc(text),
                    _ => continue,
                };
                parts.push(text);
            }
            b"IEND" => return,
            _ => {}
        }
    }
}

/// The keyword and the text of a chunk.
fn text<'a>(kind: &[u8], content: &'a [u8]) -> Option<(&'a [u8], Cow<'a, [u8]>)> {
    let (keyword, rest) = cut(content)?;
    // Nothing else is wanted, and what is compressed is costly.
    if !matches!(keyword, b"XML:com.adobe.xmp" | b"AIGC") {
        return None;
    }
    let (is_compressed, text) = match kind {
        b"tEXt" => (false, rest),
        b"zTXt" => (true, rest.get(1..)?),
        _ => {
            // Whether and how it is compressed, its language, and the keyword in that.
            let (switches, rest) = rest.split_at_checked(2)?;
            (switches[0] == 1, cut(cut(rest)?.1)?.1)
        }
    };
    match is_compressed {
        true => Some((keyword, Cow::Owned(decompress_to_vec_zlib_with_limit(text, LONGEST).ok()?))),
        false => Some((keyword, Cow::Borrowed(text))),
    }
}

/// What stands before the first zero, and behind it.
fn cut(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|byte| *byte == 0)?;
    Some((&bytes[..at], &bytes[at + 1..]))
}
