//! What holds of the reading of any source, however broken.

use candor::document::Block;
use candor::{Document, Format, Range, Role};
use proptest::prelude::*;

const FORMATS: [Format; 3] = [Format::Plain, Format::Html, Format::Markdown];

/// Sources put together from what readers can trip over.
fn source() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "Only 3 left",
        "la",
        "st",
        " ",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "\0",
        "\u{FEFF}",
        "é",
        "e\u{301}",
        "\u{AD}",
        "限時",
        "👩‍👩‍👧",
        "\u{200B}",
        "&",
        "&amp;",
        "&amp",
        "&lt",
        "&#51;",
        "&#x33",
        "&nosuch;",
        "&#0;",
        "&NotEqualTilde;",
        "<",
        ">",
        "</>",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<div hidden>",
        "<span style='display:none'>",
        "</span>",
        "<ul>",
        "<li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<br>",
        "<hr/>",
        "<pre>",
        "</pre>",
        "<code>",
        "</code>",
        "<a href=x>",
        "<a class=btn href='y'>",
        "</a>",
        "<button aria-label='Buy &amp; go'>",
        "</button>",
        "<label for=i>",
        "<label>",
        "</label>",
        "<input type=checkbox checked id=i>",
        "<input placeholder='é &lt; x'>",
        "<input type=submit value=Go>",
        "<img src=a alt='a &quot;b&quot;' title=t>",
        "<figure>",
        "<figcaption>",
        "</figure>",
        "<svg>",
        "<path/>",
        "</svg>",
        "<foreignObject>",
        "<script>",
        "</script>",
        "<script data-candor>{\"sponsor\":\"x\"}</script>",
        "<style>",
        "</style>",
        "<title>",
        "</title",
        "</title>",
        "<textarea>",
        "</textarea>",
        "<template>",
        "</template>",
        "<q>",
        "</q>",
        "<sup>",
        "</sup>",
        "<ruby>",
        "<rt>",
        "</ruby>",
        "<select>",
        "<option>",
        "</select>",
        "<details>",
        "<summary>",
        "</details>",
        "<small>",
        "</small>",
        "<!--",
        "-->",
        "<!-- candor-ignore urgency: why -->",
        "<!-- candor-ignore-start *: why -->",
        "<!-- candor-ignore-end -->",
        "<!-- candor-ignore -->",
        "<!doctype html>",
        "<![CDATA[",
        "]]>",
        "<html lang=de>",
        "<meta name=description content='x &amp; y'>",
        "<meta name=candor:markets content=EU>",
        "\"",
        "'",
        "=",
        "/",
        "# ",
        "- ",
        "- [x] ",
        "1. ",
        "> ",
        "**",
        "_",
        "`",
        "```\n",
        "~~",
        "[a](b \"c\")",
        "![alt *x*](s 'ti\\'tle')",
        "[^1]",
        "\n[^1]: note\n",
        "| a | b |\n|---|---|\n",
        "\\*",
        "\\",
        "---\n",
        "+++\n",
        "title: 'It''s \"now\"'\n",
        "title = \"\\u0033\"\n",
        "\n\n",
        "    ",
        "<x-y z>",
        "</x-y>",
    ]);
    prop_oneof![
        8 => prop::collection::vec(pieces.prop_map(str::to_owned), 0..40).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
    ]
}

/// The words of the blocks that a reader sees.
fn visible(source: &str, format: Format) -> Vec<String> {
    let document = Document::read(source, format);
    let seen = document.blocks.iter().filter(|block| !block.place.hidden);
    seen.map(|block| block.range.of(&document.text).to_owned()).collect()
}

/// The sources of the characters of `block`, in order.
fn spans(document: &Document<'_>, block: &Block) -> Vec<(Range, candor::Span)> {
    let start = block.range.start as usize;
    let characters = block.range.of(&document.text).char_indices();
    let ranges = characters.map(|(at, c)| Range::new(start + at, start + at + c.len_utf8()));
    ranges.map(|range| (range, document.locate(range))).collect()
}

