//! The phrase notation, read.
//!
//! ```text
//! words      as written; case, width, accents and apostrophes are folded
//! (a|b)      one of these             (…)?  word?   this or nothing
//! …          up to six tokens         ……            to the end of the sentence
//! ^  $       start and end of the block or line
//! word*      a word that begins so    `PR`          exactly so
//! {number<=50} {price} {list}         a slot or a word list
//! # = % ! ? : / , [ ] □ ☐ ☑           marks, where a phrase names them
//! ```

use core::fmt;

use crate::fold::{self, Fold};
use crate::token::{self, Kind};

/// A phrase, as a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ast {
    /// A word or ideograph, folded: its fingerprint and its letters.
    Word {
        /// The fingerprint.
        code: u32,
        /// As written.
        text: String,
        /// Whether it is an ideograph, kana or Hangul syllable.
        cjk: bool,
    },
    /// A number written in digits.
    Literal(u32),
    /// A word that begins so.
    Prefix(String),
    /// A word exactly so.
    Exact(String),
    /// A mark.
    Mark(char),
    /// `{name}`.
    Slot(String),
    /// `{number<=50}`.
    Number(u32, u32),
    /// One after the other.
    Sequence(Vec<Ast>),
    /// One of these.
    Choice(Vec<Ast>),
    /// This or nothing.
    Optional(Box<Ast>),
    /// `…`
    Gap,
    /// `……`
    Rest,
    /// `^`
    Start,
    /// `$`
    End,
}

/// A phrase that cannot be read or used: the thing, then the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhraseError {
    /// The phrase as written.
    pub phrase: String,
    /// What is wrong with it and what to do.
    pub message: String,
}

impl fmt::Display for PhraseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "phrase “{}”: {}", self.phrase, self.message)
    }
}

impl core::error::Error for PhraseError {}

/// Reads a phrase.
///
/// # Errors
/// When a bracket is open, a slot is not closed, or nothing stands where something must.
pub fn parse(phrase: &str) -> Result<Ast, PhraseError> {
    let mut parser = Parser { phrase, at: 0, depth: 0 };
    let ast = parser.choice()?;
    if parser.at < phrase.len() {
        return parser.fail("a `)` closes nothing; remove it or open the group before");
    }
    Ok(ast)
}

/// Deeper groups than this are a mistake, and would be a way to exhaust the stack.
const DEPTH: usize = 24;

struct Parser<'p> {
    phrase: &'p str,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn fail<T>(&self, message: &str) -> Result<T, PhraseError> {
        Err(PhraseError { phrase: self.phrase.into(), message: message.into() })
    }

    fn rest(&self) -> &str {
        &self.phrase[self.at..]
    }

    fn eat(&mut self, wanted: &str) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.at += wanted.len();
        }
        found
    }

    /// Whether the `$` here is the end of the block: at the end of the phrase, or as an
    /// alternative of its own. Among other currencies, as in `(£|$) 50`, it is the sign.
    fn at_end_mark(&self) -> bool {
        let (before, after) = (self.phrase[..self.at].trim_end(), self.rest()[1..].trim_start());
        if after.is_empty() {
            return true;
        }
        let group = &self.phrase[before.rfind('(').unwrap_or(0)..self.at + 1 + self.rest()[1..].find(')').unwrap_or(0)];
        before.ends_with(['(', '|']) && after.starts_with(['|', ')']) && !group.contains(['£', '€', '¥', '₩'])
    }

    fn choice(&mut self) -> Result<Ast, PhraseError> {
        let mut choices = vec![self.sequence()?];
        while self.eat("|") {
            choices.push(self.sequence()?);
        }
        Ok(if choices.len() == 1 { choices.remove(0) } else { Ast::Choice(choices) })
    }

    fn sequence(&mut self) -> Result<Ast, PhraseError> {
        let mut items: Vec<Ast> = Vec::new();
        loop {
            let spaced = self.rest().starts_with(char::is_whitespace);
            self.at += self.rest().len() - self.rest().trim_start().len();
            let Some(c) = self.rest().chars().next() else { break };
            match c {
                '|' | ')' => break,
                '(' => {
                    self.at += 1;
                    self.depth += 1;
                    if self.depth > DEPTH {
                        return self.fail("groups are nested too deep; write it as two phrases");
                    }
                    let inner = self.choice()?;
                    self.depth -= 1;
                    if !self.eat(")") {
                        return self.fail("a `(` is not closed; add the `)`");
                    }
                    items.push(inner);
                }
                '?' if !spaced && !items.is_empty() => {
                    self.at += 1;
                    let last = items.pop().expect("not empty");
                    items.push(Ast::Optional(Box::new(last)));
                }
                '{' => items.push(self.slot()?),
                '`' => {
                    self.at += 1;
                    let Some(len) = self.rest().find('`') else {
                        return self.fail("a ` is not closed; add the second one");
                    };
                    items.push(Ast::Exact(self.rest()[..len].to_owned()));
                    self.at += len + 1;
                }
                '…' => {
                    let long = self.eat("……");
                    if !long {
                        self.at += c.len_utf8();
                    }
                    items.push(if long { Ast::Rest } else { Ast::Gap });
                }
                '^' => {
                    self.at += 1;
                    items.push(Ast::Start);
                }
                '$' if self.at_end_mark() => {
                    self.at += 1;
                    items.push(Ast::End);
                }
                _ => self.literal(&mut items)?,
            }
        }
        match items.len() {
            0 => self.fail("an alternative is empty; write `(…)?` for what may be absent"),
            1 => Ok(items.remove(0)),
            _ => Ok(Ast::Sequence(items)),
        }
    }

    fn slot(&mut self) -> Result<Ast, PhraseError> {
        let Some(len) = self.rest().find('}') else {
            return self.fail("a `{` is not closed; add the `}`");
        };
        let inside = self.rest()[1..len].trim().to_owned();
        self.at += len + 1;
        let bound = |text: &str| text.trim().parse::<u32>().ok();
        if let Some(high) = inside.strip_prefix("number<=") {
            return match bound(high) {
                Some(high) => Ok(Ast::Number(0, high)),
                None => self.fail("the bound of {number<=…} is no number"),
            };
        }
        if let Some(low) = inside.strip_prefix("number>=") {
            return match bound(low) {
                Some(low) => Ok(Ast::Number(low, u32::MAX)),
                None => self.fail("the bound of {number>=…} is no number"),
            };
        }
        if inside == "number" {
            return Ok(Ast::Number(0, u32::MAX));
        }
        Ok(Ast::Slot(inside))
    }

    /// Words and marks up to the next character that means something here.
    fn literal(&mut self, items: &mut Vec<Ast>) -> Result<(), PhraseError> {
        let rest = self.rest();
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let len = rest[first..]
            .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '|' | '?' | '{' | '`' | '…' | '^' | '*'))
            .map_or(rest.len(), |len| first + len);
        let text = rest[..len].to_owned();
        self.at += len;
        let prefix = text != "*" && self.eat("*");
        // A text of one mark is always that mark; a full stop alone names nothing.
        if let (Some(c), None) = (text.chars().next(), text.chars().nth(1))
            && let Fold::Punct(mark) = fold::fold(c)
        {
            items.push(Ast::Mark(mark));
            return Ok(());
        }
        let mut tokens = Vec::new();
        token::tokenize_scalar(&text, 0, text.len(), &[], &mut tokens);
        // `&`, dashes and quotes are passed over in the copy, so they are here.
        let count = tokens.len();
        for (i, token) in tokens.into_iter().enumerate() {
            let typed = token.text(&text).to_owned();
            items.push(match token.kind {
                Kind::Word if prefix && i + 1 == count => {
                    let folded = folded(&typed);
                    if folded.chars().count() < 3 {
                        return self.fail(&format!("`{typed}*` is too short; give at least three letters"));
                    }
                    Ast::Prefix(folded)
                }
                Kind::Word => Ast::Word { code: token.code, text: typed, cjk: false },
                Kind::Cjk => Ast::Word { code: token.code, text: typed, cjk: true },
                Kind::Number => Ast::Literal(token.code),
                Kind::Mark => match char::from_u32(token.code) {
                    Some(mark) => Ast::Mark(mark),
                    None => continue,
                },
            });
        }
        Ok(())
    }
}

