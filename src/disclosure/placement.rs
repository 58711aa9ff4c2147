//! Where a notice must stand so that a reader meets it in time.
//!
//! In general where the text begins; a chat's in its first turn, a picture's beside it or
//! before it, a price's beside a price, a link's before it. Never in the footer, the terms, a
//! tooltip, an alternative text, hidden text, or behind a row of hashtags.

use candor_scan::tables::Subject;
use candor_scan::vocabulary::{Locale, Role};

use super::{Kind, Notice, Reason, Status, kind};
use crate::document::{AssetMark, Block, Document};
use crate::input::Facts;

/// What a notice is owed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What<'a> {
    /// The text itself, or the conversation that it opens.
    Text,
    /// The picture, film or sound with this `src`.
    Asset(&'a str),
}

/// What the text does about one notice that is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome<'n> {
    /// Of wording and place together.
    pub status: Status,
    /// Why not valid; `None` where nothing is said.
    pub reason: Option<Reason>,
    /// The notice that counts.
    pub notice: Option<&'n Notice>,
}

/// Characters that a reader sees first.
const FIRST_EXPOSURE: usize = 300;

/// Hashtags after which another is read by nobody.
const HASHTAGS: usize = 2;

/// What the document does about a notice of `kind` for `what`: of several the best counts.
/// `page` is the language of the document.
pub fn best<'n>(
    notices: &'n [Notice],
    document: &Document<'_>,
    kind: Kind,
    what: What<'_>,
    page: Option<Locale>,
    facts: &Facts,
) -> Outcome<'n> {
    let mut best = Outcome { status: Status::Absent, reason: None, notice: None };
    for notice in notices {
        let (status, reason) = place(notice, document, kind, what, page, facts);
        // A notice that says the right thing in the wrong place tells more than one that is vague.
        let better = status > best.status || status == best.status && rank(reason) > rank(best.reason);
        if better && status != Status::Absent {
            best = Outcome { status, reason, notice: Some(notice) };
        }
    }
    best
}

/// How near a reason is to a valid notice.
fn rank(reason: Option<Reason>) -> u8 {
    match reason {
        Some(Reason::Buried | Reason::Late | Reason::Apart) => 4,
        Some(Reason::WrongLanguage | Reason::NoHumanRoute) => 3,
        Some(Reason::Hedged) => 2,
        Some(Reason::Vague | Reason::Negated) => 1,
        _ => 0,
    }
}

/// The status of one notice for content of `kind`: its words, its language, its place.
pub fn place(
    notice: &Notice,
    document: &Document<'_>,
    kind: Kind,
    what: What<'_>,
    page: Option<Locale>,
    facts: &Facts,
) -> (Status, Option<Reason>) {
    const NOTHING: (Status, Option<Reason>) = (Status::Absent, None);
    let insufficient = |reason| (Status::Insufficient, Some(reason));
    let Some(own) = notice.kind else {
        return if kind::is_ai(kind) { (notice.wording, notice.reason) } else { NOTHING };
    };
    let related = own == kind || kind::is_ai(own) && kind::is_ai(kind);
    if notice.wording == Status::MentionOnly {
        return if related { (notice.wording, notice.reason) } else { NOTHING };
    }
    if !serves(notice, own, kind, what, document) {
        // What other content owes is no attempt at this notice.
        let owed = |content: &Vec<String>| content.iter().any(|name| name == own.name());
        let elsewhere = owed(&facts.content) || facts.assets.iter().any(|asset| owed(&asset.content));
        let reason = notice.reason.unwrap_or(Reason::WrongKind);
        return if related && !elsewhere { insufficient(reason) } else { NOTHING };
    }
    if notice.wording != Status::Valid {
        return (notice.wording, notice.reason);
    }
    // What a law fixes it fixes in its own language.
    let words = notice.range.of(&document.text);
    if notice.fixed.is_none() && page.is_some_and(|page| !same_language(page, notice.locale, words)) {
        return insufficient(Reason::WrongLanguage);
    }
    let block = &document.blocks[notice.block];
    if is_buried(block) || follows_hashtags(document, notice) {
        return insufficient(Reason::Buried);
    }
    match standing(notice, document, kind, what, facts) {
        None => (Status::Valid, None),
        Some(reason) => insufficient(reason),
    }
}

/// Whether a notice about `own` says what content of `kind` owes.
fn serves(notice: &Notice, own: Kind, kind: Kind, what: What<'_>, document: &Document<'_>) -> bool {
    let subject = notice.subject;
    let fits = match what {
        What::Asset(_) => subject != Subject::Text,
        // In a text that shows pictures, “AI-generated image” is about one of them.
        What::Text => document.assets.is_empty() || !matches!(subject, Subject::Media | Subject::Person),
    };
    match (kind, own) {
        (Kind::AiGenerated, Kind::AiGenerated | Kind::SyntheticMedia) => fits,
        (Kind::AiAssisted, Kind::AiAssisted | Kind::AiGenerated) => fits,
        (Kind::SyntheticMedia, Kind::AiGenerated) => subject != Subject::Text,
        _ => own == kind,
    }
}

