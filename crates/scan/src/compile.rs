//! From phrases to a [`Grammar`]: words get numbers, groups and slots become shared
//! nodes, and for each phrase the rarest words are chosen by which it will be found.

use std::collections::{BTreeMap, HashMap};

use crate::elements::{self, Id, Node};
use crate::hash::Hasher;
use crate::phrase::{self, Ast, PhraseError};
use crate::sort;
use crate::tables::{Grammar, Phrase};
use crate::vocabulary::nearest;

/// Named lists of phrases: the slots and word lists of a locale, or a rule's own.
pub type Lists = BTreeMap<String, Vec<String>>;

/// Slots that the matcher itself understands.
pub const BUILT_IN_SLOTS: [&str; 4] = ["number", "clock", "date.numeric", "capital"];

/// Collects phrases of one language.
#[derive(Debug, Default)]
pub struct Compiler {
    cjk: bool,
    lists: Lists,
    numbers: Vec<(String, u32)>,
    /// How common words are, in a million: what they cost as anchors.
    common: HashMap<u32, u32>,
    words: HashMap<u32, (u16, String)>,
    nodes: Vec<Node>,
    node_ids: HashMap<Node, Id>,
    phrases: Vec<(Id, Phrase)>,
}

/// A piece of a phrase: its node, and how it may be found, if it can be.
#[derive(Clone, Copy)]
struct Piece {
    node: Id,
    anchors: Option<Anchors>,
    /// Ideographs (a word counts two, a number one) that every match has at least.
    weight: u32,
}

/// The tokens by which a piece is found.
#[derive(Clone, Copy)]
struct Anchors {
    /// How common they are together.
    cost: u32,
    count: usize,
    /// They do not find every form: beginnings are looked up for lists alone, and a number
    /// in words is no number in digits.
    partial: bool,
}

/// Slots within slots deeper than this go in a circle.
const DEPTH: usize = 12;

/// More ways than this to find one phrase: a list too large to be an anchor.
const WAYS: usize = 400;

/// The cost of an anchor that is no word. Only lists that guards ask for may have none.
const NO_WORD: u32 = 10_000_000;

impl Compiler {
    /// A compiler for a language in which `lists` are the slots and shared word lists,
    /// `numbers` the number words, and `frequency` how common words are, in a million.
    pub fn new(
        cjk: bool,
        lists: Lists,
        numbers: impl IntoIterator<Item = (String, u32)>,
        frequency: &[(String, u32)],
    ) -> Self {
        let numbers = numbers.into_iter().collect();
        let costs = frequency.iter().map(|(word, rate)| (code(word), *rate)).collect();
        Self { cjk, lists, numbers, common: costs, ..Self::default() }
    }

    /// Adds a phrase that stands for `meaning`; `own` word lists hide the locale's.
    ///
    /// # Errors
    /// When the phrase cannot be read, names an unknown list, or has no word to find it by.
    pub fn add(&mut self, phrase: &str, own: &Lists, meaning: Phrase) -> Result<(), PhraseError> {
        let error = |message: String| PhraseError { phrase: phrase.to_owned(), message };
        let fail = |message: &str| Err(error(message.to_owned()));
        let ast = phrase::parse(phrase)?;
        let piece = self.piece(&ast, own, 0).map_err(error)?;
        let is_flag = matches!(meaning, Phrase::Flag { .. });
        let found = match piece.anchors {
            Some(_) if !is_flag => true,
            // What stands at every number or mark needs words beside it.
            Some(anchors) => anchors.cost < NO_WORD || piece.weight >= 2 && !anchors.partial,
            None => false,
        };
        if !found {
            return fail("it has no word to be found by; name at least one word that must be there");
        }
        if self.cjk && piece.weight < 2 && is_flag {
            return fail("a single character is no evidence; give at least two");
        }
        if self.phrases.len() == usize::from(u16::MAX) {
            return fail("there are more than 65,535 phrases in this language");
        }
        self.phrases.push((piece.node, meaning));
        Ok(())
    }

    fn node(&mut self, node: Node) -> Id {
        if let Some(&id) = self.node_ids.get(&node) {
            return id;
        }
        let id = Id::try_from(self.nodes.len()).expect("fewer than 65,536 elements");
        self.nodes.push(node.clone());
        self.node_ids.insert(node, id);
        id
    }

