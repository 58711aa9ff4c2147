//! Which duties hold for stated facts on a day. Knows no text.
//!
//! A fact that is not stated is unknown, and what is unknown is never held against the
//! author: a duty whose trigger is unknown does not apply, it asks.

use candor_scan::tables::{About, Addressee, Condition, Duty, Form, Source};

use super::{Kind, Requirement};
use crate::catalogue::Catalogue;
use crate::date::Date;
use crate::input::{Asset, Facts};
use crate::market;

/// Why a duty is advice, or what else is to be known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Caveat {
    /// It binds others.
    Addressee,
    /// Nobody read it again.
    Unverified,
    /// Its review is overdue.
    Overdue,
    /// Guidance, or a trigger that no fact states.
    Guidance,
    /// It asks for a mark in the file.
    Machine,
    /// A platform's switch keeps it.
    Switch,
    /// The copy changed after its review.
    StaleReview,
}

/// What a duty makes of the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It asks for a notice.
    Applies(Requirement, Vec<Caveat>),
    /// Stated facts lift it.
    Exempt,
    /// Stated facts show that it is about something else, or it no longer holds.
    Not,
    /// It would depend on facts that are not stated: their paths.
    Unstated(Vec<&'static str>),
}

/// Content that a notice may be owed for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item<'f> {
    /// The picture, film or sound; `None`: the text itself.
    pub asset: Option<&'f Asset>,
    /// What it is.
    pub kind: Kind,
}

impl Item<'_> {
    /// Whether it is seen or heard rather than read.
    pub fn is_media(&self) -> bool {
        self.asset.is_some() || self.kind == Kind::SyntheticMedia
    }
}

/// What the facts state, beside the facts themselves.
#[derive(Clone, Copy, Debug)]
pub struct Case<'f> {
    /// As stated.
    pub facts: &'f Facts,
    /// Whether the text is the one that was reviewed; `None` without a review.
    pub review_holds: Option<bool>,
    /// The day.
    pub today: Date,
}

/// Everything that the facts state to be made by AI, paid for, or decided by a machine: the
/// text first, each kind once.
pub fn items(facts: &Facts) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    let mut add = |asset, kind| {
        let item = Item { asset, kind };
        if !items.contains(&item) {
            items.push(item);
        }
    };
    for kind in Kind::ALL {
        // Some facts say the same in another place.
        let implied = match kind {
            Kind::PersonalisedPrice => facts.price_personalised == Some(true),
            Kind::PaidPartnership => facts.sponsor.as_ref().is_some_and(|sponsor| !sponsor.trim().is_empty()),
            _ => false,
        };
        if implied || facts.content.iter().any(|name| name == kind.name()) {
            add(None, *kind);
        }
    }
    for asset in &facts.assets {
        let stated = |kind: &Kind| asset.content.iter().any(|name| name == kind.name());
        for kind in Kind::ALL.iter().filter(|kind| stated(kind)) {
            add(Some(asset), *kind);
        }
        if asset.depicts_person.as_deref() == Some("synthetic-person") && !Kind::ALL.iter().any(stated) {
            add(Some(asset), Kind::SyntheticMedia);
        }
    }
    items
}

/// The duties of a market and of what it is part of that speak of such content, whatever
/// else the facts say.
pub fn candidates<'c>(catalogue: &'c Catalogue, market: &str, item: &Item<'_>) -> Vec<&'c Duty> {
    let markets = market::with_parents(market);
    let speaks = |duty: &&Duty| {
        let subject = match duty.of {
            About::Any => true,
            About::Media => item.is_media(),
            About::Text => !item.is_media(),
        };
        subject && duty.content.contains(&item.kind) && markets.contains(&duty.market.as_str())
    };
    catalogue.duties().iter().filter(speaks).collect()
}

/// Kinds of notice that answer `duty` for `item`.
pub fn answers(duty: &Duty, item: &Item<'_>) -> Vec<Kind> {
    if duty.notices.is_empty() { vec![item.kind] } else { duty.notices.clone() }
}

