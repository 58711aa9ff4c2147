//! The rules that are loaded, and what they say in each language.

use std::sync::Arc;

use candor_scan::vocabulary::{Category, Certainty, Locale, Severity};

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
}

impl Rule {
    /// The texts in `lang`, else in English, else in whatever there is.
    pub fn text(&self, lang: Locale) -> &RuleText {
        let find = |wanted| self.texts.iter().find(|(locale, _)| *locale == wanted);
        &find(lang).or_else(|| find(Locale::En)).unwrap_or(&self.texts[0]).1
    }
}

/// A provision, guideline or study that a rule rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// `eu/ucpd-annex-1-7`.
    pub id: String,
    /// The instrument's name.
    pub title: String,
    /// Where in it.
    pub article: String,
    /// The official text.
    pub url: String,
    /// `V2`, `V1`, `M`, or `study` and `guideline`.
    pub level: String,
    /// When somebody last read it, as a date.
    pub checked: String,
    /// When somebody should read it again, as a date.
    pub review_by: String,
}

/// Rules, languages and sources. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Catalogue {
    rules: Arc<[Rule]>,
    sources: Arc<[Source]>,
}

/// Language data that this build cannot load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueError(pub String);

impl Catalogue {
    /// What this build carries: English, and with the feature `full` every language.
    pub fn builtin() -> Self {
        Self { rules: Arc::new([]), sources: Arc::new([]) }
    }

    /// Adds a language file that `cargo xtask build` made.
    ///
    /// # Errors
    /// When `bytes` is not such a file or was made by another version.
    pub fn add_language(&mut self, bytes: &[u8]) -> Result<Locale, CatalogueError> {
        let _ = bytes;
        Err(CatalogueError("not a language file".into()))
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
        self.sources.iter().find(|source| source.id == id)
    }

    /// Languages that are loaded.
    pub fn locales(&self) -> Vec<Locale> {
        Vec::new()
    }

    /// Names the rules as they stand: changes whenever a rule changes.
    pub fn version(&self) -> &str {
        ""
    }
}
