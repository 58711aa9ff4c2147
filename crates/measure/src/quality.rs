//! What the rules find in the corpus, and in text sets that lie beside the repository.
//!
//! A positive counts as found when any rule of its row's category fires. A near-miss or
//! an ordinary row is a false alarm when any rule fires at all. Every rate is taken
//! twice: of reliable findings, and of all, hints included.

use std::collections::BTreeMap;
use std::path::Path;

use candor::{Catalogue, Category, Certainty, Config, Facts, Input, Linter, Locale, classifier};

use crate::rate::Rate;
use crate::table::{Tsv, markdown};
use crate::{TODAY, root};

/// What a row of the corpus is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Presses, in wording that is often met.
    Stock,
    /// Presses, in the writer's own words.
    Free,
    /// Shares words with what presses, and does not.
    NearMiss,
    /// Anything else that a reader meets.
    Ordinary,
}

/// A row of `tests/corpus/<locale>.tsv`.
#[derive(Debug)]
pub struct Row {
    /// The copy.
    pub text: String,
    /// What it is.
    pub label: Label,
    /// The rule that should fire, or for a near-miss should not; empty for ordinary text.
    pub rule: String,
    /// `subject`, `push`, `landing` …
    pub channel: String,
    /// Whether rules were tuned on it; the others are only measured.
    pub dev: bool,
}

impl Row {
    fn category(&self) -> Option<Category> {
        self.rule.split('/').next()?.parse().ok()
    }

    /// What the caller of a lint would state of it.
    fn facts(&self) -> Facts {
        let channel = matches!(self.channel.as_str(), "subject" | "push" | "button").then(|| self.channel.clone());
        Facts { channel, ..Facts::default() }
    }
}

/// The corpus of one language.
///
/// # Errors
/// When the file cannot be read, or a field holds what it must not.
pub fn corpus(locale: Locale) -> Result<Vec<Row>, String> {
    let path = root().join(format!("tests/corpus/{locale}.tsv"));
    let table = Tsv::read(&path)?;
    let columns = ["text", "label", "wording", "rule", "channel", "split"].map(|name| table.column(name));
    let [text, label, wording, rule, channel, split] =
        columns.into_iter().collect::<Result<Vec<_>, _>>()?.try_into().expect("as many as named");
    let read = |(at, row): (usize, &Vec<String>)| {
        let label = match (row[label].as_str(), row[wording].as_str()) {
            ("positive", "stock") => Label::Stock,
            ("positive", "free") => Label::Free,
            ("near-miss", "-") => Label::NearMiss,
            ("ordinary", "-") => Label::Ordinary,
            other => return Err(format!("{locale}.tsv:{}: no label and wording {other:?}", at + 2)),
        };
        Ok(Row {
            text: row[text].clone(),
            label,
            rule: row[rule].trim_matches('-').to_owned(),
            channel: row[channel].clone(),
            dev: row[split] == "dev",
        })
    };
    table.rows.iter().enumerate().map(read).collect()
}

/// A finding, as far as counting it goes.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its rule.
    pub rule: String,
    /// The rule's category.
    pub category: Category,
    /// Whether it is no hint.
    pub reliable: bool,
    /// The words.
    pub words: String,
}

/// Lints one plain text of known language.
pub fn lint(linter: &Linter, text: &str, locale: Locale, facts: Facts) -> Vec<Seen> {
    let input = Input { locale: Some(locale), facts, ..Input::plain(text, TODAY) };
    let diagnostics = linter.lint(&input).diagnostics;
    let seen = diagnostics.iter().map(|diagnostic| Seen {
        rule: diagnostic.rule.id.clone(),
        category: diagnostic.rule.category,
        reliable: diagnostic.certainty == Certainty::Reliable,
        words: diagnostic.text.to_string(),
    });
    seen.collect()
}

/// A linter with every rule on.
pub fn linter() -> Linter {
    let rules = Catalogue::compile(&crate::root().join("rules")).unwrap_or_else(|error| panic!("{error}"));
    Linter::new(rules, Config::default()).expect("the default configuration is valid")
}

/// The same rate of reliable findings, and of all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Twice {
    /// Without hints.
    pub reliable: Rate,
    /// With hints.
    pub all: Rate,
}

