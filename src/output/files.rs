//! What every output over files shares: one checked file, the whole run, and the order of things.

use std::collections::BTreeMap;

use candor_scan::vocabulary::{Certainty, Severity};
use serde::Serialize;

use crate::catalogue::{Catalogue, Rule};
use crate::document::Span;
use crate::input::Format;
use crate::lines::{Lines, Position};
use crate::output::json::ReportJson;
use crate::report::Report;

/// One file that was checked.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// As the user wrote it, or as it was found.
    pub path: &'a str,
    /// Its text, without a byte order mark.
    pub source: &'a str,
    /// How it was read.
    pub format: Format,
    /// What came of it.
    pub report: &'a Report<'a>,
    /// The rules that were used.
    pub catalogue: &'a Catalogue,
    /// The lines of `source`.
    pub lines: &'a Lines,
}

impl Checked<'_> {
    /// Where a span begins and ends, in lines and columns.
    pub fn positions(&self, span: Span) -> (Position, Position) {
        let at = |byte| self.lines.position(self.source, &self.report.utf16, byte);
        (at(span.start), at(span.end))
    }
}

/// What happened to a whole run.
#[derive(Clone, Debug, Default)]
pub struct Summary<'l> {
    /// The files that were checked, in order.
    pub files: Vec<Row>,
    /// Reliable findings: notes, warnings, errors.
    pub findings: [usize; 3],
    /// Findings that are questions.
    pub hints: usize,
    /// Findings that were accepted.
    pub ignored: usize,
    /// Duties to disclose that apply to some file.
    pub duties: usize,
    /// Those of them that rest on sources which nobody has verified.
    pub unverified: usize,
    /// What authors state of no file or of few, by the path of the fact: what to state, and of how many files.
    pub unstated: BTreeMap<String, (String, usize)>,
    /// The rules that found something, ignored or not, and the catalogue that tells their sources.
    pub rules: BTreeMap<&'l str, (&'l Rule, &'l Catalogue)>,
    /// Inputs that could not be read, and why.
    pub unreadable: Vec<Unreadable>,
    /// Entries of the baseline that no longer occur.
    pub unused_baseline: Vec<UnusedEntry>,
}

/// A file in the overview.
#[derive(Clone, Debug)]
pub struct Row {
    /// As in [`Checked`].
    pub path: String,
    /// As in [`Report`].
    pub score: u8,
    /// Reliable findings: notes, warnings, errors.
    pub findings: [usize; 3],
    /// Findings that are questions.
    pub hints: usize,
}

/// An input that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unreadable {
    /// As the user wrote it.
    pub path: String,
    /// The thing, then the way out.
    pub error: String,
}

/// An entry of a baseline that no longer occurs, or not as often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnusedEntry {
    /// The file, as the baseline names it.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// The folded words.
    pub text: String,
    /// How often it is missing.
    pub count: u32,
}

impl<'l> Summary<'l> {
    /// Counts a file.
    pub fn add(&mut self, path: &str, report: &Report<'l>, catalogue: &'l Catalogue) {
        let mut row = Row { path: path.into(), score: report.score, findings: [0; 3], hints: 0 };
        for diagnostic in &report.diagnostics {
            match diagnostic.certainty {
                Certainty::Reliable => row.findings[diagnostic.severity as usize] += 1,
                Certainty::Hint => row.hints += 1,
            }
        }
        let ignored = report.ignored.iter().map(|ignored| &ignored.diagnostic);
        for diagnostic in report.diagnostics.iter().chain(ignored) {
            self.rules.entry(&diagnostic.rule.id).or_insert((diagnostic.rule, catalogue));
        }
        for (sum, count) in self.findings.iter_mut().zip(row.findings) {
            *sum += count;
        }
        self.hints += row.hints;
        self.ignored += report.ignored.len();
        let duties = report.disclosures.iter().filter(|disclosure| disclosure.duty.is_some());
        for duty in duties {
            self.duties += 1;
            let verified = |id: &String| catalogue.source(id).is_some_and(|s| matches!(s.level.as_str(), "V1" | "V2"));
            self.unverified += usize::from(!duty.sources.iter().any(verified));
        }
        for question in report.questions.iter().filter(|question| report.asks_all(question)) {
            self.unstated.entry(question.fact.clone()).or_insert_with(|| (question.message.clone(), 0)).1 += 1;
        }
        self.files.push(row);
    }

