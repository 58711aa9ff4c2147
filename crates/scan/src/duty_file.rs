//! Duties to disclose, read from `duties/<market>.toml`.
//!
//! A duty is data a lawyer can read: whom it binds, what sets it off, what lifts it, from
//! when to when. What it rests on (citation, link, how well it was verified, when to read it
//! again) stands once, in `sources.toml`.

use core::fmt;
use core::str::FromStr;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use crate::rule_file::{Problem, line_of};
use crate::tables::{About, Addressee, Condition, Duty, Form};
use crate::vocabulary::{Locale, NoticeKind, nearest};

/// A duty, as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct DutySection {
    /// The law's id in `sources.toml`.
    pub source: String,
    /// Whom it binds.
    pub addressee: Vec<Addressee>,
    /// Of which kinds of content it speaks.
    pub content: Vec<NoticeKind>,
    /// Whether it speaks of the text, of media, or of both.
    #[serde(default)]
    pub of: About,
    /// What it asks for.
    #[serde(default)]
    pub form: Form,
    /// What must be stated for it to hold; all of it.
    #[serde(default)]
    pub when: Vec<String>,
    /// What lifts it; any of it. `a + b` asks for both.
    #[serde(default)]
    pub exempt: Vec<String>,
    /// What lets its notice stand anywhere.
    #[serde(default)]
    pub relaxed: Vec<String>,
    /// Kinds of notice that answer it, where these are not those of the content.
    #[serde(default)]
    pub notice: Vec<NoticeKind>,
    /// A notice has one word of each list.
    #[serde(default)]
    pub words: Vec<Vec<String>>,
    /// The language of the notice, where the law names one.
    #[serde(default)]
    pub language: Option<Locale>,
    /// The notice, where the law gives its words.
    #[serde(default)]
    pub wording: Option<String>,
    /// The first day; absent: it holds, since when was not read.
    #[serde(default)]
    pub from: Option<String>,
    /// The day on which it no longer holds.
    #[serde(default)]
    pub until: Option<String>,
    /// Not yet law, or law without a date.
    #[serde(default)]
    pub draft: bool,
    /// Never more than advice: guidance, or a trigger that no fact states.
    #[serde(default)]
    pub advice: bool,
}

/// Facts that a condition may name, and the values of those that have some.
const FACTS: [(&str, &[&str]); 12] = [
    ("publicInterest", &[]),
    ("political", &[]),
    ("evidentlyFictional", &[]),
    ("pricePersonalised", &[]),
    ("humanReview", &[]),
    ("editorialResponsible", &[]),
    ("sponsor", &[]),
    ("audience.minors", &[]),
    ("asset.realistic", &[]),
    ("asset.sourceMarked", &[]),
    ("asset.depictsPerson", &["none", "real-person", "synthetic-person"]),
    (
        "channel",
        &[
            "page",
            "email",
            "social",
            "chat",
            "audio",
            "video",
            "livestream",
            "call",
            "companion",
            "client",
            "health",
            "government",
        ],
    ),
];

/// Why a condition cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadCondition(String);

impl fmt::Display for BadCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for BadCondition {}

impl FromStr for Condition {
    type Err = BadCondition;

    /// Reads `publicInterest`, `asset.depictsPerson = real-person | synthetic-person`.
    fn from_str(text: &str) -> Result<Self, BadCondition> {
        let (fact, values) = text.split_once('=').map_or((text, ""), |(fact, values)| (fact, values));
        let fact = fact.trim();
        let values: Vec<&str> = values.split('|').map(str::trim).filter(|value| !value.is_empty()).collect();
        let Some((_, known)) = FACTS.iter().find(|(name, _)| *name == fact) else {
            let hint = nearest(fact, FACTS.iter().map(|(name, _)| *name)).map_or_else(
                || "; known are ".to_owned() + &FACTS.map(|(name, _)| name).join(", "),
                |near| format!("; did you mean `{near}`?"),
            );
            return Err(BadCondition(format!("unknown fact `{fact}`{hint}")));
        };
        if known.is_empty() != values.is_empty() {
            let cure = if known.is_empty() {
                "it is true or not; name it alone".to_owned()
            } else {
                format!("write `{fact} = {}`", known[0])
            };
            return Err(BadCondition(format!("`{text}` does not fit the fact `{fact}`; {cure}")));
        }
        if let Some(value) = values.iter().find(|value| !known.contains(value)) {
            return Err(BadCondition(format!("`{fact}` is never `{value}`; it is {}", known.join(", "))));
        }
        Ok(Self { fact: fact.into(), values: values.into_iter().map(str::to_owned).collect() })
    }
}

