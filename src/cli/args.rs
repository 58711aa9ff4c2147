//! What the user may say.

use std::path::PathBuf;

use candor::disclosure::Kind;
use candor::market;
use candor::{ConfigError, Date, Format, Locale, Severity};
use candor_scan::vocabulary::UnknownName;
use clap::{Args as Arguments, Parser, Subcommand, ValueEnum};

/// Reads marketing copy and shows, word for word, where it presses the reader.
#[derive(Debug, Parser)]
#[command(name = "candor", version, after_help = candor::output::CAVEAT)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check files, folders or standard input.
    Check(Check),
    /// Check texts from standard input, one JSON object a line, and write one report a line.
    Batch(Batch),
    /// List the rules.
    Rules(Rules),
    /// Say what a rule finds, why, and what it rests on.
    Explain(Explain),
    /// Print words that disclose, with the law that asks for them.
    Notice(Notice),
    /// Record that a person read a text as it stands.
    Review(Review),
}

#[derive(Debug, Arguments)]
#[command(after_help = "\
Exit status: 0 nothing at or above --fail-on, 1 findings, 2 usage or an unreadable input.
In folders the files ending in .html .htm .xhtml .md .mdx .markdown .txt .text are read, except what
.gitignore, .candorignore and `skip` in candor.toml name. A file that is named is always read.")]
pub struct Check {
    /// Files, folders or globs; `-` is standard input [default: the current folder].
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How to report.
    #[arg(long, value_enum, default_value_t = ReportFormat::Pretty)]
    pub format: ReportFormat,
    /// How to read the input, whatever its name says.
    #[arg(long = "as", value_enum, value_name = "FORMAT")]
    pub read_as: Option<TextFormat>,
    #[command(flatten)]
    pub house: House,
    /// The language of the text, where it is known.
    #[arg(long, value_name = "TAG", value_parser = locale)]
    pub locale: Option<Locale>,
    /// Accept the findings that this file lists, and report only what is new.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write what is found today to the baseline.
    #[arg(long, requires = "baseline")]
    pub update_baseline: bool,
    /// Apply the suggestions that change no claim.
    #[arg(long)]
    pub fix: bool,
    /// Print the summary only.
    #[arg(long, short)]
    pub quiet: bool,
    /// The least severity that fails the run. Hints never do.
    #[arg(long, value_enum, default_value_t = FailOn::Warning)]
    pub fail_on: FailOn,
    /// Worker threads [default: one a core].
    #[arg(long, value_name = "N")]
    pub threads: Option<std::num::NonZero<usize>>,
}

/// What `candor.toml` decides, and may be said for one run.
#[derive(Debug, Arguments)]
pub struct House {
    /// The configuration [default: the nearest candor.toml upwards].
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The language of messages [default: the text's].
    #[arg(long, value_name = "TAG", value_parser = locale)]
    pub lang: Option<Locale>,
    /// Where the copy is shown, such as EU,US-NY,META.
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = parse_market)]
    pub markets: Option<Vec<String>>,
    /// The day on which the copy is judged [default: the host's].
    #[arg(long, value_name = "DATE")]
    pub today: Option<Date>,
}

