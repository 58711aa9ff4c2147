//! `candor batch`: a line of JSON in, a line of JSON out, in order, in bounded memory.

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use candor::classifier::Model;
use candor::output::json::ReportJson;
use candor::{ConfigError, Date, Facts, Format, Input, Linter, market};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::args::{self, Batch};
use super::settings::AllSettings;
use super::{Failure, parallel};

/// How much of standard input is read at once: some hundred push messages.
const BUFFER: usize = 128 * 1024;

/// Lines that were there together, with the number of the first.
struct Chunk {
    first: usize,
    lines: Vec<u8>,
}

/// What came of them.
struct Done {
    out: Vec<u8>,
    bad: bool,
}

// Unknown keys pass: rows of a data set carry more than candor reads.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    text: String,
    format: Option<Format>,
    locale: Option<String>,
    facts: Option<Facts>,
    today: Option<String>,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: Option<&'a RawValue>,
    #[serde(flatten)]
    report: ReportJson<'a>,
}

#[derive(Serialize)]
struct BadLine<'a> {
    line: usize,
    error: &'a str,
}

/// Runs it and gives the exit status.
pub fn run(args: &Batch) -> Result<u8, Failure> {
    let mut settings = AllSettings::default();
    let number = settings.find(None, &args.house)?;
    let mut linter = settings.into_linter(number);
    if let Some(path) = &args.model {
        linter = linter.with_model(model(path)?);
    }
    let linter = &linter;
    let today = args.house.today();
    let mut reader = Reader { input: BufReader::with_capacity(BUFFER, io::stdin()), next: 1, error: None };
    let mut stdout = io::stdout();
    let mut bad = false;
    let emit = |done: Done| {
        bad |= done.bad;
        match stdout.write_all(&done.out).and_then(|()| stdout.flush()) {
            // A reader who waits for more input would hold the process up, and nobody listens.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
            outcome => outcome.map_err(Failure::from),
        }
    };
    parallel::ordered(parallel::threads(args.threads), || reader.chunk(), |chunk| work(linter, today, &chunk), emit)?;
    match reader.error {
        Some(error) => Err(Failure::Usage(format!("cannot read standard input: {error}"))),
        None => Ok(bad.into()),
    }
}

fn model(path: &Path) -> Result<Model, Failure> {
    let shown = path.display();
    let bytes = fs::read(path).map_err(|error| Failure::Usage(format!("cannot read the model `{shown}`: {error}")))?;
    Model::from_bytes(&bytes).ok_or_else(|| {
        Failure::Usage(format!("`{shown}` is no model of this version; `cargo xtask train --output {shown}` makes one"))
    })
}

struct Reader<R> {
    input: BufReader<R>,
    next: usize,
    error: Option<io::Error>,
}

impl<R: io::Read> Reader<R> {
    /// A line, and all further whole lines that are there already: who sends one line and
    /// waits for its answer gets it, and who sends a million is not served one by one.
    fn chunk(&mut self) -> Option<Chunk> {
        let mut chunk = Chunk { first: self.next, lines: Vec::new() };
        loop {
            if let Err(error) = self.input.read_until(b'\n', &mut chunk.lines) {
                self.error = Some(error);
                return None;
            }
            if chunk.lines.is_empty() {
                return None;
            }
            self.next += 1;
            if chunk.lines.len() >= BUFFER || !self.input.buffer().contains(&b'\n') {
                return Some(chunk);
            }
        }
    }
}

fn work(linter: &Linter, today: Date, chunk: &Chunk) -> Done {
    let mut done = Done { out: Vec::new(), bad: false };
    let lines = chunk.lines.strip_suffix(b"\n").unwrap_or(&chunk.lines);
    for (number, line) in (chunk.first..).zip(lines.split(|byte| *byte == b'\n')) {
        if line.trim_ascii().is_empty() {
            continue;
        }
        match answer(linter, today, line) {
            Ok(answer) => done.out.extend(answer),
            Err(error) => {
                done.bad = true;
                done.out.extend(json(&BadLine { line: number, error: &error }));
            }
        }
    }
    done
}

fn json(value: &impl Serialize) -> Vec<u8> {
    let mut line = serde_json::to_vec(value).expect("reports have string keys alone");
    line.push(b'\n');
    line
}

fn answer(linter: &Linter, today: Date, line: &[u8]) -> Result<Vec<u8>, String> {
    let line = std::str::from_utf8(line).map_err(|error| format!("not UTF-8 after byte {}", error.valid_up_to()))?;
    let Line { id, text, format, locale, facts, today: on } =
        serde_json::from_str(line.trim_start_matches('\u{FEFF}')).map_err(|error| bad_json(&error))?;
    let mut facts = facts.unwrap_or_default();
    for name in &mut facts.markets {
        let unknown = |unknown: &_| ConfigError::unknown("unknown-market", unknown).to_string();
        *name = market::parse(name).map_err(|error| unknown(&error))?;
    }
    let input = Input {
        text: &text,
        format: format.unwrap_or_default(),
        locale: locale.map(|tag| args::locale(&tag)).transpose()?,
        facts,
        ignores: Vec::new(),
        today: on.map_or(Ok(today), |day| day.parse().map_err(|error: candor::date::BadDate| error.to_string()))?,
    };
    let report = linter.lint(&input);
    let rules = linter.catalogue().version();
    Ok(json(&Answer { id, report: report.to_json(&text, rules) }))
}

/// serde's words with the column alone: its line is always 1, ours is told beside.
fn bad_json(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let words = message.rsplit_once(" at line ").map_or(message.as_str(), |(words, _)| words);
    let words = ConfigError::from_serde(words).to_string();
    if error.is_data() { words } else { format!("not JSON at column {}: {words}", error.column()) }
}
