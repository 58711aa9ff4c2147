//! From what the user names to the files to read.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use ignore::overrides::OverrideBuilder;

use super::read;

/// An input to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Stdin,
    /// A file. One that the user named is read whatever its name and whatever ignore files say.
    File {
        path: PathBuf,
        named: bool,
    },
}

impl Target {
    /// As reports show it.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "<stdin>".into(),
            Self::File { path, .. } => path.strip_prefix(".").unwrap_or(path).to_string_lossy().into_owned(),
        }
    }
}

/// A path that leads to no file, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub path: String,
    pub error: String,
}

/// The inputs, each once, in the order in which they were named; a folder's by name.
pub fn targets(paths: &[PathBuf]) -> (Vec<Target>, Vec<Missing>) {
    let here = [PathBuf::from(".")];
    let mut found = Found::default();
    for path in if paths.is_empty() { &here } else { paths } {
        if path.as_os_str() == "-" {
            found.push(Target::Stdin);
        } else if path.is_dir() {
            _ = found.walk(path, None);
        } else if path.exists() || !is_glob(path) {
            found.push(Target::File { path: path.clone(), named: true });
        } else {
            found.glob(path);
        }
    }
    (found.targets, found.missing)
}

fn is_glob(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[', '{'])
}

#[derive(Default)]
struct Found {
    targets: Vec<Target>,
    seen: HashSet<PathBuf>,
    stdin: bool,
    missing: Vec<Missing>,
}

impl Found {
    fn push(&mut self, target: Target) {
        let new = match &target {
            Target::Stdin => !std::mem::replace(&mut self.stdin, true),
            Target::File { path, .. } => self.seen.insert(path.strip_prefix(".").unwrap_or(path).to_path_buf()),
        };
        if new {
            self.targets.push(target);
        }
    }

    /// Whether it finds any file, seen before or not.
    fn walk(&mut self, folder: &Path, pattern: Option<&Pattern>) -> bool {
        let mut any = false;
        let mut walk = WalkBuilder::new(folder);
        walk.require_git(false).add_custom_ignore_filename(".candorignore").sort_by_file_name(Ord::cmp);
        for entry in walk.build() {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    let path = entry.into_path();
                    let known = read::format_of(&path).is_some();
                    if pattern.map_or(known, |pattern| pattern.matches(&path) && (known || pattern.names_an_extension))
                    {
                        any = true;
                        self.push(Target::File { path, named: false });
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    let path = folder.to_string_lossy().into_owned();
                    self.missing.push(Missing { path, error: format!("cannot be walked: {error}") });
                }
            }
        }
        any
    }

    /// A glob that the shell did not expand.
    fn glob(&mut self, path: &Path) {
        let fixed: PathBuf = path.components().take_while(|part| !is_glob(part.as_os_str().as_ref())).collect();
        let folder = if fixed.as_os_str().is_empty() { PathBuf::from(".") } else { fixed };
        let rest = path.strip_prefix(&folder).unwrap_or(path);
        let error = match Pattern::new(&folder, rest) {
            Ok(pattern) if folder.is_dir() && self.walk(&folder, Some(&pattern)) => return,
            Ok(_) => "matches no file; check the spelling and the ignore files".into(),
            Err(error) => format!("is no glob: {error}"),
        };
        self.missing.push(Missing { path: path.to_string_lossy().into_owned(), error });
    }
}

struct Pattern {
    matcher: ignore::overrides::Override,
    names_an_extension: bool,
}

impl Pattern {
    fn new(folder: &Path, glob: &Path) -> Result<Self, ignore::Error> {
        let glob = glob.to_string_lossy();
        let mut builder = OverrideBuilder::new(folder);
        // With the slash it holds from the folder on, and `*.html` means no deeper file.
        builder.add(&format!("/{glob}"))?;
        let extension = glob.rsplit_once('.').map_or("", |(_, extension)| extension);
        let names_an_extension = !extension.is_empty() && extension.chars().all(char::is_alphanumeric);
        Ok(Self { matcher: builder.build()?, names_an_extension })
    }

    fn matches(&self, path: &Path) -> bool {
        self.matcher.matched(path, false).is_whitelist()
    }
}
