//! The worked values, and the properties that hold for every set of findings.

use proptest::prelude::*;

use super::*;

use Category::*;
use Certainty::{Hint, Reliable};
use Severity::{Error, Info, Warning};

fn finding((category, certainty, severity, unit): (Category, Certainty, Severity, u32)) -> Finding {
    Finding { category, severity, certainty, unit }
}

fn value(findings: &[(Category, Certainty, Severity, u32)]) -> u8 {
    score(&findings.iter().copied().map(finding).collect::<Vec<_>>()).value
}

#[test]
fn the_worked_values_of_the_method_come_out() {
    assert_eq!(value(&[]), 100);
    assert_eq!(value(&[(Urgency, Reliable, Info, 0)]), 95);
    assert_eq!(value(&[(Urgency, Reliable, Warning, 0)]), 87);
    assert_eq!(value(&[(ConsentPrivacy, Reliable, Error, 0)]), 71);
    assert_eq!(
        value(&[
            (Urgency, Reliable, Warning, 0),
            (Scarcity, Reliable, Warning, 0),
            (SocialProof, Reliable, Warning, 1)
        ]),
        66
    );
    assert_eq!(
        value(&[(Urgency, Reliable, Info, 0), (Scarcity, Reliable, Warning, 0), (SocialProof, Reliable, Warning, 0)]),
        72
    );
    assert_eq!(value(&(0..10).map(|unit| (Urgency, Reliable, Warning, unit)).collect::<Vec<_>>()), 71);
    assert_eq!(
        value(&[
            (AiTransparency, Reliable, Error, 0),
            (ConsentPrivacy, Reliable, Error, 1),
            (EmotionalPressure, Reliable, Error, 2)
        ]),
        35
    );
    let hints: Vec<_> = [(Urgency, Info), (Claims, Warning), (Pricing, Error)]
        .into_iter()
        .flat_map(|(category, severity)| (0..40).map(move |unit| finding((category, Hint, severity, unit))))
        .collect();
    assert_eq!(score(&hints), Score { value: 60, categories: vec![(Urgency, 88), (Pricing, 42), (Claims, 71)] });
}

#[test]
fn a_score_has_a_word() {
    assert_eq!(
        [100, 90, 89, 80, 79, 60, 59, 0].map(label),
        ["clear", "clear", "minor", "minor", "needs work", "needs work", "strong pressure", "strong pressure"]
    );
}

#[test]
fn a_rate_is_told_from_twenty_units_up() {
    assert_eq!(density(1, 19, 400), None);
    assert_eq!(density(3, 40, 2000), Some(Density { per_100_units: 8, per_1000_letters: 2 }));
    assert_eq!(density(0, 20, 0), Some(Density { per_100_units: 0, per_1000_letters: 0 }));
}

#[test]
fn powers_of_two_are_exact_and_others_agree_with_the_platform() {
    let at = |quarters: u64, points| half_life(quarters << 40, points);
    assert_eq!([0, 80, 160, 240, 320, 560, 640, 4000].map(|lost| at(lost, 20)), [100, 50, 25, 13, 6, 1, 0, 0]);
    for quarters in 0..1000 {
        let float = 100.0 * (-(quarters as f64) / 80.0).exp2();
        assert!((f64::from(at(quarters, 20)) - float).abs() <= 0.5 + 1e-9, "{quarters}: {float}");
    }
}

/// The formula as `taxonomy.md` has it, in floating point and without any shortcut.
fn reference(findings: &[Finding]) -> f64 {
    let mut units = std::collections::BTreeMap::new();
    for f in findings {
        let weight = [1.5, 4.0, 10.0][f.severity as usize] * [0.5, 1.0][f.certainty as usize];
        let most = units.entry((f.category, f.unit)).or_insert(0.0f64);
        *most = most.max(weight);
    }
    let mut total = 0.0;
    for category in Category::ALL {
        let mut points: Vec<f64> = units.iter().filter(|(k, _)| k.0 == *category).map(|(_, v)| *v).collect();
        points.sort_by(|a, b| b.total_cmp(a));
        total += points.iter().enumerate().map(|(i, x)| x * 0.6f64.powi(i as i32)).sum::<f64>();
    }
    let mut value = 100.0 * (-total / 20.0).exp2();
    if findings.iter().all(|f| f.certainty == Hint) {
        value = value.max(60.0);
    }
    if findings.iter().any(|f| f.certainty == Reliable && f.severity == Error) {
        value = value.min(79.0);
    }
    value
}

fn any_finding() -> impl Strategy<Value = Finding> {
    (0..5usize, prop::sample::select(vec![Hint, Reliable]), prop::sample::select(vec![Info, Warning, Error]), 0..14u32)
        .prop_map(|(category, certainty, severity, unit)| Finding {
            category: Category::ALL[category],
            certainty,
            severity,
            unit,
        })
}

