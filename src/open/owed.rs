//! Findings about an open text as a whole, which no block holds: notices that facts owe, and media.

use std::collections::HashMap;

use candor_scan::sort;

use super::{Change, Edit, Open};
use crate::diagnostic::Diagnostic;
use crate::disclosure::check;
use crate::document::Span;

impl<'l> Open<'l> {
    /// Findings that no block holds.
    pub(super) fn owed_now(&self) -> Vec<Diagnostic<'l>> {
        if !self.owes() {
            return Vec::new();
        }
        let mut held: HashMap<(&str, Span), usize> = HashMap::new();
        for (_, rule, span) in self.held() {
            *held.entry((rule, span)).or_default() += 1;
        }
        let mut diagnostics = self.report().diagnostics;
        diagnostics.retain(|diagnostic| {
            let known = diagnostic.span.and_then(|span| held.get_mut(&(diagnostic.rule.id.as_str(), span)));
            match known {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    false
                }
                _ => true,
            }
        });
        diagnostics
    }

    /// Judges the text as a whole again. What stands where the edit moved it, and can be mended as
    /// before, keeps its key.
    pub(super) fn settle_owed(&mut self, edit: &Edit, change: &mut Change<'l>) {
        if self.owed.is_empty() && !self.owes() {
            return;
        }
        let mut before = core::mem::take(&mut self.owed);
        for diagnostic in self.owed_now() {
            let key = match before.iter().position(|(_, known)| edit.leaves(known, &diagnostic)) {
                Some(at) => before.swap_remove(at).0,
                None => {
                    let key = self.new_key();
                    change.added.push((key, diagnostic.clone()));
                    key
                }
            };
            self.owed.push((key, diagnostic));
        }
        change.removed.extend(before.into_iter().map(|(key, _)| key));
        sort::sort(&mut change.removed);
        sort::sort_by_key(&mut change.added, |(_, diagnostic)| diagnostic.span);
    }

    fn owes(&self) -> bool {
        check::owes(&self.facts) || self.shows
    }

    /// Whether facts or media ask for more than its blocks tell.
    pub(super) fn asks(&self) -> bool {
        check::asks(&self.facts) || self.shows
    }
}

impl Edit {
    /// Whether `new` is what `old` has become: the same finding, moved, with the same ways out.
    fn leaves(&self, old: &Diagnostic<'_>, new: &Diagnostic<'_>) -> bool {
        let place = |span: Span| (i64::from(span.start), i64::from(span.end));
        let moved = |old: Option<Span>, new: Option<Span>| old.map(|old| self.moved(old)) == new.map(place);
        let edits = |diagnostic: &Diagnostic<'_>| {
            let all = diagnostic.suggestions.iter().flat_map(|it| it.edits.iter().map(|edit| (&it.label, edit)));
            all.map(|(label, edit)| (label.clone(), edit.text.clone(), edit.span)).collect::<Vec<_>>()
        };
        let (before, after) = (edits(old), edits(new));
        old.rule.id == new.rule.id
            && (old.severity, old.certainty, old.locale, old.lang)
                == (new.severity, new.certainty, new.locale, new.lang)
            && old.text == new.text
            && moved(old.span, new.span)
            && before.len() == after.len()
            && before.iter().zip(&after).all(|((label, text, from), (new_label, new_text, to))| {
                label == new_label && text == new_text && moved(Some(*from), Some(*to))
            })
    }
}
