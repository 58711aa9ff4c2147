//! One finding: which words, which rule, why it matters and what to write instead.

use candor_scan::vocabulary::{Certainty, Locale, Severity};

use crate::catalogue::Rule;
use crate::document::{Range, Span};

/// A place in the copy where a rule has something to say.
#[derive(Clone, Debug)]
pub struct Diagnostic<'l> {
    /// The rule.
    pub rule: &'l Rule,
    /// After configuration.
    pub severity: Severity,
    /// After guards and facts.
    pub certainty: Certainty,
    /// The language of the words.
    pub locale: Locale,
    /// Where in the extracted text; `None` for what has no place, such as a missing notice.
    pub range: Option<Range>,
    /// The same place in the source.
    pub span: Option<Span>,
    /// The visible words; of a picture, film or sound its `src`.
    pub text: Box<str>,
    /// The sentence, control or list item that the finding belongs to: its number in
    /// the document. The score counts each once a category.
    pub unit: u32,
    /// The language of message, why and help.
    pub lang: Locale,
    /// Replacements to choose from.
    pub suggestions: Vec<Suggestion>,
    /// The stated fact that the words contradict, as stated.
    pub contradicts: Option<String>,
    /// What the duties rest on that a notice breaks; empty: what the rule rests on.
    pub laws: Vec<String>,
}

impl Diagnostic<'_> {
    /// What the words do, with the words in it.
    pub fn message(&self) -> String {
        let text = self.rule.text(self.lang);
        match &self.contradicts {
            Some(fact) if !text.contradicted.is_empty() => {
                text.contradicted.replace("{fact}", fact).replace("{match}", &self.text)
            }
            _ => text.message.replace("{match}", &self.text),
        }
    }

    /// Ids of what it rests on.
    pub fn sources(&self) -> &[String] {
        if self.laws.is_empty() { &self.rule.sources } else { &self.laws }
    }

    /// Whom it harms.
    pub fn why(&self) -> &str {
        &self.rule.text(self.lang).why
    }

    /// What to write instead.
    pub fn help(&self) -> &str {
        &self.rule.text(self.lang).help
    }
}

/// A replacement that an editor can apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What applying it does, for a menu.
    pub label: String,
    /// Changes to the source, none overlapping, sorted, never across markup.
    pub edits: Vec<Edit>,
    /// Whether no claim changes, so that `--fix` may apply it unasked.
    pub safe: bool,
}

/// One change to the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub text: String,
}
