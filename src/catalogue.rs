//! The rules that are loaded, and what they say in each language.

use core::fmt;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use candor_scan::matcher::Matcher;
use candor_scan::sort;
use candor_scan::tables::{self, Base, Conditions, Duty, Grammar, Head, Scope, Sign, Term, Wording};
use candor_scan::vocabulary::{Category, Certainty, Detector, GUARDS, Locale, Severity};

use crate::guard::{GuardLists, guard_list};

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
    texts: Texts,
}

/// Where a rule's texts are.
#[derive(Clone, Debug)]
enum Texts {
    /// In the languages of the catalogue, under the rule's place there.
    Languages(Vec<Arc<File>>, u16),
    /// A house's own text, in whatever language.
    House(RuleText),
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
    /// A house's rule.
    pub fn house(id: &str, severity: Severity, text: RuleText) -> Self {
        Self {
            id: id.into(),
            category: Category::House,
            severity,
            certainty: Certainty::Reliable,
            sources: Vec::new(),
            fact: None,
            detector: None,
            texts: Texts::House(text),
        }
    }

    /// Message, why and help in `lang`, else in English, else in whatever there is.
    pub fn text(&self, lang: Locale) -> &RuleText {
        const NONE: &RuleText =
            &RuleText { message: String::new(), why: String::new(), help: String::new(), contradicted: String::new() };
        let (files, place) = match &self.texts {
            Texts::House(text) => return text,
            Texts::Languages(files, place) => (files, *place),
        };
        let of = |file: &'_ &Arc<File>| file.locale == lang || file.locale == Locale::En;
        let mut wanted: Vec<&Arc<File>> = files.iter().filter(of).collect();
        sort::sort_by_key(&mut wanted, |file| file.locale != lang);
        wanted.into_iter().chain(files).find_map(|file| file.language().text(place)).unwrap_or(NONE)
    }

    /// The loaded languages that have texts and phrases for the rule.
    pub fn locales(&self) -> Vec<Locale> {
        match &self.texts {
            Texts::House(_) => Vec::new(),
            Texts::Languages(files, place) => {
                let speaks = |file: &&Arc<File>| file.language().text(*place).is_some();
                files.iter().filter(speaks).map(|file| file.locale).collect()
            }
        }
    }
}

/// One language, ready to match.
#[derive(Debug)]
pub struct Language {
    /// Which.
    pub locale: Locale,
    /// Place in [`Catalogue::rules`] of each of the language's rules.
    pub rules: Vec<u16>,
    /// What each of the language's rules says.
    texts: Vec<RuleText>,
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
    /// How the state of a duty is told, by the part of the sentence.
    pub disclosure: Vec<(String, String)>,
    /// The phrases.
    pub matcher: Matcher,
    /// What discloses, and what only seems to.
    pub notices: Notices,
    /// The lists that built-in guards read.
    pub guards: GuardLists,
}

/// Notices of one language; their matcher is made when a text first owes one.
#[derive(Debug)]
pub struct Notices {
    /// What phrases mean, by the numbers of their lists.
    pub signs: Vec<Sign>,
    /// What may be proposed.
    pub wordings: Vec<Wording>,
    grammar: Grammar,
    matcher: OnceLock<Matcher>,
}

impl Notices {
    fn new(notices: tables::Notices) -> Self {
        let tables::Notices { grammar, signs, wordings } = notices;
        Self { signs, wordings, grammar, matcher: OnceLock::new() }
    }

    /// Finds the phrases.
    pub fn matcher(&self) -> &Matcher {
        self.matcher.get_or_init(|| Matcher::new(self.grammar.clone(), &[]))
    }

    /// Whether the matcher has been made.
    pub fn is_ready(&self) -> bool {
        self.matcher.get().is_some()
    }
}

impl Language {
    /// What the rule at `place` of [`Catalogue::rules`] says.
    fn text(&self, place: u16) -> Option<&RuleText> {
        self.rules.binary_search(&place).ok().map(|at| &self.texts[at])
    }

