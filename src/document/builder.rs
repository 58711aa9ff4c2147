//! Grows a document block by block, whatever markup the blocks come from.
//!
//! Text is drafted before it is written: only the end of a block tells whether it was
//! a lone link, and what stands apart from the reading (hidden text, alternative texts)
//! must not tear the words around it.

use std::borrow::Cow;
use std::mem;

use candor_scan::sort;
use candor_scan::vocabulary::{Locale, Role};

#[cfg(feature = "marks")]
use super::Statement;
use super::ignore::Ignores;
use super::source_map::SourceMap;
use super::{AssetMark, Block, Document, Place, Range, Span};
use crate::input::Facts;
use crate::report::TextProblem;

/// What the open elements say of the text in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Context {
    pub(super) role: Role,
    /// Elements inside do not change the role: what a button holds is a button's text.
    pub(super) fixed_role: bool,
    pub(super) place: Place,
    pub(super) lang: Option<Locale>,
    pub(super) checked: Option<bool>,
    pub(super) container: u32,
    /// The number of the link around; 0 is none.
    pub(super) link: u32,
    /// Code inside running text.
    pub(super) inline_code: bool,
    /// White space is kept.
    pub(super) preformatted: bool,
    /// The text does not stand in the flow of reading.
    pub(super) aside: bool,
}

impl Default for Context {
    fn default() -> Self {
        Self {
            role: Role::Paragraph,
            fixed_role: false,
            place: Place::default(),
            lang: None,
            checked: None,
            container: 0,
            link: 0,
            inline_code: false,
            preformatted: false,
            aside: false,
        }
    }
}

/// White space that is written only if text follows it.
#[derive(Clone, Copy, Debug, Default)]
enum Gap {
    #[default]
    None,
    /// One blank in the text; whether it is one in the source too.
    Space(Span, bool),
    Line(Span),
}

/// A block before its end is known.
#[derive(Debug, Default)]
struct Draft {
    text: String,
    map: SourceMap,
    gap: Gap,
    /// What the block is. Its place is what holds for all of its text.
    context: Context,
    /// Links and the number of each, in order.
    links: Vec<(u32, Range)>,
    code: Vec<Range>,
    /// Where markup stands between two letters.
    seams: Vec<u32>,
    /// Markup came after the last character.
    seam: bool,
    words_outside_links: bool,
    asset: Option<usize>,
}

/// HTML's white space; a no-break space is none.
const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C)
}

/// A letter or digit of a script that writes spaces between words. In Chinese, Japanese
/// and, to the scanner, Korean a character is a word of its own, which nothing can split.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !matches!(c, '\u{1100}'..='\u{11FF}' | '\u{2E80}'..)
}

/// What of `inner` lies in `outer`, if anything does: white space at the end is cut off.
fn clip(inner: Range, outer: Range) -> Option<Range> {
    let range = Range { start: inner.start.max(outer.start), end: inner.end.min(outer.end) };
    (range.start < range.end).then_some(range)
}

impl Draft {
    fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    fn clear(&mut self) {
        self.text.clear();
        self.map.clear();
        self.links.clear();
        self.code.clear();
        self.seams.clear();
        self.gap = Gap::None;
        self.seam = false;
        self.words_outside_links = false;
        self.asset = None;
    }

    /// Adds text as a browser would show it, white space collapsed.
    fn append(&mut self, text: &str, source: Span, verbatim: bool, context: &Context) {
        let span = |start, end| if verbatim { source.part(start, end) } else { source };
        if context.preformatted {
            // A line break right behind `<pre>` belongs to the markup.
            let skip = if self.is_empty() { text.len() - text.trim_start_matches(['\r', '\n']).len() } else { 0 };
            if skip < text.len() {
                self.write(&text[skip..], span(skip, text.len()), verbatim, context);
            }
            return;
        }
        let bytes = text.as_bytes();
        let mut at = 0;
        loop {
            let gap = at;
            while at < bytes.len() && is_space(bytes[at]) {
                at += 1;
            }
            if at > gap {
                self.space(span(gap, at), verbatim && &text[gap..at] == " ");
            }
            if at == bytes.len() {
                return;
            }
            // One blank between two words is as good as a letter.
            let run = at;
            while at < bytes.len()
                && (!is_space(bytes[at]) || bytes[at] == b' ' && bytes.get(at + 1).is_some_and(|next| !is_space(*next)))
            {
                at += 1;
            }
            self.write(&text[run..at], span(run, at), verbatim, context);
        }
    }

