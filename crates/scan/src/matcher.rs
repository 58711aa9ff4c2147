//! Finds phrases among tokens: a rare word of each phrase is looked up, and only where it
//! stands is the rest of the phrase compared, outwards in both directions.
//!
//! Where a phrase may be is a set of places, kept as the bits of one number, so that a step
//! over a word is a shift and an `and`, however many places. Words fall into classes, of which
//! a window knows where each stands: whatever needs a class that the sentence lacks is ruled
//! out by one look, before any word is looked for.
//! So optional parts, gaps and alternatives cost a bounded amount for each anchor, whatever
//! the copy: nothing is tried twice and nothing grows with the sentence.

use std::sync::OnceLock;

use crate::elements::{self, Element, Elements, Id};
use crate::fold::{self, Fold};
use crate::hash::{self, Hasher};
use crate::sort;
use crate::tables::{Grammar, Phrase};
use crate::token::{Flags, Kind, Token};

/// A phrase that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// First token, as a place in the slice that was searched.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
    /// The phrase's number.
    pub phrase: u16,
}

/// Boundaries between the counted tokens of a window, as bits; the lowest is before the first.
type Places = u128;

/// Counted tokens of a window: one fewer than it has boundaries.
const WINDOW: usize = 127;

/// The place, or the class, with this number, as a set.
///
/// A shift of 128 bits by a number is a call in WebAssembly; by 64 it is none.
#[inline(always)]
fn bit(number: usize) -> u128 {
    let half = 1_u64 << (number & 63);
    if number < 64 { u128::from(half) } else { u128::from(half) << 64 }
}

/// Whether the set has the place, or the class, with this number.
#[inline(always)]
fn has(set: u128, number: usize) -> bool {
    let half = if number < 64 { set as u64 } else { (set >> 64) as u64 };
    half >> (number & 63) & 1 == 1
}

/// A grammar, unfolded: words in a hash table, and for each the ways to find phrases by it.
#[derive(Clone, Debug)]
pub struct Matcher {
    grammar: Grammar,
    /// By number.
    phrases: Vec<Phrase>,
    elements: Elements,
    /// What each element can begin and end with; words are not among them.
    edges: Vec<Edges>,
    /// Sets of classes that edges name by number.
    sets: Vec<Classes>,
    /// Class of each word, and how common it is.
    words: Vec<Word>,
    /// Open addressing; a power of two of slots, at most half full.
    slots: Vec<Slot>,
    /// The element of each phrase.
    roots: Vec<Id>,
    /// By number; made when the anchor first stands in a text.
    ways: Vec<OnceLock<Way>>,
    /// Of each way the phrase, and which of its anchors.
    anchored: Vec<(u16, u16)>,
    /// What is found by words, then by the keys of `others`.
    flags: Index,
    cues: Index,
    others: Vec<Key>,
    /// Beginnings of words by fingerprint, ascending, and their place in the index. Only word
    /// lists are found by them.
    begins: Vec<(u32, u32)>,
}

/// A word of the grammar in the hash table.
#[derive(Clone, Copy, Debug)]
struct Slot {
    code: u32,
    word: Id,
    /// [`Slot::FLAGS`] and [`Slot::CUES`]: whether something is found by the word.
    anchors: u16,
}

impl Slot {
    const FLAGS: u16 = 1;
    const CUES: u16 = 2;
}

/// What is known of a word but its letters.
#[derive(Clone, Copy, Debug)]
struct Word {
    class: u8,
    /// See [`Edges::common`].
    common: u8,
}

/// No word of the grammar.
const UNKNOWN: Id = Id::MAX;

/// What is no word and still an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    /// A number in digits of this class.
    Number(u8),
    Mark(u32),
    /// The fingerprint of a word's first three letters.
    Begin(u32),
}

/// For each key the numbers of its ways, one key's after another's.
#[derive(Clone, Debug, Default)]
struct Index {
    starts: Vec<u32>,
    ways: Vec<u32>,
    /// Of each key's ways what rules most of them out, side by side; made when the key first stands in a text.
    gates: Vec<OnceLock<Box<[Gate]>>>,
}

/// Classes of words without which a way leads nowhere.
#[derive(Clone, Copy, Debug)]
struct Gate {
    /// Of the token after the anchor (of the anchor, where that is compared itself).
    follow: Classes,
    /// Of the token before it.
    precede: Classes,
    /// One of them stands before it in the sentence.
    before: [Classes; 2],
    /// One of them stands after it in the sentence.
    after: [Classes; 2],
}

impl Index {
    /// Sorts pairs of a key (below `keys`) and a way.
    #[inline(never)]
    fn new(keys: usize, pairs: &[(u32, u32)]) -> Self {
        let mut starts = vec![0; keys + 1];
        pairs.iter().for_each(|(key, _)| starts[*key as usize + 1] += 1);
        for key in 0..keys {
            starts[key + 1] += starts[key];
        }
        let mut next = starts.clone();
        let mut ways = vec![0; pairs.len()];
        for (key, way) in pairs {
            let at = &mut next[*key as usize];
            ways[*at as usize] = *way;
            *at += 1;
        }
        Self { starts, ways, gates: (0..keys).map(|_| OnceLock::new()).collect() }
    }

    #[inline(always)]
    fn of(&self, key: u32) -> &[u32] {
        &self.ways[self.starts[key as usize] as usize..self.starts[key as usize + 1] as usize]
    }
}

/// Classes of tokens, as bits: what an element can begin with is a set of them, never too
/// few, so that most places are given up after one look at the neighbour.
type Classes = u128;

/// Numbers in digits that are neither times nor dates.
const DIGITS: u8 = 127;
/// Tokens that no word of a phrase is, and the lack of a token.
const OTHER: u8 = 126;

/// Percent and currency signs.
const SIGN: u8 = 125;
/// Times in digits.
const CLOCK: u8 = 124;
/// Dates in digits.
const DATE: u8 = 123;

/// The class of a known word.
#[inline(always)]
fn class(code: u32) -> u8 {
    let class = (code >> 25) as u8;
    if class >= DATE { class - 64 } else { class }
}

/// The number of a set of classes in [`Matcher::sets`]; below [`CLASSES`] the set of that class alone.
type Set = u16;

const CLASSES: usize = 128;
/// The set of all classes.
const ALL: Set = CLASSES as Set;

const ANYTHING: Classes = Classes::MAX;

