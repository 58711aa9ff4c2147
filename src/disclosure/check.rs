//! What the facts owe, held against what the text says.

use std::collections::{BTreeSet, HashMap, HashSet};

use candor_scan::phrase;
use candor_scan::tables::{Duty, Form, Subject};
use candor_scan::vocabulary::{Certainty, Locale, nearest};

use super::duty::{self, Case, Caveat, Item, Standing};
use super::evidence::Evidence;
use super::marks::{Mark, Scheme, Told};
use super::notice::{self, Notice};
use super::placement::{self, Outcome, What};
use super::{Kind, Reason, Requirement, Status, fix, kind, review};
use crate::catalogue::Catalogue;
use crate::date::Date;
use crate::diagnostic::Suggestion;
use crate::document::{AssetMark, Document, Range, Span};
use crate::input::{Asset, Facts, Format};
use crate::linter::Scanned;
use crate::market;
use crate::report::{Disclosure, TextProblem};

/// The rule of a notice that is owed and not given.
pub(crate) const MISSING: &str = "ai-transparency/missing-disclosure";
/// The rule of a notice whose words do not say it.
pub(crate) const VAGUE: &str = "ai-transparency/vague-disclosure";
/// The rule of a notice that readers meet too late or not at all.
pub(crate) const BURIED: &str = "ai-transparency/buried-disclosure";

/// The rule of a medium that is marked as AI's where the page says nothing of it.
pub(crate) const UNDISCLOSED: &str = "ai-transparency/undisclosed-media";
/// The rule of a file that lost the mark of its source.
pub(crate) const STRIPPED: &str = "ai-transparency/stripped-mark";

/// The text and what is to be known of it.
pub(crate) struct Asked<'a> {
    pub scanned: &'a Scanned<'a>,
    pub source: &'a str,
    pub format: Format,
    pub catalogue: &'a Catalogue,
    /// The language of messages.
    pub lang: Locale,
    pub today: Date,
    /// What files and the page's data say.
    pub evidence: &'a Evidence,
    /// What a notice with these words is about.
    pub subject: &'a dyn Fn(&str, Locale) -> Option<Subject>,
}

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    pub disclosures: Vec<Disclosure>,
    pub findings: Vec<Finding>,
    /// Paths of facts that would tell more.
    pub questions: BTreeSet<&'static str>,
    pub problems: Vec<TextProblem>,
    /// What the page and the files that it shows say of their making.
    pub marks: Vec<Told>,
}

/// A notice that is required and not valid, or a medium at odds with the page.
#[derive(Debug)]
pub(crate) struct Finding {
    /// One of the rules above.
    pub rule: &'static str,
    /// The notice, if there is one.
    pub range: Option<Range>,
    /// Its unit for the score.
    pub unit: Option<u32>,
    /// Whether it rests on law that two sources confirm; a platform's policy is none.
    pub is_certain: bool,
    /// Instead of the rule's.
    pub certainty: Option<Certainty>,
    /// The medium that it is about: where the page shows it, and its name.
    pub medium: Option<(Span, String)>,
    pub suggestions: Vec<Suggestion>,
    /// Sources of the duties that it breaks.
    pub laws: Vec<String>,
}

/// A duty with what the text does about it.
pub(super) struct Entry<'c, 'n> {
    pub market: &'n str,
    pub duty: &'c Duty,
    pub requirement: Requirement,
    pub caveats: Vec<Caveat>,
    pub outcome: Outcome<'n>,
}

/// Whether the facts give anything to look at.
pub(crate) fn asks(facts: &Facts) -> bool {
    let Facts { markets, roles, content, assets, .. } = facts;
    let names = !markets.is_empty() || !roles.is_empty() || !content.is_empty() || !assets.is_empty();
    names || !duty::items(facts).is_empty()
}

/// Whether something can be found to be owed: by content that a market has laws about, or by media.
pub(crate) fn owes(facts: &Facts) -> bool {
    !facts.assets.is_empty() || !facts.markets.is_empty() && !duty::items(facts).is_empty()
}

/// Whether the page shows or says anything that may tell of how it was made.
pub(crate) fn shows(document: &Document<'_>) -> bool {
    !Evidence::gather(document, &|_| None).is_empty()
}

