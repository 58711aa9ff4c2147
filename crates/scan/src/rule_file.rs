//! Rule files, locale files and sources, read from TOML and compiled.
//!
//! A mistake is told with file, line and cure; one bad file never hides another's.

use core::fmt;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::compile::{self, BUILT_IN_SLOTS, Compiler, Lists};
use crate::duty_file::DutyFile;
use crate::hash::Hasher;
use crate::notice_file::{self, NoticeFile};
use crate::phrase;
use crate::tables::{
    self, Base, BaseRule, Conditions, Guard, Language, LanguageRule, Later, Phrase, Scope, Source, Term,
};
use crate::vocabulary::{Category, Certainty, Detector, GUARDS, Locale, Role, Severity, nearest};

/// A rule file, as written.
#[derive(Clone, Debug)]
pub struct RuleFile {
    /// `category/name`, after the path.
    pub id: String,
    /// What holds in every language.
    pub rule: RuleSection,
    /// What holds in one, in the order of the design.
    pub languages: Vec<(Locale, LanguageSection)>,
    /// The file, for messages.
    pub path: PathBuf,
    /// Its text, for line numbers.
    pub text: String,
}

/// The keys at the top of a rule file.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RuleSection {
    /// How grave.
    pub severity: Severity,
    /// How sure.
    pub certainty: Certainty,
    /// Built-in guards that are switched off.
    #[serde(default)]
    pub despite: Vec<String>,
    /// Roles in which the rule looks.
    #[serde(default)]
    pub r#in: Vec<Role>,
    /// Guards that must all hold.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Guards of which any drops a match.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Guards of which any makes a match a hint.
    #[serde(default)]
    pub soften: Vec<String>,
    /// The fact that satisfies.
    #[serde(default)]
    pub fact: Option<String>,
    /// What finds the rule's places where phrases cannot.
    #[serde(default)]
    pub detector: Option<Detector>,
    /// Replacements, unless a language has its own.
    #[serde(default)]
    pub suggest: Vec<String>,
    /// Ids in `sources.toml`.
    pub sources: Vec<String>,
}

/// A rule in one language.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LanguageSection {
    /// What the words do.
    pub message: String,
    /// Whom it harms.
    pub why: String,
    /// What to write instead.
    pub help: String,
    /// What to say when the stated fact contradicts the words.
    #[serde(default)]
    pub contradicted: String,
    /// What is looked for.
    #[serde(default)]
    pub phrases: Vec<PhraseItem>,
    /// What drops a match that it overlaps.
    #[serde(default)]
    pub except: Vec<String>,
    /// Examples with findings, marked by brackets.
    #[serde(default)]
    pub flags: Vec<Example>,
    /// Examples without findings.
    #[serde(default)]
    pub passes: Vec<Example>,
    /// Replacements.
    #[serde(default)]
    pub suggest: Option<Vec<String>>,
    /// The rule's own word lists.
    #[serde(default)]
    pub words: Lists,
    /// Overrides.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// Overrides.
    #[serde(default)]
    pub certainty: Option<Certainty>,
    /// Overrides.
    #[serde(default)]
    pub despite: Option<Vec<String>>,
    /// Overrides.
    #[serde(default)]
    pub r#in: Option<Vec<Role>>,
    /// Overrides.
    #[serde(default)]
    pub needs: Option<Vec<String>>,
    /// Overrides.
    #[serde(default)]
    pub unless: Option<Vec<String>>,
    /// Overrides.
    #[serde(default)]
    pub soften: Option<Vec<String>>,
}

/// A phrase, alone or with conditions of its own.
#[derive(Clone, Debug)]
pub enum PhraseItem {
    /// Under the rule's conditions.
    Plain(String),
    /// Under more or other conditions.
    Table(PhraseTable),
}

/// A phrase with conditions: `needs` and `unless` are added to the rule's, the rest replaces.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PhraseTable {
    /// In the notation.
    pub phrase: String,
    /// Roles.
    #[serde(default)]
    pub r#in: Option<Vec<Role>>,
    /// Added.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Added.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Added.
    #[serde(default)]
    pub soften: Vec<String>,
    /// Added.
    #[serde(default)]
    pub despite: Vec<String>,
    /// Replaces.
    #[serde(default)]
    pub certainty: Option<Certainty>,
    /// Replaces.
    #[serde(default)]
    pub severity: Option<Severity>,
}

