// candor in any `contenteditable`.
import { control } from "./src/control.js";
import { domSurface, selectRange } from "./src/dom-surface.js";

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
        selectRange(range);
        // The only way into the browser's own history; every engine keeps it for that.
        element.ownerDocument.execCommand(text === "" ? "delete" : "insertText", false, text);
      }
    },
  });
  const made = control(surface, options);
  const view = /** @type {Window & typeof globalThis} */ (element.ownerDocument.defaultView);
  // Scripts write too, so `input` alone would miss edits.
  const observer = new view.MutationObserver(() => made.changed());
  observer.observe(element, { childList: true, characterData: true, subtree: true });
  const { destroy } = made;
  made.destroy = () => {
    observer.disconnect();
    destroy();
  };
  return made;
};