/// What an element can take.
#[derive(Clone, Copy, Debug)]
struct Edges {
    /// At its first token.
    first: Set,
    /// At its last one.
    last: Set,
    /// Where it stands, one of them does.
    must: Set,
    /// How common its words are.
    common: u16,
    /// It can take nothing at all.
    empty: bool,
    /// It can take the end of a sentence.
    leaves: bool,
}

impl Edges {
    /// Of an element whose words do not tell whether it stands.
    const ANYTHING: Self = Self { first: ALL, last: ALL, must: ALL, common: UNTOLD, empty: false, leaves: false };

    fn only(set: Set, common: u16) -> Self {
        Self { first: set, last: set, must: set, common, ..Self::ANYTHING }
    }
}

/// [`Edges::common`] where words do not tell whether an element stands.
const UNTOLD: u16 = u16::MAX;

/// How common a word of so many bytes is, by what costs no byte to know: the shorter, the commoner.
const fn common(length: usize) -> u8 {
    match length {
        ..=2 => 64,
        3 => 32,
        4 => 12,
        5 => 6,
        6 => 4,
        _ => 2,
    }
}

/// A way to find a phrase: what must stand before and after the anchor.
#[derive(Clone, Debug)]
struct Way {
    gate: Gate,
    /// Elements before the anchor, nearest first.
    before: Box<[Id]>,
    /// Elements after it.
    after: Box<[Id]>,
    phrase: u16,
    /// The phrase names a mark that ends a sentence.
    leaves: bool,
    /// The anchor is a number, a mark or a beginning: the element itself is still to be compared.
    inclusive: bool,
    /// What stands before the anchor is rarer than what stands after it, and compared first.
    backward: bool,
}

/// What a search writes on; made once for many.
#[derive(Clone, Debug)]
pub struct Scratch {
    /// How many counted tokens the window has.
    len: usize,
    /// The counted tokens of the window: their places among the tokens, words and classes. Behind
    /// the last, and in the last place, stands no word.
    counted: [u32; WINDOW + 1],
    words: [Id; WINDOW + 1],
    classes: [u8; WINDOW + 1],
    /// The counted tokens of each class.
    of_class: [Places; CLASSES],
    /// Anchors of the window: counted token, and its key.
    anchors: Vec<(u32, u32)>,
    /// Marks that are passed over: the boundary, and the mark.
    passed: Vec<(u32, u32)>,
    /// Classes of the window.
    there: Classes,
    /// A sentence of the window.
    sentence: Places,
    /// Classes of the sentence that stand before each of its tokens, and from each on.
    before: [Classes; WINDOW + 1],
    after: [Classes; WINDOW + 1],
    /// Counted tokens that end a sentence.
    ends: Places,
    /// Counted tokens that a gap may pass.
    open: Places,
    /// The window's first token.
    first: usize,
    /// Numbers, in digits or words.
    numbers: Places,
    compared: u64,
}

impl Default for Scratch {
    fn default() -> Self {
        Self {
            len: 0,
            counted: [0; WINDOW + 1],
            words: [UNKNOWN; WINDOW + 1],
            classes: [OTHER; WINDOW + 1],
            of_class: [0; CLASSES],
            anchors: Vec::new(),
            passed: Vec::new(),
            there: 0,
            sentence: 0,
            before: [0; WINDOW + 1],
            after: [0; WINDOW + 1],
            ends: 0,
            open: 0,
            first: 0,
            numbers: 0,
            compared: 0,
        }
    }
}

/// Finds by what the phrases of a grammar are found.
struct Loader<'g> {
    elements: &'g Elements,
    words: usize,
    anchored: Vec<(u16, u16)>,
    others: Vec<Key>,
    flags: Vec<(u32, u32)>,
    cues: Vec<(u32, u32)>,
}

impl Loader<'_> {
    fn key(&mut self, key: Key) -> u32 {
        let at = self.others.iter().position(|known| *known == key).unwrap_or_else(|| {
            self.others.push(key);
            self.others.len() - 1
        });
        (self.words + at) as u32
    }

    /// Numbers the ways to find `element`.
    fn find(&mut self, element: Id, of: Meaning, count: &mut u16) {
        let elements = self.elements;
        match Anchor::of(elements, element) {
            Anchor::Word => self.way(u32::from(element), of),
            Anchor::Words(words) => words.iter().for_each(|word| self.way(u32::from(*word), of)),
            Anchor::Part(parts, at) => return self.find(parts[at], of, count),
            Anchor::Parts(parts) => return parts.iter().for_each(|part| self.find(*part, of, count)),
            Anchor::Other(key) => {
                let key = self.key(key);
                self.way(key, of);
            }
            Anchor::None => return,
        }
        self.anchored.push((of.phrase, *count));
        *count += 1;
    }

    /// The way that is numbered next is found by `key`.
    fn way(&mut self, key: u32, of: Meaning) {
        let number = self.anchored.len() as u32;
        if of.flag {
            self.flags.push((key, number));
        }
        if of.cue {
            self.cues.push((key, number));
        }
    }
}

