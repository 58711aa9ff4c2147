//! Finds phrases among tokens: a rare word of each phrase is looked up, and only
//! where it stands is the rest of the phrase compared, outwards in both directions.
//!
//! Where a phrase may be is a set of places, kept as the bits of one number, so that
//! optional parts, gaps and alternatives cost a bounded amount for each anchor, whatever
//! the copy: nothing is tried twice and nothing grows with the sentence.

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

/// How far a phrase reaches from its anchor: tokens in each direction, marks that are
/// skipped not counted.
const REACH: usize = 63;

/// A grammar with its anchors in a hash table.
#[derive(Clone, Debug)]
pub struct Matcher {
    grammar: Grammar,
    /// Open addressing; a power of two of slots, at most a quarter full.
    slots: Vec<Slot>,
    /// What numbers in digits are anchors of.
    number: Slot,
    /// What marks are anchors of; few.
    marks: Vec<(u32, Slot)>,
    /// Beginnings of words, by fingerprint. Only word lists are found by them.
    begins: Vec<(u32, Slot)>,
    flags: Vec<Entry>,
    cues: Vec<Entry>,
    /// For each node, the tokens that it can begin with, and end with.
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
        first.words[(code >> 30) as usize] = 1 << (code >> 24 & 63);
        first
    }

    fn or(mut self, other: Self) -> Self {
        self.words.iter_mut().zip(other.words).for_each(|(bits, more)| *bits |= more);
        Self { numbers: self.numbers | other.numbers, any: self.any | other.any, ..self }
    }

    #[inline(always)]
    fn takes(&self, token: &Token) -> bool {
        match token.kind {
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

/// An anchor: a fingerprint (0 with no entries: empty) and its entries.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    code: u32,
    flags: (u32, u16),
    cues: (u32, u16),
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
        let words = grammar.entries.chunk_by(|a, b| a.0 == b.0).filter(|anchor| matches!(anchor[0].0, Key::Word(_)));
        let size = (words.count() * 4).next_power_of_two();
        let mut slots = vec![Slot::default(); size];
        let (mut flags, mut cues) = (Vec::new(), Vec::new());
        let (mut number, mut marks, mut begins) = (Slot::default(), Vec::new(), Vec::new());
        for anchor in grammar.entries.chunk_by(|a, b| a.0 == b.0) {
            let entries = || anchor.iter().map(|(_, entry)| *entry);
            let of_flags: Vec<Entry> = entries().filter(is_flag).collect();
            let of_cues: Vec<Entry> = entries().filter(is_cue).collect();
            let mut slot = Slot {
                code: 0,
                flags: (flags.len() as u32, of_flags.len() as u16),
                cues: (cues.len() as u32, of_cues.len() as u16),
            };
            flags.extend(of_flags);
            cues.extend(of_cues);
            match anchor[0].0 {
                Key::Number => number = slot,
                Key::Mark(mark) => marks.push((u32::from(mark), slot)),
                Key::Begin(code) => begins.push((code, slot)),
                Key::Word(word) => {
                    slot.code = grammar.vocabulary[usize::from(word)];
                    let mut at = slot.code as usize & (size - 1);
                    while slots[at].flags.1 != 0 || slots[at].cues.1 != 0 {
                        at = (at + 1) & (size - 1);
                    }
                    slots[at] = slot;
                }
            }
        }
        // Parts stand before what they are part of.
        let mut firsts: Vec<[First; 2]> = Vec::with_capacity(grammar.nodes.len());
        for node in &grammar.nodes {
            let both = [false, true].map(|backward| First::of(&grammar, node, &firsts, backward));
            firsts.push(both);
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

    /// How many phrases are compared where `token` stands: the work that speed is held by.
    pub fn candidates(&self, token: &Token) -> usize {
        let slot = match token.kind {
            Kind::Word | Kind::Cjk => self.slot(token.code),
            Kind::Number => Some(&self.number),
            Kind::Mark => self.marks.iter().find(|(mark, _)| *mark == token.code).map(|(_, slot)| slot),
        };
        slot.map_or(0, |slot| usize::from(slot.flags.1))
    }

    #[inline(always)]
    fn slot(&self, code: u32) -> Option<&Slot> {
        let mask = self.slots.len() - 1;
        let mut at = code as usize & mask;
        loop {
            let slot = &self.slots[at];
            if slot.flags.1 == 0 && slot.cues.1 == 0 {
                return None;
            }
            if slot.code == code {
                return Some(slot);
            }
            at = (at + 1) & mask;
        }
    }

    /// Appends every rule's phrase, and those of the early word lists, among `tokens` (one block of `text`) to `found`,
    /// not sorted, overlaps and repetitions included.
    pub fn flags(&self, text: &str, tokens: &[Token], found: &mut Vec<Found>) {
        self.search(text, tokens, found, |slot| (&self.flags[..], slot.flags));
    }

    /// Appends every exception and word list among `tokens` to `found`.
    pub fn cues(&self, text: &str, tokens: &[Token], found: &mut Vec<Found>) {
        self.search(text, tokens, found, |slot| (&self.cues[..], slot.cues));
        if self.begins.is_empty() {
            return;
        }
        for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Word) {
            let Some(code) = beginning(token.text(text)) else { continue };
            let Ok(slot) = self.begins.binary_search_by_key(&code, |(code, _)| *code) else { continue };
            let (first, count) = self.begins[slot].1.cues;
            self.verify(text, tokens, at, at, &self.cues[first as usize..first as usize + usize::from(count)], found);
        }
    }

    #[inline(always)]
    fn search<'m>(
        &'m self,
        text: &str,
        tokens: &[Token],
        found: &mut Vec<Found>,
        entries: impl Fn(&Slot) -> (&'m [Entry], (u32, u16)),
    ) {
        for (at, token) in tokens.iter().enumerate() {
            // A word is behind the match's place; a number or a mark is still to be compared.
            let (slot, from) = match token.kind {
                Kind::Word | Kind::Cjk => match self.slot(token.code) {
                    Some(slot) => (slot, at + 1),
                    None => continue,
                },
                Kind::Number => (&self.number, at),
                Kind::Mark => match self.marks.iter().find(|(mark, _)| *mark == token.code) {
                    Some((_, slot)) => (slot, at),
                    None => continue,
                },
            };
            let (entries, (first, count)) = entries(slot);
            if count > 0 {
                self.verify(
                    text,
                    tokens,
                    at,
                    from,
                    &entries[first as usize..first as usize + usize::from(count)],
                    found,
                );
            }
        }
    }

    /// The longest match of each entry whose anchor is token `at`.
    #[inline]
    fn verify(&self, text: &str, tokens: &[Token], at: usize, from: usize, entries: &[Entry], found: &mut Vec<Found>) {
        let mut ahead = View::forward(text, tokens, from);
        let mut behind = View::backward(text, tokens, at);
        for entry in entries {
            let before = &self.grammar.contexts[usize::from(entry.before)];
            let after = &self.grammar.contexts[usize::from(entry.after)];
            // The side that begins with a word is the quicker one to rule a place out.
            if let Some(element) = before.first()
                && !self.may_begin(&mut behind, *element)
            {
                continue;
            }
            if let Some(end) = self.run(&mut ahead, after)
                && let Some(start) = self.run(&mut behind, before)
            {
                found.push(Found { start: start as u32, end: end as u32, phrase: entry.phrase });
            }
        }
    }

    #[inline(always)]
    fn may_begin(&self, view: &mut View<'_>, element: NodeId) -> bool {
        let first = &self.firsts[usize::from(element)][usize::from(view.backward)];
        first.any || view.index(0).is_some_and(|at| first.takes(&view.tokens[at]))
    }

    /// Where the farthest match of `elements` ends, as a boundary between tokens.
    #[inline(always)]
    fn run(&self, view: &mut View<'_>, elements: &[NodeId]) -> Option<usize> {
        let mut places = 1;
        for &element in elements {
            places = self.step(view, element, places);
            if places == 0 {
                return None;
            }
        }
        Some(view.boundary(63 - places.leading_zeros() as usize))
    }

    /// The places that `element` leads to from any of `places`.
    fn step(&self, view: &mut View<'_>, element: NodeId, places: u64) -> u64 {
        if places == 0 {
            return 0;
        }
        let grammar = &self.grammar;
        let first = &self.firsts[usize::from(element)][usize::from(view.backward)];
        let places = if first.any { places } else { view.taken(places, first) };
        if places == 0 {
            return 0;
        }
        match &grammar.nodes[usize::from(element)] {
            Node::Word(word) => {
                let code = grammar.vocabulary[usize::from(*word)];
                view.one(places, |token, _| token.code == code && matches!(token.kind, Kind::Word | Kind::Cjk))
            }
            Node::AnyWord(words) => view.one(places, |token, _| {
                matches!(token.kind, Kind::Word | Kind::Cjk)
                    && words.binary_search_by_key(&token.code, |word| grammar.vocabulary[usize::from(*word)]).is_ok()
            }),
            Node::Prefix(prefix) => {
                view.one(places, |token, text| token.kind == Kind::Word && begins_with(token.text(text), prefix))
            }
            Node::Exact(exact) => view.one(places, |token, text| token.text(text) == exact),
            Node::Clock => view.one(places, |token, _| token.flags.has(Flags::CLOCK)),
            Node::NumericDate => view.one(places, |token, _| token.flags.has(Flags::DATE)),
            Node::Capital => view.one(places, |token, _| token.flags.has(Flags::CAPITAL)),
            Node::Number(low, high) => self.number(view, places, *low, *high),
            Node::Mark(mark) => view.mark(places, *mark),
            Node::Sequence(elements) if view.backward => {
                elements.iter().rev().fold(places, |places, element| self.step(view, *element, places))
            }
            Node::Sequence(elements) => {
                elements.iter().fold(places, |places, element| self.step(view, *element, places))
            }
            Node::Choice(choices) => choices.iter().fold(0, |all, choice| all | self.step(view, *choice, places)),
            Node::Optional(inner) => places | self.step(view, *inner, places),
            Node::Gap(count) => {
                let (mut all, mut last) = (places, places);
                for _ in 0..*count {
                    last = view.one(last, |token, _| !token.ends_sentence()) & !all;
                    if last == 0 {
                        break;
                    }
                    all |= last;
                }
                all
            }
            Node::Rest => {
                let (mut all, mut last) = (places, places);
                while last != 0 {
                    last = view.one(last, |token, _| !token.ends_sentence()) & !all;
                    all |= last;
                }
                all
            }
            Node::Start => view.edge(places, true),
            Node::End => view.edge(places, false),
        }
    }
}

impl Matcher {
    /// Numbers within the bounds, each as long as it is written: 二十五 is no 五.
    fn number(&self, view: &mut View<'_>, places: u64, low: u32, high: u32) -> u64 {
        let mut reached = 0;
        for place in bits(places) {
            let mut length = 0;
            while place + length < REACH
                && view.token(place + length).is_some_and(|token| self.is_numeral(&token, length, view.backward))
            {
                length += 1;
                if !self.grammar.composes_numbers {
                    break;
                }
            }
            if length > 0
                && let Some(value) = self.value(view, place, length)
                && (low..=high).contains(&value)
            {
                reached |= 1 << (place + length);
            }
        }
        reached
    }

    fn is_numeral(&self, token: &Token, read: usize, backward: bool) -> bool {
        match token.kind {
            // Digits stand at the front: 3萬.
            Kind::Number => !token.flags.any(Flags::CLOCK.with(Flags::DATE)) && (read == 0 || backward),
            Kind::Word | Kind::Cjk => self.number_word(token.code).is_some(),
            Kind::Mark => false,
        }
    }

    fn number_word(&self, code: u32) -> Option<u32> {
        let numbers = &self.grammar.numbers;
        numbers.binary_search_by_key(&code, |(code, _)| *code).ok().map(|at| numbers[at].1)
    }

    /// The value of the numerals at `place`: digits and units as in 三百二十 and 3萬.
    fn value(&self, view: &mut View<'_>, place: usize, length: usize) -> Option<u32> {
        let (mut total, mut section, mut digit) = (0_u32, 0_u32, 0_u32);
        let mut fresh = false;
        for i in 0..length {
            let place = if view.backward { place + length - 1 - i } else { place + i };
            let token = view.token(place)?;
            let value = if token.kind == Kind::Number { token.code } else { self.number_word(token.code)? };
            if token.kind == Kind::Number || length == 1 || value < 10 {
                digit = if fresh && token.kind != Kind::Number {
                    digit.saturating_mul(10).saturating_add(value)
                } else {
                    value
                };
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

/// The numbers of the bits that are set, lowest first.
fn bits(mut set: u64) -> impl Iterator<Item = usize> {
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

/// The tokens on one side of an anchor, as places: place 0 is beside the anchor, and
/// place `n` is reached over `n` tokens. Marks that nobody names are not counted.
struct View<'t> {
    text: &'t str,
    tokens: &'t [Token],
    from: usize,
    backward: bool,
    /// Where the counted tokens stand, as far as anybody asked.
    known: [u32; REACH + 1],
    count: usize,
    exhausted: bool,
}

impl<'t> View<'t> {
    #[inline(always)]
    fn forward(text: &'t str, tokens: &'t [Token], from: usize) -> Self {
        Self { text, tokens, from, backward: false, known: [0; REACH + 1], count: 0, exhausted: false }
    }

    #[inline(always)]
    fn backward(text: &'t str, tokens: &'t [Token], from: usize) -> Self {
        Self { text, tokens, from, backward: true, known: [0; REACH + 1], count: 0, exhausted: false }
    }

    /// Marks that a match passes over: all but ends of sentences, percent and currency signs.
    fn is_passed_over(token: &Token) -> bool {
        token.kind == Kind::Mark
            && !token.ends_sentence()
            && !matches!(char::from_u32(token.code), Some('%' | '$' | '£' | '€' | '¥' | '₩'))
    }

    /// Where the counted token of this place stands.
    #[inline(always)]
    fn index(&mut self, place: usize) -> Option<usize> {
        if place < self.count { Some(self.known[place] as usize) } else { self.seek(place) }
    }

    fn seek(&mut self, place: usize) -> Option<usize> {
        while self.count <= place {
            if self.exhausted {
                return None;
            }
            let mut at = self.boundary(self.count);
            loop {
                let next = if self.backward { at.checked_sub(1) } else { (at < self.tokens.len()).then_some(at) };
                let Some(next) = next else {
                    self.exhausted = true;
                    return None;
                };
                if !Self::is_passed_over(&self.tokens[next]) {
                    self.known[self.count] = next as u32;
                    self.count += 1;
                    break;
                }
                at = if self.backward { next } else { next + 1 };
            }
        }
        Some(self.known[place] as usize)
    }

    #[inline]
    fn token(&mut self, place: usize) -> Option<Token> {
        self.index(place).map(|at| self.tokens[at])
    }

    /// The boundary between tokens at which a match that reached `place` ends.
    #[inline]
    fn boundary(&self, place: usize) -> usize {
        match place.checked_sub(1) {
            None => self.from,
            Some(last) if self.backward => self.known[last] as usize,
            Some(last) => self.known[last] as usize + 1,
        }
    }

    /// Those of `places` whose next token the element can take.
    #[inline(always)]
    fn taken(&mut self, places: u64, first: &First) -> u64 {
        let mut taken = 0;
        for place in bits(places & !(1 << REACH)) {
            if let Some(at) = self.index(place)
                && first.takes(&self.tokens[at])
            {
                taken |= 1 << place;
            }
        }
        taken
    }

    /// Places one token farther, where that token satisfies `wanted`.
    #[inline(always)]
    fn one(&mut self, places: u64, wanted: impl Fn(&Token, &str) -> bool) -> u64 {
        let mut reached = 0;
        for place in bits(places & !(1 << REACH)) {
            if let Some(at) = self.index(place)
                && wanted(&self.tokens[at], self.text)
            {
                reached |= 1 << (place + 1);
            }
        }
        reached
    }

    /// Places at which the mark stands: passed over, or a token farther.
    fn mark(&mut self, places: u64, mark: char) -> u64 {
        let mut reached = 0;
        for place in bits(places) {
            let boundary = self.boundary(place);
            let next = if place < REACH { self.index(place) } else { None };
            let between = match (self.backward, next) {
                (false, next) => boundary..next.unwrap_or(self.tokens.len()),
                (true, next) => next.map_or(0, |next| next + 1)..boundary,
            };
            // A row of thousands of marks is no phrase.
            if self.tokens[between].iter().take(16).any(|token| token.is_mark(mark)) {
                reached |= 1 << place;
            }
            if next.is_some_and(|next| self.tokens[next].is_mark(mark)) {
                reached |= 1 << (place + 1);
            }
        }
        reached
    }

    /// Places at the start, or the end, of the block or a line.
    fn edge(&mut self, places: u64, start: bool) -> u64 {
        let tokens = self.tokens;
        let mut reached = 0;
        for place in bits(places) {
            let boundary = self.boundary(place);
            let begins_line = |at: usize| tokens.get(at).is_none_or(|token| token.flags.has(Flags::LINE_START));
            let is_edge = if start {
                // Marks before the first word do not count: “□ I agree”.
                let marks = tokens[..boundary].iter().rev().take(16).take_while(|token| Self::is_passed_over(token));
                let first = marks.clone().position(|token| token.flags.has(Flags::LINE_START));
                boundary == 0
                    || tokens.get(boundary).is_some_and(|token| token.flags.has(Flags::LINE_START))
                    || first.is_some()
                    || marks.count() == boundary
            } else {
                let marks = tokens[boundary..].iter().take(16);
                let passed =
                    marks.take_while(|token| token.kind == Kind::Mark && !token.flags.has(Flags::LINE_START)).count();
                begins_line(boundary + passed)
            };
            if is_edge {
                reached |= 1 << place;
            }
        }
        reached
    }
}
