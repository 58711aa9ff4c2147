//! Guards: what around a match tells that it is innocent, or less sure.
//!
//! The list is closed: rule files name guards, this module says what each means. Words
//! come from the locale files, so a guard holds in every language that has its list.
//!
//! | guard | holds when |
//! |---|---|
//! | `negated` | a negator stands before the match in its clause, at most six words away; in Japanese and Korean also after it |
//! | `quoted` | the match stands in quotation marks and the sentence reports or criticises words |
//! | `critical` | the document teaches or warns about such wording (softens; never for controls) |
//! | `legal` | the sentence is legal text, for rules about pressure and claims |
//! | `code` | the match overlaps code |
//! | `brand` | the match lies in a configured name |
//! | `dated` | an absolute date stands in scope |
//! | `measure` | the number of the match counts a unit of measure |
//! | `optional-separate-boxes` | several separate boxes, or one that says it is optional |
//! | `ticked` | the block labels a box that is ticked |
//! | `pair.accept` | a sibling control accepts |
//! | others | the word list of that name has a match in scope |

use core::ops::Range as Places;

use candor_scan::matcher::{Found, Matcher, Scratch};
use candor_scan::sort;
use candor_scan::tables::{Conditions, Guard, Phrase, Scope, Term};
use candor_scan::token::{Kind, Token};
use candor_scan::vocabulary::{Category, Certainty, GUARDS, Role};

use crate::document::{Block, Document, Range};
use crate::input::Facts;

/// A word list's match: tokens of its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// The list's number.
    pub list: u16,
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
}

/// What one search of a block for exceptions and word lists gives.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    /// Word lists, by first token.
    lists: Vec<Cue>,
    /// Lists that have a match at all, as bits.
    present: Vec<u64>,
    /// Exceptions by first token: the tokens, and the rule's place in the language.
    excepts: Vec<(u32, u32, u16)>,
}

/// No match of a phrase is longer, in tokens, marks between them included.
const LONGEST: usize = 256;

impl Cues {
    /// Searches `tokens`, the tokens of one block.
    pub fn find(
        matcher: &Matcher,
        scratch: &mut Scratch,
        text: &str,
        tokens: &[Token],
        found: &mut Vec<Found>,
    ) -> Self {
        found.clear();
        matcher.cues(scratch, text, tokens, found);
        let mut cues = Self { lists: Vec::with_capacity(found.len()), ..Self::default() };
        for hit in found.iter() {
            match matcher.phrase(hit.phrase) {
                Phrase::Cue { list } => {
                    cues.lists.push(Cue { list, start: hit.start, end: hit.end });
                    let word = usize::from(list) / 64;
                    if cues.present.len() <= word {
                        cues.present.resize(word + 1, 0);
                    }
                    cues.present[word] |= 1 << (list % 64);
                }
                Phrase::Except { rule } => cues.excepts.push((hit.start, hit.end, rule)),
                Phrase::Flag { .. } => {}
            }
        }
        sort::sort_by_key(&mut cues.lists, |cue| cue.start);
        sort::sort(&mut cues.excepts);
        cues
    }

    /// Whether the list has a match in the block.
    pub fn has(&self, list: u16) -> bool {
        self.present.get(usize::from(list) / 64).is_some_and(|bits| bits >> (list % 64) & 1 == 1)
    }

    /// Matches that begin at a token of `from..to`.
    pub fn within(&self, from: usize, to: usize) -> &[Cue] {
        let first = self.lists.partition_point(|cue| (cue.start as usize) < from);
        let last = self.lists.partition_point(|cue| (cue.start as usize) < to);
        &self.lists[first..last.max(first)]
    }

    /// Whether an exception of the rule overlaps the tokens `start..end`.
    pub fn excepts(&self, rule: u16, start: usize, end: usize) -> bool {
        let first = self.excepts.partition_point(|(from, ..)| (*from as usize) + LONGEST < start);
        self.excepts[first..]
            .iter()
            .take_while(|(from, ..)| (*from as usize) < end)
            .any(|&(_, to, of)| of == rule && start < to as usize)
    }
}

