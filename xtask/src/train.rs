//! `cargo xtask train`: the classifier's weights.

use anyhow::{Result, bail};

use crate::repository::cargo;

/// Trains on `inputs`, or on the sets beside the repository, prints what the model is worth,
/// and writes it to `output`, or to where the library takes it from.
pub fn run(inputs: &[String], output: Option<&str>) -> Result<()> {
    let mut command = cargo(&["run", "--quiet", "--package", "candor-measure", "--", "train"]);
    for input in inputs {
        command.args(["--input", input]);
    }
    command.args(output.iter().flat_map(|output| ["--output", output]));
    if !command.status()?.success() {
        bail!("the training failed");
    }
    Ok(())
}
