//! From tokens to blocks: a small stack of open elements, HTML's implied end tags, and
//! what each element says of its text.

pub(super) mod cuts;

use std::collections::{HashMap, HashSet};

use candor_scan::vocabulary::{Locale, Role};
use html5gum::State;

use self::cuts::Cuts;
use super::elements::{self, Kind};
use super::tokens::{Handler, Tag, Value};
#[cfg(feature = "marks")]
use crate::document::Statement;
use crate::document::builder::{Builder, Context};
use crate::document::{Document, Span, facts};

/// Elements deeper than this are counted, and their text is that of the element around.
/// Pages have 30 levels; what has thousands is made to stop its readers.
const DEEPEST: usize = 512;

/// An element whose end has not come.
#[derive(Debug)]
struct Open {
    name: u32,
    kind: Kind,
    context: Context,
    /// How many blocks, media and additions to the flow there were before it.
    blocks: usize,
    assets: usize,
    writes: u32,
    /// There were two blocks or more in it already where the reading began.
    has_blocks: bool,
    /// `aria-label` of a control, its text if it has no other.
    label: Option<Box<OwnedText>>,
}

/// An attribute's text that is needed after its tag.
type OwnedText = Vec<(String, Span, bool)>;

/// A `label` that is open.
#[derive(Debug, Default)]
struct Label {
    /// State of the checkbox inside.
    checked: Option<bool>,
    /// The id of its field.
    target: Option<String>,
}

/// Reads tokens of HTML, and Markdown's events as if they were.
#[derive(Debug, Default)]
pub(in crate::document) struct Reader {
    pub(in crate::document) builder: Builder,
    stack: Vec<Open>,
    /// How many of the open elements have a name, by the last byte of its hash: end tags
    /// that end nothing are frequent in broken markup, and need no search.
    open: Box<Names>,
    /// Open elements that are too deep for the stack.
    too_deep: usize,
    containers: u32,
    link_count: u32,
    label: Option<Label>,
    /// State of the checkbox right before the text that follows.
    box_before: Option<bool>,
    /// Ids and states of the checkboxes.
    boxes: HashMap<String, bool>,
    /// How often an id was met that joins a label and its box, wherever they stand.
    names: u32,
    /// Blocks labelled by `for`, with the ids.
    labelled: Vec<(std::ops::Range<usize>, String)>,
    /// Facts that are being read, with their place.
    facts: Option<(String, Span)>,
    /// Structured data that is being read.
    #[cfg(feature = "marks")]
    data: Option<String>,
    /// Titles and descriptions of the page, which often say the same twice.
    heads: HashSet<String>,
    /// A `sup` has opened: a footnote mark may follow.
    raised: Option<Span>,
    /// Where the source can be read again, if that is asked for.
    cuts: Option<Box<Cuts>>,
}

#[derive(Debug)]
struct Names([u16; 256]);

impl Default for Names {
    fn default() -> Self {
        Self([0; 256])
    }
}