/// The numbers of the word lists that built-in guards read, in one language.
#[derive(Clone, Debug)]
pub struct GuardLists {
    /// By place in [`GUARDS`]: the list of the same name, or the one it reads.
    by_guard: Vec<Option<u16>>,
    negators_except: Option<u16>,
    reporting: Option<u16>,
    critical: Option<u16>,
    optional: Option<u16>,
    accept: Option<u16>,
}

/// The word list that a built-in guard reads.
pub fn guard_list(guard: &str) -> &str {
    match guard {
        "negated" => "negators",
        "quoted" => "reporting",
        "dated" => "dates",
        "measure" => "measures",
        "cited-source" => "source-cues",
        "optional-separate-boxes" => "optional",
        "pair.accept" => "accept",
        other => other,
    }
}

impl GuardLists {
    /// Looks the lists up by name.
    pub fn new(cue: impl Fn(&str) -> Option<u16>) -> Self {
        Self {
            by_guard: GUARDS.iter().map(|guard| cue(guard_list(guard))).collect(),
            negators_except: cue("negators-except"),
            reporting: cue("reporting"),
            critical: cue("critical"),
            optional: cue("optional"),
            accept: cue("accept"),
        }
    }
}

/// What guards ask about the rest of the document.
pub trait Surroundings {
    /// The word lists' matches in block `block`.
    fn cues(&mut self, block: usize) -> &Cues;

    /// How many different matches the list has in the document, counting up to `enough`.
    fn in_document(&mut self, list: u16, enough: usize) -> usize;
}

/// A match that is being judged.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// The document.
    pub document: &'a Document<'a>,
    /// The match's block.
    pub block: usize,
    /// The tokens of the block.
    pub tokens: &'a [Token],
    /// The match's tokens.
    pub start: usize,
    /// One past its last token.
    pub end: usize,
    /// The tokens of its sentence.
    pub sentence: (usize, usize),
    /// What the author states.
    pub facts: &'a Facts,
    /// Names that are never findings, folded, as they stand in the text.
    pub brands: &'a [Range],
    /// Its rule's category.
    pub category: Category,
    /// Whether the language puts negators after the verb.
    pub negates_behind: bool,
}

/// Whether a match counts, and how surely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does not.
    Dropped,
    /// It does.
    Stands(Certainty),
}

fn bit(guard: &str) -> u32 {
    GUARDS.iter().position(|known| *known == guard).map_or(0, |at| 1 << at)
}

/// Judges a match under its phrase's conditions.
pub fn judge(
    candidate: &Candidate<'_>,
    conditions: &Conditions,
    lists: &GuardLists,
    around: &mut impl Surroundings,
) -> Verdict {
    let always = |guard: &str| conditions.despite & bit(guard) == 0;
    if candidate.overlaps(&candidate.document.code) || candidate.block().place.code {
        return Verdict::Dropped;
    }
    if candidate.brands.iter().any(|brand| brand.contains(candidate.range())) {
        return Verdict::Dropped;
    }
    if always("negated") && candidate.is_negated(lists, around) {
        return Verdict::Dropped;
    }
    if always("quoted") && candidate.is_quoted(lists, around) {
        return Verdict::Dropped;
    }
    if always("legal") && candidate.is_pressure() && candidate.list_in_sentence(lists.by_guard[index("legal")], around)
    {
        return Verdict::Dropped;
    }
    if conditions.unless.iter().any(|guard| candidate.holds(guard, lists, around))
        || !conditions.needs.iter().all(|guard| candidate.holds(guard, lists, around))
    {
        return Verdict::Dropped;
    }
    let control = matches!(candidate.block().role, Role::Button | Role::Link);
    let soft = conditions.soften.iter().any(|guard| candidate.holds(guard, lists, around))
        || (always("critical") && !control && lists.critical.is_some_and(|list| around.in_document(list, 2) >= 2));
    Verdict::Stands(if soft { Certainty::Hint } else { conditions.certainty })
}

fn index(guard: &str) -> usize {
    GUARDS.iter().position(|known| *known == guard).expect("a name of the closed list")
}

fn is_control(block: &Block) -> bool {
    matches!(block.role, Role::Button | Role::Link | Role::Option)
}

/// How many blocks away siblings are looked for.
const SIBLINGS: usize = 8;

/// Words between a negator and what it negates, at most.
const NEGATION_REACH: usize = 6;

