// candor in any `contenteditable`.
import { control } from "./src/control.js";
import { domSurface, selectRange, watch } from "./src/dom-surface.js";

/** @typedef {import("./src/types.js").Candor} Candor */
/** @typedef {import("./src/types.js").CandorOptions} CandorOptions */

/**
 * Reads an editable element as its user writes.
 *
 * @param {HTMLElement} element
 * @param {CandorOptions} options
 * @returns {Candor}
 */
export const candor = (element, options) => {
  const surface = domSurface({
    element,
    readOnly: () => !element.isContentEditable,
    write: (changes) => {
      for (const { range, text } of changes) {
        const html = wrapped(range, text, element);
        selectRange(range);
        // The only way into the browser's own history; every engine keeps it for that.
        const [command, value] = html ? ["insertHTML", html] : [text === "" ? "delete" : "insertText", text];
        element.ownerDocument.execCommand(command, false, value);
      }
    },
  });
  const made = control(surface, options);
  // Scripts write too, so `input` alone would miss edits.
  const unwatch = watch(element, () => made.changed());
  const { destroy } = made;
  made.destroy = () => {
    unwatch();
    destroy();
  };
  return made;
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
