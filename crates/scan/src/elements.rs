//! The elements of phrases as bytes: what a table file holds of them, written by the
//! compiler and read once when the tables are loaded.
//!
//! An element is written where it is first needed, parts inside the whole, and named by
//! number from then on. Words and elements that are named often take one byte, others two:
//!
//! ```text
//! 0..OPS              an operation: an element that is written out
//! OPS..OPS+hot        one of the words and elements that are named most
//! from there          the high byte of a word's number, then that of an element's
//! ```
//!
//! Nothing that can be derived is written: anchors, what stands around them, fingerprints.

use crate::tables::Grammar;

/// Number of a word, or past the words of an element.
pub(crate) type Id = u16;

/// Operations; the lower bit says whether the element is named again.
mod op {
    pub const WORD: u8 = 0;
    pub const ANY: u8 = 2;
    pub const SEQUENCE: u8 = 4;
    pub const CHOICE: u8 = 6;
    pub const OPTIONAL: u8 = 8;
    pub const NUMBER: u8 = 10;
    pub const PREFIX: u8 = 12;
    pub const EXACT: u8 = 14;
    pub const MARK: u8 = 16;
    pub const GAP: u8 = 18;
    pub const CLOCK: u8 = 20;
    pub const DATE: u8 = 22;
    pub const CAPITAL: u8 = 24;
    pub const REST: u8 = 26;
    pub const START: u8 = 28;
    pub const END: u8 = 30;
}

/// Bytes that stand for operations.
const OPS: u8 = 32;

/// A range of [`Elements::parts`], or of [`Elements::letters`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    from: u32,
    len: u32,
}

impl Parts {
    /// The parts themselves.
    #[inline(always)]
    pub fn of(self, parts: &[Id]) -> &[Id] {
        &parts[self.from as usize..(self.from + self.len) as usize]
    }

    fn text(self, letters: &str) -> &str {
        &letters[self.from as usize..(self.from + self.len) as usize]
    }
}

/// An element that is not one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Element {
    /// Any of these words, ascending.
    Any(Parts),
    /// One after the other, and the part by which it is found.
    Sequence(Parts, u8),
    /// One of these.
    Choice(Parts),
    /// This or nothing.
    Optional(Id),
    /// A number within these bounds: digits, a number word, ideographs.
    Number(u32, u32),
    /// A word that begins with these folded letters.
    Prefix(Parts),
    /// A word typed exactly so.
    Exact(Parts),
    /// A mark that the phrase names.
    Mark(char),
    /// Up to so many tokens.
    Gap(u8),
    /// A clock time or a running clock.
    Clock,
    /// A date in digits.
    NumericDate,
    /// A word that begins with a capital.
    Capital,
    /// Anything to the end of the sentence.
    Rest,
    /// The start of the block or line.
    Start,
    /// The end of the block or line.
    End,
}

/// The elements of a grammar, parts before what they are part of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Elements {
    /// Words of the grammar: lower numbers are words.
    pub words: usize,
    /// By number, less the words.
    pub list: Vec<Element>,
    /// Parts of elements.
    pub parts: Vec<Id>,
    /// Letters of prefixes and exact words.
    letters: String,
}

impl Elements {
    /// The element with this number, or `None` for a word.
    #[inline(always)]
    pub fn get(&self, id: Id) -> Option<Element> {
        usize::from(id).checked_sub(self.words).map(|at| self.list[at])
    }

    /// The letters of a prefix or an exact word.
    pub fn letters(&self, of: Parts) -> &str {
        of.text(&self.letters)
    }

    /// Reads `grammar`'s elements; gives the element of each phrase.
    #[inline(never)]
    pub fn read(grammar: &Grammar, words: usize) -> (Self, Vec<Id>) {
        let elements = Self { words, ..Self::default() };
        let named_words = words.div_ceil(256) as u8;
        let hot = &grammar.named_most;
        let first_word = OPS + hot.len() as u8;
        let mut reader = Reader {
            bytes: &grammar.elements,
            at: 0,
            hot,
            first_word,
            first_element: first_word + named_words,
            next_word: grammar.numbers.len() as Id,
            named: Vec::new(),
            stack: Vec::new(),
            elements,
        };
        let mut roots = Vec::new();
        while reader.at < reader.bytes.len() {
            roots.push(reader.part());
        }
        (reader.elements, roots)
    }
}

