//! Sentences, labels and controls that disclose, or seem to.
//!
//! A sentence is looked at as a whole for what takes a disclosure back (it denies, asks,
//! reports, hedges), and clause by clause for what discloses. A label must be a whole
//! sentence, or stand in brackets at the end of one.

use candor_scan::matcher::{Found, Matcher, Scratch};
use candor_scan::tables::{Phrase, Sign};
use candor_scan::token::{Kind as TokenKind, Token};
use candor_scan::vocabulary::{Locale, Role};

use super::{Kind, Reason, Status};
use crate::catalogue::{Catalogue, Notices};
use crate::document::{Block, Range};
use crate::linter::Scanned;

pub use candor_scan::tables::{Subject, Wording};

/// A sentence, label or control that could be a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it discloses; `None`: AI is mentioned, nothing more.
    pub kind: Option<Kind>,
    /// What it is about.
    pub subject: Subject,
    /// Judged by its words alone; [`super::placement::place`] judges the rest.
    pub wording: Status,
    /// Why the wording is not valid.
    pub reason: Option<Reason>,
    /// The id of the fixed wording that it has, exactly after folding.
    pub fixed: Option<String>,
    /// Place in `Document::blocks`.
    pub block: usize,
    /// Its sentence.
    pub range: Range,
    /// Where in the sentence it begins to disclose: its first byte of `Document::text`.
    pub at: u32,
    /// The language in which it was understood.
    pub locale: Locale,
}

/// Every sentence, label and control that could be a notice, in the order of reading.
pub(crate) fn find(scanned: &Scanned<'_>, catalogue: &Catalogue) -> Vec<Notice> {
    let mut notices: Vec<Notice> = Vec::new();
    let mut scratch = Scratch::default();
    for (at, block) in scanned.document.blocks.iter().enumerate() {
        if block.place.code {
            continue;
        }
        let first = notices.len();
        let mut own: Vec<Locale> = scanned.locales(at).collect();
        own.extend(scanned.locale().filter(|locale| !own.contains(locale)));
        let mut read = |locale: Locale, notices: &mut Vec<Notice>| {
            if let Some(language) = catalogue.language(locale) {
                let mut reader = Reader { scanned, notices: &language.notices, locale, scratch: &mut scratch };
                reader.block(at, block, notices);
            }
        };
        for locale in &own {
            read(*locale, &mut notices);
        }
        // A label is too short to tell its language: one that says nothing in the page's may
        // be a notice in another.
        let says = |notice: &Notice| notice.wording > Status::MentionOnly || notice.reason == Some(Reason::Negated);
        if !notices[first..].iter().any(says) {
            let cjk = own.first().is_some_and(|locale| locale.is_cjk());
            let mut foreign = Vec::new();
            for locale in Locale::ALL.iter().filter(|locale| locale.is_cjk() == cjk && !own.contains(locale)) {
                read(*locale, &mut foreign);
            }
            foreign.retain(|notice| notice.wording == Status::Valid);
            notices.append(&mut foreign);
        }
    }
    notices
}

/// Accepted wordings of a notice of this kind, those that a law fixes first, then sentences,
/// then labels. Empty for a language that is not loaded.
pub fn wordings(catalogue: &Catalogue, kind: Kind, locale: Locale) -> impl Iterator<Item = &Wording> {
    let all = catalogue.language(locale).map_or(&[][..], |language| language.notices.wordings());
    all.iter().filter(move |wording| wording.kind == kind)
}

/// What the phrases in a sentence say of it.
#[derive(Debug, Default)]
struct Signs {
    says: Vec<(Kind, Subject, u32)>,
    fixed: Option<u16>,
    mention: Vec<Option<Kind>>,
    vague: Option<Option<Kind>>,
    hedged: Option<Option<Kind>>,
    denied: bool,
    topic: bool,
    feature: bool,
    route: bool,
}

struct Reader<'s> {
    scanned: &'s Scanned<'s>,
    notices: &'s Notices,
    locale: Locale,
    scratch: &'s mut Scratch,
}

