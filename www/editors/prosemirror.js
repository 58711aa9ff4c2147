// candor in ProseMirror.
import { control } from "./src/control.js";
import { Flow } from "./src/flow.js";
import { BLOCKS, EMBED, INLINE, attribute } from "./src/read-dom.js";
import { adoptUnderlines } from "./src/painter.js";

/** @typedef {import("./src/types.js").CandorOptions} CandorOptions */
/** @typedef {import("prosemirror-model").Node} Node */
/** @typedef {import("prosemirror-model").Mark} Mark */
/** @typedef {{ start: number, end: number }} Span */

/**
 * The plugin that reads a document as its author writes.
 *
 * @param {object} modules ProseMirror as the host imports it.
 * @param {Pick<typeof import("prosemirror-state"), "Plugin" | "PluginKey" | "TextSelection">} modules.state
 * @param {Pick<typeof import("prosemirror-view"), "Decoration" | "DecorationSet">} modules.view
 * @param {CandorOptions} options
 * @returns {import("prosemirror-state").Plugin}
 */
export const candor = (
  { state: { Plugin, PluginKey, TextSelection }, view: { Decoration, DecorationSet } },
  options,
) => {
  /** @typedef {{ marks?: { from: number, to: number, name: string }[], current?: { from: number, to: number } | null }} Painting */
  /** @typedef {{ underlines: import("prosemirror-view").DecorationSet, current: import("prosemirror-view").DecorationSet }} Painted */
  /** @type {import("prosemirror-state").PluginKey<Painted>} */
  const key = new PluginKey("candor");

  return new Plugin({
    key,
    state: {
      init: () => ({ underlines: DecorationSet.empty, current: DecorationSet.empty }),
      apply(transaction, { underlines, current }) {
        /** @type {Painting | undefined} */
        const painting = transaction.getMeta(key);
        const { mapping, doc } = transaction;
        const inline = (
          /** @type {{ from: number, to: number }} */ { from, to },
          /** @type {string} */ name,
        ) => Decoration.inline(from, to, { class: `candor-${name}` });
        return {
          underlines: painting?.marks
            ? DecorationSet.create(
                doc,
                painting.marks.map((mark) => inline(mark, mark.name)),
              )
            : underlines.map(mapping, doc),
          current:
            painting?.current === undefined
              ? current.map(mapping, doc)
              : DecorationSet.create(doc, painting.current ? [inline(painting.current, "current")] : []),
        };
      },
    },
    props: {
      decorations(state) {
        const painted = key.getState(state);
        if (!painted) return null;
        // One set: a view takes no list.
        return painted.underlines.add(state.doc, painted.current.find());
      },
    },
    view(view) {
      adoptUnderlines(view.dom);
      /** @type {Flow<null>} */
      let flow = new Flow();
      /** @type {Node | undefined} */
      let doc;

      /** @param {Span} span */
      const positions = (span) => {
        const places = flow.places(span);
        return places && { from: places.from.offset, to: places.to.offset };
      };
      // A caret that the browser has moved and the view has not heard of yet would be put back by a transaction.
      const hear = () => /** @type {any} */ (view).domObserver?.flush?.();
      /** @param {Painting} painting */
      const paint = (painting) => {
        hear();
        view.dispatch(view.state.tr.setMeta(key, painting).setMeta("addToHistory", false));
      };

      const made = control(
        {
          element: view.dom,
          format: "html",
          read() {
            if (doc !== view.state.doc) {
              doc = view.state.doc;
              flow = readNode(doc);
            }
            return flow.source;
          },
          range(span) {
            const found = positions(span);
            if (!found) return null;
            const from = view.domAtPos(found.from, 1);
            const to = view.domAtPos(found.to, -1);
            const range = document.createRange();
            range.setStart(from.node, from.offset);
            range.setEnd(to.node, to.offset);
            return range;
          },
          paint(findings) {
            const marks = [];
            for (const { span, severity } of findings) {
              const found = span && positions(span);
              if (found) marks.push({ ...found, name: severity });
            }
            paint({ marks });
          },
          current: (span) => paint({ current: span && positions(span) }),
          caret() {
            hear();
            return flow.offset(null, view.state.selection.head);
          },
          select(span) {
            const found = positions(span);
            if (!found) return;
            view.focus();
            const { tr } = view.state;
            view.dispatch(
              tr.setSelection(TextSelection.create(tr.doc, found.from, found.to)).scrollIntoView(),
            );
          },
          focus: () => view.focus(),
          replace(changes) {
            const { tr } = view.state;
            for (const { start, end, text } of changes.toSorted((a, b) => b.start - a.start)) {
              const found = positions({ start, end });
              if (!found) continue;
              // `insertText` over a whole link drops the link: marks that end there do not reach new text.
              const marks = tr.doc.resolve(found.from).nodeAfter?.marks ?? [];
              if (text === "") tr.delete(found.from, found.to);
              else tr.replaceWith(found.from, found.to, view.state.schema.text(text, marks));
            }
            view.dispatch(tr.scrollIntoView());
          },
          get readOnly() {
            return !view.editable;
          },
        },
        options,
      );
      return {
        update: (_, before) => void (before.doc === view.state.doc || made.changed()),
        destroy: () => made.destroy(),
      };
    },
  });
};

