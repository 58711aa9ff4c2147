//! What files, and the page's own data, say of how media were made: facts that nobody had to
//! state.

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
    /// Each `src` whose file was read, and whether the file has a mark.
    read: Vec<(String, bool)>,
}

impl Evidence {
    /// Asks for each medium that `document` shows once.
    pub fn gather(document: &Document<'_>, files: Files<'_>) -> Self {
        let mut evidence = Self { told: marks::of_page(document), read: Vec::new() };
        for asset in &document.assets {
            if evidence.read.iter().any(|(src, _)| *src == asset.src) {
                continue;
            }
            if let Some(marks) = marks::of_data_url(&asset.src).or_else(|| files(&asset.src)) {
                evidence.read.push((asset.src.clone(), !marks.is_empty()));
                evidence.told.extend(marks.into_iter().map(|mark| Told { asset: Some(asset.src.clone()), mark }));
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

    /// Whether the author says that the source had a mark, and the file has none.
    pub fn is_stripped(&self, asset: &Asset) -> bool {
        asset.source_marked == Some(true) && self.read.iter().any(|(src, marked)| *src == asset.src && !marked)
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
