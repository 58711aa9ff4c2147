//! A house's own rules and names: phrases and patterns of the configuration, compiled by
//! the compiler that makes the catalogue.

use candor_scan::compile::{Compiler, Lists};
use candor_scan::matcher::{Found, Matcher, Scratch};
use candor_scan::sort;
use candor_scan::tables::Phrase;
use candor_scan::token::{self, Kind, Token};
use candor_scan::vocabulary::{Certainty, Locale, Severity};

use crate::catalogue::{Catalogue, Rule, RuleText};
use crate::config::{Config, ConfigError, HouseRule};
use crate::document::Range;
use crate::linter::{Accepted, Scanned};

/// What the configuration adds.
#[derive(Debug, Default)]
pub(crate) struct House {
    rules: Vec<(Rule, Vec<String>)>,
    /// One for each loaded language.
    phrases: Vec<(Locale, Matcher)>,
    brands: Option<Matcher>,
    #[cfg(feature = "full")]
    patterns: Vec<(usize, Vec<Locale>, regex::Regex)>,
}

impl House {
    /// Compiles the phrases, patterns and brands of `config`.
    ///
    /// # Errors
    /// When one of them cannot be read; the message names it.
    pub(crate) fn new(catalogue: &Catalogue, config: &Config) -> Result<Self, ConfigError> {
        let mut house = Self { brands: brands(&config.brands), ..Self::default() };
        let mut wanted: Vec<(usize, &HouseRule)> = Vec::new();
        for (id, rule) in &config.phrases {
            wanted.push((house.rules.len(), rule));
            house.rules.push((catalogue_rule(id, rule), rule.suggest.clone()));
        }
        if !wanted.is_empty() {
            for locale in catalogue.locales() {
                house.phrases.push((locale, compile(catalogue, locale, &wanted, config)?));
            }
        }
        for (id, rule) in &config.patterns {
            house.pattern(id, rule)?;
        }
        Ok(house)
    }

    #[cfg(feature = "full")]
    fn pattern(&mut self, id: &str, rule: &HouseRule) -> Result<(), ConfigError> {
        for pattern in &rule.find {
            let regex = regex::RegexBuilder::new(pattern).case_insensitive(true).size_limit(1 << 20).build();
            let regex = regex.map_err(|error| ConfigError {
                code: "bad-pattern",
                message: format!("pattern `{pattern}` of `{id}` cannot be read: {error}"),
                cure: "mend the regular expression, or write it as a phrase under `phrases`".into(),
            })?;
            self.patterns.push((self.rules.len(), rule.locales.clone(), regex));
        }
        self.rules.push((catalogue_rule(id, rule), rule.suggest.clone()));
        Ok(())
    }

    #[cfg(not(feature = "full"))]
    fn pattern(&mut self, id: &str, _: &HouseRule) -> Result<(), ConfigError> {
        Err(ConfigError {
            code: "needs-full",
            message: format!("pattern `{id}` needs regular expressions, which this build leaves out"),
            cure: "import `candor/full`, or write it as a phrase under `phrases`".into(),
        })
    }

