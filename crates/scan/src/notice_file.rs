//! Notice files, `notices/<kind>.toml`, and the words that they share, `notices/common.toml`,
//! read from TOML and compiled into a grammar of their own: a text that owes no notice never
//! meets it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::compile::{Compiler, Lists};
use crate::rule_file::{LocaleFile, Problem, line_of, read_text, toml_problem};
use crate::tables::{Notices, Part, Phrase, Sign, Subject, Wording};
use crate::vocabulary::{Locale, NoticeKind};

/// The name of the file that all kinds share.
const COMMON: &str = "common";

/// A notice file, as written.
#[derive(Clone, Debug)]
pub struct NoticeFile {
    /// `None`: the words that all kinds share.
    pub kind: Option<NoticeKind>,
    /// In the order of the design.
    pub languages: Vec<(Locale, NoticeSection)>,
    /// The file, for messages.
    pub path: PathBuf,
    /// Its text, for line numbers.
    pub text: String,
}

/// What a notice file says in one language. All lists but the first three are phrases; one that
/// ends with `$` is a label, which must stand alone.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct NoticeSection {
    /// Wordings that a law fixes, by their ids.
    pub fixed: BTreeMap<String, String>,
    /// Sentences to propose, the best first.
    pub sentences: Vec<String>,
    /// Labels to propose, the best first.
    pub labels: Vec<String>,
    /// Disclose, without saying of what.
    pub any: Vec<String>,
    /// Disclose of text.
    pub text: Vec<String>,
    /// Disclose of pictures, films, sounds.
    pub media: Vec<String>,
    /// Disclose of people shown or heard.
    pub person: Vec<String>,
    /// Disclose where all of them stand in a sentence, in whatever order: phrases joined by ` & `.
    pub together: Vec<String>,
    /// Name the matter; disclose nothing.
    pub mention: Vec<String>,
    /// Hide it behind other words.
    pub vague: Vec<String>,
    /// Say that it may be so.
    pub hedged: Vec<String>,
    /// Say that it is not so.
    pub denied: Vec<String>,
    /// Look like a denial of AI and are none.
    pub spared: Vec<String>,
    /// Report, ask, require: whatever else the sentence says, it discloses nothing.
    pub topic: Vec<String>,
    /// Praise a product.
    pub feature: Vec<String>,
    /// Name the way to a person.
    pub route: Vec<String>,
    /// Word lists.
    pub words: Lists,
}

impl NoticeSection {
    /// Each phrase with what it means.
    fn signs(&self, kind: Option<NoticeKind>) -> Vec<(Sign, &str)> {
        let mut signs = Vec::new();
        let subjects = [
            (Subject::Any, &self.any),
            (Subject::Text, &self.text),
            (Subject::Media, &self.media),
            (Subject::Person, &self.person),
        ];
        for (subject, phrases) in subjects {
            let Some(kind) = kind else { continue };
            let says = |phrase: &String| Sign::Says { kind, subject, label: phrase.ends_with('$') };
            signs.extend(phrases.iter().map(|phrase| (says(phrase), phrase.as_str())));
        }
        let others = [
            (Sign::Mention(kind), &self.mention),
            (Sign::Vague(kind), &self.vague),
            (Sign::Hedged(kind), &self.hedged),
            (Sign::Denied, &self.denied),
            (Sign::Spared, &self.spared),
            (Sign::Topic, &self.topic),
            (Sign::Feature, &self.feature),
            (Sign::Route, &self.route),
        ];
        for (sign, phrases) in others {
            signs.extend(phrases.iter().map(|phrase| (sign, phrase.as_str())));
        }
        signs
    }
}

