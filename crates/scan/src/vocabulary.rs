//! The closed vocabulary of the rule format: what a rule file may name.
//!
//! Each list here is the one home of its names. The compiler refuses a rule
//! file that names anything else, and says what was probably meant.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

/// Declares an enum whose variants have one written name each.
macro_rules! names {
    ($(#[$meta:meta])* $vis:vis enum $Enum:ident, $what:literal { $($(#[$vmeta:meta])* $Variant:ident = $name:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        $vis enum $Enum { $($(#[$vmeta])* #[serde(rename = $name)] $Variant,)+ }

        impl $Enum {
            /// Every value, in the order of the design.
            pub const ALL: &'static [Self] = &[$(Self::$Variant,)+];

            /// The name as rule files, reports and options write it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$Variant => $name,)+ }
            }
        }

        impl fmt::Display for $Enum {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(self.name()) }
        }

        impl FromStr for $Enum {
            type Err = UnknownName;

            fn from_str(name: &str) -> Result<Self, UnknownName> {
                Self::ALL.iter().copied().find(|value| value.name() == name).ok_or_else(|| UnknownName {
                    what: $what,
                    name: name.into(),
                    nearest: nearest(name, Self::ALL.iter().map(|value| value.name())),
                })
            }
        }
    };
}

names! {
    /// A language that rules are written in.
    pub enum Locale, "locale" {
        /// English.
        En = "en",
        /// Chinese in traditional characters.
        ZhHant = "zh-Hant",
        /// Chinese in simplified characters.
        ZhHans = "zh-Hans",
        /// Japanese.
        Ja = "ja",
        /// Korean.
        Ko = "ko",
        /// German.
        De = "de",
        /// French.
        Fr = "fr",
        /// Spanish.
        Es = "es",
    }
}

impl Locale {
    /// Whether phrases match without word boundaries, a character being a token.
    pub const fn is_cjk(self) -> bool {
        matches!(self, Self::ZhHant | Self::ZhHans | Self::Ja | Self::Ko)
    }

    /// The locale that a BCP 47 tag stands for: `en-GB` is `en`, `zh-TW` is `zh-Hant`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.trim().to_ascii_lowercase().replace('_', "-");
        let mut parts = tag.split('-');
        let language = parts.next()?;
        Some(match language {
            "en" => Self::En,
            "ja" => Self::Ja,
            "ko" => Self::Ko,
            "de" => Self::De,
            "fr" => Self::Fr,
            "es" => Self::Es,
            "zh" if parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo")) => Self::ZhHant,
            "zh" => Self::ZhHans,
            _ => return None,
        })
    }
}

names! {
    /// The reader's question that a rule belongs to.
    pub enum Category, "category" {
        /// Time pressure.
        Urgency = "urgency",
        /// Stock, demand and exclusivity.
        Scarcity = "scarcity",
        /// What others do or say.
        SocialProof = "social-proof",
        /// Shame, guilt, fear, regret.
        EmotionalPressure = "emotional-pressure",
        /// Price truthfulness.
        Pricing = "pricing",
        /// Contract, renewal, exit.
        Subscription = "subscription",
        /// Disguise and confusing wording.
        Misdirection = "misdirection",
        /// Consent wording and data use.
        ConsentPrivacy = "consent-privacy",
        /// Unproven or absolute claims.
        Claims = "claims",
        /// Personalisation that oversteps; vulnerability.
        Autonomy = "autonomy",
        /// Stereotype and exclusion.
        Fairness = "fairness",
        /// AI disclosure, oversight, overclaim.
        AiTransparency = "ai-transparency",
        /// Text made to dodge checks.
        Evasion = "evasion",
        /// A house's own rules.
        House = "house",
    }
}

names! {
    /// How grave a finding is.
    pub enum Severity, "severity" {
        /// A note.
        Info = "info",
        /// Mend it before publishing.
        Warning = "warning",
        /// Rests on a verified law, a regulator's guideline or a peer-reviewed study.
        Error = "error",
    }
}

names! {
    /// How far the words alone carry a finding.
    pub enum Certainty, "certainty" {
        /// Shown as a question; never fails a build.
        Hint = "hint",
        /// The words alone suffice.
        Reliable = "reliable",
    }
}

