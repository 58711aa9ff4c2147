//! What `cargo xtask bench` measures.

use std::fs;

use anyhow::{Result, bail};

use crate::package::{BUILDS, Names};
use crate::{crate_sizes, package, repository};

/// A subject and what prints it.
type Subject = (&'static str, fn() -> Result<()>);

const SUBJECTS: &[Subject] = &[("sizes", sizes), ("start", start)];

/// Measures `names`, or everything.
pub fn run(names: &[String]) -> Result<()> {
    let known = || SUBJECTS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    if let Some(unknown) = names.iter().find(|name| SUBJECTS.iter().all(|(known, _)| known != name)) {
        bail!("unknown subject `{unknown}`; known are {}", known());
    }
    let wanted = |name: &str| names.is_empty() || names.iter().any(|other| other == name);
    SUBJECTS.iter().filter(|(name, _)| wanted(name)).try_for_each(|(_, measure)| measure())
}

/// Bytes by crate of the default build.
fn sizes() -> Result<()> {
    crate::setup::wasm_target()?;
    crate::setup::npm()?;
    let wasm = fs::read(BUILDS[0].make(&repository::target().join("npm-names"), Names::Kept)?)?;
    println!("{:40} {:>9} {:>9}", "candor.wasm by crate", "raw", "brotli");
    for share in crate_sizes::by_crate(&wasm)? {
        println!("{:40} {:9} {:9}", share.name, share.bytes, share.brotli);
    }
    Ok(())
}

/// CPU of a fresh Node process from before the import to the first result.
fn start() -> Result<()> {
    package::check(&package::build()?)?;
    let script = repository::path("www/npm/bench/start.js");
    print!("{}", repository::run(repository::command("node", &[]).arg(script))?);
    Ok(())
}
