//! Stands in for `Report::to_json` of the command-line branch; goes when that is merged.

use serde::Serialize;
use std::collections::BTreeMap;

use crate::report::Report;

#[derive(Serialize)]
struct Interim<'a> {
    locale: &'static str,
    score: u8,
    manipulation: Option<f64>,
    categories: BTreeMap<&'static str, u8>,
    diagnostics: Vec<&'a str>,
    disclosures: [(); 0],
    questions: [(); 0],
    satisfied: [(); 0],
    ignored: [(); 0],
    by: By,
}

#[derive(Serialize)]
struct By {
    version: &'static str,
    today: String,
}

impl Report<'_> {
    /// The report under the JSON contract.
    pub fn to_json(&self, source: &str) -> impl Serialize {
        let _ = source;
        Interim {
            locale: self.locale.map_or("und", |locale| locale.name()),
            score: self.score,
            manipulation: self.manipulation.map(f64::from),
            categories: BTreeMap::new(),
            diagnostics: Vec::new(),
            disclosures: [],
            questions: [],
            satisfied: [],
            ignored: [],
            by: By { version: env!("CARGO_PKG_VERSION"), today: self.today.to_string() },
        }
    }
}