fn same_language(page: Locale, notice: Locale, words: &str) -> bool {
    let chinese = |locale| matches!(locale, Locale::ZhHant | Locale::ZhHans);
    // “AI画像” is read alike in Chinese and in Japanese.
    let reads_han = |locale| chinese(locale) || locale == Locale::Ja;
    let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9d}');
    page == notice
        || chinese(page) && chinese(notice)
        || reads_han(page) && reads_han(notice) && !words.contains(is_kana)
}

/// Whether readers pass over the block, or never see it.
fn is_buried(block: &Block) -> bool {
    let place = block.place;
    let unseen = matches!(
        block.role,
        Role::Alt | Role::Tooltip | Role::MetaDescription | Role::Title | Role::Placeholder | Role::Option
    );
    place.hidden || place.small_print || place.nav || unseen
}

/// Whether the notice is a hashtag behind others.
fn follows_hashtags(document: &Document<'_>, notice: &Notice) -> bool {
    const HASH: [char; 2] = ['#', '＃'];
    let block = document.blocks[notice.block].range;
    let before = &document.text[block.start as usize..notice.at as usize];
    // The notice begins behind its own hash.
    before.ends_with(HASH) && before.matches(HASH).count() > HASHTAGS
}

/// Copy that a reader reads in order: no menus, nothing hidden.
fn is_content(block: &Block) -> bool {
    !is_buried(block) && !block.place.code
}

/// What is wrong with where the notice stands.
fn standing(notice: &Notice, document: &Document<'_>, kind: Kind, what: What<'_>, facts: &Facts) -> Option<Reason> {
    let beside = |other: usize| {
        document.blocks[other.min(notice.block)..=other.max(notice.block)]
            .iter()
            .filter(|block| is_content(block))
            .count()
            <= 2
    };
    match (kind, what) {
        (_, What::Asset(src)) => {
            let mut shown = document.assets.iter().filter(|asset| asset.src == src).peekable();
            if shown.peek().is_none() {
                return late(notice, document);
            }
            let reached = shown.all(|asset| stands_by(notice, asset, document));
            (!reached).then_some(Reason::Apart)
        }
        (Kind::AutomatedDecision, _) => None,
        (Kind::Chatbot, _) if facts.channel.as_deref() != Some("chat") => None,
        (Kind::PersonalisedPrice, _) => {
            let mut prices =
                (0..document.blocks.len()).filter(|at| shows_price(&document.blocks[*at], document)).peekable();
            (prices.peek().is_some() && !prices.any(beside)).then_some(Reason::Apart)
        }
        (Kind::Affiliate, _) => {
            let inline = document.links.iter().map(|link| link.start);
            let alone = document.blocks.iter().filter(|block| block.role == Role::Link && is_content(block));
            match inline.chain(alone.map(|block| block.range.start)).min() {
                // In the link's own block the notice is beside it.
                Some(link) => {
                    let block = document.blocks[notice.block].range;
                    (link < notice.range.start && !(block.start <= link && link < block.end)).then_some(Reason::Late)
                }
                None => late(notice, document),
            }
        }
        _ => late(notice, document),
    }
}

/// Whether the notice comes after what a reader sees first: some characters of the document,
/// or of its first running text, however long the headings and menus before it.
fn late(notice: &Notice, document: &Document<'_>) -> Option<Reason> {
    let mut before = 0;
    let mut running = 0;
    for block in document.blocks[..=notice.block].iter().filter(|block| is_content(block)) {
        let end = block.range.end.min(notice.at);
        let characters = document.text[block.range.start as usize..end as usize].chars().count();
        before += characters;
        if matches!(block.role, Role::Paragraph | Role::ListItem | Role::Quote) {
            running += characters;
        }
    }
    let first_text = running == 0 && document.blocks[notice.block].role == Role::Paragraph;
    (before > FIRST_EXPOSURE && !first_text).then_some(Reason::Late)
}

/// Whether the notice stands in the picture's figure, in the block before or after it, or
/// says at the very start what all pictures are.
fn stands_by(notice: &Notice, asset: &AssetMark, document: &Document<'_>) -> bool {
    if let Some(figure) = asset.figure
        && figure.contains(document.blocks[notice.block].range)
    {
        return true;
    }
    let content = |block: &&Block| is_content(block);
    let around = asset.figure.unwrap_or(asset.range);
    let after = document.blocks.iter().filter(content).find(|block| block.range.start >= around.end);
    let before = document.blocks.iter().filter(content).rfind(|block| block.range.end <= around.start);
    let within = document.blocks.iter().filter(content).find(|block| block.range.overlaps(around));
    let own = document.blocks[notice.block].range;
    let beside = [before, within, after].into_iter().flatten().any(|block| block.range == own);
    // Behind the first picture it would be about that one.
    let first = document.assets.iter().all(|asset| own.end <= asset.figure.unwrap_or(asset.range).start);
    beside || first && late(notice, document).is_none()
}

/// Whether the block shows an amount of money.
pub(super) fn shows_price(block: &Block, document: &Document<'_>) -> bool {
    const CURRENCIES: &str = "$£€¥￥₩円元원";
    let text = block.range.of(&document.text);
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    is_content(block)
        && text.char_indices().filter(|(_, c)| CURRENCIES.contains(*c)).any(|(at, c)| {
            let before = text[..at].trim_end().chars().next_back();
            let after = text[at + c.len_utf8()..].trim_start().chars().next();
            before.is_some_and(digit) || after.is_some_and(digit)
        })
}
