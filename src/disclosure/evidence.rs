//! What files, and the page's own data, say of how media were made: facts that nobody had to
//! state.

use std::collections::{HashMap, HashSet};

use super::Kind;
use super::marks::{self, Mark, Told};
use crate::document::Document;
use crate::input::{Asset, Facts};

/// Gives the marks of the file behind a `src`; `None` where there is none to read.
pub(crate) type Files<'f> = &'f dyn Fn(&str) -> Option<Vec<Mark>>;

/// Marks of a page and of what it shows.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    /// First what the page says, then its media in order.
    pub told: Vec<Told>,
    /// Each `src` whose file was read, with its marks.
    read: HashMap<String, Vec<Mark>>,
}

impl Evidence {
    /// Asks for each medium that `document` shows once.
    pub fn gather(document: &Document<'_>, files: Files<'_>) -> Self {
        let mut evidence = Self { told: marks::of_page(document), read: HashMap::new() };
        let mut seen = HashSet::new();
        for asset in document.assets.iter().filter(|asset| seen.insert(asset.src.as_str())) {
            if let Some(marks) = marks::of_data_url(&asset.src).or_else(|| files(&asset.src)) {
                let told = |mark: &Mark| Told { asset: Some(asset.src.clone()), mark: mark.clone() };
                evidence.told.extend(marks.iter().map(told));
                evidence.read.insert(asset.src.clone(), marks);
            }
        }
        evidence
    }

    /// Whether there is anything to hold against the page.
    pub fn is_empty(&self) -> bool {
        self.told.is_empty() && self.read.is_empty()
    }

    /// What the marks say that a medium, or the text (`None`), is; of several the strongest.
    pub fn content(&self, asset: Option<&str>) -> Option<Kind> {
        let own = self.told.iter().filter(|told| told.asset.as_deref() == asset);
        own.filter_map(|told| told.mark.content).min_by_key(|kind| *kind != Kind::AiGenerated)
    }

    /// The marks of a file; `None` where it was not read.
    pub fn of_file(&self, src: &str) -> Option<&[Mark]> {
        self.read.get(src).map(Vec::as_slice)
    }

    /// Whether the author says that the source had a mark, and the file has none.
    pub fn is_stripped(&self, asset: &Asset) -> bool {
        asset.source_marked == Some(true) && self.of_file(&asset.src).is_some_and(<[_]>::is_empty)
    }

    /// The facts, and of media what marks say and nobody stated.
    pub fn supplement(&self, stated: &Facts) -> Facts {
        let mut facts = stated.clone();
        let mut supplement = |src: &str, content: Option<Kind>| {
            let known = facts.assets.iter().position(|asset| asset.src == src);
            let at = known.unwrap_or_else(|| {
                facts.assets.push(Asset { src: src.into(), ..Asset::default() });
                facts.assets.len() - 1
            });
            let asset = &mut facts.assets[at];
            if let Some(kind) = content.filter(|_| asset.content.is_empty()) {
                asset.content.push(kind.name().into());
            }
            asset.source_marked = asset.source_marked.or(Some(true));
        };
        for src in self.told.iter().filter_map(|told| told.asset.as_deref()) {
            supplement(src, self.content(Some(src)));
        }
        facts
    }
}
