//! A text under edit is linted as if it were read anew after every edit, and the changes that
//! edits report add up to the findings that stand.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use candor::open::{Change, Key, Open};
use candor::{Catalogue, Config, Date, Format, Input, Linter, Span};
use proptest::prelude::*;

const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

/// What people type and paste: findings, guards, what splits and joins blocks, other languages,
/// comments, and broken markup.
const PIECES: &[&str] = &[
    "Only 3 left in stock!",
    "Hurry",
    " now or never",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "e",
    "The offer ends soon",
    "This warning explains dark patterns such as false urgency and fake scarcity.",
    "Under section 5 of the Act the Party shall comply with the Agreement.",
    "nur noch heute, und nur solange der Vorrat reicht",
    "Der Versand ist für die Bestellung in diesem Monat kostenlos.",
    "今だけ限定、残りわずかです",
    "限時優惠，售完為止",
    "手慢无，库存告急",
    "- ",
    "1. ",
    "2. ",
    "3. last chance\n",
    "🎁 gift of tea",
    "and this line is long enough to be one that the margin of an editor has broken in two\n",
    "“Act now” is what the shop writes.",
    "No thanks, I hate saving money",
    "candor",
    "<!-- candor-ignore urgency: the day is real -->",
    "<p>",
    "</p>",
    "<button>",
    "</button>",
    "<button>Accept all</button>",
    "<b>",
    "</b>",
    "<div hidden>",
    "</div>",
    "<li><label><input type=checkbox checked>",
    "&amp;",
    "&nbsp;",
    "<!--",
    "-->",
    "<title>",
    "# ",
    "> ",
    "`",
    "[last chance](/x)",
    "---\ncandor:\n  markets: [EU]\n---\n",
    "\u{FEFF}",
];

static LINTER: LazyLock<Linter> = LazyLock::new(|| {
    let config = r#"{ "ignores": [{ "text": "Hurry", "reason": "a name" }], "phrases": { "house/gift": { "find": ["gift of tea"], "message": "m", "help": "h" } } }"#;
    Linter::new(Catalogue::builtin(), serde_json::from_str::<Config>(config).unwrap()).unwrap()
});

fn input(text: &str, format: Format) -> Input<'_> {
    Input { format, ..Input::plain(text, TODAY) }
}

/// Findings as an editor keeps them: by key, moved along with the text.
type Marks = BTreeMap<Key, (String, Span)>;

fn apply(marks: &mut Marks, change: Change<'_>) {
    for key in change.removed {
        assert!(marks.remove(&key).is_some(), "{key} is removed and was never there");
    }
    let (from, by) = change.shift;
    for (_, span) in marks.values_mut().filter(|(_, span)| span.start >= from) {
        *span = Span::new((i64::from(span.start) + by) as usize, (i64::from(span.end) + by) as usize);
    }
    for (key, diagnostic) in change.added {
        let before = marks.insert(key, (diagnostic.rule.id.clone(), diagnostic.span.unwrap()));
        assert_eq!(before, None, "{key} is there twice");
    }
}

fn marks(open: &Open<'_>) -> Marks {
    let report = open.report();
    let keys: Vec<_> = open.keys();
    assert_eq!(keys.len(), report.diagnostics.len());
    let mut spans: Vec<Span> = report.diagnostics.iter().map(|diagnostic| diagnostic.span.unwrap()).collect();
    spans.sort_unstable();
    let mut own: Vec<Span> = keys.iter().map(|(.., span)| *span).collect();
    own.sort_unstable();
    assert_eq!(own, spans);
    let named = keys.into_iter().map(|(key, rule, span)| (key, (rule.to_owned(), span)));
    named.collect()
}

