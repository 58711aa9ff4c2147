//! Where things are, and how other programs are run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The target of browsers and Node.
pub const WASM: &str = "wasm32-unknown-unknown";

/// The target of `npx candor`.
pub const WASI: &str = "wasm32-wasip1";

/// The repository's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the root")
}

/// A path below the root.
pub fn path(relative: &str) -> PathBuf {
    root().join(relative)
}

/// cargo's target folder, which a user may have moved.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| path("target"), PathBuf::from)
}

/// The version of every package of the workspace.
pub fn version() -> Result<String> {
    let manifest = std::fs::read_to_string(path("Cargo.toml"))?;
    let line = manifest.lines().find_map(|line| line.strip_prefix("version = \""));
    Ok(line.and_then(|rest| rest.split('"').next()).context("Cargo.toml has no version")?.to_owned())
}

/// `program` with `args`, to be run in the root without colours.
pub fn command(program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(root()).stdin(Stdio::null());
    command.env("CARGO_TERM_COLOR", "never").env("NO_COLOR", "1").env_remove("FORCE_COLOR");
    command
}

/// `cargo` with `args` and the committed lock file.
pub fn cargo(args: &[&str]) -> Command {
    // What follows a `--` is the program's own.
    let end = args.iter().position(|arg| *arg == "--").unwrap_or(args.len());
    let mut command = command("cargo", &args[..end]);
    command.arg("--locked").args(&args[end..]);
    command
}

/// A program of `www/node_modules`.
pub fn npm_program(name: &str, args: &[&str]) -> Command {
    let mut command = command("node", &[]);
    // The launchers in .bin are JavaScript everywhere but on Windows; node resolves them on all systems.
    command.arg(std::fs::canonicalize(path("www/node_modules/.bin").join(name)).unwrap_or_default()).args(args);
    command
}

/// What `command` printed, and whether it went well.
pub struct Printed {
    /// stdout, then stderr.
    pub text: String,
    /// Exit status 0.
    pub success: bool,
}

/// Runs `command` to its end.
pub fn capture(command: &mut Command) -> Result<Printed> {
    let output = command.output().with_context(|| format!("{command:?} cannot be started"))?;
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    Ok(Printed { text, success: output.status.success() })
}

/// Runs `command`, which must go well, and gives what it printed.
pub fn run(command: &mut Command) -> Result<String> {
    let printed = capture(command)?;
    if !printed.success {
        bail!("{command:?}\n{}", printed.text.trim_end());
    }
    Ok(printed.text)
}
