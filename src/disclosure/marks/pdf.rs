//! PDF: streams with XMP, and an embedded file with a manifest.
//!
//! The objects that lead to them are not read: XMP is written so that it is found by who knows
//! nothing of the file around it, and a manifest begins as nothing else does.

use std::borrow::Cow;

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::bytes::find;
use super::{Part, Parts, jumbf};

/// Bytes that a compressed packet may grow to, and how many are tried.
const LONGEST: usize = 1 << 20;
const MOST: usize = 64;

pub fn parts<'a>(bytes: &'a [u8], parts: &mut Parts<'a>) {
    // What was appended last replaces what stood before.
    if let Some(packet) = packets(bytes).last().or_else(|| compressed(bytes)) {
        parts.push(Part::Xmp(packet));
    }
    if let Some(store) = jumbf::find_store(bytes) {
        parts.push(Part::C2pa(Cow::Borrowed(store)));
    }
}

fn packets(bytes: &[u8]) -> impl Iterator<Item = Cow<'_, [u8]>> {
    const END: &[u8] = b"<?xpacket end";
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let start = find(rest, b"<?xpacket begin")?;
        let len = find(&rest[start..], END)?;
        let packet = &rest[start..start + len];
        rest = &rest[start + len + END.len()..];
        Some(Cow::Borrowed(packet))
    })
}

/// The last stream that its dictionary calls XML and that unfolds to a packet.
fn compressed(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    const STREAM: &[u8] = b"stream";
    let mut found = None;
    let mut at = 0;
    for _ in 0..MOST {
        let Some(next) = find(&bytes[at..], b"/XML") else { break };
        at += next + 4;
        // The dictionary goes on for a few entries at most.
        let near = &bytes[at..bytes.len().min(at + 1024)];
        let Some(start) = find(near, STREAM) else { continue };
        let data = &bytes[at + start + STREAM.len()..];
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        if let Ok(packet) = decompress_to_vec_zlib_with_limit(data, LONGEST) {
            found = Some(Cow::Owned(packet));
        }
    }
    found
}
