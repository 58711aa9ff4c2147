//! `cargo xtask law`: which law somebody should read again.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};
use candor_scan::rule_file::{self, Folder};
use candor_scan::tables::Source;

use crate::{day, repository};

/// Prints the duties whose review is overdue on `today`.
pub fn run(today: Option<String>) -> Result<()> {
    let folder = rule_file::read_folder(&repository::path("rules")).map_err(|problems| {
        let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
        anyhow!("{}", lines.join("\n"))
    })?;
    let today = today.map_or_else(day::today, Ok)?;
    print!("{}", list(&folder, &today));
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

#[cfg(test)]
mod tests {
    use super::*;

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
