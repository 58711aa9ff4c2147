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

use crate::fold::{self, Fold};
use crate::hash::Hasher;
use crate::tables::{Entry, Grammar, Key, Node, NodeId, Phrase};
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

/// A grammar with its words in a hash table.
#[derive(Clone, Debug)]
pub struct Matcher {
    grammar: Grammar,
    /// Open addressing; a power of two of slots, at most half full.
    slots: Vec<Slot>,
    /// What numbers in digits are anchors of.
    number: Anchored,
    /// What marks are anchors of; few.
    marks: Vec<(u32, Anchored)>,
    /// Beginnings of words, by fingerprint. Only word lists are found by them.
    begins: Vec<(u32, Anchored)>,
    flags: Vec<Way>,
    cues: Vec<Way>,
    /// For each element, the tokens that it can begin with, and end with.
    firsts: Vec<[First; 2]>,
}

/// The tokens that an element can take first, in one direction: never too few, so that a
/// place is given up without trying the element's alternatives there.
#[derive(Clone, Copy, Debug, Default)]
struct First {
    /// Words, by the upper bits of their fingerprints.
    words: [u64; 4],
    /// Also numbers in digits.
    numbers: bool,
    /// Also anything else, or nothing at all.
    any: bool,
}

impl First {
    fn word(code: u32) -> Self {
        let mut first = Self::default();
        first.add(code);
        first
    }

    #[inline(always)]
    fn add(&mut self, code: u32) {
        self.words[(code >> 30) as usize] |= 1 << (code >> 24 & 63);
    }

    fn or(mut self, other: Self) -> Self {
        self.words.iter_mut().zip(other.words).for_each(|(bits, more)| *bits |= more);
        Self { numbers: self.numbers | other.numbers, any: self.any | other.any, ..self }
    }

    /// Whether the element may begin at some token of those that `there` tells.
    #[inline(always)]
    fn meets(&self, there: &Self) -> bool {
        let [a, b, c, d] = self.words;
        let [e, f, g, h] = there.words;
        self.any || self.numbers && there.numbers || (a & e) | (b & f) | (c & g) | (d & h) != 0
    }

    #[inline(always)]
    fn takes(&self, token: &Token) -> bool {
        self.any
            || match token.kind {
                Kind::Word | Kind::Cjk => self.words[(token.code >> 30) as usize] >> (token.code >> 24 & 63) & 1 == 1,
                Kind::Number => self.numbers,
                Kind::Mark => false,
            }
    }

    /// What `node` can take first, its parts being known.
    fn of(grammar: &Grammar, node: &Node, known: &[[Self; 2]], backward: bool) -> Self {
        let part = |id: &NodeId| known[usize::from(*id)][usize::from(backward)];
        let word = |at: &u16| Self::word(grammar.vocabulary[usize::from(*at)]);
        let anything = Self { any: true, ..Self::default() };
        match node {
            Node::Word(at) => word(at),
            Node::AnyWord(words) => words.iter().map(word).fold(Self::default(), Self::or),
            Node::Number(..) => {
                let words = grammar.numbers.iter().map(|(code, _)| Self::word(*code));
                words.fold(Self { numbers: true, ..Self::default() }, Self::or)
            }
            Node::Clock | Node::NumericDate => Self { numbers: true, ..Self::default() },
            Node::Choice(choices) => choices.iter().map(part).fold(Self::default(), Self::or),
            Node::Sequence(elements) => {
                let mut first = Self::default();
                let mut parts = elements.iter();
                while let Some(id) = if backward { parts.next_back() } else { parts.next() } {
                    // What may be absent lets the next one begin.
                    if let Node::Optional(inner) = &grammar.nodes[usize::from(*id)] {
                        first = first.or(part(inner));
                    } else {
                        return first.or(part(id));
                    }
                }
                anything
            }
            Node::Optional(_) | Node::Gap(_) | Node::Rest | Node::Start | Node::End | Node::Mark(_) => anything,
            Node::Prefix(_) | Node::Exact(_) | Node::Capital => anything,
        }
    }
}

/// A word of the vocabulary.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    code: u32,
    used: bool,
    numeral: bool,
    anchored: Anchored,
}

/// Entries of an anchor: first, and how many.
#[derive(Clone, Copy, Debug, Default)]
struct Anchored {
    flags: (u32, u16),
    cues: (u32, u16),
}