    fn word(&mut self, code: u32, text: &str) -> Result<u16, String> {
        let next = self.words.len() as u16;
        let folded = phrase::folded(text);
        let (id, known) = self.words.entry(code).or_insert_with(|| (next, folded.clone()));
        if self::code(&folded) != code {
            return Err(format!("`{text}` is written with marks that combine; write it composed"));
        }
        if *known != folded {
            return Err(format!("`{folded}` and `{known}` have the same fingerprint; word one of them differently"));
        }
        Ok(*id)
    }

    fn cost(&self, code: u32, text: &str, cjk: bool) -> u32 {
        if let Some(cost) = self.common.get(&code) {
            return *cost;
        }
        // Not listed: short words are less rare than long ones.
        match text.chars().count() {
            1 if cjk => 60,
            0..=3 => 80,
            4..=5 => 40,
            _ => 20,
        }
    }

    /// An element that begins with a token of a kind, for lists without a word.
    fn begun(&mut self, node: Node, weight: u32) -> Piece {
        let partial = matches!(node, Node::Prefix(_)) || matches!(node, Node::Number(low, high) if low != high);
        Piece { node: self.node(node), anchors: Some(Anchors { cost: NO_WORD, count: 1, partial }), weight }
    }

    fn unanchored(&mut self, node: Node, weight: u32) -> Piece {
        Piece { node: self.node(node), anchors: None, weight }
    }

    fn piece(&mut self, ast: &Ast, own: &Lists, depth: usize) -> Result<Piece, String> {
        Ok(match ast {
            Ast::Word { code, text, cjk } => {
                let word = self.word(*code, text)?;
                Piece {
                    node: self.node(Node::Word(word)),
                    anchors: Some(Anchors { cost: self.cost(*code, text, *cjk), count: 1, partial: false }),
                    weight: if *cjk { 1 } else { 2 },
                }
            }
            Ast::Literal(value) => self.begun(Node::Number(*value, *value), 1),
            Ast::Number(low, high) => self.begun(Node::Number(*low, *high), 1),
            Ast::Prefix(prefix) => self.begun(Node::Prefix(prefix.clone()), 2),
            Ast::Exact(exact) => self.unanchored(Node::Exact(exact.clone()), 2),
            Ast::Mark(mark) if elements::is_anchor(*mark) => self.begun(Node::Mark(*mark), 0),
            Ast::Mark(mark) => self.unanchored(Node::Mark(*mark), 0),
            Ast::Gap => self.unanchored(Node::Gap(if self.cjk { 12 } else { 6 }), 0),
            Ast::Rest => self.unanchored(Node::Rest, 0),
            Ast::Start => self.unanchored(Node::Start, 0),
            Ast::End => self.unanchored(Node::End, 0),
            Ast::Optional(inner) => {
                let inner = self.piece(inner, own, depth)?;
                self.unanchored(Node::Optional(inner.node), 0)
            }
            Ast::Slot(name) => self.slot(name, own, depth)?,
            Ast::Choice(choices) => {
                let pieces =
                    choices.iter().map(|choice| self.piece(choice, own, depth)).collect::<Result<Vec<_>, _>>()?;
                self.choice(&pieces)
            }
            Ast::Sequence(items) => {
                let pieces = items.iter().map(|item| self.piece(item, own, depth)).collect::<Result<Vec<_>, _>>()?;
                self.sequence(&pieces)
            }
        })
    }

    fn slot(&mut self, name: &str, own: &Lists, depth: usize) -> Result<Piece, String> {
        if depth > DEPTH {
            return Err(format!("the list `{name}` contains itself"));
        }
        match name {
            "clock" => return Ok(self.begun(Node::Clock, 1)),
            "date.numeric" => return Ok(self.begun(Node::NumericDate, 1)),
            "capital" => return Ok(self.unanchored(Node::Capital, 1)),
            _ => {}
        }
        let Some(phrases) = own.get(name).or_else(|| self.lists.get(name)).cloned() else {
            let known = own.keys().chain(self.lists.keys()).map(String::as_str).chain(BUILT_IN_SLOTS);
            let hint = nearest(name, known).map_or(String::new(), |near| format!("; did you mean `{{{near}}}`?"));
            return Err(format!("unknown slot or word list `{{{name}}}`{hint}"));
        };
        let mut pieces = Vec::with_capacity(phrases.len());
        for phrase in &phrases {
            let ast = phrase::parse(phrase).map_err(|error| format!("in `{{{name}}}`: {error}"))?;
            pieces.push(self.piece(&ast, own, depth + 1)?);
        }
        if pieces.is_empty() {
            return Err(format!("the list `{name}` is empty"));
        }
        Ok(self.choice(&pieces))
    }

