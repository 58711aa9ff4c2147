/**
 * @typedef {object} Sight What a person sees of an element.
 * @property {boolean} gone Neither it nor anything in it is seen.
 * @property {boolean} mute Its own text is not seen; what is in it may be.
 * @property {boolean} block It stands on lines of its own.
 * @property {boolean} row Its children stand side by side.
 * @property {boolean} lines Line breaks in its text are seen.
 */

/** @type {Sight} */
const GONE = { gone: true, mute: true, block: false, row: false, lines: false };

/**
 * @param {Element} element
 * @returns {Sight}
 */
export const look = (element) => {
  const style = getComputedStyle(element);
  const { display } = style;
  if (display === "none" || Number(style.opacity) < 0.02 || isClipped(element, style)) return GONE;
  return {
    gone: false,
    mute: style.visibility !== "visible" || parseFloat(style.fontSize) === 0,
    block: display !== "contents" && !display.startsWith("inline") && !display.startsWith("ruby"),
    row: display.endsWith("flex") && style.flexDirection.startsWith("row"),
    lines: style.whiteSpace.startsWith("pre"),
  };
};

/**
 * Whether its box leaves no room for text: collapsed panels, and what is there for
 * screen readers alone.
 *
 * @param {Element} element @param {CSSStyleDeclaration} style
 */
const isClipped = (element, style) => {
  if (style.contentVisibility === "hidden") return true;
  if (style.position === "absolute" && (style.clipPath === "inset(50%)" || style.clip.startsWith("rect(0"))) {
    return true;
  }
  if (style.overflowX === "visible" && style.overflowY === "visible") return false;
  // Where nothing can be scrolled to, one pixel is no window.
  const { clientWidth, clientHeight } = element;
  const closed = (/** @type {string} */ overflow) => overflow === "hidden" || overflow === "clip";
  return (
    style.display !== "inline" &&
    style.display !== "contents" &&
    ((clientHeight <= 1 && closed(style.overflowY)) || (clientWidth <= 1 && closed(style.overflowX)))
  );
};
