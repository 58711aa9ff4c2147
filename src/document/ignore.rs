//! Ignore comments: `candor-ignore RULE[, RULE]: reason` for the next block,
//! `candor-ignore-start …` and `candor-ignore-end` for what stands between,
//! `candor-ignore-file …` for all. One without a reason silences nothing.

use candor_scan::sort;
use candor_scan::vocabulary::nearest;

use super::{IgnoreMark, Range, Span};
use crate::report::TextProblem;

const FORMS: [&str; 4] = ["candor-ignore", "candor-ignore-start", "candor-ignore-end", "candor-ignore-file"];

/// What a comment asks for, before it is known what of the text it covers.
#[derive(Clone, Debug)]
struct Request {
    /// Rule ids or categories; `None`: every rule.
    rules: Vec<Option<String>>,
    reason: String,
    span: Span,
    /// Where in the text its region begins.
    start: u32,
}

/// The ignore comments of a document that is being read.
#[derive(Debug, Default)]
pub(super) struct Ignores {
    /// For the next block.
    waiting: Vec<Request>,
    /// Regions whose end has not come.
    open: Vec<Request>,
    /// Regions that end with the block that is being read.
    ending: Vec<Request>,
    marks: Vec<IgnoreMark>,
    /// For the whole file, whose end is not known yet.
    files: Vec<Request>,
    problems: Vec<TextProblem>,
}

/// Whether `comment` is meant for candor.
pub(super) fn is_ignore(comment: &str) -> bool {
    comment.trim_start().starts_with("candor-")
}

/// Rules and reason of `RULE[, RULE]: reason`.
fn request(form: &str, body: &str) -> Result<(Vec<Option<String>>, String), String> {
    let way_out = format!("write `{form} RULE: reason`");
    let (rules, reason) = body.split_once([':', '：']).unwrap_or((body, ""));
    if rules.trim().is_empty() {
        return Err(format!("`{form}` names no rule; {way_out}, with `*` for every rule"));
    }
    let rules: Vec<Option<String>> =
        rules.split([',', '，']).map(|rule| Some(rule.trim().to_owned()).filter(|rule| rule != "*")).collect();
    let is_id = |rule: &String| {
        !rule.is_empty()
            && rule.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'/'))
    };
    if let Some(rule) = rules.iter().flatten().find(|rule| !is_id(rule)) {
        return Err(format!(
            "`{rule}` is no rule id; {way_out}, such as `{form} scarcity/low-stock-count: live stock`"
        ));
    }
    if reason.trim().is_empty() {
        return Err(format!("`{form}` gives no reason and silences nothing; {way_out}"));
    }
    Ok((rules, reason.trim().to_owned()))
}

impl Ignores {
    /// Reads a comment that stands where the text is `at` bytes long; `in_block`: inside a
    /// block that is still being read.
    pub(super) fn read(&mut self, comment: &str, span: Span, at: usize, in_block: bool) {
        if !is_ignore(comment) {
            return;
        }
        let comment = comment.trim();
        let (form, body) = comment.split_at(comment.find([' ', '\t', '\n', '\r', ':', '：']).unwrap_or(comment.len()));
        let problem = match form {
            "candor-ignore-end" => match self.open.pop() {
                Some(region) if in_block => {
                    self.ending.push(region);
                    return;
                }
                Some(region) => return self.mark(region, Range::new(0, at)),
                None => "`candor-ignore-end` ends nothing; put `candor-ignore-start RULE: reason` before it".to_owned(),
            },
            "candor-ignore" | "candor-ignore-start" | "candor-ignore-file" => match request(form, body) {
                Ok((rules, reason)) => {
                    let request = Request { rules, reason, span, start: at as u32 };
                    match form {
                        "candor-ignore" => self.waiting.push(request),
                        "candor-ignore-start" => self.open.push(request),
                        _ => self.files.push(request),
                    }
                    return;
                }
                Err(problem) => problem,
            },
            _ => match nearest(form, FORMS) {
                Some(known) => format!("unknown comment `{form}`; did you mean `{known}`?"),
                None => format!("unknown comment `{form}`; candor reads `{}`", FORMS.join("`, `")),
            },
        };
        self.problems.push(TextProblem { span: Some(span), message: problem });
    }

