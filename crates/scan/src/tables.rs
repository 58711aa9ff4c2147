//! What the compiler makes of phrases and the matcher reads: made at build time for
//! the catalogue, at run time for house phrases.

use serde::{Deserialize, Serialize};

use crate::vocabulary::{Certainty, Detector, Locale, Severity};

/// Number of a [`Node`] in [`Grammar::nodes`].
pub type NodeId = u16;

/// An element of a phrase. Groups and slots are shared between phrases.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Node {
    /// The word with this number in [`Grammar::vocabulary`].
    Word(u16),
    /// Any of these words; sorted.
    AnyWord(Vec<u16>),
    /// A word that begins with these folded letters.
    Prefix(String),
    /// A word typed exactly so.
    Exact(String),
    /// A number within these bounds: digits, a number word, ideographs.
    Number(u32, u32),
    /// A clock time or a running clock.
    Clock,
    /// A date in digits.
    NumericDate,
    /// A word that begins with a capital.
    Capital,
    /// A mark that the phrase names.
    Mark(char),
    /// One after the other.
    Sequence(Vec<NodeId>),
    /// One of these.
    Choice(Vec<NodeId>),
    /// This or nothing.
    Optional(NodeId),
    /// Up to so many tokens.
    Gap(u8),
    /// Anything to the end of the sentence.
    Rest,
    /// The start of the block or line.
    Start,
    /// The end of the block or line.
    End,
}

/// A way to find a phrase: its anchor, with these elements before and after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// The phrase that is found.
    pub phrase: u16,
    /// Elements before the anchor, nearest first: number of a list in [`Grammar::contexts`].
    pub before: u16,
    /// Elements after the anchor.
    pub after: u16,
}

/// The token by which a phrase is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Key {
    /// The word with this number in [`Grammar::vocabulary`].
    Word(u16),
    /// A number in digits; the entry's elements begin with it.
    Number,
    /// A mark; the entry's elements begin with it.
    Mark(char),
    /// A word whose first three letters have this fingerprint; the entry's elements begin with it.
    Begin(u32),
}

/// What a found phrase means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phrase {
    /// A rule's phrase: the rule's place in the language's list, and the number of the
    /// conditions under which it counts.
    Flag {
        /// Place in the list of rules.
        rule: u16,
        /// Place in the list of conditions.
        conditions: u16,
    },
    /// An exception: it drops matches of this rule that it overlaps.
    Except {
        /// Place in the list of rules.
        rule: u16,
    },
    /// A word list that a guard asks for.
    Cue {
        /// Place in the list of cues.
        list: u16,
    },
}

/// Phrases of one language, ready to be loaded.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grammar {
    /// Fingerprints of all words, ascending.
    pub vocabulary: Vec<u32>,
    /// Number words and their values, ascending by fingerprint.
    pub numbers: Vec<(u32, u32)>,
    /// Whether a token is a character, so that number words compose: 二十五.
    pub composes_numbers: bool,
    /// Elements.
    pub nodes: Vec<Node>,
    /// Lists of elements that stand before or after an anchor.
    pub contexts: Vec<Vec<NodeId>>,
    /// What is looked for.
    pub phrases: Vec<Phrase>,
    /// Anchors and entries, ascending.
    pub entries: Vec<(Key, Entry)>,
}

/// What the catalogue says of its rules in no language in particular.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Base {
    /// Changes whenever a rule, a locale or a source changes.
    pub version: String,
    /// In the order of the design.
    pub rules: Vec<BaseRule>,
    /// By id.
    pub sources: Vec<Source>,
    /// Fingerprints of function words and the languages (bits in the order of
    /// [`Locale::ALL`]) that they tell, ascending.
    pub function_words: Vec<(u32, u8)>,
    /// Fingerprints of words after which a full stop ends no sentence, ascending.
    pub abbreviations: Vec<u32>,
}

