//! Finds phrases among tokens: a rare word of each phrase is looked up, and only where it
//! stands is the rest of the phrase compared, outwards in both directions.
//!
//! Where a phrase may be is a set of places, kept as the bits of one number. Where a word
//! or a list of words stands is found once for each window, when first asked for; a step
//! over it is then a shift and an `and`, however many places, and a list that stands
//! nowhere in the sentence rules its phrases out.
//! So optional parts, gaps and alternatives cost a bounded amount for each anchor, whatever
//! the copy: nothing is tried twice and nothing grows with the sentence.

use core::cell::Cell;
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

/// A grammar, unfolded: words in a hash table, and for each the ways to find phrases by it.
#[derive(Clone, Debug)]
pub struct Matcher {
    grammar: Grammar,
    /// By number.
    phrases: Vec<Phrase>,
    elements: Elements,
    /// What each element can begin and end with; words are not among them.
    edges: Vec<Edges>,
    /// Fingerprints of words by number.
    codes: Vec<u32>,
    /// Bytes of words by number.
    lengths: Vec<u8>,
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
}

/// No word of the grammar.
const UNKNOWN: Id = Id::MAX;

/// What is no word and still an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    /// A number in digits.
    Number,
    Mark(u32),
    /// The fingerprint of a word's first three letters.
    Begin(u32),
}

/// For each key the numbers of its ways, one key's after another's.
#[derive(Clone, Debug, Default)]
struct Index {
    starts: Vec<u32>,
    ways: Vec<u32>,
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
        Self { starts, ways }
    }

    #[inline(always)]
    fn of(&self, key: u32) -> &[u32] {
        &self.ways[self.starts[key as usize] as usize..self.starts[key as usize + 1] as usize]
    }
}

/// Classes of tokens, as bits: what an element can begin with is a set of them, never too
/// few, so that most places are given up after one look at the neighbour.
type Classes = u128;

/// Numbers in digits.
const DIGITS: u8 = 127;
/// Tokens that no word of a phrase is, and the lack of a token.
const OTHER: u8 = 126;

/// The class of a known word.
#[inline(always)]
fn class(code: u32) -> u8 {
    let class = (code >> 25) as u8;
    if class >= OTHER { class - 64 } else { class }
}

/// What an element can take.
#[derive(Clone, Copy, Debug, Default)]
struct Edges {
    /// At its first token.
    first: Classes,
    /// At its last one.
    last: Classes,
    /// It can take nothing at all.
    empty: bool,
    /// It can take the end of a sentence.
    leaves: bool,
}

const ANYTHING: Classes = Classes::MAX;

/// A way to find a phrase: what must stand before and after the anchor.
#[derive(Clone, Debug)]
struct Way {
    /// Classes of the token after the anchor (of the anchor, where that is compared itself).
    follow: Classes,
    /// Classes of the token before it.
    precede: Classes,
    /// Elements before the anchor, nearest first.
    before: Box<[Id]>,
    /// Elements after it.
    after: Box<[Id]>,
    phrase: u16,
    /// The rarest words or lists of words beside the anchor: all must stand in the sentence.
    needed: [Id; 3],
    /// The phrase names a mark that ends a sentence.
    leaves: bool,
    /// The anchor is a number, a mark or a beginning: the element itself is still to be compared.
    inclusive: bool,
}

/// An element that needs nothing.
const NONE: Id = Id::MAX;

/// What a search writes on; made once for many.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// For each list of words, the counted tokens at which it stands, in the window `generation`.
    stands: Vec<Cell<(Places, u32)>>,
    /// The same for each choice, by the number of its element.
    chosen: Vec<Cell<(Places, u32)>>,
    /// The same for each word.
    standing: Vec<(Places, u32)>,
    generation: u32,
    /// The counted tokens of the window: their places among the tokens, words and classes.
    counted: Vec<u32>,
    words: Vec<Id>,
    classes: Vec<u8>,
    /// Anchors of the window: counted token, and its key.
    anchors: Vec<(u32, u32)>,
    /// Marks that are passed over: the boundary, and the mark.
    passed: Vec<(u32, u32)>,
    /// Classes of the window.
    there: Classes,
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
            Element::Any(words, _) => Self::Words(parts(words)),
            Element::Sequence(all, at) => Self::Part(parts(all), usize::from(at)),
            Element::Choice(all) => Self::Parts(parts(all)),
            Element::Number(..) | Element::Clock | Element::NumericDate => Self::Other(Key::Number),
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
    codes: &'m [u32],
    numerals: usize,
}

