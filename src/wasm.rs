//! The JavaScript API: plain objects in, plain objects out, offsets in UTF-16.
//!
//! The entries under `www/npm` wrap what is exported here, load the module and turn a
//! [`Failure`] into a `CandorError`. `wasm/types.d.ts` holds the types of the whole.

use std::cell::RefCell;
use std::rc::Rc;

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::catalogue::{Catalogue, Rule};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::input::{Format, Ignore, Input};
#[cfg(feature = "marks")]
use crate::output::json::MarkJson;
use crate::{Certainty, Locale, Severity};

mod open;
mod options;

use options::{Failure, Object};

/// The standard library's allocator is six times the code, and no faster here.
#[global_allocator]
static ALLOCATOR: rlsf::GlobalTlsf<Small> = rlsf::GlobalTlsf::new();

struct Small;

impl rlsf::GlobalTlsfOptions for Small {
    const ENABLE_REALLOCATION: bool = false;
}

thread_local! {
    /// The rules and languages of this module instance. A linter keeps those that stood here when it was made.
    static CATALOGUE: RefCell<Catalogue> = RefCell::new(Catalogue::builtin());
}

/// The version of the package.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").into()
}

/// The languages that are loaded.
#[wasm_bindgen]
pub fn locales() -> Vec<String> {
    CATALOGUE.with_borrow(|catalogue| catalogue.locales().into_iter().map(|locale| locale.name().into()).collect())
}

/// Adds a language file and gives its locale. Linters made before do not speak it.
#[wasm_bindgen(js_name = addLanguage)]
pub fn add_language(bytes: &[u8]) -> Result<String, JsValue> {
    let added = CATALOGUE.with_borrow_mut(|catalogue| catalogue.add_language(bytes));
    Ok(added.map_err(|error| Failure::new("bad-language", error.0, LANGUAGE_CURE))?.name().into())
}

const LANGUAGE_CURE: &str = "use the lang/*.bin files of the same version of the package";

/// The catalogue, with messages in `lang` (default English).
#[wasm_bindgen]
pub fn rules(lang: Option<String>) -> Result<JsValue, JsValue> {
    let lang = options::language(lang.as_deref(), "lang")?.unwrap_or(Locale::En);
    CATALOGUE.with_borrow(|catalogue| {
        plain(&catalogue.rules().iter().map(|rule| entry(catalogue, rule, lang)).collect::<Vec<_>>())
    })
}

/// Rules and configuration, ready to lint any number of texts.
#[wasm_bindgen]
pub struct Linter(Rc<crate::Linter>);

#[wasm_bindgen]
impl Linter {
    /// A linter under `config`: the object that `candor.toml` describes, without its files to skip.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &JsValue) -> Result<Linter, JsValue> {
        let object = Object::new(config, "options")?;
        let config = if object.is_empty() { Config::default() } else { read_config(&object)? };
        let catalogue = CATALOGUE.with_borrow(Catalogue::clone);
        Ok(Self(Rc::new(crate::Linter::new(catalogue, config).map_err(Failure::from)?)))
    }

    /// Opens a text for editing; takes what [`Linter::lint`] takes.
    pub fn open(&self, input: &JsValue, today: &str) -> Result<open::Open, JsValue> {
        open::Open::new(Rc::clone(&self.0), input, today)
    }

    /// Lints a string, or `{ text, format, locale, facts, ignores, today }`. `today` is
    /// the day where the object names none.
    pub fn lint(&self, input: &JsValue, today: &str) -> Result<JsValue, JsValue> {
        let text = options::text(input)?;
        let input = read_input(&text, input, today)?;
        plain(&self.0.lint(&input).to_json(&text, self.0.catalogue().version()))
    }

    /// The findings alone, four numbers each: start, end, index in `rules()`, level
    /// (0 info, 1 warning, 2 error; 4 more for a hint). For underlines while somebody types.
    pub fn spans(&self, input: &JsValue, today: &str) -> Result<Vec<u32>, JsValue> {
        let text = options::text(input)?;
        let report = self.0.lint(&read_input(&text, input, today)?);
        let mut numbers = Vec::with_capacity(report.diagnostics.len() * 4);
        for diagnostic in &report.diagnostics {
            if let Some(span) = diagnostic.span {
                let offset = |byte: u32| report.utf16.offset(&text, byte as usize);
                let rule = self.0.rules().position(|rule| std::ptr::eq(rule, diagnostic.rule));
                let rule = rule.expect("a finding's rule is one of the linter's");
                numbers.extend([offset(span.start), offset(span.end), rule as u32, level(diagnostic)]);
            }
        }
        Ok(numbers)
    }

    /// As [`Linter::lint`], held against the files that the text shows: `files` has their marks by `src`, as
    /// [`Linter::marks`] gives them. Needs the full build.
    #[wasm_bindgen(js_name = lintWithFiles)]
    pub fn lint_with_files(&self, input: &JsValue, today: &str, files: &JsValue) -> Result<JsValue, JsValue> {
        #[cfg(feature = "marks")]
        {
            let text = options::text(input)?;
            let input = read_input(&text, input, today)?;
            let files = options::files(files)?;
            let report = self.0.lint_with_files(&input, &|src| files.get(src).cloned());
            plain(&report.to_json(&text, self.0.catalogue().version()))
        }
        #[cfg(not(feature = "marks"))]
        {
            _ = (input, today, files);
            Err(no_media())
        }
    }

    /// The machine-readable marks of a media file. Needs the full build.
    pub fn marks(&self, bytes: &[u8]) -> Result<JsValue, JsValue> {
        #[cfg(feature = "marks")]
        return plain(&crate::disclosure::marks::read(bytes).iter().map(MarkJson::from).collect::<Vec<_>>());
        #[cfg(not(feature = "marks"))]
        {
            _ = bytes;
            Err(no_media())
        }
    }

    /// The rules in use, house rules with them, in the order that [`Linter::spans`] counts.
    pub fn rules(&self, lang: Option<String>) -> Result<JsValue, JsValue> {
        let lang = options::language(lang.as_deref(), "lang")?.or(self.0.config().lang).unwrap_or(Locale::En);
        let catalogue = self.0.catalogue();
        plain(&self.0.rules().map(|rule| entry(catalogue, rule, lang)).collect::<Vec<_>>())
    }
}

