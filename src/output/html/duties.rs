//! What is owed where, for a reviewer who signs: a grid of markets and contents, then each duty
//! with its clause, the place of its notice and what to file.

use candor_scan::tables::{Duty, Form};
use maud::{Markup, html};

use super::findings::link;
use crate::disclosure::duty;
use crate::output::files::Checked;
use crate::report::{Disclosure, Report};

/// The section, if facts say that anything may be owed.
pub fn section(file: &Checked<'_>) -> Markup {
    let report = file.report;
    html! {
        @if !report.disclosures.is_empty() {
            section aria-label="Disclosures" {
                h3 { "Disclosures" }
                (grid(file))
                @let groups = State::LISTED.map(|state| (state, in_state(file, state)));
                @if groups.iter().any(|(_, group)| !group.is_empty()) {
                    table.duties {
                        thead { tr {
                            th scope="col" { "Market" } th scope="col" { "Content" } th scope="col" { "Requirement" }
                            th scope="col" { "Status" } th scope="col" { "Clause" } th scope="col" { "Notice and its place" }
                            th scope="col" { "To file" }
                        } }
                        @for (state, group) in groups.iter().filter(|(_, group)| !group.is_empty()) {
                            tbody {
                                tr { th.group scope="rowgroup" colspan="7" { (state.heading()) ": " (group.len()) } }
                                @for disclosure in group { (row(file, disclosure)) }
                            }
                        }
                    }
                }
                (free(&in_state(file, State::Free)))
            }
        }
    }
}

fn in_state<'r>(file: &Checked<'r>, state: State) -> Vec<&'r Disclosure> {
    file.report.disclosures.iter().filter(|it| State::of(file, it) == state).collect()
}

/// What is not owed, and why: content and reason once, with all its markets.
fn free(rows: &[&Disclosure]) -> Markup {
    let same =
        |a: &Disclosure, b: &Disclosure| (&a.asset, &a.content, &a.message) == (&b.asset, &b.content, &b.message);
    let first = |at: usize| !rows[..at].iter().any(|row| same(row, rows[at]));
    html! {
        @if !rows.is_empty() {
            p.not-owed { strong { "Not owed" } }
            ul { @for (_, row) in rows.iter().enumerate().filter(|(at, _)| first(*at)) {
                @let markets: Vec<&str> = rows.iter().filter(|it| same(it, row)).map(|it| it.market.as_str()).collect();
                li { (of(&row.content, row.asset.as_deref())) " in " (markets.join(", ")) ": " (row.message) }
            } }
            p.small { "To file: the stated facts, and the record of a review that exempts." }
        }
    }
}

/// What the page and its files say of themselves.
pub fn marks(report: &Report<'_>) -> Markup {
    html! {
        @if !report.marks.is_empty() {
            section aria-label="Machine-readable marks" {
                h3 { "Machine-readable marks" }
                table {
                    thead { tr {
                        th scope="col" { "Of" } th scope="col" { "Scheme" } th scope="col" { "Says" } th scope="col" { "As written" }
                    } }
                    tbody { @for told in &report.marks { tr {
                        th scope="row" { @match &told.asset { Some(asset) => code { (excerpt(asset)) }, None => "the text" } }
                        td { (told.mark.scheme) }
                        td { @match told.mark.content { Some(kind) => (kind.name()), None => "no statement of AI" } }
                        td { (excerpt(&told.mark.value)) }
                    } } }
                }
            }
        }
    }
}

/// A column for each market, a row for each content, in each cell the gravest state.
fn grid(file: &Checked<'_>) -> Markup {
    let report = file.report;
    let mut markets: Vec<&str> = Vec::new();
    let mut contents: Vec<(Option<&str>, &str)> = Vec::new();
    for disclosure in &report.disclosures {
        let content = (disclosure.asset.as_deref(), disclosure.content.as_str());
        if !markets.contains(&disclosure.market.as_str()) {
            markets.push(&disclosure.market);
        }
        if !contents.contains(&content) {
            contents.push(content);
        }
    }
    let state = |market: &str, content: (Option<&str>, &str)| {
        let here = |it: &&Disclosure| it.market == market && (it.asset.as_deref(), it.content.as_str()) == content;
        file.report.disclosures.iter().filter(here).map(|it| State::of(file, it)).max()
    };
    html! {
        @if markets.len() > 1 {
            table.grid {
                thead { tr {
                    th scope="col" { "Content" }
                    @for market in &markets { th scope="col" { (market) } }
                } }
                tbody { @for content in &contents { tr {
                    th scope="row" { (of(content.1, content.0)) }
                    @for market in &markets {
                        @match state(market, *content) {
                            Some(state) => td class={ "state " (state.class()) } { (state.words()) },
                            None => td {},
                        }
                    }
                } } }
            }
        }
    }
}

