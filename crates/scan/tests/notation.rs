//! The regex crate is the oracle of the phrase notation: random phrases on random texts
//! find the same places as the regular expressions that they stand for.

use std::collections::BTreeMap;

use candor_scan::compile::{Compiler, Lists};
use candor_scan::matcher::{Found, Matcher, Scratch};
use candor_scan::phrase::{self, Ast};
use candor_scan::tables::Phrase;
use candor_scan::token;
use proptest::prelude::*;
use regex::Regex;

const WORDS: [&str; 4] = ["alpha", "beta", "gamma", "delta"];

fn matcher(phrase: &str, cjk: bool) -> Option<Matcher> {
    let lists: Lists = [("list".to_owned(), vec!["alpha beta".to_owned(), "gamma".to_owned()])].into();
    let numbers = BTreeMap::from([("three".to_owned(), 3), ("三".into(), 3), ("十".into(), 10), ("二".into(), 2)]);
    let mut compiler = Compiler::new(cjk, lists, numbers, &[]);
    compiler.add(phrase, &Lists::new(), Phrase::Flag { rule: 0, conditions: 0 }).ok()?;
    Some(Matcher::new(compiler.finish(), &[]))
}

fn find<'t>(phrase: &str, text: &'t str, cjk: bool) -> Vec<&'t str> {
    let matcher = matcher(phrase, cjk).unwrap_or_else(|| panic!("`{phrase}` does not compile"));
    let (mut tokens, mut found) = (Vec::new(), Vec::new());
    token::tokenize(text, 0, text.len(), &[], &mut tokens);
    matcher.flags(&mut Scratch::default(), text, &tokens, &mut found);
    found.sort();
    found.dedup();
    let span =
        |hit: &Found| &text[tokens[hit.start as usize].start as usize..tokens[hit.end as usize - 1].end as usize];
    let mut spans: Vec<&str> = found.iter().map(span).collect();
    spans.sort_unstable();
    spans
}

#[test]
fn the_notation_means_what_it_says() {
    for (phrase, text, expected) in [
        ("limited time (only)?", "For a LIMITED-time only!", vec!["LIMITED-time only"]),
        (
            "only {number<=50} left",
            "Only 3 left. Only 300 left. Only three left.",
            vec!["Only 3 left", "Only three left"],
        ),
        ("only {number} left", "Only 5% left", vec![]),
        ("only … left", "only one or two of them are left", vec!["only one or two of them are left"]),
        ("only … left", "only one or two or three of them are left", vec![]),
        ("only … left", "Only now. He left", vec![]),
        ("hurry ……", "Hurry, it ends. Now", vec!["Hurry, it ends"]),
        ("^ no thanks", "Well, no thanks", vec![]),
        ("^ no thanks $", "□ No thanks!", vec!["No thanks"]),
        ("health* plan", "a healthy plan", vec!["healthy plan"]),
        ("`PR` team", "PR team, pr team", vec!["PR team"]),
        ("sign up = agree", "Sign up = agree; sign up, agree", vec!["Sign up = agree"]),
        ("not happy ? email", "Not happy? Email us", vec!["Not happy? Email"]),
        ("{clock} left", "00:14:59 left", vec!["00:14:59 left"]),
        ("by {date.numeric}", "by 3/5, by 2027-03-01", vec!["by 2027-03-01", "by 3/5"]),
        ("(i|we) (do not|don't) care", "I don’t care", vec!["I don’t care"]),
    ] {
        assert_eq!(find(phrase, text, false), expected, "`{phrase}` in “{text}”");
    }
}

#[test]
fn a_character_is_a_token_where_words_have_no_boundaries() {
    for (phrase, text, expected) in [
        ("只剩 {number<=50} (件|組)", "全台只剩３件", vec!["只剩３件"]),
        ("只剩 {number<=50} 件", "只剩二十三件", vec!["只剩二十三件"]),
        ("只剩 {number<=20} 件", "只剩二十三件", vec![]),
        ("{number<=20} 件 只剩", "二十三件只剩", vec![]),
        ("售完 (為止|不補)", "數量有限，售 完為止", vec!["售 完為止"]),
        ("限時 … 優惠", "限時三天，超值優惠", vec!["限時三天，超值優惠"]),
    ] {
        assert_eq!(find(phrase, text, true), expected, "`{phrase}` in “{text}”");
    }
}

#[test]
fn a_phrase_without_evidence_is_refused() {
    for (phrase, cjk) in [("{number} …", false), ("(very)?", false), ("最", true), ("{list", false)] {
        assert!(matcher(phrase, cjk).is_none(), "`{phrase}`");
    }
}

