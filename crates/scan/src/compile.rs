//! From phrases to a [`Grammar`]: words get numbers, groups and slots become shared
//! nodes, and for each phrase the rarest words are chosen by which it will be found.

use std::collections::{BTreeMap, HashMap};

use crate::hash::Hasher;
use crate::phrase::{self, Ast, PhraseError};
use crate::tables::{Entry, Grammar, Key, Node, NodeId, Phrase};
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
    numbers: Vec<(u32, u32)>,
    /// How common words are, in a million: what they cost as anchors.
    common: HashMap<u32, u32>,
    words: HashMap<u32, (u16, String)>,
    nodes: Vec<Node>,
    node_ids: HashMap<Node, NodeId>,
    contexts: Vec<Vec<NodeId>>,
    context_ids: HashMap<Vec<NodeId>, u16>,
    phrases: Vec<Phrase>,
    entries: Vec<(Key, Entry)>,
}

/// A way to find a piece of a phrase.
#[derive(Clone)]
struct Anchor {
    key: Key,
    /// It does not find every form: beginnings are looked up for lists alone, and a number
    /// in words is no number in digits.
    partial: bool,
    /// Nearest first.
    before: Vec<NodeId>,
    /// Nearest first.
    after: Vec<NodeId>,
}

/// A piece of a phrase: its node, and how it may be found, if it can be.
struct Piece {
    node: NodeId,
    /// Total cost of the anchors, lower is rarer.
    anchors: Option<(u32, Vec<Anchor>)>,
    /// Ideographs (a word counts two, a number one) that every match has at least.
    weight: u32,
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
    pub fn new(cjk: bool, lists: Lists, numbers: &BTreeMap<String, u32>, frequency: &[(String, u32)]) -> Self {
        let mut numbers: Vec<(u32, u32)> = numbers.iter().map(|(word, value)| (code(word), *value)).collect();
        numbers.sort_unstable();
        numbers.dedup_by_key(|(code, _)| *code);
        let costs = frequency.iter().map(|(word, rate)| (code(word), *rate)).collect();
        Self { cjk, lists, numbers, common: costs, ..Self::default() }
    }

    /// Number words of a compiled language, for house phrases.
    pub fn with_numbers(mut self, numbers: Vec<(u32, u32)>) -> Self {
        self.numbers = numbers;
        self
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
        let anchors = match piece.anchors {
            Some((_, anchors)) if !is_flag => anchors,
            // What stands at every number or mark needs words beside it.
            Some((cost, anchors))
                if cost < NO_WORD || piece.weight >= 2 && !anchors.iter().any(|anchor| anchor.partial) =>
            {
                anchors
            }
            _ => return fail("it has no word to be found by; name at least one word that must be there"),
        };
        if self.cjk && piece.weight < 2 && is_flag {
            return fail("a single character is no evidence; give at least two");
        }
        let Ok(number) = u16::try_from(self.phrases.len()) else {
            return fail("there are more than 65,535 phrases in this language");
        };
        self.phrases.push(meaning);
        for Anchor { key, before, after, .. } in anchors {
            let entry = Entry { phrase: number, before: self.context(before), after: self.context(after) };
            self.entries.push((key, entry));
        }
        Ok(())
    }

    fn context(&mut self, elements: Vec<NodeId>) -> u16 {
        if let Some(&id) = self.context_ids.get(&elements) {
            return id;
        }
        let id = u16::try_from(self.contexts.len()).expect("fewer contexts than phrases times alternatives");
        self.contexts.push(elements.clone());
        self.context_ids.insert(elements, id);
        id
    }

    fn node(&mut self, node: Node) -> NodeId {
        if let Some(&id) = self.node_ids.get(&node) {
            return id;
        }
        let id = NodeId::try_from(self.nodes.len()).expect("fewer than 65,536 elements");
        self.nodes.push(node.clone());
        self.node_ids.insert(node, id);
        id
    }

    fn word(&mut self, code: u32, text: &str) -> Result<u16, String> {
        let next = self.words.len() as u16;
        let folded = phrase::folded(text);
        let (id, known) = self.words.entry(code).or_insert_with(|| (next, folded.clone()));
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

    /// An element that begins with a token of this kind, for lists without a word.
    fn begun(&mut self, key: Key, node: Node, weight: u32) -> Piece {
        let partial = matches!(node, Node::Prefix(_)) || matches!(node, Node::Number(low, high) if low != high);
        let node = self.node(node);
        let anchor = Anchor { key, partial, before: Vec::new(), after: vec![node] };
        Piece { node, anchors: Some((NO_WORD, vec![anchor])), weight }
    }

    fn unanchored(&mut self, node: Node, weight: u32) -> Piece {
        Piece { node: self.node(node), anchors: None, weight }
    }

    fn piece(&mut self, ast: &Ast, own: &Lists, depth: usize) -> Result<Piece, String> {
        Ok(match ast {
            Ast::Word { code, text, cjk } => {
                let word = self.word(*code, text)?;
                let anchor = Anchor { key: Key::Word(word), partial: false, before: Vec::new(), after: Vec::new() };
                Piece {
                    node: self.node(Node::Word(word)),
                    anchors: Some((self.cost(*code, text, *cjk), vec![anchor])),
                    weight: if *cjk { 1 } else { 2 },
                }
            }
            Ast::Literal(value) => self.begun(Key::Number, Node::Number(*value, *value), 1),
            Ast::Number(low, high) => self.begun(Key::Number, Node::Number(*low, *high), 1),
            Ast::Prefix(prefix) => {
                let first: String = prefix.chars().take(3).collect();
                self.begun(Key::Begin(code(&first)), Node::Prefix(prefix.clone()), 2)
            }
            Ast::Exact(exact) => self.unanchored(Node::Exact(exact.clone()), 2),
            // A mark that matches pass over is no place to look for anything.
            Ast::Mark(mark @ ('%' | '$' | '£' | '€' | '¥' | '₩' | '!' | '?')) => {
                self.begun(Key::Mark(*mark), Node::Mark(*mark), 0)
            }
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
                self.choice(pieces)
            }
            Ast::Sequence(items) => {
                let pieces = items.iter().map(|item| self.piece(item, own, depth)).collect::<Result<Vec<_>, _>>()?;
                self.sequence(pieces)
            }
        })
    }

