//! How common words are, so that phrases are found by rare ones: counted in the neutral
//! texts of `../shared/data`, kept as `rules/frequency/<locale>.tsv`. Counts alone are
//! kept, no row.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use anyhow::{Result, bail};
use candor_scan::phrase;
use candor_scan::token::{self, Kind};
use candor_scan::vocabulary::Locale;

const FILES: [&str; 6] = [
    "neutral/ud.tsv",
    "neutral/docs.tsv",
    "neutral/ui.tsv",
    "neutral/legal.tsv",
    "neutral/mozilla.tsv",
    "ec-darkpattern/dev.tsv",
];

/// Words rarer than this, in a million, are not listed.
const LISTED: u64 = 100;

/// Counts the words of every language and writes the lists.
pub fn run() -> Result<()> {
    let mut counts: BTreeMap<Locale, BTreeMap<String, u64>> = BTreeMap::new();
    for file in FILES {
        let Ok(text) = fs::read_to_string(format!("../shared/data/{file}")) else {
            bail!("../shared/data/{file} is absent; the lists in rules/frequency stay as they are");
        };
        for line in text.lines().skip(1) {
            let mut columns = line.split('\t');
            let (Some(words), Some(locale)) = (columns.next(), columns.nth(2)) else { continue };
            let Ok(locale) = locale.parse::<Locale>() else { continue };
            let mut tokens = Vec::new();
            token::tokenize(words, 0, words.len(), &[], &mut tokens);
            let of_locale = counts.entry(locale).or_default();
            for token in tokens.iter().filter(|token| matches!(token.kind, Kind::Word | Kind::Cjk)) {
                *of_locale.entry(phrase::folded(token.text(words))).or_default() += 1;
            }
        }
    }
    fs::create_dir_all("rules/frequency")?;
    for (locale, words) in counts {
        let total: u64 = words.values().sum();
        let mut list: Vec<(u64, String)> = words
            .into_iter()
            .map(|(word, count)| (count * 1_000_000 / total, word))
            .filter(|(rate, _)| *rate >= LISTED)
            .collect();
        list.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let mut out = String::from("# Occurrences in a million; `cargo xtask frequency` writes this file.\n");
        for (rate, word) in &list {
            writeln!(out, "{word}\t{rate}")?;
        }
        fs::write(format!("rules/frequency/{locale}.tsv"), out)?;
        println!("{locale}: {} words", list.len());
    }
    Ok(())
}
