//! `candor review`: a person says that they read a text as it stands.
//!
//! The record is worth what the person is: it is asked for at a terminal, never given by a
//! build, and holds for these very words alone.

use std::io::{self, BufRead, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

use candor::disclosure::review;
use candor::input::{Facts, HumanReview};
use candor::output::pretty::printable;
use candor::{Document, Format};

use super::args::Review;
use super::{Failure, fix, read};

/// Asks, and writes the record down.
pub fn run(args: &Review) -> Result<u8, Failure> {
    let by = args.by.trim();
    if by.is_empty() {
        return Err(Failure::Usage("a review needs a person; name them after --by".into()));
    }
    if env::var_os("CI").is_some_and(|value| !matches!(value.to_str(), Some("" | "0" | "false"))) {
        return Err(Failure::Usage(
            "a build cannot review copy; run `candor review` at a terminal and commit the record".into(),
        ));
    }
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(Failure::Usage("a review is a person's word; run `candor review` at a terminal".into()));
    }
    let cannot = |error: &dyn std::fmt::Display| Failure::Usage(format!("`{}` {error}", args.file.display()));
    let bytes = fs::read(&args.file).map_err(|error| cannot(&format!("cannot be read: {error}")))?;
    let (source, encoding) = read::decode(bytes).map_err(|error| cannot(&error))?;
    let format = read::format_of(&args.file).unwrap_or_default();
    let record = record(&source, format, by, &args.today().to_string());
    let mut stderr = io::stderr();
    if !confirm(&args.file, &record, &mut io::stdin().lock(), &mut stderr)? {
        writeln!(stderr, "nothing was recorded")?;
        return Ok(1);
    }
    let (path, text) = match in_front_matter(&source, format, &record) {
        Some(text) => (args.file.clone(), read::encode(&text, encoding)),
        None => {
            let path = side_file(&args.file);
            let old = fs::read_to_string(&path).ok();
            let text = in_side_file(old.as_deref(), &record).map_err(|error| {
                Failure::Usage(format!("`{}` holds no facts: {error}; mend it, or remove it", path.display()))
            })?;
            (path, text.into_bytes())
        }
    };
    fix::write_atomically(&path, &text)
        .map_err(|error| Failure::Usage(format!("cannot write `{}`: {error}", path.display())))?;
    writeln!(stderr, "recorded in {}", path.display())?;
    Ok(0)
}

fn record(source: &str, format: Format, by: &str, date: &str) -> HumanReview {
    let sha256 = review::sha256(&Document::read(source, format));
    HumanReview { by: by.into(), date: date.into(), sha256 }
}

/// Whether the person says yes; anything else is no.
fn confirm(
    file: &Path,
    record: &HumanReview,
    input: &mut impl BufRead,
    output: &mut impl io::Write,
) -> io::Result<bool> {
    let (file, by) = (printable(&file.to_string_lossy()), printable(&record.by));
    writeln!(output, "{by} has read {file} as it stands on {}, checked its facts, and answers for it.", record.date)?;
    write!(
        output,
        "The text has the SHA-256 {}; any change of it ends the review.\nRecord this? [y/N] ",
        record.sha256
    )?;
    output.flush()?;
    let mut answer = String::new();
    input.read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

/// Where facts of `file` lie that it cannot hold itself: `page.html.candor.json`.
pub fn side_file(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".candor.json");
    name.into()
}

/// The facts in the side file of `file`, if there is one.
pub fn side_facts(file: &Path) -> Result<Option<Facts>, String> {
    let path = side_file(file);
    match fs::read_to_string(&path) {
        Ok(text) => match serde_json::from_str(&text) {
            Ok(facts) => Ok(Some(facts)),
            Err(error) => Err(format!("the facts in {} cannot be read: {error}", path.display())),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{} cannot be read: {error}", path.display())),
    }
}

fn in_side_file(old: Option<&str>, record: &HumanReview) -> Result<String, serde_json::Error> {
    let mut facts: Facts = old.map_or_else(|| Ok(Facts::default()), serde_json::from_str)?;
    facts.human_review = Some(record.clone());
    Ok(serde_json::to_string_pretty(&facts)? + "\n")
}

/// The source with the record in its front matter; `None` where it has no place for one that
/// leaves everything else as it was.
fn in_front_matter(source: &str, format: Format, record: &HumanReview) -> Option<String> {
    if format != Format::Markdown {
        return None;
    }
    let before = Document::read(source, format);
    let stands = |text: &String| {
        let after = Document::read(text, format);
        let facts = Facts { human_review: before.facts.human_review.clone(), ..after.facts.clone() };
        after.facts.human_review.as_ref() == Some(record)
            && facts == before.facts
            && after.problems.len() <= before.problems.len()
            && review::sha256(&after) == record.sha256
    };
    let newline = if source.contains("\r\n") { "\r\n" } else { "\n" };
    let candidates = [with_yaml(source, record, newline), with_toml(source, record, newline)];
    candidates.into_iter().flatten().find(stands)
}

/// A string as YAML and TOML both write it.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a string is JSON")
}

