// What editors share whose document stands in the page as it is read.
import { createPainter } from "./painter.js";
import { readDom } from "./read-dom.js";

/** @typedef {import("./types.js").Surface} Surface */
/** @typedef {import("./types.js").Change} Change */
/** @typedef {{ start: number, end: number }} Span */

/**
 * A surface over an editable element.
 *
 * @param {object} host
 * @param {HTMLElement} host.element
 * @param {(changes: readonly { range: Range, text: string }[]) => void} host.write
 *   Writes, last change first, as one step of undo.
 * @param {(span: Range) => void} [host.select]
 * @param {() => void} [host.focus]
 * @param {() => boolean} [host.readOnly]
 * @param {import("./read-dom.js").Reading} [host.reading]
 * @returns {Surface}
 */
export const domSurface = ({ element, write, select, focus, readOnly, reading }) => {
  const painter = createPainter(element);
  const { ownerDocument } = element;
  let flow = readDom(element, reading);

  /** @param {Span} span */
  const range = (span) => {
    const places = flow.places(span);
    if (!places) return null;
    const { from, to } = places;
    // An edit that was not read yet may have shortened a node.
    if (from.offset > from.node.length || to.offset > to.node.length) return null;
    const made = ownerDocument.createRange();
    made.setStart(from.node, from.offset);
    made.setEnd(to.node, to.offset);
    return made;
  };

  return {
    element,
    format: "html",
    read() {
      flow = readDom(element, reading);
      return flow.source;
    },
    range,
    paint(findings) {
      const marks = [];
      for (const { span, severity } of findings) {
        const found = span && range(span);
        if (found) marks.push({ range: found, severity });
      }
      painter.paint(marks);
    },
    current: (span) => painter.current(span && range(span)),
    caret() {
      const selection = selectionOf(element);
      const node = selection?.focusNode;
      if (!node || !element.contains(node)) return null;
      const { focusOffset } = selection;
      if (node.nodeType === 3) return flow.offset(/** @type {Text} */ (node), focusOffset);
      // Between children: the end of the text before, or the start of the text behind.
      const before = focusOffset > 0 ? edge(node.childNodes[focusOffset - 1], "lastChild") : undefined;
      if (before) return flow.offset(before, before.length);
      const behind = edge(node.childNodes[focusOffset] ?? null, "firstChild");
      return behind ? flow.offset(behind, 0) : null;
    },
    select(span) {
      const found = range(span);
      if (!found) return;
      if (select) return select(found);
      element.focus({ preventScroll: true });
      selectRange(found);
      reveal(found);
    },
    focus: focus ?? (() => element.focus({ preventScroll: true })),
    replace(changes) {
      const writable = [];
      for (const { start, end, text } of changes.toSorted((a, b) => b.start - a.start)) {
        const found = range({ start, end });
        if (found) writable.push({ range: found, text });
      }
      write(writable);
    },
    get readOnly() {
      return readOnly?.() ?? false;
    },
    destroy: () => painter.destroy(),
  };
};

/** The outermost text on one side of a node. @param {Node | null | undefined} node @param {"firstChild" | "lastChild"} side */
const edge = (node, side) => {
  while (node && node.nodeType !== 3) node = node[side];
  return /** @type {Text | undefined} */ (node ?? undefined);
};

/** The selection where an element stands, in a shadow tree too. @param {Element} element @returns {Selection | null} */
export const selectionOf = (element) => {
  const root = /** @type {any} */ (element.getRootNode());
  return root.getSelection?.() ?? element.ownerDocument.getSelection();
};

/** @param {Range} range */
export const selectRange = (range) => {
  const selection = range.startContainer.ownerDocument?.getSelection();
  selection?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
};

/** Brings a range into view. @param {Range} range */
export const reveal = (range) => range.startContainer.parentElement?.scrollIntoView({ block: "nearest" });

/**
 * Calls back at every change below an element, by whomever; gives what ends it.
 *
 * @param {HTMLElement} element
 * @param {() => void} changed
 */
export const watch = (element, changed) => {
  const view = /** @type {Window & typeof globalThis} */ (element.ownerDocument.defaultView);
  const observer = new view.MutationObserver(changed);
  observer.observe(element, { childList: true, characterData: true, subtree: true });
  return () => observer.disconnect();
};