/// An entry, and two elements that must both stand somewhere in its sentence.
#[derive(Clone, Copy, Debug)]
struct Way {
    entry: Entry,
    needed: [NodeId; 2],
    /// The phrase names a mark that ends a sentence.
    leaves: bool,
    /// The anchor is a number, a mark or a beginning: the element itself is still to be compared.
    inclusive: bool,
}

/// An element that needs nothing.
const NONE: NodeId = NodeId::MAX;

/// What a search writes on; made once for many.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// For each element, the counted tokens at which it stands, in the window `generation`.
    stands: Vec<Cell<Places>>,
    seen: Vec<Cell<u32>>,
    generation: u32,
    /// The counted tokens of the window: their places among the tokens.
    counted: Vec<u32>,
    /// Anchors of the window: counted token, and its entries.
    anchors: Vec<(u32, Anchored)>,
    /// Marks that are passed over: the boundary, and the mark.
    passed: Vec<(u32, u32)>,
    /// The words of the window.
    words: First,
    /// The words of the sentence that was asked for last, and its counted tokens.
    sentence: Cell<((usize, usize), First)>,
    /// Counted tokens that end a sentence.
    ends: Places,
    /// Counted tokens that a gap may pass.
    open: Places,
    /// The window's first token.
    first: usize,
    /// Numbers, in digits or words.
    numbers: Places,
}

impl Matcher {
    /// Takes a grammar that the compiler made. The word lists `early` are found by
    /// [`Matcher::flags`] too: those that somebody asks for about a whole document.
    pub fn new(grammar: Grammar, early: &[u16]) -> Self {
        let is_flag = |entry: &Entry| match grammar.phrases[usize::from(entry.phrase)] {
            Phrase::Flag { .. } => true,
            Phrase::Except { .. } => false,
            Phrase::Cue { list } => early.contains(&list),
        };
        let is_cue = |entry: &Entry| !matches!(grammar.phrases[usize::from(entry.phrase)], Phrase::Flag { .. });
        let is_word = |id: &NodeId| matches!(grammar.nodes[usize::from(*id)], Node::Word(_) | Node::AnyWord(_));
        let words_of = |id: &NodeId| match &grammar.nodes[usize::from(*id)] {
            Node::AnyWord(words) => words.len(),
            _ => 1,
        };
        let leaves: Vec<bool> = grammar.nodes.iter().fold(Vec::new(), |mut known, node| {
            known.push(leaves_sentence(node, &known));
            known
        });
        let way = |inclusive: bool| {
            let leaves = &leaves;
            let grammar = &grammar;
            move |entry: Entry| {
                let elements =
                    || [entry.before, entry.after].into_iter().flat_map(|at| &grammar.contexts[usize::from(at)]);
                let mut words: Vec<NodeId> = elements().copied().filter(is_word).collect();
                words.sort_by_key(words_of);
                let needed = |at: usize| words.get(at).copied().unwrap_or(NONE);
                let leaves = elements().any(|id| leaves[usize::from(*id)]);
                Way { entry, needed: [needed(0), needed(1)], leaves, inclusive }
            }
        };
        // Parts stand before what they are part of.
        let mut firsts: Vec<[First; 2]> = Vec::with_capacity(grammar.nodes.len());
        for node in &grammar.nodes {
            let both = [false, true].map(|backward| First::of(&grammar, node, &firsts, backward));
            firsts.push(both);
        }
        let size = ((grammar.vocabulary.len() + grammar.numbers.len()) * 2).next_power_of_two().max(2);
        let mut slots = vec![Slot::default(); size];
        let place = |slots: &[Slot], code: u32| {
            let mut at = code as usize & (size - 1);
            while slots[at].used && slots[at].code != code {
                at = (at + 1) & (size - 1);
            }
            at
        };
        let anchors = grammar.entries.iter().filter_map(|(key, _)| match key {
            Key::Word(word) => Some(grammar.vocabulary[usize::from(*word)]),
            _ => None,
        });
        for code in anchors {
            let at = place(&slots, code);
            slots[at] = Slot { code, used: true, ..slots[at] };
        }
        for (code, _) in &grammar.numbers {
            let at = place(&slots, *code);
            slots[at] = Slot { code: *code, used: true, numeral: true, ..slots[at] };
        }
        let (mut flags, mut cues) = (Vec::new(), Vec::new());
        let (mut number, mut marks, mut begins) = (Anchored::default(), Vec::new(), Vec::new());
        for anchor in grammar.entries.chunk_by(|a, b| a.0 == b.0) {
            let (first_flag, first_cue) = (flags.len() as u32, cues.len() as u32);
            let entries = || anchor.iter().map(|(_, entry)| *entry);
            let inclusive = !matches!(anchor[0].0, Key::Word(_));
            flags.extend(entries().filter(is_flag).map(way(inclusive)));
            cues.extend(entries().filter(is_cue).map(way(inclusive)));
            let anchored = Anchored {
                flags: (first_flag, (flags.len() as u32 - first_flag) as u16),
                cues: (first_cue, (cues.len() as u32 - first_cue) as u16),
            };
            match anchor[0].0 {
                Key::Number => number = anchored,
                Key::Mark(mark) => marks.push((u32::from(mark), anchored)),
                Key::Begin(code) => begins.push((code, anchored)),
                Key::Word(word) => {
                    let at = place(&slots, grammar.vocabulary[usize::from(word)]);
                    slots[at].anchored = anchored;
                }
            }
        }
        Self { grammar, slots, number, marks, begins, flags, cues, firsts }
    }