/// By what an element is found.
enum Anchor<'g> {
    /// The word that it is.
    Word,
    /// Any of these.
    Words(&'g [Id]),
    /// That part of the sequence.
    Part(&'g [Id], usize),
    /// Each of these.
    Parts(&'g [Id]),
    /// What is no word; then the element itself is compared.
    Other(Key),
    /// The compiler chose no such anchor.
    None,
}

impl<'g> Anchor<'g> {
    fn of(elements: &'g Elements, id: Id) -> Self {
        let Some(element) = elements.get(id) else { return Self::Word };
        let parts = |parts: elements::Parts| parts.of(&elements.parts);
        match element {
            Element::Any(words) => Self::Words(parts(words)),
            Element::Sequence(all, at) => Self::Part(parts(all), usize::from(at)),
            Element::Choice(all) => Self::Parts(parts(all)),
            Element::Number(..) => Self::Other(Key::Number(DIGITS)),
            Element::Clock => Self::Other(Key::Number(CLOCK)),
            Element::NumericDate => Self::Other(Key::Number(DATE)),
            Element::Mark(mark) => Self::Other(Key::Mark(u32::from(mark))),
            Element::Prefix(letters) => {
                beginning(elements.letters(letters)).map_or(Self::None, |code| Self::Other(Key::Begin(code)))
            }
            _ => Self::None,
        }
    }
}

/// The edges of elements.
struct Bounds<'m> {
    elements: &'m Elements,
    words: &'m [Word],
    numerals: usize,
}

impl Bounds<'_> {
    /// Of every element, parts before what they are part of; and the sets that they name.
    #[inline(never)]
    fn all(&self) -> (Vec<Edges>, Vec<Classes>) {
        let mut sets: Vec<Classes> = (0..CLASSES).map(bit).collect();
        sets.push(ANYTHING);
        let numerals = self.words[..self.numerals].iter();
        let numbers = numerals.fold(bit(usize::from(DIGITS)), |all, word| all | bit(usize::from(word.class)));
        let numbers = named(&mut sets, numbers);
        let mut edges = Vec::with_capacity(self.elements.list.len());
        for element in &self.elements.list {
            edges.push(self.edges_of(*element, numbers, &edges, &mut sets));
        }
        (edges, sets)
    }

    /// What an element can begin and end with, those of the elements before it being known.
    fn edges_of(&self, element: Element, numbers: Set, known: &[Edges], sets: &mut Vec<Classes>) -> Edges {
        match element {
            Element::Any(words) => {
                let (mut set, mut common) = (0, 0_u16);
                for word in words.of(&self.elements.parts) {
                    let word = self.words[usize::from(*word)];
                    set |= bit(usize::from(word.class));
                    common = common.saturating_add(u16::from(word.common));
                }
                Edges::only(named(sets, set), common)
            }
            Element::Choice(parts) => {
                let [mut first, mut last, mut must] = [0; 3];
                let mut all = Edges { common: 0, ..Edges::ANYTHING };
                for part in parts.of(&self.elements.parts) {
                    let edges = self.edges(*part, known);
                    first |= sets[usize::from(edges.first)];
                    last |= sets[usize::from(edges.last)];
                    must |= sets[usize::from(edges.must)];
                    all.common = all.common.saturating_add(edges.common);
                    all.empty |= edges.empty;
                    all.leaves |= edges.leaves;
                }
                all.first = named(sets, first);
                all.last = if last == first { all.first } else { named(sets, last) };
                all.must = if must == first { all.first } else { named(sets, must) };
                all
            }
            Element::Sequence(parts, _) => {
                let parts = parts.of(&self.elements.parts);
                let (first, empty) = self.begin(parts.iter(), false, known, sets);
                let (last, _) = self.begin(parts.iter().rev(), true, known, sets);
                let mut all = Edges { first, last, empty, ..Edges::ANYTHING };
                for part in parts {
                    let edges = self.edges(*part, known);
                    if edges.common < all.common || all.must == ALL {
                        (all.must, all.common) = (edges.must, edges.common);
                    }
                    all.leaves |= edges.leaves;
                }
                all
            }
            Element::Optional(inner) => {
                let inner = self.edges(inner, known);
                Edges { must: ALL, common: UNTOLD, empty: true, ..inner }
            }
            Element::Number(..) => Edges::only(numbers, UNTOLD),
            Element::Clock => Edges::only(Set::from(CLOCK), UNTOLD),
            Element::NumericDate => Edges::only(Set::from(DATE), UNTOLD),
            Element::Mark(mark) if is_sign(mark) => Edges::only(Set::from(SIGN), UNTOLD),
            Element::Mark(mark) => Edges { leaves: matches!(mark, '.' | '!' | '?' | '|'), ..Edges::ANYTHING },
            _ => Edges::ANYTHING,
        }
    }

    fn edges(&self, id: Id, known: &[Edges]) -> Edges {
        match self.words.get(usize::from(id)) {
            Some(word) => Edges::only(Set::from(word.class), u16::from(word.common)),
            None => known[usize::from(id) - self.words.len()],
        }
    }

    /// What one after the other can begin with, going forward or backward.
    fn begin<'p>(
        &self,
        mut parts: impl Iterator<Item = &'p Id> + Clone,
        backward: bool,
        known: &[Edges],
        sets: &mut Vec<Classes>,
    ) -> (Set, bool) {
        if let Some(first) = parts.clone().next().map(|part| self.edges(*part, known)).filter(|first| !first.empty) {
            return (if backward { first.last } else { first.first }, false);
        }
        let (classes, empty) = self.reach(&mut parts, backward, known, sets);
        (named(sets, classes), empty)
    }

    /// [`Bounds::begin`] as a set, and whether nothing at all may stand there.
    fn reach(
        &self,
        parts: &mut dyn Iterator<Item = &Id>,
        backward: bool,
        known: &[Edges],
        sets: &[Classes],
    ) -> (Classes, bool) {
        let mut classes = 0;
        for part in parts {
            let edges = self.edges(*part, known);
            classes |= sets[usize::from(if backward { edges.last } else { edges.first })];
            if !edges.empty {
                return (classes, false);
            }
        }
        (classes, true)
    }
}

/// The number of a set; one that cannot have a number is taken for all.
fn named(sets: &mut Vec<Classes>, set: Classes) -> Set {
    if set == ANYTHING || sets.len() > usize::from(Set::MAX) {
        return ALL;
    }
    if set.count_ones() == 1 {
        return set.trailing_zeros() as Set;
    }
    sets.push(set);
    (sets.len() - 1) as Set
}

/// A phrase, and which searches find it.
#[derive(Clone, Copy)]
struct Meaning {
    phrase: u16,
    flag: bool,
    cue: bool,
}

impl Matcher {
    /// Takes a grammar that the compiler made. The word lists `early` are found by
    /// [`Matcher::flags`] too: those that somebody asks for about a whole document.
    pub fn new(grammar: Grammar, early: &[u16]) -> Self {
        // The loops are functions of their own: where a browser finds one hot, it compiles its
        // whole function anew.
        let codes = fingerprints(&grammar.words);
        let (elements, roots) = Elements::read(&grammar, codes.len());
        let phrases: Vec<Phrase> = grammar
            .phrases
            .iter()
            .flat_map(|(meaning, count)| core::iter::repeat_n(*meaning, usize::from(*count)))
            .collect();
        let lengths = grammar.words.split(' ').map(str::len);
        let word = |(code, length): (&u32, usize)| Word { class: class(*code), common: common(length) };
        let words: Vec<Word> = codes.iter().zip(lengths).map(word).collect();
        let (edges, sets) = Bounds { elements: &elements, words: &words, numerals: grammar.numbers.len() }.all();
        let (flags, cues) = (Vec::new(), Vec::new());
        let mut loader =
            Loader { elements: &elements, words: codes.len(), anchored: Vec::new(), others: Vec::new(), flags, cues };
        for (number, (root, meaning)) in roots.iter().zip(&phrases).enumerate() {
            let (flag, cue) = match meaning {
                Phrase::Flag { .. } => (true, false),
                Phrase::Except { .. } => (false, true),
                Phrase::Cue { list } => (early.contains(list), true),
            };
            loader.find(*root, Meaning { phrase: number as u16, flag, cue }, &mut 0);
        }
        let Loader { anchored, others, flags, cues, .. } = loader;
        let keys = codes.len() + others.len();
        let mut begins: Vec<(u32, u32)> = Vec::new();
        for (at, key) in others.iter().enumerate() {
            if let Key::Begin(code) = key {
                begins.push((*code, (codes.len() + at) as u32));
            }
        }
        sort::sort(&mut begins);
        let (flags, cues) = (Index::new(keys, &flags), Index::new(keys, &cues));
        let slots = table(&codes, &flags, &cues);
        let ways = anchored.iter().map(|_| OnceLock::new()).collect();
        Self {
            grammar,
            phrases,
            elements,
            edges,
            sets,
            words,
            slots,
            roots,
            ways,
            anchored,
            flags,
            cues,
            others,
            begins,
        }
    }

