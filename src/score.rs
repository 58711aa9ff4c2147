//! The score: bounded, explained finding by finding, never diluted by length.
//!
//! A unit (a sentence, a control, a list item) costs a category its gravest finding. Within
//! a category repetition fades: the points `x` of its units, largest first, add up to
//! `E(c) = Σ x·0.6^i`. A category scores `100·2^(-E(c)/10)`, the text `100·2^(-ΣE(c)/20)`.
//! Hints alone never take it below 60; one reliable error keeps it at 79 or less.
//!
//! Everything is integer arithmetic: a platform's `pow` may differ in the last bit, and
//! then a page could score 59 in the browser and 60 in the build.

use candor_scan::sort;
use candor_scan::vocabulary::{Category, Certainty, Severity};

/// The unit of findings that have no place, such as a missing notice: together they count once.
pub const DOCUMENT_UNIT: u32 = u32::MAX;

/// Hints alone never score less.
const FLOOR: u8 = 60;

/// With a reliable error the score is never more.
const CAP: u8 = 79;

/// What of a finding the score depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The category that pays.
    pub category: Category,
    /// How much.
    pub severity: Severity,
    /// A hint costs half.
    pub certainty: Certainty,
    /// The sentence, control or list item; [`DOCUMENT_UNIT`] for what has no place.
    pub unit: u32,
}

/// One number for the text and one for each category that has findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// 0 to 100.
    pub value: u8,
    /// Categories below 100, in the order of the design.
    pub categories: Vec<(Category, u8)>,
}

/// What each finding costs, and what mending it gives.
///
/// The parts and the adjustment sum to `100 - score`. Gains do not: mending the worst
/// finding of a sentence leaves the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// For each finding, its part of what was lost.
    pub parts: Vec<u8>,
    /// For each finding, how much the score rises when it alone is mended.
    pub if_fixed: Vec<u8>,
    /// What the cap of a reliable error takes; negative: what the floor for hints gives back.
    pub adjustment: i8,
}

/// The word for a score.
pub fn label(score: u8) -> &'static str {
    match score {
        90.. => "clear",
        80.. => "minor",
        60.. => "needs work",
        _ => "strong pressure",
    }
}

/// Findings in relation to length. Told beside the score, so that padding launders nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Density {
    /// Findings in 100 units, rounded.
    pub per_100_units: u32,
    /// Findings in 1,000 letters, rounded.
    pub per_1000_letters: u32,
}

/// The density, or `None` for a text of fewer than 20 units: too short for a rate.
pub fn density(findings: usize, units: u32, letters: u32) -> Option<Density> {
    let rate = |per: u64, of: u32| ((findings as u64 * per * 2 + u64::from(of)) / (u64::from(of) * 2)) as u32;
    (units >= 20).then(|| Density {
        per_100_units: rate(100, units),
        per_1000_letters: if letters == 0 { 0 } else { rate(1000, letters) },
    })
}

/// Scores a text.
pub fn score(findings: &[Finding]) -> Score {
    let (tally, _) = Tally::new(findings);
    let categories = Category::ALL.iter().zip(&tally.categories).filter(|(_, units)| !units.is_empty());
    Score { value: tally.value(), categories: categories.map(|(category, units)| (*category, units.score())).collect() }
}

/// Explains the score finding by finding, in the order given.
pub fn explain(findings: &[Finding]) -> Explanation {
    let (tally, heads) = Tally::new(findings);
    let value = tally.value();
    let bare = half_life(tally.lost, 20);
    let gain = |(finding, head): (&Finding, &Option<u8>)| tally.without(finding, *head).value() - value;
    Explanation {
        parts: shares(&tally.terms(findings, &heads), 100 - bare),
        if_fixed: findings.iter().zip(&heads).map(gain).collect(),
        adjustment: bare as i8 - value as i8,
    }
}

/// Quarter points, so that every weight is whole: error 10, warning 4, info 1.5, halved for a hint.
const POINTS: [u32; 6] = [40, 20, 16, 8, 6, 3];

/// The place in [`POINTS`] of what a finding costs.
fn level(finding: &Finding) -> usize {
    match (finding.severity, finding.certainty) {
        (Severity::Error, Certainty::Reliable) => 0,
        (Severity::Error, Certainty::Hint) => 1,
        (Severity::Warning, Certainty::Reliable) => 2,
        (Severity::Warning, Certainty::Hint) => 3,
        (Severity::Info, Certainty::Reliable) => 4,
        (Severity::Info, Certainty::Hint) => 5,
    }
}

/// Terms after which repetition has faded to nothing.
const TERMS: usize = 40;

/// `0.6^i` in units of 2^-40, summed: entry `n` is the sum of the first `n` terms.
const FADING: [u64; TERMS + 1] = {
    let mut sums = [0; TERMS + 1];
    let (mut three, mut five, mut i) = (1u128, 1u128, 0);
    while i < TERMS {
        sums[i + 1] = sums[i] + ((three << 40) / five) as u64;
        three *= 3;
        five *= 5;
        i += 1;
    }
    sums
};

/// `2^-(2^-k)` for k = 1 to 32, in units of 2^-62: each the square root of the one before.
const ROOTS: [u64; 32] = {
    let mut roots = [0; 32];
    let (mut root, mut k) = (1u128 << 61, 0);
    while k < 32 {
        root = (root << 62).isqrt();
        roots[k] = root as u64;
        k += 1;
    }
    roots
};

