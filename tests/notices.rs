//! Notices: what discloses, what only looks like it, and where it must stand.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use candor::disclosure::{Kind, Status, What, placement};
use candor::{Catalogue, Config, Date, Document, Facts, Format, Input, Linter, Locale};

const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

fn linter() -> Linter {
    let rules = Catalogue::compile(Path::new("rules")).unwrap_or_else(|error| panic!("{error}"));
    Linter::new(rules, Config::default()).unwrap()
}

fn input(text: &str, locale: Option<Locale>, facts: Facts) -> Input<'_> {
    let format = if text.starts_with('<') { Format::Html } else { Format::Plain };
    Input { format, locale, facts, ..Input::plain(text, TODAY) }
}

/// What `text` does about a notice of `kind`: status and reason.
fn judge(
    linter: &Linter,
    text: &str,
    locale: Option<Locale>,
    kind: Kind,
    what: What<'_>,
    facts: Facts,
) -> (Status, &'static str) {
    let input = input(text, locale, facts);
    let (notices, page) = linter.notices(&input);
    let document = Document::read(text, input.format);
    let outcome = placement::best(&notices, &document, kind, what, page, &input.facts);
    (outcome.status, outcome.reason.map_or("-", |reason| reason.name()))
}

/// A line of the corpus.
struct Case {
    split: String,
    locale: Locale,
    kind: Option<Kind>,
    status: String,
    reason: String,
    text: String,
}

fn cases(split: &str) -> Vec<Case> {
    let file = fs::read_to_string("tests/corpus/notices.tsv").unwrap();
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    let case = |line: &str| {
        let [split, locale, kind, status, reason, text]: [&str; 6] =
            line.split('\t').collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!("six columns: {line}"));
        let kind = (kind != "*").then(|| kind.parse().unwrap());
        let own = String::from;
        Case {
            split: own(split),
            locale: locale.parse().unwrap(),
            kind,
            status: own(status),
            reason: own(reason),
            text: own(text),
        }
    };
    lines.map(case).filter(|case| case.split == split).collect()
}

/// How well a split is judged.
#[derive(Default)]
struct Figures {
    cases: usize,
    right: usize,
    valid: usize,
    found: usize,
    both: usize,
    wrong: String,
}

impl Figures {
    fn of(linter: &Linter, split: &str) -> Self {
        let mut figures = Self::default();
        for case in cases(split) {
            let kind = case.kind.unwrap();
            let facts = Facts { content: vec![kind.to_string()], ..Facts::default() };
            let (status, reason) = judge(linter, &case.text, Some(case.locale), kind, What::Text, facts);
            let (wanted, is) = (case.status == "valid", status == Status::Valid);
            figures.cases += 1;
            figures.valid += usize::from(wanted);
            figures.found += usize::from(is);
            figures.both += usize::from(wanted && is);
            figures.right += usize::from(case.status == status.name());
            if case.status != status.name() || case.reason != "-" && case.reason != reason {
                let Case { locale, status: wanted, reason: why, text, .. } = &case;
                _ = writeln!(figures.wrong, "{locale} {kind}: {wanted}/{why}, is {status}/{reason}: {text}");
            }
        }
        figures
    }

    fn accuracy(&self) -> f64 {
        self.right as f64 / self.cases as f64
    }

    fn f1(&self) -> f64 {
        2.0 * self.both as f64 / (self.valid + self.found) as f64
    }
}

#[test]
fn every_example_of_the_reference_is_judged_as_stated() {
    let figures = Figures::of(&linter(), "reference");
    assert_eq!(figures.cases, 160);
    assert!(figures.wrong.is_empty(), "\n{}", figures.wrong);
}

#[test]
fn notices_are_told_from_the_rest() {
    let linter = linter();
    let (tuned, more, unseen) =
        (Figures::of(&linter, "dev"), Figures::of(&linter, "more"), Figures::of(&linter, "test"));
    for (name, figures) in [("tuned on", &tuned), ("widened on", &more), ("untouched", &unseen)] {
        let Figures { cases, valid, found, both, .. } = figures;
        println!(
            "{name}: {cases} cases, {valid} valid, {found} found, {both} both; F1 {:.3}, status {:.3}",
            figures.f1(),
            figures.accuracy()
        );
    }
    println!("{}{}", tuned.wrong, more.wrong);
    assert!(unseen.f1() >= 0.95 && unseen.accuracy() >= 0.92, "run with --nocapture");
}

#[test]
fn what_mentions_ai_and_discloses_nothing_is_never_valid() {
    let linter = linter();
    let mut wrong = String::new();
    let mut count = 0;
    for Case { locale, text, .. } in cases("mention") {
        for kind in Kind::ALL {
            let (status, _) = judge(&linter, &text, Some(locale), *kind, What::Text, Facts::default());
            if status == Status::Valid {
                _ = writeln!(wrong, "{locale} {kind}: {text}");
            }
        }
        count += 1;
    }
    assert!(count >= 200, "{count} sentences");
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn what_is_proposed_is_valid() {
    let linter = linter();
    let mut wrong = String::new();
    for locale in Locale::ALL {
        for kind in Kind::ALL {
            let wordings: Vec<_> = candor::disclosure::notice::wordings(linter.catalogue(), *kind, *locale).collect();
            if !wordings.iter().any(|wording| !wording.label) {
                _ = writeln!(wrong, "{locale} {kind}: no sentence to propose");
            }
            for wording in wordings {
                let judged = judge(&linter, &wording.text, Some(*locale), *kind, What::Text, Facts::default());
                if judged.0 != Status::Valid {
                    _ = writeln!(wrong, "{locale} {kind}: {judged:?}: {}", wording.text);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
