// The surface of any `contenteditable`.
import { domSurface, selectRange, watch } from "./dom-surface.js";

/**
 * @param {HTMLElement} element
 * @returns {import("./types.js").Surface}
 */
export const editableSurface = (element) => {
  const surface = domSurface({
    element,
    readOnly: () => !element.isContentEditable,
    write: (changes) => {
      for (const { range, text } of changes) {
        if (taken(element, range, text)) continue;
        const html = wrapped(range, text, element);
        selectRange(range);
        // The only way into the browser's own history; every engine keeps it for that.
        const [command, value] = html ? ["insertHTML", html] : [text === "" ? "delete" : "insertText", text];
        element.ownerDocument.execCommand(command, false, value);
      }
    },
  });
  // Scripts write too, so `input` alone would miss edits.
  /** @type {import("./types.js").Surface["watch"]} */
  const heard = ({ changed }) => watch(element, changed);
  return Object.assign(surface, { watch: heard });
};

/**
 * Whether an editor that holds the document itself (Slate, Draft.js) has taken the words: it writes them into its
 * own document and prevents what the browser would do. `execCommand` would tell it nothing.
 *
 * @param {HTMLElement} element
 * @param {Range} range
 * @param {string} text
 */
const taken = (element, range, text) => {
  const { startContainer, startOffset, endContainer, endOffset } = range;
  const view = /** @type {Window & typeof globalThis} */ (element.ownerDocument.defaultView);
  const offer = new view.InputEvent("beforeinput", {
    inputType: "insertReplacementText",
    data: text,
    targetRanges: [new view.StaticRange({ startContainer, startOffset, endContainer, endOffset })],
    bubbles: true,
    cancelable: true,
  });
  return !element.dispatchEvent(offer);
};

/**
 * A link or format whose whole text is replaced would go with it; it is written again around the new words.
 *
 * @param {Range} range
 * @param {string} text
 * @param {HTMLElement} root
 */
const wrapped = (range, text, root) => {
  /** @type {Text | Element} */
  let written = root.ownerDocument.createTextNode(text);
  const whole = range.toString();
  let parent = range.startContainer.parentElement;
  while (parent && parent !== root && parent.textContent === whole && text !== "") {
    if (!getComputedStyle(parent).display.startsWith("inline")) break;
    const copy = /** @type {Element} */ (parent.cloneNode(false));
    copy.append(written);
    written = copy;
    parent = parent.parentElement;
  }
  return written.nodeType === 1 ? /** @type {Element} */ (written).outerHTML : undefined;
};
