//! Where a source can be read again: between two blocks, from what the reader knows there.

use std::collections::HashSet;
use std::sync::Arc;

use candor_scan::vocabulary::Locale;

use super::{Kind, Open, Reader};
use crate::document::builder::Context;
use crate::document::part::{self, Cut, Part};

/// What the reader knows between two blocks. Containers and links have numbers of their own here,
/// so that what stands before does not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct State {
    stack: Vec<Around>,
    heads: HashSet<String>,
    lang: Option<Locale>,
}

/// An element that is open between two blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Around {
    name: u32,
    kind: Kind,
    context: Context,
    has_blocks: bool,
}

/// Places at which the source can be read again.
#[derive(Debug)]
pub(super) struct Cuts {
    list: Vec<Cut>,
    /// Every tag's end may be one.
    pub(super) at_tags: bool,
    /// What had been stated and named before the last of them.
    states: u32,
    names: u32,
}

/// Elements deeper than this, or more titles, are not written down for each block: what is nested so, or has so
/// many titles, is read again from further up.
const DEEPEST_CUT: usize = 64;
const MOST_HEADS: usize = 8;

impl Reader {
    /// A reader that notes where the source can be read again, and begins where `from` was noted.
    /// `at_tags`: such a place can be where a tag ends.
    pub(in crate::document) fn resumed(from: Option<&part::State>, at_tags: bool) -> Self {
        let mut reader = Self::default();
        let from = match from {
            Some(part::State::Markup(state)) => state.clone(),
            _ => Arc::default(),
        };
        for around in &from.stack {
            let Around { name, kind, context, has_blocks } = *around;
            reader.containers = reader.containers.max(context.container);
            reader.link_count = reader.link_count.max(context.link);
            reader.open.0[name as usize & 0xFF] += 1;
            reader.stack.push(Open { name, kind, context, blocks: 0, assets: 0, writes: 0, has_blocks, label: None });
        }
        reader.heads.clone_from(&from.heads);
        reader.builder.lang = from.lang;
        let first = Cut::new(0, 0, part::State::Markup(from));
        reader.cuts = Some(Box::new(Cuts { list: vec![first], at_tags, states: 0, names: 0 }));
        reader
    }

    /// Notes that the source can be read again from byte `at` on, if a block has ended since the last such place,
    /// none has begun, and nothing that is open waits for its end to change what was read.
    pub(in crate::document) fn cut(&mut self, at: usize) {
        let Some(last) = self.cuts.as_ref().and_then(|cuts| cuts.list.last()) else { return };
        let block = self.builder.blocks().len();
        let waits = self.too_deep > 0
            || self.label.is_some()
            || self.box_before.is_some()
            || self.raised.is_some()
            || self.stack.len() > DEEPEST_CUT
            || self.heads.len() > MOST_HEADS;
        if block == last.block as usize || waits || !self.builder.is_between_blocks() {
            return;
        }
        let Some(state) = self.state(last, at) else { return };
        self.end_cut();
        let Some(cuts) = &mut self.cuts else { return };
        cuts.list.push(Cut::new(at as u32, block, state));
    }

    /// What the reader knows here, `None` where it may not be told. One that is as the last is not copied, so
    /// that a document has few.
    fn state(&self, last: &Cut, at: usize) -> Option<part::State> {
        let part::State::Markup(before) = &last.state else { return None };
        let mut same = (before.stack.len(), before.lang, before.heads.len())
            == (self.stack.len(), self.builder.lang, self.heads.len());
        for (depth, around) in self.arounds().enumerate() {
            let around = around?;
            same = same && before.stack[depth] == around;
        }
        if same && before.heads == self.heads {
            return Some(last.state.clone());
        }
        // So that all states together grow with the source alone.
        let long = 8 * self.stack.len() + self.heads.iter().map(String::len).sum::<usize>();
        (at - last.at as usize >= long).then(|| {
            let stack = self.arounds().flatten().collect();
            part::State::Markup(Arc::new(State { stack, heads: self.heads.clone(), lang: self.builder.lang }))
        })
    }

    /// The open elements; `None` for one whose end may change what was read in it.
    fn arounds(&self) -> impl Iterator<Item = Option<Around>> {
        let (mut seen, mut own) = ((0, 0), (0, 0));
        self.stack.iter().map(move |open| {
            let inside = self.builder.blocks().len() - open.blocks;
            let groups = open.kind.groups();
            let waits = matches!(
                open.kind,
                Kind::Figure | Kind::Label | Kind::Title | Kind::Skipped | Kind::Foreign | Kind::Alt
            );
            if waits || open.label.is_some() || groups && !open.has_blocks && inside == 1 {
                return None;
            }
            let mut context = open.context;
            // Numbers only grow from an element to those in it.
            for (number, seen, own) in
                [(&mut context.container, &mut seen.0, &mut own.0), (&mut context.link, &mut seen.1, &mut own.1)]
            {
                *own += u32::from(*number != *seen && *number != 0);
                *seen = *number;
                *number = if *number == 0 { 0 } else { *own };
            }
            let has_blocks = groups && (open.has_blocks || inside > 1);
            Some(Around { name: open.name, kind: open.kind, context, has_blocks })
        })
    }

    /// Tells of the last place what was stated and named behind it.
    fn end_cut(&mut self) {
        let (states, names) = (self.builder.states(), self.names);
        if let Some(cuts) = &mut self.cuts
            && let Some(last) = cuts.list.last_mut()
        {
            last.states |= cuts.states != states;
            last.names |= cuts.names != names;
            (cuts.states, cuts.names) = (states, names);
        }
    }

    /// What was read of a source of `len` bytes, of which more follows unless `is_last`.
    pub(in crate::document) fn finish_part<'a>(mut self, len: usize, is_last: bool) -> Part<'a> {
        if is_last {
            self.end();
        }
        self.end_cut();
        let mut cuts = self.cuts.take().map_or_else(Vec::new, |cuts| cuts.list);
        if cuts.len() > 1 && cuts.last().is_some_and(|last| last.at as usize == len) {
            cuts.pop();
        }
        Part { document: self.builder.finish(), cuts, definitions: Some(String::new()) }
    }
}
