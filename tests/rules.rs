//! The rule files are the specification: every example in them is run, and every phrase
//! finds a sample of itself.

use std::path::Path;

use candor::input::Facts;
use candor::{Catalogue, Certainty, Config, Date, Format, Input, Linter, Locale};
use candor_scan::compile::{Compiler, Lists};
use candor_scan::matcher::{Matcher, Scratch};
use candor_scan::phrase::{self, Ast};
use candor_scan::rule_file::{self, Example, Folder, RuleFile};
use candor_scan::tables::Phrase;
use candor_scan::token;

const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

fn folder() -> Folder {
    rule_file::read_folder(Path::new("rules")).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// Of the files as they stand; `the_rules_built_in_are_those_of_the_folder` ties them to what ships.
fn linter() -> Linter {
    let rules = Catalogue::compile(Path::new("rules")).unwrap_or_else(|error| panic!("{error}"));
    Linter::new(rules, Config::default()).unwrap()
}

/// An example without its brackets, and the span that they mark.
fn unmark(line: &str) -> Option<(String, core::ops::Range<usize>)> {
    let (open, close) = (line.find('[')?, line.rfind(']')?);
    (open < close).then(|| {
        let text = format!("{}{}{}", &line[..open], &line[open + 1..close], &line[close + 1..]);
        (text, open..close - 1)
    })
}

fn parts(example: &Example) -> (&str, Facts) {
    match example {
        Example::Plain(text) => (text, Facts::default()),
        Example::Table { text, facts } => {
            (text, facts.clone().try_into().unwrap_or_else(|error| panic!("facts of “{text}”: {error}")))
        }
    }
}

fn input<'a>(text: &'a str, facts: Facts, locale: Locale) -> Input<'a> {
    let format = if text.starts_with('<') { Format::Html } else { Format::Plain };
    Input { format, facts, locale: Some(locale), ..Input::plain(text, TODAY) }
}

fn examples(folder: &Folder) -> impl Iterator<Item = (&RuleFile, Locale, &rule_file::LanguageSection)> {
    folder.rules.iter().flat_map(|rule| rule.languages.iter().map(move |(locale, section)| (rule, *locale, section)))
}

#[test]
fn the_rules_built_in_are_those_of_the_folder() {
    assert_eq!(Catalogue::builtin().version(), Catalogue::compile(Path::new("rules")).unwrap().version());
}

