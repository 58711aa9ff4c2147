//! Bytes of a language file by what they are.

use anyhow::Result;
use candor_scan::tables::{self, Grammar, Language};
use serde::Serialize;

use crate::crate_sizes::Share;
use crate::package::brotli;

/// Shares of a language file, in the order of [`Language`].
pub fn shares(file: &[u8]) -> Result<Vec<Share>> {
    let language: Language = tables::from_bytes(file)?;
    let mut shares = Vec::new();
    let mut add = |name: &str, content: Vec<u8>| -> Result<()> {
        shares.push(Share { name: name.into(), bytes: content.len(), brotli: brotli(&content)? });
        Ok(())
    };
    let texts = |of: fn(&tables::LanguageRule) -> &str| language.rules.iter().map(of).collect::<Vec<_>>();
    add("messages", bytes(&texts(|rule| &rule.message)))?;
    add("why", bytes(&texts(|rule| &rule.why)))?;
    add("help", bytes(&texts(|rule| &rule.help)))?;
    add("contradicted", bytes(&texts(|rule| &rule.contradicted)))?;
    add("suggestions", bytes(&language.rules.iter().map(|rule| &rule.suggest).collect::<Vec<_>>()))?;
    add("conditions, cues", bytes(&(&language.conditions, &language.cues)))?;
    add("slots for house phrases", bytes(&language.slots))?;
    add("questions", bytes(&language.questions))?;
    add("disclosure sentences", bytes(&language.disclosure))?;
    for (name, grammar) in [("phrases", &language.grammar), ("notices", &language.notices.grammar)] {
        let Grammar { words, numbers, elements, named_most, phrases, .. } = grammar;
        add(&format!("{name}: {} words", words.matches(' ').count()), words.clone().into_bytes())?;
        let count: usize = phrases.iter().map(|(_, count)| usize::from(*count)).sum();
        add(&format!("{name}: {count} phrases' elements"), elements.clone())?;
        add(&format!("{name}: meanings, numbers"), bytes(&(numbers, named_most, phrases)))?;
    }
    add("notices: signs, wordings", bytes(&(&language.notices.signs, &language.notices.wordings)))?;
    Ok(shares)
}

fn bytes(value: &impl Serialize) -> Vec<u8> {
    tables::to_bytes(value)
}
