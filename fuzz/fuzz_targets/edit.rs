//! A text under edit gives the findings of the same text read anew.
#![no_main]

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use candor::{Catalogue, Config, Date, Format, Input, Linter, Report};
use libfuzzer_sys::fuzz_target;

const TODAY: Date = Date { year: 2026, month: 11, day: 23 };
static LINTER: LazyLock<Linter> = LazyLock::new(|| Linter::new(Catalogue::builtin(), Config::default()).unwrap());

#[derive(Arbitrary, Debug)]
struct Session<'a> {
    format: u8,
    text: &'a str,
    edits: Vec<(u16, u8, &'a str)>,
}

/// The nearest boundary of characters at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}

fn input(text: &str, format: Format) -> Input<'_> {
    Input { format, ..Input::plain(text, TODAY) }
}

fn found(report: &Report<'_>) -> Vec<(String, Option<candor::Span>)> {
    report.diagnostics.iter().map(|it| (it.rule.id.clone(), it.span)).collect()
}

fuzz_target!(|session: Session<'_>| {
    let format = [Format::Html, Format::Markdown, Format::Plain][usize::from(session.format) % 3];
    let mut open = LINTER.open(&input(session.text, format));
    for (from, length, insert) in session.edits {
        let from = boundary(open.text(), usize::from(from));
        let to = boundary(open.text(), from + usize::from(length));
        open.edit(from, to, insert);
        let text = open.text().to_owned();
        let (kept, anew) = (open.report(), LINTER.lint(&input(&text, format)));
        assert_eq!((found(&kept), kept.score), (found(&anew), anew.score), "{text:?}");
    }
});
