// Underlines without elements: the CSS Custom Highlight API.
import underline from "../../design/underline.css";

/** @typedef {import("../../../src/wasm/types.js").Severity} Severity */
/** @typedef {{ range: Range, severity: Severity }} Mark */

/** Roots that have the style sheet. @type {WeakSet<Document | ShadowRoot>} */
const styled = new WeakSet();

/** Severities, worst last: what is painted later lies above. @type {readonly Severity[]} */
const LEVELS = ["info", "warning", "error"];

/**
 * Paints the marks of one editor. Highlights belong to the whole document, so each painter adds and takes away
 * its own ranges only.
 *
 * @param {Element} root The editor, in whatever document or shadow tree it stands.
 */
export const createPainter = (root) => {
  const view = /** @type {Window & typeof globalThis} */ (root.ownerDocument.defaultView);
  const supported = view.Highlight !== undefined && view.CSS?.highlights !== undefined;
  /** @type {[string, Range][]} */
  let painted = [];
  /** @type {Range | undefined} */
  let current;

  /** @param {string} name */
  const highlight = (name) => {
    let found = view.CSS.highlights.get(name);
    if (!found) {
      found = new view.Highlight();
      found.priority = [...LEVELS.map((level) => `candor-${level}`), "candor-current"].indexOf(name);
      view.CSS.highlights.set(name, found);
    }
    return found;
  };

  return {
    /** @param {Iterable<Mark>} marks */
    paint(marks) {
      if (!supported) return;
      style(root);
      for (const [name, range] of painted) highlight(name).delete(range);
      painted = [...marks].map(({ range, severity }) => [`candor-${severity}`, range]);
      for (const [name, range] of painted) highlight(name).add(range);
    },

    /** Shows which finding the card is about. @param {Range | null} [range] */
    current(range) {
      if (!supported) return;
      style(root);
      if (current) highlight("candor-current").delete(current);
      current = range ?? undefined;
      if (current) highlight("candor-current").add(current);
    },

    destroy() {
      this.paint([]);
      this.current();
    },
  };
};

/** @param {Element} element */
const style = (element) => {
  const root = /** @type {Document | ShadowRoot} */ (element.getRootNode());
  if (styled.has(root) || !("adoptedStyleSheets" in root)) return;
  styled.add(root);
  // A sheet can only be adopted by the document whose window made it; an iframe has its own.
  const view = /** @type {Window & typeof globalThis} */ (element.ownerDocument.defaultView);
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(underline);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
};