impl Twice {
    fn add(&mut self, seen: &[Seen], counts: impl Fn(&Seen) -> bool) {
        self.reliable.add(seen.iter().any(|seen| seen.reliable && counts(seen)));
        self.all.add(seen.iter().any(counts));
    }

    fn plus(self, other: Self) -> Self {
        Self { reliable: self.reliable.plus(other.reliable), all: self.all.plus(other.all) }
    }

    fn of(self, reliable: bool) -> Rate {
        if reliable { self.reliable } else { self.all }
    }

    fn of_mut(&mut self, reliable: bool) -> &mut Rate {
        if reliable { &mut self.reliable } else { &mut self.all }
    }
}

/// What was counted for one language, or for one category of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Stock wording found.
    pub stock: Twice,
    /// Free wording found.
    pub free: Twice,
    /// Positives found by the very rule of their row.
    pub exact: Twice,
    /// Near-misses with a finding.
    pub near_miss: Twice,
    /// Ordinary rows with a finding.
    pub ordinary: Twice,
    /// Of rows with a finding of the category: those that are positives of it. Positives of
    /// other categories are left out, as a row can well be two things.
    pub precision: Twice,
}

impl Tally {
    fn plus(self, other: Self) -> Self {
        Self {
            stock: self.stock.plus(other.stock),
            free: self.free.plus(other.free),
            exact: self.exact.plus(other.exact),
            near_miss: self.near_miss.plus(other.near_miss),
            ordinary: self.ordinary.plus(other.ordinary),
            precision: self.precision.plus(other.precision),
        }
    }

    fn cells(self, reliable: bool) -> Vec<String> {
        [self.stock, self.free, self.exact, self.near_miss, self.ordinary, self.precision]
            .map(|twice| twice.of(reliable).to_string())
            .to_vec()
    }
}

/// One half of one language's corpus, counted.
#[derive(Debug, Default)]
pub struct Counted {
    /// The whole half.
    pub sum: Tally,
    /// By category of the row's rule. Ordinary rows count for each category, by its own rules.
    pub categories: BTreeMap<Category, Tally>,
    /// Misses and false alarms, one line each.
    pub mistakes: Vec<String>,
}

/// Counts one half of a corpus.
pub fn count(linter: &Linter, locale: Locale, rows: &[Row], dev: bool) -> Counted {
    let mut counted = Counted::default();
    for category in rows.iter().filter_map(Row::category) {
        counted.categories.entry(category).or_default();
    }
    for row in rows.iter().filter(|row| row.dev == dev) {
        let seen = lint(linter, &row.text, locale, row.facts());
        let category = row.category();
        let positive = matches!(row.label, Label::Stock | Label::Free);
        let mut own = Tally::default();
        match row.label {
            Label::Stock => own.stock.add(&seen, |seen| Some(seen.category) == category),
            Label::Free => own.free.add(&seen, |seen| Some(seen.category) == category),
            Label::NearMiss => own.near_miss.add(&seen, |_| true),
            Label::Ordinary => own.ordinary.add(&seen, |_| true),
        }
        if positive {
            own.exact.add(&seen, |seen| seen.rule == row.rule);
        }
        if let Some(category) = category {
            let tally = counted.categories.entry(category).or_default();
            *tally = tally.plus(own);
        }
        for (&other, tally) in &mut counted.categories {
            let of = |seen: &Seen| seen.category == other;
            if row.label == Label::Ordinary {
                tally.ordinary.add(&seen, of);
            }
            let right = positive && category == Some(other);
            for reliable in [true, false] {
                let fired = seen.iter().any(|seen| of(seen) && (seen.reliable || !reliable));
                if fired && (right || !positive) {
                    tally.precision.of_mut(reliable).add(right);
                    own.precision.of_mut(reliable).add(right);
                }
            }
        }
        counted.sum = counted.sum.plus(own);
        let found = own.stock.all.hits + own.free.all.hits > 0;
        let alarm = own.near_miss.all.hits + own.ordinary.all.hits > 0;
        let what = match row.label {
            Label::Stock if !found => "missed stock",
            Label::Free if !found => "missed free",
            Label::NearMiss if alarm => "alarm near-miss",
            Label::Ordinary if alarm => "alarm ordinary",
            _ => continue,
        };
        let by = |seen: &Seen| format!("{}{} “{}”", seen.rule, if seen.reliable { "" } else { " (hint)" }, seen.words);
        let by: Vec<String> = seen.iter().map(by).collect();
        counted.mistakes.push(format!("{what}\t{locale}\t{}\t{}\t{}", row.rule, row.text, by.join("; ")));
    }
    counted
}

