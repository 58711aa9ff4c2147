//! Runs the steps, in order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use candor_scan::matcher::{Found, Scratch};
use candor_scan::phrase;
use candor_scan::tables::Phrase;
use candor_scan::token::{self, Kind, Token};
use candor_scan::vocabulary::{Certainty, Locale, Role, Severity};

use crate::catalogue::{Catalogue, Language, Rule};
use crate::classifier::{self, Classifier};
use crate::config::{Config, ConfigError, RuleSetting};
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Edit, Suggestion};
use crate::document::{Document, Range};
use crate::guard::{self, Candidate, Cues, Surroundings, Verdict};
use crate::house::House;
use crate::ignore;
use crate::input::{Facts, Ignore, Input};
use crate::locale::{Detector, Evidence};
use crate::report::{Question, Report, Satisfied};
use crate::score::{self, Finding};
use crate::utf16::Utf16Index;

/// Rules and configuration, ready to lint any number of texts. `Send` and `Sync`.
#[derive(Debug)]
pub struct Linter {
    catalogue: Catalogue,
    config: Config,
    /// What the configuration says of each rule.
    settings: Vec<RuleSetting>,
    detector: Detector,
    house: House,
    classifier: Classifier,
}

/// In which languages a block is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Reading {
    /// Bits in the order of [`Locale::ALL`].
    locales: u8,
    /// The block gives no evidence, so that single words are none either.
    weak: bool,
}

impl Reading {
    const NONE: Self = Self { locales: 0, weak: false };

    fn of(locale: Locale) -> Self {
        Self { locales: 1 << (locale as u8), weak: false }
    }

    fn locales(self) -> impl Iterator<Item = Locale> {
        Locale::ALL.iter().copied().filter(move |locale| self.locales >> (*locale as u8) & 1 == 1)
    }
}

/// A match that passed its guards.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Accepted<'l> {
    pub rule: &'l Rule,
    pub locale: Locale,
    pub severity: Severity,
    pub certainty: Certainty,
    pub block: usize,
    pub range: Range,
    pub unit: u32,
    pub suggest: &'l [String],
}

/// A document with its tokens.
pub(crate) struct Scanned<'d> {
    pub document: &'d Document<'d>,
    pub facts: &'d Facts,
    tokens: Vec<Token>,
    /// Tokens of each block: first, and one past the last.
    blocks: Vec<(u32, u32)>,
    /// The number of each block's first unit.
    units: Vec<u32>,
    readings: Vec<Reading>,
    pub evidence: Vec<Evidence>,
    pub locale: Option<Locale>,
}

/// The blocks that are linted, and what the document as a whole decides about them.
pub(crate) struct View<'v> {
    pub blocks: core::ops::Range<usize>,
    /// `None` where these are all blocks: then they decide it themselves.
    pub whole: Option<&'v Whole>,
}

/// What no block can tell alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Whole {
    /// The language in which the view's first block is expected.
    pub expected: Option<Locale>,
    /// The document's language.
    pub locale: Option<Locale>,
    /// Word lists that guards look for in the whole document, and how many of its phrases stand there.
    pub early: BTreeMap<(Locale, u16), usize>,
}

/// A phrase of a word list that guards look for in the whole document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Early {
    pub locale: Locale,
    pub list: u16,
    pub phrase: u16,
}

/// What the blocks of a view hold.
#[derive(Debug, Default)]
pub(crate) struct Judged<'l> {
    pub accepted: Vec<Accepted<'l>>,
    /// With their blocks, each once a block.
    pub early: Vec<(usize, Early)>,
    /// Bits of the classifier's highest probability in each block, if it was read.
    pub manipulation: Vec<(usize, u32)>,
}

/// What a report is made of, beside its document.
pub(crate) struct Summary<'l> {
    pub accepted: Vec<Accepted<'l>>,
    pub manipulation: Option<f32>,
    pub locale: Option<Locale>,
    pub units: u32,
    pub letters: u32,
}

/// From how many tokens on a block's language is expected of the blocks behind it.
pub(crate) const TELLING: u32 = 4;

impl<'d> Scanned<'d> {
    /// How many units a block has.
    pub(crate) fn units(&self, block: usize) -> u32 {
        self.units[block + 1] - self.units[block]
    }

    /// The number of a block's first unit.
    pub(crate) fn first_unit(&self, block: usize) -> u32 {
        self.units[block]
    }

    /// Letters of a block.
    pub(crate) fn letters(&self, block: usize) -> u32 {
        letters(&self.document.text, self.tokens(block))
    }

