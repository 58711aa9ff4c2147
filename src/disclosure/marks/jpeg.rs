//! JPEG: segments before the picture.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::bytes::{slice, u16_be, u32_be};
use super::{Part, Parts};

const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
/// What of XMP does not fit into a segment: 32 bytes name the whole, then its size, and where
/// the piece belongs.
const MORE_XMP: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";

pub fn parts<'a>(bytes: &'a [u8], parts: &mut Parts<'a>) {
    let mut more: BTreeMap<&[u8], BTreeMap<u32, &[u8]>> = BTreeMap::new();
    let mut stores: BTreeMap<u16, BTreeMap<u32, &[u8]>> = BTreeMap::new();
    let mut at = 2;
    while bytes.get(at) == Some(&0xFF) {
        let Some(&marker) = bytes.get(at + 1) else { break };
        match marker {
            // Padding, and markers without a segment.
            0xFF => {
                at += 1;
                continue;
            }
            0x01 | 0xD0..=0xD8 => {
                at += 2;
                continue;
            }
            // The picture, or the end.
            0xD9 | 0xDA => break,
            _ => {}
        }
        let Some(len) = u16_be(bytes, at + 2).map(usize::from) else { break };
        let Some(segment) = len.checked_sub(2).and_then(|len| slice(bytes, at + 4, len)) else { break };
        at += 2 + len;
        match marker {
            0xE1 => {
                if let Some(packet) = segment.strip_prefix(XMP) {
                    parts.push(Part::Xmp(Cow::Borrowed(packet)));
                } else if let Some(piece) = segment.strip_prefix(MORE_XMP)
                    && let (Some(name), Some(place), Some(words)) =
                        (piece.get(..32), u32_be(piece, 36), piece.get(40..))
                {
                    more.entry(name).or_default().insert(place, words);
                } else if segment.starts_with(b"Exif\0\0") {
                    parts.push(Part::Exif(segment));
                }
            }
            0xEB => {
                // “JP”, the number of the box, the number of the piece; each piece repeats the head of the box.
                if let (Some(b"JP"), Some(number), Some(piece), Some(content)) =
                    (segment.get(..2), u16_be(segment, 2), u32_be(segment, 4), segment.get(8..))
                {
                    stores.entry(number).or_default().insert(piece, content);
                }
            }
            _ => {}
        }
    }
    for pieces in more.into_values() {
        parts.push(Part::Xmp(Cow::Owned(pieces.into_values().flatten().copied().collect())));
    }
    for pieces in stores.into_values() {
        let head = |piece: &[u8]| if u32_be(piece, 0) == Some(1) { 16 } else { 8 };
        let mut whole = Vec::new();
        for (i, piece) in pieces.into_values().enumerate() {
            whole.extend_from_slice(if i == 0 { piece } else { piece.get(head(piece)..).unwrap_or_default() });
        }
        parts.push(Part::C2pa(Cow::Owned(whole)));
    }
}
