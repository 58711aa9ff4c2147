//! The rules that are loaded, and what they say in each language.

use core::fmt;
use std::sync::Arc;

use candor_scan::matcher::Matcher;
use candor_scan::tables::{self, Base, Conditions, Scope, Term};
use candor_scan::vocabulary::{Category, Certainty, Detector, GUARDS, Locale, Severity};

use crate::guard::guard_list;

pub use candor_scan::tables::Source;

/// A rule, without the phrases: those live in the tables that find them.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `category/name`; ids never change.
    pub id: String,
    /// The part of the id before the slash.
    pub category: Category,
    /// Before configuration.
    pub severity: Severity,
    /// Before guards.
    pub certainty: Certainty,
    /// Ids in `rules/sources.toml`.
    pub sources: Vec<String>,
    /// With this fact (a path in `Facts`) a finding counts as satisfied.
    pub fact: Option<String>,
    /// What finds its places beside phrases.
    pub detector: Option<Detector>,
    /// Message, why and help; one entry for each loaded language.
    pub texts: Vec<(Locale, RuleText)>,
}

/// What a rule says to a reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleText {
    /// What the words do; `{match}` stands for them.
    pub message: String,
    /// Whom it harms.
    pub why: String,
    /// What to write instead.
    pub help: String,
    /// What the words do when the stated fact contradicts them; `{match}` stands for the
    /// words, `{fact}` for the fact. Empty where no fact can.
    pub contradicted: String,
}

impl Rule {
    /// The texts in `lang`, else in English, else in whatever there is.
    pub fn text(&self, lang: Locale) -> &RuleText {
        const NONE: &RuleText =
            &RuleText { message: String::new(), why: String::new(), help: String::new(), contradicted: String::new() };
        let find = |wanted| self.texts.iter().find(|(locale, _)| *locale == wanted);
        find(lang).or_else(|| find(Locale::En)).or(self.texts.first()).map_or(NONE, |(_, text)| text)
    }
}

/// One language, ready to match.
#[derive(Debug)]
pub struct Language {
    /// Which.
    pub locale: Locale,
    /// Place in [`Catalogue::rules`] of each of the language's rules.
    pub rules: Vec<u16>,
    /// Replacements that each of the language's rules offers.
    pub suggest: Vec<Vec<String>>,
    /// The conditions of what a detector finds, for each of the language's rules that has one.
    pub judged_by: Vec<Option<u16>>,
    /// Conditions that phrases name.
    pub conditions: Vec<Conditions>,
    /// Names of word lists that guards ask for.
    pub cues: Vec<String>,
    /// What slots mean, for house phrases.
    pub slots: Vec<(String, Vec<String>)>,
    /// What to ask for each fact, by its path.
    pub questions: Vec<(String, String)>,
    /// The phrases.
    pub matcher: Matcher,
}

impl Language {
    /// The number of the word list `name`.
    pub fn cue(&self, name: &str) -> Option<u16> {
        position(&self.cues, name)
    }
}

fn position(cues: &[String], name: &str) -> Option<u16> {
    cues.iter().position(|cue| cue == name).map(|at| at as u16)
}

/// Rules, languages and sources. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Catalogue {
    base: Arc<Base>,
    rules: Arc<Vec<Rule>>,
    languages: Vec<Arc<Language>>,
}

/// Language data that this build cannot load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueError(pub String);

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for CatalogueError {}

/// Written by the build script.
const BASE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/base.bin"));
const LANGUAGES: &[&[u8]] = include!(concat!(env!("OUT_DIR"), "/languages.rs"));

impl Catalogue {
    /// What this build carries: English, and with the feature `full` every language.
    pub fn builtin() -> Self {
        Self::of(BASE, LANGUAGES).expect("the build script wrote it")
    }

