//! How fast a full lint is, beside the aho-corasick crate only scanning the same bytes for
//! the rules' words: the same texts, the same run, user CPU.
//!
//! `cargo bench --bench lint`. Reads `../shared/data` where it is; else the texts are made
//! of the rule files' own examples, which is said.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use candor::{Catalogue, Config, Date, Input, Linter, Locale};
use candor_scan::phrase::{self, Ast};
use candor_scan::rule_file;
use cpu_time::ProcessTime;

const SIZE: usize = 10_000_000;
const ROUNDS: usize = 5;
const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

/// Words that English phrases and exceptions hold.
fn words() -> Vec<String> {
    fn collect(ast: &Ast, words: &mut Vec<String>) {
        match ast {
            Ast::Word { text, .. } => words.push(text.to_lowercase()),
            Ast::Prefix(text) | Ast::Exact(text) => words.push(text.to_lowercase()),
            Ast::Sequence(items) | Ast::Choice(items) => items.iter().for_each(|item| collect(item, words)),
            Ast::Optional(item) => collect(item, words),
            _ => {}
        }
    }
    let folder = rule_file::read_folder(Path::new("rules")).expect("the rules compile");
    let mut words = Vec::new();
    for rule in &folder.rules {
        for (_, section) in rule.languages.iter().filter(|(locale, _)| *locale == Locale::En) {
            let own = section.words.values().flatten().map(String::as_str);
            let phrases = section.phrases.iter().map(|item| item.phrase());
            for text in phrases.chain(section.except.iter().map(String::as_str)).chain(own) {
                collect(&phrase::parse(text).expect("it compiled"), &mut words);
            }
        }
    }
    words.sort();
    words.dedup();
    words
}

/// A fixed shuffle, so that every run reads the same text.
fn fill(rows: &[String]) -> String {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut text = String::with_capacity(SIZE + 4096);
    while text.len() < SIZE {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        text.push_str(&rows[(state % rows.len() as u64) as usize]);
        text.push_str(if state >> 60 == 0 { "\n\n" } else { "\n" });
    }
    text
}

fn rows(file: &str, keep: impl Fn(&[&str]) -> bool) -> Option<Vec<String>> {
    let text = fs::read_to_string(format!("../shared/data/{file}")).ok()?;
    let rows = text.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    Some(rows.filter(|row| keep(row)).map(|row| row[0].to_owned()).collect())
}

fn examples() -> (Vec<String>, Vec<String>) {
    let folder = rule_file::read_folder(Path::new("rules")).expect("the rules compile");
    let (mut flags, mut passes) = (Vec::new(), Vec::new());
    for rule in &folder.rules {
        for (_, section) in rule.languages.iter().filter(|(locale, _)| *locale == Locale::En) {
            let text = |example: &rule_file::Example| match example {
                rule_file::Example::Plain(text) | rule_file::Example::Table { text, .. } => {
                    text.replace(['[', ']'], "")
                }
            };
            flags.extend(section.flags.iter().map(text));
            passes.extend(section.passes.iter().map(text));
        }
    }
    (flags, passes)
}

fn best(mut run: impl FnMut() -> usize) -> (Duration, usize) {
    let mut best = (Duration::MAX, 0);
    for _ in 0..ROUNDS {
        let start = ProcessTime::now();
        let count = run();
        best = best.min((start.elapsed(), count));
    }
    best
}

fn main() {
    let words = words();
    let automaton = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .ascii_case_insensitive(true)
        .build(&words)
        .expect("words make an automaton");
    let linter = Linter::new(Catalogue::builtin(), Config::default()).expect("the catalogue is sound");
    let (flags, passes) = examples();
    let dense = rows("ec-darkpattern/dev.tsv", |_| true);
    let clean = rows("neutral/mozilla.tsv", |row| row[3] == "en")
        .zip(rows("neutral/legal.tsv", |_| true))
        .zip(rows("neutral/ud.tsv", |row| row[3] == "en"));
    let clean = clean.map(|((mut a, b), c)| {
        a.extend(b);
        a.extend(c);
        a
    });
    if dense.is_none() {
        println!("../shared/data is absent: texts are made of the rule files' examples");
    }
    let texts = [("dense English", fill(&dense.unwrap_or(flags))), ("clean English", fill(&clean.unwrap_or(passes)))];
    println!(
        "{} words in the automaton, {} rules, best of {ROUNDS}, user CPU",
        words.len(),
        linter.catalogue().rules().len()
    );
    for (name, text) in &texts {
        let rate = |time: Duration| text.len() as f64 / 1e6 / time.as_secs_f64();
        // Interleaved, so that a noisy neighbour slows both.
        let mut scan = (Duration::MAX, 0);
        let mut lint = (Duration::MAX, 0);
        for _ in 0..2 {
            scan = scan.min(best(|| automaton.find_iter(black_box(text)).count()));
            lint = lint.min(best(|| {
                let report = linter.lint(&Input { locale: None, ..Input::plain(text, TODAY) });
                black_box(&report);
                report.diagnostics.len()
            }));
        }
        println!(
            "{name}: full lint {:.0} MB/s ({} findings), aho-corasick contiguous NFA scan {:.0} MB/s ({} hits), ratio {:.2}",
            rate(lint.0),
            lint.1,
            rate(scan.0),
            scan.1,
            rate(lint.0) / rate(scan.0)
        );
    }
}
