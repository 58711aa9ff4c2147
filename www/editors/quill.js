// candor in Quill 2.
import { control } from "./src/control.js";
import { domSurface } from "./src/dom-surface.js";

/** @typedef {import("./src/types.js").CandorOptions} CandorOptions */

/**
 * The module that reads a document as its author writes:
 * `Quill.register("modules/candor", candor(Quill))`, then `modules: { candor: { linter } }`.
 *
 * @param {Pick<typeof import("quill").default, "find">} Quill
 */
export const candor = (Quill) =>
  class Candor {
    /**
     * @param {import("quill").default} quill
     * @param {CandorOptions} options
     */
    constructor(quill, options) {
      /** @param {Node} node @param {number} offset */
      const index = (node, offset) => {
        const blot = /** @type {any} */ (Quill.find(node, true));
        return quill.getIndex(blot) + offset;
      };
      const surface = domSurface({
        element: quill.root,
        readOnly: () => !quill.isEnabled(),
        focus: () => quill.focus({ preventScroll: true }),
        select: (range) => {
          const from = index(range.startContainer, range.startOffset);
          quill.setSelection(from, index(range.endContainer, range.endOffset) - from, "user");
        },
        write: (changes) => {
          // Undo takes back the fix alone, not what was typed before it.
          quill.history?.cutoff();
          for (const { range, text } of changes) {
            const from = index(range.startContainer, range.startOffset);
            const length = index(range.endContainer, range.endOffset) - from;
            const attributes = quill.getContents(from, 1).ops[0]?.attributes;
            const ops = [
              ...(from > 0 ? [{ retain: from }] : []),
              ...(text === "" ? [] : [{ insert: text, ...(attributes ? { attributes } : {}) }]),
              { delete: length },
            ];
            quill.updateContents(/** @type {any} */ (ops), "user");
            quill.setSelection(from + text.length, 0, "user");
          }
          quill.history?.cutoff();
        },
      });
      this.candor = control(surface, options);
      quill.on("text-change", () => {
        // Quill writes text nodes anew, which empties ranges in them.
        this.candor.refresh();
        this.candor.changed();
      });
    }
  };
