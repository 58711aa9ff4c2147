//! HTML, whole or a fragment, broken or not.

pub(super) mod elements;
pub(super) mod reader;
pub(super) mod tokens;

use super::Document;
use super::part::{self, Part};
pub(crate) use reader::cuts::State;

use reader::Reader;

pub(super) fn read<'a>(source: &'a str) -> Document<'a> {
    let mut reader = Reader::default();
    let start = byte_order_mark(source);
    tokens::read(&source[start..], start, &mut reader);
    reader.finish()
}

/// Reads a text, or a part of it that begins where `from` was noted.
pub(super) fn read_part<'a>(source: &str, from: Option<&part::State>, is_last: bool) -> Part<'a> {
    let mut reader = Reader::resumed(from, true);
    let start = if from.is_none() { byte_order_mark(source) } else { 0 };
    tokens::read(&source[start..], start, &mut reader);
    reader.finish_part(source.len(), is_last)
}

/// How long the mark is with which some editors let a text begin.
pub(super) fn byte_order_mark(source: &str) -> usize {
    if source.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Place, Range};
    use candor_scan::vocabulary::{Locale, Role};

    fn blocks(source: &str) -> Vec<(Role, String)> {
        let document = read(source);
        document.blocks.iter().map(|block| (block.role, block.range.of(&document.text).to_owned())).collect()
    }

    fn lines(source: &str) -> Vec<String> {
        blocks(source).into_iter().map(|(_, text)| text).collect()
    }

    /// The source of the first place where the document says `words`.
    fn source_of<'s>(source: &'s str, words: &str) -> &'s str {
        let document = read(source);
        let at = document.text.find(words).unwrap_or_else(|| panic!("no `{words}` in `{}`", document.text));
        document.locate(Range::new(at, at + words.len())).of(source)
    }

    fn block(source: &str, words: &str) -> Block {
        let document = read(source);
        let found = document.blocks.iter().find(|block| block.range.of(&document.text) == words);
        found.unwrap_or_else(|| panic!("no block `{words}` in {:?}", lines(source))).clone()
    }

    fn place(source: &str, words: &str) -> Place {
        block(source, words).place
    }

    #[test]
    fn inline_tags_join_and_blocks_part() {
        assert_eq!(lines("<b>Only</b> 3 <i>left</i>"), ["Only 3 left"]);
        assert_eq!(lines("<p>Only</p><p>3 left</p>"), ["Only", "3 left"]);
        assert_eq!(lines("<div>a<div>b</div>c</div>"), ["a", "b", "c"]);
        assert_eq!(lines("one<br>two<br><br>three<br>"), ["one\ntwo", "three"]);
        assert_eq!(lines("<table><tr><td>a<td>b<tr><td>c</table>d"), ["a", "b", "c", "d"]);
    }

    #[test]
    fn white_space_collapses_as_in_a_browser() {
        assert_eq!(lines("  Only \r\n\t 3 <b> left</b> <i> !</i>  "), ["Only 3 left !"]);
        assert_eq!(lines("a&nbsp; b"), ["a\u{A0} b"]);
        assert_eq!(lines("<p>&nbsp;</p> <p> </p>"), [""; 0]);
    }

    #[test]
    fn words_are_found_again_through_entities_tags_and_broken_markup() {
        assert_eq!(source_of("x <b>Only</b> 3 left", "Only 3 left"), "Only</b> 3 left");
        assert_eq!(source_of("a &lt b &amp;c", "< b &c"), "&lt b &amp;c");
        assert_eq!(source_of("lim&shy;ited", "lim\u{AD}ited"), "lim&shy;ited");
        assert_eq!(source_of("Only\r\n  3", "Only 3"), "Only\r\n  3");
        assert_eq!(source_of("Only\r\n  3", " "), "\r\n  ");
        assert_eq!(source_of("a < b </> c <p", "c"), "c");
        assert_eq!(source_of("<img alt='Only &#51; left'>", "3 left"), "&#51; left");
    }

    #[test]
    fn only_words_that_stand_in_the_source_as_they_are_can_be_replaced() {
        let source = "Only 3 <b>left</b> &amp; more";
        let document = read(source);
        let verbatim = |words: &str| {
            let at = document.text.find(words).unwrap();
            document.is_verbatim(Range::new(at, at + words.len()))
        };
        assert!(verbatim("Only 3 "));
        assert!(verbatim("left"));
        assert!(!verbatim("3 left"));
        assert!(!verbatim("&"));
    }

    #[test]
    fn controls_are_blocks_with_their_role() {
        assert_eq!(
            blocks(
                "<p>Now <button>Buy</button> or <a href=x>read <b>on</b></a> here</p>\
                 <input type=submit value=Send><div role=button>Go</div><a class='btn big' href=x>Join</a>\
                 <select><option>One<option>Two</select><summary>More</summary>"
            ),
            [
                (Role::Paragraph, "Now".to_owned()),
                (Role::Button, "Buy".to_owned()),
                (Role::Paragraph, "or read on here".to_owned()),
                (Role::Button, "Send".to_owned()),
                (Role::Button, "Go".to_owned()),
                (Role::Button, "Join".to_owned()),
                (Role::Option, "One".to_owned()),
                (Role::Option, "Two".to_owned()),
                (Role::Button, "More".to_owned()),
            ]
        );
    }

    #[test]
    fn a_lone_link_is_a_block_and_a_link_in_a_text_is_part_of_it() {
        assert_eq!(blocks("<li><a href=x>Home</a></li>"), [(Role::Link, "Home".to_owned())]);
        assert_eq!(
            blocks("<div><a href=a>Yes</a> | <a href=b>No</a></div>"),
            [(Role::Link, "Yes".to_owned()), (Role::Link, "No".to_owned())]
        );
        let document = read("<p>Read <a href=x>the <b>terms</b></a> first</p>");
        let links: Vec<_> = document.links.iter().map(|link| link.of(&document.text)).collect();
        assert_eq!(links, ["the terms"]);
        assert_eq!(blocks("<h2><a href=x>News</a></h2>"), [(Role::Heading, "News".to_owned())]);
    }

    #[test]
    fn a_control_without_text_has_its_label() {
        assert_eq!(
            blocks("<button aria-label='Close'><svg><title>x</title></svg></button>"),
            [(Role::Button, "Close".to_owned())]
        );
        assert_eq!(blocks("<button aria-label='Close'>Shut</button>"), [(Role::Button, "Shut".to_owned())]);
        assert_eq!(blocks("<a href=x aria-label='Basket'></a>"), [(Role::Link, "Basket".to_owned())]);
        assert_eq!(source_of("<a href=x aria-label='The &amp; basket'></a>", "The & basket"), "The &amp; basket");
    }

    #[test]
    fn a_checkbox_gives_its_label_its_state() {
        for (source, checked) in [
            ("<label><input type=checkbox checked> Yes</label>", true),
            ("<label>Yes <input type=radio></label>", false),
            ("<input type=checkbox id=a checked><label for=a>Yes</label>", true),
            ("<label for=a>Yes</label><p>…</p><input type=checkbox id=a>", false),
            ("<p><input type=checkbox checked> Yes</p>", true),
            ("<div role=switch aria-checked=true>Yes</div>", true),
            ("<input type=checkbox checked aria-label=Yes>", true),
        ] {
            let block = block(source, "Yes");
            assert_eq!((block.role, block.checked), (Role::CheckboxLabel, Some(checked)), "{source}");
        }
        assert_eq!(block("<label>Name <input></label>", "Name").role, Role::Label);
        assert_eq!(block("<p><input type=checkbox> Yes</p><p>No</p>", "No").role, Role::Paragraph);
    }

    #[test]
    fn what_attributes_say_is_copy_and_does_not_tear_the_text() {
        assert_eq!(
            blocks("<p>Only <abbr title='three'>3</abbr> <img alt='a shoe' src=s> left</p>"),
            [
                (Role::Paragraph, "Only 3 left".to_owned()),
                (Role::Tooltip, "three".to_owned()),
                (Role::Alt, "a shoe".to_owned()),
            ]
        );
        assert_eq!(
            blocks("<input placeholder='Your e-mail'><textarea placeholder=Words>not copy</textarea>"),
            [(Role::Placeholder, "Your e-mail".to_owned()), (Role::Placeholder, "Words".to_owned())]
        );
    }

    #[test]
    fn the_head_says_title_and_description_once() {
        assert_eq!(
            blocks(
                "<head><title>Shoes &amp; more</title><meta property=og:title content='Shoes & more'>\
                 <meta name=description content='Only today'><meta property=og:description content='All shoes'>\
                 <style>p { content: 'x' }</style><script>if (a < b) document.write('<p>Only 3 left')</script></head>"
            ),
            [
                (Role::Title, "Shoes & more".to_owned()),
                (Role::MetaDescription, "Only today".to_owned()),
                (Role::MetaDescription, "All shoes".to_owned()),
            ]
        );
    }

    #[test]
    fn places_are_told() {
        assert!(place("<footer>x</footer>", "x").small_print);
        assert!(place("<p class='fine-print'>x</p>", "x").small_print);
        assert!(place("<details>x</details>", "x").small_print);
        assert!(!place("<details><summary>y</summary>x</details>", "y").small_print);
        assert!(!place("<p>y <small>x</small></p>", "y x").small_print);
        assert!(place("<blockquote>x</blockquote>", "x").quote);
        assert!(place("<pre>x</pre>", "x").code);
        assert!(place("<nav>x</nav>", "x").nav);
        assert!(place("<figure><figcaption>x</figcaption></figure>", "x").figure);
        assert!(!place("<body class='has-footer'>x", "x").small_print);
    }

    #[test]
    fn hidden_text_is_kept_apart_and_does_not_tear_words() {
        let source = "On<span style='display:none'>x y</span>ly 3 left";
        assert_eq!(lines(source), ["Only 3 left", "x y"]);
        assert!(place(source, "x y").hidden);
        assert!(!place(source, "Only 3 left").hidden);
        let document = read(source);
        let splits: Vec<_> = document.splits.iter().map(|split| split.of(&document.text)).collect();
        assert_eq!(splits, ["Only"]);
        assert_eq!(source_of(source, "Only"), "On<span style='display:none'>x y</span>ly");
        assert_eq!(lines("<div hidden><p>a</p><p>b</p></div><template>c</template>d"), ["a", "b", "c", "d"]);
        assert_eq!(lines("On<div hidden><p>a</p>b</div>ly"), ["Only", "a", "b"]);
    }

    #[test]
    fn a_word_that_markup_splits_is_told_once() {
        let document = read("a <b>la</b><i>s</i>t 1<sup>st</sup> <b>限</b>時 <u>day</u>s");
        let splits: Vec<_> = document.splits.iter().map(|split| split.of(&document.text)).collect();
        assert_eq!(splits, ["last", "days"]);
    }

    #[test]
    fn a_footnote_mark_is_not_part_of_its_word() {
        assert_eq!(lines("best in Spain<sup>1</sup>, 1<sup>st</sup>"), ["best in Spain 1, 1st"]);
    }

    #[test]
    fn quotation_marks_are_there_as_in_a_browser() {
        assert_eq!(lines("He said <q>only 3 left</q>."), ["He said “only 3 left”."]);
    }

    #[test]
    fn siblings_share_a_container_however_they_are_wrapped() {
        let same = |source: &str| block(source, "A").container == block(source, "B").container;
        assert!(same("<div><button>A</button><button>B</button></div>"));
        assert!(same("<div><div><button>A</button></div><div><p><button>B</button></p></div></div>"));
        assert!(same("<ul><li><button>A</button><li><button>B</button></ul>"));
        assert!(!same("<div>x<button>A</button></div><div>y<button>B</button></div>"));
    }

    #[test]
    fn the_language_is_the_nearest_attribute() {
        let source = "<html lang=en-GB><p>a<p lang=de>b <i lang=fr>c</i><p lang=nl>d";
        assert_eq!(read(source).lang, Some(Locale::En));
        assert_eq!(block(source, "a").lang, Some(Locale::En));
        assert_eq!(block(source, "b c").lang, Some(Locale::De));
        assert_eq!(block(source, "d").lang, None);
    }

    #[test]
    fn code_in_a_text_is_told() {
        let document = read("<p>Call <code>only(3)</code> now</p><p><kbd>left</kbd></p>");
        let code: Vec<_> = document.code.iter().map(|code| code.of(&document.text)).collect();
        assert_eq!(code, ["only(3)"]);
        assert_eq!(document.blocks.iter().map(|block| block.place.code).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn facts_are_read_from_scripts_and_meta_elements() {
        let document = read(
            "<meta name='candor:markets' content='EU,US-NY'>\
             <script type='application/json' data-candor>{\"sponsor\": \"A & B\"}</script>",
        );
        assert_eq!(document.facts.markets, ["EU", "US-NY"]);
        assert_eq!(document.facts.sponsor.as_deref(), Some("A & B"));
        let document = read("<script data-candor>{\"market\": 1}</script>");
        assert_eq!(document.problems[0].message, "unknown fact `market`; did you mean `markets`?");
        assert_eq!(document.problems[0].span, Some(crate::document::Span::new(20, 33)));
    }

    #[test]
    fn an_ignore_covers_the_next_block_or_the_one_it_stands_in() {
        let ignored = |source: &str| {
            let document = read(source);
            assert_eq!(document.problems, [], "{source}");
            let ignored = document.ignores.iter().map(|mark| mark.range.of(&document.text).to_owned());
            ignored.collect::<Vec<_>>()
        };
        assert_eq!(ignored("<p>a</p><!-- candor-ignore *: why --><p>b</p><p>c</p>"), ["b"]);
        assert_eq!(ignored("<p>a <!-- candor-ignore *: why --> b</p><p>c</p>"), ["a b"]);
        assert_eq!(ignored("<!--candor-ignore-file urgency: why--><p>a</p><p>b</p>"), ["a\nb"]);
        assert_eq!(
            ignored("<p>a</p><!-- candor-ignore-start *: why --><p>b</p><p>c</p><!-- candor-ignore-end --><p>d"),
            ["\nb\nc"]
        );
        assert_eq!(ignored("<p>a</p><!-- candor-ignore *: why -->"), [""]);
    }

    #[test]
    fn media_are_told_with_their_words_and_figure() {
        let document = read(
            "<figure><img src=a.jpg alt='A face'><figcaption>Ana</figcaption></figure><video src=b.mp4>no</video>",
        );
        let [image, video] = &document.assets[..] else { panic!("{:?}", document.assets) };
        assert_eq!((image.src.as_str(), image.range.of(&document.text)), ("a.jpg", "A face"));
        assert_eq!(image.figure.unwrap().of(&document.text), "A face\nAna");
        assert_eq!((video.src.as_str(), video.figure), ("b.mp4", None));
        assert!(place("<video src=b.mp4>no</video>", "no").hidden);
    }

    #[test]
    fn elements_that_were_not_closed_end_where_html_says() {
        assert_eq!(lines("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e"), ["a", "b", "c", "d", "e"]);
        assert_eq!(lines("<b><p>a</b>b</p>c"), ["ab", "c"]);
        assert_eq!(lines("<svg><path/><text>x</text><p>y</p>"), ["y"]);
        assert_eq!(lines("<svg><g><text>x</svg>y"), ["y"]);
        assert_eq!(lines("<svg><title/></svg>y<svg/>z"), ["yz"]);
        assert_eq!(lines("<p hidden>a<p>b"), ["a", "b"]);
        assert!(!place("<p hidden>a<p>b", "b").hidden);
    }

    #[test]
    fn what_is_nested_too_deep_is_still_read() {
        let deep = format!("{}a{}b", "<div>".repeat(200_000), "</div>".repeat(200_000));
        assert_eq!(lines(&deep), ["a", "b"]);
        let open = format!("{}a", "<b>".repeat(200_000));
        assert_eq!(lines(&open), ["a"]);
        let script = format!("{}<script>x</script>a", "<div>".repeat(1000));
        assert_eq!(lines(&script), ["a"]);
    }
}