/// The regular expression over words that each end with a blank.
fn regex_of(ast: &Ast) -> String {
    match ast {
        Ast::Word { text, .. } => format!("{text} "),
        Ast::Prefix(prefix) => format!("{prefix}[a-z]* "),
        Ast::Number(..) => "(?:[0-9]+|three) ".into(),
        Ast::Slot(_) => "(?:alpha beta |gamma )".into(),
        Ast::Sequence(items) => items.iter().map(regex_of).collect(),
        Ast::Choice(items) => format!("(?:{})", items.iter().map(regex_of).collect::<Vec<_>>().join("|")),
        Ast::Optional(inner) => format!("(?:{})?", regex_of(inner)),
        Ast::Gap => "(?:[a-z0-9%]+ ){0,6}".into(),
        Ast::Rest => "(?:[a-z0-9%]+ )*".into(),
        Ast::Start => String::new(),
        Ast::Mark(mark) => format!("{mark} "),
        other => panic!("{other:?} is not generated"),
    }
}

fn phrases() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => prop::sample::select(&WORDS[..]).prop_map(str::to_owned),
        1 => prop::sample::select(&["{number}", "{list}", "alp*", "…", "……", "%", "!"][..]).prop_map(str::to_owned),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(|items| items.join(" ")),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|items| format!("({})", items.join("|"))),
            inner.prop_map(|item| format!("({item})?")),
        ]
    })
}

const COPY: [&str; 10] = ["alpha", "beta", "gamma", "delta", "alps", "7", "%", "!", "three", "x"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]
    #[test]
    fn a_phrase_finds_what_its_regular_expression_finds(
        phrase in phrases(),
        anchored in any::<bool>(),
        words in prop::collection::vec(prop::sample::select(&COPY[..]), 0..24),
    ) {
        let phrase = if anchored { format!("^ ({phrase})") } else { phrase };
        let Some(matcher) = matcher(&phrase, false) else { return Ok(()) };
        let text: String = words.iter().map(|word| format!("{word} ")).collect();
        let pattern = regex_of(&phrase::parse(&phrase).unwrap());
        let whole = Regex::new(&format!("^(?:{pattern})$")).unwrap();
        // Every span, by brute force: leftmost, then longest.
        let mut bounds = vec![0];
        bounds.extend(text.match_indices(' ').map(|(at, _)| at + 1));
        let starts: &[usize] = if anchored { &bounds[..1] } else { &bounds };
        let expected = starts.iter().find_map(|&start| {
            let end = bounds.iter().rev().filter(|end| **end > start).find(|end| whole.is_match(&text[start..**end]));
            end.map(|end| (start, *end))
        });
        let (mut tokens, mut found) = (Vec::new(), Vec::new());
        token::tokenize(&text, 0, text.len(), &[], &mut tokens);
        matcher.flags(&mut Scratch::default(), &text, &tokens, &mut found);
        let actual = found
            .iter()
            .map(|hit| (tokens[hit.start as usize].start as usize, tokens[hit.end as usize - 1].end as usize + 1))
            .min_by_key(|(start, end)| (*start, usize::MAX - end));
        prop_assert_eq!(actual, expected, "`{}` in “{}”", phrase, text);
    }

    #[test]
    fn what_stands_far_before_changes_nothing(
        phrase in phrases(),
        sentences in 2usize..150,
        words in prop::collection::vec(prop::sample::select(&COPY[..]), 0..40),
    ) {
        let Some(matcher) = matcher(&phrase, false) else { return Ok(()) };
        let found = |sentences: usize| {
            let text = format!("{}{}", "x ! ".repeat(sentences), words.join(" "));
            let (mut tokens, mut found) = (Vec::new(), Vec::new());
            token::tokenize(&text, 0, text.len(), &[], &mut tokens);
            matcher.flags(&mut Scratch::default(), &text, &tokens, &mut found);
            found.sort();
            found.dedup();
            let shift = 2 * sentences as u32;
            found.iter().map(|hit| (hit.start as i64 - i64::from(shift), hit.end as i64 - i64::from(shift))).collect::<Vec<_>>()
        };
        prop_assert_eq!(found(2), found(sentences + 2), "`{}`", phrase);
    }
}

#[test]
fn a_phrase_that_begins_with_a_mark_is_found_wherever_a_window_ends() {
    let matcher = matcher("! alp*", false).unwrap();
    let lost = (0..200).filter(|sentences| {
        let text = format!("{}{}! alpha", "x ! ".repeat(*sentences), "alpha ".repeat(14));
        let (mut tokens, mut found) = (Vec::new(), Vec::new());
        token::tokenize(&text, 0, text.len(), &[], &mut tokens);
        matcher.flags(&mut Scratch::default(), &text, &tokens, &mut found);
        let end = tokens.len() as u32;
        !found.iter().any(|hit| (hit.start, hit.end) == (end - 2, end))
    });
    assert_eq!(lost.collect::<Vec<_>>(), [0_usize; 0]);
}