    fn space(&mut self, source: Span, verbatim: bool) {
        self.gap = match self.gap {
            Gap::None => Gap::Space(source, verbatim),
            Gap::Space(before, _) => Gap::Space(before.to(source), false),
            line @ Gap::Line(_) => line,
        };
    }

    /// Adds text that is not empty.
    fn write(&mut self, text: &str, source: Span, verbatim: bool, context: &Context) {
        let gap = mem::take(&mut self.gap);
        let seam = mem::take(&mut self.seam);
        if self.is_empty() {
            self.context = *context;
        } else {
            match gap {
                Gap::None => {
                    if seam
                        && self.text.chars().next_back().is_some_and(is_letter)
                        && text.chars().next().is_some_and(is_letter)
                    {
                        self.seams.push(self.text.len() as u32);
                    }
                }
                Gap::Space(from, same) => self.raw(" ", from, same),
                Gap::Line(from) => self.raw("\n", from, false),
            }
        }
        let start = self.text.len();
        self.raw(text, source, verbatim);
        let range = Range::new(start, self.text.len());
        match self.links.last_mut() {
            _ if context.link == 0 => {
                self.words_outside_links = self.words_outside_links || text.chars().any(char::is_alphanumeric);
            }
            Some((link, of)) if *link == context.link => of.end = range.end,
            _ => self.links.push((context.link, range)),
        }
        if context.inline_code {
            match self.code.last_mut() {
                Some(code) if code.end == range.start => code.end = range.end,
                _ => self.code.push(range),
            }
        }
        let place = &mut self.context.place;
        place.hidden &= context.place.hidden;
        place.small_print &= context.place.small_print;
        place.code &= context.place.code;
        place.quote &= context.place.quote;
        place.figure &= context.place.figure;
        place.nav &= context.place.nav;
    }

    fn raw(&mut self, text: &str, source: Span, verbatim: bool) {
        self.map.push(self.text.len(), source, verbatim);
        self.text.push_str(text);
    }

    /// The words of `range` that have a seam, each once.
    fn split_words(&self, range: Range) -> impl Iterator<Item = Range> {
        let mut done = range.start as usize;
        let first = self.seams.partition_point(|seam| *seam <= range.start);
        let within = self.seams[first..].iter().take_while(move |seam| **seam < range.end).map(|seam| *seam as usize);
        within.filter_map(move |seam| {
            // Each letter is looked at once, however many seams its word has.
            if seam < done {
                return None;
            }
            let before = self.text[done..seam].char_indices().rev().take_while(|(_, c)| is_letter(*c)).last();
            let start = before.map_or(seam, |(at, _)| done + at);
            let rest = &self.text[seam..range.end as usize];
            done = seam + rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
            Some(Range::new(start, done))
        })
    }
}

/// A document that grows.
#[derive(Debug, Default)]
pub(super) struct Builder {
    text: String,
    map: SourceMap,
    blocks: Vec<Block>,
    code: Vec<Range>,
    links: Vec<Range>,
    splits: Vec<Range>,
    assets: Vec<AssetMark>,
    #[cfg(feature = "marks")]
    statements: Vec<Statement>,
    problems: Vec<TextProblem>,
    facts: Facts,
    ignores: Ignores,
    /// How often the source said something of the whole document.
    states: u32,
    /// The block that is being read.
    flow: Draft,
    /// What stands apart from it.
    aside: Draft,
    /// What stood apart from it and waits for its end.
    asides: Vec<Draft>,
    /// How often text was added to the flow: tells whether an element had text.
    writes: u32,
    /// The document's language.
    pub(super) lang: Option<Locale>,
}

impl Builder {
    /// Adds text of the source. `verbatim`: the source has the same bytes.
    pub(super) fn append(&mut self, text: &str, source: Span, verbatim: bool, context: &Context) {
        if context.aside {
            self.aside.append(text, source, verbatim, context);
        } else {
            let before = self.flow.text.len();
            self.flow.append(text, source, verbatim, context);
            self.writes += u32::from(self.flow.text.len() > before);
        }
    }

    /// Adds a line break; the second in a row ends the block.
    pub(super) fn line_break(&mut self, source: Span, context: &Context) {
        let draft = if context.aside { &mut self.aside } else { &mut self.flow };
        match draft.gap {
            _ if draft.is_empty() => {}
            Gap::Line(_) => self.end_block(context),
            _ => draft.gap = Gap::Line(source),
        }
    }

    /// Says that markup stands here which ends no block.
    pub(super) fn seam(&mut self, context: &Context) {
        let draft = if context.aside { &mut self.aside } else { &mut self.flow };
        draft.seam = true;
    }

