//! What stands today, accepted, so that only what is new is reported.
//!
//! A finding is known by its file, its rule and its words, and by how often they occur, not
//! by its line: text may move. The file is sorted and has one entry a line, so that its
//! diffs read well.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use candor::Report;
use candor::output::files::UnusedEntry;
use candor::report::IgnoredBy;
use serde::{Deserialize, Serialize};

use super::Failure;
use super::fix::write_atomically;
use super::settings::absolute;

/// Rule and folded words, and how often.
pub type Counts = BTreeMap<(String, String), u32>;

/// The entries of a baseline file by path, `/` between its parts, from the folder of the baseline on.
#[derive(Debug)]
pub struct Baseline {
    file: PathBuf,
    folder: PathBuf,
    accepted: BTreeMap<String, Counts>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OnDisk {
    version: u32,
    files: BTreeMap<String, Vec<Entry>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: String,
    text: String,
    count: u32,
}

/// Words compared without case and white space. Not the matcher's folding: a better matcher
/// must not make a baseline stale.
fn fold(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Baseline {
    /// Reads a baseline; when it is about to be written, it need not exist.
    pub fn read(file: &Path, update: bool) -> Result<Self, Failure> {
        let shown = file.display();
        let accepted = match fs::read_to_string(file) {
            Ok(text) => parse(&text).map_err(|error| {
                Failure::Usage(format!("`{shown}` is no baseline: {error}; write it anew with --update-baseline"))
            })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && update => BTreeMap::new(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Failure::Usage(format!("there is no baseline `{shown}`; --update-baseline writes one")));
            }
            Err(error) => return Err(Failure::Usage(format!("cannot read the baseline `{shown}`: {error}"))),
        };
        let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Ok(Self { file: file.into(), folder: absolute(parent), accepted })
    }

    /// A checked file as the baseline names it.
    pub fn key(&self, path: Option<&Path>, name: &str) -> String {
        let Some(path) = path.map(absolute) else { return name.into() };
        let path = path.strip_prefix(&self.folder).unwrap_or(&path);
        path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
    }

    /// Moves what is accepted to what is ignored, and gives the entries that are left over.
    pub fn apply(&self, key: &str, report: &mut Report<'_>) -> Vec<UnusedEntry> {
        let Some(accepted) = self.accepted.get(key) else { return Vec::new() };
        let mut left = accepted.clone();
        report.accept(IgnoredBy::Baseline, |diagnostic| {
            let count = left.get_mut(&(diagnostic.rule.id.clone(), fold(&diagnostic.text)))?;
            *count = count.checked_sub(1)?;
            Some("stood when the baseline was written".into())
        });
        unused(key, left)
    }

    /// Entries of files that were not checked because they are gone.
    pub fn gone<'k>(&self, checked: impl Iterator<Item = &'k str>) -> Vec<UnusedEntry> {
        let checked: std::collections::BTreeSet<&str> = checked.collect();
        let gone = self.accepted.iter().filter(|(key, _)| !checked.contains(key.as_str()) && !self.exists(key));
        gone.flat_map(|(key, counts)| unused(key, counts.clone())).collect()
    }

    fn exists(&self, key: &str) -> bool {
        self.folder.join(key).exists()
    }

    /// Writes what stands in the files that were checked, and keeps what is known of others.
    pub fn update(mut self, checked: BTreeMap<String, Counts>) -> Result<(), Failure> {
        let known = std::mem::take(&mut self.accepted);
        let kept = known.into_iter().filter(|(key, _)| !checked.contains_key(key) && self.exists(key));
        let mut files: BTreeMap<String, Counts> = kept.collect();
        files.extend(checked.into_iter().filter(|(_, counts)| !counts.is_empty()));
        write_atomically(&self.file, print(&files).as_bytes())
            .map_err(|error| Failure::Usage(format!("cannot write the baseline `{}`: {error}", self.file.display())))
    }
}

/// What a baseline would accept of a report.
pub fn counts(report: &Report<'_>) -> Counts {
    let mut counts = Counts::new();
    for diagnostic in &report.diagnostics {
        *counts.entry((diagnostic.rule.id.clone(), fold(&diagnostic.text))).or_default() += 1;
    }
    counts
}

fn unused(key: &str, left: Counts) -> Vec<UnusedEntry> {
    let left = left.into_iter().filter(|(_, count)| *count > 0);
    left.map(|((rule, text), count)| UnusedEntry { path: key.into(), rule, text, count }).collect()
}

fn parse(text: &str) -> Result<BTreeMap<String, Counts>, String> {
    let disk: OnDisk = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if disk.version != 1 {
        return Err(format!("version {} is not known", disk.version));
    }
    let counts = |entries: Vec<Entry>| entries.into_iter().map(|e| ((e.rule, e.text), e.count)).collect();
    Ok(disk.files.into_iter().map(|(key, entries)| (key, counts(entries))).collect())
}

fn print(files: &BTreeMap<String, Counts>) -> String {
    let json = |value: &str| serde_json::Value::from(value).to_string();
    let entry = |((rule, text), count): (&(String, String), &u32)| {
        format!("      {{ \"rule\": {}, \"text\": {}, \"count\": {count} }}", json(rule), json(text))
    };
    let file = |(key, counts): (&String, &Counts)| {
        format!("    {}: [\n{}\n    ]", json(key), counts.iter().map(entry).collect::<Vec<_>>().join(",\n"))
    };
    let files: String = files.iter().map(file).collect::<Vec<_>>().join(",\n");
    let files = if files.is_empty() { "{}".into() } else { format!("{{\n{files}\n  }}") };
    format!("{{\n  \"version\": 1,\n  \"files\": {files}\n}}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_baseline_reads_what_it_writes() {
        let counts = Counts::from([(("urgency/hurry".into(), "“hurry” \\ now".into()), 2)]);
        let files = BTreeMap::from([("copy/限.html".to_owned(), counts)]);
        assert_eq!(parse(&print(&files)), Ok(files));
        assert_eq!(parse(&print(&BTreeMap::new())), Ok(BTreeMap::new()));
        assert_eq!(parse(r#"{"version":2,"files":{}}"#), Err("version 2 is not known".into()));
    }

    #[test]
    fn words_are_compared_without_case_and_line_breaks() {
        assert_eq!(fold("Only 3\r\n LEFT"), "only 3 left");
    }
}