/// The folded letters of a word.
pub fn folded(word: &str) -> String {
    let mut letters = String::with_capacity(word.len());
    for c in word.chars() {
        match fold::fold(c) {
            Fold::Letter(letter, _) | Fold::Cjk(letter, _) => letters.push(letter),
            Fold::Letters(pair) => letters.extend(pair.map(char::from)),
            _ => {}
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(ast: &Ast) -> String {
        let list = |items: &[Ast], between: &str| items.iter().map(shape).collect::<Vec<_>>().join(between);
        match ast {
            Ast::Word { text, .. } => text.clone(),
            Ast::Literal(value) => value.to_string(),
            Ast::Prefix(prefix) => format!("{prefix}*"),
            Ast::Exact(exact) => format!("`{exact}`"),
            Ast::Mark(mark) => mark.to_string(),
            Ast::Slot(name) => format!("{{{name}}}"),
            Ast::Number(low, high) => format!("{{{low}..{high}}}"),
            Ast::Sequence(items) => format!("<{}>", list(items, " ")),
            Ast::Choice(items) => format!("({})", list(items, "|")),
            Ast::Optional(inner) => format!("{}?", shape(inner)),
            Ast::Gap => "…".into(),
            Ast::Rest => "……".into(),
            Ast::Start => "^".into(),
            Ast::End => "$".into(),
        }
    }

    #[test]
    fn a_dollar_alone_is_the_end_but_among_currencies_it_is_the_sign() {
        for (phrase, ends) in [
            ("the end $", true),
            ("gone (!|$)", true),
            ("gone ($|soon) …", true),
            ("(£|$|€) 50", false),
            ("$ 50", false),
        ] {
            assert_eq!(format!("{:?}", parse(phrase)).contains("End"), ends, "{phrase}");
        }
    }

    #[test]
    fn a_phrase_reads_as_it_looks() {
        for (phrase, expected) in [
            ("limited time (only)?", "<limited time only?>"),
            ("only {number<=50} left", "<only {0..50} left>"),
            ("^ (no|no thanks) … i'd rather ……", "<^ (no|<no thanks>) … i d rather ……>"),
            ("只剩 {number} (件|組)", "<只 剩 {0..4294967295} (件|組)>"),
            ("health* `PR` (£|$) 50 %", "<health* `PR` (£|$) 50 %>"),
            ("why not? now ?", "<why not? now ?>"),
            ("the end $", "<the end $>"),
            ("sign up = …", "<sign up = …>"),
        ] {
            assert_eq!(parse(phrase).map(|ast| shape(&ast)), Ok(expected.to_owned()), "{phrase}");
        }
    }

    #[test]
    fn a_mistake_is_named_with_its_cure() {
        for (phrase, message) in [
            ("(a|b", "a `(` is not closed; add the `)`"),
            ("a)", "a `)` closes nothing; remove it or open the group before"),
            ("{price", "a `{` is not closed; add the `}`"),
            ("(a|)", "an alternative is empty; write `(…)?` for what may be absent"),
            ("ab*", "`ab*` is too short; give at least three letters"),
        ] {
            assert_eq!(parse(phrase).unwrap_err().message, message, "{phrase}");
        }
    }
}
