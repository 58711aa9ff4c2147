//! `cargo xtask quality`: how well the rules find what they should.

use anyhow::{Result, bail};

use crate::repository::cargo;

/// Prints the measurements, or with `list` the mistakes in the development half.
pub fn run(list: bool) -> Result<()> {
    // A program of its own: xtask would else be built anew with every change of a rule.
    let mut command = cargo(&["run", "--quiet", "--package", "candor-measure", "--", "quality"]);
    if list {
        command.arg("--list");
    }
    if !command.status()?.success() {
        bail!("the measurement failed");
    }
    Ok(())
}
