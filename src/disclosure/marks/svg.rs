//! SVG: RDF and a manifest in its `metadata`; and XMP as a file of its own.

use std::borrow::Cow;

use super::base64;
use super::bytes::find;
use super::{Part, Parts};

/// Where an XML file must have said what it is.
const HEAD: usize = 4096;

pub fn parts<'a>(bytes: &'a [u8], parts: &mut Parts<'a>) {
    let head = &bytes[..bytes.len().min(HEAD)];
    let is_xml = ["<svg", "<x:xmpmeta", "<rdf:RDF"].iter().any(|tag| find(head, tag.as_bytes()).is_some());
    if !is_xml {
        return;
    }
    parts.push(Part::Xmp(Cow::Borrowed(bytes)));
    if let Some(start) = find(bytes, b"<c2pa:manifest")
        && let Some(open) = find(&bytes[start..], b">")
        && let Some(len) = find(&bytes[start + open..], b"</c2pa:manifest")
    {
        let text = &bytes[start + open + 1..(start + open + len).max(start + open + 1)];
        if let Some(store) = base64::decoded(text) {
            parts.push(Part::C2pa(Cow::Owned(store)));
        }
    }
}
