//! The stages of `cargo xtask test`: what each needs, and the commands that it runs.

use std::io::{Write as _, stdout};
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::repository::{self, WASI, WASM, cargo, command, npm_program};
use crate::{package, playground, setup, wordpress};

/// A stage's name and what makes its commands, setting up what they need.
type Stage = (&'static str, fn() -> Result<Vec<Command>>);

/// All stages, quickest verdict first.
const STAGES: &[Stage] = &[
    ("fmt", fmt),
    ("types", types),
    ("clippy", clippy),
    ("rust", rust),
    ("wasm-node", wasm_node),
    ("wasm-chromium", wasm_chromium),
    ("sizes", sizes),
    ("npm", npm),
    ("tooling", tooling),
    ("extension", extension),
    ("playground", playground),
    ("editors", editors),
    ("wordpress", wordpress),
];

fn fmt() -> Result<Vec<Command>> {
    setup::npm()?;
    Ok(vec![
        command("cargo", &["fmt", "--all", "--check"]),
        npm_program(
            "prettier",
            &[
                "--check",
                "--log-level=warn",
                "--config=www/.prettierrc.json",
                "--ignore-path=www/.prettierignore",
                "www",
                "src/wasm/types.d.ts",
                "pkg.json",
            ],
        ),
    ])
}

fn types() -> Result<Vec<Command>> {
    setup::npm()?;
    let projects = ["www/npm", "www/editors", "www/tooling", "www/wordpress"];
    Ok(projects.map(|project| npm_program("tsc", &["--project", project])).into())
}

fn clippy() -> Result<Vec<Command>> {
    setup::rust_target(WASM)?;
    setup::rust_target(WASI)?;
    let deny = ["--", "--deny", "warnings"];
    let with = |args: &[&str]| {
        let mut command = cargo(&["clippy"]);
        command.args(args).args(deny);
        command
    };
    Ok(vec![
        with(&["--workspace", "--exclude", "xtask", "--all-targets"]),
        with(&["--package", "xtask", "--profile", "xtask", "--all-targets"]),
        with(&["--package", "candor", "--lib", "--no-default-features", "--target", WASM]),
        with(&["--package", "candor", "--lib", "--test", "wasm_node", "--test", "wasm_chromium", "--target", WASM]),
        with(&["--package", "candor", "--bin", "candor", "--target", WASI]),
    ])
}

fn rust() -> Result<Vec<Command>> {
    let crates = ["--workspace", "--exclude", "xtask"];
    let nextest = command("cargo", &["nextest", "--version"]).output().is_ok_and(|output| output.status.success());
    let mut tests = cargo(if nextest { &["nextest", "run", "--no-fail-fast"] } else { &["test", "--no-fail-fast"] });
    tests.args(crates).args(if nextest { &[][..] } else { &["--lib", "--bins", "--tests"] });
    tests.envs(setup::exiftool().map(|path| ("EXIFTOOL", path)));
    tests.envs(setup::c2pa().map(|path| ("C2PA_PYTHON", path)));
    let mut examples = cargo(&["test", "--doc"]);
    examples.args(crates);
    Ok(vec![tests, examples, cargo(&["test", "--package", "xtask", "--profile", "xtask"])])
}

fn wasm_node() -> Result<Vec<Command>> {
    Ok(vec![wasm_test("wasm_node")?])
}

fn wasm_chromium() -> Result<Vec<Command>> {
    let chromium = setup::chromium()?;
    let mut test = wasm_test("wasm_chromium")?;
    test.env("CHROMEDRIVER", chromium.driver);
    Ok(vec![test])
}

/// `cargo test` of one file, run by this very program.
fn wasm_test(name: &str) -> Result<Command> {
    setup::rust_target(WASM)?;
    let runner = format!("target.{WASM}.runner=[{:?}, \"test-runner\"]", std::env::current_exe()?);
    let mut test = cargo(&["test", "--package", "candor", "--target", WASM, "--test", name]);
    test.args(["--config", &runner]);
    Ok(test)
}

/// The budgets of what browsers download.
fn sizes() -> Result<Vec<Command>> {
    let mut build = Command::new(std::env::current_exe()?);
    build.arg("build");
    Ok(vec![build])
}

/// The package as its users meet it: packed, installed, bundled, run.
fn npm() -> Result<Vec<Command>> {
    package::build()?;
    let mut tests = command("node", &["--test", "--test-reporter=tap"]);
    tests.args(node_tests("www/npm/test")?).env("CHROMIUM", setup::chromium()?.browser);
    Ok(vec![tests])
}

/// The plugins in their linters, the action's steps, and the hook in pre-commit.
fn tooling() -> Result<Vec<Command>> {
    package::build()?;
    let mut tests = command("node", &["--test", "--test-reporter=tap"]);
    tests.args(node_tests("www/tooling/test")?);
    tests.envs(setup::pre_commit().map(|path| ("PRE_COMMIT_PYTHON", path)));
    Ok(vec![tests])
}

/// The browser extension in Chromium and in Firefox, and what the stores ask of it.
fn extension() -> Result<Vec<Command>> {
    package::build()?;
    crate::extension::build()?;
    // One file after the other: two browsers at once slow each other's clocks.
    let mut tests = command("node", &["--test", "--test-reporter=tap", "--test-concurrency=1"]);
    tests.args(node_tests("www/extension/test")?);
    tests.env("CHROMIUM", setup::chromium()?.browser).env("FIREFOX", setup::firefox()?);
    Ok(vec![npm_program("tsc", &["--project", "www/extension"]), tests])
}

/// The playground in a browser.
fn playground() -> Result<Vec<Command>> {
    package::build()?;
    playground::build()?;
    let mut tests = command("node", &["--test", "--test-reporter=tap"]);
    tests.args(node_tests("www/playground/test")?).env("CHROMIUM", setup::chromium()?.browser);
    Ok(vec![npm_program("tsc", &["--project", "www/playground"]), tests])
}

/// The extensions in their editors, driven as a writer would, and the examples.
fn editors() -> Result<Vec<Command>> {
    package::build()?;
    let mut tests = command("node", &["--test", "--test-reporter=tap"]);
    tests.args(node_tests("www/editors/test")?).env("CHROMIUM", setup::chromium()?.browser);
    Ok(vec![tests])
}

/// The plugin in WordPress itself, where Debian's packages of it can be installed.
fn wordpress() -> Result<Vec<Command>> {
    package::build()?;
    wordpress::build()?;
    if let Err(reason) = setup::wordpress() {
        println!("WORDPRESS IS NOT TESTED: {reason:#}");
    }
    let mut tests = command("node", &["--test", "--test-reporter=tap"]);
    tests.args(node_tests("www/wordpress/test")?).env("CHROMIUM", setup::chromium()?.browser);
    Ok(vec![tests])
}

/// The `*.test.js` of a folder; the others there are their helpers.
fn node_tests(folder: &str) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(repository::path(folder))? {
        files.push(entry?.path());
    }
    files.retain(|path| path.to_string_lossy().ends_with(".test.js"));
    files.sort();
    Ok(files)
}