enum Truth {
    Yes,
    No,
    /// The path of the fact that would tell.
    Unknown(&'static str),
}

fn flag(value: Option<bool>, path: &'static str) -> Truth {
    match value {
        Some(true) => Truth::Yes,
        Some(false) => Truth::No,
        None => Truth::Unknown(path),
    }
}

fn truth(condition: &Condition, item: &Item<'_>, case: &Case<'_>) -> Truth {
    let facts = case.facts;
    let one_of = |value: Option<&str>, path| match value {
        Some(value) if condition.values.iter().any(|wanted| wanted == value) => Truth::Yes,
        Some(_) => Truth::No,
        None => Truth::Unknown(path),
    };
    let stated = |stated: bool, path| if stated { Truth::Yes } else { Truth::Unknown(path) };
    let of_asset = |value: Option<bool>| flag(value, "assets");
    match condition.fact.as_str() {
        "publicInterest" => flag(facts.public_interest, "publicInterest"),
        "political" => flag(facts.political, "political"),
        "evidentlyFictional" => flag(facts.evidently_fictional, "evidentlyFictional"),
        "pricePersonalised" => flag(facts.price_personalised, "pricePersonalised"),
        "audience.minors" => flag(facts.audience.as_ref().and_then(|audience| audience.minors), "audience.minors"),
        "humanReview" => flag(case.review_holds, "humanReview"),
        "editorialResponsible" => {
            let named = |it: &crate::input::Responsible| !it.name.trim().is_empty() && !it.contact.trim().is_empty();
            flag(facts.editorial_responsible.as_ref().map(named), "editorialResponsible")
        }
        "sponsor" => stated(facts.sponsor.is_some(), "sponsor"),
        "channel" => one_of(facts.channel.as_deref(), "channel"),
        "asset.realistic" => of_asset(item.asset.and_then(|asset| asset.realistic)),
        "asset.sourceMarked" => of_asset(item.asset.and_then(|asset| asset.source_marked)),
        "asset.depictsPerson" => one_of(item.asset.and_then(|asset| asset.depicts_person.as_deref()), "assets"),
        // The compiler of duties refuses other names.
        _ => Truth::No,
    }
}

fn any_holds(lists: &[Vec<Condition>], item: &Item<'_>, case: &Case<'_>) -> bool {
    lists.iter().any(|all| all.iter().all(|condition| matches!(truth(condition, item, case), Truth::Yes)))
}

/// Whether facts let the notice of `duty` stand anywhere.
pub fn is_relaxed(duty: &Duty, item: &Item<'_>, case: &Case<'_>) -> bool {
    any_holds(&duty.relaxed, item, case)
}

/// The facts that would lift `duty`, as far as they are not stated: their paths.
pub fn lifted_by(duty: &Duty, item: &Item<'_>, case: &Case<'_>) -> Vec<&'static str> {
    let mut paths = Vec::new();
    for all in &duty.exempt {
        let truths: Vec<Truth> = all.iter().map(|condition| truth(condition, item, case)).collect();
        for truth in &truths {
            match truth {
                // A channel is where the copy runs, not something to state in order to owe nothing.
                Truth::Unknown(path) if *path != "channel" && !paths.contains(path) => paths.push(*path),
                _ => {}
            }
        }
    }
    paths
}

/// Whether `duty`, which speaks of such content, asks for a notice.
pub fn standing(duty: &Duty, source: Option<&Source>, item: &Item<'_>, case: &Case<'_>) -> Standing {
    if day(&duty.until).is_some_and(|until| until <= case.today) {
        return Standing::Not;
    }
    // A mark is put into a file by who makes it; a page of text has none to keep.
    if duty.form == Form::Machine && !item.is_media() && !binds(duty, case.facts) {
        return Standing::Not;
    }
    let mut unstated = Vec::new();
    for condition in &duty.when {
        match truth(condition, item, case) {
            Truth::Yes => {}
            Truth::No => return Standing::Not,
            Truth::Unknown(path) => {
                if !unstated.contains(&path) {
                    unstated.push(path);
                }
            }
        }
    }
    if any_holds(&duty.exempt, item, case) {
        return Standing::Exempt;
    }
    if !unstated.is_empty() {
        return Standing::Unstated(unstated);
    }
    let (requirement, mut caveats) = requirement(duty, source, case.facts, case.today);
    let stale = duty.exempt.iter().flatten().any(|condition| condition.fact == "humanReview");
    if stale && case.review_holds == Some(false) {
        caveats.push(Caveat::StaleReview);
    }
    Standing::Applies(requirement, caveats)
}

/// How far `duty` asks those whom `facts` name on this day, and why no further.
pub fn requirement(duty: &Duty, source: Option<&Source>, facts: &Facts, today: Date) -> (Requirement, Vec<Caveat>) {
    let mut caveats = Vec::new();
    let mut lower = |holds: bool, caveat: Caveat| {
        if holds {
            caveats.push(caveat);
        }
    };
    lower(!binds(duty, facts), Caveat::Addressee);
    lower(duty.advice, Caveat::Guidance);
    lower(source.is_none_or(|source| !is_verified(source)), Caveat::Unverified);
    lower(source.is_some_and(|source| is_overdue(source, today)), Caveat::Overdue);
    lower(duty.form == Form::Machine, Caveat::Machine);
    lower(duty.form == Form::Switch, Caveat::Switch);
    let requirement = if duty.draft || day(&duty.from).is_some_and(|from| from > today) {
        Requirement::Planned
    } else if caveats.is_empty() {
        Requirement::Required
    } else {
        Requirement::Advised
    };
    (requirement, caveats)
}

/// The day that the tables hold; the test of the data sees that it is one.
fn day(date: &Option<String>) -> Option<Date> {
    date.as_deref().and_then(|date| date.parse().ok())
}

/// Whether it is addressed to one of those who ask; unless they say otherwise they advertise
/// and use AI.
fn binds(duty: &Duty, facts: &Facts) -> bool {
    let asks = |addressee: &Addressee| match facts.roles.as_slice() {
        [] => matches!(addressee, Addressee::Advertiser | Addressee::Deployer),
        roles => roles.iter().any(|role| role == addressee.name()),
    };
    duty.addressees.iter().any(asks)
}

/// Whether somebody read one source of it at least.
pub fn is_verified(source: &Source) -> bool {
    matches!(source.level.as_str(), "V1" | "V2")
}

/// Whether somebody should have read it again by now.
pub fn is_overdue(source: &Source, today: Date) -> bool {
    source.review_by.parse::<Date>().is_ok_and(|day| day < today)
}

/// “AI Act, Regulation (EU) 2024/1689, Article 50(1)”.
pub fn citation(source: &Source) -> String {
    match source.article.as_str() {
        "" | "Whole text" => source.title.clone(),
        article => format!("{}, {article}", source.title),
    }
}
