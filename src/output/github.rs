//! Workflow commands of GitHub Actions: a mark beside the line in the pull request.

use candor_scan::vocabulary::{Certainty, Severity};

use super::files::{Checked, Output, Summary};

/// `--format github`.
#[derive(Clone, Copy, Debug)]
pub struct GitHub {
    /// The summary only.
    pub quiet: bool,
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

impl Output for GitHub {
    fn file(&self, file: &Checked<'_>) -> String {
        if self.quiet {
            return String::new();
        }
        let mut out = String::new();
        for diagnostic in &file.report.diagnostics {
            let command = match (diagnostic.certainty, diagnostic.severity) {
                (Certainty::Hint, _) | (_, Severity::Info) => "notice",
                (_, Severity::Warning) => "warning",
                (_, Severity::Error) => "error",
            };
            let mut place = format!("file={}", property(file.path));
            if let Some(span) = diagnostic.span {
                let (start, end) = file.positions(span);
                place += &format!(",line={},endLine={}", start.line, end.line);
                // Columns over several lines are refused.
                if start.line == end.line {
                    place += &format!(",col={},endColumn={}", start.column, end.column);
                }
            }
            let text = format!("{}\n{}\n{}", diagnostic.message(), diagnostic.why(), diagnostic.help());
            out += &format!("::{command} {place},title={}::{}\n", property(&diagnostic.rule.id), data(text.trim_end()));
        }
        out
    }

    fn end(&self, _: &[String], summary: &Summary<'_>) -> String {
        format!("{}\n{}\n", summary.sentence(), summary.caveat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample::{self, golden};

    #[test]
    fn a_finding_becomes_a_workflow_command() {
        golden("report.github.txt", &sample::render(&GitHub { quiet: false }));
    }

    #[test]
    fn what_would_end_a_command_is_escaped() {
        assert_eq!(data("50%\r\noff: a, b"), "50%25%0D%0Aoff: a, b");
        assert_eq!(property("a:b,c%"), "a%3Ab%2Cc%25");
    }
}