/// A file of duties: the market that it is for, and what it says.
#[derive(Clone, Debug)]
pub struct DutyFile {
    /// `EU`, `US-NY`, `META`.
    pub market: String,
    /// By the part of its id behind the slash.
    pub duties: BTreeMap<String, DutySection>,
    /// The file, for messages.
    pub path: std::path::PathBuf,
    /// Its text, for line numbers.
    pub text: String,
}

impl DutyFile {
    /// The file at `path`, which says `text`.
    ///
    /// # Errors
    /// When a key is unknown, missing or of the wrong kind.
    pub fn read(path: &Path, text: String) -> Result<Self, Problem> {
        let market = path.file_stem().map_or(String::new(), |stem| stem.to_string_lossy().to_ascii_uppercase());
        let fail = |line, message| Problem { path: path.into(), line, message };
        let table: toml::Table = toml::from_str(&text).map_err(|error| {
            let line = error.span().map_or(1, |span| 1 + text[..span.start.min(text.len())].matches('\n').count());
            fail(line, error.message().to_owned())
        })?;
        let mut duties = BTreeMap::new();
        for (name, section) in table {
            let section: DutySection = section.try_into().map_err(|error: toml::de::Error| {
                fail(line_of(&text, &format!("[{name}]")), format!("in [{name}]: {}", error.message().trim_end()))
            })?;
            duties.insert(name, section);
        }
        Ok(Self { market, duties, path: path.into(), text })
    }

    /// The duties, and every mistake in them. `sources` are the ids of `sources.toml`.
    pub fn compile(&self, sources: &BTreeSet<&str>) -> (Vec<Duty>, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut duties = Vec::new();
        for (name, section) in &self.duties {
            // Of equal lines that of this duty is meant.
            let header = format!("[{name}]");
            let start = self.text.find(&header).unwrap_or(0);
            let mut fail = |needle: &str, message: String| {
                let offset = self.text[..start].matches('\n').count();
                let line = offset + line_of(&self.text[start..], needle);
                problems.push(Problem { path: self.path.clone(), line, message: format!("in {header}: {message}") });
            };
            if !sources.contains(section.source.as_str()) {
                let hint = nearest(&section.source, sources.iter().copied())
                    .map_or_else(|| "; add it to sources.toml".to_owned(), |near| format!("; did you mean `{near}`?"));
                fail("source", format!("unknown source `{}`{hint}", section.source));
            }
            if section.content.is_empty() || section.addressee.is_empty() {
                fail(
                    "source",
                    "`content` and `addressee` name one thing at least; name it, or leave the duty out".into(),
                );
            }
            for date in section.from.iter().chain(&section.until).filter(|date| !is_date(date)) {
                fail(date, format!("`{date}` is not a date; write it as 2026-11-23"));
            }
            if section.draft && section.until.is_some() {
                fail("until", "a draft has not begun; leave `until` out, or `draft`".into());
            }
            if let (Some(from), Some(until)) = (&section.from, &section.until)
                && until <= from
            {
                fail("until", format!("it ends on {until}, before it begins on {from}; swap the two"));
            }
            if section.language.is_some() != section.wording.is_some() {
                fail(
                    "source",
                    "a notice in one language needs its words; give both `language` and `wording`, or neither".into(),
                );
            }
            if let Some(wording) = &section.wording
                && let Some(group) = section
                    .words
                    .iter()
                    .find(|group| !group.iter().any(|word| wording.to_lowercase().contains(&word.to_lowercase())))
            {
                fail(
                    "wording",
                    format!(
                        "the wording has none of `{}`, which `words` asks for; put one into it",
                        group.join("`, `")
                    ),
                );
            }
            let mut conditions = |texts: &[String]| -> Vec<Vec<Condition>> {
                let mut all = Vec::new();
                for text in texts {
                    let mut both = Vec::new();
                    for part in text.split('+') {
                        match part.parse::<Condition>() {
                            Ok(condition) => both.push(condition),
                            Err(error) => fail(text, error.to_string()),
                        }
                    }
                    all.push(both);
                }
                all
            };
            let when = conditions(&section.when).into_iter().flatten().collect();
            let exempt = conditions(&section.exempt);
            let relaxed = conditions(&section.relaxed);
            duties.push(Duty {
                id: format!("{}/{name}", self.market.to_ascii_lowercase()),
                market: self.market.clone(),
                source: section.source.clone(),
                addressees: section.addressee.clone(),
                content: section.content.clone(),
                of: section.of,
                form: section.form,
                when,
                exempt,
                relaxed,
                notices: section.notice.clone(),
                words: section.words.clone(),
                language: section.language,
                wording: section.wording.clone(),
                from: section.from.clone(),
                until: section.until.clone(),
                draft: section.draft,
                advice: section.advice,
            });
        }
        (duties, problems)
    }
}

