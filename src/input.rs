//! What a caller hands in: the copy, and the facts that only its author knows.

use candor_scan::vocabulary::Locale;
use serde::{Deserialize, Serialize};

use crate::date::Date;

/// How the copy is written down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Lines and paragraphs.
    #[default]
    #[serde(alias = "text")]
    Plain,
    /// HTML, whole or a fragment, broken or not.
    Html,
    /// CommonMark with tables, task lists and front matter. Needs the full build.
    #[serde(alias = "md")]
    Markdown,
}

/// One text to lint.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    /// The source, as the author wrote it.
    pub text: &'a str,
    /// How it is written down.
    pub format: Format,
    /// The language of the text, if the caller knows it.
    pub locale: Option<Locale>,
    /// What the author states. Facts inside the text (front matter, `data-candor`) are added to these.
    pub facts: Facts,
    /// Findings that the author has looked at and accepts.
    pub ignores: Vec<Ignore>,
    /// The day on which the copy is judged.
    pub today: Date,
}

impl<'a> Input<'a> {
    /// Plain text judged on `today`, nothing else known.
    pub fn plain(text: &'a str, today: Date) -> Self {
        Self { text, format: Format::Plain, locale: None, facts: Facts::default(), ignores: Vec::new(), today }
    }
}

/// An accepted finding: its rule, its words, or both. At least one must be given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ignore {
    /// A rule id; absent: any rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The visible words of the finding, compared after folding; absent: any words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Why it is accepted.
    pub reason: String,
}

/// What the author states about the copy. An absent fact is unknown, never false.
///
/// Field names in front matter, in HTML and in JavaScript are camelCase.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Facts {
    /// Where the copy is shown: `EU`, `FR`, `US-NY`, `META`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub markets: Vec<String>,
    /// Who is asking: `advertiser`, `deployer`, `provider`, `platform`, `operator`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// `page`, `email`, `subject`, `push`, `chat`, `social`, `audio`, `video` …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Content kinds that apply to the text itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<String>,
    /// Media that the copy shows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<Asset>,
    /// The text informs on a matter of public interest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_interest: Option<bool>,
    /// The copy is political advertising.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub political: Option<bool>,
    /// Evidently artistic, satirical or fictional.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidently_fictional: Option<bool>,
    /// The price shown depends on data about the reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_personalised: Option<bool>,
    /// A person's review of the copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub human_review: Option<HumanReview>,
    /// Who answers for the copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub editorial_responsible: Option<Responsible>,
    /// The offer's real end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
    /// Where stock figures come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stock: Option<Sourced>,
    /// Where reviews and counts come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviews: Option<Sourced>,
    /// Reference and total prices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// Claims with their evidence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
    /// Who pays for or supplied what the copy praises.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sponsor: Option<String>,
    /// Who the copy addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<Audience>,
}

/// A picture, film or sound that the copy shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Asset {
    /// As in the copy's `src`.
    pub src: String,
    /// Content kinds that apply to it.
    pub content: Vec<String>,
    /// `none`, `real-person` or `synthetic-person`.
    pub depicts_person: Option<String>,
    /// Whether it could be taken for a recording of the real.
    pub realistic: Option<bool>,
    /// Whether the file carried a machine-readable mark when it was made.
    pub source_marked: Option<bool>,
}

/// A person read the copy and answers for it as it stood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HumanReview {
    /// Who.
    pub by: String,
    /// When, as `2026-11-23`.
    pub date: String,
    /// SHA-256 of the extracted visible text, in lower-case hexadecimal.
    pub sha256: String,
}

/// Who answers for the copy, and how to reach them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Responsible {
    /// A person or company.
    pub name: String,
    /// An address that readers find too.
    pub contact: String,
}

/// When an offer ends, and what it costs afterwards.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Offer {
    /// `2026-12-01` or a time such as `2026-12-01T23:59+01:00`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<String>,
    /// The price after the end, as shown to readers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_price: Option<String>,
}

/// The source of a figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sourced {
    /// A system, a register, a survey: something to file.
    pub source: Option<String>,
}

/// Prices that a saving or a total rests on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Price {
    /// The lowest price of the last 30 days.
    #[serde(rename = "prior30dLow", skip_serializing_if = "Option::is_none")]
    pub prior_30d_low: Option<String>,
    /// The price with everything that must be paid.
    #[serde(rename = "totalMandatory", skip_serializing_if = "Option::is_none")]
    pub total_mandatory: Option<String>,
}

/// A claim and what proves it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Claim {
    /// The words of the claim.
    pub text: String,
    /// The study, test or certificate.
    pub evidence: String,
}

/// Who the copy addresses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Audience {
    /// Whether minors are addressed.
    pub minors: Option<bool>,
}

impl Facts {
    /// Every path that [`Facts::states`] knows.
    pub const PATHS: [&str; 19] = [
        "markets",
        "channel",
        "content",
        "assets",
        "publicInterest",
        "political",
        "evidentlyFictional",
        "pricePersonalised",
        "humanReview",
        "editorialResponsible",
        "offer.endsAt",
        "offer.afterPrice",
        "stock.source",
        "reviews.source",
        "price.prior30dLow",
        "price.totalMandatory",
        "claims",
        "sponsor",
        "audience.minors",
    ];

    /// Whether the fact with this path is stated. A statement that something is not so
    /// (`political: false`) is one too.
    pub fn states(&self, path: &str) -> bool {
        match path {
            "markets" => !self.markets.is_empty(),
            "channel" => self.channel.is_some(),
            "content" => !self.content.is_empty(),
            "assets" => !self.assets.is_empty(),
            "publicInterest" => self.public_interest.is_some(),
            "political" => self.political.is_some(),
            "evidentlyFictional" => self.evidently_fictional.is_some(),
            "pricePersonalised" => self.price_personalised.is_some(),
            "humanReview" => self.human_review.is_some(),
            "editorialResponsible" => self.editorial_responsible.is_some(),
            "offer.endsAt" => self.offer.as_ref().is_some_and(|offer| offer.ends_at.is_some()),
            "offer.afterPrice" => self.offer.as_ref().is_some_and(|offer| offer.after_price.is_some()),
            "stock.source" => self.stock.as_ref().is_some_and(|stock| stock.source.is_some()),
            "reviews.source" => self.reviews.as_ref().is_some_and(|reviews| reviews.source.is_some()),
            "price.prior30dLow" => self.price.as_ref().is_some_and(|price| price.prior_30d_low.is_some()),
            "price.totalMandatory" => self.price.as_ref().is_some_and(|price| price.total_mandatory.is_some()),
            "claims" => !self.claims.is_empty(),
            "sponsor" => self.sponsor.is_some(),
            "audience.minors" => self.audience.as_ref().is_some_and(|audience| audience.minors.is_some()),
            _ => false,
        }
    }

    /// Adds what `other` states and `self` does not.
    pub fn or(mut self, other: Self) -> Self {
        macro_rules! fill {
            (lists: $($list:ident)+; options: $($option:ident)+) => {
                $(if self.$list.is_empty() { self.$list = other.$list; })+
                $(self.$option = self.$option.or(other.$option);)+
            };
        }
        fill!(
            lists: markets roles content assets claims;
            options: channel public_interest political evidently_fictional price_personalised human_review
                editorial_responsible offer stock reviews price sponsor audience
        );
        self
    }
}