/// Reads the files of `folder`, which need not exist. Their texts go to `texts`.
///
/// # Errors
/// Every file that cannot be read.
pub(crate) fn read(folder: &Path, texts: &mut Vec<String>, problems: &mut Vec<Problem>) -> Vec<NoticeFile> {
    let names = [None].into_iter().chain(NoticeKind::ALL.iter().copied().map(Some));
    let mut files = Vec::new();
    for kind in names {
        let path = folder.join(kind.map_or(COMMON, NoticeKind::name)).with_extension("toml");
        if !path.is_file() {
            continue;
        }
        match read_file(&path, kind) {
            Ok(file) => {
                texts.push(file.text.clone());
                files.push(file);
            }
            Err(problem) => problems.push(problem),
        }
    }
    files
}

fn read_file(path: &Path, kind: Option<NoticeKind>) -> Result<NoticeFile, Problem> {
    let text = read_text(path)?;
    let sections: BTreeMap<String, NoticeSection> =
        toml::from_str(&text).map_err(|error| toml_problem(path, &text, &error))?;
    let mut languages = Vec::new();
    for (name, section) in sections {
        let locale = name.parse::<Locale>().map_err(|error| Problem {
            path: path.into(),
            line: line_of(&text, &format!("[{name}]")),
            message: error.to_string(),
        })?;
        languages.push((locale, section));
    }
    languages.sort_by_key(|(locale, _)| *locale);
    Ok(NoticeFile { kind, languages, path: path.into(), text })
}

/// Compiles what the files say in one language.
pub(crate) fn compile(
    locale: Locale,
    locale_file: &LocaleFile,
    files: &[NoticeFile],
    problems: &mut Vec<Problem>,
) -> Notices {
    let sections = || {
        files.iter().flat_map(|file| {
            file.languages.iter().filter(|(of, _)| *of == locale).map(move |(_, section)| (file, section))
        })
    };
    let mut lists = locale_file.slots.clone();
    lists.extend(locale_file.words.clone());
    for (_, section) in sections().filter(|(file, _)| file.kind.is_none()) {
        lists.extend(section.words.clone());
    }
    let mut compiler = Compiler::new(locale.is_cjk(), lists, locale_file.numbers.clone(), &locale_file.frequency);
    let mut notices = Notices::default();
    for (file, section) in sections() {
        let mut add = |sign: Sign, phrase: &str| {
            let list = notices.signs.iter().position(|known| *known == sign).unwrap_or_else(|| {
                notices.signs.push(sign);
                notices.signs.len() - 1
            });
            if let Err(error) = compiler.add(phrase, &section.words, Phrase::Cue { list: list as u16 }) {
                let line = line_of(&file.text, phrase);
                problems.push(Problem { path: file.path.clone(), line, message: format!("in [{locale}]: {error}") });
            }
        };
        for (sign, phrase) in section.signs(file.kind) {
            add(sign, phrase);
        }
        for (set, phrases) in section.together.iter().enumerate() {
            let Some(kind) = file.kind else { continue };
            let all = ((1_u16 << phrases.split(" & ").count()) - 1) as u8;
            let set = (kind as u16) << 8 | set as u16;
            for (at, phrase) in phrases.split(" & ").enumerate() {
                add(Sign::Together { kind, set, one: 1 << at, all }, phrase);
            }
        }
        for (name, part) in Part::LISTS.iter().filter(|(name, _)| section.words.contains_key(*name)) {
            add(Sign::Part(*part), &format!("{{{name}}}"));
        }
        let Some(kind) = file.kind else { continue };
        for (id, text) in &section.fixed {
            add(Sign::Fixed(notices.wordings.len() as u16), &format!("^ {} $", plain(text)));
            notices.wordings.push(Wording { kind, fixed: Some(id.clone()), label: true, text: text.clone() });
        }
        let proposed = [(&section.sentences, false), (&section.labels, true)];
        for (text, label) in proposed.into_iter().flat_map(|(texts, label)| texts.iter().map(move |text| (text, label)))
        {
            notices.wordings.push(Wording { kind, fixed: None, label, text: text.clone() });
        }
    }
    notices.grammar = compiler.finish();
    notices
}

/// A wording without what the notation gives a meaning.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() || c == '\'' || c == '’' { c } else { ' ' }).collect()
}