impl Reader<'_> {
    /// Appends the notices of a block.
    fn block(&mut self, at: usize, block: &Block, notices: &mut Vec<Notice>) {
        let tokens = self.scanned.tokens(at);
        let sentences: Vec<(&[Token], Signs)> = tokens
            .split_inclusive(Token::ends_sentence)
            .filter(|sentence| sentence.iter().any(|token| token.kind != TokenKind::Mark))
            .map(|sentence| (sentence, self.signs(sentence, block)))
            .collect();
        if sentences.iter().all(|(_, signs)| signs.is_empty()) {
            return;
        }
        let route = sentences.iter().any(|(_, signs)| signs.route) || self.route_beside(at);
        for (sentence, signs) in &sentences {
            let range = Range { start: sentence[0].start, end: sentence[sentence.len() - 1].end };
            let (locale, block) = (self.locale, at);
            let mut add = |kind, subject, at, wording, reason, fixed| {
                notices.push(Notice { kind, subject, wording, reason, fixed, block, range, at, locale });
            };
            if let Some(wording) = signs.fixed.map(|at| &self.notices.wordings()[usize::from(at)]) {
                add(Some(wording.kind), Subject::Any, range.start, Status::Valid, None, wording.fixed.clone());
                continue;
            }
            let question = sentence[sentence.len() - 1].is_mark('?');
            let reason = if signs.feature { Reason::Feature } else { Reason::Topic };
            for (kind, subject, at) in &signs.says {
                let (status, reason) = match kind {
                    _ if signs.denied => (Status::MentionOnly, Some(Reason::Negated)),
                    _ if signs.topic || question => (Status::MentionOnly, Some(reason)),
                    _ if signs.hedged.is_some() => (Status::Insufficient, Some(Reason::Hedged)),
                    Kind::AutomatedDecision if !route => (Status::Insufficient, Some(Reason::NoHumanRoute)),
                    _ => (Status::Valid, None),
                };
                add(Some(*kind), *subject, *at, status, reason, None);
            }
            if !signs.says.is_empty() {
                continue;
            }
            let mention = !signs.mention.is_empty();
            // A report about AI may well say “may” and “smart technology”.
            let report = mention && (signs.topic || question);
            let vague = signs.vague.filter(|_| !report).map(|kind| (kind, Reason::Vague));
            let hedged = signs.hedged.filter(|_| !report).map(|kind| (kind, Reason::Hedged));
            if signs.denied && mention {
                add(None, Subject::Any, range.start, Status::MentionOnly, Some(Reason::Negated), None);
            } else if let Some((kind, reason)) = if mention { hedged.or(vague) } else { vague.or(hedged) } {
                let kind = kind.or(Some(Kind::AiGenerated));
                add(kind, Subject::Any, range.start, Status::Insufficient, Some(reason), None);
            } else {
                for kind in &signs.mention {
                    add(*kind, Subject::Any, range.start, Status::MentionOnly, Some(reason), None);
                }
            }
        }
    }

    /// Whether a block beside this one names the way to a person.
    fn route_beside(&mut self, at: usize) -> bool {
        let last = self.scanned.document.blocks.len() - 1;
        [at.checked_sub(1), Some(at + 1).filter(|at| *at <= last)].into_iter().flatten().any(|beside| {
            let found = self.search(self.scanned.tokens(beside));
            found.into_iter().any(|(sign, _)| sign == Sign::Route)
        })
    }

    /// The phrases among `tokens`: what each means, and where it stands.
    fn search(&mut self, tokens: &[Token]) -> Vec<(Sign, Found)> {
        let matcher: &Matcher = self.notices.matcher();
        let mut found = Vec::new();
        matcher.cues(self.scratch, &self.scanned.document.text, tokens, &mut found);
        let sign = |found: &Found| match matcher.phrase(found.phrase) {
            Phrase::Cue { list } => Some(self.notices.signs()[usize::from(list)]),
            _ => None,
        };
        found.into_iter().filter_map(|found| Some((sign(&found)?, found))).collect()
    }

    /// What the sentence says, and its clauses.
    fn signs(&mut self, sentence: &[Token], block: &Block) -> Signs {
        let mut signs = Signs::default();
        let whole = self.search(sentence);
        if whole.is_empty() {
            return signs;
        }
        let spared = |denial: &Found| {
            let overlaps = |other: &Found| other.start < denial.end && denial.start < other.end;
            whole.iter().any(|(sign, other)| *sign == Sign::Spared && overlaps(other))
        };
        for (sign, found) in &whole {
            match sign {
                Sign::Denied if !spared(found) => signs.denied = true,
                Sign::Topic => signs.topic = true,
                Sign::Feature => signs.feature = true,
                Sign::Route => signs.route = true,
                Sign::Hedged(kind) => signs.hedged = Some(*kind),
                Sign::Vague(kind) => signs.vague = signs.vague.or(Some(*kind)),
                Sign::Mention(kind) if !signs.mention.contains(kind) => signs.mention.push(*kind),
                Sign::Fixed(wording) => signs.fixed = Some(*wording),
                _ => {}
            }
        }
        let text: &str = &self.scanned.document.text;
        let labels = takes_labels(block);
        signs.disclose(&whole, sentence, labels);
        for clause in clauses(text, sentence) {
            let found = self.search(clause);
            signs.disclose(&found, clause, false);
        }
        if let Some(label) = aside(text, sentence, block).filter(|_| labels) {
            let found = self.search(label);
            signs.disclose(&found, label, true);
        }
        signs
    }
}

