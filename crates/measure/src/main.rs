//! `cargo xtask quality` and `cargo xtask train`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

use candor_measure::{quality, root, shared_data, train};

const USAGE: &str = "usage: candor-measure quality [--list] | train [--input TSV]... [--output FILE]";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["quality"] => print_quality(),
        ["quality", "--list"] => list_mistakes(),
        ["train", options @ ..] => train(options),
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

fn train(options: &[&str]) -> Result<(), String> {
    let (mut inputs, mut output) = (Vec::new(), root().join("models/classifier.bin"));
    for option in options.chunks(2) {
        match option {
            ["--input", file] => inputs.push(PathBuf::from(file)),
            ["--output", file] => output = PathBuf::from(file),
            _ => return Err(USAGE.into()),
        }
    }
    if inputs.is_empty() {
        let Some(data) = shared_data() else {
            println!("SKIPPED: there is no ../shared/data to train on, and no --input names any.");
            return Ok(());
        };
        inputs.push(data.join("ec-darkpattern/dev.tsv"));
        inputs.extend(quality::NEUTRAL.map(|file| data.join(format!("neutral/{file}.tsv"))));
        inputs.push(root().join("models/minimal-pairs.tsv"));
    }
    let model = train::run(&inputs)?;
    fs::write(&output, model.to_bytes()).map_err(|error| format!("{}: {error}", output.display()))
}