/// Runs `names`, or every stage, one line each, and ends with the sum.
pub fn run(names: &[String]) -> Result<()> {
    if let Some(unknown) = names.iter().find(|name| STAGES.iter().all(|(stage, _)| stage != name)) {
        let known: Vec<_> = STAGES.iter().map(|(stage, _)| *stage).collect();
        bail!("unknown stage `{unknown}`; known are {}", known.join(", "));
    }
    let begin = Instant::now();
    let mut sum = Tally::default();
    for (name, commands) in STAGES {
        if names.is_empty() || names.iter().any(|wanted| wanted == name) {
            print!("{name:14} ");
            stdout().flush()?;
            let stage = run_stage(*commands);
            sum = sum.plus(stage);
        }
    }
    println!("all stages {:.1} s", begin.elapsed().as_secs_f32());
    println!("{} passed, {} failed", sum.passed, sum.failed);
    // The line above says it all: no second message.
    if sum.failed > 0 { std::process::exit(1) } else { Ok(()) }
}

fn run_stage(commands: fn() -> Result<Vec<Command>>) -> Tally {
    let begin = Instant::now();
    let mut sum = Tally::default();
    let mut troubles = Vec::new();
    match commands() {
        Ok(commands) => {
            for mut command in commands {
                match repository::capture(&mut command) {
                    Ok(printed) => {
                        let tally = Tally::read(&printed.text, printed.success);
                        if tally.failed > 0 {
                            troubles.push(format!("{command:?}\n{}", printed.text.trim_end()));
                        }
                        sum = sum.plus(tally);
                    }
                    Err(error) => troubles.push(format!("{error:#}")),
                }
            }
        }
        Err(error) => troubles.push(format!("{error:#}")),
    }
    // A stage that could not even start has failed once.
    sum.failed = sum.failed.max(troubles.len() as u32);
    println!("{:4} passed {:3} failed {:7.1} s", sum.passed, sum.failed, begin.elapsed().as_secs_f32());
    for trouble in troubles {
        println!("{trouble}\n");
    }
    sum
}

/// How many tests went which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    passed: u32,
    failed: u32,
}

impl Tally {
    fn plus(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }

    /// Adds up the summaries of cargo test, nextest and node's TAP in `text`. A command
    /// that prints none of them, such as a linter, is one test.
    fn read(text: &str, success: bool) -> Self {
        let mut sum = Self::default();
        for line in text.lines() {
            let cargo = line.starts_with("test result:") || line.trim_start().starts_with("Summary [");
            let words: Vec<_> = line.split([' ', ',', ';']).filter(|word| !word.is_empty()).collect();
            for pair in words.windows(2) {
                match *pair {
                    [count, "passed"] if cargo => sum.passed += count.parse().unwrap_or(0),
                    [count, "failed"] if cargo => sum.failed += count.parse().unwrap_or(0),
                    ["pass", count] if line.starts_with("# ") => sum.passed += count.parse().unwrap_or(0),
                    ["fail", count] if line.starts_with("# ") => sum.failed += count.parse().unwrap_or(0),
                    _ => {}
                }
            }
        }
        match (success, sum) {
            (true, Self { passed: 0, failed: 0 }) => Self { passed: 1, failed: 0 },
            (false, Self { failed: 0, .. }) => Self { failed: 1, ..sum },
            _ => sum,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_summary_is_added_up() {
        let text = "test result: ok. 3 passed; 1 failed; 0 ignored; 0 measured; 2 filtered out; finished in 0.00s\n     \
                    Summary [   0.019s] 14 tests run: 12 passed, 2 failed, 0 skipped\n# pass 5\n# fail 0\n";
        assert_eq!(Tally::read(text, false), Tally { passed: 20, failed: 3 });
    }

    #[test]
    fn a_command_without_a_summary_is_one_test_and_a_crash_is_a_failure() {
        assert_eq!(Tally::read("all good", true), Tally { passed: 1, failed: 0 });
        assert_eq!(Tally::read("error: could not compile", false), Tally { passed: 0, failed: 1 });
        let crashed = "test result: ok. 3 passed; 0 failed\nerror: process aborted";
        assert_eq!(Tally::read(crashed, false), Tally { passed: 3, failed: 1 });
    }
}