impl Signs {
    fn is_empty(&self) -> bool {
        self.says.is_empty()
            && self.fixed.is_none()
            && self.mention.is_empty()
            && self.vague.is_none()
            && self.hedged.is_none()
    }

    /// Adds what `found` discloses; labels only if they count here.
    fn disclose(&mut self, found: &[(Sign, Found)], tokens: &[Token], labels: bool) {
        for (sign, place) in found {
            if let Sign::Says { kind, subject, label } = sign
                && (labels || !label || *kind == Kind::PaidPartnership)
                && !self.says.iter().any(|(known, of, _)| (known, of) == (kind, subject))
            {
                self.says.push((*kind, *subject, tokens[place.start as usize].start));
            }
        }
    }
}

/// Whether a few words alone can be a label here. “AI-generated images” over a section, or in
/// a menu, is its topic.
fn takes_labels(block: &Block) -> bool {
    !block.place.nav && !matches!(block.role, Role::Heading | Role::Title | Role::Option | Role::Button)
}

/// The clauses of a sentence, if it has several: a colon, a semicolon or a dash parts them.
fn clauses<'t>(text: &'t str, sentence: &'t [Token]) -> impl Iterator<Item = &'t [Token]> {
    let parts = move |token: &Token| {
        token.kind == TokenKind::Mark
            && matches!(token.text(text).chars().next(), Some(':' | '：' | ';' | '；' | '–' | '—' | '-' | '―'))
    };
    let several = sentence.iter().any(parts);
    sentence.split(parts).filter(move |clause| several && !clause.is_empty())
}

/// What stands in brackets at the start or the end of a sentence, or in a caption behind a dash.
fn aside<'t>(text: &str, sentence: &'t [Token], block: &Block) -> Option<&'t [Token]> {
    const OPEN: [char; 5] = ['(', '（', '[', '【', '〔'];
    const CLOSE: [char; 5] = [')', '）', ']', '】', '〕'];
    let words = sentence.iter().rposition(|token| token.kind != TokenKind::Mark)? + 1;
    let sentence = &sentence[..words];
    let before = |at: usize| match at.checked_sub(1) {
        Some(last) => &text[sentence[last].start as usize..sentence[at].start as usize],
        None => text[..sentence[at].start as usize].trim_end().get(block.range.start as usize..).unwrap_or_default(),
    };
    let starts_so = sentence[0].is_mark('[') || before(0).ends_with(OPEN);
    if let Some(close) = (1..words).find(|at| before(*at).contains(CLOSE)).filter(|_| starts_so) {
        return Some(&sentence[..close]);
    }
    let caption = block.place.figure || block.role == Role::Caption;
    let dash = |c: char| matches!(c, '–' | '—' | '―' | '/' | '·' | '，' | ',');
    let opens = |at: &usize| before(*at).contains(OPEN) || caption && before(*at).contains(dash);
    (1..words).rev().find(opens).map(|open| &sentence[open..])
}