    fn new(language: tables::Language) -> Self {
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
        let count = language.rules.len();
        let (mut rules, mut texts) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let (mut suggest, mut judged_by) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for rule in language.rules {
            rules.push(rule.rule);
            texts.push(RuleText {
                message: rule.message,
                why: rule.why,
                help: rule.help,
                contradicted: rule.contradicted,
            });
            suggest.push(rule.suggest);
            judged_by.push(rule.conditions);
        }
        Self {
            locale: language.locale,
            rules,
            texts,
            suggest,
            judged_by,
            conditions: language.conditions,
            guards: GuardLists::new(|name| position(&language.cues, name)),
            cues: language.cues,
            slots: language.slots,
            questions: language.questions,
            disclosure: language.disclosure,
            matcher: Matcher::new(language.grammar, &early),
            notices: Notices::new(language.notices),
        }
    }

    /// The number of the word list `name`.
    pub fn cue(&self, name: &str) -> Option<u16> {
        position(&self.cues, name)
    }
}

/// A language file. It is read when the first text in its language comes.
#[derive(Debug)]
struct File {
    locale: Locale,
    bytes: Cow<'static, [u8]>,
    language: OnceLock<Language>,
}

impl File {
    fn language(&self) -> &Language {
        self.language.get_or_init(|| {
            Language::new(tables::from_bytes(&self.bytes).expect("its fingerprint told that it is whole"))
        })
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
    languages: Vec<Arc<File>>,
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
    /// What this build carries: English, and with the feature `languages` every language.
    pub fn builtin() -> Self {
        let mut catalogue = Self::of(BASE).expect("the build script wrote it");
        for bytes in LANGUAGES {
            let head = Head::trusted(bytes).expect("the build script wrote it");
            catalogue.add(head.locale, Cow::Borrowed(bytes));
        }
        catalogue
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
        let mut catalogue = Self::of(&compiled.base)?;
        for (locale, bytes) in compiled.languages {
            catalogue.add(locale, Cow::Owned(bytes));
        }
        Ok(catalogue)
    }

    fn of(base: &[u8]) -> Result<Self, CatalogueError> {
        let base: Base = tables::from_bytes(base)
            .map_err(|_| CatalogueError("these rules were compiled by another version".into()))?;
        let rules = (0..)
            .zip(&base.rules)
            .map(|(place, rule)| Rule {
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
                texts: Texts::Languages(Vec::new(), place),
            })
            .collect();
        Ok(Self { base: Arc::new(base), rules: Arc::new(rules), languages: Vec::new() })
    }

    /// Adds a language file that `cargo xtask build` made. Adding one twice changes nothing.
    ///
    /// # Errors
    /// When `bytes` is not such a file or was made by another version.
    pub fn add_language(&mut self, bytes: &[u8]) -> Result<Locale, CatalogueError> {
        let head = Head::read(bytes)
            .map_err(|_| CatalogueError("this is no language file of candor, or one of another version".into()))?;
        if head.version != self.base.version {
            return Err(CatalogueError(format!(
                "the language file `{}` belongs to other rules ({}, these are {}); use the files of one package",
                head.locale, head.version, self.base.version
            )));
        }
        self.add(head.locale, Cow::Owned(bytes.to_vec()));
        Ok(head.locale)
    }

    fn add(&mut self, locale: Locale, bytes: Cow<'static, [u8]>) {
        if self.languages.iter().any(|known| known.locale == locale) {
            return;
        }
        let file = Arc::new(File { locale, bytes, language: OnceLock::new() });
        for rule in Arc::make_mut(&mut self.rules) {
            if let Texts::Languages(files, _) = &mut rule.texts {
                files.push(Arc::clone(&file));
            }
        }
        self.languages.push(file);
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

    /// The duties to disclose, by market.
    pub fn duties(&self) -> &[Duty] {
        &self.base.duties
    }

    /// The duty with this id.
    pub fn duty(&self, id: &str) -> Option<&Duty> {
        self.base.duties.iter().find(|duty| duty.id == id)
    }

    /// Whether the law of this very market was read, with or without a duty found.
    pub fn knows_market(&self, market: &str) -> bool {
        self.base.markets.iter().any(|known| known == market)
    }

    /// Languages that are loaded.
    pub fn locales(&self) -> Vec<Locale> {
        self.languages.iter().map(|language| language.locale).collect()
    }

    /// The tables of a language, if it is loaded. They are read when first asked for.
    pub fn language(&self, locale: Locale) -> Option<&Language> {
        self.languages.iter().find(|file| file.locale == locale).map(|file| file.language())
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