struct Reader<'g> {
    bytes: &'g [u8],
    at: usize,
    hot: &'g [u16],
    first_word: u8,
    first_element: u8,
    next_word: Id,
    /// Elements that have a number of their own.
    named: Vec<Id>,
    /// Parts of elements that are not complete yet.
    stack: Vec<Id>,
    elements: Elements,
}

impl Reader<'_> {
    fn byte(&mut self) -> u8 {
        self.at += 1;
        self.bytes[self.at - 1]
    }

    /// Seven bits a byte, lowest first.
    fn number(&mut self) -> u32 {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            value |= u32::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return value;
            }
            shift += 7;
        }
    }

    fn character(&mut self) -> char {
        char::from_u32(self.number()).unwrap_or_default()
    }

    fn letters(&mut self) -> Parts {
        let len = self.number();
        let from = self.elements.letters.len() as u32;
        for _ in 0..len {
            let letter = self.character();
            self.elements.letters.push(letter);
        }
        Parts { from, len: self.elements.letters.len() as u32 - from }
    }

    fn parts(&mut self, count: usize) -> Parts {
        let base = self.stack.len();
        for _ in 0..count {
            let id = self.part();
            self.stack.push(id);
        }
        let from = self.elements.parts.len() as u32;
        self.elements.parts.extend_from_slice(&self.stack[base..]);
        self.stack.truncate(base);
        Parts { from, len: count as u32 }
    }

    fn named(&self, symbol: u16) -> Id {
        match usize::from(symbol).checked_sub(self.elements.words) {
            Some(at) => self.named[at],
            None => symbol,
        }
    }

    /// Words, which are most of what there is, take the short way.
    #[inline(always)]
    fn words(&mut self, count: usize) -> Parts {
        let from = self.elements.parts.len() as u32;
        for _ in 0..count {
            let id = self.part();
            self.elements.parts.push(id);
        }
        Parts { from, len: count as u32 }
    }

    #[inline(always)]
    fn part(&mut self) -> Id {
        let byte = self.byte();
        if byte >= self.first_element {
            let at = usize::from(byte - self.first_element) << 8 | usize::from(self.byte());
            return self.named[at];
        }
        if byte >= self.first_word {
            return Id::from(byte - self.first_word) << 8 | Id::from(self.byte());
        }
        if byte >= OPS {
            return self.named(self.hot[usize::from(byte - OPS)]);
        }
        if byte & !1 == op::WORD {
            self.next_word += 1;
            return self.next_word - 1;
        }
        self.operation(byte)
    }

    #[inline(never)]
    fn operation(&mut self, byte: u8) -> Id {
        let element = match byte & !1 {
            op::ANY => {
                let count = self.number() as usize;
                Element::Any(self.words(count))
            }
            op::SEQUENCE => {
                let (count, anchor) = match self.byte() {
                    0 => (self.number() as usize, self.byte()),
                    both => (usize::from(both >> 4), both & 15),
                };
                Element::Sequence(self.parts(count), anchor)
            }
            op::CHOICE => {
                let count = self.number() as usize;
                Element::Choice(self.parts(count))
            }
            op::OPTIONAL => Element::Optional(self.part()),
            op::NUMBER => {
                let (low, width) = (self.number(), self.number());
                // 0: no upper bound.
                Element::Number(low, if width == 0 { u32::MAX } else { low + width - 1 })
            }
            op::PREFIX => Element::Prefix(self.letters()),
            op::EXACT => Element::Exact(self.letters()),
            op::MARK => Element::Mark(self.character()),
            op::GAP => Element::Gap(self.byte()),
            op::CLOCK => Element::Clock,
            op::DATE => Element::NumericDate,
            op::CAPITAL => Element::Capital,
            op::REST => Element::Rest,
            op::START => Element::Start,
            _ => Element::End,
        };
        let id = (self.elements.words + self.elements.list.len()) as Id;
        self.elements.list.push(element);
        if byte & 1 == 1 {
            self.named.push(id);
        }
        id
    }
}