/// Whether it is a day as `2026-11-23`: the reader of the tables knows the calendar.
fn is_date(text: &str) -> bool {
    text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str =
        "[a]\nsource = \"eu/a\"\naddressee = [\"deployer\"]\ncontent = [\"ai-generated\"]\nfrom = \"2026-08-02\"\n";

    fn problems(text: &str) -> Vec<String> {
        let known = BTreeSet::from(["eu/a"]);
        match DutyFile::read(Path::new("rules/duties/eu.toml"), text.into()) {
            Ok(file) => file.compile(&known).1.iter().map(ToString::to_string).collect(),
            Err(problem) => vec![problem.to_string()],
        }
    }

    #[test]
    fn a_duty_is_read_with_its_market_and_its_conditions() {
        let text = format!(
            "{GOOD}when = [\"asset.depictsPerson = real-person | synthetic-person\"]\nexempt = [\"humanReview + editorialResponsible\"]\n"
        );
        let file = DutyFile::read(Path::new("us-ny.toml"), text).unwrap();
        let (duties, problems) = file.compile(&BTreeSet::from(["eu/a"]));
        assert_eq!(problems, []);
        assert_eq!((duties[0].id.as_str(), duties[0].market.as_str()), ("us-ny/a", "US-NY"));
        assert_eq!(duties[0].when[0].values, ["real-person", "synthetic-person"]);
        assert_eq!(duties[0].exempt[0].len(), 2);
    }

    #[test]
    fn each_mistake_is_told_with_file_line_and_cure() {
        let cases = [
            (
                GOOD.replace("eu/a", "eu/b"),
                "rules/duties/eu.toml:2: in [a]: unknown source `eu/b`; did you mean `eu/a`?",
            ),
            (
                format!("{GOOD}draft = true\nuntil = \"2027-08-01\"\n"),
                "rules/duties/eu.toml:7: in [a]: a draft has not begun; leave `until` out, or `draft`",
            ),
            (
                GOOD.replace("2026-08-02", "2.8.2026"),
                "rules/duties/eu.toml:5: in [a]: `2.8.2026` is not a date; write it as 2026-11-23",
            ),
            (
                format!("{GOOD}until = \"2026-08-01\"\n"),
                "rules/duties/eu.toml:6: in [a]: it ends on 2026-08-01, before it begins on 2026-08-02; swap the two",
            ),
            (
                format!("{GOOD}when = [\"publicInterests\"]\n"),
                "rules/duties/eu.toml:6: in [a]: unknown fact `publicInterests`; did you mean `publicInterest`?",
            ),
            (
                format!("{GOOD}when = [\"channel\"]\n"),
                "rules/duties/eu.toml:6: in [a]: `channel` does not fit the fact `channel`; write `channel = page`",
            ),
            (
                format!("{GOOD}when = [\"political = yes\"]\n"),
                "rules/duties/eu.toml:6: in [a]: `political = yes` does not fit the fact `political`; it is true or not; name it alone",
            ),
            (
                format!("{GOOD}when = [\"asset.depictsPerson = robot\"]\n"),
                "rules/duties/eu.toml:6: in [a]: `asset.depictsPerson` is never `robot`; it is none, real-person, synthetic-person",
            ),
            (
                format!("{GOOD}language = \"ko\"\n"),
                "rules/duties/eu.toml:2: in [a]: a notice in one language needs its words; give both `language` and `wording`, or neither",
            ),
            (
                format!("{GOOD}words = [[\"AI\"]]\nlanguage = \"en\"\nwording = \"Made by machine\"\n"),
                "rules/duties/eu.toml:8: in [a]: the wording has none of `AI`, which `words` asks for; put one into it",
            ),
            (
                GOOD.replace("[\"ai-generated\"]", "[]"),
                "rules/duties/eu.toml:2: in [a]: `content` and `addressee` name one thing at least; name it, or leave the duty out",
            ),
            (
                format!("{GOOD}form = \"spoken\"\n"),
                "rules/duties/eu.toml:1: in [a]: unknown variant `spoken`, expected one of `visible`, `machine`, `switch`",
            ),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|(text, expected)| (problems(text), expected))
            .filter(|(found, expected)| found != &[**expected])
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