    /// The grammar that it was made of.
    pub fn grammar(&self) -> &Grammar {
        &self.grammar
    }

    /// What the phrase with this number means.
    #[inline]
    pub fn phrase(&self, number: u16) -> Phrase {
        self.grammar.phrases[usize::from(number)]
    }

    /// How many phrases may be compared where `token` stands: the work that speed is held by.
    pub fn candidates(&self, token: &Token) -> usize {
        usize::from(self.anchored(token).flags.1)
    }

    fn anchored(&self, token: &Token) -> Anchored {
        match token.kind {
            Kind::Word | Kind::Cjk => self.slot(token.code).map_or(Anchored::default(), |slot| slot.anchored),
            Kind::Number => self.number,
            Kind::Mark => {
                self.marks.iter().find(|(mark, _)| *mark == token.code).map_or(Anchored::default(), |(_, of)| *of)
            }
        }
    }

    #[inline(always)]
    fn slot(&self, code: u32) -> Option<&Slot> {
        let mask = self.slots.len() - 1;
        let mut at = code as usize & mask;
        loop {
            let slot = &self.slots[at];
            if !slot.used {
                return None;
            }
            if slot.code == code {
                return Some(slot);
            }
            at = (at + 1) & mask;
        }
    }

    /// Appends every rule's phrase, and those of the early word lists, among `tokens` (one
    /// block of `text`) to `found`, not sorted, overlaps and repetitions included.
    pub fn flags(&self, scratch: &mut Scratch, text: &str, tokens: &[Token], found: &mut Vec<Found>) {
        self.search(scratch, text, tokens, found, &self.flags, |anchored| anchored.flags, false);
    }

    /// Appends every exception and word list among `tokens` to `found`.
    pub fn cues(&self, scratch: &mut Scratch, text: &str, tokens: &[Token], found: &mut Vec<Found>) {
        self.search(scratch, text, tokens, found, &self.cues, |anchored| anchored.cues, true);
    }

    #[inline(always)]
    #[expect(clippy::too_many_arguments, reason = "two callers, above")]
    fn search(
        &self,
        scratch: &mut Scratch,
        text: &str,
        tokens: &[Token],
        found: &mut Vec<Found>,
        ways: &[Way],
        of: impl Fn(&Anchored) -> (u32, u16),
        beginnings: bool,
    ) {
        if scratch.stands.len() < self.grammar.nodes.len() {
            scratch.stands.resize(self.grammar.nodes.len(), Cell::new(0));
            scratch.seen.resize(self.grammar.nodes.len(), Cell::new(0));
        }
        let mut first = 0;
        // Anchors before this token belong to an earlier window.
        let mut fresh = 0;
        while fresh < tokens.len() {
            let next = self.fill(scratch, text, tokens, first, fresh, beginnings);
            let anchors = core::mem::take(&mut scratch.anchors);
            for (place, anchored) in &anchors {
                let (from, count) = of(anchored);
                let at = scratch.counted[*place as usize] as usize;
                if count > 0 && at >= fresh && at < next.fresh {
                    let ways = &ways[from as usize..from as usize + usize::from(count)];
                    self.verify(scratch, text, tokens, *place as usize, ways, found);
                }
            }
            scratch.anchors = anchors;
            (first, fresh) = (next.first, next.fresh);
        }
    }

