/** What candor puts into a page: its card, and the layer behind a field that is read. */
const OURS = 'candor-card, [data-candor="mirror"]';

/** Whether candor put it there. @param {Node} node */
export const isOurs = (node) => node instanceof Element && node.matches(OURS);

/** Whether it is a part of what candor put there. @param {Node} node */
export const isInOurs = (node) => {
  const element = node instanceof Element ? node : node.parentElement;
  return Boolean(element?.closest(OURS));
};
