//! What the compiler makes of phrases and the matcher reads: made at build time for
//! the catalogue, at run time for house phrases.

use core::ops::Deref;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::vocabulary::{Certainty, Detector, Locale, NoticeKind, Severity};

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
    /// Every word, folded, each with a blank after it, as compressors know words: number words, then the others in
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
        self.words.split(' ').zip(self.numbers.iter().copied())
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
    pub sources: Later<Vec<Source>>,
    /// By id.
    pub duties: Later<Vec<Duty>>,
    /// Markets whose law was read, those without a duty included.
    pub markets: Vec<String>,
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

/// Whom a duty can bind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Addressee {
    /// Whose product the copy sells, and whoever writes for them.
    Advertiser,
    /// Who uses an AI system.
    Deployer,
    /// Who builds one or offers it under their own name.
    Provider,
    /// Who shows what others post.
    Platform,
    /// Who runs a service such as a companion chatbot or a hiring procedure.
    Operator,
}

impl Addressee {
    /// As facts write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Advertiser => "advertiser",
            Self::Deployer => "deployer",
            Self::Provider => "provider",
            Self::Platform => "platform",
            Self::Operator => "operator",
        }
    }
}

/// Of what a duty speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// Of both.
    #[default]
    Any,
    /// Of the text.
    Text,
    /// Of pictures, films and sounds.
    Media,
}

/// What a duty asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Words that a reader sees or hears.
    #[default]
    Visible,
    /// A mark in the file, which no text shows.
    Machine,
    /// A switch of the platform, which no text shows.
    Switch,
}

/// A fact that a duty asks about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Its path in `Facts`; `asset.` leads to the asset that is looked at.
    pub fact: String,
    /// What it must be one of; empty for what is true or not.
    pub values: Vec<String>,
}

/// A duty to disclose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Duty {
    /// `eu/ai-act-50-1`.
    pub id: String,
    /// `EU`.
    pub market: String,
    /// Id of the [`Source`] that it rests on.
    pub source: String,
    /// Whom it binds.
    pub addressees: Vec<Addressee>,
    /// Of which kinds of content it speaks.
    pub content: Vec<NoticeKind>,
    /// Of text, of media, or of both.
    pub of: About,
    /// What it asks for.
    pub form: Form,
    /// All must hold.
    pub when: Vec<Condition>,
    /// Any list of which all hold lifts it.
    pub exempt: Vec<Vec<Condition>>,
    /// Any list of which all hold lets its notice stand anywhere.
    pub relaxed: Vec<Vec<Condition>>,
    /// Kinds of notice that answer it; empty: that of the content.
    pub notices: Vec<NoticeKind>,
    /// A notice has one word of each list.
    pub words: Vec<Vec<String>>,
    /// The language of the notice, where it is not the page's.
    pub language: Option<Locale>,
    /// The notice in that language.
    pub wording: Option<String>,
    /// The first day; `None`: it holds, since when was not read, unless it is a draft.
    pub from: Option<String>,
    /// The day on which it no longer holds.
    pub until: Option<String>,
    /// Not yet law, or law without a date.
    pub draft: bool,
    /// Never more than advice.
    pub advice: bool,
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
    pub slots: Later<Vec<(String, Vec<String>)>>,
    /// What to ask for each fact, by its path.
    pub questions: Later<Vec<(String, String)>>,
    /// How the state of a duty is told, by the part of the sentence.
    pub disclosure: Later<Vec<(String, String)>>,
    /// The phrases.
    pub grammar: Grammar,
    /// What discloses, and what only seems to.
    pub notices: Later<Notices>,
}

/// Notices in one language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Notices {
    /// The phrases; each stands for the sign with its list's number.
    pub grammar: Grammar,
    /// What phrases mean.
    pub signs: Vec<Sign>,
    /// What may be proposed.
    pub wordings: Vec<Wording>,
}

/// What a phrase says of the sentence that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sign {
    /// It discloses.
    Says {
        /// What.
        kind: NoticeKind,
        /// Of what.
        subject: Subject,
        /// The phrase is a label, which must stand alone.
        label: bool,
    },
    /// It is the wording with this number, word for word.
    Fixed(u16),
    /// It names the matter; `None`: AI.
    Mention(Option<NoticeKind>),
    /// It hides the matter behind other words.
    Vague(Option<NoticeKind>),
    /// It says that it may be so.
    Hedged(Option<NoticeKind>),
    /// It denies.
    Denied,
    /// A denial that it overlaps is none of AI.
    Spared,
    /// It reports, asks or requires.
    Topic,
    /// It praises a product.
    Feature,
    /// It names the way to a person.
    Route,
    /// A word that disclosures are made of.
    Part(Part),
    /// One of several phrases that disclose where all of them stand in a sentence, in whatever
    /// order.
    Together {
        /// What they disclose.
        kind: NoticeKind,
        /// Which of the sets.
        set: u16,
        /// Which of the set, as a bit.
        one: u8,
        /// All of the set.
        all: u8,
    },
}

/// What words are to a disclosure: one is recognised by its parts where no phrase knows their
/// order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// Who did it: AI.
    Agent,
    /// What it did: it made.
    Made,
    /// What it did: it helped, it checked.
    Helped,
    /// With its help.
    Assist,
    /// What was made: text, media, a person.
    Noun(Subject),
    /// What was made: a voice.
    Voice,
    /// That this is what is meant: “this article”, “the picture above”.
    Scope,
    /// What joins the others, names the people beside them, or sends the reader on.
    Filler,
}

impl Part {
    /// The word lists that are parts, by their names in the files of notices.
    pub const LISTS: [(&'static str, Self); 12] = [
        ("agent", Self::Agent),
        ("made", Self::Made),
        ("helped", Self::Helped),
        ("checked", Self::Helped),
        ("assist", Self::Assist),
        ("textual", Self::Noun(Subject::Text)),
        ("visual", Self::Noun(Subject::Media)),
        ("figure", Self::Noun(Subject::Person)),
        ("voice", Self::Voice),
        ("this-text", Self::Scope),
        ("this-media", Self::Scope),
        ("filler", Self::Filler),
    ];
}

/// What a notice is about, as far as its words say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// They do not say: “AI-generated”.
    Any,
    /// Text: “this article”.
    Text,
    /// Pictures, films, sounds.
    Media,
    /// People shown or heard.
    Person,
}

/// An accepted wording of a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// What it discloses.
    pub kind: NoticeKind,
    /// The id of a wording that a law fixes; `None`: one that candor proposes.
    pub fixed: Option<String>,
    /// A few words for the corner of a picture or the head of a post.
    pub label: bool,
    /// The words.
    pub text: String,
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

/// A part of a table that most texts do without: its bytes, which are read when it is first asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Later<T> {
    #[serde(with = "octets")]
    bytes: Vec<u8>,
    #[serde(skip, default = "OnceLock::new")]
    value: OnceLock<T>,
}

impl<T: Serialize> Later<T> {
    /// `value`, as bytes.
    pub fn new(value: &T) -> Self {
        Self { bytes: written(value), value: OnceLock::new() }
    }
}

impl<T: DeserializeOwned> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.get_or_init(|| from_bytes(&self.bytes).expect("the whole was read, so its part can be"))
    }
}

impl<T: Serialize + Default> Default for Later<T> {
    fn default() -> Self {
        Self::new(&T::default())
    }
}

impl<T> PartialEq for Later<T> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
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
    let mut bytes = written(value);
    let sum = crate::hash::bytes(&bytes);
    bytes.extend(sum.to_le_bytes());
    bytes
}

fn written(value: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(value).expect("tables hold nothing that cannot be written")
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