impl Candidate<'_> {
    fn block(&self) -> &Block {
        &self.document.blocks[self.block]
    }

    /// The match in the text.
    pub fn range(&self) -> Range {
        Range { start: self.tokens[self.start].start, end: self.tokens[self.end - 1].end }
    }

    fn overlaps(&self, ranges: &[Range]) -> bool {
        let range = self.range();
        let from = ranges.partition_point(|other| other.end <= range.start);
        ranges.get(from).is_some_and(|other| other.overlaps(range))
    }

    /// Rules that legal text is exempt from: pressure and claims, not terms and consent.
    fn is_pressure(&self) -> bool {
        !matches!(
            self.category,
            Category::Pricing
                | Category::Subscription
                | Category::Misdirection
                | Category::ConsentPrivacy
                | Category::AiTransparency
                | Category::Evasion
                | Category::House
        )
    }

    fn list_in_sentence(&self, list: Option<u16>, around: &mut impl Surroundings) -> bool {
        let (from, to) = self.sentence;
        list.is_some_and(|list| {
            around.cues(self.block).within(from, to).iter().any(|cue| cue.list == list && cue.end as usize <= to)
        })
    }

    fn list_in_scope(&self, list: u16, scope: Scope, around: &mut impl Surroundings) -> bool {
        match scope {
            Scope::Sentence => self.list_in_sentence(Some(list), around),
            Scope::Near => self.near().any(|block| around.cues(block).has(list)),
            Scope::Document => around.in_document(list, 1) >= 1,
        }
    }

    /// The block and those beside it.
    fn beside(&self) -> Places<usize> {
        self.block.saturating_sub(1)..(self.block + 2).min(self.document.blocks.len())
    }

    /// The block and those beside it; of a button in a row of buttons, the text beside the row.
    fn near(&self) -> Places<usize> {
        let blocks = &self.document.blocks;
        let Places { mut start, mut end } = self.beside();
        if is_control(self.block()) {
            let reach = self.reach();
            while start > reach.start && is_control(&blocks[start]) {
                start -= 1;
            }
            while end < reach.end && is_control(&blocks[end - 1]) {
                end += 1;
            }
        }
        start..end
    }

    /// The blocks among which controls look for others: a page of a thousand buttons must not be read a thousand times.
    fn reach(&self) -> Places<usize> {
        self.block.saturating_sub(SIBLINGS)..(self.block + SIBLINGS + 1).min(self.document.blocks.len())
    }

    fn holds(&self, guard: &Guard, lists: &GuardLists, around: &mut impl Surroundings) -> bool {
        guard.terms.iter().all(|term| match term {
            Term::Fact(path) => self.facts.states(path),
            Term::Cue(list) => self.list_in_scope(*list, guard.scope, around),
            Term::BuiltIn(at) => self.built_in(usize::from(*at), guard.scope, lists, around),
        })
    }

    fn built_in(&self, at: usize, scope: Scope, lists: &GuardLists, around: &mut impl Surroundings) -> bool {
        match GUARDS[at] {
            "negated" => self.is_negated(lists, around),
            "quoted" => self.is_quoted(lists, around),
            "code" => self.overlaps(&self.document.code),
            "ticked" => self.block().checked == Some(true),
            "brand" => self.brands.iter().any(|brand| brand.overlaps(self.range())),
            "measure" => self.is_measure(lists.by_guard[at], around),
            "optional-separate-boxes" => self.has_separate_boxes(lists, around),
            "pair.accept" => self.has_accepting_sibling(lists, around),
            "commerce" => {
                is_control(self.block())
                    || matches!(self.facts.channel.as_deref(), Some("subject" | "push" | "button"))
                    || lists.by_guard[at].is_some_and(|list| self.list_in_scope(list, scope, around))
            }
            _ => lists.by_guard[at].is_some_and(|list| self.list_in_scope(list, scope, around)),
        }
    }

    fn is_negated(&self, lists: &GuardLists, around: &mut impl Surroundings) -> bool {
        let Some(negators) = lists.by_guard[index("negated")] else { return false };
        let (from, to) = self.sentence;
        let cues = around.cues(self.block).within(from, to);
        let lifted = |cue: &Cue| {
            cues.iter().any(|other| {
                Some(other.list) == lists.negators_except && other.start <= cue.start && cue.end <= other.end
            })
        };
        cues.iter().filter(|cue| cue.list == negators && !lifted(cue)).any(|cue| {
            let (start, end) = (cue.start as usize, cue.end as usize);
            let before = start >= from && end <= self.start && self.same_clause(end, self.start);
            let behind = self.negates_behind && start >= self.end && end <= to && self.same_clause(self.end, start);
            before || behind
        })
    }

    /// Whether at most a few words and no comma stand between two places.
    fn same_clause(&self, from: usize, to: usize) -> bool {
        let between = &self.tokens[from..to];
        let words = between.iter().filter(|token| token.kind != Kind::Mark).count();
        words <= NEGATION_REACH && !between.iter().any(|token| token.is_mark(',') || token.is_mark(':'))
    }

    /// In quotation marks, in a sentence that reports or criticises words: quotation
    /// marks alone are not enough, for testimonials and scare quotes sell too.
    fn is_quoted(&self, lists: &GuardLists, around: &mut impl Surroundings) -> bool {
        self.in_quotation_marks()
            && (self.list_in_sentence(lists.reporting, around) || self.list_in_sentence(lists.critical, around))
    }

    fn in_quotation_marks(&self) -> bool {
        let (from, to) = self.sentence;
        let text: &str = &self.document.text;
        let range = self.range();
        let block = self.block().range;
        if !block.of(text).bytes().any(|byte| byte == b'"' || !byte.is_ascii()) {
            return false;
        }
        // The marks themselves may stand just outside the sentence's first and last token.
        let before =
            &text[if from == 0 { block.start } else { self.tokens[from - 1].end } as usize..range.start as usize];
        let after =
            &text[range.end as usize..if to == self.tokens.len() { block.end } else { self.tokens[to].start } as usize];
        let open = |open: char, close: char| {
            let opened = before.rfind(open);
            opened.is_some_and(|at| before[at..].rfind(close).is_none_or(|closed| closed == 0)) && after.contains(close)
        };
        let odd = |mark: char| before.matches(mark).count() % 2 == 1 && after.contains(mark);
        open('“', '”')
            || open('„', '“')
            || open('«', '»')
            || open('‹', '›')
            || open('「', '」')
            || open('『', '』')
            || open('《', '》')
            || open('‘', '’')
            || odd('"')
    }

    /// The number in the match, or just before its end, counts a unit of measure.
    fn is_measure(&self, measures: Option<u16>, around: &mut impl Surroundings) -> bool {
        let Some(measures) = measures else { return false };
        let cues = around.cues(self.block).within(self.start, self.end + 1);
        cues.iter().filter(|cue| cue.list == measures).any(|cue| {
            let start = cue.start as usize;
            start > 0
                && start.checked_sub(1).is_some_and(|before| {
                    let token = &self.tokens[before];
                    token.kind == Kind::Number || before >= self.start
                })
        })
    }

    fn has_separate_boxes(&self, lists: &GuardLists, around: &mut impl Surroundings) -> bool {
        let boxes = |tokens: &[Token]| {
            tokens.iter().filter(|token| ['□', '☐', '['].iter().any(|mark| token.is_mark(*mark))).count()
        };
        let close = self.start.saturating_sub(64)..(self.end + 64).min(self.tokens.len());
        let own = boxes(&self.tokens[close]);
        let label = self.block().role == Role::CheckboxLabel;
        let siblings = self.beside().filter(|block| self.document.blocks[*block].role == Role::CheckboxLabel).count();
        own >= 2
            || siblings >= 2
            || ((own == 1 || label)
                && lists.optional.is_some_and(|list| self.list_in_scope(list, Scope::Sentence, around)))
    }

    fn has_accepting_sibling(&self, lists: &GuardLists, around: &mut impl Surroundings) -> bool {
        let Some(accept) = lists.accept else { return false };
        let blocks = &self.document.blocks;
        let own = &blocks[self.block];
        self.reach()
            .filter(|&at| at != self.block)
            .filter(|&at| {
                (is_control(&blocks[at]) && blocks[at].container == own.container) || self.beside().contains(&at)
            })
            .any(|at| around.cues(at).has(accept))
    }
}