fn check(source: &str, format: Format) {
    let document = Document::read(source, format);
    let text = &*document.text;
    let inside = |range: Range| {
        assert!(range.start <= range.end, "{range:?}");
        assert!(text.get(range.start as usize..range.end as usize).is_some(), "{range:?} in {text:?}");
    };
    let mut last = None;
    for block in &document.blocks {
        inside(block.range);
        assert!(block.range.start < block.range.end, "an empty block in {text:?}");
        assert!(last.is_none_or(|end| end < block.range.start), "blocks touch in {text:?}");
        last = Some(block.range.end);

        let mut before = candor::Span::new(0, 0);
        for (range, span) in spans(&document, block) {
            let words = source.get(span.start as usize..span.end as usize);
            assert!(words.is_some(), "{span:?} is no part of {source:?}");
            assert!(before.start <= span.start && before.end <= span.end, "{before:?}, then {span:?} in {source:?}");
            before = span;
            if document.is_verbatim(range) {
                assert_eq!(words, Some(range.of(text)));
            }
        }
        let whole = document.locate(block.range);
        assert!(source.get(whole.start as usize..whole.end as usize).is_some());
        if document.is_verbatim(block.range) {
            assert_eq!(whole.of(source), block.range.of(text));
        }
    }
    for range in [&document.code, &document.links, &document.splits].into_iter().flatten() {
        inside(*range);
        assert!(document.blocks.iter().any(|block| block.range.contains(*range)), "{range:?} is in no block");
    }
    for (range, span) in document.ignores.iter().map(|mark| (mark.range, mark.span)) {
        inside(range);
        assert!(span.of(source).contains("candor-ignore"));
    }
    for asset in &document.assets {
        inside(asset.range);
        asset.figure.into_iter().for_each(inside);
        assert!(asset.span.end as usize <= source.len());
    }
    for span in document.problems.iter().filter_map(|problem| problem.span) {
        assert!(source.get(span.start as usize..span.end as usize).is_some());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_block_is_a_piece_of_text_with_a_place_in_the_source(source in source()) {
        for format in FORMATS {
            check(&source, format);
        }
    }

    #[test]
    fn line_ends_of_windows_and_unix_read_alike(source in source()) {
        let unix = source.replace("\r\n", "\n").replace('\r', "");
        let windows = unix.replace('\n', "\r\n");
        for format in FORMATS {
            let (unix, windows) = (visible(&unix, format), visible(&windows, format));
            let windows: Vec<_> = windows.iter().map(|words| words.replace("\r\n", "\n")).collect();
            prop_assert_eq!(unix, windows, "{:?}", format);
        }
    }

    #[test]
    fn an_entity_reads_as_its_character(words in "[a-z &<>\"é限]{0,30}") {
        let named = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('é', "&eacute;");
        let numbered: String = words.chars().map(|c| if c == ' ' { " ".into() } else { format!("&#{};", c as u32) }).collect();
        prop_assert_eq!(visible(&named, Format::Html), visible(&numbered, Format::Html));
    }

    #[test]
    fn inline_tags_change_no_word(words in prop::collection::vec("[a-z ]{1,6}", 1..8), tag in "b|i|em|strong|span|u|x-y") {
        let plain = words.concat();
        let tagged: String = words.iter().map(|word| format!("<{tag}>{word}</{tag}>")).collect();
        let commented = words.join("<!-- x -->");
        prop_assert_eq!(visible(&plain, Format::Html), visible(&tagged, Format::Html));
        prop_assert_eq!(visible(&plain, Format::Html), visible(&commented, Format::Html));
    }
}

/// Sources as broken as they get, `n` times over.
fn endless(n: usize) -> Vec<String> {
    let mut sources: Vec<String> = [
        "<div>",
        "<b>",
        "<p>",
        "<li>",
        "<table><tr><td>",
        "<svg>",
        "<a href=x>",
        "<q>",
        "<button>",
        "</p>",
        "</x>",
        "<",
        "&",
        "&#",
        "&am",
        "<!--",
        "<b>a</b>",
        "<i>a",
        "<p hidden>a",
        "<div hidden>a",
        "a<span hidden>b</span>",
        "<img alt=a>",
        "a<img alt=b>",
        "<label><input type=checkbox>a",
        "<label for=a>a</label>",
        "<ul><li>a",
        "<b><p>a</b>",
        "<br>",
        "a<br>",
        "\u{301}",
        "a\n",
        "- a\n",
        "> ",
        "[",
        "![a](",
        "`",
        "**a",
        "| a ",
        "<!-- candor-ignore-start *: why -->",
        "<!-- candor-ignore *: why -->a\n\n",
        "<a b=c ",
        "<div><button>a</button></div>",
        "<figure><img src=a>",
        "<title>",
        "<template>",
        "<sup>1</sup>a",
        "<a href=x><code>a</code><b>b</b>c</a> ",
    ]
    .iter()
    .map(|piece| piece.repeat(n))
    .collect();
    sources.push(format!("{}{}", "<b>".repeat(500), "</i>".repeat(n)));
    sources.push(format!("<p {}>", "a=b ".repeat(n)));
    sources.push(format!("---\n{}---\n", "a: b\n".repeat(n)));
    sources.push(format!("---\n{}---\n", "- ".repeat(n)));
    sources
}

#[test]
fn the_work_that_a_source_makes_grows_with_its_length_and_no_faster() {
    for (small, large) in endless(200).into_iter().zip(endless(1000)) {
        for format in FORMATS {
            let work = |source: &str| {
                let document = Document::read(source, format);
                document.blocks.len() + document.splits.len() + document.pieces() + document.text.len()
            };
            let (once, five_times) = (work(&small), work(&large));
            assert!(five_times <= 6 * once + 100, "{format:?} {:.40}: {once}, then {five_times}", small);
        }
        for format in FORMATS {
            check(&small, format);
        }
    }
}

#[test]
fn a_source_of_fifty_thousand_broken_pieces_is_read_to_its_end() {
    for source in endless(50_000) {
        for format in [Format::Plain, Format::Html] {
            let document = Document::read(&source, format);
            assert!(document.text.len() <= 2 * source.len() + 64);
        }
    }
}

#[test]
fn plain_text_is_not_copied() {
    let source = "Only 3 left in stock, so order now.\n".repeat(10_000);
    let document = Document::read(&source, Format::Plain);
    assert_eq!(document.text.as_ptr(), source.as_ptr());
    assert_eq!((document.blocks.len(), document.pieces()), (10_000, 1));
}

#[test]
fn a_whole_page_reads_as_its_reader_sees_it() {
    let page = "<!DOCTYPE html><html lang='en'><head><title>Spring sale</title>\
        <meta name='description' content='Up to 50% off'></head><body>\
        <nav><a href='/'>Home</a><a href='/sale'>Sale</a></nav>\
        <main><h1>Spring <em>sale</em></h1>\
        <p>On<!-- split -->ly <b>3</b>&nbsp;left. Read <a href='/t'>the terms</a>.</p>\
        <form><label><input type='checkbox' checked> Send me offers</label>\
        <button>Yes, please</button> <a class='link' href='#'>No, I hate saving</a></form></main>\
        <footer><p>Prices include VAT.</p></footer></body></html>";
    let document = Document::read(page, Format::Html);
    let blocks: Vec<_> = document.blocks.iter().map(|block| (block.role, block.range.of(&document.text))).collect();
    assert_eq!(
        blocks,
        [
            (Role::Title, "Spring sale"),
            (Role::MetaDescription, "Up to 50% off"),
            (Role::Link, "Home"),
            (Role::Link, "Sale"),
            (Role::Heading, "Spring sale"),
            (Role::Paragraph, "Only 3\u{A0}left. Read the terms."),
            (Role::CheckboxLabel, "Send me offers"),
            (Role::Button, "Yes, please"),
            (Role::Link, "No, I hate saving"),
            (Role::Paragraph, "Prices include VAT."),
        ]
    );
    assert_eq!(document.blocks[6].checked, Some(true));
    assert_eq!(document.blocks[7].container, document.blocks[8].container);
    assert!(document.blocks[9].place.small_print);
}
