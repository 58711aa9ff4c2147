//! What the compiler makes of phrases and the matcher reads: made at build time for
//! the catalogue, at run time for house phrases.

use serde::{Deserialize, Serialize};

use crate::vocabulary::{Certainty, Locale, Severity};

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

/// Phrases of one language, as small as they get: what can be derived from them, such as
/// the words by which each is found, is derived when they are loaded.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grammar {
    /// Every word, folded, each with a line feed after it: number words, then the others in
    /// the order in which [`Grammar::elements`] names them first.
    pub words: String,
    /// Values of the number words.
    pub numbers: Vec<u32>,
    /// Whether a token is a character, so that number words compose: 二十五.
    pub composes_numbers: bool,
    /// The phrases, one after the other, in the bytes that the module `elements` describes.
    #[serde(with = "octets")]
    pub elements: Vec<u8>,
    /// Words and elements that are named by one byte.
    pub named_most: Vec<u16>,
    /// What the phrases mean: a meaning, and how many that follow each other have it.
    pub phrases: Vec<(Phrase, u16)>,
}

impl Grammar {
    /// Number words and their values.
    pub fn numbers(&self) -> impl Iterator<Item = (&str, u32)> {
        self.words.lines().zip(self.numbers.iter().copied())
    }
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

/// How the bytes of a [`Language`] begin: enough to know it without reading the rest.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Head {
    /// Which.
    pub locale: Locale,
    /// [`Base::version`] that it belongs to.
    pub version: String,
}

impl Head {
    /// Reads the head of what [`to_bytes`] wrote, and checks that the rest is whole.
    ///
    /// # Errors
    /// When `bytes` are something else, come from another version of the format or were cut.
    pub fn read(bytes: &[u8]) -> Result<Self, postcard::Error> {
        let (content, sum) = bytes.split_last_chunk().ok_or(postcard::Error::DeserializeUnexpectedEnd)?;
        if crate::hash::bytes(content) != u32::from_le_bytes(*sum) {
            return Err(postcard::Error::DeserializeBadCrc);
        }
        Self::trusted(bytes)
    }

    /// As [`Head::read`], for bytes that are known to be whole.
    ///
    /// # Errors
    /// When `bytes` are something else, or come from another version of the format.
    pub fn trusted(bytes: &[u8]) -> Result<Self, postcard::Error> {
        postcard::take_from_bytes(bytes).map(|(head, _)| head)
    }
}

/// Writes [`Base`] or a [`Language`] as bytes, their fingerprint behind them.
pub fn to_bytes(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = postcard::to_allocvec(value).expect("tables hold nothing that cannot be written");
    let sum = crate::hash::bytes(&bytes);
    bytes.extend(sum.to_le_bytes());
    bytes
}

/// Reads what [`to_bytes`] wrote.
///
/// # Errors
/// When `bytes` are something else, or come from another version of the format.
pub fn from_bytes<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, postcard::Error> {
    postcard::from_bytes(bytes)
}

/// Bytes at once: one by one, as a sequence of numbers, they take fifty times as long.
mod octets {
    use core::fmt;
    use serde::de::{Error, Visitor};
    use serde::{Deserializer, Serializer};

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        struct Octets;
        impl Visitor<'_> for Octets {
            type Value = Vec<u8>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
                Ok(bytes.to_vec())
            }
        }
        deserializer.deserialize_bytes(Octets)
    }
}
