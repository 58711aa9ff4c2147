//! Language files: tables and messages of one language each.

use std::path::Path;

use anyhow::{Result, anyhow};
use candor_scan::rule_file;
use candor_scan::vocabulary::Locale;

/// The languages of `rules`: the bytes that the build script bakes into the command line.
pub fn compile(rules: &Path) -> Result<Vec<(Locale, Vec<u8>)>> {
    let compiled = rule_file::compile_folder(rules).map_err(|problems| {
        let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
        anyhow!("{}", lines.join("\n"))
    })?;
    Ok(compiled.languages)
}
