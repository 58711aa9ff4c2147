//! Copy whose author states a sponsor, and which does not say so where it begins.

use candor_scan::vocabulary::{Certainty, Role};

use super::{Place, Scene};
use crate::guard::Cues;

/// Readers know what they read from its first characters: this many bytes.
const START: u32 = 300;

pub(super) fn find(scene: &Scene<'_>, labels: Option<u16>, cues: &mut dyn FnMut(usize) -> Cues) -> Vec<Place> {
    let facts = scene.scanned.facts;
    // Where the author states the kind of content too, the duty to disclose is judged with it.
    let judged = facts.content.iter().any(|kind| matches!(kind.as_str(), "paid-partnership" | "affiliate"));
    // A label in the document's language; a brand's name in another is no copy in that.
    let own = scene.scanned.locale.is_none_or(|locale| locale == scene.locale());
    let Some(labels) = labels.filter(|_| own && facts.sponsor.is_some() && !judged) else { return Vec::new() };
    let document = scene.scanned.document;
    let copy = |at: &usize| {
        let block = &document.blocks[*at];
        !matches!(block.role, Role::Title | Role::MetaDescription | Role::Alt | Role::Tooltip) && !block.place.nav
    };
    let mut first = None;
    for at in scene.blocks().filter(copy).filter(|at| !scene.scanned.tokens(*at).is_empty()) {
        let begin = *first.get_or_insert(at);
        let until = document.blocks[begin].range.start + START;
        if document.blocks[at].range.start > until {
            break;
        }
        let tokens = scene.scanned.tokens(at);
        let here = cues(at);
        let labelled = here
            .within(0, tokens.len())
            .iter()
            .any(|cue| cue.list == labels && tokens[cue.start as usize].start < until);
        if labelled {
            return Vec::new();
        }
    }
    let place = |block: usize| {
        let (start, end) = crate::linter::sentence(scene.scanned.tokens(block), 0, 1);
        // The author says that it is paid for: a label further down excuses nothing.
        Place { certainty: Some(Certainty::Reliable), contradicted: true, ..Place::at(block, start, end) }
    };
    first.map(place).into_iter().collect()
}
