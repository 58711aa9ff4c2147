//! Applies suggestions that change no claim.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use candor::{Diagnostic, Edit, Span};

/// The text with the first safe suggestion of each diagnostic applied; `None` if there is
/// none. Of two that touch the same words the first wins: the next pass sees the other.
pub fn apply(source: &str, diagnostics: &[Diagnostic<'_>]) -> Option<String> {
    let safe = diagnostics.iter().filter_map(|diagnostic| diagnostic.suggestions.iter().find(|s| s.safe));
    let mut edits: BTreeMap<Span, &Edit> = BTreeMap::new();
    for suggestion in safe {
        if suggestion.edits.iter().all(|edit| is_free(&edits, edit.span)) {
            edits.extend(suggestion.edits.iter().map(|edit| (edit.span, edit)));
        }
    }
    let mut fixed = String::with_capacity(source.len());
    let mut done = 0;
    for edit in edits.into_values() {
        fixed.push_str(Span { start: done, end: edit.span.start }.of(source));
        fixed.push_str(&edit.text);
        done = edit.span.end;
    }
    fixed.push_str(&source[done as usize..]);
    (fixed != source).then_some(fixed)
}

/// Whether an edit of `span` touches none of those taken: they are apart, so its neighbours tell.
fn is_free(taken: &BTreeMap<Span, &Edit>, span: Span) -> bool {
    let before = taken.range(..=span).next_back();
    let after = taken.range(span..).next();
    before.into_iter().chain(after).all(|(other, _)| *other != span && !other.overlaps(span))
}

/// Replaces a file as a whole or not at all, as far as the system allows; a link stays a link, and permissions stay.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.into());
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
    // WASI has no processes to tell apart.
    let process = if cfg!(target_family = "wasm") { 0 } else { std::process::id() };
    let beside = path.with_file_name(format!(".{name}.candor-{process}"));
    let write = || {
        let mut file = fs::File::create_new(&beside)?;
        if let Ok(old) = fs::metadata(&path) {
            // Not every file system has permissions to keep.
            _ = file.set_permissions(old.permissions());
        }
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        // WASI neither resolves a link nor gives a file the permissions of another: there the old file
        // is filled anew, when the new one has proved that there is room.
        if cfg!(target_family = "wasm") && path.exists() {
            fs::write(&path, bytes)?;
            return fs::remove_file(&beside);
        }
        fs::rename(&beside, &path)
    };
    write().inspect_err(|_| _ = fs::remove_file(&beside))
}

#[cfg(test)]
mod tests {
    use candor::catalogue::RuleText;
    use candor::{Locale, Rule, Severity, Suggestion};

    use super::*;

    /// `(start, end, text, safe)`: one suggestion of one edit each.
    fn fixed(source: &str, suggestions: &[(usize, usize, &str, bool)]) -> Option<String> {
        let rule = Rule::house("misdirection/x", Severity::Info, RuleText::default());
        let diagnostic = |(start, end, text, safe): &(usize, usize, &str, bool)| {
            let edit = Edit { span: Span::new(*start, *end), text: (*text).into() };
            Diagnostic {
                rule: &rule,
                severity: rule.severity,
                certainty: rule.certainty,
                locale: Locale::En,
                range: None,
                span: None,
                text: "".into(),
                unit: 0,
                lang: Locale::En,
                suggestions: vec![Suggestion { label: String::new(), edits: vec![edit], safe: *safe }],
                contradicts: None,
                laws: Vec::new(),
            }
        };
        apply(source, &suggestions.iter().map(diagnostic).collect::<Vec<_>>())
    }

    #[test]
    fn safe_suggestions_are_applied_and_no_other() {
        assert_eq!(fixed("no thanks, I hate it", &[(9, 20, "", true)]).as_deref(), Some("no thanks"));
        assert_eq!(fixed("限時 now", &[(0, 6, "today", false)]), None);
        assert_eq!(fixed("abc", &[(1, 2, "b", true)]), None);
    }

    #[test]
    fn of_two_that_touch_the_same_words_the_first_wins() {
        let suggestions =
            [(2, 4, "X", true), (3, 5, "Y", true), (2, 4, "Z", true), (4, 6, "W", true), (0, 0, "^", true)];
        assert_eq!(fixed("abcdef", &suggestions).as_deref(), Some("^abXW"));
    }

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        write_atomically(&path, b"one").unwrap();
        write_atomically(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(write_atomically(&folder.path().join("no/such/folder"), b"").is_err());
    }
}