    pub(crate) fn tokens(&self, block: usize) -> &[Token] {
        let (from, to) = self.blocks[block];
        &self.tokens[from as usize..to as usize]
    }

    /// The language in which a block is read first; English where nothing tells.
    pub(crate) fn locale_of(&self, block: usize) -> Locale {
        self.readings[block].locales().next().or(self.locale).unwrap_or(Locale::En)
    }

    /// The unit of token `at` of block `block`: a control is one, text has one a sentence.
    pub(crate) fn unit(&self, block: usize, at: usize) -> u32 {
        let ends = self.tokens(block)[..at].iter().filter(|token| token.ends_sentence()).count() as u32;
        let last = self.units[block + 1] - 1;
        (self.units[block] + ends).min(last)
    }
}

/// Sentences longer than this are cut for guards, so that a text without a full stop
/// costs no more than one with many.
const SENTENCE: usize = 256;

impl Linter {
    /// A linter with the rules of `catalogue` under `config`.
    ///
    /// # Errors
    /// When the configuration names a rule, locale or market that does not exist, or a
    /// house phrase or pattern that cannot be read.
    pub fn new(catalogue: Catalogue, config: Config) -> Result<Self, ConfigError> {
        config.validate(&catalogue)?;
        let setting = |rule: &Rule| {
            let own = config.rules.get(&rule.id);
            own.or_else(|| config.rules.get(rule.category.name())).copied().unwrap_or(RuleSetting::On)
        };
        let settings = catalogue.rules().iter().map(setting).collect();
        let detector = Detector::new(catalogue.base());
        let house = House::new(&catalogue, &config)?;
        Ok(Self { catalogue, config, settings, detector, house, classifier: Classifier::builtin() })
    }

