//! Silencing one case: by a comment in the text, by rule or phrase in the options.
//!
//! What is silenced is listed with its reason, and an ignore that silences nothing is
//! reported, so that none outlives its cause.

use crate::catalogue::Catalogue;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::input::Ignore;
use crate::linter::same_words;
use crate::report::{Ignored, IgnoredBy, TextProblem, UnusedIgnore};

/// Findings, parted.
pub(crate) struct Sifted<'l> {
    /// Reported.
    pub kept: Vec<Diagnostic<'l>>,
    /// Accepted by their author.
    pub ignored: Vec<Ignored<'l>>,
    /// Ignores without a finding.
    pub unused: Vec<UnusedIgnore>,
}

/// Parts `diagnostics` by the comments of the document and the ignores of configuration
/// and call. One of the configuration that finds nothing here may find something in
/// another file, so only those of the call and the comments are reported as unused.
pub(crate) fn sift<'l>(
    diagnostics: Vec<Diagnostic<'l>>,
    document: &Document<'_>,
    of_config: &[Ignore],
    of_call: &[Ignore],
    catalogue: &Catalogue,
    problems: &mut Vec<TextProblem>,
) -> Sifted<'l> {
    let mut sifted = Sifted { kept: Vec::with_capacity(diagnostics.len()), ignored: Vec::new(), unused: Vec::new() };
    let marks = &document.ignores;
    let mut used_marks = vec![false; marks.len()];
    let mut used_calls = vec![false; of_call.len()];
    for diagnostic in diagnostics {
        if let Some(at) = by_comment(&diagnostic, document) {
            used_marks[at] = true;
            let reason = marks[at].reason.clone();
            sifted.ignored.push(Ignored { diagnostic, reason, by: IgnoredBy::Comment });
            continue;
        }
        if let Some(at) = of_call.iter().position(|ignore| covers(ignore, &diagnostic)) {
            used_calls[at] = true;
            let reason = of_call[at].reason.clone();
            sifted.ignored.push(Ignored { diagnostic, reason, by: IgnoredBy::Config });
        } else if let Some(ignore) = of_config.iter().find(|ignore| covers(ignore, &diagnostic)) {
            sifted.ignored.push(Ignored { diagnostic, reason: ignore.reason.clone(), by: IgnoredBy::Config });
        } else {
            sifted.kept.push(diagnostic);
        }
    }
    for (mark, used) in marks.iter().zip(used_marks) {
        if let Some(rule) = mark.rule.as_deref()
            && let Err(error) = known(rule, catalogue)
        {
            problems.push(TextProblem { span: Some(mark.span), message: error });
        } else if !used {
            sifted.unused.push(UnusedIgnore {
                rule: mark.rule.clone(),
                reason: mark.reason.clone(),
                span: Some(mark.span),
            });
        }
    }
    for (ignore, used) in of_call.iter().zip(used_calls) {
        if !used {
            sifted.unused.push(UnusedIgnore { rule: ignore.rule.clone(), reason: ignore.reason.clone(), span: None });
        }
    }
    sifted
}

/// Which comment of the document covers `diagnostic`.
pub(crate) fn by_comment(diagnostic: &Diagnostic<'_>, document: &Document<'_>) -> Option<usize> {
    document.ignores.iter().position(|mark| {
        applies(mark.rule.as_deref(), diagnostic) && diagnostic.range.is_none_or(|range| mark.range.contains(range))
    })
}

/// Whether an ignore of the configuration or of the call covers `diagnostic`.
pub(crate) fn is_ignored(diagnostic: &Diagnostic<'_>, of_config: &[Ignore], of_call: &[Ignore]) -> bool {
    of_call.iter().chain(of_config).any(|ignore| covers(ignore, diagnostic))
}

fn covers(ignore: &Ignore, diagnostic: &Diagnostic<'_>) -> bool {
    (ignore.rule.is_some() || ignore.text.is_some())
        && applies(ignore.rule.as_deref(), diagnostic)
        && ignore.text.as_deref().is_none_or(|text| same_words(text, &diagnostic.text))
}

/// Whether an ignore of `rule` (an id or a category; none: any) is about this finding.
fn applies(rule: Option<&str>, diagnostic: &Diagnostic<'_>) -> bool {
    rule.is_none_or(|rule| rule == diagnostic.rule.id || rule == diagnostic.rule.category.name())
}

fn known(rule: &str, catalogue: &Catalogue) -> Result<(), String> {
    use candor_scan::vocabulary::{Category, nearest};
    if catalogue.rule(rule).is_some() || rule.parse::<Category>().is_ok() || rule.starts_with("house/") {
        return Ok(());
    }
    let ids = catalogue.rules().iter().map(|rule| rule.id.as_str()).chain(Category::ALL.iter().map(|c| c.name()));
    let hint = nearest(rule, ids).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    Err(format!("unknown rule `{rule}` in an ignore{hint}"))
}