/// What a text is asked whose author states nothing of how it was made or where it is shown: paths
/// of facts.
pub(crate) fn unstated(facts: &Facts, document: &Document<'_>, marks: &[Told]) -> Vec<&'static str> {
    if document.text.trim().is_empty() {
        return Vec::new();
    }
    let told = |media: bool| marks.iter().any(|told| told.asset.is_some() == media);
    let is_known = !facts.content.is_empty() || !facts.assets.is_empty() || !duty::items(facts).is_empty();
    let mut paths = Vec::new();
    let mut ask = |holds: bool, path| paths.extend(holds.then_some(path));
    // A page that says for machines how it was made states it.
    ask(!is_known && !told(false), "content");
    ask(!is_known && !told(true) && !document.assets.is_empty(), "assets");
    ask(facts.markets.is_empty(), "markets");
    paths
}

/// Looks at every item in every market.
pub(crate) fn check(asked: &Asked<'_>) -> Checked {
    let (stated, evidence) = (asked.scanned.facts, asked.evidence);
    if asks(stated) || !evidence.is_empty() { look(asked) } else { Checked::default() }
}

// Most texts owe nothing; see `Linter::match_plain`.
#[inline(never)]
fn look(asked: &Asked<'_>) -> Checked {
    let (stated, evidence) = (asked.scanned.facts, asked.evidence);
    let mut checked = Checked { problems: misspelt(stated), marks: evidence.told.clone(), ..Checked::default() };
    let facts = evidence.supplement(stated);
    let items = duty::items(&facts);
    let markets = markets(&facts, &mut checked.problems);
    if items.is_empty() && markets.is_empty() && facts.assets.is_empty() && evidence.is_empty() {
        return checked;
    }
    let notices = notice::find(asked.scanned, asked.catalogue);
    media(asked, &facts, &notices, &mut checked.findings);
    // A page that tells machines and no reader may owe more than its facts say.
    if evidence.content(None).is_some() && facts.content.is_empty() {
        checked.questions.insert("content");
    }
    if items.is_empty() {
        // Who writes that AI made it and states nothing else may owe more than they know.
        let discloses = |notice: &Notice| {
            notice.kind.is_some_and(kind::is_ai)
                && notice.wording > Status::MentionOnly
                && notice.reason != Some(Reason::Vague)
        };
        if notices.iter().any(discloses) {
            checked.questions.insert("content");
        }
        return checked;
    }
    if markets.is_empty() {
        checked.questions.insert("markets");
        return checked;
    }
    // A price that is stated to be personalised is content like any other.
    let mut with_implied = facts.clone();
    for item in items.iter().filter(|item| item.asset.is_none()) {
        if !with_implied.content.iter().any(|name| name == item.kind.name()) {
            with_implied.content.push(item.kind.name().into());
        }
    }
    let review_holds = facts.human_review.as_ref().map(|it| review::holds(it, asked.scanned.document));
    let case = Case { facts: &with_implied, review_holds, today: asked.today };
    for item in &items {
        one_item(asked, &case, item, &markets, &notices, &mut checked);
    }
    checked
}

/// Holds what files say against what the page says of them.
fn media(asked: &Asked<'_>, facts: &Facts, notices: &[Notice], findings: &mut Vec<Finding>) {
    /// Kinds whose notice tells that AI took part in a medium.
    const TELLING: [Kind; 3] = [Kind::AiGenerated, Kind::AiAssisted, Kind::SyntheticMedia];
    let document = asked.scanned.document;
    let mut seen = HashSet::new();
    let own: HashMap<&str, &Asset> = facts.assets.iter().rev().map(|asset| (asset.src.as_str(), asset)).collect();
    for mark in document.assets.iter().filter(|mark| seen.insert(mark.src.as_str())) {
        let Some(asset) = own.get(mark.src.as_str()).copied() else { continue };
        let finding = |rule, certainty, suggestions| Finding {
            rule,
            range: Some(mark.range),
            unit: None,
            is_certain: true,
            certainty,
            medium: Some((mark.span, name(mark))),
            suggestions,
            laws: Vec::new(),
        };
        if asked.evidence.is_stripped(asset) {
            findings.push(finding(STRIPPED, None, Vec::new()));
        }
        let Some(kind) = asked.evidence.content(Some(&mark.src)) else { continue };
        let is_told = TELLING.iter().any(|kind| {
            let what = What::Asset(&mark.src);
            let best = placement::best(notices, document, *kind, what, asked.scanned.locale, facts);
            best.status > Status::MentionOnly
        });
        if !is_told {
            // A retouched picture is asked about: what its reader should know is a judgement.
            let certainty = (kind == Kind::AiAssisted).then_some(Certainty::Hint);
            let item = Item { asset: Some(asset), kind };
            findings.push(finding(UNDISCLOSED, certainty, fix::of_medium(asked, &item)));
        }
    }
}

/// A medium's `src`, short: one that holds its file has thousands of letters.
fn name(mark: &AssetMark) -> String {
    const LONGEST: usize = 80;
    match mark.src.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &mark.src[..end]),
        None => mark.src.clone(),
    }
}

