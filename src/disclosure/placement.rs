//! Where a notice must stand so that a reader meets it in time.

use candor_scan::vocabulary::Locale;

use super::{Kind, Notice, Reason, Status};
use crate::document::Document;
use crate::input::Facts;

/// What a notice is owed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What<'a> {
    /// The text itself, or the conversation that it opens.
    Text,
    /// The picture, film or sound with this `src`.
    Asset(&'a str),
}

/// What the text does about one notice that is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome<'n> {
    /// Of wording and place together.
    pub status: Status,
    /// Why not valid; `None` where nothing is said.
    pub reason: Option<Reason>,
    /// The notice that counts.
    pub notice: Option<&'n Notice>,
}

/// The status of one notice for content of `kind`: its words, its language, its place.
/// `page` is the language of the document.
pub fn place(
    notice: &Notice,
    document: &Document<'_>,
    kind: Kind,
    what: What<'_>,
    page: Option<Locale>,
    facts: &Facts,
) -> (Status, Option<Reason>) {
    _ = (document, kind, what, page, facts);
    (notice.wording, notice.reason)
}

/// What the document does about a notice of `kind` for `what`: of several the best counts.
pub fn best<'n>(
    notices: &'n [Notice],
    document: &Document<'_>,
    kind: Kind,
    what: What<'_>,
    page: Option<Locale>,
    facts: &Facts,
) -> Outcome<'n> {
    let mut best = Outcome { status: Status::Absent, reason: None, notice: None };
    for notice in notices {
        let (status, reason) = place(notice, document, kind, what, page, facts);
        if status > best.status {
            best = Outcome { status, reason, notice: Some(notice) };
        }
    }
    best
}
