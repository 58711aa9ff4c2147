//! Whether the copy is still the one that a person reviewed.

use core::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::document::Document;
use crate::input::HumanReview;

/// The SHA-256, in lower-case hexadecimal, of the text that a reader sees: its blocks without
/// white space at their ends, one line break after each. Markup, facts and what is hidden do
/// not count, so that writing the record down does not make it stale.
///
/// ```
/// # use candor::{disclosure::review, Document, Format};
/// let read = |source| review::sha256(&Document::read(source, Format::Html));
///
/// assert_eq!(read("<p>Soft <b>towels</b></p>"), read("<p class=lead>Soft towels</p>\n"));
/// assert_ne!(read("<p>Soft towels</p>"), read("<p>Softer towels</p>"));
/// ```
pub fn sha256(document: &Document<'_>) -> String {
    let mut hasher = Sha256::new();
    for block in document.blocks.iter().filter(|block| !block.place.hidden) {
        let words = block.range.of(&document.text).trim();
        if !words.is_empty() {
            hasher.update(words.as_bytes());
            hasher.update(b"\n");
        }
    }
    hasher.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a String can be written");
        hex
    })
}

/// Whether `review` is of this text.
pub fn holds(review: &HumanReview, document: &Document<'_>) -> bool {
    !review.by.trim().is_empty() && review.sha256.eq_ignore_ascii_case(&sha256(document))
}
