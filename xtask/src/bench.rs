//! What `cargo xtask bench` measures.

use std::fmt::Write as _;
use std::fs;

use anyhow::{Result, bail};

use crate::crate_sizes::Share;
use crate::package::{BUILDS, Names};
use crate::repository::path;
use crate::{crate_sizes, day, language_sizes, languages, package, repository};

/// A subject and what measures it: a text to print.
type Subject = (&'static str, fn() -> Result<String>);

/// Where figures are kept.
const PAGE: &str = "docs/BENCHMARKS.md";
const PAGE_HEAD: &str = "# What candor costs

Written by `cargo xtask bench --record SUBJECT`, each section by its own run. CPU times are of the machine of that day, which
may have been busy; bytes and counts are the same everywhere.
";

const SUBJECTS: &[Subject] = &[
    ("lint", lint),
    ("sizes", sizes),
    ("languages", of_languages),
    ("start", start),
    ("edit", edit),
    ("editors", editors),
    ("extension", extension),
    ("playground", playground),
];

/// Measures `names`, or everything, and with `record` puts what was measured into [`PAGE`].
pub fn run(names: &[String], record: bool) -> Result<()> {
    let known = || SUBJECTS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    if let Some(unknown) = names.iter().find(|name| SUBJECTS.iter().all(|(known, _)| known != name)) {
        bail!("unknown subject `{unknown}`; known are {}", known());
    }
    let wanted = |name: &str| names.is_empty() || names.iter().any(|other| other == name);
    for (name, measure) in SUBJECTS.iter().filter(|(name, _)| wanted(name)) {
        let figures = measure()?;
        print!("{figures}");
        if record {
            let page = fs::read_to_string(path(PAGE)).unwrap_or_else(|_| PAGE_HEAD.to_owned());
            fs::write(path(PAGE), with_section(&page, name, &day::today()?, &figures))?;
        }
    }
    Ok(())
}

/// `page` with the section of a subject put in, or in place of the one that it has; sections
/// stand in the order of the table.
fn with_section(page: &str, subject: &str, day: &str, figures: &str) -> String {
    let head = page.split("\n## ").next().unwrap_or(page).trim_end();
    let mut written = format!("{head}\n");
    for (name, _) in SUBJECTS {
        let kept = page.split("\n## ").skip(1).find(|section| section.lines().next() == Some(*name));
        if *name == subject {
            let _ = write!(written, "\n## {name}\n\n{day}\n\n```text\n{}\n```\n", figures.trim_end());
        } else if let Some(kept) = kept {
            let _ = write!(written, "\n## {}\n", kept.trim_end());
        }
    }
    written
}

/// Speed of a full lint beside the aho-corasick crate only scanning the same bytes.
fn lint() -> Result<String> {
    repository::run(&mut repository::cargo(&["bench", "--quiet", "--bench", "lint"]))
}

/// Bytes of the default build by crate, and its largest functions.
fn sizes() -> Result<String> {
    crate::setup::rust_target(crate::repository::WASM)?;
    crate::setup::npm()?;
    let wasm = fs::read(BUILDS[0].make(&repository::target().join("npm-names"), Names::Kept)?)?;
    let (crates, functions) = crate_sizes::shares(&wasm)?;
    let parts = [("candor.wasm by crate", &crates[..]), ("largest functions", &functions[..20])];
    Ok(parts.map(|(title, shares)| table(title, shares)).concat())
}

/// Bytes of each language file by what they are.
fn of_languages() -> Result<String> {
    let mut tables = String::new();
    for (locale, file) in languages::compile(&path("rules"))? {
        let whole = package::brotli(&file)?;
        tables += &table(&format!("{locale}.bin, {whole} together"), &language_sizes::shares(&file)?);
    }
    Ok(tables)
}

fn table(title: &str, shares: &[Share]) -> String {
    let mut table = format!("{:>9} {:>9}  {title}\n", "raw", "brotli");
    for share in shares {
        let _ = writeln!(table, "{:9} {:9}  {}", share.bytes, share.brotli, share.name);
    }
    table
}

/// CPU of a fresh Node process from before the import to the first result.
fn start() -> Result<String> {
    of_package("www/npm/bench/start.js")
}

/// CPU of a keystroke in an open text.
fn edit() -> Result<String> {
    of_package("www/npm/bench/edit.js")
}

/// What a paste of 100 KB costs the main thread in each editor.
fn editors() -> Result<String> {
    package::build()?;
    in_browser("www/editors/bench/paste.js")
}

/// What the extension costs the main thread of a page of one megabyte.
fn extension() -> Result<String> {
    package::build()?;
    crate::extension::build()?;
    in_browser("www/extension/bench.js")
}

/// The playground's cold start over a line of 150 KB a second: bytes by file, moments, long tasks.
fn playground() -> Result<String> {
    package::build()?;
    crate::playground::build()?;
    in_browser("www/playground/bench.js")
}

/// What a script measures in Chromium.
fn in_browser(script: &str) -> Result<String> {
    let mut command = repository::command("node", &[]);
    command.arg(path(script)).env("CHROMIUM", crate::setup::chromium()?.browser);
    repository::run(&mut command)
}

/// Builds the package; what a script measures of it.
fn of_package(script: &str) -> Result<String> {
    package::build()?;
    repository::run(repository::command("node", &[]).arg(path(script)))
}
