//! `dist/playground`: the static page in which copy is tried, and the catalogue with its examples.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Result, bail};
use candor_scan::rule_file::{self, Example};
use serde_json::{Value, json};

use crate::repository;

/// Builds dist/playground of dist/npm, which must be built.
pub fn build() -> Result<()> {
    let examples = repository::target().join("playground/examples");
    fs::create_dir_all(&examples)?;
    let rules = match rule_file::read_folder(&repository::path("rules")) {
        Ok(folder) => folder.rules,
        Err(problems) => {
            bail!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        }
    };
    let mut languages: BTreeMap<&str, BTreeMap<&str, Value>> = BTreeMap::new();
    for rule in &rules {
        for (locale, section) in &rule.languages {
            let entry = json!({ "flags": texts(&section.flags), "passes": texts(&section.passes) });
            languages.entry(locale.name()).or_default().insert(&rule.id, entry);
        }
    }
    for (locale, rules) in languages {
        fs::write(examples.join(format!("{locale}.json")), serde_json::to_string(&rules)?)?;
    }
    let script = repository::path("www/playground/build.js");
    repository::run(repository::command("node", &[]).arg(script).arg(examples))?;
    Ok(())
}

/// Builds everything that the playground needs and serves it until it is stopped.
pub fn serve(port: u16) -> Result<()> {
    crate::package::build()?;
    build()?;
    let script = repository::path("www/playground/serve.js");
    let mut server = repository::command("node", &[]);
    match server.arg(script).arg(port.to_string()).status()?.success() {
        true => Ok(()),
        false => bail!("the playground was not served; another port: `cargo xtask demo --port 4174`"),
    }
}

fn texts(examples: &[Example]) -> Vec<&str> {
    examples.iter().map(text).collect()
}

fn text(example: &Example) -> &str {
    match example {
        Example::Plain(text) | Example::Table { text, .. } => text,
    }
}
