//! GIF: blocks of applications.

use std::borrow::Cow;

use super::bytes::slice;
use super::{Part, Parts};

pub fn parts<'a>(bytes: &'a [u8], parts: &mut Parts<'a>) {
    _ = blocks(bytes, parts);
}

/// `None` where the file breaks off.
fn blocks<'a>(bytes: &'a [u8], parts: &mut Parts<'a>) -> Option<()> {
    let mut at = 13 + colours(*bytes.get(10)?);
    loop {
        match *bytes.get(at)? {
            0x2C => {
                // The picture's place, its colours, a size of codes, and the codes.
                at = end_of_pieces(bytes, at + 11 + colours(*bytes.get(at + 9)?))?;
            }
            0x21 => {
                let start = at + 2;
                let end = end_of_pieces(bytes, start)?;
                if bytes[at + 1] == 0xFF
                    && let Some(name) = slice(bytes, start + 1, 11)
                {
                    let from = start + 12;
                    match name {
                        // Not in pieces: a tail makes those who think so find an end.
                        b"XMP DataXMP" => parts.push(Part::Xmp(Cow::Borrowed(packet(bytes.get(from..end)?)))),
                        b"C2PA_GIF\x01\x00\x00" => parts.push(Part::C2pa(Cow::Owned(joined(bytes, from)))),
                        _ => {}
                    }
                }
                at = end;
            }
            _ => return Some(()),
        }
    }
}

/// Bytes of a table of colours.
fn colours(switches: u8) -> usize {
    if switches & 0x80 == 0 { 0 } else { 3 << ((switches & 7) + 1) }
}

/// Where the pieces end that begin at `at`: each says how long it is, the last one is empty.
fn end_of_pieces(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            0 => return Some(at + 1),
            len => at += 1 + usize::from(len),
        }
    }
}

fn joined(bytes: &[u8], mut at: usize) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(len) = bytes.get(at).copied().filter(|len| *len > 0) {
        let Some(piece) = slice(bytes, at + 1, len.into()) else { break };
        whole.extend_from_slice(piece);
        at += 1 + usize::from(len);
    }
    whole
}

/// The packet without its tail, which is no XML.
fn packet(bytes: &[u8]) -> &[u8] {
    // The tail holds one `>` too, in its place among all bytes that count down.
    let body = bytes.len().saturating_sub(258);
    let end = bytes[..body].iter().rposition(|byte| *byte == b'>');
    end.map_or(bytes, |end| &bytes[..=end])
}