    /// The way with this number.
    #[inline]
    fn way(&self, number: u32) -> &Way {
        self.ways[number as usize].get_or_init(|| self.unfold(number))
    }

    #[cold]
    fn unfold(&self, number: u32) -> Way {
        let (phrase, anchor) = self.anchored[number as usize];
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let inclusive = self.trace(self.roots[usize::from(phrase)], &mut { anchor }, &mut before, &mut after);
        self.make_way(phrase, before, after, inclusive.expect("it was numbered by the same walk"))
    }

    /// Leads to an element's anchor with the number `skip`: what stands before and after it, farthest first, and
    /// whether the anchor itself is still to be compared.
    fn trace(&self, element: Id, skip: &mut u16, before: &mut Vec<Id>, after: &mut Vec<Id>) -> Option<bool> {
        let other = match Anchor::of(&self.elements, element) {
            Anchor::Part(parts, at) => {
                let lengths = (before.len(), after.len());
                before.extend(&parts[..at]);
                after.extend(parts[at + 1..].iter().rev());
                let found = self.trace(parts[at], skip, before, after);
                if found.is_none() {
                    before.truncate(lengths.0);
                    after.truncate(lengths.1);
                }
                return found;
            }
            Anchor::Parts(parts) => return parts.iter().find_map(|part| self.trace(*part, skip, before, after)),
            Anchor::None => return None,
            Anchor::Word | Anchor::Words(_) => false,
            Anchor::Other(_) => true,
        };
        if *skip > 0 {
            *skip -= 1;
            return None;
        }
        if other {
            after.push(element);
        }
        Some(other)
    }

    fn make_way(&self, phrase: u16, mut before: Vec<Id>, mut after: Vec<Id>, inclusive: bool) -> Way {
        before.reverse();
        after.reverse();
        let Self { elements, words, edges: known, sets, .. } = self;
        let bounds = Bounds { elements, words, numerals: self.grammar.numbers.len() };
        let edge = |parts: &[Id], backward| {
            let (classes, empty) = bounds.reach(&mut parts.iter(), backward, known, sets);
            if empty { ANYTHING } else { classes }
        };
        // What stands behind the end of a sentence is none of the sentence's.
        let leaves = before.iter().chain(&after).any(|id| bounds.edges(*id, known).leaves);
        let rarest = |parts: &[Id]| {
            let mut rarest = [Edges::ANYTHING; 2];
            for id in parts {
                let edges = bounds.edges(*id, known);
                if let Some(rank) = rarest.iter().position(|other| edges.common < other.common || other.must == ALL) {
                    rarest[rank..].rotate_right(1);
                    rarest[rank] = edges;
                }
            }
            rarest
        };
        let (rarest_before, rarest_after) = (rarest(&before), rarest(&after));
        let must =
            |rarest: [Edges; 2]| rarest.map(|edges| if leaves { ANYTHING } else { sets[usize::from(edges.must)] });
        // An anchor that is compared itself begins what comes after it. A number may go on, a mark
        // may be passed over.
        let beyond = match after.first().and_then(|first| elements.get(*first)).filter(|_| inclusive) {
            None => edge(&after, false),
            Some(Element::Mark(_)) => ANYTHING,
            Some(Element::Number(..)) if self.grammar.composes_numbers => ANYTHING,
            Some(_) => edge(&after[1..], false),
        };
        Way {
            gate: Gate {
                follow: beyond,
                precede: edge(&before, true),
                before: must(rarest_before),
                after: must(rarest_after),
            },
            before: before.into(),
            after: after.into(),
            phrase,
            leaves,
            inclusive,
            backward: rarest_before[0].common < rarest_after[0].common,
        }
    }

    /// What rules out the ways of a key, found once.
    #[inline(always)]
    fn gates<'m>(&'m self, index: &'m Index, key: u32) -> &'m [Gate] {
        index.gates[key as usize].get_or_init(|| index.of(key).iter().map(|way| self.way(*way).gate).collect())
    }

    /// The grammar that it was made of.
    pub fn grammar(&self) -> &Grammar {
        &self.grammar
    }

    /// What the phrase with this number means.
    #[inline]
    pub fn phrase(&self, number: u16) -> Phrase {
        self.phrases[usize::from(number)]
    }

    /// Whether a phrase names the word with this fingerprint.
    pub fn knows(&self, code: u32) -> bool {
        self.slot(code).word != UNKNOWN
    }