    /// Adds what another part of the run found.
    pub fn merge(&mut self, other: Self) {
        let Self { files, findings, hints, ignored, duties, unverified, unstated, .. } = other;
        let (rules, unreadable, unused_baseline) = (other.rules, other.unreadable, other.unused_baseline);
        for (fact, (message, files)) in unstated {
            self.unstated.entry(fact).or_insert((message, 0)).1 += files;
        }
        self.files.extend(files);
        for (sum, count) in self.findings.iter_mut().zip(findings) {
            *sum += count;
        }
        self.hints += hints;
        self.ignored += ignored;
        self.duties += duties;
        self.unverified += unverified;
        self.rules.extend(rules);
        self.unreadable.extend(unreadable);
        self.unused_baseline.extend(unused_baseline);
    }

    /// Reliable findings of this severity or graver.
    pub fn at_least(&self, severity: Severity) -> usize {
        self.findings[severity as usize..].iter().sum()
    }

    /// “2 files: 1 error, 3 warnings, 1 hint, 4 ignored”.
    pub fn sentence(&self) -> String {
        let [infos, warnings, errors] = self.findings;
        let counts = [(errors, "error"), (warnings, "warning"), (infos, "note"), (self.hints, "hint")];
        let mut parts: Vec<String> =
            counts.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| count(n, what)).collect();
        if parts.is_empty() {
            parts.push("nothing found".into());
        }
        if self.ignored > 0 {
            parts.push(format!("{} ignored", self.ignored));
        }
        format!("{}: {}", count(self.files.len(), "file"), parts.join(", "))
    }

    /// The caveat, and how far the duties that were checked can be trusted.
    pub fn caveat(&self) -> String {
        match self.duties {
            0 => super::CAVEAT.into(),
            duties => format!(
                "{} {} checked, {} resting on unverified sources.",
                super::CAVEAT,
                if duties == 1 { "1 disclosure duty".into() } else { format!("{duties} disclosure duties") },
                self.unverified
            ),
        }
    }
}

/// “1 file”, “2 files”.
pub fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// Writes files in some form. Pieces are made on any thread and printed in order.
pub trait Output: Sync {
    /// What a file gives; empty for nothing.
    fn file(&self, file: &Checked<'_>) -> String;

    /// Whether pieces can be printed before the end is known.
    fn streams(&self) -> bool {
        true
    }

    /// Before the first piece.
    fn begin(&self) -> String {
        String::new()
    }

    /// Between two pieces.
    fn separator(&self) -> &'static str {
        ""
    }

    /// After the last piece; `pieces` are those that were not printed yet.
    fn end(&self, pieces: &[String], summary: &Summary<'_>) -> String;
}

/// `--format json`.
#[derive(Clone, Copy, Debug)]
pub struct Json;

#[derive(Serialize)]
struct FileJson<'a> {
    path: &'a str,
    #[serde(flatten)]
    report: ReportJson<'a>,
}

/// A value that serde_json cannot refuse: no map of ours has keys that are not strings.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("reports have string keys alone")
}

impl Output for Json {
    fn file(&self, file: &Checked<'_>) -> String {
        let report = ReportJson::new(file.report, file.source, file.catalogue.version(), Some(file.lines));
        to_json(&FileJson { path: file.path, report })
    }

    fn begin(&self) -> String {
        "{\"files\":[\n".into()
    }

    fn separator(&self) -> &'static str {
        ",\n"
    }

    fn end(&self, _: &[String], summary: &Summary<'_>) -> String {
        let (unreadable, unused) = (to_json(&summary.unreadable), to_json(&summary.unused_baseline));
        format!("\n],\"unreadable\":{unreadable},\"unusedBaseline\":{unused}}}\n")
    }
}