/// Whether a mark is one by which a phrase may be found: matches pass over the others.
pub(crate) fn is_anchor(mark: char) -> bool {
    matches!(mark, '%' | '$' | '£' | '€' | '¥' | '₩' | '!' | '?')
}

#[cfg(feature = "compile")]
pub(crate) use write::{Node, write};

#[cfg(feature = "compile")]
mod write {
    use super::{Id, OPS, op};
    use crate::sort;

    /// An element while a grammar is compiled.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub(crate) enum Node {
        Word(u16),
        /// Sorted.
        Any(Vec<u16>),
        /// The last is the part by which it is found.
        Sequence(Vec<Id>, u8),
        Choice(Vec<Id>),
        Optional(Id),
        Number(u32, u32),
        Prefix(String),
        Exact(String),
        Mark(char),
        Gap(u8),
        Clock,
        NumericDate,
        Capital,
        Rest,
        Start,
        End,
    }

    impl Node {
        fn parts(&self) -> &[Id] {
            match self {
                Self::Sequence(parts, _) | Self::Choice(parts) => parts,
                Self::Optional(inner) => core::slice::from_ref(inner),
                _ => &[],
            }
        }
    }

    /// What [`write`] makes.
    pub(crate) struct Written {
        pub bytes: Vec<u8>,
        pub named_most: Vec<u16>,
        /// Words by their new number: their old ones.
        pub words: Vec<u16>,
    }

    /// A byte, or something whose byte depends on how often it is named.
    enum Sign {
        Byte(u8),
        Word(u16),
        Named(u16),
    }

    struct Writer<'n> {
        nodes: &'n [Node],
        texts: &'n [String],
        /// How often each node is needed.
        uses: Vec<u32>,
        /// New number of each word.
        words: Vec<Option<u16>>,
        order: Vec<u16>,
        /// Number of each node that is named again.
        named: Vec<Option<u16>>,
        count: u16,
        signs: Vec<Sign>,
    }

    /// Writes the phrases `roots`. `texts` are the words, of which the first `fixed` keep their numbers.
    pub(crate) fn write(nodes: &[Node], texts: &[String], fixed: usize, roots: &[Id]) -> Written {
        let mut uses = vec![0; nodes.len()];
        let mut open: Vec<Id> = roots.to_vec();
        while let Some(id) = open.pop() {
            let at = usize::from(id);
            uses[at] += 1;
            if uses[at] == 1 {
                open.extend(nodes[at].parts());
            }
        }
        let mut words = vec![None; texts.len()];
        let order: Vec<u16> = (0..fixed as u16).collect();
        order.iter().for_each(|word| words[usize::from(*word)] = Some(*word));
        let named = vec![None; nodes.len()];
        let mut writer = Writer { nodes, texts, uses, words, order, named, count: 0, signs: Vec::new() };
        roots.iter().for_each(|root| writer.element(*root));
        writer.finish()
    }

    impl Writer<'_> {
        fn byte(&mut self, byte: u8) {
            self.signs.push(Sign::Byte(byte));
        }

        fn number(&mut self, mut value: u32) {
            while value >= 0x80 {
                self.byte(value as u8 | 0x80);
                value >>= 7;
            }
            self.byte(value as u8);
        }

        fn letters(&mut self, text: &str) {
            self.number(text.chars().count() as u32);
            text.chars().for_each(|c| self.number(u32::from(c)));
        }

        fn word(&mut self, word: u16) {
            match self.words[usize::from(word)] {
                Some(known) => self.signs.push(Sign::Word(known)),
                None => {
                    self.words[usize::from(word)] = Some(self.order.len() as u16);
                    self.order.push(word);
                    self.byte(op::WORD);
                }
            }
        }

        fn element(&mut self, id: Id) {
            let at = usize::from(id);
            if let Some(named) = self.named[at] {
                return self.signs.push(Sign::Named(named));
            }
            let again = u8::from(self.uses[at] > 1);
            match &self.nodes[at] {
                Node::Word(word) => return self.word(*word),
                Node::Any(words) => {
                    self.byte(op::ANY | again);
                    self.number(words.len() as u32);
                    let mut words = words.clone();
                    let texts = self.texts;
                    sort::sort_by_key(&mut words, |word| {
                        (self.words[usize::from(*word)].unwrap_or(u16::MAX), &texts[usize::from(*word)])
                    });
                    words.into_iter().for_each(|word| self.word(word));
                }
                Node::Sequence(parts, anchor) => {
                    self.byte(op::SEQUENCE | again);
                    if parts.len() < 16 && *anchor < 16 {
                        self.byte((parts.len() as u8) << 4 | anchor);
                    } else {
                        self.byte(0);
                        self.number(parts.len() as u32);
                        self.byte(*anchor);
                    }
                    parts.iter().for_each(|part| self.element(*part));
                }
                Node::Choice(parts) => {
                    self.byte(op::CHOICE | again);
                    self.number(parts.len() as u32);
                    parts.iter().for_each(|part| self.element(*part));
                }
                Node::Optional(inner) => {
                    self.byte(op::OPTIONAL | again);
                    self.element(*inner);
                }
                Node::Number(low, high) => {
                    self.byte(op::NUMBER | again);
                    self.number(*low);
                    self.number(if *high == u32::MAX { 0 } else { high - low + 1 });
                }
                Node::Prefix(text) => {
                    self.byte(op::PREFIX | again);
                    self.letters(text);
                }
                Node::Exact(text) => {
                    self.byte(op::EXACT | again);
                    self.letters(text);
                }
                Node::Mark(mark) => {
                    self.byte(op::MARK | again);
                    self.number(u32::from(*mark));
                }
                Node::Gap(count) => {
                    self.byte(op::GAP | again);
                    self.byte(*count);
                }
                Node::Clock => self.byte(op::CLOCK | again),
                Node::NumericDate => self.byte(op::DATE | again),
                Node::Capital => self.byte(op::CAPITAL | again),
                Node::Rest => self.byte(op::REST | again),
                Node::Start => self.byte(op::START | again),
                Node::End => self.byte(op::END | again),
            }
            if again == 1 {
                self.named[at] = Some(self.count);
                self.count += 1;
            }
        }

        fn finish(self) -> Written {
            let words = self.order.len();
            let high = |count: usize| count.div_ceil(256);
            let room = (255 - usize::from(OPS)).saturating_sub(high(words) + high(usize::from(self.count)));
            let symbol = |sign: &Sign| match sign {
                Sign::Byte(_) => None,
                Sign::Word(word) => Some(usize::from(*word)),
                Sign::Named(named) => Some(words + usize::from(*named)),
            };
            let mut times = vec![0_u32; words + usize::from(self.count)];
            self.signs.iter().filter_map(symbol).for_each(|symbol| times[symbol] += 1);
            let mut named_most: Vec<u16> = (0..times.len() as u16).filter(|at| times[usize::from(*at)] > 2).collect();
            sort::sort_by_key(&mut named_most, |at| (core::cmp::Reverse(times[usize::from(*at)]), *at));
            named_most.truncate(room);
            let mut hot = vec![None; times.len()];
            for (at, symbol) in named_most.iter().enumerate() {
                hot[usize::from(*symbol)] = Some(OPS + at as u8);
            }
            let first_word = OPS + named_most.len() as u8;
            let first_element = first_word + high(words) as u8;
            let mut bytes = Vec::with_capacity(self.signs.len() * 2);
            for sign in &self.signs {
                match (symbol(sign).and_then(|symbol| hot[symbol]), sign) {
                    (Some(byte), _) => bytes.push(byte),
                    (None, Sign::Byte(byte)) => bytes.push(*byte),
                    (None, Sign::Word(word)) => bytes.extend([first_word + (word >> 8) as u8, *word as u8]),
                    (None, Sign::Named(named)) => bytes.extend([first_element + (named >> 8) as u8, *named as u8]),
                }
            }
            Written { bytes, named_most, words: self.order }
        }
    }
}
