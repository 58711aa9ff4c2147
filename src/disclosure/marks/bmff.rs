//! ISO media: MP4, MOV, and the pictures HEIC and AVIF.

use std::borrow::Cow;

use super::bytes::{boxes, find, slice, u32_be};
use super::{Part, Parts};

const XMP: [u8; 16] = *b"\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC";
const C2PA: [u8; 16] = *b"\xD8\xFE\xC3\xD6\x1B\x0E\x48\x3C\x92\x97\x58\x28\x87\x7E\xC4\x81";

pub fn parts<'a>(bytes: &'a [u8], parts: &mut Parts<'a>) {
    for (kind, content) in boxes(bytes) {
        match &kind {
            b"uuid" => uuid(content, parts),
            b"moov" => movie(content, parts),
            // Of a picture: its XMP is an item somewhere in the data.
            b"mdat" => {
                if let Some(start) = find(content, b"<x:xmpmeta")
                    && let Some(len) = find(&content[start..], b"</x:xmpmeta>")
                {
                    parts.push(Part::Xmp(Cow::Borrowed(&content[start..start + len + b"</x:xmpmeta>".len()])));
                }
            }
            _ => {}
        }
    }
}

fn uuid<'a>(content: &'a [u8], parts: &mut Parts<'a>) {
    let Some((id, content)) = content.split_at_checked(16) else { return };
    if *id == XMP {
        parts.push(Part::Xmp(Cow::Borrowed(content)));
    } else if *id == C2PA
        // A version, what it is for, and where more of it lies.
        && let Some(manifest) = content.get(4..).and_then(|content| content.strip_prefix(b"manifest\0"))
        && let Some(store) = manifest.get(8..)
    {
        parts.push(Part::C2pa(Cow::Borrowed(store)));
    }
}

fn movie<'a>(content: &'a [u8], parts: &mut Parts<'a>) {
    for (kind, content) in boxes(content) {
        match &kind {
            b"uuid" => uuid(content, parts),
            b"meta" => labels(content, parts),
            b"udta" => {
                for (kind, content) in boxes(content) {
                    match &kind {
                        b"XMP_" => parts.push(Part::Xmp(Cow::Borrowed(content))),
                        b"AIGC" => parts.push(Part::Aigc(Cow::Borrowed(content))),
                        b"meta" => labels(content, parts),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

/// China's label under its key: the keys are numbered, the values name the number.
fn labels<'a>(content: &'a [u8], parts: &mut Parts<'a>) {
    // ISO's box has a version where QuickTime's has none.
    let content = if u32_be(content, 0) == Some(0) { &content[4..] } else { content };
    let inner = |wanted: &[u8; 4]| boxes(content).find(|(kind, _)| kind == wanted).map(|(_, content)| content);
    let (Some(keys), Some(values)) = (inner(b"keys"), inner(b"ilst")) else { return };
    let Some(keys) = keys.get(8..) else { return };
    let is_label = |name: &[u8]| name == b"AIGC" || name.ends_with(b".AIGC");
    let Some(at) = boxes(keys).position(|(_, name)| is_label(name)) else { return };
    for (kind, value) in boxes(values) {
        if u32::from_be_bytes(kind) as usize == at + 1
            && let Some((_, data)) = boxes(value).find(|(kind, _)| kind == b"data")
            // Its type and its country come first.
            && let Some(label) = slice(data, 8, data.len().saturating_sub(8))
        {
            parts.push(Part::Aigc(Cow::Borrowed(label)));
        }
    }
}
