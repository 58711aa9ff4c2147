//! What a lint gives back. A function of input, configuration and day, and of nothing else.

use candor_scan::vocabulary::{Category, Locale};

use crate::date::Date;
use crate::diagnostic::{Diagnostic, Suggestion};
use crate::disclosure::check;
use crate::disclosure::marks::Told;
use crate::document::Span;
use crate::output::json::ReportJson;
use crate::score::{self, Explanation, Finding};
use crate::utf16::Utf16Index;

/// Findings, score and open questions for one text.
#[derive(Clone, Debug)]
pub struct Report<'l> {
    /// The document's language; `None` is written `und`.
    pub locale: Option<Locale>,
    /// 0 to 100.
    pub score: u8,
    /// Categories below 100, in the order of the design.
    pub categories: Vec<(Category, u8)>,
    /// The classifier's highest probability; `None` for a language without a measured model.
    pub manipulation: Option<f32>,
    /// Sorted by start, longest first, gravest first, id.
    pub diagnostics: Vec<Diagnostic<'l>>,
    /// Disclosure duties and what was found of each.
    pub disclosures: Vec<Disclosure>,
    /// What the page and the files that it shows say of their making, in a form for machines.
    pub marks: Vec<Told>,
    /// Facts that would turn a finding into an answer.
    pub questions: Vec<Question>,
    /// Findings that stated facts satisfy.
    pub satisfied: Vec<Satisfied<'l>>,
    /// Findings that their author accepted.
    pub ignored: Vec<Ignored<'l>>,
    /// Ignores that silence nothing (any more).
    pub unused: Vec<UnusedIgnore>,
    /// What could not be read in the text: front matter, facts, an ignore without a rule.
    pub problems: Vec<TextProblem>,
    /// Sentences, controls and list items.
    pub units: u32,
    /// Letters; an ideograph, kana or Hangul syllable counts two.
    pub letters: u32,
    /// The day of the judgement.
    pub today: Date,
    /// Turns spans, which are bytes of the source, into UTF-16 code units.
    pub utf16: Utf16Index,
}

/// The classifier's hint: it says that no rule fired, so it costs nothing.
const UNSCORED: &str = crate::classifier::RULE;

fn finding(diagnostic: &Diagnostic<'_>) -> Option<Finding> {
    (diagnostic.rule.id != UNSCORED).then_some(Finding {
        category: diagnostic.rule.category,
        severity: diagnostic.severity,
        certainty: diagnostic.certainty,
        unit: diagnostic.unit,
    })
}

impl<'l> Report<'l> {
    /// Sets score and categories by what [`Report::diagnostics`] holds.
    pub fn rescore(&mut self) {
        let findings: Vec<Finding> = self.diagnostics.iter().filter_map(finding).collect();
        let score = score::score(&findings);
        self.score = score.value;
        self.categories = score.categories;
    }

    /// What each diagnostic costs and what mending it gives; 0 for what is in no score.
    pub fn explain(&self) -> Explanation {
        let findings: Vec<Option<Finding>> = self.diagnostics.iter().map(finding).collect();
        let scored: Vec<Finding> = findings.iter().copied().flatten().collect();
        let Explanation { parts, if_fixed, adjustment } = score::explain(&scored);
        let spread = |values: Vec<u8>| {
            let mut values = values.into_iter();
            findings.iter().map(|finding| finding.and_then(|_| values.next()).unwrap_or(0)).collect()
        };
        Explanation { parts: spread(parts), if_fixed: spread(if_fixed), adjustment }
    }

    /// Moves the diagnostics for which `reason` has one to [`Report::ignored`], and scores anew.
    pub fn accept(&mut self, by: IgnoredBy, mut reason: impl FnMut(&Diagnostic<'l>) -> Option<String>) {
        for diagnostic in std::mem::take(&mut self.diagnostics) {
            match reason(&diagnostic) {
                Some(reason) => self.ignored.push(Ignored { diagnostic, reason, by }),
                None => self.diagnostics.push(diagnostic),
            }
        }
        self.rescore();
    }

    /// The report as the contract has it; `source` is what it was made of, `rules` is
    /// [`crate::Catalogue::version`].
    pub fn to_json<'a>(&'a self, source: &'a str, rules: &'a str) -> ReportJson<'a> {
        ReportJson::new(self, source, rules, None)
    }

    /// Whether every text is asked this of which nothing is stated: outputs over many files tell it once.
    pub fn asks_all(&self, question: &Question) -> bool {
        let is_general = match question.fact.as_str() {
            "content" | "markets" => true,
            // Of one picture something may be asked where all else is stated.
            "assets" => self.questions.iter().any(|other| other.fact == "content"),
            _ => false,
        };
        is_general && question.rules == [check::MISSING]
    }
}

/// A fact that only the author knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The path in `Facts`, such as `stock.source`.
    pub fact: String,
    /// What to state, as a sentence.
    pub message: String,
    /// The rules whose findings it would answer.
    pub rules: Vec<String>,
}

/// A finding that a stated fact satisfies.
#[derive(Clone, Debug)]
pub struct Satisfied<'l> {
    /// What would have been reported.
    pub diagnostic: Diagnostic<'l>,
    /// The fact's path in `Facts`.
    pub fact: String,
}

/// A finding that its author accepted.
#[derive(Clone, Debug)]
pub struct Ignored<'l> {
    /// What would have been reported.
    pub diagnostic: Diagnostic<'l>,
    /// Why it was accepted.
    pub reason: String,
    /// Where it was accepted.
    pub by: IgnoredBy,
}

/// Where an ignore stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IgnoredBy {
    /// A comment in the text.
    Comment,
    /// The configuration or the options.
    Config,
    /// A baseline file.
    Baseline,
}

impl IgnoredBy {
    /// As reports write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Config => "config",
            Self::Baseline => "baseline",
        }
    }
}

/// An ignore that silences nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnusedIgnore {
    /// The rule it names, if any.
    pub rule: Option<String>,
    /// Its reason.
    pub reason: String,
    /// The comment in the source; `None` for one from the options.
    pub span: Option<Span>,
}

/// Something in the text that candor was meant to understand and could not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextProblem {
    /// Where, if it has a place.
    pub span: Option<Span>,
    /// The thing, then the way out.
    pub message: String,
}

/// One duty to disclose, and the state of its notice.
#[derive(Clone, Debug, PartialEq)]
pub struct Disclosure {
    /// The asset's `src`; `None` is the text itself.
    pub asset: Option<String>,
    /// The content kind.
    pub content: String,
    /// The market as the facts state it.
    pub market: String,
    /// The duty's id; `None` where none applies.
    pub duty: Option<String>,
    /// `required`, `advised` or `planned`.
    pub requirement: String,
    /// `valid`, `insufficient`, `mention-only` or `absent`.
    pub status: String,
    /// What an insufficient notice lacks.
    pub reason: Option<String>,
    /// The best notice found.
    pub span: Option<Span>,
    /// The state in a sentence.
    pub message: String,
    /// The way out.
    pub help: String,
    /// Notices to insert.
    pub suggestions: Vec<Suggestion>,
    /// Ids in `rules/sources.toml`.
    pub sources: Vec<String>,
}