    fn choice(&mut self, pieces: &[Piece]) -> Piece {
        if let [only] = pieces {
            return *only;
        }
        let mut words = Vec::new();
        let mut others = Vec::new();
        for piece in pieces {
            match &self.nodes[usize::from(piece.node)] {
                Node::Word(word) => words.push(*word),
                Node::Any(more) => words.extend(more),
                _ => others.push(piece.node),
            }
        }
        sort::sort(&mut words);
        words.dedup();
        if !words.is_empty() {
            let any = if words.len() == 1 { Node::Word(words[0]) } else { Node::Any(words) };
            let any = self.node(any);
            others.insert(0, any);
        }
        others.dedup();
        let node = if others.len() == 1 { others[0] } else { self.node(Node::Choice(others)) };
        let weight = pieces.iter().map(|piece| piece.weight).min().unwrap_or(0);
        let none = Anchors { cost: 0, count: 0, partial: false };
        let anchors = pieces.iter().try_fold(none, |all, piece| {
            let more = piece.anchors?;
            let count = all.count + more.count;
            let cost = all.cost.saturating_add(more.cost);
            (count <= WAYS).then_some(Anchors { cost, count, partial: all.partial || more.partial })
        });
        Piece { node, anchors, weight }
    }

    fn sequence(&mut self, pieces: &[Piece]) -> Piece {
        let nodes: Vec<Id> = pieces.iter().map(|piece| piece.node).collect();
        let weight = pieces.iter().map(|piece| piece.weight).sum();
        let of_piece = pieces.iter().take(usize::from(u8::MAX)).enumerate();
        let best = of_piece.filter_map(|(i, piece)| Some((piece.anchors?.cost, i))).min();
        let anchor = best.map_or(0, |(_, i)| i);
        let node = self.node(Node::Sequence(nodes, anchor as u8));
        Piece { node, anchors: best.and_then(|(_, i)| pieces[i].anchors), weight }
    }

    /// The tables.
    pub fn finish(mut self) -> Grammar {
        // Number words come first, whether a phrase names them or not.
        let mut texts: Vec<String> = Vec::new();
        let mut numbers = Vec::new();
        let mut renumbered = vec![0; self.words.len()];
        let mut known = HashMap::new();
        for (word, value) in &self.numbers {
            let next = texts.len() as u16;
            if *known.entry(code(word)).or_insert(next) == next {
                texts.push(phrase::folded(word));
                numbers.push(*value);
            }
        }
        let mut words: Vec<(u16, u32, String)> =
            self.words.into_iter().map(|(code, (id, text))| (id, code, text)).collect();
        sort::sort(&mut words);
        for (id, code, text) in words {
            renumbered[usize::from(id)] = *known.entry(code).or_insert_with(|| {
                texts.push(text);
                texts.len() as u16 - 1
            });
        }
        for node in &mut self.nodes {
            match node {
                Node::Word(word) => *word = renumbered[usize::from(*word)],
                Node::Any(words) => words.iter_mut().for_each(|word| *word = renumbered[usize::from(*word)]),
                _ => {}
            }
        }
        let roots: Vec<Id> = self.phrases.iter().map(|(root, _)| *root).collect();
        let written = elements::write(&self.nodes, &texts, numbers.len(), &roots);
        let words = written.words.iter().flat_map(|word| [texts[usize::from(*word)].as_str(), " "]).collect();
        let mut phrases: Vec<(Phrase, u16)> = Vec::new();
        for (_, meaning) in self.phrases {
            match phrases.last_mut() {
                Some((last, count)) if *last == meaning => *count += 1,
                _ => phrases.push((meaning, 1)),
            }
        }
        Grammar {
            words,
            numbers,
            composes_numbers: self.cjk,
            elements: written.bytes,
            named_most: written.named_most,
            phrases,
        }
    }
}

/// The fingerprint of one word or character.
pub fn code(word: &str) -> u32 {
    let mut hasher = Hasher::default();
    phrase::folded(word).chars().for_each(|c| hasher.push(c));
    hasher.finish()
}
