//! Any text in any format is linted, and every span of the report lies on characters of it.
#![no_main]

use std::sync::LazyLock;

use candor::{Catalogue, Config, Date, Format, Input, Linter};
use libfuzzer_sys::fuzz_target;

const TODAY: Date = Date { year: 2026, month: 11, day: 23 };
static LINTER: LazyLock<Linter> = LazyLock::new(|| Linter::new(Catalogue::builtin(), Config::default()).unwrap());

fuzz_target!(|data: (u8, &str)| {
    let (format, text) = data;
    let format = [Format::Html, Format::Markdown, Format::Plain][usize::from(format) % 3];
    let report = LINTER.lint(&Input { format, ..Input::plain(text, TODAY) });
    assert!(report.score <= 100);
    for diagnostic in &report.diagnostics {
        if let Some(span) = diagnostic.span {
            span.of(text);
        }
        for edit in diagnostic.suggestions.iter().flat_map(|suggestion| &suggestion.edits) {
            edit.span.of(text);
        }
    }
});