    /// Every rule that can fire: the catalogue's, then the house's.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.catalogue.rules().iter().chain(self.house.rules())
    }

    /// The rules in use.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The configuration in use.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Lints one text. Takes any text and never fails.
    pub fn lint(&self, input: &Input<'_>) -> Report<'_> {
        let document = Document::read(input.text, input.format);
        let facts = self.facts(&input.facts, &document);
        let view = View { blocks: 0..document.blocks.len(), whole: None };
        let scanned = self.scan(&document, input.locale, &facts, &view);
        let Judged { accepted, manipulation, .. } = self.judge(&scanned, &view, &mut Scratch::default());
        let summary = Summary {
            accepted,
            manipulation: manipulation.iter().map(|(_, bits)| *bits).max().map(f32::from_bits),
            locale: scanned.locale,
            units: scanned.units.last().copied().unwrap_or(0),
            letters: letters(&document.text, &scanned.tokens),
        };
        self.report(&document, &facts, &input.ignores, input.today, Utf16Index::new(input.text), summary)
    }

    /// What the caller states, then the document, then the configuration.
    pub(crate) fn facts(&self, stated: &Facts, document: &Document<'_>) -> Facts {
        let mut facts = stated.clone().or(document.facts.clone());
        if facts.markets.is_empty() {
            facts.markets.clone_from(&self.config.markets);
        }
        facts
    }

    /// Every finding in the blocks of `view`, before facts and ignores.
    pub(crate) fn judge<'l>(&'l self, scanned: &Scanned<'_>, view: &View<'_>, scratch: &mut Scratch) -> Judged<'l> {
        let mut judged = Judged::default();
        self.match_phrases(scanned, view, scratch, &mut judged);
        self.house.find(scanned, view.blocks.clone(), scratch, &mut judged.accepted);
        self.second_opinion(scanned, view.blocks.clone(), &mut judged);
        judged
    }

    /// Tokens, units and languages of every block of `view`.
    pub(crate) fn scan<'d>(
        &self,
        document: &'d Document<'d>,
        told: Option<Locale>,
        facts: &'d Facts,
        view: &View<'_>,
    ) -> Scanned<'d> {
        let text: &str = &document.text;
        // About one token for six bytes of running text, in any script.
        let mut tokens = Vec::with_capacity(text.len() / 6 + 16);
        let mut blocks = Vec::with_capacity(document.blocks.len());
        let mut units = Vec::with_capacity(document.blocks.len() + 1);
        let mut evidence = Vec::with_capacity(document.blocks.len());
        let mut weights = [0_u32; Locale::ALL.len()];
        let mut unit = 0;
        let declared = told.or(document.lang);
        let mut expected = declared.or(view.whole.and_then(|whole| whole.expected));
        let trusted = declared.filter(|locale| !locale.is_cjk() && text.is_ascii());
        for (at, block) in document.blocks.iter().enumerate() {
            let first = tokens.len();
            if !view.blocks.contains(&at) {
                blocks.push((first as u32, first as u32));
                units.push(unit);
                evidence.push(Evidence::default());
                continue;
            }
            if !block.place.code {
                let Range { start, end } = block.range;
                let abbreviations = &self.catalogue.base().abbreviations;
                token::tokenize(text, start as usize, end as usize, abbreviations, &mut tokens);
            }
            let own = &tokens[first..];
            blocks.push((first as u32, tokens.len() as u32));
            units.push(unit);
            unit += sentences(own, block.role);
            let read = match trusted {
                Some(locale) => Evidence { locale: Some(locale), han: false, tokens: own.len() as u32 },
                None => self.detector.read(text, own, block.lang.or(expected)),
            };
            if let Some(locale) = read.locale {
                weights[locale as usize] += read.tokens;
                if expected.is_none() && read.tokens >= TELLING {
                    expected = Some(locale);
                }
            }
            evidence.push(read);
        }
        units.push(unit);
        let locale = match view.whole {
            Some(whole) => whole.locale,
            None => declared.or_else(|| heaviest(&weights)),
        };
        let readings = document
            .blocks
            .iter()
            .zip(&evidence)
            .map(|(block, read)| self.reading(read, told, block.lang.or(document.lang), locale))
            .collect();
        Scanned { document, facts, tokens, blocks, units, readings, evidence, locale }
    }

    /// In which languages to read a block: as told, as declared, as its words say, as the
    /// document, as configured. What the script rules out is not believed.
    fn reading(
        &self,
        read: &Evidence,
        told: Option<Locale>,
        declared: Option<Locale>,
        document: Option<Locale>,
    ) -> Reading {
        if read.tokens == 0 {
            return Reading::NONE;
        }
        let cjk = read.han || read.locale.is_some_and(Locale::is_cjk);
        let fits = |locale: &Locale| locale.is_cjk() == cjk;
        if let Some(locale) = told.or(declared).filter(fits) {
            return Reading::of(locale);
        }
        if let Some(locale) = read.locale {
            return Reading::of(locale);
        }
        let mut all = self.config.locales.iter().copied().filter(fits);
        let bits =
            |locales: &mut dyn Iterator<Item = Locale>| locales.fold(0, |bits, locale| bits | 1 << (locale as u8));
        if read.han {
            if let Some(locale) =
                document.filter(|locale| matches!(locale, Locale::ZhHant | Locale::ZhHans | Locale::Ja))
            {
                return Reading::of(locale);
            }
            let configured = bits(&mut all);
            let both = 1 << (Locale::ZhHant as u8) | 1 << (Locale::ZhHans as u8);
            return Reading { locales: if configured == 0 { both } else { configured }, weak: false };
        }
        match document.filter(fits) {
            Some(locale) => Reading::of(locale),
            None => {
                let configured = bits(&mut all);
                Reading {
                    locales: if configured == 0 { 1 << (Locale::En as u8) } else { configured },
                    weak: read.tokens < 4,
                }
            }
        }
    }

    /// Every match of the catalogue's phrases that stands.
    fn match_phrases<'l>(
        &'l self,
        scanned: &Scanned<'_>,
        view: &View<'_>,
        scratch: &mut Scratch,
        judged: &mut Judged<'l>,
    ) {
        let text: &str = &scanned.document.text;
        for locale in Locale::ALL {
            // A language that nothing is written in is not even read.
            let reads = |at: &usize| scanned.readings[*at].locales >> (*locale as u8) & 1 == 1;
            let language = view.blocks.clone().any(|at| reads(&at)).then(|| self.catalogue.language(*locale));
            let Some(language) = language.flatten() else { continue };
            let mut found = Vec::new();
            let mut around = Around::new(scanned, language, view.whole, scratch);
            let mut hits: Vec<(usize, Vec<Found>)> = Vec::new();
            for at in view.blocks.clone() {
                if !reads(&at) || scanned.document.blocks[at].place.hidden {
                    continue;
                }
                language.matcher.flags(around.scratch, text, scanned.tokens(at), &mut found);
                if !found.is_empty() {
                    around.note(&found, |early| judged.early.push((at, early)));
                    hits.push((at, core::mem::take(&mut found)));
                }
            }
            for (at, found) in hits {
                self.judge_block(scanned, language, at, found, &mut around, &mut judged.accepted);
            }
        }
    }

    fn judge_block<'l>(
        &'l self,
        scanned: &Scanned<'_>,
        language: &'l Language,
        at: usize,
        mut found: Vec<Found>,
        around: &mut Around<'_>,
        accepted: &mut Vec<Accepted<'l>>,
    ) {
        let tokens = scanned.tokens(at);
        let block = &scanned.document.blocks[at];
        let text: &str = &scanned.document.text;
        let flag = |hit: &Found| match language.matcher.phrase(hit.phrase) {
            Phrase::Flag { rule, conditions } => Some((rule, conditions)),
            _ => None,
        };
        found.retain(|hit| flag(hit).is_some());
        found.sort_unstable_by_key(|hit| (flag(hit).map(|(rule, _)| rule), hit.start, Reverse(hit.end), hit.phrase));
        let mut last: Option<(u16, u32)> = None;
        let brands = if found.is_empty() { Vec::new() } else { self.house.brands(text, tokens) };
        for hit in &found {
            let Some((rule, conditions)) = flag(hit) else { continue };
            // Same rule: leftmost longest.
            if last.is_some_and(|(of, end)| of == rule && hit.start < end) {
                continue;
            }
            let number = usize::from(language.rules[usize::from(rule)]);
            let conditions = &language.conditions[usize::from(conditions)];
            let (start, end) = (hit.start as usize, hit.end as usize);
            let in_role = conditions.roles == 0 || conditions.roles >> (block.role as u32) & 1 == 1;
            let too_short = scanned.readings[at].weak && end - start < 2;
            if self.settings[number] == RuleSetting::Off || !in_role || too_short {
                continue;
            }
            if around.cues(at).excepts(rule, start, end) {
                continue;
            }
            let candidate = Candidate {
                document: scanned.document,
                block: at,
                tokens,
                start,
                end,
                sentence: sentence(tokens, start, end),
                facts: scanned.facts,
                brands: &brands,
                category: self.catalogue.rules()[number].category,
                negates_behind: matches!(language.locale, Locale::Ja | Locale::Ko),
            };
            let Verdict::Stands(certainty) = guard::judge(&candidate, conditions, &language.guards, around) else {
                continue;
            };
            last = Some((rule, hit.end));
            accepted.push(Accepted {
                rule: &self.catalogue.rules()[number],
                locale: language.locale,
                severity: self.settings[number].severity().unwrap_or(conditions.severity),
                certainty,
                block: at,
                range: candidate.range(),
                unit: scanned.unit(at, start),
                suggest: &language.suggest[usize::from(rule)],
            });
        }
    }

    /// The highest probability that a passage presses, and a hint where no rule fired in it.
    /// The model is English, so other languages have none.
    fn second_opinion<'l>(&'l self, scanned: &Scanned<'_>, blocks: core::ops::Range<usize>, judged: &mut Judged<'l>) {
        let Judged { accepted, manipulation, .. } = judged;
        let number = self.catalogue.rules().iter().position(|rule| rule.id == classifier::RULE);
        let hint = number.filter(|number| self.settings[*number] != RuleSetting::Off);
        let mut found: Vec<_> =
            accepted.iter().map(|found| (found.block, (found.range, found.rule.category))).collect();
        found.sort_by_key(|(block, _)| *block);
        let mut own = Vec::new();
        let mut found = found.into_iter().peekable();
        for at in blocks {
            let block = &scanned.document.blocks[at];
            own.clear();
            while let Some((_, finding)) = found.next_if(|(of, _)| *of == at) {
                own.push(finding);
            }
            let reading = scanned.readings[at];
            if reading.locales().next() != Some(Locale::En) || block.place.hidden {
                continue;
            }
            let tokens = scanned.tokens(at);
            let mut highest = 0.0_f32.to_bits();
            self.classifier.read(&scanned.document.text, tokens, &own, |from, to, probability, fired| {
                // Of positive numbers the greater has the greater bits.
                highest = highest.max(probability.to_bits());
                if let Some(number) = hint.filter(|_| !fired && !reading.weak && probability >= classifier::HINT) {
                    accepted.push(Accepted {
                        rule: &self.catalogue.rules()[number],
                        locale: Locale::En,
                        severity: self.settings[number].severity().unwrap_or(Severity::Info),
                        certainty: Certainty::Hint,
                        block: at,
                        range: Range { start: tokens[from].start, end: tokens[to - 1].end },
                        unit: scanned.unit(at, from),
                        suggest: &[],
                    });
                }
            });
            manipulation.push((at, highest));
        }
    }

    /// Facts, ignores and score.
    pub(crate) fn report<'l>(
        &'l self,
        document: &Document<'_>,
        facts: &Facts,
        ignores: &[Ignore],
        today: Date,
        utf16: Utf16Index,
        summary: Summary<'l>,
    ) -> Report<'l> {
        let Summary { accepted, manipulation, locale, units, letters } = summary;
        let mut diagnostics = Vec::with_capacity(accepted.len());
        let mut satisfied = Vec::new();
        for found in accepted {
            let diagnostic = self.diagnostic(document, &found);
            match &found.rule.fact {
                Some(fact) if facts.states(fact) => satisfied.push(Satisfied { diagnostic, fact: fact.clone() }),
                _ => diagnostics.push(diagnostic),
            }
        }
        diagnostics.sort_by_key(|diagnostic| {
            let range = diagnostic.range.unwrap_or(Range { start: 0, end: 0 });
            (range.start, Reverse(range.end), Reverse(diagnostic.severity), rule_order(diagnostic.rule))
        });
        let mut problems = document.problems.clone();
        let sifted = ignore::sift(diagnostics, document, &self.config.ignores, ignores, &self.catalogue, &mut problems);
        let findings: Vec<Finding> = sifted
            .kept
            .iter()
            .filter(|diagnostic| diagnostic.rule.id != classifier::RULE)
            .map(|diagnostic| Finding {
                category: diagnostic.rule.category,
                severity: diagnostic.severity,
                certainty: diagnostic.certainty,
                unit: diagnostic.unit,
            })
            .collect();
        let score = score::score(&findings);
        Report {
            locale,
            score: score.value,
            categories: score.categories,
            manipulation,
            questions: self.questions(&sifted.kept, locale),
            diagnostics: sifted.kept,
            disclosures: Vec::new(),
            satisfied,
            ignored: sifted.ignored,
            unused: sifted.unused,
            problems,
            units,
            letters,
            today,
            utf16,
        }
    }

    pub(crate) fn diagnostic<'l>(&'l self, document: &Document<'_>, found: &Accepted<'l>) -> Diagnostic<'l> {
        let span = document.locate(found.range);
        let text = found.range.of(&document.text);
        let block = &document.blocks[found.block];
        let whole =
            block.range.of(&document.text).trim_end_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation())
                == text.trim_end_matches(|c: char| c.is_ascii_punctuation());
        let control = matches!(block.role, Role::Button | Role::Link | Role::Option);
        let suggestions = if document.is_verbatim(found.range) { found.suggest } else { &[] };
        let suggestions = suggestions.iter().map(|replacement| Suggestion {
            label: replacement.clone(),
            edits: vec![Edit { span, text: replacement.clone() }],
            // A control's whole label may go; part of a sentence may carry a claim.
            safe: whole && control,
        });
        Diagnostic {
            rule: found.rule,
            severity: found.severity,
            certainty: found.certainty,
            locale: found.locale,
            range: Some(found.range),
            span: Some(span),
            text: text.into(),
            unit: found.unit,
            lang: self.config.lang.unwrap_or(found.locale),
            suggestions: suggestions.collect(),
        }
    }

    /// What to state, one entry a fact, in the order in which it is first missed.
    fn questions(&self, diagnostics: &[Diagnostic<'_>], locale: Option<Locale>) -> Vec<Question> {
        let mut rules: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for diagnostic in diagnostics {
            if let Some(fact) = &diagnostic.rule.fact {
                let of_fact = rules.entry(fact).or_default();
                if !of_fact.contains(&diagnostic.rule.id) {
                    of_fact.push(diagnostic.rule.id.clone());
                }
            }
        }
        let lang = self.config.lang.or(locale).unwrap_or(Locale::En);
        let message = |fact: &str| {
            [lang, Locale::En]
                .iter()
                .filter_map(|locale| self.catalogue.language(*locale))
                .find_map(|language| language.questions.iter().find(|(path, _)| path == fact))
                .map_or(String::new(), |(_, question)| question.clone())
        };
        rules.into_iter().map(|(fact, rules)| Question { fact: fact.into(), message: message(fact), rules }).collect()
    }
}