fn with_yaml(source: &str, record: &HumanReview, newline: &str) -> Option<String> {
    let entry = |indent: &str| {
        let HumanReview { by, date, sha256 } = record;
        let (by, date, sha256) = (quoted(by), quoted(date), quoted(sha256));
        format!(
            "{indent}humanReview:{newline}{indent}{indent}by: {by}{newline}{indent}{indent}date: {date}{newline}{indent}{indent}sha256: {sha256}{newline}"
        )
    };
    if source.lines().next()?.trim_end() != "---" {
        return (!source.starts_with("+++"))
            .then(|| format!("---{newline}candor:{newline}{}---{newline}{newline}{source}", entry("  ")));
    }
    let mut lines: Vec<&str> = source.split_inclusive('\n').collect();
    let end = lines.iter().skip(1).position(|line| matches!(line.trim_end(), "---" | "..."))? + 1;
    let Some(at) = lines[..end].iter().position(|line| line.trim_end() == "candor:") else {
        // Written in one line, or with quotes: a second key of the same name would be no YAML.
        if lines[..end].iter().any(|line| line.trim_start_matches(['"', '\'']).starts_with("candor")) {
            return None;
        }
        let all = format!("candor:{newline}{}", entry("  "));
        lines.insert(end, &all);
        return Some(lines.concat());
    };
    let width = |line: &str| line.len() - line.trim_start().len();
    let indent = lines[at + 1..end].iter().find(|line| !line.trim().is_empty()).map_or(0, |line| width(line));
    let indent = " ".repeat(if indent == 0 { 2 } else { indent });
    // An older record goes, with all that is indented below it.
    if let Some(old) = (at + 1..end).find(|old| lines[*old].trim_end() == format!("{indent}humanReview:")) {
        let more = lines[old + 1..end].iter().take_while(|line| width(line) > indent.len()).count();
        lines.drain(old..=old + more);
    }
    let own = entry(&indent);
    lines.insert(at + 1, &own);
    Some(lines.concat())
}

fn with_toml(source: &str, record: &HumanReview, newline: &str) -> Option<String> {
    if source.lines().next()?.trim_end() != "+++" {
        return None;
    }
    let mut lines: Vec<&str> = source.split_inclusive('\n').collect();
    let mut end = lines.iter().skip(1).position(|line| line.trim_end() == "+++")? + 1;
    if let Some(old) = (1..end).find(|old| lines[*old].trim() == "[candor.humanReview]") {
        let more = lines[old + 1..end].iter().take_while(|line| !line.trim_start().starts_with('[')).count();
        lines.drain(old..=old + more);
        end -= more + 1;
    }
    let HumanReview { by, date, sha256 } = record;
    let own = format!(
        "[candor.humanReview]{newline}by = {}{newline}date = {}{newline}sha256 = {}{newline}",
        quoted(by),
        quoted(date),
        quoted(sha256)
    );
    lines.insert(end, &own);
    Some(lines.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(source: &str) -> Option<String> {
        in_front_matter(source, Format::Markdown, &record(source, Format::Markdown, "Ana \"A\" Ruiz", "2026-11-23"))
    }

    #[test]
    fn the_record_goes_into_front_matter_and_leaves_the_rest_as_it_was() {
        let bodies = [
            "# Soft towels\n\nThey dry fast.\n",
            "---\ntitle: Towels\n---\n\nThey dry fast.\n",
            "---\r\ntitle: Towels\r\ncandor:\r\n    markets: [EU]\r\ntags: [a]\r\n---\r\nThey dry fast.\r\n",
            "---\ncandor:\n  humanReview:\n    by: Old\n    date: 2025-01-01\n    sha256: 00\n  markets: [EU]\n---\nThey dry fast.\n",
            "+++\ntitle = 'Towels'\n[candor]\nmarkets = ['EU']\n+++\nThey dry fast.\n",
            "+++\n[candor.humanReview]\nby = 'Old'\ndate = '2025-01-01'\nsha256 = '00'\n[extra]\na = 1\n+++\nThey dry fast.\n",
        ];
        for source in bodies {
            let text = written(source).unwrap_or_else(|| panic!("nothing written into {source:?}"));
            let (before, after) = (Document::read(source, Format::Markdown), Document::read(&text, Format::Markdown));
            let record = after.facts.human_review.as_ref().unwrap();
            assert_eq!((record.by.as_str(), record.date.as_str()), ("Ana \"A\" Ruiz", "2026-11-23"), "{text}");
            assert!(review::holds(record, &after), "{text}");
            assert_eq!(
                (&before.facts.markets, before.blocks.len()),
                (&after.facts.markets, after.blocks.len()),
                "{text}"
            );
            assert_eq!(text.contains("\r\n"), source.contains("\r\n"));
            assert_eq!(written(&text).as_ref(), Some(&text), "a second time changes nothing");
        }
    }

    #[test]
    fn where_front_matter_has_no_room_nothing_is_written_into_it() {
        assert_eq!(written("---\ncandor: { markets: [EU] }\n---\nThey dry fast.\n"), None);
        assert_eq!(
            in_front_matter("<p>Soft</p>", Format::Html, &record("<p>Soft</p>", Format::Html, "Ana", "2026-11-23")),
            None
        );
    }

    #[test]
    fn a_side_file_keeps_the_facts_that_it_has() {
        let record = record("Soft", Format::Plain, "Ana", "2026-11-23");
        let text = in_side_file(Some("{\"markets\":[\"EU\"]}"), &record).unwrap();
        let facts: Facts = serde_json::from_str(&text).unwrap();
        assert_eq!((facts.markets, facts.human_review), (vec!["EU".into()], Some(record.clone())));
        assert!(in_side_file(Some("{\"market\":1}"), &record).is_err());
        assert_eq!(side_file(Path::new("a/page.html")), Path::new("a/page.html.candor.json"));
    }

    #[test]
    fn only_yes_is_yes() {
        let record = record("Soft", Format::Plain, "Ana", "2026-11-23");
        let answer = |text: &str| {
            let mut shown = Vec::new();
            let yes = confirm(Path::new("a.txt"), &record, &mut text.as_bytes(), &mut shown).unwrap();
            (yes, String::from_utf8(shown).unwrap().contains(&record.sha256))
        };
        assert_eq!(
            [answer("y\n"), answer("Yes\n"), answer("\n"), answer("no\n"), answer("")].map(|it| it.0),
            [true, true, false, false, false]
        );
        assert!(answer("").1);
    }
}
