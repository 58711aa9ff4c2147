//! `candor.toml`: which one holds for a file, and the linter that it makes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use candor::{Catalogue, Config, ConfigError, Linter};
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::Failure;
use super::args::House;

/// The name that is looked for upwards from each file.
const FILE: &str = "candor.toml";

/// A linter and the files that it is not for.
#[derive(Debug)]
pub struct Settings {
    pub linter: Linter,
    skip: Gitignore,
}

impl Settings {
    /// Whether `skip` names this file.
    pub fn skips(&self, file: &Path) -> bool {
        let file = absolute(file);
        file.starts_with(self.skip.path()) && self.skip.matched_path_or_any_parents(file, false).is_ignore()
    }

    fn new(file: Option<&Path>, house: &House) -> Result<Self, Failure> {
        let catalogue = Catalogue::builtin();
        let shown = file.map(shown);
        let mut text = String::new();
        let mut config = Config::default();
        if let (Some(file), Some(shown)) = (file, &shown) {
            text = fs::read_to_string(file).map_err(|error| cannot_read(shown, &error))?;
            config = Config::from_toml(&text, shown)?;
        }
        if let Some(markets) = &house.markets {
            config.markets.clone_from(markets);
        }
        config.lang = house.lang.or(config.lang);
        // The linter sees no file, so its complaints get their place here.
        let placed = |error: ConfigError| match &shown {
            Some(shown) => error.clone().at(shown, line_of(&text, &error.message)),
            None => error,
        };
        config.validate(&catalogue).map_err(placed)?;
        let root = file.map(absolute).and_then(|file| file.parent().map(Path::to_path_buf)).unwrap_or_default();
        let skip = skip(&root, &config.skip).map_err(placed)?;
        let linter = Linter::new(catalogue, config).map_err(placed)?;
        Ok(Self { linter, skip })
    }
}

fn skip(root: &Path, globs: &[String]) -> Result<Gitignore, ConfigError> {
    let mut builder = GitignoreBuilder::new(root);
    let bad = |glob: &str| ConfigError {
        code: "bad-glob",
        message: format!("`{glob}` under `skip` is no glob"),
        cure: "write it as in an ignore file: `drafts/**`, `*.min.html`".into(),
    };
    for glob in globs {
        builder.add_line(None, glob).map_err(|_| bad(glob))?;
    }
    builder.build().map_err(|_| bad(&globs.join(" ")))
}

/// The line of the first thing that a message quotes.
fn line_of(text: &str, message: &str) -> Option<usize> {
    let name = message.split('`').nth(1)?;
    text.lines().position(|line| line.split('#').next().is_some_and(|line| line.contains(name))).map(|line| line + 1)
}

fn cannot_read(shown: &str, error: &io::Error) -> Failure {
    let cure = "check the path given to --config";
    Failure::Usage(match error.kind() {
        io::ErrorKind::NotFound => format!("there is no `{shown}`; {cure}"),
        io::ErrorKind::InvalidData => format!("`{shown}` is not UTF-8; save it as UTF-8"),
        _ => format!("cannot read `{shown}`: {error}; {cure}"),
    })
}

/// A path as its reader would write it: from here on, if it lies below.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).to_string_lossy().into_owned()
}

/// From the root of the file system on, where that can be told.
pub fn absolute(path: &Path) -> PathBuf {
    fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.into())
}

/// All settings of a run. Each configuration is read once, each folder looked at once.
#[derive(Debug, Default)]
pub struct AllSettings {
    all: Vec<Settings>,
    by_file: HashMap<Option<PathBuf>, usize>,
    by_folder: HashMap<PathBuf, Option<PathBuf>>,
}

impl AllSettings {
    /// The number of the settings for `file`; `None` is standard input, which lies here.
    pub fn find(&mut self, file: Option<&Path>, house: &House) -> Result<usize, Failure> {
        let config = match (&house.config, file) {
            (Some(config), _) => Some(config.clone()),
            (None, Some(file)) => absolute(file).parent().and_then(|folder| self.upwards(folder)),
            (None, None) => std::env::current_dir().ok().and_then(|folder| self.upwards(&folder)),
        };
        if let Some(number) = self.by_file.get(&config) {
            return Ok(*number);
        }
        self.all.push(Settings::new(config.as_deref(), house)?);
        self.by_file.insert(config, self.all.len() - 1);
        Ok(self.all.len() - 1)
    }

    /// The linter of the settings with this number, given away.
    pub fn into_linter(mut self, number: usize) -> Linter {
        self.all.swap_remove(number).linter
    }

    /// The settings with this number.
    pub fn get(&self, number: usize) -> &Settings {
        &self.all[number]
    }

    fn upwards(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.by_folder.get(folder) {
            return known.clone();
        }
        let here = folder.join(FILE);
        let found = if here.is_file() { Some(here) } else { folder.parent().and_then(|parent| self.upwards(parent)) };
        self.by_folder.insert(folder.into(), found.clone());
        found
    }
}
