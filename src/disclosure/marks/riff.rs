//! RIFF, which WebP and WAV are: chunks with even places.

use std::borrow::Cow;

use super::bytes::slice;
use super::{Part, Parts};

pub fn parts<'a>(bytes: &'a [u8], parts: &mut Parts<'a>) {
    let mut at = 12;
    while let Some(head) = slice(bytes, at, 8) {
        let len = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let Some(content) = slice(bytes, at + 8, len) else { return };
        match &head[..4] {
            // WAV has the same under another name.
            b"XMP " | b"_PMX" => parts.push(Part::Xmp(Cow::Borrowed(content))),
            b"EXIF" => parts.push(Part::Exif(content)),
            b"C2PA" => parts.push(Part::C2pa(Cow::Borrowed(content))),
            b"AIGC" => parts.push(Part::Aigc(Cow::Borrowed(content))),
            _ => {}
        }
        at += 8 + len + len % 2;
    }
}
