//! Speed is held by its cause: phrases compared for each word of ordinary text.
//!
//! A phrase is compared where the classes of its words stand on the right side of its anchor.
//! To look for the words themselves first would halve the number and cost as much as comparing.

use std::fs;

use candor::{Catalogue, Locale};
use candor_scan::matcher::Scratch;
use candor_scan::token;

#[test]
fn few_phrases_are_compared_where_ordinary_text_is_read() {
    let catalogue = Catalogue::builtin();
    let mut wrong = Vec::new();
    for (locale, file, most) in [(Locale::En, "legal", 0.52), (Locale::De, "ud", 0.13)] {
        let Ok(text) = fs::read_to_string(format!("../shared/data/neutral/{file}.tsv")) else {
            println!("SKIPPED: ../shared/data is absent");
            return;
        };
        let matcher = &catalogue.language(locale).unwrap().matcher;
        let (mut scratch, mut tokens, mut found) = (Scratch::default(), Vec::new(), Vec::new());
        let mut words = 0;
        for line in text.lines().filter(|line| line.split('\t').nth(3) == Some(locale.name())) {
            let line = line.split('\t').next().unwrap();
            tokens.clear();
            token::tokenize(line, 0, line.len(), &[], &mut tokens);
            words += tokens.len();
            matcher.flags(&mut scratch, line, &tokens, &mut found);
        }
        let each = scratch.compared() as f64 / words as f64;
        println!("{locale} {file}: {words} words, {each:.3} phrases compared a word, {} found", found.len());
        if each > most {
            wrong.push(format!(
                "{locale}: {each:.2} phrases are compared for each word of ordinary text, at most {most}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
