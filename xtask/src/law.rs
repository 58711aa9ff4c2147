//! `cargo xtask law`: which law somebody should read again.

use std::collections::BTreeMap;
use std::time::SystemTime;

use anyhow::{Result, anyhow};
use candor_scan::rule_file::{self, Folder};
use candor_scan::tables::Source;

use crate::repository;

/// Prints the duties whose review is overdue on `today`.
pub fn run(today: Option<String>) -> Result<()> {
    let folder = rule_file::read_folder(&repository::path("rules")).map_err(|problems| {
        let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
        anyhow!("{}", lines.join("\n"))
    })?;
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs();
    print!("{}", list(&folder, &today.unwrap_or_else(|| civil(seconds / 86_400))));
    Ok(())
}

/// The page: what is overdue, then when the next is due. Days sort as they are written.
fn list(folder: &Folder, today: &str) -> String {
    let mut duties: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for file in &folder.duties {
        let market = file.market.to_ascii_lowercase();
        for (name, duty) in &file.duties {
            duties.entry(&duty.source).or_default().push(format!("{market}/{name}"));
        }
    }
    let mut sources: Vec<&Source> = folder.sources.iter().filter(|it| duties.contains_key(it.id.as_str())).collect();
    sources.sort_by_key(|source| (&source.review_by, &source.id));
    let (overdue, due): (Vec<&Source>, Vec<&Source>) =
        sources.into_iter().partition(|source| source.review_by.as_str() < today);
    let mut page = String::new();
    for source in &overdue {
        page += &format!("{}  {} ({}): {}\n", source.review_by, source.title, source.level, source.url);
        page += &format!("            last verified {}; {}\n", source.checked, duties[source.id.as_str()].join(", "));
    }
    let all: usize = duties.values().map(Vec::len).sum();
    let late: usize = overdue.iter().map(|source| duties[source.id.as_str()].len()).sum();
    page += &format!("{all} duties, {late} overdue on {today}");
    if let Some(next) = due.first() {
        let same = due.iter().filter(|source| source.review_by == next.review_by);
        let count: usize = same.map(|source| duties[source.id.as_str()].len()).sum();
        page += &format!(", {count} due on {}", next.review_by);
    }
    page + "\n"
}

/// The calendar day that begins so many days after 1 January 1970. Years begin in March, so
/// that a leap day is their last.
fn civil(days: u64) -> String {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        let cases = [
            (0, "1970-01-01"),
            (11_016, "2000-02-29"),
            (20_780, "2026-11-23"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ];
        for (days, date) in cases {
            assert_eq!(civil(days), date);
        }
    }

    #[test]
    fn what_is_overdue_is_listed_with_its_duties_and_its_link() {
        let folder = rule_file::read_folder(&repository::path("rules")).unwrap();
        assert!(list(&folder, "2026-11-23").starts_with(&format!(
            "{} duties, 0 overdue",
            folder.duties.iter().map(|file| file.duties.len()).sum::<usize>()
        )));
        let page = list(&folder, "2026-12-24");
        assert!(page.contains("last verified 2026-11-23; tiktok/ai-generated\n"), "{page}");
        assert!(!page.contains("eu/ai-act-50-1"), "{page}");
        assert!(page.trim_end().ends_with("due on 2027-05-23"), "{page}");
    }
}