/// The language that most tokens speak for.
pub(crate) fn heaviest(weights: &[u32; Locale::ALL.len()]) -> Option<Locale> {
    let heaviest = Locale::ALL.iter().copied().max_by_key(|locale| (weights[*locale as usize], Reverse(*locale)));
    heaviest.filter(|locale| weights[*locale as usize] > 0)
}

/// Ids sort by category in the order of the design, then by name.
fn rule_order(rule: &Rule) -> (u8, &str) {
    (rule.category as u8, &rule.id)
}

/// Units of a block: a control, label or list item is one, other text one a sentence.
fn sentences(tokens: &[Token], role: Role) -> u32 {
    match role {
        Role::Heading | Role::Paragraph | Role::Quote | Role::Caption | Role::MetaDescription | Role::Cell => {
            let ends = tokens.iter().filter(|token| token.ends_sentence()).count() as u32;
            let open = tokens.last().is_some_and(|token| !token.ends_sentence());
            ends + u32::from(open)
        }
        _ => 1,
    }
    .max(1)
}

/// The tokens of the sentence around `start..end`.
pub(crate) fn sentence(tokens: &[Token], start: usize, end: usize) -> (usize, usize) {
    let earliest = start.saturating_sub(SENTENCE);
    let from = tokens[earliest..start].iter().rposition(Token::ends_sentence).map_or(earliest, |at| earliest + at + 1);
    let latest = (end + SENTENCE).min(tokens.len());
    let to = tokens[end.saturating_sub(1)..latest].iter().position(Token::ends_sentence);
    (from, to.map_or(latest, |at| end.saturating_sub(1) + at).max(end))
}