/// Markets as stated, each once.
fn markets(facts: &Facts, problems: &mut Vec<TextProblem>) -> Vec<String> {
    let mut markets = Vec::new();
    for name in &facts.markets {
        match market::parse(name) {
            Ok(market) if !markets.contains(&market) => markets.push(market),
            Ok(_) => {}
            Err(unknown) => problems.push(TextProblem { span: None, message: unknown.to_string() }),
        }
    }
    markets
}

/// Names in facts that mean nothing.
fn misspelt(facts: &Facts) -> Vec<TextProblem> {
    const PERSONS: [&str; 3] = ["none", "real-person", "synthetic-person"];
    const ROLES: [&str; 5] = ["advertiser", "deployer", "provider", "platform", "operator"];
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    let mut problems = Vec::new();
    let mut look = |what: &str, name: &str, known: &[&str]| {
        if !known.contains(&name) {
            let cure = nearest(name, known.iter().copied())
                .map_or_else(|| format!("known are {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
            problems.push(TextProblem { span: None, message: format!("unknown {what} `{name}`; {cure}") });
        }
    };
    let of_assets = facts.assets.iter().flat_map(|asset| &asset.content);
    facts.content.iter().chain(of_assets).for_each(|name| look("content kind", name, &kinds));
    facts.roles.iter().for_each(|name| look("role", name, &ROLES));
    facts.assets.iter().filter_map(|asset| asset.depicts_person.as_ref()).for_each(|it| look("person", it, &PERSONS));
    problems
}

fn one_item(
    asked: &Asked<'_>,
    case: &Case<'_>,
    item: &Item<'_>,
    markets: &[String],
    notices: &[Notice],
    checked: &mut Checked,
) {
    let mut entries: Vec<Entry<'_, '_>> = Vec::new();
    // What to tell where no duty applies, at its place among the rest.
    let mut rows: Vec<Result<usize, (&str, Vec<String>)>> = Vec::new();
    for market in markets {
        let before = entries.len();
        let mut remarks = Vec::new();
        for duty in duty::candidates(asked.catalogue, market, item) {
            let source = asked.catalogue.source(&duty.source);
            let law = source.map_or_else(|| duty.id.clone(), duty::citation);
            match duty::standing(duty, source, item, case) {
                Standing::Applies(requirement, caveats) => {
                    let outcome = outcome(asked, case, item, duty, notices);
                    if requirement == Requirement::Required && outcome.status != Status::Valid {
                        checked.questions.extend(duty::lifted_by(duty, item, case));
                    }
                    rows.push(Ok(entries.len()));
                    entries.push(Entry { market, duty, requirement, caveats, outcome });
                }
                Standing::Exempt => remarks.push(exemption(asked, case, duty, &law)),
                // Few copies run as a livestream or a call, and who runs one knows to say so.
                Standing::Unstated(facts) if facts.contains(&"channel") => {}
                Standing::Unstated(facts) => {
                    remarks.push(fill(say(asked, "unstated"), &[("law", &law), ("facts", &facts.join(", "))]));
                    checked.questions.extend(facts);
                }
                Standing::Not => {}
            }
        }
        if entries.len() == before {
            if remarks.is_empty() {
                let known = market::with_parents(market).iter().any(|market| asked.catalogue.knows_market(market));
                remarks.push(fill(say(asked, if known { "none" } else { "unread" }), &[("market", market)]));
            }
            rows.push(Err((market, remarks)));
        }
    }
    let suggestions = fix::suggestions(asked, item, &entries);
    for row in rows {
        let disclosure = match row {
            Ok(at) => disclosure(asked, case, item, &entries[at], suggestions[at].clone()),
            Err((market, remarks)) => without_duty(asked, case, item, market, &remarks, notices),
        };
        checked.disclosures.push(disclosure);
    }
    findings(asked, &entries, &suggestions, &mut checked.findings);
}

/// Three rules, one finding each at most: five markets that miss the same notice miss one notice.
fn findings(
    asked: &Asked<'_>,
    entries: &[Entry<'_, '_>],
    suggestions: &[Vec<Suggestion>],
    findings: &mut Vec<Finding>,
) {
    let first = findings.len();
    for (entry, suggestions) in entries.iter().zip(suggestions) {
        let Outcome { status, reason, notice } = entry.outcome;
        if entry.requirement != Requirement::Required || status == Status::Valid {
            continue;
        }
        let (rule, range) = match reason {
            Some(Reason::Buried | Reason::Late | Reason::Apart) => (BURIED, notice.map(|it| it.range)),
            Some(Reason::Vague | Reason::Hedged) if status == Status::Insufficient => {
                (VAGUE, notice.map(|it| it.range))
            }
            // What is said in another language, of other content or without the law's words is no
            // fault in itself: what is owed is not there.
            _ => (MISSING, None),
        };
        let is_law = !market::PLATFORMS.contains(&entry.duty.market.as_str());
        let is_certain =
            is_law && asked.catalogue.source(&entry.duty.source).is_some_and(|source| source.level == "V2");
        match findings[first..].iter_mut().find(|known| known.rule == rule && known.range == range) {
            Some(known) => {
                known.is_certain |= is_certain;
                if !known.laws.contains(&entry.duty.source) {
                    known.laws.push(entry.duty.source.clone());
                }
                known.suggestions.extend(suggestions.iter().cloned());
                let mut seen = Vec::new();
                known.suggestions.retain(|it| {
                    !seen.contains(&it.label) && {
                        seen.push(it.label.clone());
                        true
                    }
                });
            }
            None => {
                let unit = range.and(notice).map(|notice| asked.scanned.unit(notice.block, 0));
                let suggestions = suggestions.clone();
                let (certainty, medium, laws) = (None, None, vec![entry.duty.source.clone()]);
                findings.push(Finding { rule, range, unit, is_certain, certainty, medium, suggestions, laws });
            }
        }
    }
}

/// What the text does about `duty`: of several notices the best counts.
fn outcome<'n>(asked: &Asked<'_>, case: &Case<'_>, item: &Item<'_>, duty: &Duty, notices: &'n [Notice]) -> Outcome<'n> {
    if duty.form == Form::Machine {
        let (status, reason) = mark(asked, item, duty);
        return Outcome { status, reason, notice: None };
    }
    let document = asked.scanned.document;
    let what = item.asset.map_or(What::Text, |asset| What::Asset(&asset.src));
    // A law that names the language of its notice does not ask for the page's.
    let page = if duty.language.is_some() { None } else { asked.scanned.locale };
    let mut best = Outcome { status: Status::Absent, reason: None, notice: None };
    for notice in notices {
        for kind in duty::answers(duty, item) {
            let mut found = placement::place(notice, document, kind, what, page, case.facts);
            if matches!(found.1, Some(Reason::Late | Reason::Apart)) && duty::is_relaxed(duty, item, case) {
                found = (Status::Valid, None);
            }
            let is_about_it = found.0 >= Status::Insufficient && found.1 != Some(Reason::WrongKind);
            if is_about_it && !has_words(duty, notice.range.of(&document.text)) {
                found = (Status::Insufficient, Some(Reason::Wording));
            }
            // Of two that do not count the one that says the right thing tells more.
            if found.0 > best.status || found.0 == best.status && nearness(found.1) > nearness(best.reason) {
                best = Outcome { status: found.0, reason: found.1, notice: Some(notice) };
            }
        }
    }
    best
}

/// What a file does about a duty to mark it. Where it is not read the author tells of it.
fn mark(asked: &Asked<'_>, item: &Item<'_>, duty: &Duty) -> (Status, Option<Reason>) {
    let Some(asset) = item.asset else { return (Status::Absent, None) };
    match asked.evidence.of_file(&asset.src) {
        None if asset.source_marked == Some(true) => (Status::Valid, None),
        None => (Status::Absent, None),
        Some([]) if asked.evidence.is_stripped(asset) => (Status::Absent, Some(Reason::Stripped)),
        Some([]) => (Status::Absent, None),
        // A law may name the schemes that it takes; a label that nobody can read is none.
        Some(marks) => {
            let counts = |mark: &Mark| {
                has_words(duty, mark.scheme.name()) && !(mark.scheme == Scheme::Aigc && mark.value.is_empty())
            };
            match marks.iter().any(counts) {
                true => (Status::Valid, None),
                false => (Status::Insufficient, Some(Reason::WrongKind)),
            }
        }
    }
}

/// How near what a notice lacks leaves it to one that counts.
fn nearness(reason: Option<Reason>) -> u8 {
    match reason {
        Some(Reason::WrongKind) => 0,
        Some(Reason::Wording | Reason::WrongLanguage) => 1,
        _ => 2,
    }
}

/// Whether `text` has one word of each list that the law names.
pub(super) fn has_words(duty: &Duty, text: &str) -> bool {
    if duty.words.is_empty() {
        return true;
    }
    let squeeze = |text: &str| phrase::folded(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let text = squeeze(text);
    duty.words.iter().all(|list| list.iter().any(|word| text.contains(&squeeze(word))))
}

fn disclosure(
    asked: &Asked<'_>,
    case: &Case<'_>,
    item: &Item<'_>,
    entry: &Entry<'_, '_>,
    suggestions: Vec<Suggestion>,
) -> Disclosure {
    let Outcome { status, reason, notice } = entry.outcome;
    let source = asked.catalogue.source(&entry.duty.source);
    let law = source.map_or_else(|| entry.duty.id.clone(), duty::citation);
    let from = entry.duty.from.clone().unwrap_or_default();
    let is_read = entry.duty.form == Form::Machine
        && item.asset.is_some_and(|asset| asked.evidence.of_file(&asset.src).is_some());
    let mut sentences = vec![match (status, reason) {
        (Status::Valid, _) if is_read => fill(say(asked, "mark-valid"), &[]),
        (Status::Insufficient, _) if is_read => fill(say(asked, "mark-insufficient"), &[]),
        (_, None) if is_read => fill(say(asked, "mark-absent"), &[]),
        _ => state(asked, status, reason),
    }];
    let ask = match entry.requirement {
        Requirement::Required => "required",
        Requirement::Advised => "advised",
        Requirement::Planned if from.is_empty() => "planned-undated",
        Requirement::Planned => "planned",
    };
    sentences.push(fill(say(asked, ask), &[("law", &law), ("date", &from)]));
    let roles = entry.duty.addressees.iter().map(|it| it.name()).collect::<Vec<_>>().join(", ");
    let checked_on = source.map_or("", |source| source.checked.as_str());
    let review = case.facts.human_review.as_ref();
    let (by, date) = review.map_or(("", ""), |review| (review.by.as_str(), review.date.as_str()));
    // What a file holds is shown where it was read.
    for caveat in entry.caveats.iter().filter(|caveat| !(is_read && **caveat == Caveat::Machine)) {
        let sentence = match caveat {
            Caveat::Addressee => fill(say(asked, "addressee"), &[("roles", &roles)]),
            Caveat::Unverified => fill(say(asked, "unverified"), &[]),
            Caveat::Overdue => fill(say(asked, "overdue"), &[("date", checked_on)]),
            Caveat::Guidance => fill(say(asked, "guidance"), &[]),
            Caveat::Machine => fill(say(asked, "machine"), &[]),
            Caveat::Switch => fill(say(asked, "switch"), &[]),
            Caveat::StaleReview => fill(say(asked, "stale-review"), &[("by", by), ("date", date)]),
        };
        sentences.push(sentence);
    }
    let help = match (entry.duty.form, suggestions.first()) {
        (Form::Machine, _) => fill(say(asked, "help-machine"), &[]),
        (Form::Switch, _) => fill(say(asked, "help-switch"), &[]),
        (Form::Visible, Some(suggestion)) => fill(say(asked, place_of(item)), &[("words", &suggestion.label)]),
        (Form::Visible, None) if status == Status::Valid => String::new(),
        (Form::Visible, None) => fill(say(asked, "help-unspoken"), &[]),
    };
    Disclosure {
        asset: item.asset.map(|asset| asset.src.clone()),
        content: item.kind.name().into(),
        market: entry.market.into(),
        duty: Some(entry.duty.id.clone()),
        requirement: entry.requirement.name().into(),
        status: status.name().into(),
        reason: reason.map(|reason| reason.name().into()),
        span: notice.map(|notice| asked.scanned.document.locate(notice.range)),
        message: sentences.join(" "),
        help,
        suggestions,
        sources: vec![entry.duty.source.clone()],
    }
}

/// The sentence that says where the notice belongs.
fn place_of(item: &Item<'_>) -> &'static str {
    match item.kind {
        _ if item.asset.is_some() => "help-asset",
        Kind::PersonalisedPrice => "help-price",
        Kind::Chatbot => "help-chat",
        _ => "help-text",
    }
}

fn without_duty(
    asked: &Asked<'_>,
    case: &Case<'_>,
    item: &Item<'_>,
    market: &str,
    remarks: &[String],
    notices: &[Notice],
) -> Disclosure {
    let document = asked.scanned.document;
    let what = item.asset.map_or(What::Text, |asset| What::Asset(&asset.src));
    let Outcome { status, reason, notice } =
        placement::best(notices, document, item.kind, what, asked.scanned.locale, case.facts);
    Disclosure {
        asset: item.asset.map(|asset| asset.src.clone()),
        content: item.kind.name().into(),
        market: market.into(),
        duty: None,
        requirement: Requirement::Advised.name().into(),
        status: status.name().into(),
        reason: reason.map(|reason| reason.name().into()),
        span: notice.map(|notice| document.locate(notice.range)),
        message: remarks.join(" "),
        help: String::new(),
        suggestions: Vec::new(),
        sources: Vec::new(),
    }
}

fn exemption(asked: &Asked<'_>, case: &Case<'_>, duty: &Duty, law: &str) -> String {
    let by_review = duty.exempt.iter().flatten().any(|condition| condition.fact == "humanReview");
    match (by_review, &case.facts.human_review, &case.facts.editorial_responsible) {
        (true, Some(review), Some(responsible)) => {
            let parts = [("law", law), ("by", &review.by), ("date", &review.date), ("name", &responsible.name)];
            fill(say(asked, "exempt-review"), &parts)
        }
        _ => fill(say(asked, "exempt"), &[("law", law)]),
    }
}

/// How the notice stands, as a sentence.
fn state(asked: &Asked<'_>, status: Status, reason: Option<Reason>) -> String {
    match reason {
        Some(reason) if status != Status::Valid => fill(say(asked, &format!("reason-{reason}")), &[]),
        _ => fill(say(asked, &format!("status-{status}")), &[]),
    }
}

/// The sentence of this name in the language of messages, else in English.
pub(super) fn say<'a>(asked: &Asked<'a>, name: &str) -> &'a str {
    text(asked.catalogue, asked.lang, name)
}

/// The same, for who has no text at hand.
pub(crate) fn text<'c>(catalogue: &'c Catalogue, lang: Locale, name: &str) -> &'c str {
    [lang, Locale::En]
        .iter()
        .filter_map(|locale| catalogue.language(*locale))
        .find_map(|language| language.disclosure.iter().find(|(known, _)| known == name))
        .map_or("", |(_, text)| text)
}

fn fill(template: &str, parts: &[(&str, &str)]) -> String {
    parts.iter().fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}
