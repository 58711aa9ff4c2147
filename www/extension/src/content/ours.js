/**
 * Whether candor put it into the page: its card, and the layer behind a field that is read.
 *
 * @param {Node} node
 */
export const isOurs = (node) =>
  node instanceof HTMLElement && (node.localName === "candor-card" || node.dataset.candor === "mirror");