/// A rule, in no language in particular.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BaseRule {
    /// `category/name`.
    pub id: String,
    /// Before configuration.
    pub severity: Severity,
    /// Before guards.
    pub certainty: Certainty,
    /// Ids of [`Source`]s.
    pub sources: Vec<String>,
    /// The fact that satisfies a finding.
    pub fact: Option<String>,
    /// What finds the rule's places beside its phrases.
    pub detector: Option<Detector>,
}

/// A provision, guideline or study.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Source {
    /// `eu/ucpd-annex-1-7`; the key of the table in `sources.toml`.
    #[serde(default)]
    pub id: String,
    /// The instrument's name.
    pub title: String,
    /// Where in it.
    #[serde(default)]
    pub article: String,
    /// The official text.
    pub url: String,
    /// `V2`, `V1`, `M`, `study` or `guideline`.
    pub level: String,
    /// When somebody last read it, as a date.
    pub checked: String,
    /// When somebody should read it again, as a date.
    pub review_by: String,
}

/// One language: its texts and its tables. The content of `lang/<locale>.bin`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Language {
    /// Which.
    pub locale: Locale,
    /// [`Base::version`] that it belongs to.
    pub version: String,
    /// Rules that speak this language.
    pub rules: Vec<LanguageRule>,
    /// Conditions that phrases name.
    pub conditions: Vec<Conditions>,
    /// Names of the word lists that guards ask for; a rule's own list as `category/rule:name`.
    pub cues: Vec<String>,
    /// What the slots mean, for house phrases.
    pub slots: Vec<(String, Vec<String>)>,
    /// What to ask for each fact, by its path.
    pub questions: Vec<(String, String)>,
    /// The phrases.
    pub grammar: Grammar,
}

/// A rule in one language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LanguageRule {
    /// Place in [`Base::rules`].
    pub rule: u16,
    /// What the words do; `{match}` stands for them.
    pub message: String,
    /// Whom it harms.
    pub why: String,
    /// What to write instead.
    pub help: String,
    /// Replacements to offer.
    pub suggest: Vec<String>,
    /// What to say when the stated fact contradicts the words: `{match}` and `{fact}`.
    pub contradicted: String,
    /// Place in [`Language::conditions`] of what a detector's finding is judged by.
    pub conditions: Option<u16>,
}

/// When a found phrase counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Conditions {
    /// Roles in which it counts, as bits in the order of [`Role::ALL`](crate::vocabulary::Role::ALL); 0: all.
    pub roles: u32,
    /// All must hold.
    pub needs: Vec<Guard>,
    /// Any drops the match.
    pub unless: Vec<Guard>,
    /// Any makes it a hint.
    pub soften: Vec<Guard>,
    /// Built-in guards that are switched off, as bits in the order of [`GUARDS`](crate::vocabulary::GUARDS).
    pub despite: u32,
    /// Of the finding.
    pub severity: Severity,
    /// Of the finding.
    pub certainty: Certainty,
}

/// An entry of `needs`, `unless` or `soften`: all its terms must hold within the scope.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Guard {
    /// Where to look.
    pub scope: Scope,
    /// What to look for.
    pub terms: Vec<Term>,
}

/// Where a guard looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// The sentence of the match.
    Sentence,
    /// Its block and the blocks beside it.
    Near,
    /// The document.
    Document,
}

/// What a guard looks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Term {
    /// A built-in guard: its place in [`GUARDS`](crate::vocabulary::GUARDS).
    BuiltIn(u8),
    /// A word list: its place in [`Language::cues`].
    Cue(u16),
    /// A fact: its path in `Facts`.
    Fact(String),
}

/// Writes [`Base`] or a [`Language`] as bytes.
pub fn to_bytes(value: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(value).expect("tables hold nothing that cannot be written")
}

/// Reads what [`to_bytes`] wrote.
///
/// # Errors
/// When `bytes` are something else, or come from another version of the format.
pub fn from_bytes<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, postcard::Error> {
    postcard::from_bytes(bytes)
}