fn check(format: Format, begin: &str, edits: &[(usize, usize, String)]) {
    let linter = &*LINTER;
    let mut text = begin.to_owned();
    let mut open = linter.open(&input(&text, format));
    let mut kept = marks(&open);
    for (from, len, insert) in edits {
        let from = text.floor_char_boundary(from % (text.len() + 1));
        let to = text.floor_char_boundary(from + len).max(from);
        let before = text.clone();
        text.replace_range(from..to, insert);
        apply(&mut kept, open.edit(from, to, insert));
        assert_eq!(open.text(), text);
        let version = linter.catalogue().version();
        let json = |report: &candor::Report<'_>| serde_json::to_string_pretty(&report.to_json(&text, version)).unwrap();
        let (report, fresh) = (open.report(), linter.lint(&input(&text, format)));
        assert_eq!(json(&report), json(&fresh), "{format:?}\n{before:?}\n{from}..{to} {insert:?}");
        assert_eq!((report.units, report.letters), (fresh.units, fresh.letters));
        assert_eq!(kept, marks(&open), "{format:?}\n{before:?}\n{from}..{to} {insert:?}");
        for offset in 0..=text.encode_utf16().count() as u32 + 1 {
            assert_eq!(open.byte(offset), fresh.utf16.byte(&text, offset), "{text:?} {offset}");
        }
        for (byte, _) in text.char_indices() {
            assert_eq!(open.unit(byte as u32), fresh.utf16.offset(&text, byte));
        }
    }
}

fn copy() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

fn edits() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    let insert = prop::collection::vec(prop::sample::select(PIECES), 0..3).prop_map(|pieces| pieces.concat());
    let len = prop_oneof![4 => Just(0_usize), 4 => 1..4_usize, 2 => 1..60_usize];
    prop::collection::vec((any::<u16>().prop_map(usize::from), len, insert), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plain_text_under_edit_is_linted_as_if_it_were_new(begin in copy(), edits in edits()) {
        check(Format::Plain, &begin, &edits);
    }

    #[test]
    fn html_under_edit_is_linted_as_if_it_were_new(begin in copy(), edits in edits()) {
        check(Format::Html, &begin, &edits);
    }

    #[test]
    fn markdown_under_edit_is_linted_as_if_it_were_new(begin in copy(), edits in edits()) {
        check(Format::Markdown, &begin, &edits);
    }
}

/// `paragraphs` paragraphs of about a hundred bytes.
fn long(paragraphs: usize) -> String {
    let line = "The parcel leaves our house on the day after your order, and a message tells you where it is.\n\n";
    line.repeat(paragraphs)
}

#[test]
fn a_keystroke_reads_as_many_blocks_in_a_long_text_as_in_a_short_one() {
    let linter = &*LINTER;
    let count = |paragraphs: usize| {
        let text = long(paragraphs);
        let mut open = linter.open(&input(&text, Format::Plain));
        let middle = text[..text.len() / 2].rfind("parcel").unwrap();
        let change = open.edit(middle, middle, "x");
        (change.read, change.linted)
    };
    let (read, linted) = count(100);
    assert!(read <= 8 && linted <= 4, "{read} read, {linted} linted");
    for paragraphs in [1_000, 10_000] {
        assert_eq!(count(paragraphs), (read, linted));
    }
}

#[test]
fn a_keystroke_in_markup_lints_the_blocks_around_it() {
    let linter = &*LINTER;
    let count = |paragraphs: usize| {
        let text = "<p>The parcel leaves our house on the day after your order.</p>\n".repeat(paragraphs);
        let mut open = linter.open(&input(&text, Format::Html));
        let middle = text[..text.len() / 2].rfind("parcel").unwrap();
        open.edit(middle, middle, "x").linted
    };
    assert_eq!(count(100), count(2_000));
}

#[test]
fn typing_a_finding_and_taking_it_back() {
    let linter = &*LINTER;
    let text = "Dear reader of our letter,\n\nthe tea has come.\n\nOnly 3 left in stock!\n";
    let mut open = linter.open(&input(text, Format::Plain));
    let there: Vec<Key> = open.keys().into_iter().map(|(key, ..)| key).collect();
    assert_eq!(there.len(), 1);
    let at = text.find("the tea").unwrap();
    let change = open.edit(at, at, "For a limited time only: ");
    assert!(change.removed.is_empty());
    assert_eq!(change.added.iter().map(|(_, d)| &*d.text).collect::<Vec<_>>(), ["For a limited time only"]);
    assert_eq!(change.shift, (at as u32, 25));
    let added = change.added[0].0;
    let change = open.edit(at, at + 25, "");
    assert_eq!(change.removed, [added]);
    assert!(change.added.is_empty());
    assert_eq!(open.keys().into_iter().map(|(key, ..)| key).collect::<Vec<_>>(), there);
}
