//! Copy that contradicts what its author states: the end of the offer.

use candor_scan::token::{self, Flags, Kind, Token};
use candor_scan::vocabulary::Severity;

use super::{Place, Scene};
use crate::date::Date;
use crate::guard::Cues;
use crate::input::Facts;

/// The fact that deadlines are compared with.
pub(crate) const ENDS_AT: &str = "offer.endsAt";

/// A running clock counts hours, at most so many days of them.
const CLOCK_DAYS: i32 = 4;

/// The last day on which the offer stands.
pub(crate) fn last_day(facts: &Facts) -> Option<Date> {
    let stated = facts.offer.as_ref()?.ends_at.as_deref()?;
    let day: Date = stated.parse().ok()?;
    // What ends at midnight ends with the day before.
    let midnight = stated.get(10..16).is_some_and(|time| matches!(time, "T00:00" | " 00:00"));
    Some(if midnight { before(day) } else { day })
}

fn before(day: Date) -> Date {
    Date::new(day.year, day.month, day.day - 1).unwrap_or_else(|| {
        let (year, month) = if day.month == 1 { (day.year - 1, 12) } else { (day.year, day.month - 1) };
        (28..=31).rev().find_map(|last| Date::new(year, month, last)).unwrap_or(day)
    })
}

/// Days since the first of March of the year 0.
fn number(day: Date) -> i32 {
    let (year, month) = (i32::from(day.year), i32::from(day.month));
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + i32::from(day.day)
}

/// Whether words that say that an offer ends contradict its last day: it is over, or it is
/// not today although they say so, or it is further off than their clock.
pub(crate) fn contradicts(last: Date, today: Date, ends_today: bool, words: &[Token]) -> bool {
    let mut numbers = words.iter().filter(|token| token.kind == Kind::Number);
    let clock = numbers.next().is_some_and(|token| token.flags.has(Flags::CLOCK)) && numbers.next().is_none();
    let days = number(last) - number(today);
    days < 0 || ends_today && days > 0 || clock && days > CLOCK_DAYS
}

/// Dates that the copy calls the end of the offer, none of which is the stated one.
pub(super) fn other_ends(scene: &Scene<'_>, ends: Option<u16>, cues: &mut dyn FnMut(usize) -> Cues) -> Vec<Place> {
    let (Some(last), Some(ends)) = (last_day(scene.scanned.facts), ends) else { return Vec::new() };
    let stated = scene.scanned.facts.offer.as_ref().and_then(|offer| offer.ends_at.as_deref()?.parse().ok());
    let text: &str = &scene.scanned.document.text;
    let months = months();
    let mut places: Vec<Place> = Vec::new();
    for block in scene.blocks() {
        let tokens = scene.scanned.tokens(block);
        if !tokens.iter().any(|token| token.kind == Kind::Number) {
            continue;
        }
        let here = cues(block);
        for cue in here.within(0, tokens.len()).iter().filter(|cue| cue.list == ends) {
            let (start, end) = sentence(tokens, cue.start as usize, cue.end as usize, &months);
            let dates = dates(text, &tokens[start..end], &months);
            let is_end = |day: &Day| day.is(last) || stated.is_some_and(|stated| day.is(stated));
            let Some(other) = dates.last().filter(|_| !dates.iter().any(is_end)) else { continue };
            let place = Place {
                severity: Some(Severity::Error),
                contradicted: true,
                ..Place::at(block, start + other.start, start + other.end)
            };
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    }
    places
}

/// The sentence around `start..end`, in which the full stop of „9. März“ ends nothing.
fn sentence(tokens: &[Token], start: usize, end: usize, months: &[(u32, u32)]) -> (usize, usize) {
    let is_ordinal = |stop: usize| {
        let month = |at: usize| tokens.get(at).is_some_and(|token| months.iter().any(|(code, _)| *code == token.code));
        stop > 0 && tokens[stop - 1].kind == Kind::Number && month(stop + 1)
    };
    let (mut from, mut to) = crate::linter::sentence(tokens, start, end);
    if from >= 2 && is_ordinal(from - 1) {
        from -= 2;
    }
    while to < tokens.len() && is_ordinal(to) {
        to = crate::linter::sentence(tokens, to + 1, to + 2).1;
    }
    (from, to)
}

/// A date of the copy: what it may mean, and its tokens.
struct Day {
    /// Year if given, month and day.
    readings: Vec<(Option<u32>, u32, u32)>,
    start: usize,
    end: usize,
}

impl Day {
    fn is(&self, date: Date) -> bool {
        let same = |&(year, month, day): &(Option<u32>, u32, u32)| {
            year.is_none_or(|year| year == u32::from(date.year) || year + 2000 == u32::from(date.year))
                && (month, day) == (u32::from(date.month), u32::from(date.day))
        };
        self.readings.iter().any(same)
    }
}

/// Names of the months in the languages that write them out, and how they are cut short.
const MONTHS: [&str; 12] = [
    "january jan januar jänner janvier janv enero ene",
    "february feb februar feber février févr fév febrero",
    "march mar märz mrz mars marzo mzo",
    "april apr avril avr abril abr",
    "may mai mayo",
    "june jun juni juin junio",
    "july jul juli juillet juil julio",
    "august aug août agosto ago",
    "september sep sept septembre septiembre setiembre",
    "october oct oktober okt octobre octubre",
    "november nov novembre noviembre",
    "december dec dezember dez décembre déc diciembre dic",
];

/// Fingerprints of the names, and the months.
fn months() -> Vec<(u32, u32)> {
    let mut months = Vec::new();
    for (number, names) in (1..).zip(MONTHS) {
        let mut tokens = Vec::new();
        token::tokenize(names, 0, names.len(), &[], &mut tokens);
        months.extend(tokens.iter().map(|token| (token.code, number)));
    }
    months
}

/// The dates among `tokens`, in order. Those without a day are none.
fn dates(text: &str, tokens: &[Token], months: &[(u32, u32)]) -> Vec<Day> {
    let number = |at: usize| tokens.get(at).filter(|token| token.kind == Kind::Number).map(|token| token.code);
    let is = |at: usize, signs: &[&str]| tokens.get(at).is_some_and(|token| signs.contains(&token.text(text)));
    let year = |at: usize| number(at).filter(|year| (1990..2200).contains(year));
    let mut days: Vec<Day> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.kind == Kind::Number && token.flags.has(Flags::DATE) {
            days.push(Day { readings: numeric(token.text(text)), start: at, end: at + 1 });
        } else if is(at, &["月", "월"]) && at > 0 {
            let (Some(month), Some(day)) = (number(at - 1), number(at + 1)) else { continue };
            let year = if at >= 3 && is(at - 2, &["年", "년"]) { year(at - 3) } else { None };
            let end = at + 2 + usize::from(is(at + 2, &["日", "일", "号", "號"]));
            let start = if year.is_some() { at - 3 } else { at - 1 };
            days.push(Day { readings: vec![(year, month, day)], start, end });
        } else if let Some(&(_, month)) = months.iter().find(|(code, _)| *code == token.code) {
            // “9th of March”, „9. März“, « 1er mars », «9 de marzo».
            let filler = |at: usize| is(at, &["of", "de", "st", "nd", "rd", "th", "er", "."]);
            let mut before = at;
            while before > 0 && at - before < 2 && filler(before - 1) {
                before -= 1;
            }
            let is_day = |day: &u32| (1..=31).contains(day);
            let ahead = before.checked_sub(1).and_then(|at| Some((number(at).filter(is_day)?, at)));
            let behind = number(at + 1).filter(is_day).map(|day| (day, at));
            let Some((day, start)) = ahead.or(behind) else { continue };
            let mut end = if ahead.is_some() { at + 1 } else { at + 2 };
            let mut after = end;
            while after < end + 2 && (filler(after) || is(after, &[",", "del"])) {
                after += 1;
            }
            let year = year(after);
            if year.is_some() {
                end = after + 1;
            }
            days.push(Day { readings: vec![(year, month, day)], start, end });
        }
    }
    days
}

