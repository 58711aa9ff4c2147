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
      if (isSlate(element)) return void offer(element, changes);
      for (const { range, text } of changes) {
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

/** Slate holds the document itself; `execCommand` would tell it nothing. @param {HTMLElement} element */
const isSlate = (element) => "slateEditor" in element.dataset;

/** Milliseconds until Slate has heard of a selection. */
const HEARD = 150;

/**
 * Offers words to Slate as a browser's own spelling correction does; it writes them into its document.
 *
 * @param {HTMLElement} element
 * @param {readonly { range: Range, text: string }[]} changes
 */
const offer = async (element, changes) => {
  const view = /** @type {Window & typeof globalThis} */ (element.ownerDocument.defaultView);
  for (const { range, text } of changes) {
    const words = range.toString();
    element.focus({ preventScroll: true });
    selectRange(range);
    // A selection that Slate hears of together with the words would make them one step with what was typed before.
    await new Promise((resolve) => setTimeout(resolve, HEARD));
    if (range.toString() !== words) continue;
    const { startContainer, startOffset, endContainer, endOffset } = range;
    element.dispatchEvent(
      new view.InputEvent("beforeinput", {
        inputType: "insertReplacementText",
        data: text,
        targetRanges: [new view.StaticRange({ startContainer, startOffset, endContainer, endOffset })],
        bubbles: true,
        cancelable: true,
      }),
    );
  }
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
