/** @typedef {import("./section.js").Section} Section */
/** @typedef {import("../shared/messages.js").PlacedDiagnostic} PlacedDiagnostic */

/**
 * @typedef {object} Place
 * @property {number} id
 * @property {Section} section
 * @property {Range[]} ranges Where its words are text.
 * @property {Element} element What they stand in, or what they are the label of.
 *
 * @typedef {PlacedDiagnostic & Place} Finding
 */

let count = 0;

/**
 * The findings of a report that have a place in the page.
 *
 * @param {readonly PlacedDiagnostic[]} diagnostics
 * @param {readonly Section[]} sections The parts, in the order in which they were linted.
 * @returns {Finding[]}
 */
export const placed = (diagnostics, sections) =>
  diagnostics.flatMap((diagnostic) => {
    const section = diagnostic.part === null ? undefined : sections[diagnostic.part];
    if (!section || !diagnostic.span) return [];
    const pieces = section.locate(diagnostic.span);
    const first = pieces[0]?.node;
    const element = first instanceof Element ? first : first?.parentElement;
    if (!element || !first?.isConnected) return [];
    const ranges = pieces.flatMap(({ node, start, end }) => {
      if (!(node instanceof Text) || end > node.length) return [];
      const range = new Range();
      range.setStart(node, start);
      range.setEnd(node, end);
      return [range];
    });
    return [{ ...diagnostic, id: ++count, section, ranges, element }];
  });

/** Where a finding is on the screen. @param {Finding} finding @returns {DOMRect[]} */
export const boxes = ({ ranges, element }) =>
  ranges.length > 0
    ? ranges.flatMap((range) => [...range.getClientRects()])
    : [element.getBoundingClientRect()];
