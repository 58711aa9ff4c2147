//! A text under edit, for editors: offsets in UTF-16, findings named by keys.

use std::collections::HashMap;
use std::rc::Rc;

use self_cell::self_cell;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::{options, plain, read_input};
use crate::document::Span;
use crate::open::{Key, Open as OpenText};
use crate::output::json::{DiagnosticJson, ReportJson};

self_cell!(
    /// The text borrows the linter's rules, and JavaScript knows no lifetimes.
    struct Held {
        owner: Rc<crate::Linter>,

        #[covariant]
        dependent: OpenText,
    }
);

/// What `linter.open(text, options)` gives.
#[wasm_bindgen]
pub struct Open(Held);

#[derive(Serialize)]
struct ChangeJson<'a> {
    removed: Vec<Key>,
    added: Vec<AddedJson<'a>>,
    shift: Shift,
    read: usize,
}

#[derive(Serialize)]
struct AddedJson<'a> {
    key: Key,
    #[serde(flatten)]
    diagnostic: DiagnosticJson<'a>,
}

#[derive(Serialize)]
struct Shift {
    from: u32,
    by: i32,
}

#[derive(Serialize)]
struct OpenReportJson<'a> {
    #[serde(flatten)]
    report: ReportJson<'a>,
    keys: Vec<Key>,
}

impl Open {
    pub(super) fn new(linter: Rc<crate::Linter>, input: &JsValue, today: &str) -> Result<Self, JsValue> {
        let text = options::text(input)?;
        let input = read_input(&text, input, today)?;
        Ok(Self(Held::new(linter, |linter| linter.open(&input))))
    }
}

#[wasm_bindgen]
impl Open {
    /// Replaces the units `from..to` by `insert` and says which findings that changed.
    pub fn edit(&mut self, from: u32, to: u32, insert: &str) -> Result<JsValue, JsValue> {
        self.0.with_dependent_mut(|_, open| {
            let (from, to) = (open.byte(from), open.byte(to.max(from)));
            let (start, end) = (open.unit(from as u32), open.unit(to as u32));
            let by = insert.encode_utf16().count() as i32 - (end - start) as i32;
            let change = open.edit(from, to, insert);
            let offset = |byte| open.unit(byte);
            let added = change.added.iter();
            let added =
                added.map(|(key, found)| AddedJson { key: *key, diagnostic: DiagnosticJson::new(found, &offset) });
            plain(&ChangeJson {
                added: added.collect(),
                removed: change.removed,
                shift: Shift { from: end, by },
                read: change.read,
            })
        })
    }

    /// The report on the text as it stands, and the key of each of its diagnostics.
    pub fn report(&self) -> Result<JsValue, JsValue> {
        let (linter, open) = (self.0.borrow_owner(), self.0.borrow_dependent());
        let report = open.report();
        let mut keys_of: HashMap<(&str, Option<Span>), Vec<Key>> = HashMap::new();
        for (key, rule, span) in open.keys() {
            keys_of.entry((rule, span)).or_default().push(key);
        }
        let keys = report.diagnostics.iter();
        let keys = keys.map(|found| {
            let own = keys_of.get_mut(&(&*found.rule.id, found.span));
            own.and_then(Vec::pop).expect("a finding that is reported has its key")
        });
        let keys = keys.collect();
        plain(&OpenReportJson { report: report.to_json(open.text(), linter.catalogue().version()), keys })
    }
}
