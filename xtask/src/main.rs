//! Every tool of this repository: `cargo xtask build`, `test`, `bench`.
//!
//! A program of its own so that a fresh clone needs nothing but Rust and Node. The
//! wasm-bindgen tools come from it as libraries, their version pinned by Cargo.lock;
//! what comes from npm is pinned by `www/package-lock.json`.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

mod bench;
mod crate_sizes;
mod day;
mod extension;
mod frequency;
mod fuzz;
mod language_sizes;
mod languages;
mod law;
mod package;
mod panics;
mod pictures;
mod playground;
mod quality;
mod repository;
mod setup;
mod stages;
mod train;
mod wordpress;

/// Builds, tests and measures candor.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds what is published: the npm package, the extension, the playground and the WordPress plugin, in dist/
    Build,
    /// Builds the playground and serves it
    Demo {
        /// Where to serve it on this machine
        #[arg(long, default_value_t = 4173)]
        port: u16,
    },
    /// Runs every check, or the stages named, setting up what they need
    Test {
        /// Stages to run, in the order of the table (default: all)
        stages: Vec<String>,
    },
    /// Takes the pictures in docs/ of playground, extension and reports anew, from the running product
    Pictures,
    /// Counts how common words are and writes rules/frequency
    Frequency,
    /// Prints measurements
    Bench {
        /// What to measure (default: all)
        subjects: Vec<String>,
        /// Writes what was measured into docs/BENCHMARKS.md as well
        #[arg(long)]
        record: bool,
    },
    /// Measures the rules on the corpus and on the text sets beside the repository
    Quality {
        /// Prints the misses and false alarms of the development half instead
        #[arg(long)]
        list: bool,
    },
    /// Feeds random input to the readers, the linter, open texts and the configuration
    Fuzz {
        /// What to feed (default: all)
        targets: Vec<String>,
        /// How long, each
        #[arg(long, default_value_t = 60)]
        seconds: u32,
    },
    /// Lists the duties whose law somebody should read again
    Law {
        /// The day to look from, as 2026-11-23 (default: the host's)
        #[arg(long, value_name = "DATE")]
        today: Option<String>,
    },
    /// Trains the classifier and prints what it is worth
    Train {
        /// Files of labelled text (default: the sets beside the repository, and models/minimal-pairs.tsv)
        #[arg(long = "input", value_name = "TSV")]
        inputs: Vec<String>,
        /// Where the weights go (default: models/classifier.bin)
        #[arg(long, value_name = "FILE")]
        output: Option<String>,
    },
    /// Runs one wasm test binary; cargo calls it
    #[command(hide = true)]
    TestRunner {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    match Cli::parse().command {
        Command::Build => {
            let artifacts = package::build()?;
            extension::build()?;
            playground::build()?;
            wordpress::build()?;
            package::print(&artifacts)
        }
        Command::Demo { port } => playground::serve(port),
        Command::Test { stages } => stages::run(&stages),
        Command::Pictures => pictures::take(),
        Command::Frequency => frequency::run(),
        Command::Bench { subjects, record } => bench::run(&subjects, record),
        Command::Quality { list } => quality::run(list),
        Command::Fuzz { targets, seconds } => fuzz::run(&targets, seconds),
        Command::Law { today } => law::run(today),
        Command::Train { inputs, output } => train::run(&inputs, output.as_deref()),
        Command::TestRunner { args } => {
            let program = std::iter::once(OsString::from("wasm-bindgen-test-runner"));
            wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(program.chain(args))
        }
    }
}