    /// The slot of a word, or an empty one.
    #[inline(always)]
    fn slot(&self, code: u32) -> Slot {
        let mask = self.slots.len() - 1;
        let mut at = code as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.code == code || slot.word == UNKNOWN {
                return slot;
            }
            at = (at + 1) & mask;
        }
    }

    fn other(&self, key: Key) -> Option<u32> {
        self.others.iter().position(|known| *known == key).map(|at| (self.words.len() + at) as u32)
    }

    /// Appends every rule's phrase, and those of the early word lists, among `tokens` (one
    /// block of `text`) to `found`, not sorted, overlaps and repetitions included.
    pub fn flags(&self, scratch: &mut Scratch, text: &str, tokens: &[Token], found: &mut Vec<Found>) {
        self.search::<false>(scratch, text, tokens, found);
    }

    /// Appends every exception and word list among `tokens` to `found`.
    pub fn cues(&self, scratch: &mut Scratch, text: &str, tokens: &[Token], found: &mut Vec<Found>) {
        self.search::<true>(scratch, text, tokens, found);
    }

    fn search<const CUES: bool>(&self, scratch: &mut Scratch, text: &str, tokens: &[Token], found: &mut Vec<Found>) {
        let mut first = 0;
        // Anchors before this token belong to an earlier window.
        let mut fresh = 0;
        while fresh < tokens.len() {
            let next = self.fill::<CUES>(scratch, text, tokens, first, fresh);
            let anchors = core::mem::take(&mut scratch.anchors);
            for (place, key) in &anchors {
                let at = scratch.counted[*place as usize] as usize;
                if at >= fresh && at < next.fresh {
                    let index = if CUES { &self.cues } else { &self.flags };
                    self.verify(scratch, (text, tokens), *place as usize, (index, *key), found);
                }
            }
            scratch.anchors = anchors;
            (first, fresh) = (next.first, next.fresh);
        }
    }

    /// Looks up the words of the window that begins at token `first`. Gives where the next
    /// window begins, and from which token on its anchors are new.
    fn fill<const CUES: bool>(
        &self,
        scratch: &mut Scratch,
        text: &str,
        tokens: &[Token],
        first: usize,
        fresh: usize,
    ) -> Next {
        scratch.clear(first);
        let index = if CUES { &self.cues } else { &self.flags };
        let numerals = self.grammar.numbers.len();
        let mut at = first;
        while at < tokens.len() && scratch.len < WINDOW {
            let token = &tokens[at];
            let place = scratch.len;
            at += 1;
            let (mut word, mut of) = (UNKNOWN, OTHER);
            match token.kind {
                Kind::Word | Kind::Cjk => {
                    let slot = self.slot(token.code);
                    if slot.word != UNKNOWN {
                        word = slot.word;
                        of = class(token.code);
                        if usize::from(word) < numerals {
                            scratch.numbers |= bit(place);
                        }
                        if slot.anchors & (if CUES { Slot::CUES } else { Slot::FLAGS }) != 0 {
                            scratch.anchors.push((place as u32, u32::from(word)));
                        }
                    }
                    if CUES
                        && token.kind == Kind::Word
                        && !self.begins.is_empty()
                        && let Some(code) = beginning(token.text(text))
                        && let Ok(found) = self.begins.binary_search_by_key(&code, |(code, _)| *code)
                    {
                        scratch.anchor(place, self.begins[found].1, index);
                    }
                }
                Kind::Number => {
                    of = match () {
                        () if token.flags.has(Flags::CLOCK) => CLOCK,
                        () if token.flags.has(Flags::DATE) => DATE,
                        () => DIGITS,
                    };
                    scratch.numbers |= bit(place);
                    if let Some(key) = self.other(Key::Number(of)) {
                        scratch.anchor(place, key, index);
                    }
                }
                Kind::Mark if is_passed_over(token) => {
                    scratch.passed.push((place as u32, token.code));
                    continue;
                }
                Kind::Mark => {
                    if token.ends_sentence() {
                        scratch.ends |= bit(place);
                    } else {
                        of = SIGN;
                    }
                    if let Some(key) = self.other(Key::Mark(token.code)) {
                        scratch.anchor(place, key, index);
                    }
                }
            }
            scratch.push(at as u32 - 1, word, of);
        }
        scratch.close();
        if at == tokens.len() {
            return Next { first: at, fresh: at };
        }
        // Sentences that fit belong to this window, and the next one begins a sentence
        // earlier. Where sentences have no end, windows overlap by a quarter.
        // A mark that ends a sentence is an anchor of the next window: a phrase may begin with it.
        let after =
            |place: usize| scratch.counted[place - 1] as usize + usize::from(scratch.ends & bit(place - 1) == 0);
        let last = (scratch.ends != 0).then(|| 128 - scratch.ends.leading_zeros() as usize);
        let mut place = last.filter(|place| *place > WINDOW / 2).unwrap_or(WINDOW * 3 / 4);
        if after(place) <= fresh {
            place = WINDOW;
        }
        let earlier = scratch.ends & ((1 << (place - 1)) - 1);
        let start = if earlier == 0 { 0 } else { 128 - earlier.leading_zeros() as usize };
        let start = if place - start <= WINDOW / 2 && start > 0 { start } else { place - WINDOW / 4 };
        Next { first: scratch.counted[start] as usize, fresh: after(place) }
    }

    /// The longest match of each way whose anchor is the counted token `place`.
    fn verify(
        &self,
        scratch: &mut Scratch,
        (text, tokens): (&str, &[Token]),
        place: usize,
        (index, key): (&Index, u32),
        found: &mut Vec<Found>,
    ) {
        let next = scratch.class(place + 1);
        let last = scratch.class(place.wrapping_sub(1));
        scratch.see_sentence(place);
        let (before, after) = (scratch.before[place & WINDOW], scratch.after[place & WINDOW]);
        let mut compared = 0;
        for (at, gate) in self.gates(index, key).iter().enumerate() {
            if has(gate.follow, next)
                && has(gate.precede, last)
                && gate.before[0] & before != 0
                && gate.after[0] & after != 0
                && gate.before[1] & before != 0
                && gate.after[1] & after != 0
            {
                compared += 1;
                self.compare(scratch, (text, tokens), place, index.of(key)[at], found);
            }
        }
        scratch.compared += compared;
    }

    /// The longest match of a way whose anchor is the counted token `place`.
    #[inline(never)]
    fn compare(
        &self,
        scratch: &Scratch,
        (text, tokens): (&str, &[Token]),
        place: usize,
        way: u32,
        found: &mut Vec<Found>,
    ) {
        let way = self.way(way);
        let around = if way.leaves {
            [scratch.there; 2]
        } else {
            [scratch.before[place & WINDOW], scratch.after[place & WINDOW]]
        };
        let view = View { matcher: self, scratch, text, tokens, around };
        let start = bit(place);
        let first = if way.inclusive { start } else { start << 1 };
        let (ahead, behind);
        if way.backward {
            behind = view.through::<true>(&way.before, start);
            if behind == 0 {
                return;
            }
            ahead = view.through::<false>(&way.after, first);
        } else {
            ahead = view.through::<false>(&way.after, first);
            if ahead == 0 {
                return;
            }
            behind = view.through::<true>(&way.before, start);
        }
        if ahead != 0 && behind != 0 {
            let (start, end) = (behind.trailing_zeros() as usize, 127 - ahead.leading_zeros() as usize);
            if start < end {
                let (start, end) = (scratch.counted[start], scratch.counted[end - 1] + 1);
                found.push(Found { start, end, phrase: way.phrase });
            }
        }
    }
}

