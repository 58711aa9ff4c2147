//! What of an open text no block can tell alone, from what each block tells: counted up and down as blocks come and go.

use std::collections::{BTreeMap, HashMap};

use super::segments::Kept;
use crate::Locale;
use crate::linter::{Early, TELLING, Whole, heaviest};
use crate::locale::Evidence;

#[derive(Debug, Default)]
pub(super) struct Tally {
    /// What blocks are linted by.
    pub whole: Whole,
    /// The language that somebody states.
    told: Option<Locale>,
    /// The first block that lets its language be expected of those behind it, and the language.
    telling: Option<(usize, Locale)>,
    /// Tokens that speak for each language.
    weights: [u32; Locale::ALL.len()],
    /// In how many blocks each phrase stands.
    early: HashMap<Early, u32>,
}

impl Tally {
    /// Of all blocks, in a language that was `told` or that they tell.
    pub fn of<'k>(blocks: impl Iterator<Item = &'k Kept<'k>>, told: Option<Locale>, locale: Option<Locale>) -> Self {
        let mut tally = Self { told, ..Self::default() };
        for (at, kept) in blocks.enumerate() {
            if told.is_none() && tally.telling.is_none() {
                tally.telling = tells(&kept.evidence).map(|locale| (at, locale));
            }
            tally.weigh(kept, true);
            tally.count(kept, true);
        }
        tally.whole = Whole { expected: None, locale, early: standing(&tally.early) };
        tally
    }

    /// The language in which block `at` is expected.
    pub fn expected(&self, at: usize) -> Option<Locale> {
        self.telling.filter(|(telling, _)| *telling < at).map(|(_, locale)| locale)
    }

    /// Counts `new` instead of `old`, which begin as block `at`. Whether the document is what it was to all others.
    pub fn replace(&mut self, at: usize, old: &[&Kept<'_>], new: &[&Kept<'_>]) -> bool {
        if self.told.is_none() {
            let first = new.iter().enumerate().find_map(|(place, kept)| Some((at + place, tells(&kept.evidence)?)));
            self.telling = match (self.telling, first) {
                (Some(telling), _) if telling.0 < at => Some(telling),
                (Some(telling), None) if telling.0 >= at + old.len() => {
                    Some((telling.0 + new.len() - old.len(), telling.1))
                }
                (Some(telling), Some(first)) if telling.0 < at + old.len() && telling.1 == first.1 => Some(first),
                (None, None) => None,
                _ => return false,
            };
        }
        let mut listed = false;
        for (blocks, more) in [(old, false), (new, true)] {
            for kept in blocks {
                self.weigh(kept, more);
                self.count(kept, more);
                listed |= !kept.early.is_empty();
            }
        }
        self.told.or_else(|| heaviest(&self.weights)) == self.whole.locale
            && (!listed || standing(&self.early) == self.whole.early)
    }

    fn weigh(&mut self, kept: &Kept<'_>, more: bool) {
        if let Evidence { locale: Some(locale), tokens, .. } = kept.evidence {
            let weight = &mut self.weights[locale as usize];
            *weight = if more { *weight + tokens } else { *weight - tokens };
        }
    }

    fn count(&mut self, kept: &Kept<'_>, more: bool) {
        for phrase in &kept.early {
            let count = self.early.entry(*phrase).or_default();
            *count = if more { *count + 1 } else { *count - 1 };
        }
    }
}

fn tells(evidence: &Evidence) -> Option<Locale> {
    evidence.locale.filter(|_| evidence.tokens >= TELLING)
}

/// How many phrases of each list stand in the document, as far as guards count: to two.
fn standing(early: &HashMap<Early, u32>) -> BTreeMap<(Locale, u16), usize> {
    let mut standing = BTreeMap::new();
    for (phrase, _) in early.iter().filter(|(_, count)| **count > 0) {
        let count: &mut usize = standing.entry((phrase.locale, phrase.list)).or_default();
        *count = (*count + 1).min(2);
    }
    standing
}