/// By hand, for an untagged enum would not say which key is wrong.
impl<'de> Deserialize<'de> for PhraseItem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Item;
        impl<'de> Visitor<'de> for Item {
            type Value = PhraseItem;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a phrase, or a table with the key `phrase`")
            }

            fn visit_str<E: serde::de::Error>(self, phrase: &str) -> Result<PhraseItem, E> {
                Ok(PhraseItem::Plain(phrase.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<PhraseItem, A::Error> {
                PhraseTable::deserialize(MapAccessDeserializer::new(map)).map(PhraseItem::Table)
            }
        }
        deserializer.deserialize_any(Item)
    }
}

impl PhraseItem {
    /// The phrase.
    pub fn phrase(&self) -> &str {
        match self {
            Self::Plain(phrase) => phrase,
            Self::Table(table) => &table.phrase,
        }
    }
}

/// An example: a line, or a line with facts.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Example {
    /// A line; HTML if it begins with `<`.
    Plain(String),
    /// A line with facts.
    Table {
        /// The line.
        text: String,
        /// As in `Facts`.
        facts: toml::Table,
    },
}

/// A locale file, as written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LocaleFile {
    /// The language's own name.
    pub name: String,
    /// Words that tell the language.
    #[serde(default)]
    pub function_words: Vec<String>,
    /// Words after which a full stop ends no sentence.
    #[serde(default)]
    pub abbreviations: Vec<String>,
    /// Number words.
    #[serde(default)]
    pub numbers: BTreeMap<String, u32>,
    /// What slots mean.
    #[serde(default)]
    pub slots: Lists,
    /// Shared word lists, and those that guards read.
    #[serde(default)]
    pub words: Lists,
    /// What to ask for each fact, by its path.
    #[serde(default)]
    pub questions: BTreeMap<String, String>,
    /// How the state of a duty is told, by the part of the sentence.
    #[serde(default)]
    pub disclosure: BTreeMap<String, String>,
    /// How common words are, in a million: the file `frequency/<locale>.tsv`.
    #[serde(skip)]
    pub frequency: Vec<(String, u32)>,
}

/// A mistake in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The thing, then the way out.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path.display(), self.line, self.message)
    }
}

/// The folder `rules/`, compiled.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// [`Base`], as bytes.
    pub base: Vec<u8>,
    /// [`Language`]s, as bytes.
    pub languages: Vec<(Locale, Vec<u8>)>,
}

/// The folder `rules/`, read.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// In the order of the design, then by name.
    pub rules: Vec<RuleFile>,
    /// One for each language that has a file.
    pub locales: Vec<(Locale, LocaleFile, PathBuf)>,
    /// Notices, those words that they share first.
    pub notices: Vec<NoticeFile>,
    /// By id.
    pub sources: Vec<Source>,
    /// One for each market whose law was read.
    pub duties: Vec<DutyFile>,
    /// Every file, for the version.
    pub texts: Vec<String>,
}

/// Word lists that built-in guards read; a guard for which a language has no list never holds.
pub const GUARD_LISTS: [&str; 17] = [
    "negators",
    "negators-except",
    "reporting",
    "critical",
    "legal",
    "past",
    "commerce",
    "transactional",
    "measures",
    "other-clock",
    "source-cues",
    "self-comparison",
    "cancel",
    "optional",
    "accept",
    "decline",
    "dates",
];

/// Word lists that a detector reads: the rule's own, else the locale's.
pub const fn detector_lists(detector: Detector) -> &'static [&'static str] {
    match detector {
        Detector::UnlabelledSponsor => &["ad_label"],
        Detector::StatedEnd => &["offer_ends", "ends_today"],
        Detector::LookAlikes | Detector::InvisibleSplit | Detector::SpacedLetters => &[],
    }
}

/// Reads and compiles the folder.
///
/// # Errors
/// Every mistake of every file.
pub fn compile_folder(path: &Path) -> Result<Compiled, Vec<Problem>> {
    compile(&read_folder(path)?)
}

pub(crate) fn line_of(text: &str, needle: &str) -> usize {
    text.find(needle).map_or(1, |at| 1 + text[..at].matches('\n').count())
}

fn line_at(text: &str, at: usize) -> usize {
    1 + text[..at.min(text.len())].matches('\n').count()
}

