//! `cargo xtask fuzz`: random input, guided by what it reaches, for as long as somebody waits.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::repository::{command, path, target};

/// The programs in `fuzz/fuzz_targets`.
const TARGETS: [&str; 4] = ["lint", "edit", "marks", "config"];

/// Runs `targets`, or all, for so many seconds each; what they find lies in target/fuzz/found.
pub fn run(targets: &[String], seconds: u32) -> Result<()> {
    if let Some(unknown) = targets.iter().find(|name| !TARGETS.contains(&name.as_str())) {
        bail!("unknown target `{unknown}`; known are {}", TARGETS.join(", "));
    }
    if !command("cargo", &["fuzz", "--version"]).output().is_ok_and(|output| output.status.success()) {
        bail!("cargo-fuzz is missing; `cargo install cargo-fuzz --locked` brings it");
    }
    for name in TARGETS.iter().filter(|name| targets.is_empty() || targets.iter().any(|wanted| wanted == *name)) {
        let folder = target().join("fuzz");
        let (corpus, found) = (folder.join("corpus").join(name), folder.join("found").join(name));
        fs::create_dir_all(&corpus)?;
        fs::create_dir_all(&found)?;
        seed(name, &corpus)?;
        // Without a sanitizer the stable compiler is enough; there is no unsafe code to watch.
        let mut fuzz = command("cargo", &["fuzz", "run", "--sanitizer", "none", "--target-dir"]);
        fuzz.arg(&folder).arg(name).arg(&corpus).arg("--").arg(format!("-max_total_time={seconds}"));
        fuzz.arg(format!("-artifact_prefix={}/", found.display()));
        fuzz.args(["-max_len=4096", "-timeout=10", "-print_final_stats=1"]);
        let done = fuzz.status()?.success();
        if fs::read_dir(&found)?.next().is_some() {
            bail!("`{name}` fails on the inputs in {}", found.display());
        }
        if !done {
            bail!("`{name}` did not run");
        }
    }
    Ok(())
}

/// What the search starts from: pages, letters and lines of the repository.
fn seed(name: &str, corpus: &Path) -> Result<()> {
    let mut seeds: Vec<Vec<u8>> = Vec::new();
    match name {
        "config" => seeds.push(fs::read(path("README.md"))?),
        "marks" => {
            for picture in ["www/extension/icons/128.png", "www/playground/icon.svg"] {
                seeds.push(fs::read(path(picture))?);
            }
        }
        _ => {
            for folder in ["www/playground/samples", "www/playground/copy"] {
                for entry in fs::read_dir(path(folder))? {
                    seeds.push(fs::read(entry?.path())?);
                }
            }
        }
    }
    for (number, seed) in seeds.iter().enumerate() {
        fs::write(corpus.join(format!("seed-{number}")), seed)?;
    }
    Ok(())
}