/// Both halves of every language.
///
/// # Errors
/// When a corpus cannot be read.
pub fn measure(linter: &Linter, dev: bool) -> Result<Vec<(Locale, Counted)>, String> {
    Locale::ALL.iter().map(|&locale| Ok((locale, count(linter, locale, &corpus(locale)?, dev)))).collect()
}

/// What the project set out to reach on the untouched half, hints included.
#[derive(Debug)]
pub struct Goals {
    /// Recall on stock wording, in English and in each other language, at least.
    pub stock: (f64, f64),
    /// Recall on free wording in English, at least.
    pub free: f64,
    /// Near-misses with a finding, at most.
    pub near_miss: f64,
    /// Ordinary rows with a finding, at most.
    pub ordinary: f64,
}

/// See [`Goals`].
pub const GOALS: Goals = Goals { stock: (0.90, 0.80), free: 0.50, near_miss: 0.05, ordinary: 0.01 };

/// Each goal with the languages that miss it.
fn goals(measured: &[(Locale, Counted)]) -> String {
    let missing = |missed: &dyn Fn(Locale, &Tally) -> bool| {
        let names = measured.iter().filter(|(locale, counted)| missed(*locale, &counted.sum));
        let names: Vec<&str> = names.map(|(locale, _)| locale.name()).collect();
        if names.is_empty() { "reached".to_owned() } else { format!("not yet: {}", names.join(", ")) }
    };
    let row = |goal: String, missed: &dyn Fn(Locale, &Tally) -> bool| vec![goal, missing(missed)];
    let Goals { stock: (english, other), free, near_miss, ordinary } = GOALS;
    let stock = |locale| if locale == Locale::En { english } else { other };
    let rows = [
        row(format!("stock recall ≥ {english:.2} in English, {other:.2} in each other language"), &|locale, sum| {
            sum.stock.all.share() < stock(locale)
        }),
        row(format!("free recall ≥ {free:.2} in English"), &|locale, sum| {
            locale == Locale::En && sum.free.all.share() < free
        }),
        row(format!("near-miss alarms ≤ {near_miss:.2}"), &|_, sum| sum.near_miss.all.share() > near_miss),
        row(format!("ordinary alarms ≤ {ordinary:.2}"), &|_, sum| sum.ordinary.all.share() > ordinary),
    ];
    markdown(&["goal, hints included", "state"], &rows)
}

const COLUMNS: [&str; 6] =
    ["stock recall", "free recall", "exact rule", "near-miss alarms", "ordinary alarms", "precision"];

/// One line a language.
pub fn by_language(measured: &[(Locale, Counted)], reliable: bool) -> String {
    let row = |(locale, counted): &(Locale, Counted)| {
        let mut row = vec![locale.to_string()];
        row.extend(counted.sum.cells(reliable));
        row
    };
    let mut rows: Vec<_> = measured.iter().map(row).collect();
    let sum = measured.iter().map(|(_, counted)| counted.sum).fold(Tally::default(), Tally::plus);
    rows.push([vec!["all".to_owned()], sum.cells(reliable)].concat());
    let mut header = vec!["locale"];
    header.extend(COLUMNS);
    markdown(&header, &rows)
}

/// One line a category of each language.
pub fn by_category(measured: &[(Locale, Counted)], reliable: bool) -> String {
    let mut rows = Vec::new();
    let mut sums: BTreeMap<Category, Tally> = BTreeMap::new();
    for (locale, counted) in measured {
        for (category, &tally) in &counted.categories {
            rows.push([vec![locale.to_string(), category.to_string()], tally.cells(reliable)].concat());
            let sum = sums.entry(*category).or_default();
            *sum = sum.plus(tally);
        }
    }
    for (category, tally) in sums {
        rows.push([vec!["all".to_owned(), category.to_string()], tally.cells(reliable)].concat());
    }
    let mut header = vec!["locale", "category"];
    header.extend(COLUMNS);
    markdown(&header, &rows)
}