    /// Looks up the words of the window that begins at token `first`. Gives where the next
    /// window begins, and from which token on its anchors are new.
    fn fill(
        &self,
        scratch: &mut Scratch,
        text: &str,
        tokens: &[Token],
        first: usize,
        fresh: usize,
        beginnings: bool,
    ) -> Next {
        scratch.clear(first);
        let mut at = first;
        while at < tokens.len() && scratch.counted.len() < WINDOW {
            let token = &tokens[at];
            let place = scratch.counted.len();
            at += 1;
            match token.kind {
                Kind::Word | Kind::Cjk => {
                    scratch.words.add(token.code);
                    if let Some(slot) = self.slot(token.code) {
                        scratch.anchor(place, slot.anchored);
                        scratch.numbers |= Places::from(slot.numeral) << place;
                    }
                    if beginnings
                        && token.kind == Kind::Word
                        && !self.begins.is_empty()
                        && let Some(code) = beginning(token.text(text))
                        && let Ok(found) = self.begins.binary_search_by_key(&code, |(code, _)| *code)
                    {
                        scratch.anchor(place, self.begins[found].1);
                    }
                }
                Kind::Number => {
                    scratch.numbers |= 1 << place;
                    scratch.words.numbers = true;
                    scratch.anchor(place, self.number);
                }
                Kind::Mark if is_passed_over(token) => {
                    scratch.passed.push((place as u32, token.code));
                    continue;
                }
                Kind::Mark => {
                    scratch.ends |= Places::from(token.ends_sentence()) << place;
                    scratch.anchor(place, self.anchored(token));
                }
            }
            scratch.counted.push(at as u32 - 1);
        }
        scratch.open = ((1 << scratch.counted.len()) - 1) & !scratch.ends;
        if at == tokens.len() {
            return Next { first: at, fresh: at };
        }
        // Sentences that fit belong to this window, and the next one begins a sentence
        // earlier. Where sentences have no end, windows overlap by a quarter.
        let after = |place: usize| scratch.counted[place - 1] as usize + 1;
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

    /// The longest match of each entry whose anchor is the counted token `place`.
    fn verify(
        &self,
        scratch: &Scratch,
        text: &str,
        tokens: &[Token],
        place: usize,
        ways: &[Way],
        found: &mut Vec<Found>,
    ) {
        let view = View { matcher: self, scratch, text, tokens };
        let start: Places = 1 << place;
        let sentence = view.sentence(place);
        for way in ways {
            let there = if way.leaves { &scratch.words } else { &sentence };
            if way.needed.iter().any(|id| *id != NONE && !self.firsts[usize::from(*id)][0].meets(there)) {
                continue;
            }
            let before = &self.grammar.contexts[usize::from(way.entry.before)];
            let after = &self.grammar.contexts[usize::from(way.entry.after)];
            let first = if way.inclusive { start } else { start << 1 };
            let ahead = after.iter().fold(first, |places, id| view.ahead(*id, places));
            if ahead == 0 {
                continue;
            }
            let behind = before.iter().fold(start, |places, id| view.behind(*id, places));
            if behind == 0 {
                continue;
            }
            let (start, end) = (behind.trailing_zeros() as usize, 127 - ahead.leading_zeros() as usize);
            if start < end {
                let (start, end) = (scratch.counted[start], scratch.counted[end - 1] + 1);
                found.push(Found { start, end, phrase: way.entry.phrase });
            }
        }
    }

    fn number_word(&self, code: u32) -> Option<u32> {
        let numbers = &self.grammar.numbers;
        numbers.binary_search_by_key(&code, |(code, _)| *code).ok().map(|at| numbers[at].1)
    }

    /// The value of numerals: digits and units as in 三百二十 and 3萬.
    fn value<'t>(&self, numerals: impl Iterator<Item = &'t Token>, length: usize) -> Option<u32> {
        let (mut total, mut section, mut digit) = (0_u32, 0_u32, 0_u32);
        let mut fresh = false;
        let alone = length == 1;
        for token in numerals {
            let digits = token.kind == Kind::Number;
            let value = if digits { token.code } else { self.number_word(token.code)? };
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
}

/// Where the next window begins, and its first token whose anchors are new.
struct Next {
    first: usize,
    fresh: usize,
}

impl Scratch {
    /// Begins a window.
    fn clear(&mut self, first: usize) {
        self.generation = self.generation.wrapping_add(1);
        if self.generation == 0 {
            self.seen.fill(Cell::new(0));
            self.generation = 1;
        }
        self.counted.clear();
        self.anchors.clear();
        self.passed.clear();
        (self.ends, self.numbers, self.first, self.words) = (0, 0, first, First::default());
        self.sentence.set(((usize::MAX, 0), First::default()));
    }

    #[inline(always)]
    fn anchor(&mut self, place: usize, anchored: Anchored) {
        if anchored.flags.1 | anchored.cues.1 != 0 {
            self.anchors.push((place as u32, anchored));
        }
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

    /// The words of the sentence of `place`.
    fn sentence(&self, place: usize) -> First {
        let scratch = self.scratch;
        let below = scratch.ends & ((1 << place) - 1);
        let from = 128 - below.leading_zeros() as usize;
        let above = scratch.ends >> place;
        let to = if above == 0 { scratch.counted.len() } else { place + above.trailing_zeros() as usize };
        let (known, words) = scratch.sentence.get();
        if known == (from, to) {
            return words;
        }
        let mut words = First::default();
        for at in &scratch.counted[from..to] {
            let token = &self.tokens[*at as usize];
            match token.kind {
                Kind::Word | Kind::Cjk => words.add(token.code),
                Kind::Number => words.numbers = true,
                Kind::Mark => {}
            }
        }
        scratch.sentence.set(((from, to), words));
        words
    }

    /// The counted tokens at which a word or list of words stands.
    #[inline]
    fn stands(&self, element: NodeId) -> Places {
        let id = usize::from(element);
        let scratch = self.scratch;
        if scratch.seen[id].get() == scratch.generation {
            return scratch.stands[id].get();
        }
        let first = &self.matcher.firsts[id][0];
        let mut stands = 0;
        if first.meets(&scratch.words) {
            for (place, at) in scratch.counted.iter().enumerate() {
                let token = &self.tokens[*at as usize];
                stands |= Places::from(first.takes(token) && self.is_word(element, token)) << place;
            }
        }
        scratch.seen[id].set(scratch.generation);
        scratch.stands[id].set(stands);
        stands
    }

    #[inline]
    fn is_word(&self, element: NodeId, token: &Token) -> bool {
        let grammar = &self.matcher.grammar;
        let code = |word: &u16| grammar.vocabulary[usize::from(*word)];
        match &grammar.nodes[usize::from(element)] {
            Node::Word(word) => token.code == code(word),
            Node::AnyWord(words) => words.binary_search_by_key(&token.code, code).is_ok(),
            _ => false,
        }
    }

    /// Those of the counted tokens `places` at which a word or list of words stands.
    #[inline]
    fn words(&self, element: NodeId, places: Places) -> Places {
        if places.count_ones() <= 8 {
            // A few places: looking there is quicker than looking everywhere.
            let first = &self.matcher.firsts[usize::from(element)][0];
            return self.those(places, |token| first.takes(token) && self.is_word(element, token));
        }
        places & self.stands(element)
    }

    /// `places` without those where the element cannot begin; all or nothing where there are many.
    #[inline]
    fn possible(&self, element: NodeId, places: Places, backward: bool) -> Places {
        let first = &self.matcher.firsts[usize::from(element)][usize::from(backward)];
        if first.any {
            return places;
        }
        if places & (places - 1) == 0 {
            let place = places.trailing_zeros() as usize;
            let token =
                if backward { place.checked_sub(1).and_then(|place| self.token(place)) } else { self.token(place) };
            return if token.is_some_and(|token| first.takes(token)) { places } else { 0 };
        }
        if first.meets(&self.scratch.words) { places } else { 0 }
    }

    /// The places that `element` leads to from any of `places`, to the right.
    fn ahead(&self, element: NodeId, places: Places) -> Places {
        if places == 0 {
            return 0;
        }
        match &self.matcher.grammar.nodes[usize::from(element)] {
            Node::Word(_) | Node::AnyWord(_) => self.words(element, places) << 1,
            Node::Sequence(parts) => {
                let places = self.possible(element, places, false);
                parts.iter().fold(places, |places, part| self.ahead(*part, places))
            }
            Node::Choice(parts) => {
                let places = self.possible(element, places, false);
                parts.iter().fold(0, |all, part| all | self.ahead(*part, places))
            }
            Node::Optional(inner) => places | self.ahead(*inner, places),
            Node::Gap(count) => {
                let (mut all, mut last) = (places, places);
                for _ in 0..*count {
                    last = (last & self.scratch.open) << 1;
                    all |= last;
                }
                all
            }
            Node::Rest => {
                let (mut all, mut pass) = (places, self.scratch.open << 1);
                for step in [1, 2, 4, 8, 16, 32, 64] {
                    all |= pass & all << step;
                    pass &= pass << step;
                }
                all
            }
            Node::Number(low, high) => {
                let mut reached = 0;
                for place in bits(places & self.scratch.numbers) {
                    let mut length = 1;
                    while self.matcher.grammar.composes_numbers
                        && self.is_numeral(place + length)
                        && self.token(place + length).is_some_and(|token| token.kind != Kind::Number)
                    {
                        length += 1;
                    }
                    reached |= Places::from(self.within(place, length, *low, *high)) << (place + length);
                }
                reached
            }
            Node::Mark(mark) => self.passed(places, *mark) | (self.those(places, |token| token.is_mark(*mark)) << 1),
            Node::Start => self.edges(places, |place| self.starts_line(place)),
            Node::End => self.edges(places, |place| self.ends_line(place)),
            node => self.those(places, |token| self.is(node, token)) << 1,
        }
    }

    /// The places that `element` leads to from any of `places`, to the left.
    fn behind(&self, element: NodeId, places: Places) -> Places {
        if places == 0 {
            return 0;
        }
        match &self.matcher.grammar.nodes[usize::from(element)] {
            Node::Word(_) | Node::AnyWord(_) if places == 1 => 0,
            Node::Word(_) | Node::AnyWord(_) => self.words(element, places >> 1),
            Node::Sequence(parts) => {
                let places = self.possible(element, places, true);
                parts.iter().rev().fold(places, |places, part| self.behind(*part, places))
            }
            Node::Choice(parts) => {
                let places = self.possible(element, places, true);
                parts.iter().fold(0, |all, part| all | self.behind(*part, places))
            }
            Node::Optional(inner) => places | self.behind(*inner, places),
            Node::Gap(count) => {
                let (mut all, mut last) = (places, places);
                for _ in 0..*count {
                    last = (last >> 1) & self.scratch.open;
                    all |= last;
                }
                all
            }
            Node::Rest => {
                let (mut all, mut pass) = (places, self.scratch.open);
                for step in [1, 2, 4, 8, 16, 32, 64] {
                    all |= pass & all >> step;
                    pass &= pass >> step;
                }
                all
            }
            Node::Number(low, high) => {
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
                    reached |= Places::from(self.within(start, place + 1 - start, *low, *high)) << start;
                }
                reached
            }
            Node::Mark(mark) => self.passed(places, *mark) | self.those(places >> 1, |token| token.is_mark(*mark)),
            Node::Start => self.edges(places, |place| self.starts_line(place)),
            Node::End => self.edges(places, |place| self.ends_line(place)),
            node => self.those(places >> 1, |token| self.is(node, token)),
        }
    }

    /// Elements of one token that are looked at where they are asked for.
    fn is(&self, node: &Node, token: &Token) -> bool {
        match node {
            Node::Prefix(prefix) => token.kind == Kind::Word && begins_with(token.text(self.text), prefix),
            Node::Exact(exact) => token.text(self.text) == exact,
            Node::Clock => token.flags.has(Flags::CLOCK),
            Node::NumericDate => token.flags.has(Flags::DATE),
            Node::Capital => token.flags.has(Flags::CAPITAL),
            _ => false,
        }
    }

    /// Those of the counted tokens `places` that satisfy `wanted`.
    fn those(&self, places: Places, wanted: impl Fn(&Token) -> bool) -> Places {
        bits(places).filter(|place| self.token(*place).is_some_and(&wanted)).fold(0, |all, place| all | 1 << place)
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
        let numerals = (place..place + length).filter_map(|place| self.token(place));
        let plain = numerals.clone().all(|token| !token.flags.any(Flags::CLOCK.with(Flags::DATE)));
        plain && self.matcher.value(numerals, length).is_some_and(|value| (low..=high).contains(&value))
    }

    fn edges(&self, places: Places, is_edge: impl Fn(usize) -> bool) -> Places {
        bits(places).filter(|place| is_edge(*place)).fold(0, |all, place| all | 1 << place)
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

/// Whether the element may take the end of a sentence, its parts being known.
fn leaves_sentence(node: &Node, known: &[bool]) -> bool {
    let part = |id: &NodeId| known[usize::from(*id)];
    match node {
        Node::Mark(mark) => matches!(mark, '.' | '!' | '?' | '|'),
        Node::Sequence(parts) | Node::Choice(parts) => parts.iter().any(part),
        Node::Optional(inner) => part(inner),
        _ => false,
    }
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