    /// Marks what `request` covers: `range`, from where its region begins.
    fn mark(&mut self, request: Request, range: Range) {
        let range = Range { start: range.start.max(request.start), end: range.end.max(request.start) };
        for rule in request.rules {
            self.marks.push(IgnoreMark { rule, reason: request.reason.clone(), range, span: request.span });
        }
    }

    /// Says that the next block has come: comments that wait for it cover it, and regions
    /// whose end stood in it end with it.
    pub(super) fn block(&mut self, range: Range) {
        for request in std::mem::take(&mut self.waiting) {
            self.mark(request, range);
        }
        for request in std::mem::take(&mut self.ending) {
            self.mark(request, Range { start: 0, end: range.end });
        }
    }

    /// The marks in the order of their comments, and what could not be read.
    pub(super) fn finish(mut self, len: usize) -> (Vec<IgnoreMark>, Vec<TextProblem>) {
        for request in std::mem::take(&mut self.open) {
            self.problems.push(TextProblem {
                span: Some(request.span),
                message: "`candor-ignore-start` has no end and covers all that follows; \
                          put `candor-ignore-end` where it ends"
                    .to_owned(),
            });
            self.mark(request, Range::new(0, len));
        }
        // One that waits in vain is kept: the report lists it as unused.
        let rest = [std::mem::take(&mut self.waiting), std::mem::take(&mut self.ending)].concat();
        for request in rest {
            self.mark(request, Range::new(len, len));
        }
        for request in std::mem::take(&mut self.files) {
            self.mark(Request { start: 0, ..request }, Range::new(0, len));
        }
        sort::sort_by_key(&mut self.marks, |mark| mark.span);
        sort::sort_by_key(&mut self.problems, |problem| problem.span);
        (self.marks, self.problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(comment: &str) -> String {
        let mut ignores = Ignores::default();
        ignores.read(comment, Span::new(0, 0), 0, false);
        let (marks, problems) = ignores.finish(0);
        assert_eq!(marks, [], "{comment}");
        problems.into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn a_comment_for_others_is_none_of_ours() {
        assert_eq!(problem(" a note on candor-ignore "), "");
    }

    #[test]
    fn an_ignore_without_rule_or_reason_is_told_the_way_out() {
        assert_eq!(
            problem("candor-ignore"),
            "`candor-ignore` names no rule; write `candor-ignore RULE: reason`, with `*` for every rule"
        );
        assert_eq!(
            problem("candor-ignore urgency/countdown"),
            "`candor-ignore` gives no reason and silences nothing; write `candor-ignore RULE: reason`"
        );
        assert_eq!(
            problem("candor-ignore We like it: so there"),
            "`We like it` is no rule id; write `candor-ignore RULE: reason`, \
             such as `candor-ignore scarcity/low-stock-count: live stock`"
        );
        assert_eq!(
            problem("candor-ignore-end"),
            "`candor-ignore-end` ends nothing; put `candor-ignore-start RULE: reason` before it"
        );
        assert_eq!(problem("candor-ignored x: y"), "unknown comment `candor-ignored`; did you mean `candor-ignore`?");
    }

    #[test]
    fn one_comment_may_name_several_rules_or_all() {
        let mut ignores = Ignores::default();
        ignores.read("candor-ignore urgency/countdown, scarcity: the clock is real", Span::new(0, 9), 0, false);
        ignores.read("candor-ignore *: quoted from a competitor", Span::new(9, 20), 0, false);
        ignores.block(Range::new(3, 7));
        let (marks, problems) = ignores.finish(7);
        let rules: Vec<_> = marks.iter().map(|mark| mark.rule.as_deref()).collect();
        assert_eq!(rules, [Some("urgency/countdown"), Some("scarcity"), None]);
        assert!(marks.iter().all(|mark| mark.range == Range::new(3, 7)));
        assert_eq!(problems, []);
    }
}
