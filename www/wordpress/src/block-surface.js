// The canvas of the block editor: many editable fields, each a rich text in some attribute of a block.
import { domSurface, reveal, selectRange, watch } from "../../editors/src/dom-surface.js";

const { data, richText } = /** @type {any} */ (globalThis).wp;
const BLOCKS = "core/block-editor";

/** The element that holds title and blocks, in the page or in its frame. @returns {HTMLElement | undefined} */
export const canvas = () => {
  const frame = /** @type {HTMLIFrameElement | null} */ (
    document.querySelector('iframe[name="editor-canvas"]')
  );
  const page = frame ? frame.contentDocument : document;
  const root = /** @type {HTMLElement | null | undefined} */ (page?.querySelector(".editor-styles-wrapper"));
  return root?.querySelector(".is-root-container") ? root : undefined;
};

/** @param {Node} node @returns {HTMLElement | null} */
const fieldOf = (node) => node.parentElement?.closest('[contenteditable="true"]') ?? null;

/** On the page a button is a link. @param {Element} element */
const nameOf = (element) => (element.classList.contains("wp-block-button__link") ? "A" : undefined);

/**
 * @param {HTMLElement} element
 * @returns {import("../../editors/src/types.js").Surface}
 */
export const blockSurface = (element) => {
  /** @type {HTMLElement | null} */
  let used = null;
  const surface = domSurface({
    element,
    reading: { islands: true, nameOf },
    focus: () => used?.focus({ preventScroll: true }),
    select: (range) => {
      used = fieldOf(range.startContainer);
      used?.focus({ preventScroll: true });
      selectRange(range);
      reveal(range);
    },
    write: (changes) => {
      const { __unstableMarkLastChangeAsPersistent: markStep } = data.dispatch(BLOCKS);
      // Undo takes back the fix alone, neither what was typed before it nor what comes after.
      markStep?.();
      for (const { range, text } of changes) write(range, text);
      markStep?.();
    },
  });
  /** @type {import("../../editors/src/types.js").Surface["watch"]} */
  const heard = ({ changed, refresh, listen }) => {
    const unlisten = listen(element);
    const unwatch = watch(element, () => {
      // Text nodes are written anew at each change, which empties ranges in them.
      refresh();
      changed();
    });
    return () => {
      unlisten();
      unwatch();
    };
  };
  return Object.assign(surface, { watch: heard, composite: true });
};

/** Replaces a range of a field through the store that holds it. @param {Range} range @param {string} text */
const write = (range, text) => {
  const field = fieldOf(range.startContainer);
  if (!field) return;
  const value = richText.create({ element: field, range, __unstableIsEditableTree: true });
  const words = richText.create({ text });
  // New words take the format of those that they replace.
  words.formats = Array.from({ length: text.length }, () => value.formats[value.start]);
  const after = richText.insert(value, words, value.start, value.end);
  const block = /** @type {HTMLElement | null} */ (field.closest("[data-block]"));
  const id = block?.dataset["block"];
  if (!block || !id) {
    data.dispatch("core/editor").editPost({ title: after.text });
    return;
  }
  // A table has many fields; which of equal ones it is tells their order.
  const twins = [block, ...block.querySelectorAll("*")].filter(
    (other) =>
      other.getAttribute("contenteditable") === "true" &&
      other.closest("[data-block]") === block &&
      richText.create({ element: other, __unstableIsEditableTree: true }).text === value.text,
  );
  const attributes = data.select(BLOCKS).getBlockAttributes(id);
  const html = richText.toHTMLString({ value: after });
  const made = replaced(attributes, value.text, html, { left: twins.indexOf(field) });
  const changed = Object.entries(made ?? {}).filter(([key, value]) => value !== attributes[key]);
  if (changed.length > 0) data.dispatch(BLOCKS).updateBlockAttributes(id, Object.fromEntries(changed));
};

/**
 * The attributes with one rich text replaced, of those that read `text`; nothing if there is none.
 *
 * @param {any} value
 * @param {string} text
 * @param {string} html
 * @param {{ left: number }} skip How many of them to pass over.
 * @returns {any}
 */
const replaced = (value, text, html, skip) => {
  // Since WordPress 6.5 a rich text is an object that knows its HTML.
  if (typeof value === "string" || typeof value?.toHTMLString === "function") {
    if (richText.create({ html: String(value) }).text !== text) return undefined;
    return skip.left-- === 0 ? html : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const made = replaced(inner, text, html, skip);
    if (made === undefined) continue;
    return Array.isArray(value) ? value.with(Number(key), made) : { ...value, [key]: made };
  }
  return undefined;
};