/// `docs/QUALITY.md`: the half of the corpus that no rule was tuned on.
///
/// # Errors
/// When a corpus cannot be read.
pub fn page(linter: &Linter) -> Result<String, String> {
    Ok(page_of(&measure(linter, false)?))
}

/// [`page`] of what was measured.
pub fn page_of(measured: &[(Locale, Counted)]) -> String {
    let intro = "\
# How good the rules are

Derived by `cargo xtask quality`; `BLESS=1 cargo test --test quality` rewrites it.

Measured on the half of `tests/corpus/` that no rule was tuned on. A positive counts as found when any rule of its
category fires; “exact rule” asks for the very rule. A near-miss or an ordinary text is a false alarm when any rule
fires at all (in the tables by category: ordinary text, when a rule of that category fires). Precision: of the rows
with a finding of a category, those that are positives of it, where positives of other categories are left out.
Each cell: rate (Wilson's 95 % interval) n. The corpus is our own writing: rates on other text will differ.
";
    let mut page = format!("{intro}\n{}", goals(measured));
    for (title, reliable) in [("Reliable findings", true), ("With hints", false)] {
        page += &format!("\n## {title}\n\n{}", by_language(measured, reliable));
        page += &format!("\n### {title} by category\n\n{}", by_category(measured, reliable));
    }
    page
}

/// The categories whose false alarms cost most trust.
pub const PRESSURE: [Category; 4] =
    [Category::Urgency, Category::Scarcity, Category::SocialProof, Category::EmotionalPressure];

/// Reliable findings in text that should have none.
#[derive(Debug)]
pub struct Neutral {
    /// File name without its ending: `ud`, `docs`, `legal`, `ui`, `mozilla`.
    pub file: &'static str,
    /// The language.
    pub locale: Locale,
    /// Rows with a finding of the four categories in [`PRESSURE`].
    pub pressure: Rate,
    /// Rows with a finding of any category.
    pub any: Rate,
    /// The same with hints.
    pub with_hints: Rate,
    /// Rows by rule that fired, reliable findings only.
    pub rules: BTreeMap<String, u32>,
}

/// The neutral sets.
pub const NEUTRAL: [&str; 5] = ["ud", "docs", "legal", "ui", "mozilla"];

/// Measures the neutral sets in `data`.
///
/// # Errors
/// When a file cannot be read.
pub fn neutral(linter: &Linter, data: &Path) -> Result<Vec<Neutral>, String> {
    let mut measured = Vec::new();
    for file in NEUTRAL {
        let table = Tsv::read(&data.join(format!("neutral/{file}.tsv")))?;
        let (text, lang) = (table.column("text")?, table.column("lang")?);
        for &locale in Locale::ALL {
            let [mut pressure, mut any, mut with_hints] = [Rate::default(); 3];
            let mut rules = BTreeMap::new();
            for row in table.rows.iter().filter(|row| row[lang] == locale.name()) {
                let seen = lint(linter, &row[text], locale, Facts::default());
                with_hints.add(!seen.is_empty());
                any.add(seen.iter().any(|seen| seen.reliable));
                pressure.add(seen.iter().any(|seen| seen.reliable && PRESSURE.contains(&seen.category)));
                for seen in seen.into_iter().filter(|seen| seen.reliable) {
                    *rules.entry(seen.rule).or_default() += 1;
                }
            }
            if any.n > 0 {
                measured.push(Neutral { file, locale, pressure, any, with_hints, rules });
            }
        }
    }
    Ok(measured)
}

/// One line a file and language, and one a file.
pub fn neutral_table(measured: &[Neutral]) -> String {
    let cell = |rate: Rate| format!("{:.1} ({} of {})", rate.per_thousand(), rate.hits, rate.n);
    let mut rows = Vec::new();
    for file in NEUTRAL {
        let mut sum = [Rate::default(); 3];
        let mut rules: BTreeMap<&str, u32> = BTreeMap::new();
        for set in measured.iter().filter(|set| set.file == file) {
            let rates = [set.pressure, set.any, set.with_hints];
            rows.push(
                [
                    vec![format!("{file} {}", set.locale)],
                    rates.map(cell).to_vec(),
                    vec![most(set.rules.iter().map(|(rule, count)| (rule.as_str(), *count)))],
                ]
                .concat(),
            );
            sum = [0, 1, 2].map(|at| sum[at].plus(rates[at]));
            for (rule, count) in &set.rules {
                *rules.entry(rule).or_default() += count;
            }
        }
        rows.push([vec![format!("{file} all")], sum.map(cell).to_vec(), vec![most(rules.into_iter())]].concat());
    }
    let header =
        ["set", "urgency, scarcity, social proof, emotion: rows of 1,000", "any category", "with hints", "rules"];
    markdown(&header, &rows)
}

/// The rules that fired most.
fn most<'a>(rules: impl Iterator<Item = (&'a str, u32)>) -> String {
    let mut rules: Vec<_> = rules.collect();
    rules.sort_by_key(|(rule, count)| (u32::MAX - count, *rule));
    rules.iter().take(4).map(|(rule, count)| format!("{rule} {count}")).collect::<Vec<_>>().join(", ")
}