/// Letters; an ideograph, kana or syllable counts two.
fn letters(text: &str, tokens: &[Token]) -> u32 {
    let of = |token: &Token| match token.kind {
        Kind::Word if text.as_bytes()[token.start as usize] < 0x80 => token.end - token.start,
        Kind::Word => token.text(text).chars().count() as u32,
        Kind::Cjk => 2,
        Kind::Number | Kind::Mark => 0,
    };
    tokens.iter().map(of).fold(0, u32::saturating_add)
}

/// The rest of the document, as guards ask about it: each block is searched once, when
/// first asked for.
struct Around<'s> {
    scanned: &'s Scanned<'s>,
    language: &'s Language,
    cues: HashMap<usize, Cues>,
    /// Phrases of each early list that were found somewhere.
    early: HashMap<u16, Vec<u16>>,
    /// Where the document is known already.
    whole: Option<&'s Whole>,
    found: Vec<Found>,
    scratch: &'s mut Scratch,
}

impl<'s> Around<'s> {
    fn new(
        scanned: &'s Scanned<'s>,
        language: &'s Language,
        whole: Option<&'s Whole>,
        scratch: &'s mut Scratch,
    ) -> Self {
        Self { scanned, language, cues: HashMap::new(), early: HashMap::new(), whole, found: Vec::new(), scratch }
    }

