//! Applies suggestions that change no claim.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use candor::{Diagnostic, Edit, Span};

/// The text with the first safe suggestion of each diagnostic applied; `None` if there is
/// none. Of two that touch the same words the first wins: the next pass sees the other.
pub fn apply(source: &str, diagnostics: &[Diagnostic<'_>]) -> Option<String> {
    let safe = diagnostics.iter().filter_map(|diagnostic| diagnostic.suggestions.iter().find(|s| s.safe));
    let mut edits: Vec<&Edit> = Vec::new();
    for suggestion in safe {
        let clash = |a: Span, b: Span| a.overlaps(b) || a == b;
        if !suggestion.edits.iter().any(|edit| edits.iter().any(|taken| clash(edit.span, taken.span))) {
            edits.extend(&suggestion.edits);
        }
    }
    if edits.is_empty() {
        return None;
    }
    edits.sort_by_key(|edit| edit.span);
    let mut fixed = String::with_capacity(source.len());
    let mut done = 0;
    for edit in edits {
        fixed.push_str(Span { start: done, end: edit.span.start }.of(source));
        fixed.push_str(&edit.text);
        done = edit.span.end;
    }
    fixed.push_str(&source[done as usize..]);
    (fixed != source).then_some(fixed)
}

/// Replaces a file as a whole or not at all; a link stays a link, and permissions stay.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.into());
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.candor-{}", std::process::id()));
    let write = || {
        let mut file = fs::File::create_new(&beside)?;
        if let Ok(old) = fs::metadata(&path) {
            // Not every file system has permissions to keep.
            _ = file.set_permissions(old.permissions());
        }
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&beside, &path)
    };
    write().inspect_err(|_| _ = fs::remove_file(&beside))
}