/// `100·2^(-lost/points)`, rounded half up; `lost` in quarter points of 2^-40.
fn half_life(lost: u64, points: u64) -> u8 {
    let exponent = (((u128::from(lost) << 32) / u128::from(points * 4)) >> 40) as u64;
    let (whole, fraction) = (exponent >> 32, exponent as u32);
    if whole > 8 {
        return 0;
    }
    let mut value = 1u128 << 62;
    for (k, root) in ROOTS.iter().enumerate() {
        if (fraction >> (31 - k)) & 1 == 1 {
            value = (value * u128::from(*root)) >> 62;
        }
    }
    let hundred = (value * 100) >> whole;
    ((hundred + (1 << 61)) >> 62) as u8
}

/// How many units of a category cost how much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Units {
    counts: [u32; POINTS.len()],
}

impl Units {
    fn is_empty(&self) -> bool {
        self.counts == [0; POINTS.len()]
    }

    /// `E(c)`. Largest first, so the units of one level stand together: a difference of two sums each.
    fn lost(&self) -> u64 {
        let mut before = 0;
        let mut lost = 0;
        for (points, count) in POINTS.iter().zip(self.counts) {
            let after = (before + count as usize).min(TERMS);
            lost += u64::from(*points) * (FADING[after] - FADING[before]);
            before = after;
        }
        lost
    }

    fn score(&self) -> u8 {
        half_life(self.lost(), 10)
    }
}

/// The findings, counted: all that a score needs, and cheap to change by one.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    categories: [Units; Category::ALL.len()],
    lost: u64,
    reliable: u32,
    reliable_errors: u32,
}

/// For each finding the level of its unit without it, `POINTS.len()` standing for an
/// empty unit; `None` if its unit costs what another finding costs.
type Heads = Vec<Option<u8>>;

impl Tally {
    fn new(findings: &[Finding]) -> (Self, Heads) {
        let mut tally = Self::default();
        let mut by_category: [Vec<(u32, u8, u32)>; Category::ALL.len()] = Default::default();
        for (i, finding) in findings.iter().enumerate() {
            by_category[finding.category as usize].push((finding.unit, level(finding) as u8, i as u32));
            if finding.certainty == Certainty::Reliable {
                tally.reliable += 1;
                tally.reliable_errors += u32::from(finding.severity == Severity::Error);
            }
        }
        let mut heads = vec![None; findings.len()];
        for (units, findings) in tally.categories.iter_mut().zip(&mut by_category) {
            // Findings come in the order of the text, and so do units.
            if !findings.is_sorted() {
                sort::sort(findings);
            }
            for unit in findings.chunk_by(|a, b| a.0 == b.0) {
                let (_, level, i) = unit[0];
                units.counts[level as usize] += 1;
                heads[i as usize] = Some(unit.get(1).map_or(POINTS.len() as u8, |next| next.1));
            }
        }
        tally.lost = tally.categories.iter().map(Units::lost).sum();
        (tally, heads)
    }

    fn value(&self) -> u8 {
        let mut value = half_life(self.lost, 20);
        if self.reliable == 0 {
            value = value.max(FLOOR);
        }
        if self.reliable_errors > 0 {
            value = value.min(CAP);
        }
        value
    }

    /// The tally of all findings but one.
    fn without(&self, finding: &Finding, head: Option<u8>) -> Self {
        let mut rest = *self;
        if finding.certainty == Certainty::Reliable {
            rest.reliable -= 1;
            rest.reliable_errors -= u32::from(finding.severity == Severity::Error);
        }
        if let Some(next) = head {
            let units = &mut rest.categories[finding.category as usize];
            rest.lost -= units.lost();
            units.counts[level(finding)] -= 1;
            if let Some(count) = units.counts.get_mut(next as usize) {
                *count += 1;
            }
            rest.lost += units.lost();
        }
        rest
    }

    /// For each finding its own term of the sum.
    fn terms(&self, findings: &[Finding], heads: &Heads) -> Vec<u64> {
        let mut next: [[usize; POINTS.len()]; Category::ALL.len()] = Default::default();
        for (next, units) in next.iter_mut().zip(&self.categories) {
            let mut before = 0;
            for (next, count) in next.iter_mut().zip(units.counts) {
                *next = before;
                before += count as usize;
            }
        }
        let term = |(finding, head): (&Finding, &Option<u8>)| {
            if head.is_none() {
                return 0;
            }
            let place = &mut next[finding.category as usize][level(finding)];
            let (before, after) = ((*place).min(TERMS), (*place + 1).min(TERMS));
            *place += 1;
            u64::from(POINTS[level(finding)]) * (FADING[after] - FADING[before])
        };
        findings.iter().zip(heads).map(term).collect()
    }
}

/// Shares `total` out in proportion to `terms`; who is cut off the most gets the rest.
fn shares(terms: &[u64], total: u8) -> Vec<u8> {
    let sum: u128 = terms.iter().map(|term| u128::from(*term)).sum();
    if sum == 0 {
        return vec![0; terms.len()];
    }
    let scaled: Vec<u128> = terms.iter().map(|term| u128::from(*term) * u128::from(total)).collect();
    let mut parts: Vec<u8> = scaled.iter().map(|scaled| (scaled / sum) as u8).collect();
    let left = usize::from(total) - parts.iter().map(|part| usize::from(*part)).sum::<usize>();
    let mut order: Vec<usize> = (0..terms.len()).collect();
    sort::sort_by_key(&mut order, |i| core::cmp::Reverse(scaled[*i] % sum));
    order[..left].iter().for_each(|i| parts[*i] += 1);
    parts
}

#[cfg(test)]
mod tests;