    /// The rule files of a folder laid out as `rules/`, compiled now: who writes rules need not
    /// build the program anew to see what they do.
    ///
    /// # Errors
    /// Every mistake in the files, one a line.
    #[cfg(feature = "full")]
    pub fn compile(rules: &std::path::Path) -> Result<Self, CatalogueError> {
        let lines = |problems: Vec<candor_scan::rule_file::Problem>| {
            CatalogueError(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        };
        let compiled = candor_scan::rule_file::compile_folder(rules).map_err(lines)?;
        let languages: Vec<&[u8]> = compiled.languages.iter().map(|(_, bytes)| bytes.as_slice()).collect();
        Self::of(&compiled.base, &languages)
    }

    fn of(base: &[u8], languages: &[&[u8]]) -> Result<Self, CatalogueError> {
        let base: Base = tables::from_bytes(base)
            .map_err(|_| CatalogueError("these rules were compiled by another version".into()))?;
        let rules = base
            .rules
            .iter()
            .map(|rule| Rule {
                id: rule.id.clone(),
                category: rule
                    .id
                    .split('/')
                    .next()
                    .and_then(|name| name.parse().ok())
                    .expect("the compiler took it from a category's folder"),
                severity: rule.severity,
                certainty: rule.certainty,
                sources: rule.sources.clone(),
                fact: rule.fact.clone(),
                detector: rule.detector,
                texts: Vec::new(),
            })
            .collect();
        let mut catalogue = Self { base: Arc::new(base), rules: Arc::new(rules), languages: Vec::new() };
        for bytes in languages {
            catalogue.add_language(bytes)?;
        }
        Ok(catalogue)
    }

    /// Adds a language file that `cargo xtask build` made. Adding one twice changes nothing.
    ///
    /// # Errors
    /// When `bytes` is not such a file or was made by another version.
    pub fn add_language(&mut self, bytes: &[u8]) -> Result<Locale, CatalogueError> {
        let language: tables::Language = tables::from_bytes(bytes)
            .map_err(|_| CatalogueError("this is no language file of candor, or one of another version".into()))?;
        if language.version != self.base.version {
            return Err(CatalogueError(format!(
                "the language file `{}` belongs to other rules ({}, these are {}); use the files of one package",
                language.locale, language.version, self.base.version
            )));
        }
        let locale = language.locale;
        if self.languages.iter().any(|known| known.locale == locale) {
            return Ok(locale);
        }
        let rules = Arc::make_mut(&mut self.rules);
        let mut places = Vec::with_capacity(language.rules.len());
        let mut suggest = Vec::with_capacity(language.rules.len());
        let mut judged_by = Vec::with_capacity(language.rules.len());
        for rule in language.rules {
            let text =
                RuleText { message: rule.message, why: rule.why, help: rule.help, contradicted: rule.contradicted };
            rules[usize::from(rule.rule)].texts.push((locale, text));
            places.push(rule.rule);
            suggest.push(rule.suggest);
            judged_by.push(rule.conditions);
        }
        let mut early: Vec<u16> = position(&language.cues, "critical").into_iter().collect();
        for conditions in &language.conditions {
            let guards = conditions.needs.iter().chain(&conditions.unless).chain(&conditions.soften);
            for term in guards.filter(|guard| guard.scope == Scope::Document).flat_map(|guard| &guard.terms) {
                match term {
                    Term::Cue(list) => early.push(*list),
                    Term::BuiltIn(at) => early.extend(position(&language.cues, guard_list(GUARDS[usize::from(*at)]))),
                    Term::Fact(_) => {}
                }
            }
        }
        self.languages.push(Arc::new(Language {
            locale,
            rules: places,
            suggest,
            judged_by,
            conditions: language.conditions,
            cues: language.cues,
            slots: language.slots,
            questions: language.questions,
            matcher: Matcher::new(language.grammar, &early),
        }));
        Ok(locale)
    }

    /// Every rule, in the order of the design.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule with this id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The source with this id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.base.sources.iter().find(|source| source.id == id)
    }

    /// Languages that are loaded.
    pub fn locales(&self) -> Vec<Locale> {
        self.languages.iter().map(|language| language.locale).collect()
    }

    /// The tables of a language, if it is loaded.
    pub fn language(&self, locale: Locale) -> Option<&Arc<Language>> {
        self.languages.iter().find(|language| language.locale == locale)
    }

    /// Names the rules as they stand: changes whenever a rule changes.
    pub fn version(&self) -> &str {
        &self.base.version
    }

    /// What holds for every language.
    pub(crate) fn base(&self) -> &Base {
        &self.base
    }
}
