//! Sentences, labels and controls that disclose, or seem to.

use candor_scan::vocabulary::Locale;

use super::{Kind, Reason, Status};
use crate::catalogue::Catalogue;
use crate::document::Range;
use crate::linter::Scanned;

/// What a notice is about, as far as its words say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// They do not say: “AI-generated”.
    Any,
    /// Text: “this article”.
    Text,
    /// Pictures, films, voices, people shown.
    Media,
}

/// A sentence, label or control that could be a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it discloses; `None`: AI is mentioned, nothing more.
    pub kind: Option<Kind>,
    /// What it is about.
    pub subject: Subject,
    /// Judged by its words alone; [`super::placement::place`] judges the rest.
    pub wording: Status,
    /// Why the wording is not valid.
    pub reason: Option<Reason>,
    /// The id of the fixed wording that it has, exactly after folding.
    pub fixed: Option<String>,
    /// Place in `Document::blocks`.
    pub block: usize,
    /// Its sentence.
    pub range: Range,
    /// The language in which it was understood.
    pub locale: Locale,
}

/// An accepted wording of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The id of a wording that a law fixes; `None`: one that candor proposes.
    pub fixed: Option<String>,
    /// A few words for the corner of a picture or the head of a post.
    pub label: bool,
    /// The words.
    pub text: String,
}

/// Every sentence, label and control that could be a notice, in the order of reading.
pub(crate) fn find(scanned: &Scanned<'_>, catalogue: &Catalogue) -> Vec<Notice> {
    _ = (scanned.locale(), scanned.locales(0), catalogue);
    Vec::new()
}

/// Accepted wordings of a notice of this kind, those that a law fixes first, then by use:
/// sentences before labels. Empty for a language that is not loaded.
pub fn wordings(catalogue: &Catalogue, kind: Kind, locale: Locale) -> Vec<Wording> {
    _ = (catalogue, kind, locale);
    Vec::new()
}
