/** Where a shadow tree can hang, beside custom elements. */
const HOSTS = new Set(
  "article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span".split(" "),
);

/**
 * The shadow tree of an element, closed ones too: the privilege of an extension.
 *
 * @param {Element} element
 * @returns {ShadowRoot | null}
 */
export const shadowOf = (element) => {
  if (element.shadowRoot) return element.shadowRoot;
  if (!HOSTS.has(element.localName) && !element.localName.includes("-")) return null;
  if (FIREFOX)
    return /** @type {{ openOrClosedShadowRoot?: ShadowRoot }} */ (element).openOrClosedShadowRoot ?? null;
  return element instanceof HTMLElement
    ? /** @type {ShadowRoot | null} */ (chrome.dom.openOrClosedShadowRoot(element))
    : null;
};

/**
 * The children that are laid out in an element: its shadow tree's, a slot's guests, its own.
 *
 * @param {Element} element
 * @param {ShadowRoot | null} shadow
 * @returns {readonly Node[]}
 */
export const childrenOf = (element, shadow = shadowOf(element)) => {
  if (shadow) return Array.from(shadow.childNodes);
  if (element instanceof HTMLSlotElement) {
    const guests = element.assignedNodes();
    if (guests.length > 0) return guests;
  }
  return Array.from(element.childNodes);
};