/// Reads every file of the folder `rules/`.
///
/// # Errors
/// Every file that cannot be read.
pub fn read_folder(root: &Path) -> Result<Folder, Vec<Problem>> {
    let mut folder = Folder::default();
    let mut problems = Vec::new();
    for category in Category::ALL {
        for path in toml_files(&root.join(category.name())) {
            match read_rule(&path, *category) {
                Ok(rule) => {
                    folder.texts.push(rule.text.clone());
                    folder.rules.push(rule);
                }
                Err(problem) => problems.push(problem),
            }
        }
    }
    for locale in Locale::ALL {
        let path = root.join("locales").join(locale.name()).with_extension("toml");
        if path.is_file() {
            match read_toml::<LocaleFile>(&path) {
                Ok((mut file, text)) => {
                    file.frequency = frequency(&root.join("frequency").join(locale.name()).with_extension("tsv"));
                    folder.texts.push(text);
                    folder.locales.push((*locale, file, path));
                }
                Err(problem) => problems.push(problem),
            }
        }
    }
    folder.notices = notice_file::read(&root.join("notices"), &mut folder.texts, &mut problems);
    let path = root.join("sources.toml");
    if path.is_file() {
        match read_toml::<BTreeMap<String, Source>>(&path) {
            Ok((sources, text)) => {
                folder.texts.push(text);
                folder.sources = sources.into_iter().map(|(id, source)| Source { id, ..source }).collect();
            }
            Err(problem) => problems.push(problem),
        }
    }
    for path in toml_files(&root.join("duties")) {
        match read_text(&path).and_then(|text| DutyFile::read(&path, text)) {
            Ok(file) => {
                folder.texts.push(file.text.clone());
                folder.duties.push(file);
            }
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(folder) } else { Err(problems) }
}

/// Words and their rates. Without the file every word counts as rare: slower, not wrong.
fn frequency(path: &Path) -> Vec<(String, u32)> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    lines.filter_map(|(word, rate)| Some((word.to_owned(), rate.parse().ok()?))).collect()
}

fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    files.sort();
    files
}

pub(crate) fn read_text(path: &Path) -> Result<String, Problem> {
    fs::read_to_string(path).map_err(|error| Problem { path: path.into(), line: 1, message: error.to_string() })
}

pub(crate) fn toml_problem(path: &Path, text: &str, error: &toml::de::Error) -> Problem {
    let line = error.span().map_or(1, |span| line_at(text, span.start));
    Problem { path: path.into(), line, message: error.message().to_owned() }
}

fn read_toml<T: DeserializeOwned>(path: &Path) -> Result<(T, String), Problem> {
    let text = read_text(path)?;
    let value = toml::from_str(&text).map_err(|error| toml_problem(path, &text, &error))?;
    Ok((value, text))
}

/// Reads one rule file; its place in the folder is its id.
///
/// # Errors
/// When it is no TOML, or a key is unknown, missing or of the wrong kind.
pub fn read_rule(path: &Path, category: Category) -> Result<RuleFile, Problem> {
    let text = read_text(path)?;
    let name = path.file_stem().map_or(String::new(), |stem| stem.to_string_lossy().into_owned());
    let mut top: toml::Table = toml::from_str(&text).map_err(|error| toml_problem(path, &text, &error))?;
    let mut languages = Vec::new();
    for locale in Locale::ALL {
        if let Some(section) = top.remove(locale.name()) {
            let section = section.try_into::<LanguageSection>().map_err(|error| {
                let line = line_of(&text, &format!("[{locale}]"));
                Problem { path: path.into(), line, message: format!("in [{locale}]: {}", error.message()) }
            })?;
            languages.push((*locale, section));
        }
    }
    let rule = toml::Value::Table(top).try_into::<RuleSection>().map_err(|error| Problem {
        path: path.into(),
        line: 1,
        message: error.message().to_owned(),
    })?;
    Ok(RuleFile { id: format!("{category}/{name}"), rule, languages, path: path.into(), text })
}