#[derive(Debug, Arguments)]
#[command(after_help = "\
A line: {\"id\":any,\"text\":\"…\",\"format\"?,\"locale\"?,\"facts\"?,\"today\"?}. Lines come out in the order they came in;
a bad one gives {\"line\":n,\"error\":\"…\"} and the rest goes on.
Exit status: 0, or 1 when a line was bad.")]
pub struct Batch {
    #[command(flatten)]
    pub house: House,
    /// Worker threads [default: one a core].
    #[arg(long, value_name = "N")]
    pub threads: Option<std::num::NonZero<usize>>,
    /// Weights for `manipulation` instead of those built in: a file of `cargo xtask train`.
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,
}

#[derive(Debug, Arguments)]
pub struct Rules {
    /// How to list them.
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub format: ListFormat,
    /// The language of messages.
    #[arg(long, value_name = "TAG", value_parser = locale, default_value = "en")]
    pub lang: Locale,
}

#[derive(Debug, Arguments)]
pub struct Explain {
    /// Its id, such as urgency/vague-deadline.
    #[arg(value_name = "RULE")]
    pub rule: String,
    /// The language of messages.
    #[arg(long, value_name = "TAG", value_parser = locale, default_value = "en")]
    pub lang: Locale,
}

#[derive(Debug, Arguments)]
pub struct Notice {
    /// Where the copy is shown, such as EU, US-NY or META.
    #[arg(long, value_name = "MARKET", value_parser = parse_market)]
    pub market: String,
    /// What is to be disclosed, such as ai-generated, chatbot or paid-partnership.
    #[arg(long, value_name = "KIND", value_parser = kind)]
    pub content: Kind,
    /// The language of the notice.
    #[arg(long, value_name = "TAG", value_parser = locale, default_value = "en")]
    pub locale: Locale,
    /// The day on which the law is looked at [default: the host's].
    #[arg(long, value_name = "DATE")]
    pub today: Option<Date>,
}

#[derive(Debug, Arguments)]
#[command(after_help = "\
The record holds for these words alone: it carries the SHA-256 of the text that a reader sees. Markdown keeps it in its
front matter, other files beside them (page.html.candor.json), where `candor check` reads it. It is asked for at a terminal.")]
pub struct Review {
    /// The text that was read.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Who read it.
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// The day of the review [default: the host's].
    #[arg(long, value_name = "DATE")]
    pub today: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people at a terminal.
    Pretty,
    /// As docs/report.schema.json says.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// A page to read and print.
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TextFormat {
    Plain,
    Html,
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    Table,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

impl From<TextFormat> for Format {
    fn from(format: TextFormat) -> Self {
        match format {
            TextFormat::Plain => Self::Plain,
            TextFormat::Html => Self::Html,
            TextFormat::Markdown => Self::Markdown,
        }
    }
}

impl FailOn {
    /// The least severity that fails a run.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Never => None,
        }
    }
}

impl House {
    /// The day of the judgement.
    pub fn today(&self) -> Date {
        self.today.unwrap_or_else(host_date)
    }
}

impl Notice {
    /// The day on which the law is looked at.
    pub fn today(&self) -> Date {
        self.today.unwrap_or_else(host_date)
    }
}

impl Review {
    /// The day of the review.
    pub fn today(&self) -> Date {
        self.today.unwrap_or_else(host_date)
    }
}

/// WASI has a clock and no time zone: `npx candor` says which day it is.
#[cfg(target_os = "wasi")]
fn host_date() -> Date {
    let given = std::env::var("CANDOR_TODAY").ok().and_then(|day| day.parse().ok());
    given.expect("the launcher of the npm package sets CANDOR_TODAY")
}

#[cfg(not(target_os = "wasi"))]
fn host_date() -> Date {
    let today = jiff::Zoned::now().date();
    let [month, day] = [today.month(), today.day()].map(i8::unsigned_abs);
    Date { year: today.year().unsigned_abs(), month, day }
}

/// A kind of content by its name.
fn kind(name: &str) -> Result<Kind, String> {
    name.parse::<Kind>().map_err(|unknown| match &unknown.nearest {
        Some(_) => unknown.to_string(),
        None => {
            format!("{unknown}; known are {}", Kind::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", "))
        }
    })
}

/// A language by its tag: `de-AT` is `de`.
pub fn locale(tag: &str) -> Result<Locale, String> {
    Locale::from_tag(tag).ok_or_else(|| {
        let unknown =
            tag.parse::<Locale>().err().unwrap_or(UnknownName { what: "locale", name: tag.into(), nearest: None });
        ConfigError::unknown("unknown-locale", &unknown).to_string()
    })
}

fn parse_market(name: &str) -> Result<String, String> {
    market::parse(name).map_err(|unknown| ConfigError::unknown("unknown-market", &unknown).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }

    #[test]
    fn a_locale_is_a_tag_that_candor_speaks() {
        assert_eq!(locale("zh-TW"), Ok(Locale::ZhHant));
        assert_eq!(
            locale("nl").unwrap_err(),
            "unknown locale `nl`; candor speaks en, zh-Hant, zh-Hans, ja, ko, de, fr, es"
        );
    }
}