/// What the rules find in ec-darkpattern: recall by its categories, and precision.
///
/// # Errors
/// When the file cannot be read.
pub fn dark_patterns(linter: &Linter, data: &Path) -> Result<String, String> {
    let table = Tsv::read(&data.join("ec-darkpattern/dev.tsv"))?;
    let (text, label, category) = (table.column("text")?, table.column("label")?, table.column("category")?);
    let mut recall: BTreeMap<&str, Twice> = BTreeMap::new();
    let (mut sum, mut alarms) = (Twice::default(), Twice::default());
    for row in &table.rows {
        let mut seen = lint(linter, &row[text], Locale::En, Facts::default());
        // The classifier is trained on these rows: `cargo xtask train` cross-validates it.
        seen.retain(|seen| seen.rule != classifier::RULE);
        if row[label] == "1" {
            recall.entry(&row[category]).or_default().add(&seen, |_| true);
            sum.add(&seen, |_| true);
        } else {
            alarms.add(&seen, |_| true);
        }
    }
    let precision = |found: Rate, alarms: Rate| Rate { hits: found.hits, n: found.hits + alarms.hits };
    let line = |name: &str, twice: Twice| vec![name.to_owned(), twice.reliable.to_string(), twice.all.to_string()];
    let mut rows: Vec<_> = recall.into_iter().map(|(name, twice)| line(&format!("recall {name}"), twice)).collect();
    rows.push(line("recall", sum));
    rows.push(line("alarms on the rest", alarms));
    rows.push(line(
        "precision",
        Twice { reliable: precision(sum.reliable, alarms.reliable), all: precision(sum.all, alarms.all) },
    ));
    Ok(markdown(&["ec-darkpattern", "reliable", "with hints"], &rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_positive_is_found_by_its_category_and_a_near_miss_is_an_alarm_by_any() {
        let row = |text: &str, label, rule: &str| Row {
            text: text.into(),
            label,
            rule: rule.into(),
            channel: "landing".into(),
            dev: true,
        };
        let rows = [
            row("Only 3 left in stock, order now!", Label::Stock, "scarcity/vague-stock"),
            row("The museum opens at nine.", Label::NearMiss, "scarcity/vague-stock"),
            row("Only 2 left in stock!", Label::Ordinary, ""),
        ];
        let counted = count(&linter(), Locale::En, &rows, true);
        let sum = counted.sum;
        assert_eq!(sum.stock.all, Rate { hits: 1, n: 1 });
        assert_eq!(sum.exact.all, Rate { hits: 0, n: 1 });
        assert_eq!(sum.near_miss.all, Rate { hits: 0, n: 1 });
        assert_eq!(sum.ordinary.all, Rate { hits: 1, n: 1 });
        assert_eq!(counted.categories[&Category::Scarcity].precision.all, Rate { hits: 1, n: 2 });
        assert_eq!(counted.mistakes.len(), 1);
    }
}