/// How a duty stands; of several in a cell the last of this list shows. Advice that is open
/// beside a duty that is met would hide that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Free,
    Planned,
    Advised,
    Marked,
    Met,
    Owed,
}

impl State {
    /// What has to be done comes first. What is not owed stands apart.
    const LISTED: [Self; 5] = [Self::Owed, Self::Advised, Self::Planned, Self::Met, Self::Marked];

    fn of(file: &Checked<'_>, disclosure: &Disclosure) -> Self {
        let duty = disclosure.duty.as_ref().and_then(|id| file.catalogue.duty(id));
        let asks_for_mark = duty.is_some_and(|duty| duty.form == Form::Machine);
        match (&disclosure.duty, disclosure.status.as_str(), disclosure.requirement.as_str()) {
            (None, ..) => Self::Free,
            (_, "valid", _) if asks_for_mark => Self::Marked,
            (_, "valid", _) => Self::Met,
            (.., "required") => Self::Owed,
            (.., "planned") => Self::Planned,
            _ => Self::Advised,
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Marked | Self::Met => "met",
            Self::Planned => "planned",
            Self::Advised => "advised",
            Self::Owed => "owed",
        }
    }

    const fn heading(self) -> &'static str {
        match self {
            Self::Free => "Not owed",
            Self::Marked => "Mark in the file",
            Self::Met => "Notice given",
            Self::Planned => "Planned",
            Self::Advised => "Advised, open",
            Self::Owed => "Required, open",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Free => "no duty",
            Self::Marked => "✓ mark in the file",
            Self::Met => "✓ notice given",
            Self::Planned => "planned",
            Self::Advised => "advised, open",
            Self::Owed => "✗ required, open",
        }
    }
}

fn of(content: &str, asset: Option<&str>) -> Markup {
    html! { (content) @if let Some(asset) = asset { " of " code { (asset) } } }
}

fn row(file: &Checked<'_>, disclosure: &Disclosure) -> Markup {
    let duty = disclosure.duty.as_ref().and_then(|id| file.catalogue.duty(id));
    let state = State::of(file, disclosure);
    html! {
        tr {
            th scope="row" { (disclosure.market) }
            td { (of(&disclosure.content, disclosure.asset.as_deref())) }
            td { (disclosure.requirement) }
            td class={ "state " (state.class()) } {
                (disclosure.status) @if let Some(reason) = &disclosure.reason { ": " (reason) }
            }
            td { (clause(file, disclosure)) }
            td {
                @if let Some(span) = disclosure.span {
                    @let line = file.positions(span).0.line;
                    p { "Line " (line) ": “" (excerpt(span.of(file.source))) "”" }
                }
                p { (disclosure.message) }
                @if disclosure.status != "valid" && !disclosure.help.is_empty() { p { strong { (disclosure.help) } } }
            }
            td { (evidence(disclosure, duty)) }
        }
    }
}

/// The law with its link, how well it was verified, and since when it holds.
fn clause(file: &Checked<'_>, disclosure: &Disclosure) -> Markup {
    let duty = disclosure.duty.as_ref().and_then(|id| file.catalogue.duty(id));
    html! {
        @if let Some(id) = &disclosure.duty {
                @for source in disclosure.sources.iter().filter_map(|id| file.catalogue.source(id)) {
                    p { (link(&source.url, &duty::citation(source))) }
                    p.small {
                        "level " (source.level) ", last verified " (source.checked)
                        @if duty::is_overdue(source, file.report.today) { strong { ", review overdue" } }
                        ", review due by " (source.review_by)
                        @if let Some(from) = duty.and_then(|duty| duty.from.as_ref()) { "; since " (from) }
                    }
                }
                p.small { code { (id) } }
        }
    }
}

/// The words of a span, short: markup of a long one would fill the page.
fn excerpt(words: &str) -> String {
    const LONGEST: usize = 120;
    match words.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words.into(),
    }
}

/// What a reviewer keeps.
fn evidence(disclosure: &Disclosure, duty: Option<&Duty>) -> &'static str {
    let owed = disclosure.status != "valid";
    match duty {
        None => "",
        Some(duty) if duty.form == Form::Machine => "The metadata of the file as delivered",
        Some(duty) if duty.form == Form::Switch => "A picture of the platform's setting",
        Some(_) if owed && disclosure.requirement == "required" => "Nothing yet: give the notice first",
        Some(_) if owed => "Why no notice is given, and who decided it",
        Some(_) => "A dated picture of the notice as published, and this report",
    }
}
