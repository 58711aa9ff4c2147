//! Runs the steps, in order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use candor_scan::matcher::{Found, Scratch};
use candor_scan::phrase;
use candor_scan::sort;
use candor_scan::tables::{Conditions, Phrase, Subject};
use candor_scan::token::{self, Kind, Token};
use candor_scan::vocabulary::{Certainty, Detector as RuleDetector, Locale, Role, Severity};

use crate::catalogue::{Catalogue, Language, Rule};
use crate::classifier::{self, Classifier};
use crate::config::{Config, ConfigError, RuleSetting};
use crate::date::Date;
use crate::detector::unmask::{Telling, Unmasked};
use crate::detector::{self, Covered, Place, Scene};
use crate::diagnostic::{Diagnostic, Edit, Suggestion};
use crate::disclosure::Status;
use crate::disclosure::check::{self, Asked, Checked};
use crate::disclosure::evidence::{Evidence as Marked, Files};
use crate::disclosure::marks::Mark;
use crate::disclosure::notice::{self, Notice};
use crate::document::{Document, Range};
use crate::guard::{self, Candidate, Cues, Surroundings, Verdict};
use crate::house::House;
use crate::ignore;
use crate::input::{Facts, Format, Ignore, Input};
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
    /// The fact that would satisfy the rule says otherwise.
    pub contradicted: bool,
}

impl<'l> Accepted<'l> {
    /// The stated fact that answers the finding, if one does.
    pub(crate) fn satisfied_by(&self, facts: &Facts) -> Option<&'l str> {
        self.rule.fact.as_deref().filter(|fact| facts.states(fact) && !self.contradicted)
    }
}

/// A document with its tokens.
pub(crate) struct Scanned<'d> {
    pub document: &'d Document<'d>,
    pub facts: &'d Facts,
    /// The language that the caller names.
    told: Option<Locale>,
    tokens: Vec<Token>,
    /// Tokens of each block: first, and one past the last.
    blocks: Vec<(u32, u32)>,
    /// Whether something in the block may stand for a letter.
    disguised: Vec<bool>,
    /// The number of each block's first unit.
    units: Vec<u32>,
    readings: Vec<Reading>,
    pub evidence: Vec<Evidence>,
    pub locale: Option<Locale>,
}

/// The blocks that are linted, and what the document as a whole decides about them.
pub(crate) struct View<'v> {
    /// What is read: guards look at the blocks around.
    pub blocks: core::ops::Range<usize>,
    /// What is judged, a part of it.
    pub judged: core::ops::Range<usize>,
    /// `None` where these are all blocks: then they decide it themselves.
    pub whole: Option<&'v Whole>,
    /// The day of the judgement.
    pub today: Date,
}

