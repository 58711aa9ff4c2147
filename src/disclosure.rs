//! Which notices a text carries, and whether a reader meets them in time.
//!
//! [`notice`] reads the words: what they disclose, and what is wrong with them.
//! [`placement`] judges where they stand. Neither knows any law. [`marks`] reads what files say
//! of their making, which stands beside the facts as evidence.

/// Declares an enum whose variants have one written name each.
macro_rules! named {
    ($(#[$meta:meta])* pub enum $Enum:ident { $($(#[$vmeta:meta])* $Variant:ident = $name:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $Enum { $($(#[$vmeta])* $Variant,)+ }

        impl $Enum {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$Variant,)+];

            /// As reports write it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$Variant => $name,)+ }
            }
        }

        impl core::fmt::Display for $Enum {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result { f.pad(self.name()) }
        }
    };
}

pub(crate) mod check;
pub mod duty;
pub(crate) mod evidence;
mod fix;
pub mod kind;
pub mod marks;
pub mod notice;
pub mod placement;
pub mod review;

pub use fix::proposals;
pub use kind::Kind;
pub use notice::Notice;
pub use placement::{Outcome, What};

named! {
    /// What a text does about a notice; of several the greatest counts.
    pub enum Status {
        /// Nothing is said.
        Absent = "absent",
        /// AI, or payment, is the topic or a feature, or is denied: nothing is disclosed.
        MentionOnly = "mention-only",
        /// Something is disclosed, but not so that it counts.
        Insufficient = "insufficient",
        /// The notice is there.
        Valid = "valid",
    }
}

named! {
    /// Why a sentence is no valid notice.
    pub enum Reason {
        /// It denies.
        Negated = "negated",
        /// It praises a product that works with AI.
        Feature = "feature",
        /// It talks about AI.
        Topic = "topic",
        /// “Smart technology”, “virtual helper”, “thanks to my friends at …”.
        Vague = "vague",
        /// “May”, “some”, “partly”.
        Hedged = "hedged",
        /// It discloses something else.
        WrongKind = "wrong-kind",
        /// It stands in a language that is not the page's.
        WrongLanguage = "wrong-language",
        /// A machine decided, and no way to a person is named.
        NoHumanRoute = "no-human-route",
        /// It stands in the footer, the terms, a tooltip, hidden text, an alternative text or a tail of hashtags.
        Buried = "buried",
        /// It comes after what it should precede.
        Late = "late",
        /// It does not stand beside the picture or the price that it is about.
        Apart = "apart",
        /// It has not the words that the law fixes.
        Wording = "wording",
        /// The mark that the source had is not in the file.
        Stripped = "stripped",
    }
}

named! {
    /// How far a duty asks.
    pub enum Requirement {
        /// Announced or drafted.
        Planned = "planned",
        /// Guidance, somebody else's duty, or law that was not verified lately.
        Advised = "advised",
        /// In force, verified, and addressed to who asks.
        Required = "required",
    }
}