/// Words by fingerprint, and whether they are keys of the indexes.
#[inline(never)]
fn table(codes: &[u32], flags: &Index, cues: &Index) -> Vec<Slot> {
    let mut slots = vec![Slot { code: 0, word: UNKNOWN, anchors: 0 }; (codes.len() * 2).next_power_of_two().max(2)];
    let mask = slots.len() - 1;
    for (word, code) in codes.iter().enumerate() {
        let mut at = *code as usize & mask;
        while slots[at].word != UNKNOWN {
            at = (at + 1) & mask;
        }
        let is_key = |index: &Index, flag: u16| if index.of(word as u32).is_empty() { 0 } else { flag };
        let anchors = is_key(flags, Slot::FLAGS) | is_key(cues, Slot::CUES);
        slots[at] = Slot { code: *code, word: word as Id, anchors };
    }
    slots
}

/// Fingerprints of words with a blank after each.
#[inline(never)]
fn fingerprints(words: &str) -> Vec<u32> {
    let bytes = words.as_bytes();
    let mut start = 0;
    let mut codes = Vec::new();
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b' ' {
            codes.push(if bytes[start..at].is_ascii() {
                hash::ascii(bytes, start, at)
            } else {
                let mut hasher = Hasher::default();
                words[start..at].chars().for_each(|c| hasher.push(c));
                hasher.finish()
            });
            start = at + 1;
        }
    }
    codes
}

/// Where the next window begins, and its first token whose anchors are new.
struct Next {
    first: usize,
    fresh: usize,
}

impl Scratch {
    /// How many phrases were compared, step by step, whose anchor has fitting neighbours and for
    /// whose words there are words of their classes on the right side of it: the work that speed
    /// is held by.
    pub fn compared(&self) -> u64 {
        self.compared
    }

    /// Begins a window.
    fn clear(&mut self, first: usize) {
        for class in &self.classes[..self.len] {
            self.of_class[usize::from(*class)] = 0;
        }
        self.len = 0;
        self.anchors.clear();
        self.passed.clear();
        (self.ends, self.numbers, self.first, self.there) = (0, 0, first, bit(usize::from(OTHER)));
        self.sentence = 0;
    }

    /// Adds a counted token.
    #[inline(always)]
    fn push(&mut self, at: u32, word: Id, class: u8) {
        let place = self.len & WINDOW;
        self.counted[place] = at;
        self.words[place] = word;
        self.classes[place] = class;
        let here = bit(place);
        self.of_class[usize::from(class) & (CLASSES - 1)] |= here;
        self.there |= bit(usize::from(class));
        self.len += 1;
    }

    /// Ends a window.
    fn close(&mut self) {
        self.words[self.len] = UNKNOWN;
        self.classes[self.len] = OTHER;
        self.open = ((1 << self.len) - 1) & !self.ends;
    }

    #[inline(always)]
    fn anchor(&mut self, place: usize, key: u32, index: &Index) {
        if index.starts[key as usize] != index.starts[key as usize + 1] {
            self.anchors.push((place as u32, key));
        }
    }

    /// The class of a counted token; beside the window stands no word.
    #[inline(always)]
    fn class(&self, place: usize) -> usize {
        usize::from(self.classes[place & WINDOW])
    }

    /// The word of a counted token.
    #[inline(always)]
    fn word(&self, place: usize) -> Id {
        self.words[place & WINDOW]
    }

    /// Finds out what stands before and after the counted tokens of the sentence of `place`.
    #[inline(always)]
    fn see_sentence(&mut self, place: usize) {
        if !has(self.sentence, place) {
            self.enter_sentence(place);
        }
    }

    #[inline(never)]
    fn enter_sentence(&mut self, place: usize) {
        let below = self.ends & ((1 << place) - 1);
        let from = 128 - below.leading_zeros() as usize;
        let above = self.ends >> place;
        let to = if above == 0 { self.len } else { place + above.trailing_zeros() as usize };
        self.sentence = ((1 << to) - 1) & (Places::MAX << from.min(127));
        // The mark at the end counts, so that all is told of it too.
        let to = (to + 1).min(self.len);
        // The lack of a token is always there.
        let mut classes = bit(usize::from(OTHER));
        for place in from..to {
            self.before[place & WINDOW] = classes;
            classes |= bit(self.class(place));
        }
        classes = bit(usize::from(OTHER));
        for place in (from..to).rev() {
            classes |= bit(self.class(place));
            self.after[place & WINDOW] = classes;
        }
    }
}

/// Of so many places each is looked at; of more, what stands around.
const FEW: u32 = 8;

/// Whether a set has one member.
#[inline(always)]
fn is_one(places: Places) -> bool {
    places & places.wrapping_sub(1) == 0
}

/// Steps over elements from an anchor, ahead and behind.
struct View<'m> {
    matcher: &'m Matcher,
    scratch: &'m Scratch,
    text: &'m str,
    tokens: &'m [Token],
    /// Classes of all that a way may lead to, before the anchor and after it.
    around: [Classes; 2],
}