    /// Adds the quotation mark that a browser shows behind a `q`.
    pub(super) fn close_quote(&mut self, context: &Context) {
        let draft = if context.aside { &mut self.aside } else { &mut self.flow };
        if !draft.is_empty() {
            draft.gap = Gap::None;
            let place = draft.map.end();
            draft.raw("”", place, false);
        }
    }

    /// Puts a blank between the text before and a footnote mark, which would read as one word with it.
    pub(super) fn part_letter_from_mark(&mut self, mark: &str, source: Span, context: &Context) {
        let draft = if context.aside { &mut self.aside } else { &mut self.flow };
        let is_mark = mark.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '*' | '†' | '‡' | '[' | '('));
        if is_mark && draft.text.ends_with(char::is_alphabetic) && matches!(draft.gap, Gap::None) {
            draft.gap = Gap::Space(Span { start: source.start, end: source.start }, false);
        }
    }

    /// Ends the block in which `context` adds its text.
    pub(super) fn end_block(&mut self, context: &Context) {
        if context.aside { self.end_aside() } else { self.end_flow() }
    }

    /// Ends the block that is being read.
    pub(super) fn end_flow(&mut self) {
        let mut flow = mem::take(&mut self.flow);
        let first = self.blocks.len();
        self.write(&flow);
        for aside in mem::take(&mut self.asides) {
            self.write(&aside);
        }
        self.settle(first);
        flow.clear();
        self.flow = flow;
    }

    /// Ends what stands apart from the block that is being read. It is written behind that
    /// block, so that the block's words stay joined.
    pub(super) fn end_aside(&mut self) {
        if self.aside.is_empty() {
            return self.aside.clear();
        }
        let mut aside = mem::take(&mut self.aside);
        if self.flow.is_empty() {
            let first = self.blocks.len();
            self.write(&aside);
            self.settle(first);
            aside.clear();
            self.aside = aside;
        } else {
            self.flow.seam = true;
            self.asides.push(aside);
        }
    }

    /// Lets the ignore comments that wait for a block have those from `first` on.
    fn settle(&mut self, first: usize) {
        let seen = self.blocks[first..].iter().position(|block| !block.place.hidden);
        if let Some(seen) = seen {
            self.ignores.block(Range {
                start: self.blocks[first + seen].range.start,
                end: self.blocks[self.blocks.len() - 1].range.end,
            });
        }
    }

    fn write(&mut self, draft: &Draft) {
        // A paragraph of a no-break space, which editors leave behind, is no block.
        if draft.text.trim().is_empty() {
            return;
        }
        let context = &draft.context;
        let all = Range::new(0, draft.text.trim_end().len());
        let is_plain = matches!(context.role, Role::Paragraph | Role::ListItem | Role::Cell);
        if !is_plain || draft.links.is_empty() || draft.words_outside_links {
            self.write_block(draft, all, context.role);
            let shift = self.blocks[self.blocks.len() - 1].range.start;
            if is_plain {
                let links = draft.links.iter().filter_map(|(_, link)| clip(*link, all));
                self.links.extend(links.map(|link| link.shifted(shift)));
            }
        } else if let [_] = draft.links[..] {
            self.write_block(draft, all, Role::Link);
        } else {
            // Links in a row, between bars or blanks: each is read alone.
            for (_, link) in &draft.links {
                if !link.of(&draft.text).trim().is_empty() {
                    self.write_block(draft, *link, Role::Link);
                }
            }
        }
    }

    fn write_block(&mut self, draft: &Draft, of: Range, role: Role) {
        if !self.text.is_empty() {
            self.map.push(self.text.len(), self.map.end(), false);
            self.text.push('\n');
        }
        let range = Range::new(self.text.len(), self.text.len() + (of.end - of.start) as usize);
        self.text.push_str(of.of(&draft.text));
        self.map.append(range.start as usize, &draft.map, of);

        let mut place = draft.context.place;
        let shift = |inner: Range| {
            Range::new((range.start + inner.start - of.start) as usize, (range.start + inner.end - of.start) as usize)
        };
        // Links in a row are written one by one, so each looks at its own part of the draft only.
        let first = draft.code.partition_point(|code| code.end <= of.start);
        let code = draft.code[first..].iter().take_while(|code| code.start < of.end);
        if draft.code.get(first).is_some_and(|code| code.contains(of)) {
            place.code = true;
        } else if !place.code {
            self.code.extend(code.filter_map(|code| clip(*code, of)).map(shift));
        }
        self.splits.extend(draft.split_words(of).map(shift));
        if let Some(asset) = draft.asset {
            self.assets[asset].range = range;
        }
        self.blocks.push(Block {
            range,
            role,
            place,
            lang: draft.context.lang,
            checked: draft.context.checked,
            container: draft.context.container,
        });
    }

    /// Adds a block that stands apart: an alternative text, a tooltip.
    pub(super) fn push_aside<'t>(
        &mut self,
        context: &Context,
        asset: Option<usize>,
        parts: impl Iterator<Item = (&'t str, Span, bool)>,
    ) {
        // What else stands apart here, such as hidden text around the picture, is a block of its own.
        self.end_aside();
        for (text, source, verbatim) in parts {
            self.aside.append(text, source, verbatim, context);
        }
        self.aside.asset = asset;
        self.end_aside();
    }

    /// Says that the text apart that follows is the alternative text of `asset`.
    #[cfg(feature = "full")]
    pub(super) fn begin_alt(&mut self, asset: usize) {
        self.end_aside();
        self.aside.asset = Some(asset);
    }

    /// Notes what the page says for machines.
    #[cfg(feature = "marks")]
    pub(super) fn push_statement(&mut self, statement: Statement) {
        self.states += 1;
        self.statements.push(statement);
    }

    /// Notes a picture or other medium.
    pub(super) fn push_asset(&mut self, src: &str, span: Span) -> usize {
        let at = self.text.len();
        // A medium that stands in the source may say in itself how it was made.
        self.states += u32::from(src.starts_with("data:"));
        self.assets.push(AssetMark { src: src.to_owned(), span, range: Range::new(at, at), figure: None });
        self.assets.len() - 1
    }

    /// Says that the blocks and media from these numbers on stand in one figure.
    pub(super) fn end_figure(&mut self, first_block: usize, first_asset: usize) {
        let blocks = &self.blocks[first_block..];
        let range = match (blocks.first(), blocks.last()) {
            (Some(first), Some(last)) => Range { start: first.range.start, end: last.range.end },
            _ => Range::new(self.text.len(), self.text.len()),
        };
        for asset in &mut self.assets[first_asset..] {
            asset.figure.get_or_insert(range);
        }
    }

    /// How often the source said something of the whole document so far: facts, statements, media in themselves.
    pub(super) fn states(&self) -> u32 {
        self.states
    }

    /// Whether a block has ended and the next has not begun.
    pub(super) fn is_between_blocks(&self) -> bool {
        self.flow.is_empty() && self.aside.is_empty() && self.aside.asset.is_none() && self.asides.is_empty()
    }

    /// How often text was added to the flow so far.
    pub(super) fn writes(&self) -> u32 {
        self.writes
    }

    /// The blocks written so far.
    pub(super) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The blocks written since there were `first`.
    pub(super) fn blocks_since(&mut self, first: usize) -> &mut [Block] {
        &mut self.blocks[first..]
    }

    /// How many media there are.
    pub(super) fn assets(&self) -> usize {
        self.assets.len()
    }

    /// The words of a written block.
    pub(super) fn words(&self, block: usize) -> &str {
        self.blocks[block].range.of(&self.text)
    }

    /// Reads a comment, which may be meant for candor.
    pub(super) fn comment(&mut self, comment: &str, span: Span) {
        self.ignores.read(comment, span, self.text.len(), !self.flow.is_empty());
    }

    /// Adds facts stated in the source. What was stated first holds.
    pub(super) fn state(&mut self, facts: Facts) {
        self.states += 1;
        self.facts = mem::take(&mut self.facts).or(facts);
    }

    /// Reports what was meant for candor and cannot be read.
    pub(super) fn problem(&mut self, span: Option<Span>, message: String) {
        self.states += 1;
        self.problems.push(TextProblem { span, message });
    }

    /// The document.
    pub(super) fn finish<'a>(mut self) -> Document<'a> {
        self.end_aside();
        self.end_flow();
        let (ignores, problems) = self.ignores.finish(self.text.len());
        self.problems.extend(problems);
        sort::sort_by_key(&mut self.assets, |asset| asset.span);
        // What stands apart is written behind its block, and so are its splits and code.
        sort::sort(&mut self.splits);
        sort::sort(&mut self.code);
        sort::sort(&mut self.links);
        Document {
            text: Cow::Owned(self.text),
            blocks: self.blocks,
            lang: self.lang,
            code: self.code,
            links: self.links,
            splits: self.splits,
            facts: self.facts,
            ignores,
            assets: self.assets,
            problems: self.problems,
            #[cfg(feature = "marks")]
            statements: self.statements,
            map: self.map,
        }
    }
}
