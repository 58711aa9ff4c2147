//! What a house decides once: rules off or re-graded, markets, brands, its own phrases.

use core::fmt;
use std::collections::BTreeMap;

use candor_scan::vocabulary::{Category, Locale, Severity, UnknownName, nearest};
use serde::{Deserialize, Serialize};

use crate::catalogue::Catalogue;
use crate::input::Ignore;
use crate::market;

mod serde_error;
#[cfg(test)]
mod tests;

/// `candor.toml`, or the object given to `new Linter(…)`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Config {
    /// Rule id or category to `"off"`, `"on"` or a severity. A rule's own setting beats its category's.
    pub rules: BTreeMap<String, RuleSetting>,
    /// Where the copy is shown, unless a text's facts say otherwise.
    #[serde(deserialize_with = "market::deserialize")]
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

impl Config {
    /// Reads `candor.toml`; `path` names it in messages.
    ///
    /// # Errors
    /// When the text is not TOML or has a key, locale, market or setting that does not exist.
    #[cfg(feature = "full")]
    pub fn from_toml(text: &str, path: &str) -> Result<Self, ConfigError> {
        toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| 1 + text[..span.start].matches('\n').count());
            ConfigError::from_serde(error.message()).at(path, line)
        })
    }

    /// Checks what only the catalogue and the whole can tell: that the rules named exist, that
    /// house rules have an id and something to find, that ignores have a reason.
    ///
    /// # Errors
    /// The first mistake.
    pub fn validate(&self, catalogue: &Catalogue) -> Result<(), ConfigError> {
        for name in self.rules.keys().chain(self.ignores.iter().filter_map(|ignore| ignore.rule.as_ref())) {
            self.validate_rule(name, catalogue)?;
        }
        for name in &self.markets {
            market::parse(name).map_err(|unknown| ConfigError::unknown("unknown-market", &unknown))?;
        }
        for (id, rule) in &self.phrases {
            rule.validate(id, "bad-phrase")?;
        }
        for (id, rule) in &self.patterns {
            if cfg!(not(feature = "full")) {
                return Err(ConfigError {
                    code: "needs-full",
                    message: format!("house pattern `{id}` is a regular expression, which this build cannot read"),
                    cure: "load `candor/full`, or write it as a phrase".into(),
                });
            }
            if self.phrases.contains_key(id) {
                return Err(ConfigError {
                    code: "bad-pattern",
                    message: format!("house rule `{id}` stands both under `phrases` and under `patterns`"),
                    cure: "give one of them another name".into(),
                });
            }
            rule.validate(id, "bad-pattern")?;
        }
        self.ignores.iter().try_for_each(validate_ignore)
    }

    fn validate_rule(&self, name: &str, catalogue: &Catalogue) -> Result<(), ConfigError> {
        let house = self.phrases.contains_key(name) || self.patterns.contains_key(name);
        if house || catalogue.rule(name).is_some() || name.parse::<Category>().is_ok() {
            return Ok(());
        }
        let rules = catalogue.rules().iter().map(|rule| rule.id.as_str());
        let categories = Category::ALL.iter().map(|category| category.name());
        let house = self.phrases.keys().chain(self.patterns.keys()).map(String::as_str);
        let nearest = nearest(name, rules.chain(categories).chain(house));
        Err(ConfigError::unknown("unknown-rule", &UnknownName { what: "rule", name: name.into(), nearest }))
    }
}

impl HouseRule {
    fn validate(&self, id: &str, code: &'static str) -> Result<(), ConfigError> {
        let name = id.strip_prefix("house/").unwrap_or_default();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if name.is_empty() || !name.chars().all(plain) {
            return Err(ConfigError {
                code,
                message: format!("`{id}` is no id of a house rule"),
                cure: "write it as `house/no-cheap`: lower-case letters, digits and hyphens".into(),
            });
        }
        if self.find.iter().all(|find| find.trim().is_empty()) {
            return Err(ConfigError {
                code,
                message: format!("house rule `{id}` has nothing to find"),
                cure: "give it `find = [\"...\"]`".into(),
            });
        }
        Ok(())
    }
}

fn validate_ignore(ignore: &Ignore) -> Result<(), ConfigError> {
    let blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    let what = ignore.rule.as_deref().or(ignore.text.as_deref()).unwrap_or_default();
    let (message, cure) = if blank(&ignore.rule) && blank(&ignore.text) {
        ("an ignore names neither a rule nor words".into(), "give it `rule`, `text` or both")
    } else if ignore.reason.trim().is_empty() {
        (format!("the ignore of `{what}` has no reason"), "say in `reason` why it is accepted")
    } else {
        return Ok(());
    };
    Err(ConfigError { code: "bad-ignore", message, cure: cure.into() })
}

/// A configuration that cannot be used: the thing, then the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// `unknown-rule`, `unknown-key`, `unknown-value`, `unknown-locale`, `unknown-market`, `bad-phrase`,
    /// `bad-pattern`, `bad-ignore`, `bad-glob`, `syntax`, `needs-full`.
    pub code: &'static str,
    /// The thing, lower case, no full stop.
    pub message: String,
    /// The way out.
    pub cure: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if self.cure.is_empty() { Ok(()) } else { write!(f, "; {}", self.cure) }
    }
}

impl core::error::Error for ConfigError {}

impl ConfigError {
    /// A name that does not exist, with the nearest that does or where to look.
    pub fn unknown(code: &'static str, unknown: &UnknownName) -> Self {
        let cure = match &unknown.nearest {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => match code {
                "unknown-rule" => "`candor rules` lists them".into(),
                "unknown-market" => "write a country (`FR`), a state (`US-NY`), `EU` or a platform (`META`)".into(),
                "unknown-locale" => {
                    format!("candor speaks {}", Locale::ALL.iter().map(|l| l.name()).collect::<Vec<_>>().join(", "))
                }
                _ => String::new(),
            },
        };
        Self { code, message: format!("unknown {} `{}`", unknown.what, unknown.name), cure }
    }

    /// The same with its place before it.
    #[must_use]
    pub fn at(mut self, path: &str, line: Option<usize>) -> Self {
        let line = line.map_or(String::new(), |line| format!(":{line}"));
        self.message = format!("{path}{line}: {}", self.message);
        self
    }
}