impl Bounds<'_> {
    #[inline(never)]
    fn all(&self) -> Vec<Edges> {
        let mut edges = Vec::with_capacity(self.elements.list.len());
        for element in &self.elements.list {
            edges.push(self.edges_of(*element, &edges));
        }
        edges
    }

    /// What an element can begin and end with, those of the elements before it being known.
    fn edges_of(&self, element: Element, known: &[Edges]) -> Edges {
        let anything = Edges { first: ANYTHING, last: ANYTHING, empty: false, leaves: false };
        let only = |classes| Edges { first: classes, last: classes, ..Edges::default() };
        let word = |id: &Id| bit(usize::from(class(self.codes[usize::from(*id)])));
        match element {
            Element::Any(words, _) => {
                only(words.of(&self.elements.parts).iter().map(word).fold(0, core::ops::BitOr::bitor))
            }
            Element::Number(..) => {
                let words = self.codes[..self.numerals].iter();
                only(words.fold(bit(usize::from(DIGITS)), |all, code| all | bit(usize::from(class(*code)))))
            }
            Element::Clock | Element::NumericDate => only(bit(usize::from(DIGITS))),
            Element::Choice(parts) => parts.of(&self.elements.parts).iter().fold(Edges::default(), |all, part| {
                let edges = self.edges(*part, known);
                Edges {
                    first: all.first | edges.first,
                    last: all.last | edges.last,
                    empty: all.empty | edges.empty,
                    leaves: all.leaves | edges.leaves,
                }
            }),
            Element::Sequence(parts, _) => {
                let parts = parts.of(&self.elements.parts);
                let (first, empty) = self.begin(parts.iter(), false, known);
                let (last, _) = self.begin(parts.iter().rev(), true, known);
                Edges { first, last, empty, leaves: parts.iter().any(|part| self.edges(*part, known).leaves) }
            }
            Element::Optional(inner) => Edges { empty: true, ..self.edges(inner, known) },
            Element::Mark(mark) => Edges { leaves: matches!(mark, '.' | '!' | '?' | '|'), ..anything },
            _ => anything,
        }
    }

    fn edges(&self, id: Id, known: &[Edges]) -> Edges {
        match self.codes.get(usize::from(id)) {
            Some(code) => {
                let bit = bit(usize::from(class(*code)));
                Edges { first: bit, last: bit, empty: false, leaves: false }
            }
            None => known[usize::from(id) - self.codes.len()],
        }
    }

    /// What one after the other can begin with, going forward or backward.
    fn begin<'p>(&self, parts: impl Iterator<Item = &'p Id>, backward: bool, known: &[Edges]) -> (Classes, bool) {
        let mut classes = 0;
        for part in parts {
            let edges = self.edges(*part, known);
            classes |= if backward { edges.last } else { edges.first };
            if !edges.empty {
                return (classes, false);
            }
        }
        (classes, true)
    }
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
        let slots = table(&codes);
        let (elements, roots) = Elements::read(&grammar, codes.len());
        let phrases: Vec<Phrase> = grammar
            .phrases
            .iter()
            .flat_map(|(meaning, count)| core::iter::repeat_n(*meaning, usize::from(*count)))
            .collect();
        let edges = Bounds { elements: &elements, codes: &codes, numerals: grammar.numbers.len() }.all();
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
        let ways = anchored.iter().map(|_| OnceLock::new()).collect();
        let lengths = grammar.words.split(' ').map(|word| word.len().min(255) as u8).collect();
        Self {
            lengths,
            grammar,
            phrases,
            elements,
            edges,
            codes,
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
        let bounds = Bounds { elements: &self.elements, codes: &self.codes, numerals: self.grammar.numbers.len() };
        let filter = |(classes, empty): (Classes, bool)| if empty { ANYTHING } else { classes };
        let mut needed = [(usize::MAX, NONE); 3];
        let mut leaves = false;
        for id in before.iter().chain(&after) {
            if usize::from(*id) >= self.elements.words {
                leaves |= bounds.edges(*id, &self.edges).leaves;
            }
            let common = self.common(*id);
            if let Some(rank) = needed.iter().position(|(other, _)| common < *other) {
                needed[rank..].rotate_right(1);
                needed[rank] = (common, *id);
            }
        }
        Way {
            follow: filter(bounds.begin(after.iter(), false, &self.edges)),
            precede: filter(bounds.begin(before.iter(), true, &self.edges)),
            before: before.into(),
            after: after.into(),
            phrase,
            needed: needed.map(|(_, id)| id),
            leaves,
            inclusive,
        }
    }

    /// How common an element's words are, by what costs no byte to know: the shorter a word, the
    /// commoner. The most there is where words do not tell whether it stands.
    fn common(&self, id: Id) -> usize {
        let parts = &self.elements.parts;
        let sum = |ids: &[Id]| ids.iter().fold(0, |all: usize, id| all.saturating_add(self.common(*id)));
        match self.elements.get(id) {
            None => match self.lengths[usize::from(id)] {
                ..=2 => 64,
                3 => 32,
                4 => 12,
                5 => 6,
                6 => 4,
                _ => 2,
            },
            Some(Element::Any(words, _)) => sum(words.of(parts)),
            Some(Element::Choice(choices)) => sum(choices.of(parts)),
            Some(Element::Sequence(of, _)) => {
                of.of(parts).iter().map(|part| self.common(*part)).min().unwrap_or(usize::MAX)
            }
            Some(_) => usize::MAX,
        }
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
        self.word(code) != UNKNOWN
    }

    /// The number of a word, or [`UNKNOWN`].
    #[inline(always)]
    fn word(&self, code: u32) -> Id {
        let mask = self.slots.len() - 1;
        let mut at = code as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.code == code || slot.word == UNKNOWN {
                return slot.word;
            }
            at = (at + 1) & mask;
        }
    }

    fn other(&self, key: Key) -> Option<u32> {
        self.others.iter().position(|known| *known == key).map(|at| (self.codes.len() + at) as u32)
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
        scratch.fit(self);
        let mut first = 0;
        // Anchors before this token belong to an earlier window.
        let mut fresh = 0;
        while fresh < tokens.len() {
            let next = self.fill::<CUES>(scratch, text, tokens, first, fresh);
            let anchors = core::mem::take(&mut scratch.anchors);
            for (place, key) in &anchors {
                let at = scratch.counted[*place as usize] as usize;
                if at >= fresh && at < next.fresh {
                    let ways = if CUES { self.cues.of(*key) } else { self.flags.of(*key) };
                    self.verify(scratch, text, tokens, *place as usize, ways, found);
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
        while at < tokens.len() && scratch.counted.len() < WINDOW {
            let token = &tokens[at];
            let place = scratch.counted.len();
            at += 1;
            let (mut word, mut of) = (UNKNOWN, OTHER);
            match token.kind {
                Kind::Word | Kind::Cjk => {
                    word = self.word(token.code);
                    if word != UNKNOWN {
                        of = class(token.code);
                        if usize::from(word) < numerals {
                            scratch.numbers |= bit(place);
                        }
                        let standing = &mut scratch.standing[usize::from(word)];
                        let before = if standing.1 == scratch.generation { standing.0 } else { 0 };
                        *standing = (before | bit(place), scratch.generation);
                        scratch.anchor(place, u32::from(word), index);
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
                    of = DIGITS;
                    scratch.numbers |= bit(place);
                    if let Some(key) = self.other(Key::Number) {
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
                    }
                    if let Some(key) = self.other(Key::Mark(token.code)) {
                        scratch.anchor(place, key, index);
                    }
                }
            }
            scratch.there |= bit(usize::from(of));
            scratch.counted.push(at as u32 - 1);
            scratch.words.push(word);
            scratch.classes.push(of);
        }
        scratch.open = ((1 << scratch.counted.len()) - 1) & !scratch.ends;
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
        text: &str,
        tokens: &[Token],
        place: usize,
        ways: &[u32],
        found: &mut Vec<Found>,
    ) {
        let class = |place: usize| bit(usize::from(scratch.classes.get(place).copied().unwrap_or(OTHER)));
        let (own, after) = (class(place), class(place + 1));
        let before = place.checked_sub(1).map_or(bit(usize::from(OTHER)), class);
        let start: Places = bit(place);
        let sentence = scratch.sentence(place);
        let mut compared = 0;
        let view = View { matcher: self, scratch, text, tokens };
        for way in ways {
            let way = self.way(*way);
            let follows = if way.inclusive { own } else { after };
            if way.follow & follows == 0 || way.precede & before == 0 {
                continue;
            }
            let there = if way.leaves { Places::MAX } else { sentence };
            if way.needed.iter().any(|id| *id != NONE && view.stands(*id) & there == 0) {
                continue;
            }
            compared += 1;
            let first = if way.inclusive { start } else { start << 1 };
            let ahead = view.through(&way.after, first, false);
            if ahead == 0 {
                continue;
            }
            let behind = view.through(&way.before, start, true);
            if behind == 0 {
                continue;
            }
            let (start, end) = (behind.trailing_zeros() as usize, 127 - ahead.leading_zeros() as usize);
            if start < end {
                let (start, end) = (scratch.counted[start], scratch.counted[end - 1] + 1);
                found.push(Found { start, end, phrase: way.phrase });
            }
        }
        scratch.compared += compared;
    }
}

/// Words by fingerprint.
#[inline(never)]
fn table(codes: &[u32]) -> Vec<Slot> {
    let mut slots = vec![Slot { code: 0, word: UNKNOWN }; (codes.len() * 2).next_power_of_two().max(2)];
    let mask = slots.len() - 1;
    for (word, code) in codes.iter().enumerate() {
        let mut at = *code as usize & mask;
        while slots[at].word != UNKNOWN {
            at = (at + 1) & mask;
        }
        slots[at] = Slot { code: *code, word: word as Id };
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
    /// How many phrases were compared, step by step, whose anchor has fitting neighbours and whose
    /// words all stand in the sentence: the work that
    /// speed is held by.
    pub fn compared(&self) -> u64 {
        self.compared
    }

    /// Makes room for the words and elements of `matcher`.
    fn fit(&mut self, matcher: &Matcher) {
        if self.stands.len() < usize::from(matcher.elements.lists) {
            self.stands.resize(usize::from(matcher.elements.lists), Cell::new((0, 0)));
        }
        if self.chosen.len() < matcher.elements.list.len() {
            self.chosen.resize(matcher.elements.list.len(), Cell::new((0, 0)));
        }
        if self.standing.len() < matcher.codes.len() {
            self.standing.resize(matcher.codes.len(), (0, 0));
        }
    }

    /// Begins a window.
    fn clear(&mut self, first: usize) {
        self.generation = self.generation.wrapping_add(1);
        if self.generation == 0 {
            self.stands.fill(Cell::new((0, 0)));
            self.chosen.fill(Cell::new((0, 0)));
            self.standing.fill((0, 0));
            self.generation = 1;
        }
        self.counted.clear();
        self.words.clear();
        self.classes.clear();
        self.anchors.clear();
        self.passed.clear();
        (self.ends, self.numbers, self.first, self.there) = (0, 0, first, 0);
    }

    #[inline(always)]
    fn anchor(&mut self, place: usize, key: u32, index: &Index) {
        if index.starts[key as usize] != index.starts[key as usize + 1] {
            self.anchors.push((place as u32, key));
        }
    }

    /// The counted tokens of the sentence of `place`.
    fn sentence(&self, place: usize) -> Places {
        let below = self.ends & ((1 << place) - 1);
        let from = 128 - below.leading_zeros();
        let above = self.ends >> place;
        let to = if above == 0 { 127 } else { place as u32 + above.trailing_zeros() };
        ((1 << to) - 1) & (Places::MAX << from.min(127))
    }
}

/// Steps over elements from an anchor, ahead and behind.
struct View<'m> {
    matcher: &'m Matcher,
    scratch: &'m Scratch,
    text: &'m str,
    tokens: &'m [Token],
}

impl View<'_> {
    fn token(&self, place: usize) -> Option<&Token> {
        self.scratch.counted.get(place).map(|at| &self.tokens[*at as usize])
    }

    /// The counted tokens at which a word stands.
    #[inline(always)]
    fn standing(&self, word: Id) -> Places {
        let (places, generation) = self.scratch.standing[usize::from(word)];
        if generation == self.scratch.generation { places } else { 0 }
    }

    /// The counted tokens at which an element may stand, by its words; all where these do not tell.
    #[inline]
    fn stands(&self, id: Id) -> Places {
        let elements = &self.matcher.elements;
        match elements.get(id) {
            None => self.standing(id),
            Some(Element::Any(words, list)) => self.list_stands(id, words.of(&elements.parts), list),
            Some(Element::Choice(choices)) => self.choice_stands(id, choices.of(&elements.parts)),
            Some(Element::Sequence(parts, _)) => {
                // What lacks one of its parts stands nowhere.
                parts
                    .of(&elements.parts)
                    .iter()
                    .map(|part| self.stands(*part))
                    .fold(Places::MAX, |all, part| if part == 0 || all == 0 { 0 } else { all.min(part) })
            }
            Some(_) => Places::MAX,
        }
    }

    /// [`View::stands`] of a choice, found once for each window.
    fn choice_stands(&self, id: Id, choices: &[Id]) -> Places {
        let known = &self.scratch.chosen[usize::from(id) - self.matcher.elements.words];
        let (places, generation) = known.get();
        if generation == self.scratch.generation {
            return places;
        }
        let places = choices.iter().fold(0, |all, choice| all | self.stands(*choice));
        known.set((places, self.scratch.generation));
        places
    }

    /// The counted tokens at which one of `words`, the element `id` and the list `list`, stands.
    fn list_stands(&self, id: Id, words: &[Id], list: u16) -> Places {
        let matcher = self.matcher;
        let scratch = self.scratch;
        let at = usize::from(id) - matcher.elements.words;
        let stands = &scratch.stands[usize::from(list)];
        let (places, generation) = stands.get();
        if generation == scratch.generation {
            return places;
        }
        let first = matcher.edges[at].first;
        let mut places = 0;
        if first & scratch.there != 0 {
            if words.len() <= 2 * scratch.words.len() {
                places = words.iter().fold(0, |all, word| all | self.standing(*word));
            } else {
                for (place, (word, class)) in scratch.words.iter().zip(&scratch.classes).enumerate() {
                    let here = first >> class & 1 == 1 && words.binary_search(word).is_ok();
                    places |= if here { bit(place) } else { 0 };
                }
            }
        }
        stands.set((places, scratch.generation));
        places
    }

    /// `places` without those where the element cannot begin; all or nothing where there are many.
    #[inline]
    fn possible(&self, element: Id, places: Places, backward: bool) -> Places {
        let edges = &self.matcher.edges[usize::from(element) - self.matcher.elements.words];
        let classes = if backward { edges.last } else { edges.first };
        if edges.empty || classes == ANYTHING {
            return places;
        }
        let there = if places & (places - 1) == 0 {
            let place = places.trailing_zeros() as usize;
            let place = if backward { place.checked_sub(1) } else { Some(place) };
            bit(usize::from(place.and_then(|place| self.scratch.classes.get(place)).copied().unwrap_or(OTHER)))
        } else {
            self.scratch.there
        };
        if classes & there == 0 { 0 } else { places }
    }

    /// The places that elements lead to, one after the other.
    #[inline]
    fn through(&self, elements: &[Id], mut places: Places, backward: bool) -> Places {
        for element in elements {
            if places == 0 {
                break;
            }
            places = if backward { self.behind(*element, places) } else { self.ahead(*element, places) };
        }
        places
    }

    /// The places that `element` leads to from any of `places`, to the right.
    fn ahead(&self, element: Id, places: Places) -> Places {
        if places == 0 {
            return 0;
        }
        let elements = &self.matcher.elements;
        let Some(known) = elements.get(element) else {
            return (places & self.standing(element)) << 1;
        };
        match known {
            Element::Any(words, list) => (places & self.list_stands(element, words.of(&elements.parts), list)) << 1,
            Element::Sequence(parts, _) => {
                let places = self.possible(element, places, false);
                parts.of(&elements.parts).iter().fold(places, |places, part| self.ahead(*part, places))
            }
            Element::Choice(parts) => {
                let places = self.possible(element, places, false);
                parts.of(&elements.parts).iter().fold(0, |all, part| all | self.ahead(*part, places))
            }
            Element::Optional(inner) => places | self.ahead(inner, places),
            Element::Gap(count) => {
                let (mut all, mut last) = (places, places);
                for _ in 0..count {
                    last = (last & self.scratch.open) << 1;
                    all |= last;
                }
                all
            }
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
            Element::Start => self.edges(places, |place| self.starts_line(place)),
            Element::End => self.edges(places, |place| self.ends_line(place)),
            node => self.those(places, |token| self.is(node, token)) << 1,
        }
    }

    /// The places that `element` leads to from any of `places`, to the left.
    fn behind(&self, element: Id, places: Places) -> Places {
        if places == 0 {
            return 0;
        }
        let elements = &self.matcher.elements;
        let Some(known) = elements.get(element) else {
            return (places >> 1) & self.standing(element);
        };
        match known {
            Element::Any(words, list) => (places >> 1) & self.list_stands(element, words.of(&elements.parts), list),
            Element::Sequence(parts, _) => {
                let places = self.possible(element, places, true);
                parts.of(&elements.parts).iter().rev().fold(places, |places, part| self.behind(*part, places))
            }
            Element::Choice(parts) => {
                let places = self.possible(element, places, true);
                parts.of(&elements.parts).iter().fold(0, |all, part| all | self.behind(*part, places))
            }
            Element::Optional(inner) => places | self.behind(inner, places),
            Element::Gap(count) => {
                let (mut all, mut last) = (places, places);
                for _ in 0..count {
                    last = (last >> 1) & self.scratch.open;
                    all |= last;
                }
                all
            }
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
            Element::Start => self.edges(places, |place| self.starts_line(place)),
            Element::End => self.edges(places, |place| self.ends_line(place)),
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
            let word = usize::from(self.scratch.words[place]);
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

    fn edges(&self, places: Places, is_edge: impl Fn(usize) -> bool) -> Places {
        bits(places).filter(|place| is_edge(*place)).fold(0, |all, place| all | bit(place))
    }

    /// Marks before the first word do not count: “□ I agree”.
    fn starts_line(&self, place: usize) -> bool {
        let from = match place.checked_sub(1) {
            Some(before) => self.scratch.counted[before] as usize + 1,
            None => self.scratch.first,
        };
        let to = self.scratch.counted.get(place).map_or(self.tokens.len(), |at| *at as usize + 1);
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

/// Marks that a match passes over: all but ends of sentences, percent and currency signs.
fn is_passed_over(token: &Token) -> bool {
    token.kind == Kind::Mark
        && !token.ends_sentence()
        && !matches!(char::from_u32(token.code), Some('%' | '$' | '£' | '€' | '¥' | '₩'))
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
