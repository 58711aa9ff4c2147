//! `candor notice`: which words disclose what, where, and under which law.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use candor::disclosure::notice::Subject;
use candor::disclosure::{Kind, duty, proposals};
use candor::input::Facts;
use candor::market;
use candor::{Catalogue, Config, Date, Input, Linter, Locale};
use candor_scan::tables::{About, Addressee, Condition, Duty, Form};

use super::Failure;
use super::args::Notice;

/// Prints the duties of a market for a kind of content, each with its words.
pub fn run(args: &Notice) -> Result<u8, Failure> {
    let linter = Linter::new(Catalogue::builtin(), Config::default())?;
    let text = page(&linter, &args.market, args.content, args.locale, args.today());
    let mut stdout = io::stdout();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()?;
    Ok(0)
}

fn page(linter: &Linter, place: &str, kind: Kind, locale: Locale, today: Date) -> String {
    let catalogue = linter.catalogue();
    let markets = market::with_parents(place);
    let speaks = |duty: &&Duty| markets.contains(&duty.market.as_str()) && duty.content.contains(&kind);
    let duties: Vec<&Duty> = catalogue.duties().iter().filter(speaks).collect();
    let mut out = format!("{place}, {kind}\n");
    if duties.is_empty() {
        let known = markets.iter().any(|market| catalogue.knows_market(market));
        _ = writeln!(
            out,
            "{}",
            if known {
                "No duty that candor knows asks for a notice."
            } else {
                "candor has not read the law of this market; there may be a duty."
            }
        );
    }
    for duty in duties {
        out.push('\n');
        describe(&mut out, linter, duty, kind, locale, today);
    }
    _ = writeln!(out, "\n{}", candor::output::CAVEAT);
    out
}

fn describe(out: &mut String, linter: &Linter, duty: &Duty, kind: Kind, locale: Locale, today: Date) {
    let catalogue = linter.catalogue();
    let source = catalogue.source(&duty.source);
    let (requirement, _) = duty::requirement(duty, source, &Facts::default(), today);
    _ = writeln!(out, "{}: {requirement}", duty.id);
    let mut line = |name: &str, text: &str| {
        if !text.is_empty() {
            _ = writeln!(out, "  {name:<9} {text}");
        }
    };
    if let Some(source) = source {
        line("law", &duty::citation(source));
        line("link", &source.url);
        let overdue = if duty::is_overdue(source, today) { ", review overdue" } else { "" };
        let level = if duty::is_verified(source) { "" } else { " (not read again)" };
        line("level", &format!("{}{level}, last verified {}{overdue}", source.level, source.checked));
        line("review", &format!("due by {}", source.review_by));
    }
    line("binds", &duty.addressees.iter().map(|it: &Addressee| it.name()).collect::<Vec<_>>().join(", "));
    line("since", duty.from.as_deref().unwrap_or(if duty.draft { "not set" } else { "not read" }));
    line("until", duty.until.as_deref().unwrap_or(""));
    line("if", &all(&duty.when));
    line("unless", &duty.exempt.iter().map(|all_of| all(all_of)).collect::<Vec<_>>().join(", or "));
    if duty.advice {
        line("note", "guidance, or owed only where no stated fact tells");
    }
    match duty.form {
        Form::Machine => line("asks for", "a mark in the file"),
        Form::Switch => line("asks for", "a switch of the platform"),
        Form::Visible => {
            let all = proposals(catalogue, duty, kind, locale);
            let fitting: Vec<&String> = all.iter().filter(|words| fits(linter, words, duty, locale, today)).collect();
            // A wording that the law fixes is said as it stands.
            for words in if fitting.is_empty() { all.iter().collect() } else { fitting } {
                line("say", &format!("“{words}”"));
            }
        }
    }
}

/// Whether the words speak of what the duty is about: “this text” discloses no picture.
fn fits(linter: &Linter, words: &str, duty: &Duty, locale: Locale, today: Date) -> bool {
    let input = Input { locale: Some(duty.language.unwrap_or(locale)), ..Input::plain(words, today) };
    let subjects = linter.notices(&input).0.into_iter().map(|notice| notice.subject);
    subjects.into_iter().all(|subject| match duty.of {
        About::Any => true,
        About::Media => subject != Subject::Text,
        About::Text => !matches!(subject, Subject::Media | Subject::Person),
    })
}

/// “asset.realistic and channel = call”.
fn all(conditions: &[Condition]) -> String {
    let one = |condition: &Condition| match condition.values.as_slice() {
        [] => condition.fact.clone(),
        values => format!("{} = {}", condition.fact, values.join(" or ")),
    };
    conditions.iter().map(one).collect::<Vec<_>>().join(" and ")
}
