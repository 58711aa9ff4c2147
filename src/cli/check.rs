//! `candor check`.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;

use candor::lines::Lines;
use candor::output::files::{Checked, Json, Output, Summary, Unreadable, UnusedEntry};
use candor::output::{github::GitHub, html::Html, pretty::Pretty, sarif::Sarif};
use candor::report::TextProblem;
use candor::{Date, Facts, Format, Input, Report};

use super::args::{Check, ReportFormat};
use super::baseline::{self, Baseline, Counts};
use super::media::{Known, Media};
use super::paths::{self, Target};
use super::progress::Progress;
use super::settings::{AllSettings, Settings};
use super::{Failure, complain, fix, parallel, read, review};

/// A text that is fixed may show what was hidden behind the fault; more often than this it goes in circles.
const PASSES: usize = 10;

/// One input on its way.
struct Job<'l> {
    target: Target,
    settings: &'l Settings,
}

/// What came of it.
struct Done<'l> {
    name: String,
    outcome: Result<Outcome<'l>, String>,
}

struct Outcome<'l> {
    piece: String,
    summary: Summary<'l>,
    key: String,
    stands: Counts,
    unused: Vec<UnusedEntry>,
}

/// Runs it and gives the exit status.
pub fn run(args: &Check) -> Result<u8, Failure> {
    let baseline = args.baseline.as_deref().map(|file| Baseline::read(file, args.update_baseline)).transpose()?;
    let (targets, missing) = paths::targets(&args.paths);
    if args.fix && targets.contains(&Target::Stdin) {
        return Err(Failure::Usage("--fix writes files, and standard input is none; name a file".into()));
    }
    let mut summary = Summary::default();
    for missing in missing {
        complain(format!("`{}` {}", missing.path, missing.error));
        summary.unreadable.push(Unreadable { path: missing.path, error: missing.error });
    }
    let mut settings = AllSettings::default();
    let jobs = jobs(targets, &mut settings, args)?;
    let jobs: Vec<Job<'_>> =
        jobs.into_iter().map(|(target, number)| Job { target, settings: settings.get(number) }).collect();
    let jobs: Vec<_> = jobs.into_iter().filter(|job| !job.is_skipped()).collect();
    if jobs.is_empty() && summary.unreadable.is_empty() {
        complain(
            "there is nothing to check; candor reads .html .htm .xhtml .md .mdx .markdown .txt .text, and any file that is named",
        );
    }

    let output = output(args);
    let worker = Worker {
        args,
        today: args.house.today(),
        baseline: baseline.as_ref(),
        output: &*output,
        media: Known::default(),
    };
    let progress = Progress::new(jobs.len());
    let mut printer = Printer::new(&*output)?;
    let mut stands = BTreeMap::new();
    let mut items = jobs.iter();
    let threads = parallel::threads(args.threads);
    parallel::ordered(
        threads,
        || items.next(),
        |job| worker.work(job),
        |done| match done.outcome {
            Ok(outcome) => {
                summary.merge(outcome.summary);
                summary.unused_baseline.extend(outcome.unused);
                stands.insert(outcome.key, outcome.stands);
                progress.step(|| printer.print(outcome.piece))
            }
            Err(error) => {
                progress.step(|| complain(format!("`{}` {error}", done.name)));
                summary.unreadable.push(Unreadable { path: done.name, error });
                Ok(())
            }
        },
    )?;
    progress.end();

    if let Some(baseline) = baseline {
        if args.update_baseline {
            summary.unused_baseline.clear();
            baseline.update(stands)?;
        } else {
            summary.unused_baseline.extend(baseline.gone(stands.keys().map(String::as_str)));
        }
    }
    printer.end(&summary)?;
    let fails = args.fail_on.severity().is_some_and(|severity| summary.at_least(severity) > 0);
    Ok(if summary.unreadable.is_empty() { fails.into() } else { 2 })
}

/// The settings of each target, by number: they can be borrowed only when all are known.
fn jobs(targets: Vec<Target>, settings: &mut AllSettings, args: &Check) -> Result<Vec<(Target, usize)>, Failure> {
    let find = |target: Target| {
        let number = settings.find(target.path(), &args.house)?;
        Ok((target, number))
    };
    targets.into_iter().map(find).collect()
}

fn output(args: &Check) -> Box<dyn Output> {
    match args.format {
        ReportFormat::Pretty => {
            let color = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
            Box::new(Pretty::new(color, width(), args.quiet))
        }
        ReportFormat::Json => Box::new(Json),
        ReportFormat::Sarif => Box::new(Sarif),
        ReportFormat::Github => Box::new(GitHub { quiet: args.quiet }),
        ReportFormat::Html => Box::new(Html),
    }
}

/// The terminal's columns; elsewhere what a page takes. WASI cannot ask: `npx candor` says how many.
fn width() -> usize {
    let asked = || Some(usize::from(terminal_size::terminal_size()?.0.0));
    let told = || std::env::var("COLUMNS").ok()?.parse().ok();
    let columns = if io::stdout().is_terminal() { asked().or_else(told) } else { None };
    columns.map_or(100, |columns: usize| columns.max(40))
}