    /// The house's rules, in the order of their ids.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().map(|(rule, _)| rule)
    }

    /// Where the house's names stand among `tokens`.
    pub(crate) fn brands(&self, text: &str, tokens: &[Token]) -> Vec<Range> {
        let mut found = Vec::new();
        if let Some(brands) = &self.brands {
            brands.flags(&mut Scratch::default(), text, tokens, &mut found);
        }
        found.iter().map(|hit| range(tokens, hit)).collect()
    }

    /// Appends the house rules' findings.
    pub(crate) fn find<'l>(
        &'l self,
        scanned: &Scanned<'_>,
        blocks: core::ops::Range<usize>,
        scratch: &mut Scratch,
        accepted: &mut Vec<Accepted<'l>>,
    ) {
        if self.rules.is_empty() {
            return;
        }
        let text: &str = &scanned.document.text;
        for at in blocks {
            let block = &scanned.document.blocks[at];
            if block.place.hidden || block.place.code {
                continue;
            }
            let tokens = scanned.tokens(at);
            let locale = scanned.locale_of(at);
            let mut hits: Vec<(usize, Range, usize)> = Vec::new();
            if let Some((_, matcher)) = self.phrases.iter().find(|(of, _)| *of == locale) {
                let mut found = Vec::new();
                matcher.flags(scratch, text, tokens, &mut found);
                hits.extend(found.iter().filter_map(|hit| match matcher.phrase(hit.phrase) {
                    Phrase::Flag { rule, .. } => Some((usize::from(rule), range(tokens, hit), hit.start as usize)),
                    _ => None,
                }));
            }
            #[cfg(feature = "full")]
            for (rule, locales, regex) in &self.patterns {
                if locales.is_empty() || locales.contains(&locale) {
                    let own = block.range.of(text);
                    let base = block.range.start as usize;
                    hits.extend(regex.find_iter(own).filter(|found| !found.is_empty()).map(|found| {
                        let range = Range::new(base + found.start(), base + found.end());
                        (*rule, range, tokens.partition_point(|token| token.end <= range.start))
                    }));
                }
            }
            sort::sort_by_key(&mut hits, |(rule, range, _)| (*rule, range.start, core::cmp::Reverse(range.end)));
            let mut last: Option<(usize, u32)> = None;
            for (rule, range, start) in hits {
                if last.is_some_and(|(of, end)| of == rule && range.start < end) {
                    continue;
                }
                last = Some((rule, range.end));
                let (of, suggest) = &self.rules[rule];
                accepted.push(Accepted {
                    rule: of,
                    locale,
                    severity: of.severity,
                    certainty: Certainty::Reliable,
                    block: at,
                    range,
                    unit: scanned.unit(at, start),
                    suggest,
                    contradicted: false,
                });
            }
        }
    }
}

fn range(tokens: &[Token], hit: &Found) -> Range {
    Range { start: tokens[hit.start as usize].start, end: tokens[hit.end as usize - 1].end }
}

fn catalogue_rule(id: &str, rule: &HouseRule) -> Rule {
    let text =
        RuleText { message: rule.message.clone(), why: String::new(), help: rule.help.clone(), ..RuleText::default() };
    Rule::house(id, rule.severity.unwrap_or(Severity::Warning), text)
}

fn compile(
    catalogue: &Catalogue,
    locale: Locale,
    rules: &[(usize, &HouseRule)],
    config: &Config,
) -> Result<Matcher, ConfigError> {
    let language = catalogue.language(locale);
    let mut slots = Lists::new();
    // Not `collect`, which brings a sort of its own.
    slots.extend(language.into_iter().flat_map(|language| language.slots.iter().cloned()));
    let numbers = language.map(|language| language.matcher.grammar().numbers());
    let numbers = numbers.into_iter().flatten().map(|(word, value)| (word.to_owned(), value));
    let mut compiler = Compiler::new(locale.is_cjk(), slots, numbers, &[]);
    for (number, rule) in rules {
        if !rule.locales.is_empty() && !rule.locales.contains(&locale) {
            continue;
        }
        for phrase in &rule.find {
            let meaning = Phrase::Flag { rule: *number as u16, conditions: 0 };
            compiler.add(phrase, &Lists::new(), meaning).map_err(|error| {
                let id = config.phrases.keys().nth(*number).map_or("", String::as_str);
                ConfigError {
                    code: "bad-phrase",
                    message: format!("`{id}`: {error}"),
                    cure: "the notation is told in CONTRIBUTING, “Phrases”".into(),
                }
            })?;
        }
    }
    Ok(Matcher::new(compiler.finish(), &[]))
}

/// A matcher for names: their words, whatever stands between them.
fn brands(names: &[String]) -> Option<Matcher> {
    let mut compiler = Compiler::new(false, Lists::new(), [], &[]);
    let mut any = false;
    for name in names {
        let mut tokens = Vec::new();
        token::tokenize(name, 0, name.len(), &[], &mut tokens);
        let words: Vec<&str> =
            tokens.iter().filter(|token| token.kind != Kind::Mark).map(|token| token.text(name)).collect();
        // A name without a word, such as “7”, has nothing to be found by.
        any |= compiler.add(&words.join(" "), &Lists::new(), Phrase::Flag { rule: 0, conditions: 0 }).is_ok();
    }
    any.then(|| Matcher::new(compiler.finish(), &[]))
}