/** The source of a document, with its positions. @param {Node} doc @returns {Flow<null>} */
const readNode = (doc) => {
  /** @type {Flow<null>} */
  const flow = new Flow();
  blocks(doc, 0, flow);
  return flow;
};

/** @param {Node} parent @param {number} start @param {Flow<null>} flow */
const blocks = (parent, start, flow) => {
  parent.forEach((node, offset) => {
    const position = start + offset;
    if (node.isLeaf) return embed(node, flow);
    const tag = BLOCKS[tagOf(node)] ?? (node.isTextblock ? "p" : "div");
    flow.markup(`<${tag}>`);
    if (node.isTextblock) inlines(node, position + 1, flow);
    else blocks(node, position + 1, flow);
    flow.markup(`</${tag}>\n`);
  });
};

/** @param {Node} parent @param {number} start @param {Flow<null>} flow */
const inlines = (parent, start, flow) => {
  /** Marks that are open, outermost first. @type {Mark[]} */
  let open = [];
  /** @param {readonly Mark[]} marks */
  const turn = (marks) => {
    let kept = 0;
    while (kept < open.length && marks.some((mark) => mark.eq(/** @type {Mark} */ (open[kept])))) kept++;
    for (const mark of open.slice(kept).reverse()) flow.markup(`</${INLINE[tagOf(mark)]}>`);
    open = open.slice(0, kept);
    for (const mark of marks) {
      const tag = INLINE[tagOf(mark)];
      if (!tag || open.some((other) => other.eq(mark))) continue;
      flow.markup(tag === "a" ? `<a href="${attribute(String(mark.attrs["href"] ?? ""))}">` : `<${tag}>`);
      open.push(mark);
    }
  };
  parent.forEach((node, offset) => {
    turn(node.marks);
    if (node.isText) flow.text(node.text ?? "", null, start + offset);
    else embed(node, flow);
  });
  turn([]);
};

/** @param {Node} node @param {Flow<null>} flow */
const embed = (node, flow) => {
  const tag = tagOf(node);
  if (tag === "BR") flow.markup("<br>");
  else if (tag === "IMG") flow.markup(`<img alt="${attribute(String(node.attrs["alt"] ?? ""))}">`);
  else flow.markup(tag === "HR" ? "<hr>" : EMBED);
};

/** The name of the element that a node or mark is written as. @param {Node | Mark} part */
const tagOf = (part) => {
  try {
    const { toDOM } = /** @type {any} */ (part.type.spec);
    const written = toDOM?.(part, true);
    return String(
      Array.isArray(written) ? written[0] : ((written?.dom ?? written)?.nodeName ?? ""),
    ).toUpperCase();
  } catch {
    // A host's own node may need its view to be written; its text is read all the same.
    return "";
  }
};