impl View<'_> {
    fn token(&self, place: usize) -> Option<&Token> {
        (place < self.scratch.len).then(|| &self.tokens[self.scratch.counted[place] as usize])
    }

    #[inline(always)]
    fn edges(&self, element: Id) -> &Edges {
        &self.matcher.edges[usize::from(element) - self.matcher.words.len()]
    }

    #[inline(always)]
    fn set(&self, set: Set) -> Classes {
        self.matcher.sets[usize::from(set)]
    }

    /// The counted tokens at which a word may stand: those before the anchor, or those after it.
    #[inline(always)]
    fn standing(&self, word: Id, after: bool) -> Places {
        let class = usize::from(self.matcher.words[usize::from(word)].class);
        if has(self.around[usize::from(after)], class) { self.look_for(word, class) } else { 0 }
    }

    fn look_for(&self, word: Id, class: usize) -> Places {
        let those = bits(self.scratch.of_class[class]).filter(|place| self.scratch.word(*place) == word);
        those.fold(0, |all, place| all | bit(place))
    }

    /// The same for any of `words`, whose classes are `set`.
    #[inline(never)]
    fn standing_of(&self, words: &[Id], set: Classes, after: bool) -> Places {
        let mut all = 0;
        for class in bits(set & self.around[usize::from(after)]) {
            for place in bits(self.scratch.of_class[class]) {
                if words.binary_search(&self.scratch.word(place)).is_ok() {
                    all |= bit(place);
                }
            }
        }
        all
    }

    /// The places that elements lead to, one after the other.
    #[inline(always)]
    fn through<const BACK: bool>(&self, elements: &[Id], mut places: Places) -> Places {
        for element in elements {
            places = self.step::<BACK>(*element, places);
            if places == 0 {
                break;
            }
        }
        places
    }

    /// The places that `element` leads to from any of `places`: to the right, or to the left.
    #[inline(always)]
    fn step<const BACK: bool>(&self, element: Id, places: Places) -> Places {
        if usize::from(element) >= self.matcher.words.len() {
            return self.leap::<BACK>(element, places);
        }
        if !is_one(places) {
            return beside::<BACK>(places, self.standing(element, !BACK));
        }
        let place = (places.trailing_zeros() as usize).wrapping_sub(usize::from(BACK));
        if self.scratch.word(place) == element { beside::<BACK>(places, Places::MAX) } else { 0 }
    }

    /// [`View::step`] over what is more than a word.
    fn leap<const BACK: bool>(&self, element: Id, places: Places) -> Places {
        let elements = &self.matcher.elements;
        match elements.list[usize::from(element) - elements.words] {
            Element::Any(words) => {
                let words = words.of(&elements.parts);
                let set = self.set(self.edges(element).first);
                if !is_one(places) {
                    return beside::<BACK>(places, self.standing_of(words, set, !BACK));
                }
                let place = (places.trailing_zeros() as usize).wrapping_sub(usize::from(BACK));
                if has(set, self.scratch.class(place)) && words.binary_search(&self.scratch.word(place)).is_ok() {
                    beside::<BACK>(places, Places::MAX)
                } else {
                    0
                }
            }
            Element::Sequence(parts, _) => {
                let parts = parts.of(&elements.parts);
                let mut places = places;
                for at in 0..parts.len() {
                    places = self.step::<BACK>(parts[if BACK { parts.len() - 1 - at } else { at }], places);
                    if places == 0 {
                        break;
                    }
                }
                places
            }
            Element::Choice(parts) => self.either::<BACK>(parts.of(&elements.parts), places),
            Element::Optional(inner) => places | self.step::<BACK>(inner, places),
            Element::Gap(count) => {
                let (mut all, mut last) = (places, places);
                for _ in 0..count {
                    last = beside::<BACK>(last, self.scratch.open);
                    all |= last;
                }
                all
            }
            _ if BACK => self.behind(element, places),
            _ => self.ahead(element, places),
        }
    }

    /// The places that any of `parts`, a choice, leads to.
    #[inline(always)]
    fn either<const BACK: bool>(&self, parts: &[Id], places: Places) -> Places {
        let mut word = UNKNOWN;
        let around = self.around[usize::from(!BACK)];
        let mut here = around;
        let one = is_one(places);
        if one {
            let place = (places.trailing_zeros() as usize).wrapping_sub(usize::from(BACK));
            word = self.scratch.word(place);
            here = bit(self.scratch.class(place));
        } else if places.count_ones() <= FEW {
            let class = |place: usize| self.scratch.class(place.wrapping_sub(usize::from(BACK)));
            here = bits(places).fold(0, |all, place| all | bit(class(place)));
        }
        let mut all = 0;
        for part in parts {
            if usize::from(*part) >= self.matcher.words.len() {
                let edges = self.edges(*part);
                let set = self.set(if BACK { edges.last } else { edges.first });
                if (set & here != 0 || edges.empty) && self.set(edges.must) & around != 0 {
                    all |= self.leap::<BACK>(*part, places);
                }
            } else if !one {
                all |= beside::<BACK>(places, self.standing(*part, !BACK));
            } else if word == *part {
                all |= beside::<BACK>(places, Places::MAX);
            }
        }
        all
    }

    /// [`View::step`] to the right over an element that is no word, and not made of words.
    #[inline(never)]
    fn ahead(&self, element: Id, places: Places) -> Places {
        let elements = &self.matcher.elements;
        match elements.list[usize::from(element) - elements.words] {
            Element::Rest => {
                let (mut all, mut pass) = (places, self.scratch.open << 1);
                for step in [1, 2, 4, 8, 16, 32, 64] {
                    all |= pass & all << step;
                    pass &= pass << step;
                }
                all
            }
            Element::Number(low, high) => {
                let mut reached = 0;
                for place in bits(places & self.scratch.numbers) {
                    let mut length = 1;
                    while self.matcher.grammar.composes_numbers
                        && self.is_numeral(place + length)
                        && self.token(place + length).is_some_and(|token| token.kind != Kind::Number)
                    {
                        length += 1;
                    }
                    reached |= Places::from(self.within(place, length, low, high)) << (place + length);
                }
                reached
            }
            Element::Mark(mark) => self.passed(places, mark) | (self.those(places, |token| token.is_mark(mark)) << 1),
            Element::Start => self.at_edges(places, |place| self.starts_line(place)),
            Element::End => self.at_edges(places, |place| self.ends_line(place)),
            node => self.those(places, |token| self.is(node, token)) << 1,
        }
    }

    /// [`View::step`] to the left over an element that is no word, and not made of words.
    #[inline(never)]
    fn behind(&self, element: Id, places: Places) -> Places {
        let elements = &self.matcher.elements;
        match elements.list[usize::from(element) - elements.words] {
            Element::Rest => {
                let (mut all, mut pass) = (places, self.scratch.open);
                for step in [1, 2, 4, 8, 16, 32, 64] {
                    all |= pass & all >> step;
                    pass &= pass >> step;
                }
                all
            }
            Element::Number(low, high) => {
                let mut reached = 0;
                for place in bits((places >> 1) & self.scratch.numbers) {
                    // The whole numeral: 二十五 is no 五.
                    let mut start = place;
                    while self.matcher.grammar.composes_numbers
                        && start > 0
                        && self.token(start).is_some_and(|token| token.kind != Kind::Number)
                        && self.is_numeral(start - 1)
                    {
                        start -= 1;
                    }
                    reached |= Places::from(self.within(start, place + 1 - start, low, high)) << start;
                }
                reached
            }
            Element::Mark(mark) => self.passed(places, mark) | self.those(places >> 1, |token| token.is_mark(mark)),
            Element::Start => self.at_edges(places, |place| self.starts_line(place)),
            Element::End => self.at_edges(places, |place| self.ends_line(place)),
            node => self.those(places >> 1, |token| self.is(node, token)),
        }
    }

    /// Elements of one token that are looked at where they are asked for.
    fn is(&self, node: Element, token: &Token) -> bool {
        match node {
            Element::Prefix(prefix) => {
                token.kind == Kind::Word && begins_with(token.text(self.text), self.matcher.elements.letters(prefix))
            }
            Element::Exact(exact) => token.text(self.text) == self.matcher.elements.letters(exact),
            Element::Clock => token.flags.has(Flags::CLOCK),
            Element::NumericDate => token.flags.has(Flags::DATE),
            Element::Capital => token.flags.has(Flags::CAPITAL),
            _ => false,
        }
    }

    /// Those of the counted tokens `places` that satisfy `wanted`.
    fn those(&self, places: Places, wanted: impl Fn(&Token) -> bool) -> Places {
        bits(places).filter(|place| self.token(*place).is_some_and(&wanted)).fold(0, |all, place| all | bit(place))
    }

    /// Those of `places` at which the mark is passed over.
    fn passed(&self, places: Places, mark: char) -> Places {
        let passed = self.scratch.passed.iter().filter(|(_, code)| *code == u32::from(mark));
        passed.fold(0, |all, (place, _)| all | places & 1 << place)
    }

    fn is_numeral(&self, place: usize) -> bool {
        place < WINDOW && self.scratch.numbers >> place & 1 == 1
    }

    /// Whether the numeral at the counted tokens `place..place + length` is within the bounds.
    fn within(&self, place: usize, length: usize, low: u32, high: u32) -> bool {
        let mut numerals = (place..place + length).filter_map(|place| self.token(place));
        let plain = numerals.all(|token| !token.flags.any(Flags::CLOCK.with(Flags::DATE)));
        plain && self.value(place, length).is_some_and(|value| (low..=high).contains(&value))
    }

    /// The value of numerals: digits and units as in 三百二十 and 3萬.
    fn value(&self, place: usize, length: usize) -> Option<u32> {
        let (mut total, mut section, mut digit) = (0_u32, 0_u32, 0_u32);
        let mut fresh = false;
        let alone = length == 1;
        for place in place..place + length {
            let token = self.token(place)?;
            let digits = token.kind == Kind::Number;
            let word = usize::from(self.scratch.word(place));
            let value = if digits { token.code } else { *self.matcher.grammar.numbers.get(word)? };
            if digits || alone || value < 10 {
                digit = if fresh && !digits { digit.saturating_mul(10).saturating_add(value) } else { value };
                fresh = true;
            } else if value < 10_000 {
                section = section.saturating_add(if fresh { digit.saturating_mul(value) } else { value });
                (digit, fresh) = (0, false);
            } else {
                let below = section.saturating_add(digit).max(1);
                total = total.saturating_add(below.saturating_mul(value));
                (section, digit, fresh) = (0, 0, false);
            }
        }
        Some(total.saturating_add(section).saturating_add(digit))
    }

    fn at_edges(&self, places: Places, is_edge: impl Fn(usize) -> bool) -> Places {
        bits(places).filter(|place| is_edge(*place)).fold(0, |all, place| all | bit(place))
    }

    /// Marks before the first word do not count: “□ I agree”.
    fn starts_line(&self, place: usize) -> bool {
        let from = match place.checked_sub(1) {
            Some(before) => self.scratch.counted[before] as usize + 1,
            None => self.scratch.first,
        };
        let to = if place < self.scratch.len { self.scratch.counted[place] as usize + 1 } else { self.tokens.len() };
        from == 0 || self.tokens[from..to].iter().take(16).any(|token| token.flags.has(Flags::LINE_START))
    }

    fn ends_line(&self, place: usize) -> bool {
        let from = match place.checked_sub(1) {
            Some(before) => self.scratch.counted[before] as usize + 1,
            None => self.scratch.first,
        };
        let rest = &self.tokens[from..];
        let marks =
            rest.iter().take(16).take_while(|token| token.kind == Kind::Mark && !token.flags.has(Flags::LINE_START));
        rest.get(marks.count()).is_none_or(|token| token.flags.has(Flags::LINE_START))
    }
}