/// Compiles what [`read_folder`] read.
///
/// # Errors
/// Every phrase, guard, list and source that cannot be used.
pub fn compile(folder: &Folder) -> Result<Compiled, Vec<Problem>> {
    let mut problems = Vec::new();
    let known: BTreeSet<&str> = folder.sources.iter().map(|source| source.id.as_str()).collect();
    let mut rules = Vec::new();
    for file in &folder.rules {
        let mut fail = |needle: &str, message: String| {
            problems.push(Problem { path: file.path.clone(), line: line_of(&file.text, needle), message });
        };
        if file.rule.sources.is_empty() && file.rule.severity > Severity::Info {
            fail("severity", "a judgement without a source is an opinion; cite one, or make it `info`".into());
        }
        for source in file.rule.sources.iter().filter(|source| !known.contains(source.as_str())) {
            let hint = nearest(source, known.iter().copied())
                .map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            fail(source, format!("unknown source `{source}`{hint}"));
        }
        let strong = |id: &String| {
            folder
                .sources
                .iter()
                .any(|source| source.id == *id && matches!(source.level.as_str(), "V2" | "study" | "guideline"))
        };
        let is_strong = file.rule.sources.iter().any(strong);
        if file.rule.severity == Severity::Error && !is_strong {
            fail(
                "severity",
                "an `error` needs a source that is V2, a guideline or a study; cite one, or make it `warning`".into(),
            );
        }
        if file.languages.iter().any(|(_, section)| !section.contradicted.is_empty()) {
            if !is_strong {
                fail(
                    "contradicted",
                    "what is `contradicted` is an error, which needs a source that is V2, a guideline or a study"
                        .into(),
                );
            }
            if file.rule.fact.is_none() {
                fail("contradicted", "only a `fact` can contradict; name it, or drop `contradicted`".into());
            }
        }
        rules.push(BaseRule {
            id: file.id.clone(),
            severity: file.rule.severity,
            certainty: file.rule.certainty,
            sources: file.rule.sources.clone(),
            fact: file.rule.fact.clone(),
            detector: file.rule.detector,
        });
    }
    let mut duties = Vec::new();
    for file in &folder.duties {
        let (own, mistakes) = file.compile(&known);
        duties.extend(own);
        problems.extend(mistakes);
    }
    let of_rules = folder.rules.iter().flat_map(|file| &file.rule.sources);
    let used: BTreeSet<String> = of_rules.chain(duties.iter().map(|duty| &duty.source)).cloned().collect();
    let version = version(&folder.texts);
    let mut function_words: BTreeMap<u32, u8> = BTreeMap::new();
    let mut abbreviations = BTreeSet::new();
    for (locale, file, _) in &folder.locales {
        for word in &file.function_words {
            *function_words.entry(compile::code(word)).or_default() |= 1 << (*locale as u8);
        }
        abbreviations.extend(file.abbreviations.iter().map(|word| compile::code(word)));
    }
    let base = Base {
        version: version.clone(),
        rules,
        // Those that nothing rests on stay in the repository.
        sources: Later::new(&folder.sources.iter().filter(|source| used.contains(&source.id)).cloned().collect()),
        duties: Later::new(&duties),
        markets: folder.duties.iter().map(|file| file.market.clone()).collect(),
        function_words: function_words.into_iter().collect(),
        abbreviations: abbreviations.into_iter().collect(),
    };
    let mut languages = Vec::new();
    for (locale, file, path) in &folder.locales {
        match language(*locale, file, path, folder, &version) {
            Ok(language) => languages.push((*locale, tables::to_bytes(&language))),
            Err(more) => problems.extend(more),
        }
    }
    if problems.is_empty() { Ok(Compiled { base: tables::to_bytes(&base), languages }) } else { Err(problems) }
}

/// Names the texts: a fingerprint of all of them.
fn version(texts: &[String]) -> String {
    let code = |salt: char| {
        let mut hasher = Hasher::default();
        hasher.push(salt);
        texts.iter().flat_map(|text| text.chars()).filter(|c| *c != '\r').for_each(|c| hasher.push(c));
        hasher.finish()
    };
    format!("{:08x}{:08x}", code('a'), code('b'))
}