impl Target {
    fn path(&self) -> Option<&Path> {
        match self {
            Self::Stdin => None,
            Self::File { path, .. } => Some(path),
        }
    }
}

impl Job<'_> {
    fn is_skipped(&self) -> bool {
        matches!(&self.target, Target::File { path, named: false } if self.settings.skips(path))
    }
}

/// Checks one input, on any thread.
struct Worker<'a> {
    args: &'a Check,
    today: Date,
    baseline: Option<&'a Baseline>,
    output: &'a dyn Output,
    media: Known,
}

impl Worker<'_> {
    fn work<'l>(&self, job: &Job<'l>) -> Done<'l> {
        let name = job.target.name();
        let outcome = self.check(job, &name);
        Done { name, outcome }
    }

    fn check<'l>(&self, job: &Job<'l>, name: &str) -> Result<Outcome<'l>, String> {
        let (mut source, encoding) = match &job.target {
            Target::Stdin => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
                read::decode(bytes)
            }
            Target::File { path, .. } => read::decode(std::fs::read(path).map_err(|error| unreadable(&error))?),
        }
        .map_err(|error| error.to_string())?;
        let by_name = job.target.path().and_then(read::format_of);
        let format = self.args.read_as.map(Format::from).or(by_name).unwrap_or_default();
        let linter = &job.settings.linter;
        let media = job.target.path().and_then(|path| Media::beside(path, &self.media));
        let mut report = self.lint(job, &source, format, media.as_ref());
        if self.args.fix
            && let Some(path) = job.target.path()
        {
            let before = source.clone();
            for _ in 0..PASSES {
                let Some(fixed) = fix::apply(&source, &report.diagnostics) else { break };
                source = fixed;
                report = self.lint(job, &source, format, media.as_ref());
            }
            if source != before {
                fix::write_atomically(path, &read::encode(&source, encoding))
                    .map_err(|error| format!("cannot be written: {error}; nothing of it was changed"))?;
            }
        }
        let stands = baseline::counts(&report);
        let key = self.baseline.map_or_else(String::new, |baseline| baseline.key(job.target.path(), name));
        let unused = match self.baseline {
            Some(_) if self.args.update_baseline => {
                let accept = |_: &_| Some("stands as the baseline is written".into());
                report.accept(candor::report::IgnoredBy::Baseline, accept);
                Vec::new()
            }
            Some(baseline) => baseline.apply(&key, &mut report),
            None => Vec::new(),
        };
        let catalogue = linter.catalogue();
        let lines = Lines::new(&source);
        let file = Checked { path: name, source: &source, format, report: &report, catalogue, lines: &lines };
        let piece = self.output.file(&file);
        let mut summary = Summary::default();
        summary.add(name, &report, catalogue);
        Ok(Outcome { piece, summary, key, stands, unused })
    }

    fn lint<'l>(&self, job: &Job<'l>, source: &str, format: Format, media: Option<&Media<'_>>) -> Report<'l> {
        let (facts, problem) = match job.target.path().map_or(Ok(None), review::side_facts) {
            Ok(facts) => (facts.unwrap_or_default(), None),
            Err(message) => (Facts::default(), Some(TextProblem { span: None, message })),
        };
        let locale = self.args.locale;
        let input = Input { text: source, format, locale, facts, ignores: Vec::new(), today: self.today };
        let files = |src: &str| media.and_then(|media| media.marks(src));
        let mut report = job.settings.linter.lint_with_files(&input, &files);
        report.problems.extend(problem);
        report
    }
}

fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "does not exist; check the spelling".into(),
        io::ErrorKind::PermissionDenied => "may not be read; check its permissions".into(),
        _ => format!("cannot be read: {error}"),
    }
}

/// Prints pieces as they come, or keeps them for an output that must see the end first.
struct Printer<'a> {
    output: &'a dyn Output,
    stdout: io::BufWriter<io::Stdout>,
    kept: Vec<String>,
    any: bool,
}

impl<'a> Printer<'a> {
    fn new(output: &'a dyn Output) -> Result<Self, Failure> {
        let mut stdout = io::BufWriter::new(io::stdout());
        stdout.write_all(output.begin().as_bytes())?;
        Ok(Self { output, stdout, kept: Vec::new(), any: false })
    }

    fn print(&mut self, piece: String) -> Result<(), Failure> {
        if piece.is_empty() {
            return Ok(());
        }
        if !self.output.streams() {
            self.kept.push(piece);
            return Ok(());
        }
        if std::mem::replace(&mut self.any, true) {
            self.stdout.write_all(self.output.separator().as_bytes())?;
        }
        self.stdout.write_all(piece.as_bytes())?;
        Ok(self.stdout.flush()?)
    }

    fn end(&mut self, summary: &Summary<'_>) -> Result<(), Failure> {
        self.stdout.write_all(self.output.end(&self.kept, summary).as_bytes())?;
        Ok(self.stdout.flush()?)
    }
}