names! {
    /// What a block of a document is to its reader.
    pub enum Role, "role" {
        /// `h1` to `h6`, `#`.
        Heading = "heading",
        /// Running text; also a line of plain text.
        Paragraph = "paragraph",
        /// An item of a list.
        ListItem = "list-item",
        /// A button, or an input that submits.
        Button = "button",
        /// A link that stands alone in its block. A link inside running text belongs to the text.
        Link = "link",
        /// The label of a form field.
        Label = "label",
        /// The label of a checkbox or radio button; the block knows its state.
        CheckboxLabel = "checkbox-label",
        /// An entry of a select list.
        Option = "option",
        /// The alternative text of a picture.
        Alt = "alt",
        /// The title of the page.
        Title = "title",
        /// `meta name="description"`, and front matter's.
        MetaDescription = "meta-description",
        /// A tooltip: a `title` attribute.
        Tooltip = "tooltip",
        /// The hint inside an empty form field.
        Placeholder = "placeholder",
        /// The caption of a figure or table.
        Caption = "caption",
        /// A quotation set apart.
        Quote = "quote",
        /// A cell of a table.
        Cell = "cell",
    }
}

names! {
    /// What a notice tells of the content: the file `notices/<kind>.toml` holds its words.
    pub enum NoticeKind, "content kind" {
        /// Made by AI.
        AiGenerated = "ai-generated",
        /// Made by people with the help of AI.
        AiAssisted = "ai-assisted",
        /// People, voices, places or events that look or sound real and are not.
        SyntheticMedia = "synthetic-media",
        /// Answers come from a machine.
        Chatbot = "chatbot",
        /// A machine decided about the reader.
        AutomatedDecision = "automated-decision",
        /// The price depends on data about the reader.
        PersonalisedPrice = "personalised-price",
        /// Somebody paid for the words.
        PaidPartnership = "paid-partnership",
        /// Somebody earns when the reader buys.
        Affiliate = "affiliate",
    }
}

names! {
    /// What finds a rule's places where phrases cannot. What each does is told in the crate
    /// `candor`, module `detector`.
    pub enum Detector, "detector" {
        /// Letters of another script, or styled ones, in a word.
        LookAlikes = "look-alikes",
        /// Invisible characters, markup or hidden text in a word.
        InvisibleSplit = "invisible-split",
        /// Letters set apart, or digits and signs for letters.
        SpacedLetters = "spaced-letters",
        /// Copy with a sponsor that does not begin by saying so.
        UnlabelledSponsor = "unlabelled-sponsor",
        /// An end of the offer that is not the stated one.
        StatedEnd = "stated-end",
    }
}

/// The built-in guards that `needs`, `unless`, `soften` and `despite` may name.
/// What each does is told in the crate `candor`, module `guard`.
pub const GUARDS: &[&str] = &[
    "negated",
    "quoted",
    "critical",
    "legal",
    "code",
    "dated",
    "past",
    "commerce",
    "transactional",
    "measure",
    "other-clock",
    "cited-source",
    "brand",
    "self-comparison",
    "optional-separate-boxes",
    "pair.accept",
    "ticked",
];

/// A name that is none of a closed list, with the nearest that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    /// What kind of name it should have been: “locale”, “rule”, “guard”.
    pub what: &'static str,
    /// The name as written.
    pub name: String,
    /// The most similar known name, if any is similar at all.
    pub nearest: Option<String>,
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown {} `{}`", self.what, self.name)?;
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for UnknownName {}

/// The candidate most similar to `name`: at most a third of its letters differ.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let limit = name.chars().count().max(3) / 3;
    candidates
        .into_iter()
        .map(|candidate| (edit_distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate.to_owned())
}

/// Levenshtein's distance in characters. Names are short, so one row suffices.
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_is_reported_with_the_nearest_known_one() {
        let error = "zh-Hnat".parse::<Locale>().unwrap_err();
        assert_eq!(error.to_string(), "unknown locale `zh-Hnat`; did you mean `zh-Hant`?");
        assert_eq!("xx".parse::<Locale>().unwrap_err().to_string(), "unknown locale `xx`");
    }

    #[test]
    fn a_language_tag_is_read_by_script_and_region() {
        assert_eq!(Locale::from_tag("zh-TW"), Some(Locale::ZhHant));
        assert_eq!(Locale::from_tag("zh"), Some(Locale::ZhHans));
        assert_eq!(Locale::from_tag("de_AT"), Some(Locale::De));
        assert_eq!(Locale::from_tag("nl"), None);
    }
}
