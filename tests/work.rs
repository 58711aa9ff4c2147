//! Speed is held by its cause: phrases compared for each word of ordinary text.

use std::collections::HashMap;
use std::fs;

use candor::{Catalogue, Locale};
use candor_scan::token;

#[test]
fn ordinary_text_has_few_words_by_which_phrases_are_found() {
    let catalogue = Catalogue::builtin();
    let mut wrong = Vec::new();
    for (locale, file, most) in [(Locale::En, "legal", 1.0), (Locale::De, "ud", 1.0)] {
        let Ok(text) = fs::read_to_string(format!("../shared/data/neutral/{file}.tsv")) else {
            println!("SKIPPED: ../shared/data is absent");
            return;
        };
        let matcher = &catalogue.language(locale).unwrap().matcher;
        let mut tokens = Vec::new();
        for line in text.lines().filter(|line| line.split('\t').nth(3) == Some(locale.name())) {
            let line = line.split('\t').next().unwrap();
            tokens.clear();
            token::tokenize(line, 0, line.len(), &[], &mut tokens);
            let _ = &tokens;
        }
        let mut work: HashMap<String, (usize, usize)> = HashMap::new();
        let (mut words, mut total) = (0, 0);
        for line in text.lines().filter(|line| line.split('\t').nth(3) == Some(locale.name())) {
            let line = line.split('\t').next().unwrap();
            tokens.clear();
            token::tokenize(line, 0, line.len(), &[], &mut tokens);
            for token in &tokens {
                let candidates = matcher.candidates(token);
                words += 1;
                total += candidates;
                if candidates > 0 {
                    let entry = work.entry(token.text(line).to_lowercase()).or_default();
                    entry.0 += 1;
                    entry.1 += candidates;
                }
            }
        }
        let each = total as f64 / words as f64;
        let mut top: Vec<_> = work.into_iter().collect();
        top.sort_by_key(|(_, (_, work))| std::cmp::Reverse(*work));
        let top: Vec<String> =
            top.iter().take(60).map(|(word, (n, work))| format!("{word} {n}x{}", work / n)).collect();
        println!("{locale} {file}: {words} words, {each:.2} phrases compared a word\n{}", top.join(", "));
        if each > most {
            wrong.push(format!(
                "{locale}: {each:.2} phrases are compared for each word of ordinary text, at most {most}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