#[cfg(not(feature = "marks"))]
fn no_media() -> JsValue {
    Failure::new("needs-full", "media files cannot be read by this build", "import from `candor/full`").into()
}

// A browser compiles a function whole when it is first called: what reads options waits for some.
#[inline(never)]
fn read_config(object: &Object) -> Result<Config, Failure> {
    for key in ["phrases", "patterns"] {
        object.each_value(key, Object::known::<crate::config::HouseRule>)?;
    }
    object.each_item("ignores", Object::known::<Ignore>)?;
    object.read()
}

fn level(diagnostic: &Diagnostic<'_>) -> u32 {
    let severity = match diagnostic.severity {
        Severity::Info => 0,
        Severity::Warning => 1,
        Severity::Error => 2,
    };
    severity + if diagnostic.certainty == Certainty::Hint { 4 } else { 0 }
}

/// The text and what `value`, if it is an object, says about it.
fn read_input<'a>(text: &'a str, value: &JsValue, today: &str) -> Result<Input<'a>, Failure> {
    let input = Input::plain(text, options::day(today)?);
    if value.is_string() { Ok(input) } else { read_object(input, value) }
}

#[inline(never)]
fn read_object<'a>(mut input: Input<'a>, value: &JsValue) -> Result<Input<'a>, Failure> {
    let object = Object::new(value, "input")?;
    object.only(&["text", "format", "locale", "facts", "ignores", "today"])?;
    if let Some(format) = object.string("format")? {
        input.format = options::format(&format)?;
        if cfg!(not(feature = "full")) && input.format == Format::Markdown {
            let message = "Markdown cannot be read by this build";
            return Err(Failure::new("needs-full", message, "import from `candor/full`"));
        }
    }
    if let Some(today) = object.string("today")? {
        input.today = options::day(&today)?;
    }
    input.locale = options::language(object.string("locale")?.as_deref(), "locale")?;
    if let Some(facts) = object.object("facts")? {
        input.facts = options::facts(&facts)?;
    }
    object.each_item("ignores", |ignore| {
        ignore.known::<Ignore>()?;
        input.ignores.push(ignore.read()?);
        Ok(())
    })?;
    Ok(input)
}

/// One rule as `rules()` gives it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    id: &'a str,
    category: &'static str,
    severity: &'static str,
    certainty: &'static str,
    message: &'a str,
    why: &'a str,
    help: &'a str,
    fact: Option<&'a str>,
    sources: Vec<SourceEntry<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SourceEntry<'a> {
    id: &'a str,
    title: &'a str,
    article: &'a str,
    url: &'a str,
    level: &'a str,
    checked: &'a str,
    review_by: &'a str,
}

fn entry<'a>(catalogue: &'a Catalogue, rule: &'a Rule, lang: Locale) -> Entry<'a> {
    let text = rule.text(lang);
    let source = |id: &String| {
        catalogue.source(id).map(|source| SourceEntry {
            id: &source.id,
            title: &source.title,
            article: &source.article,
            url: &source.url,
            level: &source.level,
            checked: &source.checked,
            review_by: &source.review_by,
        })
    };
    Entry {
        id: &rule.id,
        category: rule.category.name(),
        severity: rule.severity.name(),
        certainty: rule.certainty.name(),
        message: &text.message,
        why: &text.why,
        help: &text.help,
        fact: rule.fact.as_deref(),
        sources: rule.sources.iter().filter_map(source).collect(),
    }
}

fn plain(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}