/// Compiles what the rules say in one language.
fn language(
    locale: Locale,
    file: &LocaleFile,
    path: &Path,
    folder: &Folder,
    version: &str,
) -> Result<Language, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut lists = file.slots.clone();
    for (name, phrases) in &file.words {
        if lists.insert(name.clone(), phrases.clone()).is_some() || BUILT_IN_SLOTS.contains(&name.as_str()) {
            problems.push(Problem {
                path: path.into(),
                line: 1,
                message: format!("the list `{name}` has the name of a slot; rename it"),
            });
        }
    }
    // A date is a slot and a cue: the guard `dated` asks for it.
    lists.entry("dates".into()).or_insert_with(|| vec!["{date}".into(), "{date.numeric}".into()]);
    let mut build = LanguageBuild {
        compiler: Compiler::new(locale.is_cjk(), lists.clone(), file.numbers.clone(), &file.frequency),
        lists,
        cues: Vec::new(),
        conditions: Vec::new(),
        problems,
    };
    for name in GUARD_LISTS {
        build.cue(name, None, path, "");
    }
    let mut language_rules = Vec::new();
    for (index, rule) in folder.rules.iter().enumerate() {
        let Some((_, section)) = rule.languages.iter().find(|(of, _)| *of == locale) else { continue };
        let place = language_rules.len() as u16;
        let conditions = build.rule(place, rule, section);
        language_rules.push(LanguageRule {
            rule: index as u16,
            message: section.message.clone(),
            why: section.why.clone(),
            help: section.help.clone(),
            suggest: section.suggest.clone().unwrap_or_else(|| rule.rule.suggest.clone()),
            contradicted: section.contradicted.clone(),
            conditions,
        });
    }
    let notices = notice_file::compile(locale, file, &folder.notices, &mut build.problems);
    if !build.problems.is_empty() {
        return Err(build.problems);
    }
    Ok(Language {
        locale,
        version: version.into(),
        rules: language_rules,
        conditions: build.conditions,
        cues: build.cues,
        slots: Later::new(&file.slots.clone().into_iter().collect()),
        questions: Later::new(&file.questions.clone().into_iter().collect()),
        disclosure: Later::new(&file.disclosure.clone().into_iter().collect()),
        grammar: build.compiler.finish(),
        notices: Later::new(&notices),
    })
}

struct LanguageBuild {
    compiler: Compiler,
    lists: Lists,
    cues: Vec<String>,
    conditions: Vec<Conditions>,
    problems: Vec<Problem>,
}

impl LanguageBuild {
    /// The number of the word list `name` as a cue; it is compiled when first asked for.
    fn cue(&mut self, name: &str, rule: Option<(&RuleFile, &LanguageSection)>, path: &Path, text: &str) -> Option<u16> {
        let empty = Lists::new();
        let own = rule.map_or(&empty, |(_, section)| &section.words);
        let full = match rule {
            Some((rule, _)) if own.contains_key(name) => format!("{}:{name}", rule.id),
            _ => name.to_owned(),
        };
        if let Some(at) = self.cues.iter().position(|known| *known == full) {
            return Some(at as u16);
        }
        let phrases = own.get(name).or_else(|| self.lists.get(name))?.clone();
        let list = self.cues.len() as u16;
        self.cues.push(full);
        for phrase in phrases {
            if let Err(error) = self.compiler.add(&phrase, own, Phrase::Cue { list }) {
                self.problems.push(Problem {
                    path: path.into(),
                    line: line_of(text, &phrase),
                    message: format!("in the list `{name}`: {error}"),
                });
            }
        }
        Some(list)
    }

