//! What a house decides once: rules off or re-graded, markets, brands, its own phrases.

use core::fmt;
use std::collections::BTreeMap;

use candor_scan::vocabulary::{Locale, Severity};
use serde::{Deserialize, Serialize};

use crate::input::Ignore;

/// `candor.toml`, or the object given to `new Linter(…)`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Config {
    /// Rule id or category to `"off"`, a severity, or a table.
    pub rules: BTreeMap<String, RuleSetting>,
    /// Where the copy is shown, unless a text's facts say otherwise.
    pub markets: Vec<String>,
    /// Languages that the house writes in. A short text without evidence is read as these.
    pub locales: Vec<Locale>,
    /// The language of messages; absent: the text's.
    pub lang: Option<Locale>,
    /// Names that are never findings: `["Last Chance Records"]`.
    pub brands: Vec<String>,
    /// House phrases: rules of the house's own, by id `house/name`.
    pub phrases: BTreeMap<String, HouseRule>,
    /// House patterns, as [`HouseRule`] with regular expressions in place of phrases. Full build only.
    pub patterns: BTreeMap<String, HouseRule>,
    /// Accepted findings.
    pub ignores: Vec<Ignore>,
    /// Globs of files that the command line skips.
    pub skip: Vec<String>,
}

/// What becomes of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuleSetting {
    /// As the catalogue has it.
    On,
    /// Never reported.
    Off,
    /// Reported as a note.
    Info,
    /// Reported as a warning.
    Warning,
    /// Reported as an error.
    Error,
}

impl RuleSetting {
    /// The severity that it sets, if it sets one.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::On | Self::Off => None,
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// A rule that a house writes for itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct HouseRule {
    /// Phrases in the notation of `rules/`; under `patterns`: regular expressions.
    pub find: Vec<String>,
    /// What the words do; `{match}` stands for them.
    pub message: String,
    /// What to write instead.
    pub help: String,
    /// Default: warning.
    pub severity: Option<Severity>,
    /// Languages that it holds for; absent: all.
    pub locales: Vec<Locale>,
    /// A replacement to offer.
    pub suggest: Vec<String>,
}

/// A configuration that cannot be used: the thing, then the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// `unknown-rule`, `unknown-key`, `unknown-locale`, `unknown-market`, `bad-phrase`, `bad-pattern`, `syntax`, `needs-full`.
    pub code: &'static str,
    /// The thing, lower case, no full stop.
    pub message: String,
    /// The way out.
    pub cure: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message, self.cure)
    }
}

impl core::error::Error for ConfigError {}