/// What a date in digits may mean: day and month change places across borders.
fn numeric(text: &str) -> Vec<(Option<u32>, u32, u32)> {
    let parts: Vec<u32> = text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    match parts[..] {
        [year, month, day] if year > 31 => vec![(Some(year), month, day)],
        [a, b, year] => vec![(Some(year), a, b), (Some(year), b, a)],
        [a, b] => vec![(None, a, b), (None, b, a)],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, bool)> {
        let mut tokens = Vec::new();
        token::tokenize(text, 0, text.len(), &[], &mut tokens);
        let end = Date { year: 2027, month: 3, day: 9 };
        let days = dates(text, &tokens, &months());
        let words = |day: &Day| text[tokens[day.start].start as usize..tokens[day.end - 1].end as usize].to_owned();
        days.iter().map(|day| (words(day), day.is(end))).collect()
    }

    #[test]
    fn a_date_is_read_however_a_language_writes_it() {
        for text in [
            "9 March 2027",
            "March 9, 2027",
            "9th of March",
            "2027-03-09",
            "3/9/2027",
            "9/3/2027",
            "9.3.2027",
            "9. März 2027",
            "9 mars",
            "9 de marzo de 2027",
            "2027年3月9日",
            "3月9日",
            "2027년 3월 9일",
            "3/9",
        ] {
            assert_eq!(read(text), [(text.to_owned(), true)], "{text}");
        }
        for text in ["10 March 2027", "9 March 2026", "9. Mai", "3月19日", "2027/4/9"] {
            assert_eq!(read(text), [(text.to_owned(), false)], "{text}");
        }
        assert_eq!(read("you may take 3 of 9"), []);
    }

    #[test]
    fn an_end_at_midnight_ends_with_the_day_before() {
        let ends = |at: &str| {
            let facts: Facts = serde_json::from_str(&format!(r#"{{ "offer": {{ "endsAt": "{at}" }} }}"#)).unwrap();
            last_day(&facts).unwrap().to_string()
        };
        assert_eq!(ends("2027-03-01T00:00Z"), "2027-02-28");
        assert_eq!(ends("2027-01-01 00:00"), "2026-12-31");
        assert_eq!(ends("2027-03-01T23:59+01:00"), "2027-03-01");
        assert_eq!(ends("2027-03-01"), "2027-03-01");
    }
}