impl View<'_> {
    /// Every block of `document`.
    pub(crate) fn all(document: &Document<'_>, today: Date) -> Self {
        let blocks = 0..document.blocks.len();
        Self { blocks: blocks.clone(), judged: blocks, whole: None, today }
    }
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
    /// Wording that a rule names and lets stand, with its block.
    excused: Vec<(usize, Range)>,
    /// With their blocks, each once a block.
    pub early: Vec<(usize, Early)>,
    /// Blocks in which something was held against what stands around it, once or more.
    pub weighed: Vec<usize>,
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
    pub owed: Checked,
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

    /// What a block is. A line whose channel is stated as `button` is the label of one.
    fn role(&self, block: usize) -> Role {
        match self.document.blocks[block].role {
            Role::Paragraph if self.facts.channel.as_deref() == Some("button") => Role::Button,
            role => role,
        }
    }

    /// Whether something in the block may stand for a letter.
    pub(crate) fn is_disguised(&self, block: usize) -> bool {
        self.disguised[block]
    }

    pub(crate) fn tokens(&self, block: usize) -> &[Token] {
        let (from, to) = self.blocks[block];
        &self.tokens[from as usize..to as usize]
    }

    /// The language in which a block is read first; English where nothing tells.
    pub(crate) fn locale_of(&self, block: usize) -> Locale {
        self.readings[block].locales().next().or(self.locale).unwrap_or(Locale::En)
    }

    /// The document's language.
    pub(crate) fn locale(&self) -> Option<Locale> {
        self.locale
    }

    /// The languages in which a block is read.
    pub(crate) fn locales(&self, block: usize) -> impl Iterator<Item = Locale> {
        self.readings[block].locales()
    }

    /// The language in which a block is read first, if in any.
    pub(crate) fn first_locale(&self, block: usize) -> Option<Locale> {
        self.readings[block].locales().next()
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

    /// The same with other weights for the second opinion than those that are built in.
    #[must_use]
    pub fn with_model(mut self, model: classifier::Model) -> Self {
        self.classifier = Classifier::new(model);
        self
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
        self.lint_with_files(input, &|_| None)
    }

    /// Lints one text, and holds it against the files that it shows: `files` gives the marks
    /// ([`crate::disclosure::marks::read`]) of the file behind a `src`, or `None` where it does not
    /// lie at hand.
    pub fn lint_with_files(&self, input: &Input<'_>, files: &dyn Fn(&str) -> Option<Vec<Mark>>) -> Report<'_> {
        let document = Document::read(input.text, input.format);
        let facts = self.facts(&input.facts, &document);
        let view = View::all(&document, input.today);
        let scanned = self.scan(&document, input.locale, &facts, &view);
        let Judged { accepted, manipulation, .. } = self.judge(&scanned, &view, &mut Scratch::default());
        let summary = Summary {
            accepted,
            manipulation: manipulation.iter().map(|(_, bits)| *bits).max().map(f32::from_bits),
            locale: scanned.locale,
            units: scanned.units.last().copied().unwrap_or(0),
            letters: letters(&document.text, &scanned.tokens),
            owed: self.owed(&scanned, input.text, input.format, input.today, files),
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

    /// Every sentence, label and control of the text that could be a notice, whatever the facts
    /// owe, and the language of the text.
    pub fn notices(&self, input: &Input<'_>) -> (Vec<Notice>, Option<Locale>) {
        let document = Document::read(input.text, input.format);
        let facts = input.facts.clone().or(document.facts.clone());
        let view = View::all(&document, input.today);
        let scanned = self.scan(&document, input.locale, &facts, &view);
        (notice::find(&scanned, &self.catalogue), scanned.locale)
    }

    /// Which notices the facts owe, and what the text does about them.
    pub(crate) fn owed(
        &self,
        scanned: &Scanned<'_>,
        source: &str,
        format: Format,
        today: Date,
        files: Files<'_>,
    ) -> Checked {
        let evidence = Marked::gather(scanned.document, files);
        check::check(&Asked {
            scanned,
            source,
            format,
            catalogue: &self.catalogue,
            lang: self.config.lang.or(scanned.locale).unwrap_or(Locale::En),
            today,
            evidence: &evidence,
            subject: &|words, locale| self.subject(words, locale),
        })
    }

    /// Every finding in the blocks of `view`, before facts and ignores.
    pub(crate) fn judge<'l>(&'l self, scanned: &Scanned<'_>, view: &View<'_>, scratch: &mut Scratch) -> Judged<'l> {
        let mut judged = Judged::default();
        self.match_phrases(scanned, view, None, scratch, &mut judged);
        self.match_unmasked(scanned, view, scratch, &mut judged);
        self.house.find(scanned, view.judged.clone(), scratch, &mut judged.accepted);
        self.second_opinion(scanned, view.judged.clone(), &mut judged);
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
        let mut disguised = vec![false; document.blocks.len()];
        let mut units = Vec::with_capacity(document.blocks.len() + 1);
        let mut evidence = Vec::with_capacity(document.blocks.len());
        let mut weights = [0_u32; Locale::ALL.len()];
        let mut unit = 0;
        let declared = told.or(document.lang);
        let mut expected = declared.or(view.whole.and_then(|whole| whole.expected));
        let trusted = declared.filter(|locale| !locale.is_cjk());
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
                disguised[at] = token::tokenize(text, start as usize, end as usize, abbreviations, &mut tokens);
            }
            let own = &tokens[first..];
            blocks.push((first as u32, tokens.len() as u32));
            units.push(unit);
            unit += sentences(own, block.role);
            let read = match trusted {
                Some(locale) if block.range.of(text).is_ascii() => {
                    Evidence { locale: Some(locale), han: false, tokens: own.len() as u32 }
                }
                _ => self.detector.read(text, own, block.lang.or(expected)),
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
        Scanned { document, facts, told, tokens, blocks, disguised, units, readings, evidence, locale }
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

    /// Every match of the catalogue's phrases that stands, and what detectors find. `unmasked` tells
    /// that the text is one without disguises: then only its runs are looked at.
    fn match_phrases<'l>(
        &'l self,
        scanned: &Scanned<'_>,
        view: &View<'_>,
        unmasked: Option<&Unmasked>,
        scratch: &mut Scratch,
        judged: &mut Judged<'l>,
    ) {
        let text: &str = &scanned.document.text;
        for locale in Locale::ALL {
            // A language that nothing is written in is not even read.
            let reads = |at: &usize| {
                scanned.readings[*at].locales >> (*locale as u8) & 1 == 1
                    && unmasked.is_none_or(|unmasked| unmasked.has_block(*at))
            };
            let language = view.judged.clone().any(|at| reads(&at)).then(|| self.catalogue.language(*locale));
            let Some(language) = language.flatten() else { continue };
            let mut found = Vec::new();
            let mut own = Vec::new();
            let around = Around::new(scanned, language, view.whole, scratch);
            let mut of_language = InLanguage { language, around };
            // Blocks, and which of `found` are theirs.
            let mut hits: Vec<(usize, core::ops::Range<usize>)> = Vec::new();
            let mut phrases: Vec<Range> = Vec::new();
            for at in view.judged.clone() {
                if !reads(&at) || scanned.document.blocks[at].place.hidden {
                    continue;
                }
                let first = found.len();
                language.matcher.flags(of_language.around.scratch, text, scanned.tokens(at), &mut found);
                if found.len() > first {
                    of_language.around.note(&found[first..], |early| judged.early.push((at, early)));
                    if unmasked.is_some() {
                        let tokens = scanned.tokens(at);
                        let flags = found[first..]
                            .iter()
                            .filter(|hit| matches!(language.matcher.phrase(hit.phrase), Phrase::Flag { .. }));
                        phrases.extend(flags.map(|hit| Range {
                            start: tokens[hit.start as usize].start,
                            end: tokens[hit.end as usize - 1].end,
                        }));
                    }
                    hits.push((at, first..found.len()));
                }
            }
            let first = judged.accepted.len();
            for (at, hits) in hits {
                own.clear();
                own.extend_from_slice(&found[hits]);
                self.judge_block(scanned, &mut of_language, at, &mut own, judged);
            }
            if let Some(last) = detector::facts::last_day(scanned.facts) {
                self.contradict(scanned, &mut of_language, (view.today, last), &mut judged.accepted[first..]);
            }
            match unmasked {
                Some(unmasked) => self.disguised(scanned, unmasked, phrases, &mut of_language, &mut judged.accepted),
                None => self.detect(scanned, view, &mut of_language, &mut judged.accepted),
            }
            judged.weighed.append(&mut of_language.around.weighed);
        }
    }

    fn judge_block<'l>(
        &'l self,
        scanned: &Scanned<'_>,
        of_language: &mut InLanguage<'l, '_>,
        at: usize,
        found: &mut Vec<Found>,
        judged: &mut Judged<'l>,
    ) {
        let language = of_language.language;
        let tokens = scanned.tokens(at);
        let flag = |hit: &Found| match language.matcher.phrase(hit.phrase) {
            Phrase::Flag { rule, conditions } => Some((rule, conditions)),
            _ => None,
        };
        found.retain(|hit| flag(hit).is_some());
        sort::sort_by_key(found, |hit| (flag(hit).map(|(rule, _)| rule), hit.start, Reverse(hit.end), hit.phrase));
        let mut last: Option<(u16, u32)> = None;
        let brands = if found.is_empty() { Vec::new() } else { self.house.brands(&scanned.document.text, tokens) };
        for hit in &*found {
            let Some(by) = flag(hit) else { continue };
            let place = Place::at(at, hit.start as usize, hit.end as usize);
            if scanned.readings[at].weak && place.end - place.start < 2 {
                continue;
            }
            // Same rule: leftmost longest; as sure as the surest of the wordings that it touches.
            if last.is_some_and(|(of, end)| of == by.0 && hit.start < end) {
                if let Some(kept) = judged.accepted.last_mut()
                    && kept.certainty == Certainty::Hint
                    && let Some(surer) = self.judge_place(scanned, of_language, by, place, &brands)
                    && surer.certainty == Certainty::Reliable
                {
                    (kept.certainty, kept.severity) = (surer.certainty, surer.severity);
                }
                continue;
            }
            match self.judge_place(scanned, of_language, by, place, &brands) {
                Some(mut finding) => {
                    last = Some((by.0, hit.end));
                    // A box stands for all that its label says: one box, one finding.
                    if language.conditions[usize::from(by.1)].roles == 1 << (Role::CheckboxLabel as u32) {
                        last = Some((by.0, tokens.len() as u32));
                        finding.range = Range { start: tokens[0].start, end: tokens[tokens.len() - 1].end };
                    }
                    judged.accepted.push(finding);
                }
                None => {
                    let (first, last) = (&tokens[hit.start as usize], &tokens[hit.end as usize - 1]);
                    judged.excused.push((at, Range { start: first.start, end: last.end }));
                }
            }
        }
    }

    /// A finding at `place`, if it stands under the conditions: `by` is the language's rule and
    /// the number of its conditions.
    fn judge_place<'l>(
        &'l self,
        scanned: &Scanned<'_>,
        of_language: &mut InLanguage<'l, '_>,
        by: (u16, u16),
        place: Place,
        brands: &[Range],
    ) -> Option<Accepted<'l>> {
        let InLanguage { language, around } = of_language;
        let language: &'l Language = language;
        let number = usize::from(language.rules[usize::from(by.0)]);
        let own = &language.conditions[usize::from(by.1)];
        let Place { block, start, end, .. } = place;
        let in_role = own.roles == 0 || own.roles >> (scanned.role(block) as u32) & 1 == 1;
        if self.settings[number] == RuleSetting::Off || !in_role || around.cues(block).excepts(by.0, start, end) {
            return None;
        }
        around.weighed.push(block);
        let tokens = scanned.tokens(block);
        let candidate = Candidate {
            document: scanned.document,
            block,
            tokens,
            start,
            end,
            sentence: sentence(tokens, start, end),
            facts: scanned.facts,
            brands,
            category: self.catalogue.rules()[number].category,
            negates_behind: matches!(language.locale, Locale::Ja | Locale::Ko),
        };
        // What excuses wording does not excuse what a fact contradicts.
        let bare;
        let conditions = if place.contradicted {
            bare = Conditions { needs: Vec::new(), unless: Vec::new(), soften: Vec::new(), ..own.clone() };
            &bare
        } else {
            own
        };
        let Verdict::Stands(certainty) = guard::judge(&candidate, conditions, &language.guards, around) else {
            return None;
        };
        let severity = place.severity.unwrap_or(conditions.severity);
        // What a guard softens stays soft.
        let sure = place.certainty.filter(|_| certainty == conditions.certainty);
        Some(Accepted {
            rule: &self.catalogue.rules()[number],
            locale: language.locale,
            severity: self.settings[number].severity().unwrap_or(severity),
            certainty: sure.unwrap_or(certainty),
            block,
            range: candidate.range(),
            unit: scanned.unit(block, start),
            suggest: &language.suggest[usize::from(by.0)],
            contradicted: place.contradicted,
        })
    }

    /// What rules find when letters that are set apart are joined, and digits that stand for
    /// letters are read as letters; and that this was done.
    fn match_unmasked<'l>(
        &'l self,
        scanned: &Scanned<'_>,
        view: &View<'_>,
        scratch: &mut Scratch,
        judged: &mut Judged<'l>,
    ) {
        let Some(mut unmasked) = Unmasked::of(scanned, view.judged.clone(), &self.catalogue) else { return };
        // Guards look at the blocks around, which are then read so too.
        if view.judged != view.blocks
            && let Some(around) = Unmasked::of(scanned, view.blocks.clone(), &self.catalogue)
        {
            unmasked = around;
        }
        self.match_plain(scanned, view, &unmasked, scratch, judged);
    }

    // Never inlined, as other functions that few texts need: a browser compiles a function
    // whole when it is first called.
    #[inline(never)]
    fn match_plain<'l>(
        &'l self,
        scanned: &Scanned<'_>,
        view: &View<'_>,
        unmasked: &Unmasked,
        scratch: &mut Scratch,
        judged: &mut Judged<'l>,
    ) {
        let plain = self.scan_unmasked(scanned, view, unmasked);
        let own;
        let whole = match view.whole {
            Some(whole) => whole,
            None => {
                let mut early: BTreeMap<(Locale, u16), usize> = BTreeMap::new();
                let mut phrases: Vec<Early> = judged.early.iter().map(|(_, phrase)| *phrase).collect();
                sort::sort(&mut phrases);
                phrases.dedup();
                phrases.iter().for_each(|phrase| *early.entry((phrase.locale, phrase.list)).or_default() += 1);
                own = Whole { expected: None, locale: scanned.locale, early };
                &own
            }
        };
        let view =
            View { blocks: view.blocks.clone(), judged: view.judged.clone(), whole: Some(whole), today: view.today };
        let mut hidden = Judged::default();
        self.match_phrases(&plain, &view, Some(unmasked), scratch, &mut hidden);
        let mut known: HashMap<&str, Vec<Accepted<'_>>> = HashMap::new();
        judged.accepted.iter().for_each(|found| known.entry(&found.rule.id).or_default().push(*found));
        judged.weighed.append(&mut hidden.weighed);
        let known: HashMap<&str, Covered> =
            known.into_iter().map(|(rule, found)| (rule, Covered::of(&found))).collect();
        for mut found in hidden.accepted {
            if unmasked.runs_in(found.range).is_empty() {
                continue;
            }
            found.range = unmasked.typed(found.range);
            if !known.get(found.rule.id.as_str()).is_some_and(|known| known.touches(found.range)) {
                let tokens = scanned.tokens(found.block);
                found.unit = scanned.unit(found.block, tokens.partition_point(|token| token.end <= found.range.start));
                judged.accepted.push(found);
            }
        }
    }

    /// Tokens and languages of the text without disguises. A language is what the words tell
    /// where they changed, and elsewhere as before.
    fn scan_unmasked<'d>(&self, scanned: &Scanned<'d>, view: &View<'_>, unmasked: &'d Unmasked) -> Scanned<'d> {
        let document = &unmasked.document;
        let mut tokens = Vec::with_capacity(scanned.tokens.len());
        let mut blocks = Vec::with_capacity(document.blocks.len());
        let mut readings = Vec::with_capacity(document.blocks.len());
        for (at, block) in document.blocks.iter().enumerate() {
            let first = tokens.len();
            if view.blocks.contains(&at) && !block.place.code {
                let Range { start, end } = block.range;
                let abbreviations = &self.catalogue.base().abbreviations;
                token::tokenize(&document.text, start as usize, end as usize, abbreviations, &mut tokens);
            }
            blocks.push((first as u32, tokens.len() as u32));
            readings.push(if unmasked.has_block(at) {
                let read = self.detector.read(&document.text, &tokens[first..], block.lang.or(scanned.locale));
                self.reading(&read, scanned.told, block.lang.or(document.lang), scanned.locale)
            } else {
                scanned.readings[at]
            });
        }
        Scanned {
            document,
            facts: scanned.facts,
            told: scanned.told,
            tokens,
            disguised: vec![false; blocks.len()],
            blocks,
            units: scanned.units.clone(),
            readings,
            evidence: Vec::new(),
            locale: scanned.locale,
        }
    }

    /// The runs that are disguises, by what rules found in the plain text; `phrases` are their
    /// phrases there, whatever became of them.
    #[inline(never)]
    fn disguised<'l>(
        &'l self,
        plain: &Scanned<'_>,
        unmasked: &Unmasked,
        mut phrases: Vec<Range>,
        of_language: &mut InLanguage<'l, '_>,
        accepted: &mut Vec<Accepted<'l>>,
    ) {
        let language = of_language.language;
        let Some(by) = self.detected(language, RuleDetector::SpacedLetters) else { return };
        let covered = Covered::of(accepted);
        sort::sort(&mut phrases);
        for (run, place) in unmasked.runs.iter().zip(&unmasked.places) {
            if plain.first_locale(run.block) != Some(language.locale) {
                continue;
            }
            let tokens = plain.tokens(run.block);
            let start = tokens.partition_point(|token| token.end <= place.start);
            let end = tokens.partition_point(|token| token.start < place.end);
            let named = covered.touches(*place);
            let tells = match run.telling {
                Telling::Word => true,
                Telling::Wording => named,
                Telling::Phrase => {
                    let from = phrases.partition_point(|phrase| phrase.start < place.start);
                    let mut inside = phrases[from..].iter().take_while(|phrase| phrase.start < place.end);
                    named || inside.any(|phrase| place.contains(*phrase))
                }
                Telling::Commerce => {
                    let commerce = language.cue("commerce");
                    let cues = of_language.around.cues(run.block).within(start, end);
                    named || cues.iter().any(|cue| Some(cue.list) == commerce && cue.end - cue.start >= 2)
                }
            };
            if tells && start < end {
                let severity = if named { Some(Severity::Warning) } else { None };
                let place = Place { severity, ..Place::at(run.block, start, end) };
                accepted.extend(self.judge_place(plain, of_language, by, place, &[]));
            }
        }
    }

    /// The language's rule that `detector` finds places for, and the number of its conditions.
    fn detected(&self, language: &Language, detector: RuleDetector) -> Option<(u16, u16)> {
        let of_detector =
            |rule: &usize| self.catalogue.rules()[usize::from(language.rules[*rule])].detector == Some(detector);
        let rule = (0..language.rules.len()).find(of_detector)?;
        Some((rule as u16, language.judged_by[rule]?))
    }

    /// What detectors find in blocks of the language.
    fn detect<'l>(
        &'l self,
        scanned: &Scanned<'_>,
        view: &View<'_>,
        of_language: &mut InLanguage<'l, '_>,
        accepted: &mut Vec<Accepted<'l>>,
    ) {
        let language = of_language.language;
        let covered = Covered::of(accepted);
        let scene = Scene { scanned, language, covered: &covered, blocks: view.judged.clone() };
        for (rule, conditions) in language.judged_by.iter().enumerate() {
            let of = &self.catalogue.rules()[usize::from(language.rules[rule])];
            let (Some(conditions), Some(detector)) = (*conditions, of.detector) else { continue };
            let around = &mut of_language.around;
            for place in detector::find(detector, &of.id, &scene, &mut |block| around.cues(block).clone()) {
                let brands = self.house.brands(&scanned.document.text, scanned.tokens(place.block));
                accepted.extend(self.judge_place(scanned, of_language, (rule as u16, conditions), place, &brands));
            }
        }
    }

    /// Marks the findings of the language that the stated end of the offer contradicts.
    #[inline(never)]
    fn contradict(
        &self,
        scanned: &Scanned<'_>,
        of_language: &mut InLanguage<'_, '_>,
        (today, last): (Date, Date),
        accepted: &mut [Accepted<'_>],
    ) {
        let language = of_language.language;
        let ends_today = language.cues.iter().position(|cue| cue.ends_with(":ends_today"));
        for found in accepted {
            let can = found.rule.fact.as_deref() == Some(detector::facts::ENDS_AT)
                && !found.rule.text(found.locale).contradicted.is_empty();
            if !can {
                continue;
            }
            let tokens = scanned.tokens(found.block);
            let start = tokens.partition_point(|token| token.end <= found.range.start);
            let end = tokens.partition_point(|token| token.start < found.range.end).max(start);
            let cues = of_language.around.cues(found.block).within(start, end);
            let says_today = cues.iter().any(|cue| Some(usize::from(cue.list)) == ends_today);
            if detector::facts::contradicts(last, today, says_today, &tokens[start..end]) {
                found.contradicted = true;
                found.certainty = Certainty::Reliable;
                let number = self.catalogue.rules().iter().position(|rule| rule.id == found.rule.id);
                let configured = number.and_then(|number| self.settings[number].severity());
                found.severity = configured.unwrap_or(Severity::Error);
            }
        }
    }

    /// The highest probability that a passage presses, and a hint where no rule knows its wording.
    /// The model is English, so other languages have none.
    fn second_opinion<'l>(&'l self, scanned: &Scanned<'_>, blocks: core::ops::Range<usize>, judged: &mut Judged<'l>) {
        let Judged { accepted, excused, manipulation, .. } = judged;
        sort::sort_by_key(excused, |(block, _)| *block);
        let number = self.catalogue.rules().iter().position(|rule| rule.id == classifier::RULE);
        let hint = number.filter(|number| self.settings[*number] != RuleSetting::Off);
        let mut found: Vec<_> =
            accepted.iter().map(|found| (found.block, (found.range, (found.rule.category, found.certainty)))).collect();
        sort::sort_by_key(&mut found, |(block, _)| *block);
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
            let excused = &excused[excused.partition_point(|(of, _)| *of < at)..];
            let is_excused = |passage: Range| {
                excused.iter().take_while(|(of, _)| *of == at).any(|(_, excused)| excused.overlaps(passage))
            };
            let tokens = scanned.tokens(at);
            let mut highest = 0.0_f32.to_bits();
            self.classifier.read(&scanned.document.text, tokens, &own, |from, to, probability, fired| {
                // Of positive numbers the greater has the greater bits.
                highest = highest.max(probability.to_bits());
                let range = Range { start: tokens[from].start, end: tokens[to - 1].end };
                let words = || tokens[from..to].iter().filter(|token| token.kind == Kind::Word).count();
                let tells = !fired
                    && !reading.weak
                    && probability >= classifier::HINT
                    && words() >= classifier::HINT_WORDS
                    && !is_excused(range);
                if let Some(number) = hint.filter(|_| tells) {
                    accepted.push(Accepted {
                        rule: &self.catalogue.rules()[number],
                        locale: Locale::En,
                        severity: self.settings[number].severity().unwrap_or(Severity::Info),
                        certainty: Certainty::Hint,
                        block: at,
                        range,
                        unit: scanned.unit(at, from),
                        suggest: &[],
                        contradicted: false,
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
        let Summary { accepted, manipulation, locale, units, letters, owed } = summary;
        let mut diagnostics = Vec::with_capacity(accepted.len());
        let mut satisfied = Vec::new();
        for found in accepted {
            let diagnostic = self.diagnostic(document, facts, &found);
            match found.satisfied_by(facts) {
                Some(fact) => satisfied.push(Satisfied { diagnostic, fact: fact.into() }),
                None => diagnostics.push(diagnostic),
            }
        }
        let lang = self.config.lang.or(locale).unwrap_or(Locale::En);
        self.owe(document, locale, owed.findings, &mut diagnostics);
        sort::sort_by_key(&mut diagnostics, |diagnostic| {
            let range = diagnostic.range.unwrap_or(Range { start: 0, end: 0 });
            (range.start, Reverse(range.end), Reverse(diagnostic.severity), rule_order(diagnostic.rule))
        });
        let mut problems = document.problems.clone();
        problems.extend(owed.problems);
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
        let mut asked = owed.questions;
        asked.extend(check::unstated(facts, document, &owed.marks));
        Report {
            locale,
            score: score.value,
            categories: score.categories,
            manipulation,
            questions: self.questions(&sifted.kept, asked, lang),
            diagnostics: sifted.kept,
            disclosures: owed.disclosures,
            marks: owed.marks,
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

    pub(crate) fn diagnostic<'l>(
        &'l self,
        document: &Document<'_>,
        facts: &Facts,
        found: &Accepted<'l>,
    ) -> Diagnostic<'l> {
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
            contradicts: facts.offer.as_ref().and_then(|offer| offer.ends_at.clone()).filter(|_| found.contradicted),
            laws: Vec::new(),
        }
    }

    /// What a notice of these words is about; `None` if they are none.
    fn subject(&self, words: &str, locale: Locale) -> Option<Subject> {
        let input = Input { locale: Some(locale), ..Input::plain(words, Date { year: 1970, month: 1, day: 1 }) };
        self.notices(&input).0.into_iter().find(|it| it.wording == Status::Valid).map(|it| it.subject)
    }

    /// Findings of notices that are required and not valid.
    fn owe<'l>(
        &'l self,
        document: &Document<'_>,
        locale: Option<Locale>,
        findings: Vec<check::Finding>,
        diagnostics: &mut Vec<Diagnostic<'l>>,
    ) {
        let locale = locale.unwrap_or(Locale::En);
        for finding in findings {
            let Some(number) = self.catalogue.rules().iter().position(|rule| rule.id == finding.rule) else { continue };
            let rule = &self.catalogue.rules()[number];
            let overlaps = |known: &Diagnostic<'_>| {
                known.rule.id == rule.id && known.range.zip(finding.range).is_some_and(|(a, b)| a.overlaps(b))
            };
            if self.settings[number] == RuleSetting::Off || diagnostics.iter().any(overlaps) {
                continue;
            }
            // Law that one source confirms, and a platform's policy, never weigh as an error.
            let own = if finding.is_certain { rule.severity } else { rule.severity.min(Severity::Warning) };
            let place = finding.range.map(|range| (document.locate(range), range.of(&document.text)));
            let (span, text) = match &finding.medium {
                Some((span, name)) => (Some(*span), name.as_str()),
                None => (place.map(|(span, _)| span), place.map_or("", |(_, text)| text)),
            };
            diagnostics.push(Diagnostic {
                rule,
                severity: self.settings[number].severity().unwrap_or(own),
                certainty: finding.certainty.unwrap_or(rule.certainty),
                locale,
                range: finding.range,
                span,
                text: text.into(),
                unit: finding.unit.unwrap_or(score::DOCUMENT_UNIT),
                lang: self.config.lang.unwrap_or(locale),
                suggestions: finding.suggestions,
                contradicts: None,
                laws: finding.laws,
            });
        }
    }

    /// What to state, one entry a fact, by its path.
    fn questions(&self, diagnostics: &[Diagnostic<'_>], owed: BTreeSet<&'static str>, lang: Locale) -> Vec<Question> {
        let mut rules: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for diagnostic in diagnostics {
            if let Some(fact) = &diagnostic.rule.fact
                && diagnostic.contradicts.is_none()
            {
                let of_fact = rules.entry(fact).or_default();
                if !of_fact.contains(&diagnostic.rule.id) {
                    of_fact.push(diagnostic.rule.id.clone());
                }
            }
        }
        for fact in owed {
            rules.entry(fact).or_default().push(check::MISSING.into());
        }
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

/// A language, and what guards ask about a document in it.
struct InLanguage<'l, 's> {
    language: &'l Language,
    around: Around<'s>,
}

/// The rest of the document, as guards ask about it: each block is searched once, when
/// first asked for.
struct Around<'s> {
    scanned: &'s Scanned<'s>,
    language: &'s Language,
    /// By block.
    cues: Vec<Option<Box<Cues>>>,
    /// Phrases of each early list that were found somewhere.
    early: HashMap<u16, Vec<u16>>,
    /// Where the document is known already.
    whole: Option<&'s Whole>,
    /// See [`Judged::weighed`].
    weighed: Vec<usize>,
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
        let cues = scanned.blocks.iter().map(|_| None).collect();
        Self { scanned, language, cues, early: HashMap::new(), whole, weighed: Vec::new(), found: Vec::new(), scratch }
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
        cues[block].get_or_insert_with(|| {
            let text: &str = &scanned.document.text;
            Box::new(Cues::find(&language.matcher, scratch, text, scanned.tokens(block), found))
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