#[test]
fn every_flags_line_gives_its_finding_at_its_span() {
    let folder = folder();
    let linter = linter();
    let mut wrong = Vec::new();
    for (rule, locale, section) in examples(&folder) {
        for example in &section.flags {
            let (line, facts) = parts(example);
            let Some((text, span)) = unmark(line) else {
                wrong.push(format!("{} [{locale}]: no brackets in “{line}”", rule.id));
                continue;
            };
            let report = linter.lint(&input(&text, facts, locale));
            let own: Vec<&str> = report
                .diagnostics
                .iter()
                .chain(report.satisfied.iter().map(|satisfied| &satisfied.diagnostic))
                .filter(|diagnostic| diagnostic.rule.id == rule.id)
                .filter_map(|diagnostic| diagnostic.span.map(|span| span.of(&text)))
                .collect();
            if !own.contains(&&text[span.clone()]) {
                wrong.push(format!("{} [{locale}]: “{line}” gives {own:?}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of the flags lines fail:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_passes_line_gives_a_finding_of_any_rule() {
    let folder = folder();
    let linter = linter();
    let mut wrong = Vec::new();
    for (rule, locale, section) in examples(&folder) {
        for example in &section.passes {
            let (text, facts) = parts(example);
            let report = linter.lint(&input(text, facts, locale));
            for diagnostic in &report.diagnostics {
                wrong.push(format!(
                    "{} [{locale}]: “{text}” gives {} at “{}”",
                    rule.id, diagnostic.rule.id, diagnostic.text
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} findings in passes lines:\n{}", wrong.len(), wrong.join("\n"));
}

/// A text that the phrase finds, made of its first alternatives.
fn sample(ast: &Ast, own: &Lists, shared: &Lists, out: &mut Vec<String>) {
    match ast {
        Ast::Word { text, .. } | Ast::Exact(text) => out.push(text.clone()),
        Ast::Prefix(prefix) => out.push(format!("{prefix}ing")),
        Ast::Literal(value) => out.push(value.to_string()),
        Ast::Number(low, high) => out.push(u32::clamp(3, *low, *high).to_string()),
        Ast::Mark(mark) => out.push(mark.to_string()),
        Ast::Slot(name) => match name.as_str() {
            "clock" => out.push("12:30".into()),
            "date.numeric" => out.push("2027-03-01".into()),
            "capital" => out.push("Marta".into()),
            name => {
                let list = own.get(name).or_else(|| shared.get(name)).unwrap_or_else(|| panic!("{{{name}}}"));
                sample(&phrase::parse(&list[0]).unwrap(), own, shared, out);
            }
        },
        Ast::Sequence(items) => items.iter().for_each(|item| sample(item, own, shared, out)),
        Ast::Choice(choices) => sample(&choices[0], own, shared, out),
        Ast::Optional(_) | Ast::Gap | Ast::Rest | Ast::Start | Ast::End => {}
    }
}

#[test]
fn every_phrase_finds_a_sample_of_itself() {
    let folder = folder();
    let mut wrong = Vec::new();
    for (locale, file, _) in &folder.locales {
        let mut shared = file.slots.clone();
        shared.extend(file.words.clone());
        for (rule, _, section) in examples(&folder).filter(|(_, of, _)| of == locale) {
            for item in &section.phrases {
                let mut compiler = Compiler::new(locale.is_cjk(), shared.clone(), file.numbers.clone(), &[]);
                compiler.add(item.phrase(), &section.words, Phrase::Flag { rule: 0, conditions: 0 }).unwrap();
                let matcher = Matcher::new(compiler.finish(), &[]);
                let mut words = Vec::new();
                sample(&phrase::parse(item.phrase()).unwrap(), &section.words, &shared, &mut words);
                let text = words.join(" ");
                let (mut tokens, mut found) = (Vec::new(), Vec::new());
                token::tokenize(&text, 0, text.len(), &[], &mut tokens);
                matcher.flags(&mut Scratch::default(), &text, &tokens, &mut found);
                if found.is_empty() {
                    wrong.push(format!("{} [{locale}]: `{}` does not find “{text}”", rule.id, item.phrase()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} phrases find no sample of themselves:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_rule_speaks_each_language_that_it_has_in_full() {
    let mut wrong = Vec::new();
    for (rule, locale, section) in examples(&folder()) {
        let texts = [("message", &section.message), ("why", &section.why), ("help", &section.help)];
        for (name, text) in texts {
            if text.trim().is_empty() || text.contains('!') || text.contains('！') {
                wrong.push(format!("{} [{locale}]: {name} is empty or shouts: “{text}”", rule.id));
            }
        }
        if section.message.matches("{match}").count() > 1 {
            wrong.push(format!("{} [{locale}]: message repeats the match", rule.id));
        }
        if !section.phrases.is_empty() && (section.flags.len() < 2 || section.passes.len() < 2) {
            wrong.push(format!("{} [{locale}]: fewer than two flags or passes", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn guards_and_facts_that_rules_name_exist() {
    let mut wrong = Vec::new();
    for rule in &folder().rules {
        if let Some(fact) = &rule.rule.fact
            && !Facts::PATHS.contains(&fact.as_str())
        {
            wrong.push(format!("{}: no fact `{fact}`", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_fact_that_a_rule_names_is_asked_for_in_every_language() {
    let folder = folder();
    let facts = folder.rules.iter().filter_map(|rule| rule.rule.fact.as_deref());
    let wrong: Vec<_> = facts
        .flat_map(|fact| folder.locales.iter().map(move |(locale, file, _)| (fact, locale, file)))
        .filter(|(fact, _, file)| file.questions.get(*fact).is_none_or(|question| question.trim().is_empty()))
        .map(|(fact, locale, _)| format!("rules/locales/{locale}.toml: no question for `{fact}`"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn hints_stay_hints() {
    let linter = linter();
    for (rule, locale, section) in examples(&folder()) {
        let any_reliable = rule.rule.certainty == Certainty::Reliable
            || section.certainty == Some(Certainty::Reliable)
            || section.phrases.iter().any(|item| matches!(item, rule_file::PhraseItem::Table(table) if table.certainty == Some(Certainty::Reliable)));
        for example in section.flags.iter().filter(|_| !any_reliable) {
            let (line, facts) = parts(example);
            let Some((text, _)) = unmark(line) else { continue };
            for diagnostic in &linter.lint(&input(&text, facts, locale)).diagnostics {
                assert!(
                    diagnostic.rule.id != rule.id || diagnostic.certainty == Certainty::Hint,
                    "{} “{text}”",
                    rule.id
                );
            }
        }
    }
}
