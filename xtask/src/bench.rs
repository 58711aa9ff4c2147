//! What `cargo xtask bench` measures.

use std::fs;

use anyhow::{Result, bail};

use crate::crate_sizes::Share;
use crate::package::{BUILDS, Names};
use crate::{crate_sizes, language_sizes, languages, package, repository};

/// A subject and what prints it.
type Subject = (&'static str, fn() -> Result<()>);

const SUBJECTS: &[Subject] = &[
    ("sizes", sizes),
    ("languages", of_languages),
    ("start", start),
    ("edit", edit),
    ("editors", editors),
    ("extension", extension),
    ("playground", playground),
];

/// Measures `names`, or everything.
pub fn run(names: &[String]) -> Result<()> {
    let known = || SUBJECTS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    if let Some(unknown) = names.iter().find(|name| SUBJECTS.iter().all(|(known, _)| known != name)) {
        bail!("unknown subject `{unknown}`; known are {}", known());
    }
    let wanted = |name: &str| names.is_empty() || names.iter().any(|other| other == name);
    SUBJECTS.iter().filter(|(name, _)| wanted(name)).try_for_each(|(_, measure)| measure())
}

/// Bytes of the default build by crate, and its largest functions.
fn sizes() -> Result<()> {
    crate::setup::rust_target(crate::repository::WASM)?;
    crate::setup::npm()?;
    let wasm = fs::read(BUILDS[0].make(&repository::target().join("npm-names"), Names::Kept)?)?;
    let (crates, functions) = crate_sizes::shares(&wasm)?;
    for (title, shares) in [("candor.wasm by crate", &crates[..]), ("largest functions", &functions[..20])] {
        print(title, shares);
    }
    Ok(())
}

/// Bytes of each language file by what they are.
fn of_languages() -> Result<()> {
    for (locale, file) in languages::compile(&repository::path("rules"))? {
        let whole = package::brotli(&file)?;
        print(&format!("{locale}.bin, {whole} together"), &language_sizes::shares(&file)?);
    }
    Ok(())
}

fn print(title: &str, shares: &[Share]) {
    println!("{:>9} {:>9}  {title}", "raw", "brotli");
    for share in shares {
        println!("{:9} {:9}  {}", share.bytes, share.brotli, share.name);
    }
}

/// CPU of a fresh Node process from before the import to the first result.
fn start() -> Result<()> {
    of_package("www/npm/bench/start.js")
}

/// CPU of a keystroke in an open text.
fn edit() -> Result<()> {
    of_package("www/npm/bench/edit.js")
}

/// What a paste of 100 KB costs the main thread in each editor.
fn editors() -> Result<()> {
    package::build()?;
    in_browser("www/editors/bench/paste.js")
}

/// What the extension costs the main thread of a page of one megabyte.
fn extension() -> Result<()> {
    package::build()?;
    crate::extension::build()?;
    in_browser("www/extension/bench.js")
}

/// The playground's cold start over a line of 150 KB a second: bytes by file, moments, long tasks.
fn playground() -> Result<()> {
    package::build()?;
    crate::playground::build()?;
    in_browser("www/playground/bench.js")
}

/// Prints what a script measures in Chromium.
fn in_browser(script: &str) -> Result<()> {
    let mut command = repository::command("node", &[]);
    command.arg(repository::path(script)).env("CHROMIUM", crate::setup::chromium()?.browser);
    print!("{}", repository::run(&mut command)?);
    Ok(())
}

/// Builds the package and prints what a script measures of it.
fn of_package(script: &str) -> Result<()> {
    package::build()?;
    print!("{}", repository::run(repository::command("node", &[]).arg(repository::path(script)))?);
    Ok(())
}
