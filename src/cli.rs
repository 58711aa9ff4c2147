//! Arguments in, exit status out. Knows files and terminals, and no linting.

mod args;
mod baseline;
mod batch;
mod check;
mod fix;
mod media;
mod notice;
mod parallel;
mod paths;
mod progress;
mod read;
mod review;
mod rules;
mod settings;

use std::fmt;
use std::io;
use std::process::ExitCode;

use candor::ConfigError;
use clap::Parser;

/// Why a run ends early.
#[derive(Debug)]
enum Failure {
    /// The thing, then the way out: exit status 2.
    Usage(String),
    /// Nobody reads our output any more, which is no mistake of theirs.
    Closed,
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::Usage(error.to_string())
    }
}

/// An error in writing output.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Usage(format!("cannot write the output: {error}")),
        }
    }
}

/// Tells of a mistake without ending the run.
fn complain(message: impl fmt::Display) {
    // Where even stderr is closed there is nobody to tell.
    _ = io::Write::write_all(&mut io::stderr(), format!("error: {message}\n").as_bytes());
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let outcome = match args::Args::parse().command {
        args::Command::Check(args) => check::run(&args),
        args::Command::Batch(args) => batch::run(&args),
        args::Command::Rules(args) => rules::list(&args),
        args::Command::Explain(args) => rules::explain(&args),
        args::Command::Notice(args) => notice::run(&args),
        args::Command::Review(args) => review::run(&args),
    };
    match outcome {
        Ok(status) => ExitCode::from(status),
        Err(Failure::Closed) => ExitCode::SUCCESS,
        Err(Failure::Usage(message)) => {
            complain(message);
            ExitCode::from(2)
        }
    }
}
