//! Sentences, labels and controls that disclose, or seem to.
//!
//! A sentence is looked at as a whole for what takes a disclosure back (it denies, asks,
//! reports, hedges), and clause by clause for what discloses. A label must be a whole
//! sentence, or stand in brackets at the end of one.

use candor_scan::matcher::{Found, Matcher, Scratch};
use candor_scan::tables::{Part, Phrase, Sign};
use candor_scan::token::{Flags, Kind as TokenKind, Token};
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
            // Where no language is known all are as likely.
            foreign.retain(|notice| notice.wording == Status::Valid || scanned.locale().is_none() && says(notice));
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
                    // “I am a bot, how can I help?” tells before it asks.
                    Kind::Chatbot if question && !signs.topic && self.asks_after(sentence, *at) => {
                        (Status::Valid, None)
                    }
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
                for kind in &signs.mention {
                    add(*kind, Subject::Any, range.start, Status::MentionOnly, Some(Reason::Negated), None);
                }
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

    /// Whether a comma stands behind the place, before the question.
    fn asks_after(&self, sentence: &[Token], place: u32) -> bool {
        let comma = |token: &Token| {
            token.kind == TokenKind::Mark
                && token.text(&self.scanned.document.text).starts_with([',', '，', '、', '–', '—'])
        };
        sentence.iter().any(|token| token.start > place && comma(token))
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
        let text: &str = &self.scanned.document.text;
        let labels = takes_labels(block);
        let whole = self.search(sentence);
        let label = aside(text, sentence, block).filter(|_| labels).map(|label| (self.search(label), label));
        let mut all = whole.iter().chain(label.iter().flat_map(|(found, _)| found));
        if all.all(|(sign, _)| matches!(sign, Sign::Part(_) | Sign::Together { .. })) {
            signs.join(&whole, sentence);
            return signs;
        }
        // “Nobody here exists; the faces come from AI”: what one clause denies another may disclose.
        let crosses = |denial: &Found| {
            let inside = &sentence[denial.start as usize..denial.end as usize];
            let ends = |token: &Token| {
                is_mark(token, text, if self.locale.is_cjk() { &[';', ':', '；', '：', '，'] } else { &[';', ':'] })
            };
            inside.split_last().is_some_and(|(_, before)| before.iter().any(ends))
        };
        let spared = |denial: &Found| {
            let overlaps = |other: &Found| other.start < denial.end && denial.start < other.end;
            crosses(denial) || whole.iter().any(|(sign, other)| *sign == Sign::Spared && overlaps(other))
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
        signs.disclose(&whole, sentence, labels);
        for clause in clauses(text, sentence) {
            let found = self.search(clause);
            signs.disclose(&found, clause, false);
        }
        if let Some((found, label)) = &label {
            signs.disclose(found, label, true);
            if signs.says.is_empty() {
                signs.compose(text, found, label, true, self.locale);
            }
        }
        signs.join(&whole, sentence);
        if signs.fixed.is_none() {
            signs.compose(text, &whole, sentence, labels, self.locale);
            if signs.says.is_empty()
                && labels
                && let Some(first) = remark(text, sentence)
            {
                let found = self.search(first);
                signs.disclose(&found, first, true);
                signs.compose(text, &found, first, true, self.locale);
            }
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

impl Signs {
    /// Adds what the phrases disclose that stand here together.
    fn join(&mut self, found: &[(Sign, Found)], tokens: &[Token]) {
        let mut sets: Vec<(u16, u8)> = Vec::new();
        for (sign, place) in found {
            let Sign::Together { kind, set, one, all } = *sign else { continue };
            let at = sets.iter().position(|(known, _)| *known == set).unwrap_or_else(|| {
                sets.push((set, 0));
                sets.len() - 1
            });
            sets[at].1 |= one;
            if sets[at].1 == all && !self.says.iter().any(|(known, ..)| *known == kind) {
                self.says.push((kind, Subject::Any, tokens[place.start as usize].start));
            }
        }
    }

    /// Adds what the sentence discloses by its parts, in whatever order: it names AI and what AI
    /// did or made, and says little else. What says more must point at what it means.
    fn compose(&mut self, text: &str, found: &[(Sign, Found)], tokens: &[Token], labels: bool, locale: Locale) {
        /// Words between AI and what it did.
        const NEAR: u32 = 5;
        let part = |(sign, place): &(Sign, Found)| match sign {
            Sign::Part(part) => Some((*part, *place)),
            _ => None,
        };
        let parts = || found.iter().filter_map(part);
        let has = |wanted: Part| parts().any(|(part, _)| part == wanted);
        let mut agents = parts().filter(|(part, _)| *part == Part::Agent).map(|(_, place)| place).peekable();
        let Some(agent) = agents.peek().copied() else { return };
        let person = has(Part::Noun(Subject::Person));
        let compounds = || tokens.iter().filter_map(|token| compound(token.text(text), locale));
        let names = |subject| has(Part::Noun(subject)) || compounds().any(|known| known == subject);
        let (written, media, voice) = (names(Subject::Text), names(Subject::Media), has(Part::Voice));
        // Of several verbs the nearest is AI's: “written by people, checked by AI”.
        let distance = |start: u32, end: u32| {
            let apart = |agent: Found| start.saturating_sub(agent.end) + agent.start.saturating_sub(end);
            agents.clone().map(apart).min().unwrap_or(u32::MAX)
        };
        let known = |at: usize| parts().any(|(_, place)| (place.start as usize..place.end as usize).contains(&at));
        // Whatever else was done to text and pictures: no list has all verbs.
        let shown = written || media || voice || person;
        let is_done = |at: usize| shown && !self.feature && is_participle(tokens[at].text(text), locale) && !known(at);
        let verbs = parts().filter(|(part, _)| matches!(part, Part::Made | Part::Helped | Part::Assist));
        let verbs =
            verbs.map(|(part, place)| (distance(place.start, place.end), part != Part::Made, part == Part::Assist));
        let done = (0..tokens.len()).filter(|at| is_done(*at));
        let done = done.map(|at| (distance(at as u32, at as u32 + 1), false, false));
        let verb = verbs.chain(done).min();
        let Some((_, helped, assist)) = verb.filter(|(distance, ..)| *distance <= NEAR) else { return };

        let mut words = 0;
        let mut other = 0;
        let mut named = None;
        for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind != TokenKind::Mark) {
            words += 1;
            let is_part = known(at) || is_done(at) || compound(token.text(text), locale).is_some();
            // Names of people, studios and tools tell nothing. In German every noun has a capital;
            // there a name follows “von”, or another one.
            let follows = || {
                let before = &tokens[at - 1];
                named == Some(at - 1) || ["von", "durch"].iter().any(|it| before.text(text).eq_ignore_ascii_case(it))
            };
            let is_name = token.kind == TokenKind::Number
                || token.kind == TokenKind::Word
                    && at > 0
                    && (locale.is_cjk() || token.flags.has(Flags::CAPITAL) && (locale != Locale::De || follows()));
            named = is_name.then_some(at).or(named);
            other += usize::from(!is_part && !is_name);
        }
        // A syllable or two of an ending that no list knows.
        let spare = match locale {
            Locale::Ja | Locale::Ko => 1 + usize::from(words >= 10),
            _ => usize::from(locale.is_cjk()),
        };
        let is_label = labels && other <= spare;
        let points = has(Part::Scope) && other * 4 <= words;
        // “The voice in this advert” is no text, whatever a phrase made of the advert.
        let more = self.says.is_empty() || (person || voice) && !helped;
        if !more || !is_label && !points {
            return;
        }
        let at = tokens[agent.start as usize].start;
        let mut say = |kind, subject| self.says.push((kind, subject, at));
        if helped {
            say(Kind::AiAssisted, if media && !written { Subject::Media } else { Subject::Any });
            // A picture drawn with the help of AI is AI's.
            if assist && media && has(Part::Made) {
                say(Kind::AiGenerated, Subject::Media);
            }
        } else if person || voice {
            say(Kind::SyntheticMedia, if person { Subject::Person } else { Subject::Media });
        } else if written && media {
            say(Kind::AiGenerated, Subject::Text);
            say(Kind::AiGenerated, Subject::Media);
        } else {
            say(
                Kind::AiGenerated,
                if written {
                    Subject::Text
                } else if media {
                    Subject::Media
                } else {
                    Subject::Any
                },
            );
        }
    }
}

/// What a German compound names: “Blogbilder” are pictures, whatever they are for.
fn compound(word: &str, locale: Locale) -> Option<Subject> {
    const MEDIA: [&str; 12] = [
        "bild", "bilder", "bildern", "foto", "fotos", "video", "videos", "grafik", "grafiken", "musik", "film", "motiv",
    ];
    const TEXT: [&str; 11] = [
        "text",
        "texte",
        "texten",
        "textes",
        "beitrag",
        "beiträge",
        "artikel",
        "beschreibung",
        "beschreibungen",
        "inhalt",
        "inhalte",
    ];
    let word = (locale == Locale::De).then(|| word.to_lowercase())?;
    let ends = |endings: &[&str]| endings.iter().any(|end| word.len() > end.len() + 2 && word.ends_with(end));
    if ends(&MEDIA) { Some(Subject::Media) } else { ends(&TEXT).then_some(Subject::Text) }
}

/// Whether a word ends as participles do in the languages that have such endings.
fn is_participle(word: &str, locale: Locale) -> bool {
    let word = word.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|end| word.ends_with(end));
    match locale {
        Locale::En => word.len() > 4 && ends(&["ed"]),
        Locale::De => {
            let inflected = ends(&["iert", "ierte", "ierten", "ierter", "iertes"]);
            inflected || word.len() > 6 && word.starts_with("ge") && ends(&["t", "te", "ten", "ter", "tes", "en"])
        }
        Locale::Fr => word.chars().count() > 4 && ends(&["é", "ée", "és", "ées"]),
        Locale::Es => word.len() > 5 && ends(&["ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas"]),
        _ => false,
    }
}

/// Whether a few words alone can be a label here. “AI-generated images” over a section, or in
/// a menu, is its topic.
fn takes_labels(block: &Block) -> bool {
    !block.place.nav && !matches!(block.role, Role::Heading | Role::Title | Role::Option | Role::Button)
}

/// The clauses of a sentence, if it has several: a colon, a semicolon, a dash or a dot between
/// blanks parts them.
fn clauses<'t>(text: &'t str, sentence: &'t [Token]) -> impl Iterator<Item = &'t [Token]> {
    const PARTING: [char; 8] = [':', '：', ';', '；', '–', '—', '-', '―'];
    let is_mark = move |token: &Token| is_mark(token, text, &PARTING);
    // What is no token: the tokenizer takes it for a blank, or for the hyphen of a word.
    let apart = move |before: &Token, token: &Token| {
        let between = &text[before.end as usize..token.start as usize];
        [" · ", " • ", "－"].iter().any(|it| between.contains(it))
    };
    let parts = sentence.chunk_by(move |before, token| !is_mark(before) && !is_mark(token) && !apart(before, token));
    parts.filter(move |clause| clause.len() < sentence.len() && !is_mark(&clause[0]))
}

/// Whether a token is one of `marks`, as typed.
fn is_mark(token: &Token, text: &str, marks: &[char]) -> bool {
    token.kind == TokenKind::Mark && token.text(text).starts_with(marks)
}

/// The first clause of a short sentence that goes on with a remark: “Photo made with AI, the
/// colour may differ.” In the languages that put a subject first and a comma behind it there is
/// no telling.
fn remark<'t>(text: &str, sentence: &'t [Token]) -> Option<&'t [Token]> {
    /// Words of such a sentence.
    const SHORT: usize = 24;
    let parts =
        |token: &Token| token.kind == TokenKind::Mark && matches!(token.text(text).chars().next(), Some(',' | ';'));
    let words = sentence.iter().filter(|token| token.kind != TokenKind::Mark).count();
    let end = sentence.iter().position(parts)?;
    let is_one = words <= SHORT && sentence.iter().all(|token| token.kind != TokenKind::Cjk);
    is_one.then(|| &sentence[..end]).filter(|clause| !clause.is_empty())
}

/// What stands in brackets at the start or the end of a sentence, or in a caption behind a dash.
fn aside<'t>(text: &str, sentence: &'t [Token], block: &Block) -> Option<&'t [Token]> {
    const OPEN: [char; 8] = ['(', '（', '[', '【', '〔', '<', '＜', '〈'];
    const CLOSE: [char; 8] = [')', '）', ']', '】', '〕', '>', '＞', '〉'];
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
