//! Files that a page shows: read where they lie beside it, never over a network.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{env, fs};

use candor::disclosure::marks::{self, Mark};
use candor::url;

/// Larger files are films; their marks would cost more to read than all copy of a site.
const LARGEST: u64 = 64 << 20;

/// Files that were read: a thousand pages show the same picture.
#[derive(Debug, Default)]
pub struct Known(Mutex<HashMap<PathBuf, Option<Vec<Mark>>>>);

/// Where a page lies.
pub struct Media<'k> {
    folder: PathBuf,
    /// Nothing outside is read: the folder of the run where it holds the page, else the page's.
    root: PathBuf,
    known: &'k Known,
}

impl Known {
    /// The marks of a file, on any thread; two may read the same at once, and find the same.
    fn marks(&self, path: PathBuf) -> Option<Vec<Mark>> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(marks) = known().get(&path) {
            return marks.clone();
        }
        let read = || {
            let about = fs::metadata(&path).ok()?;
            let bytes = if about.is_file() && about.len() <= LARGEST { fs::read(&path).ok() } else { None };
            bytes.map(|bytes| marks::read(&bytes))
        };
        let marks = read();
        known().insert(path, marks.clone());
        marks
    }
}

impl<'k> Media<'k> {
    /// What the page at `path` can show.
    pub fn beside(path: &Path, known: &'k Known) -> Option<Self> {
        let path = settled(path)?;
        let folder = path.parent()?.to_path_buf();
        let run = env::current_dir().ok().and_then(|run| settled(&run)).filter(|run| folder.starts_with(run));
        Some(Self { root: run.unwrap_or_else(|| folder.clone()), folder, known })
    }

    /// The marks of the file behind `src`; `None` where there is none to read.
    pub fn marks(&self, src: &str) -> Option<Vec<Mark>> {
        self.known.marks(self.find(src)?)
    }

    fn find(&self, src: &str) -> Option<PathBuf> {
        let path = src.split(['?', '#']).next().unwrap_or_default();
        let path = String::from_utf8(url::decoded(path)).ok()?;
        // `https:` and `C:` alike lead elsewhere, and so does what begins with `//`.
        if path.is_empty() || path.contains([':', '\\', '\0']) || path.starts_with("//") {
            return None;
        }
        let (mut found, path) = match path.strip_prefix('/') {
            Some(path) => (self.root.clone(), path.to_owned()),
            None => (self.folder.clone(), path),
        };
        for part in Path::new(&path).components() {
            match part {
                Component::Normal(name) => found.push(name),
                Component::ParentDir => _ = found.pop(),
                Component::CurDir => {}
                Component::RootDir | Component::Prefix(_) => return None,
            }
            if !found.starts_with(&self.root) {
                return None;
            }
        }
        // A link may lead out.
        settled(&found).filter(|found| found.starts_with(&self.root))
    }
}

/// The path without links, where the system knows how; WASI, which opens no door of its own, does not.
fn settled(path: &Path) -> Option<PathBuf> {
    if cfg!(target_family = "wasm") { std::path::absolute(path).ok() } else { path.canonicalize().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_beside_the_page_are_found() {
        let place = tempfile::tempdir().unwrap();
        let path = |name: &str| place.path().join(name);
        fs::create_dir_all(path("site/img")).unwrap();
        for name in ["site/a.html", "site/img/a b.svg", "secret.svg"] {
            fs::write(path(name), "<svg/>").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(path("secret.svg"), path("site/link.svg")).unwrap();
        let known = Known::default();
        let media = Media::beside(&path("site/a.html"), &known).unwrap();
        for src in ["img/a%20b.svg", "./img/a b.svg?v=1#x", "/img/a%20b.svg", "img/../img/a b.svg"] {
            assert_eq!(media.marks(src), Some(Vec::new()), "{src}");
        }
        for src in [
            "",
            "img",
            "none.svg",
            "../secret.svg",
            "..%2Fsecret.svg",
            "link.svg",
            "/../secret.svg",
            "https://a.example/a.svg",
            "//a.example/a.svg",
            "file:///etc/hostname",
            "data:image/svg+xml,x",
        ] {
            assert_eq!(media.marks(src), None, "{src}");
        }
    }
}
