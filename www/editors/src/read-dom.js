// The source of rich text as it stands in the document.
import { Flow } from "./flow.js";

/** Elements that begin a block of their own, and what candor reads them as. @type {Record<string, string>} */
export const BLOCKS = {
  P: "p",
  DIV: "div",
  H1: "h1",
  H2: "h2",
  H3: "h3",
  H4: "h4",
  H5: "h5",
  H6: "h6",
  LI: "li",
  UL: "ul",
  OL: "ol",
  BLOCKQUOTE: "blockquote",
  PRE: "pre",
  TABLE: "table",
  TBODY: "tbody",
  THEAD: "thead",
  TR: "tr",
  TD: "td",
  TH: "th",
  FIGURE: "figure",
  FIGCAPTION: "figcaption",
  SECTION: "section",
  ARTICLE: "article",
  HEADER: "header",
  FOOTER: "footer",
  DL: "dl",
  DT: "dt",
  DD: "dd",
};

/** Elements within a line whose kind changes what a phrase means. @type {Record<string, string>} */
export const INLINE = {
  A: "a",
  BUTTON: "button",
  Q: "q",
  CITE: "cite",
  CODE: "code",
  DEL: "del",
  S: "s",
  LABEL: "label",
};

const SKIPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "SELECT", "TEXTAREA", "SVG"]);

const FILLER = "\u{2060}".repeat(7);

/** An embed: no word goes on across it. */
export const EMBED = "\u{FFFC}";

/**
 * @typedef {object} Reading
 * @property {boolean} [islands] Only what is editable below the element is text; default: all of it is.
 * @property {(element: Element) => string | undefined} [nameOf]
 *   The name of the element that one stands for on the published page, where the editor shows another.
 */

/**
 * Reads the visible text below an element.
 *
 * @param {Element} root
 * @param {Reading} [reading]
 * @returns {Flow<Text>}
 */
export const readDom = (root, reading = {}) => {
  /** @type {Flow<Text>} */
  const flow = new Flow();
  for (const child of root.childNodes) read(child, flow, !reading.islands, reading);
  return flow;
};

/** @param {Node} node @param {Flow<Text>} flow @param {boolean} editable @param {Reading} reading */
const read = (node, flow, editable, reading) => {
  if (node.nodeType === 3) {
    const text = /** @type {Text} */ (node);
    // CKEditor keeps the caret in an empty format by seven word joiners.
    const filler = text.data.startsWith(FILLER) ? FILLER.length : 0;
    // WordPress keeps it in an empty line.
    if (editable && text.data !== "\u{FEFF}") flow.text(text.data.slice(filler), text, filler);
    return;
  }
  if (node.nodeType !== 1) return;
  const element = /** @type {HTMLElement} */ (node);
  const name = reading.nameOf?.(element) ?? element.tagName.toUpperCase();
  if (SKIPPED.has(name)) return;
  if (name === "BR") return flow.markup("<br>");
  if (name === "IMG") return flow.markup(`<img alt="${attribute(element.getAttribute("alt") ?? "")}">`);

  // Widgets hold buttons and handles that are not copy, around a caption that is.
  const own = element.getAttribute("contenteditable");
  const inside = own === null ? editable : own !== "false";
  if (editable && !inside && !BLOCKS[name] && element.hasChildNodes()) flow.markup(EMBED);
  const tag = BLOCKS[name] ?? INLINE[name];
  if (tag)
    flow.markup(name === "A" ? `<a href="${attribute(element.getAttribute("href") ?? "")}">` : `<${tag}>`);
  for (const child of element.childNodes) read(child, flow, inside, reading);
  if (tag) flow.markup(BLOCKS[name] ? `</${tag}>\n` : `</${tag}>`);
};

/** @param {string} value */
export const attribute = (value) => value.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