fn findings() -> impl Strategy<Value = Vec<Finding>> {
    prop::collection::vec(any_finding(), 0..25)
}

fn lost(findings: &[Finding]) -> u64 {
    Tally::new(findings).0.lost
}

fn category_score(score: &Score, category: Category) -> u8 {
    score.categories.iter().find(|(c, _)| *c == category).map_or(100, |(_, value)| *value)
}

fn moved(findings: &[Finding], by: u32) -> impl Iterator<Item = Finding> {
    findings.iter().map(move |f| Finding { unit: f.unit + by, ..*f })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn it_is_the_reference_rounded_half_up(a in findings()) {
        let float = reference(&a);
        // Where the float itself lies on the edge its own error decides, so either neighbour will do.
        prop_assert!((f64::from(score(&a).value) - float).abs() <= 0.5 + 1e-6, "{float}");
    }

    #[test]
    fn it_lies_between_0_and_100_and_lists_the_categories_with_findings(a in findings()) {
        let s = score(&a);
        prop_assert!(s.value <= 100);
        prop_assert_eq!(s.value == 100, a.is_empty());
        let mut expected: Vec<_> = a.iter().map(|f| f.category).collect();
        expected.sort();
        expected.dedup();
        prop_assert_eq!(s.categories.iter().map(|(c, _)| *c).collect::<Vec<_>>(), expected);
        prop_assert!(s.categories.iter().all(|(_, value)| *value < 100));
    }

    #[test]
    fn a_further_finding_raises_nothing_and_moves_no_other_category(a in findings(), f in any_finding()) {
        let before = score(&a);
        let after = score(&[&a[..], &[f]].concat());
        prop_assert!(after.value <= before.value);
        for category in Category::ALL {
            let (b, a) = (category_score(&before, *category), category_score(&after, *category));
            prop_assert!(a <= b);
            prop_assert!(a == b || *category == f.category);
        }
    }

    #[test]
    fn a_graver_or_surer_finding_raises_nothing(a in findings(), i in any::<prop::sample::Index>()) {
        prop_assume!(!a.is_empty());
        let before = score(&a).value;
        let i = i.index(a.len());
        let mut graver = a.clone();
        graver[i].severity = if a[i].severity == Info { Warning } else { Error };
        prop_assert!(score(&graver).value <= before);
        let mut surer = a.clone();
        surer[i].certainty = Reliable;
        prop_assert!(score(&surer).value <= before);
    }

    #[test]
    fn order_and_repetition_do_not_matter((a, b) in findings().prop_flat_map(|a| (Just(a.clone()), Just(a).prop_shuffle()))) {
        prop_assert_eq!(score(&a), score(&b));
        prop_assert_eq!(score(&a), score(&[&a[..], &b[..]].concat()));
    }

    #[test]
    fn of_one_category_in_one_unit_the_gravest_counts(a in findings()) {
        let mut worst = a.clone();
        worst.retain(|f| a.iter().all(|g| (g.category, g.unit) != (f.category, f.unit) || level(g) >= level(f)));
        // The floor and the cap ask for any reliable finding, outvoted in its unit or not.
        prop_assert_eq!(lost(&worst), lost(&a));
        prop_assert_eq!(score(&worst).categories, score(&a).categories);
    }

    #[test]
    fn a_text_pasted_twice_loses_at_most_twice_as_much(a in findings()) {
        let twice: Vec<_> = a.iter().copied().chain(moved(&a, 1000)).collect();
        let (once, doubled) = (lost(&a), lost(&twice));
        prop_assert!(once <= doubled && doubled <= 2 * once);
        prop_assert!(score(&twice).value <= score(&a).value);
    }

    #[test]
    fn two_texts_in_one_score_no_more_than_either(a in findings(), b in findings()) {
        let both: Vec<_> = a.iter().copied().chain(moved(&b, 1000)).collect();
        prop_assert!(score(&both).value <= score(&a).value.min(score(&b).value));
        prop_assert!(lost(&both) <= lost(&a) + lost(&b));
    }

    #[test]
    fn parts_sum_to_what_was_lost_and_gains_are_what_rescoring_gives(a in findings()) {
        let value = score(&a).value;
        let explanation = explain(&a);
        let parts: i32 = explanation.parts.iter().map(|part| i32::from(*part)).sum();
        prop_assert_eq!(parts + i32::from(explanation.adjustment), i32::from(100 - value));
        for (i, gain) in explanation.if_fixed.iter().enumerate() {
            let mut rest = a.clone();
            rest.remove(i);
            prop_assert_eq!(score(&rest).value - value, *gain);
        }
    }
}