/// FNV-1a.
fn hash(name: &str) -> u32 {
    name.bytes().fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The whole words of `text`, for comparison.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Reader {
    fn context(&self) -> Context {
        self.stack.last().map_or_else(Context::default, |open| open.context)
    }

    fn is_skipped(&self) -> bool {
        self.stack.last().is_some_and(|open| matches!(open.kind, Kind::Skipped | Kind::Foreign))
    }

    /// Whether an element of this name can be open.
    fn may_be_open(&self, name: u32) -> bool {
        self.open.0[name as usize & 0xFF] > 0
    }

    /// The document, when all is read.
    pub(in crate::document) fn finish<'a>(mut self) -> Document<'a> {
        self.end();
        self.builder.finish()
    }

    /// Ends what is open.
    fn end(&mut self) {
        while !self.stack.is_empty() {
            self.pop();
        }
        self.builder.end_aside();
        self.builder.end_flow();
        for (blocks, id) in std::mem::take(&mut self.labelled) {
            if let Some(checked) = self.boxes.get(&id) {
                for block in &mut self.builder.blocks_since(blocks.start)[..blocks.len()] {
                    if block.role == Role::Label {
                        block.role = Role::CheckboxLabel;
                        block.checked = Some(*checked);
                    }
                }
            }
        }
    }

    fn push(&mut self, name: u32, kind: Kind, context: Context, label: Option<Box<OwnedText>>) {
        self.open.0[name as usize & 0xFF] += 1;
        self.stack.push(Open {
            name,
            kind,
            context,
            blocks: self.builder.blocks().len(),
            assets: self.builder.assets(),
            writes: self.builder.writes(),
            has_blocks: false,
            label,
        });
    }

    fn pop(&mut self) {
        let Some(open) = self.stack.pop() else { return };
        self.open.0[open.name as usize & 0xFF] -= 1;
        let outer = self.context();
        if open.context.aside && !outer.aside {
            // However much was hidden here, the words around it are joined.
            self.builder.end_aside();
            self.builder.seam(&outer);
        } else if open.kind.breaks() {
            self.builder.end_block(&open.context);
        } else if !matches!(open.kind, Kind::Raised) {
            self.builder.seam(&open.context);
        }
        match open.kind {
            Kind::Figure => self.builder.end_figure(open.blocks, open.assets),
            Kind::Label => self.end_label(open.blocks),
            Kind::Skipped => self.end_facts(),
            Kind::Quoted => self.builder.close_quote(&open.context),
            Kind::Title => {
                for block in open.blocks..self.builder.blocks().len() {
                    self.heads.insert(words(self.builder.words(block)));
                }
            }
            kind if kind.groups() => {
                // A wrapper around one control groups nothing: the control's siblings stand outside.
                let container = open.context.container;
                if !open.has_blocks
                    && let [block] = self.builder.blocks_since(open.blocks)
                    && block.container == container
                {
                    block.container = outer.container;
                }
            }
            _ => {}
        }
        if let Some(label) = open.label
            && open.writes == self.builder.writes()
        {
            let role = if open.context.link == 0 { open.context.role } else { Role::Link };
            let context = Context { role, link: 0, aside: true, ..open.context };
            self.builder.push_aside(
                &context,
                None,
                label.iter().map(|(text, span, same)| (text.as_str(), *span, *same)),
            );
        }
    }

    fn end_label(&mut self, first: usize) {
        let Some(label) = self.label.take() else { return };
        let labels = self.builder.blocks_since(first);
        let count = labels.len();
        if let Some(checked) = label.checked {
            for block in labels.iter_mut().filter(|block| block.role == Role::Label) {
                block.role = Role::CheckboxLabel;
                block.checked = Some(checked);
            }
        } else if let Some(id) = label.target {
            self.names += 1;
            self.labelled.push((first..first + count, id));
        }
    }

    fn end_facts(&mut self) {
        #[cfg(feature = "marks")]
        if let Some(json) = self.data.take() {
            self.builder.push_statement(Statement::JsonLd(json));
        }
        let Some((json, span)) = self.facts.take() else { return };
        match facts::from_json(&json) {
            Ok(facts) => self.builder.state(facts),
            Err(problem) => self.builder.problem(Some(span), problem),
        }
    }

    /// Ends open elements up to the innermost that `is`, if it is not beyond one of `barriers`.
    fn end_implied(&mut self, is: impl Fn(&Open) -> bool, barriers: &[Kind]) {
        for at in (0..self.stack.len()).rev() {
            let open = &self.stack[at];
            if is(open) {
                while self.stack.len() > at {
                    self.pop();
                }
                return;
            }
            if barriers.contains(&open.kind) {
                return;
            }
        }
    }

    /// Ends what the start of an element ends.
    fn end_before(&mut self, kind: Kind, name: &str) {
        use Kind::*;
        let key = hash(name);
        let of = |kind: Kind| move |open: &Open| open.kind == kind;
        let named = |key: u32| move |open: &Open| open.name == key;
        // HTML in a picture: the picture was not closed.
        if self.is_foreign() && kind.breaks() && kind != Title {
            self.end_implied(of(Foreign), &[]);
        }
        if kind.ends_paragraph() && self.may_be_open(hash("p")) {
            self.end_implied(named(hash("p")), &[Button, Table, Cell, Caption, Dormant, ForeignObject]);
        }
        match kind {
            Item => self.end_implied(of(Item), &[Group, Table, Cell, Nav, Button]),
            Term => self.end_implied(of(Term), &[Group, Table, Cell, Block]),
            Heading if self.stack.last().is_some_and(of(Heading)) => self.pop(),
            Row => {
                self.end_implied(of(Cell), &[Table]);
                self.end_implied(named(hash("tr")), &[Table]);
                if name != "tr" {
                    self.end_implied(of(Row), &[Table]);
                }
            }
            Cell => self.end_implied(of(Cell), &[Table, Row]),
            Option => self.end_implied(of(Option), &[Select]),
            Select if name == "optgroup" => self.end_implied(of(Option), &[Select]),
            Ruby => self.end_implied(of(Ruby), &[Block, Group, Paragraph]),
            _ if matches!(name, "a" | "button") && self.may_be_open(key) => {
                self.end_implied(named(key), &[Table, Cell, Dormant, ForeignObject]);
            }
            _ => {}
        }
    }

    /// What `tag` says of its text, beside what the elements around say.
    fn context_of(&mut self, tag: &Tag<'_>, kind: Kind) -> Context {
        let mut context = self.context();
        let mut role = None;
        match kind {
            Kind::Link => {
                self.link_count += 1;
                context.link = self.link_count;
            }
            Kind::Code => context.inline_code = true,
            Kind::Small | Kind::Footer => context.place.small_print = true,
            Kind::Ruby | Kind::Alt => context.aside = true,
            Kind::Heading => role = Some(Role::Heading),
            Kind::Item | Kind::Term => role = Some(Role::ListItem),
            Kind::Cell => role = Some(Role::Cell),
            Kind::Caption => role = Some(Role::Caption),
            Kind::Figure => context.place.figure = true,
            Kind::Quote => {
                role = Some(Role::Quote);
                context.place.quote = true;
            }
            Kind::Quoted => context.place.quote = true,
            Kind::Pre => {
                context.place.code = true;
                context.preformatted = true;
            }
            Kind::Nav => context.place.nav = true,
            Kind::Details if !tag.has("open") => context.place.small_print = true,
            Kind::Summary => {
                // The summary of closed details is seen.
                let details = self.stack.len().checked_sub(1).filter(|at| self.stack[*at].kind == Kind::Details);
                if let Some(at) = details {
                    let around = at.checked_sub(1).map(|at| self.stack[at].context.place.small_print);
                    context.place.small_print = around.unwrap_or_default();
                }
                role = Some(Role::Button);
            }
            Kind::Button => role = Some(Role::Button),
            Kind::Label | Kind::Legend => role = Some(Role::Label),
            Kind::Option => role = Some(Role::Option),
            Kind::Title => role = Some(Role::Title),
            Kind::Checkbox => {
                role = Some(Role::CheckboxLabel);
                context.checked = Some(tag.text("aria-checked") == "true");
            }
            _ => {}
        }
        if kind.breaks() {
            context.inline_code = false;
        }
        if kind == Kind::Alt {
            context.role = Role::Alt;
            context.fixed_role = true;
        }
        if let Some(role) = role
            && (!context.fixed_role || role == Role::Button)
        {
            context.role = role;
            context.fixed_role = matches!(
                kind,
                Kind::Summary | Kind::Button | Kind::Label | Kind::Legend | Kind::Option | Kind::Title | Kind::Checkbox
            );
        }
        if kind.groups() {
            self.containers += 1;
            context.container = self.containers;
        }
        if matches!(kind, Kind::Dormant | Kind::Media) {
            context.place.hidden = true;
            context.aside = true;
        }
        if !tag.is_bare() {
            self.read_attributes(tag, kind, &mut context);
        }
        context
    }

    fn read_attributes(&mut self, tag: &Tag<'_>, kind: Kind, context: &mut Context) {
        if let Some(lang) = tag.get("lang").or_else(|| tag.get("xml:lang")) {
            context.lang = Locale::from_tag(lang.text);
            if matches!(tag.name, "html" | "body") {
                self.builder.lang = self.builder.lang.or(context.lang);
            }
        }
        if tag.has("hidden")
            || tag.text("aria-hidden").eq_ignore_ascii_case("true")
            || tag.get("style").is_some_and(|style| elements::is_style_hidden(style.text))
        {
            context.place.hidden = true;
            context.aside = true;
        }
        // A class of the whole page says how it is laid out, not how it is printed.
        if !matches!(tag.name, "html" | "body" | "main")
            && kind != Kind::Summary
            && ["class", "id"].into_iter().any(|name| elements::is_small_print(tag.text(name)))
        {
            context.place.small_print = true;
        }
    }

    /// The element's kind, its role attribute and look considered.
    fn kind_of(tag: &Tag<'_>) -> Kind {
        let kind = Kind::of(tag.name);
        if tag.is_bare() || kind.is_void() || matches!(kind, Kind::Skipped | Kind::Foreign | Kind::Title) {
            return kind;
        }
        match tag.text("role") {
            "button" => Kind::Button,
            "checkbox" | "switch" | "radio" | "menuitemcheckbox" | "menuitemradio" => Kind::Checkbox,
            "heading" if matches!(kind, Kind::Inline | Kind::Group | Kind::Paragraph) => Kind::Heading,
            _ if kind == Kind::Link && elements::is_button_class(tag.text("class")) => Kind::Button,
            _ => kind,
        }
    }

    fn void(&mut self, tag: &Tag<'_>, kind: Kind) {
        let outer = self.context();
        let mut context = outer;
        if !tag.is_bare() {
            self.read_attributes(tag, kind, &mut context);
        }
        match kind {
            Kind::Break => self.builder.line_break(tag.span, &outer),
            Kind::Rule => {
                self.box_before = None;
                self.builder.end_block(&outer);
            }
            Kind::Image => {
                let asset = self.asset(tag);
                self.attribute(Role::Alt, tag.get("alt"), asset, &context);
            }
            Kind::Input => self.input(tag, context),
            Kind::Meta => self.meta(tag, &context),
            Kind::Empty if tag.name == "area" => self.attribute(Role::Alt, tag.get("alt"), None, &context),
            Kind::Empty if tag.name == "embed" => _ = self.asset(tag),
            // A `source` in `picture` only repeats its `img`.
            Kind::Empty if tag.name == "source" && self.stack.last().is_some_and(|open| open.kind == Kind::Media) => {
                self.asset(tag);
            }
            _ => {}
        }
        if !matches!(kind, Kind::Meta | Kind::Empty) {
            self.attribute(Role::Tooltip, tag.get("title"), None, &context);
        }
    }

    fn asset(&mut self, tag: &Tag<'_>) -> Option<usize> {
        let src = [tag.text("src"), tag.text("data-src")].into_iter().find(|src| !src.is_empty())?;
        #[cfg(feature = "marks")]
        if let Some(value) = tag.get("ai-disclosure").or_else(|| tag.get("aidisclosure")) {
            self.builder.push_statement(Statement::OfMedium(src.to_owned(), value.text.to_owned()));
        }
        Some(self.builder.push_asset(src, tag.span))
    }

    /// Adds the text of an attribute as a block.
    fn attribute(&mut self, role: Role, value: Option<Value<'_>>, asset: Option<usize>, context: &Context) {
        if let Some(value) = value.filter(|value| !value.text.trim().is_empty()) {
            let context = Context {
                role,
                link: 0,
                aside: true,
                inline_code: false,
                preformatted: false,
                checked: context.checked.filter(|_| role == Role::CheckboxLabel),
                ..*context
            };
            self.builder.push_aside(&context, asset, value.parts());
        }
    }

    fn input(&mut self, tag: &Tag<'_>, mut context: Context) {
        match tag.text("type").to_ascii_lowercase().as_str() {
            "hidden" => {}
            "submit" | "button" | "reset" => {
                self.builder.end_block(&context);
                let text = tag.get("value").or_else(|| tag.get("aria-label"));
                self.attribute(Role::Button, text, None, &context);
            }
            "image" => {
                self.builder.end_block(&context);
                let asset = self.asset(tag);
                self.attribute(Role::Button, tag.get("alt").or_else(|| tag.get("aria-label")), asset, &context);
            }
            "checkbox" | "radio" => {
                let checked = tag.has("checked");
                if let Some(label) = &mut self.label {
                    label.checked.get_or_insert(checked);
                } else {
                    self.builder.end_block(&context);
                    self.box_before = Some(checked);
                }
                if let Some(id) = tag.get("id") {
                    self.names += 1;
                    self.boxes.entry(id.text.to_owned()).or_insert(checked);
                }
                context.checked = Some(checked);
                self.attribute(Role::CheckboxLabel, tag.get("aria-label"), None, &context);
            }
            _ => {
                self.builder.end_block(&context);
                self.attribute(Role::Label, tag.get("aria-label"), None, &context);
                self.attribute(Role::Placeholder, tag.get("placeholder"), None, &context);
            }
        }
    }

    fn meta(&mut self, tag: &Tag<'_>, context: &Context) {
        let Some(content) = tag.get("content") else { return };
        let name = tag.get("name").or_else(|| tag.get("property")).map_or("", |name| name.text.trim());
        let lower = name.to_ascii_lowercase();
        let role = match lower.as_str() {
            "description" | "og:description" | "twitter:description" => Role::MetaDescription,
            "og:title" | "twitter:title" => Role::Title,
            #[cfg(feature = "marks")]
            "ai-disclosure" => {
                self.builder.push_statement(Statement::Meta(content.text.to_owned()));
                return;
            }
            _ => {
                if lower.starts_with("candor:") {
                    match facts::from_meta(&name["candor:".len()..], content.text) {
                        Ok(facts) => self.builder.state(facts),
                        Err(problem) => self.builder.problem(Some(tag.span), problem),
                    }
                }
                return;
            }
        };
        let text = words(content.text);
        if self.heads.insert(text) {
            self.attribute(role, Some(content), None, context);
        }
    }

    /// Says that a checkbox stands before the text that follows, as in Markdown's task lists.
    #[cfg(feature = "full")]
    pub(in crate::document) fn tick(&mut self, checked: bool) {
        self.box_before = Some(checked);
    }

    /// Opens the text that stands for a picture.
    #[cfg(feature = "full")]
    pub(in crate::document) fn open_alt(&mut self, src: &str, span: Span) {
        let asset = self.builder.push_asset(src, span);
        if self.stack.len() < DEEPEST {
            let context = self.context_of(&Tag::bare("", span), Kind::Alt);
            self.builder.begin_alt(asset);
            self.push(hash("!alt"), Kind::Alt, context, None);
        } else {
            self.too_deep += 1;
        }
    }

    /// Adds words that the source shows on demand: a link's title.
    #[cfg(feature = "full")]
    pub(in crate::document) fn tooltip(&mut self, text: &str, source: Span, verbatim: bool) {
        let context = Context { role: Role::Tooltip, link: 0, aside: true, ..self.context() };
        self.builder.push_aside(&context, None, [(text, source, verbatim)].into_iter());
    }
}

impl Handler for Reader {
    fn text(&mut self, text: &str, source: Span, verbatim: bool) {
        if let Some((json, span)) = &mut self.facts {
            json.push_str(text);
            *span = span.to(source);
            return;
        }
        #[cfg(feature = "marks")]
        if let Some(json) = &mut self.data {
            json.push_str(text);
            return;
        }
        if self.is_skipped() {
            return;
        }
        let mut context = self.context();
        if let Some(before) = self.raised.take() {
            self.builder.part_letter_from_mark(text, before, &context);
        }
        if let Some(checked) = self.box_before
            && !context.aside
            && !text.trim().is_empty()
        {
            // The words behind a checkbox are its label, with or without the element.
            self.box_before = None;
            let is_label =
                context.role == Role::Label && self.label.as_ref().is_some_and(|label| label.target.is_none());
            if is_label || matches!(context.role, Role::Paragraph | Role::ListItem | Role::Cell) {
                context.role = Role::CheckboxLabel;
                context.checked = Some(checked);
            }
        }
        self.builder.append(text, source, verbatim, &context);
    }

    fn open(&mut self, tag: &Tag<'_>) -> Option<State> {
        let raw = if self.is_foreign() { None } else { elements::raw_text(tag.name) };
        let kind = Self::kind_of(tag);
        if self.stack.len() >= DEEPEST && raw.is_none() {
            if kind.breaks() {
                self.builder.end_block(&self.context());
            }
            if kind.is_void() {
                self.void(tag, kind);
            } else {
                self.too_deep += 1;
            }
            return None;
        }
        self.end_before(kind, tag.name);
        if self.is_skipped() && kind != Kind::ForeignObject {
            // In a picture only pictures and HTML in it count: what they hold is not copy.
            if kind == Kind::Foreign && !tag.is_self_closing {
                self.push(hash(tag.name), kind, self.context(), None);
            }
            return None;
        }
        if kind.breaks() && !matches!(kind, Kind::Label | Kind::Paragraph) {
            self.box_before = None;
        }
        if kind == Kind::Foreign && tag.is_self_closing {
            return None;
        }
        if kind.is_void() {
            self.void(tag, kind);
            if kind != Kind::WordBreak && kind != Kind::Break {
                self.builder.seam(&self.context());
            }
            return None;
        }
        let outer = self.context();
        let context = self.context_of(tag, kind);
        if context.aside && !outer.aside {
            self.builder.end_aside();
        } else if kind.breaks() {
            self.builder.end_block(&outer);
        } else if kind == Kind::Raised {
            self.raised = Some(tag.span);
        } else {
            self.builder.seam(&outer);
        }
        if kind == Kind::Label {
            let target = tag.get("for").map(|id| id.text.to_owned());
            self.label = Some(Label { checked: None, target });
        }
        if kind == Kind::Media {
            self.asset(tag);
        }
        if !matches!(kind, Kind::Skipped | Kind::Foreign | Kind::Title) {
            self.attribute(Role::Tooltip, tag.get("title"), None, &context);
        }
        if tag.name == "textarea" {
            self.attribute(Role::Label, tag.get("aria-label"), None, &context);
            self.attribute(Role::Placeholder, tag.get("placeholder"), None, &context);
        }
        if tag.name == "script" && tag.has("data-candor") {
            self.facts = Some((String::new(), tag.span.after()));
        }
        #[cfg(feature = "marks")]
        if tag.name == "script" && tag.text("type").trim().eq_ignore_ascii_case("application/ld+json") {
            self.data = Some(String::new());
        }
        let label = matches!(kind, Kind::Button | Kind::Link | Kind::Checkbox)
            .then(|| tag.get("aria-label"))
            .flatten()
            .map(|label| Box::new(label.parts().map(|(text, span, same)| (text.to_owned(), span, same)).collect()));
        self.push(hash(tag.name), kind, context, label);
        if kind == Kind::Quoted {
            self.builder.append("“", tag.span, false, &context);
        }
        raw.map(|(state, _)| state)
    }

    fn close(&mut self, name: &str, source: Span) {
        let key = hash(name);
        let is_raw = self.stack.last().is_some_and(|open| open.name == key) && elements::raw_text(name).is_some();
        if self.too_deep > 0 && !is_raw {
            if Kind::of(name).breaks() {
                self.builder.end_block(&self.context());
            }
            self.too_deep -= 1;
            return;
        }
        let kind = Kind::of(name);
        if kind.breaks() {
            self.box_before = None;
        }
        if self.may_be_open(key) {
            // What belongs to a table ends the cells in it; all else stops at them.
            let is_table = matches!(kind, Kind::Table | Kind::Row | Kind::Cell);
            let mut blocks_between = false;
            for at in (0..self.stack.len()).rev() {
                let open = &self.stack[at];
                if open.name == key {
                    if blocks_between && !open.kind.breaks() && !open.context.aside {
                        // `<b><p>a</b>b`: the paragraph goes on.
                        let open = self.stack.remove(at);
                        self.open.0[open.name as usize & 0xFF] -= 1;
                    } else {
                        while self.stack.len() > at {
                            self.pop();
                        }
                    }
                    return;
                }
                if open.kind.is_barrier() && !(is_table && open.kind != Kind::Table) {
                    break;
                }
                blocks_between |= open.kind.breaks();
            }
        }
        match kind {
            Kind::Paragraph => self.builder.end_block(&self.context()),
            Kind::Break => self.builder.line_break(source, &self.context()),
            _ => {}
        }
    }

    fn comment(&mut self, comment: &str, source: Span) {
        self.builder.comment(comment, source);
        self.builder.seam(&self.context());
    }

    fn between(&mut self, at: usize) {
        if self.cuts.as_ref().is_some_and(|cuts| cuts.at_tags) {
            self.cut(at);
        }
    }

    fn is_foreign(&self) -> bool {
        self.stack.last().is_some_and(|open| open.kind == Kind::Foreign)
    }

    fn raw_text(&self) -> Option<(State, &'static str)> {
        let open = self.stack.last()?;
        ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"]
            .into_iter()
            .find(|name| open.name == hash(name))
            .and_then(elements::raw_text)
    }
}
