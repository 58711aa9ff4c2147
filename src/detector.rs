//! Rules that phrases cannot express: what is done to letters, and what contradicts a fact.
//!
//! A rule file names its detector; its texts, guards, severity and examples stand there as
//! those of any rule. A detector only tells places.
//!
//! | detector | finds |
//! |---|---|
//! | `look-alikes` | letters of another script, full-width or mathematical letters in a word |
//! | `invisible-split` | a word with invisible characters, markup or hidden text in it |
//! | `spaced-letters` | letters set apart, and digits or signs for letters, where a word comes of them |
//! | `unlabelled-sponsor` | the start of copy whose stated sponsor is not named as such there |
//! | `stated-end` | an end of the offer that is not the stated one |
//!
//! [`unmask`] is no detector: it gives the text without such disguises, so that every rule
//! can read it.

mod characters;
pub(crate) mod facts;
mod splits;
mod sponsor;
pub(crate) mod unmask;

use candor_scan::sort;
use candor_scan::vocabulary::{Certainty, Detector, Locale, Severity};

use crate::catalogue::Language;
use crate::document::Range;
use crate::guard::Cues;
use crate::linter::{Accepted, Scanned};

/// Tokens of a block in which a detector's rule finds something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub block: usize,
    /// First token, as a place in the block's.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Instead of the rule's.
    pub severity: Option<Severity>,
    /// Instead of the rule's.
    pub certainty: Option<Certainty>,
    /// The copy contradicts the fact that would satisfy the rule.
    pub contradicted: bool,
}

impl Place {
    /// The tokens `start..end` of a block, judged as the rule says.
    pub(crate) fn at(block: usize, start: usize, end: usize) -> Self {
        Self { block, start, end, severity: None, certainty: None, contradicted: false }
    }
}

/// What a detector looks at.
pub(crate) struct Scene<'a> {
    pub scanned: &'a Scanned<'a>,
    pub language: &'a Language,
    /// What other rules found.
    pub covered: &'a Covered,
    /// Blocks that are linted.
    pub blocks: core::ops::Range<usize>,
}

impl Scene<'_> {
    /// Blocks that a reader of this language sees as copy.
    fn blocks(&self) -> impl Iterator<Item = usize> {
        let blocks = &self.scanned.document.blocks;
        self.blocks.clone().filter(|at| {
            let place = blocks[*at].place;
            !place.hidden && !place.code && self.scanned.first_locale(*at) == Some(self.language.locale)
        })
    }

    fn locale(&self) -> Locale {
        self.language.locale
    }
}

/// The places of `detector`, in order. `cues` gives the word lists' matches in a block, `list`
/// the number of a list under the name that the rule `rule` gives it.
pub(crate) fn find(
    detector: Detector,
    rule: &str,
    scene: &Scene<'_>,
    cues: &mut dyn FnMut(usize) -> Cues,
) -> Vec<Place> {
    let list = |name: &str| scene.language.cue(&format!("{rule}:{name}")).or_else(|| scene.language.cue(name));
    match detector {
        Detector::LookAlikes => characters::find(scene),
        Detector::InvisibleSplit => splits::find(scene),
        // `unmask` finds these, in the text without disguises.
        Detector::SpacedLetters => Vec::new(),
        Detector::UnlabelledSponsor => sponsor::find(scene, list("ad_label"), cues),
        Detector::StatedEnd => facts::other_ends(scene, list("offer_ends"), cues),
    }
}

/// Where rules found something, for quick questions.
#[derive(Debug, Default)]
pub(crate) struct Covered(Vec<Range>);

impl Covered {
    pub(crate) fn of(accepted: &[Accepted<'_>]) -> Self {
        let mut ranges: Vec<Range> = accepted.iter().map(|found| found.range).collect();
        sort::sort(&mut ranges);
        let mut merged: Vec<Range> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match merged.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        Self(merged)
    }

    /// Whether a finding shares a byte with `range`.
    pub(crate) fn touches(&self, range: Range) -> bool {
        self.around(range).is_some()
    }

    /// The findings that share a byte with `range`, as one range.
    pub(crate) fn around(&self, range: Range) -> Option<Range> {
        let at = self.0.partition_point(|covered| covered.end <= range.start);
        self.0.get(at).copied().filter(|covered| covered.overlaps(range))
    }
}