    /// Adds the rule's phrases. Gives the number of the conditions that its detector needs.
    fn rule(&mut self, place: u16, rule: &RuleFile, section: &LanguageSection) -> Option<u16> {
        let of_rule = |own: &Option<Vec<String>>, top: &Vec<String>| own.clone().unwrap_or_else(|| top.clone());
        let needs = of_rule(&section.needs, &rule.rule.needs);
        let unless = of_rule(&section.unless, &rule.rule.unless);
        let soften = of_rule(&section.soften, &rule.rule.soften);
        let despite = of_rule(&section.despite, &rule.rule.despite);
        let roles = section.r#in.clone().unwrap_or_else(|| rule.rule.r#in.clone());
        let severity = section.severity.unwrap_or(rule.rule.severity);
        let certainty = section.certainty.unwrap_or(rule.rule.certainty);
        let base = Conditions {
            roles: role_bits(&roles),
            needs: self.guards(rule, section, &needs),
            unless: self.guards(rule, section, &unless),
            soften: self.guards(rule, section, &soften),
            despite: self.despite(rule, &despite),
            severity,
            certainty,
        };
        for item in &section.phrases {
            let mut conditions = base.clone();
            if let PhraseItem::Table(table) = item {
                conditions.needs.extend(self.guards(rule, section, &table.needs));
                conditions.unless.extend(self.guards(rule, section, &table.unless));
                conditions.soften.extend(self.guards(rule, section, &table.soften));
                conditions.despite |= self.despite(rule, &table.despite);
                conditions.severity = table.severity.unwrap_or(severity);
                conditions.certainty = table.certainty.unwrap_or(certainty);
                if let Some(roles) = &table.r#in {
                    conditions.roles = role_bits(roles);
                }
            }
            let conditions = self.number(conditions);
            let meaning = Phrase::Flag { rule: place, conditions };
            self.add(rule, item.phrase(), &section.words, meaning);
        }
        for phrase in &section.except {
            self.add(rule, phrase, &section.words, Phrase::Except { rule: place });
        }
        // A list that nothing uses would hide a spelling mistake.
        for (name, phrases) in &section.words {
            for text in phrases {
                if let Err(error) = phrase::parse(text) {
                    self.problem(rule, text, format!("in the list `{name}`: {error}"));
                }
            }
        }
        rule.rule.detector.map(|detector| {
            for list in detector_lists(detector) {
                self.cue(list, Some((rule, section)), &rule.path, &rule.text);
            }
            self.number(base)
        })
    }

    fn number(&mut self, conditions: Conditions) -> u16 {
        let known = self.conditions.iter().position(|known| *known == conditions);
        known.unwrap_or_else(|| {
            self.conditions.push(conditions);
            self.conditions.len() - 1
        }) as u16
    }

    fn add(&mut self, rule: &RuleFile, text: &str, own: &Lists, meaning: Phrase) {
        if let Err(error) = self.compiler.add(text, own, meaning) {
            self.problem(rule, text, error.to_string());
        }
    }

    fn problem(&mut self, rule: &RuleFile, needle: &str, message: String) {
        let line = line_of(&rule.text, needle);
        self.problems.push(Problem { path: rule.path.clone(), line, message });
    }

    fn unknown_guard(&mut self, rule: &RuleFile, name: &str) {
        let hint = nearest(name, GUARDS.iter().copied().chain(self.lists.keys().map(String::as_str)));
        let hint = hint.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        self.problem(rule, name, format!("unknown guard or word list `{name}`{hint}"));
    }

    fn despite(&mut self, rule: &RuleFile, names: &[String]) -> u32 {
        let mut bits = 0;
        for name in names {
            match GUARDS.iter().position(|guard| guard == name) {
                Some(at) => bits |= 1 << at,
                None => self.unknown_guard(rule, name),
            }
        }
        bits
    }

    fn guards(&mut self, rule: &RuleFile, section: &LanguageSection, entries: &[String]) -> Vec<Guard> {
        let mut guards = Vec::new();
        for entry in entries {
            let (scope, names) = match entry.split_once(':') {
                Some(("near", names)) => (Scope::Near, names),
                Some(("document", names)) => (Scope::Document, names),
                Some(("sentence", names)) => (Scope::Sentence, names),
                Some((scope, _)) => {
                    self.problem(
                        rule,
                        entry,
                        format!("unknown scope `{scope}`; write `sentence`, `near` or `document`"),
                    );
                    continue;
                }
                None => (Scope::Sentence, entry.as_str()),
            };
            let mut terms = Vec::new();
            for name in names.split('+').map(str::trim) {
                if let Some(path) = name.strip_prefix("fact.") {
                    terms.push(Term::Fact(path.to_owned()));
                } else if let Some(cue) = self.cue(name, Some((rule, section)), &rule.path.clone(), &rule.text)
                    && !GUARDS.contains(&name)
                {
                    terms.push(Term::Cue(cue));
                } else if let Some(at) = GUARDS.iter().position(|guard| *guard == name) {
                    terms.push(Term::BuiltIn(at as u8));
                } else {
                    self.unknown_guard(rule, name);
                }
            }
            guards.push(Guard { scope, terms });
        }
        guards
    }
}

fn role_bits(roles: &[Role]) -> u32 {
    roles.iter().fold(0, |bits, role| bits | 1 << (*role as u32))
}