/// Those of `those` that lie right behind one of `places`, as the boundaries on their far side; to the left, before it.
#[inline(always)]
fn beside<const BACK: bool>(places: Places, those: Places) -> Places {
    if BACK { places >> 1 & those } else { (places & those) << 1 }
}

/// Marks that a match passes over: all but ends of sentences, percent and currency signs.
fn is_passed_over(token: &Token) -> bool {
    token.kind == Kind::Mark && !token.ends_sentence() && !char::from_u32(token.code).is_some_and(is_sign)
}

fn is_sign(mark: char) -> bool {
    matches!(mark, '%' | '$' | '£' | '€' | '¥' | '₩')
}

/// The numbers of the bits that are set, lowest first.
fn bits(mut set: Places) -> impl Iterator<Item = usize> {
    core::iter::from_fn(move || {
        let bit = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(bit)
    })
}

/// The fingerprint of the first three folded letters.
fn beginning(word: &str) -> Option<u32> {
    if let Some(three) = word.as_bytes().first_chunk::<3>()
        && three.iter().all(u8::is_ascii_alphanumeric)
    {
        return Some(hash::ascii(three, 0, 3));
    }
    let mut hasher = Hasher::default();
    let mut letters = 0;
    for c in word.chars() {
        match fold::fold(c) {
            Fold::Letter(letter, _) | Fold::Cjk(letter, _) => {
                hasher.push(letter);
                letters += 1;
            }
            Fold::Letters(pair) => {
                for letter in pair.map(char::from).into_iter().take(3 - letters) {
                    hasher.push(letter);
                    letters += 1;
                }
            }
            _ => {}
        }
        if letters == 3 {
            return Some(hasher.finish());
        }
    }
    None
}

/// Whether the folded letters of `word` begin with `prefix`.
fn begins_with(word: &str, prefix: &str) -> bool {
    let (letters, wanted) = (word.as_bytes(), prefix.as_bytes());
    let same = letters.iter().zip(wanted).take_while(|(letter, wanted)| letter.eq_ignore_ascii_case(wanted)).count();
    if same == wanted.len() || letters.get(same).is_none_or(u8::is_ascii_alphanumeric) {
        return same == wanted.len();
    }
    let mut wanted = prefix.chars();
    let mut next = wanted.next();
    for c in word.chars() {
        let mut take = |letter: char| {
            let same = next == Some(letter);
            if same {
                next = wanted.next();
            }
            same || next.is_none()
        };
        let same = match fold::fold(c) {
            Fold::Letter(letter, _) | Fold::Cjk(letter, _) => take(letter),
            Fold::Letters([a, b]) => take(char::from(a)) && take(char::from(b)),
            _ => true,
        };
        if !same {
            return false;
        }
        if next.is_none() {
            return true;
        }
    }
    next.is_none()
}