    fn slot(&mut self, name: &str, own: &Lists, depth: usize) -> Result<Piece, String> {
        if depth > DEPTH {
            return Err(format!("the list `{name}` contains itself"));
        }
        match name {
            "clock" => return Ok(self.begun(Key::Number, Node::Clock, 1)),
            "date.numeric" => return Ok(self.begun(Key::Number, Node::NumericDate, 1)),
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
        Ok(self.choice(pieces))
    }

    fn choice(&mut self, mut pieces: Vec<Piece>) -> Piece {
        if pieces.len() == 1 {
            return pieces.remove(0);
        }
        let mut words = Vec::new();
        let mut others = Vec::new();
        for piece in &pieces {
            match &self.nodes[usize::from(piece.node)] {
                Node::Word(word) => words.push(*word),
                Node::AnyWord(more) => words.extend(more),
                _ => others.push(piece.node),
            }
        }
        words.sort_unstable();
        words.dedup();
        if !words.is_empty() {
            let any = if words.len() == 1 { Node::Word(words[0]) } else { Node::AnyWord(words) };
            let any = self.node(any);
            others.insert(0, any);
        }
        others.dedup();
        let node = if others.len() == 1 { others[0] } else { self.node(Node::Choice(others)) };
        let weight = pieces.iter().map(|piece| piece.weight).min().unwrap_or(0);
        let anchors = pieces.into_iter().map(|piece| piece.anchors).try_fold((0_u32, Vec::new()), |all, anchors| {
            let (cost, mut ways) = all;
            let (more, of_piece) = anchors?;
            ways.extend(of_piece);
            (ways.len() <= WAYS).then_some((cost.saturating_add(more), ways))
        });
        Piece { node, anchors, weight }
    }

    fn sequence(&mut self, pieces: Vec<Piece>) -> Piece {
        let nodes: Vec<NodeId> = pieces.iter().map(|piece| piece.node).collect();
        let weight = pieces.iter().map(|piece| piece.weight).sum();
        let best =
            pieces.iter().enumerate().filter_map(|(i, piece)| piece.anchors.as_ref().map(|(cost, _)| (*cost, i))).min();
        let anchors = best.map(|(cost, i)| {
            let ways = pieces[i].anchors.as_ref().expect("chosen because it has some").1.clone();
            let ways = ways.into_iter().map(|mut way| {
                way.before.extend(nodes[..i].iter().rev());
                way.after.extend(&nodes[i + 1..]);
                way
            });
            (cost, ways.collect())
        });
        Piece { node: self.node(Node::Sequence(nodes)), anchors, weight }
    }

    /// The tables.
    pub fn finish(mut self) -> Grammar {
        // Words are numbered in the order of their fingerprints, so that lists can be searched.
        let mut vocabulary: Vec<(u32, u16)> = self.words.iter().map(|(code, (id, _))| (*code, *id)).collect();
        vocabulary.sort_unstable();
        let mut renumbered = vec![0_u16; vocabulary.len()];
        for (new, (_, old)) in vocabulary.iter().enumerate() {
            renumbered[usize::from(*old)] = new as u16;
        }
        for node in &mut self.nodes {
            match node {
                Node::Word(word) => *word = renumbered[usize::from(*word)],
                Node::AnyWord(words) => {
                    words.iter_mut().for_each(|word| *word = renumbered[usize::from(*word)]);
                    words.sort_unstable();
                }
                _ => {}
            }
        }
        for (key, _) in &mut self.entries {
            if let Key::Word(word) = key {
                *word = renumbered[usize::from(*word)];
            }
        }
        self.entries.sort_unstable();
        self.entries.dedup();
        Grammar {
            vocabulary: vocabulary.into_iter().map(|(code, _)| code).collect(),
            numbers: self.numbers,
            composes_numbers: self.cjk,
            nodes: self.nodes,
            contexts: self.contexts,
            phrases: self.phrases,
            entries: self.entries,
        }
    }
}

/// The fingerprint of one word or character.
pub fn code(word: &str) -> u32 {
    let mut hasher = Hasher::default();
    phrase::folded(word).chars().for_each(|c| hasher.push(c));
    hasher.finish()
}
