//! JUMBF, ISO 19566-5: labelled boxes in boxes.

use super::bytes::{boxes, slice};

/// A superbox.
#[derive(Clone, Copy, Debug)]
pub struct Superbox<'a> {
    /// What it is called, if it has a name.
    pub label: &'a str,
    content: &'a [u8],
}

impl<'a> Superbox<'a> {
    /// The superboxes that stand side by side in `bytes`.
    pub fn all(bytes: &'a [u8]) -> impl Iterator<Item = Self> {
        boxes(bytes).filter(|(kind, _)| kind == b"jumb").filter_map(|(_, content)| Self::of(content))
    }

    fn of(content: &'a [u8]) -> Option<Self> {
        let (kind, description) = boxes(content).next()?;
        // 16 bytes say what is described, then a byte of switches; the second of them: a label.
        let switches = *description.get(16)?;
        if kind != *b"jumd" {
            return None;
        }
        let label = match switches & 0b10 {
            0 => "",
            _ => {
                let label = description.get(17..)?;
                let end = label.iter().position(|byte| *byte == 0)?;
                std::str::from_utf8(&label[..end]).ok()?
            }
        };
        Some(Self { label, content })
    }

    /// The superboxes inside.
    pub fn inside(self) -> impl Iterator<Item = Self> {
        Self::all(self.content)
    }

    /// The superbox inside that has this label.
    pub fn named(self, label: &str) -> Option<Self> {
        self.inside().find(|inner| inner.label == label)
    }

    /// The content of the first box inside that has this type.
    pub fn content(self, kind: [u8; 4]) -> Option<&'a [u8]> {
        boxes(self.content).find(|(it, _)| *it == kind).map(|(_, content)| content)
    }
}

/// Where the first superbox in `bytes` begins that is a manifest store, wherever it stands.
pub fn find_store(bytes: &[u8]) -> Option<&[u8]> {
    /// `c2pa` and the tail that all JUMBF types of ISO have.
    const STORE: [u8; 16] = *b"c2pa\x00\x11\x00\x10\x80\x00\x00\xAA\x00\x38\x9B\x71";
    let mut from = 0;
    while let Some(at) = super::bytes::find(&bytes[from..], b"jumdc2pa") {
        let at = from + at;
        if slice(bytes, at + 4, 16) == Some(&STORE)
            && let Some(start) = at.checked_sub(12)
            && bytes[start + 4..].starts_with(b"jumb")
        {
            return Some(&bytes[start..]);
        }
        from = at + 1;
    }
    None
}