    /// Remembers the early lists' matches of a block, and tells them.
    fn note(&mut self, found: &[Found], mut tell: impl FnMut(Early)) {
        for hit in found {
            if let Phrase::Cue { list } = self.language.matcher.phrase(hit.phrase) {
                tell(Early { locale: self.language.locale, list, phrase: hit.phrase });
                let phrases = self.early.entry(list).or_default();
                if !phrases.contains(&hit.phrase) {
                    phrases.push(hit.phrase);
                }
            }
        }
    }
}

impl Surroundings for Around<'_> {
    fn cues(&mut self, block: usize) -> &Cues {
        let Self { scanned, language, cues, found, scratch, .. } = self;
        cues.entry(block).or_insert_with(|| {
            Cues::find(&language.matcher, scratch, &scanned.document.text, scanned.tokens(block), found)
        })
    }

    fn in_document(&mut self, list: u16, enough: usize) -> usize {
        if let Some(whole) = self.whole {
            return whole.early.get(&(self.language.locale, list)).map_or(0, |phrases| (*phrases).min(enough));
        }
        self.early.get(&list).map_or(0, |phrases| phrases.len().min(enough))
    }
}

/// Whether two texts read the same after folding.
pub(crate) fn same_words(a: &str, b: &str) -> bool {
    let words = |text: &str| {
        let mut tokens = Vec::new();
        token::tokenize(text, 0, text.len(), &[], &mut tokens);
        tokens.retain(|token| token.kind != Kind::Mark);
        tokens.into_iter().map(|token| token.code).collect::<Vec<_>>()
    };
    phrase::folded(a) == phrase::folded(b) || words(a) == words(b)
}
