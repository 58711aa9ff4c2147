//! `cargo xtask quality`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

use candor_measure::{quality, root, shared_data};

const USAGE: &str = "usage: candor-measure quality [--list]";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["quality"] => print_quality(),
        ["quality", "--list"] => list_mistakes(),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn print_quality() -> Result<(), String> {
    let linter = quality::linter();
    for (half, dev) in [("development", true), ("test", false)] {
        let measured = quality::measure(&linter, dev)?;
        for (certainty, reliable) in [("reliable findings", true), ("with hints", false)] {
            println!("## {half} half, {certainty}\n\n{}", quality::by_language(&measured, reliable));
            println!("{}", quality::by_category(&measured, reliable));
        }
        if !dev {
            let path: PathBuf = root().join("docs/QUALITY.md");
            fs::write(&path, quality::page_of(&measured)).map_err(|error| format!("{}: {error}", path.display()))?;
            println!("The test half is written to docs/QUALITY.md.\n");
        }
    }
    let Some(data) = shared_data() else {
        println!("SKIPPED: there is no ../shared/data, so neutral text and ec-darkpattern are not measured.");
        return Ok(());
    };
    println!("## Neutral text, reliable findings\n\n{}", quality::neutral_table(&quality::neutral(&linter, &data)?));
    println!("{}", quality::dark_patterns(&linter, &data)?);
    Ok(())
}

/// Of the development half alone: nobody tunes on the other.
fn list_mistakes() -> Result<(), String> {
    for (_, counted) in quality::measure(&quality::linter(), true)? {
        counted.mistakes.iter().for_each(|mistake| println!("{mistake}"));
    }
    Ok(())
}
