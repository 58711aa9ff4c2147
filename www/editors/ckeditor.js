// candor in CKEditor 5.
import { control } from "./src/control.js";
import { domSurface } from "./src/dom-surface.js";

/** @typedef {import("./src/types.js").CandorOptions} CandorOptions */

/**
 * The plugin that reads a document as its author writes: `plugins: [candor({ Plugin }, { linter })]`.
 *
 * @param {Pick<typeof import("ckeditor5"), "Plugin">} modules `ckeditor5` as the host imports it.
 * @param {CandorOptions} options
 * @returns {import("ckeditor5").PluginConstructor}
 */
export const candor = ({ Plugin }, options) =>
  class Candor extends Plugin {
    /** @returns {"Candor"} */
    static get pluginName() {
      return "Candor";
    }

    init() {
      const { editor } = this;
      const { model, editing } = editor;
      /** @type {import("./src/control.js").Control | undefined} */
      let made;

      /** @param {Node} node @param {number} offset */
      const position = (node, offset) => {
        const place = editing.view.domConverter.domPositionToView(node, offset);
        return place && editing.mapper.toModelPosition(place);
      };
      /** @param {Range} range */
      const modelRange = (range) => {
        const from = position(range.startContainer, range.startOffset);
        const to = position(range.endContainer, range.endOffset);
        return from && to && model.createRange(from, to);
      };

      editor.once("ready", () => {
        const element = editing.view.getDomRoot();
        if (!element) return;
        const surface = domSurface({
          element,
          readOnly: () => editor.isReadOnly,
          focus: () => editing.view.focus(),
          select: (range) => {
            const found = modelRange(range);
            if (!found) return;
            editing.view.focus();
            model.change((writer) => writer.setSelection(found));
            editing.view.scrollToTheSelection();
          },
          write: (changes) =>
            model.change((writer) => {
              for (const { range, text } of changes) {
                const found = modelRange(range);
                if (!found) continue;
                const { start } = found;
                const attributes = [...((start.textNode ?? start.nodeAfter)?.getAttributes() ?? [])];
                writer.remove(found);
                writer.insertText(text, attributes, start);
                writer.setSelection(start.getShiftedBy(text.length));
              }
            }),
        });
        made = control(surface, options);
        editing.view.on("render", () => made?.refresh(), { priority: "lowest" });
        model.document.on("change:data", () => made?.changed());
      });
      editor.once("destroy", () => made?.destroy(), { priority: "highest" });
    }
  };
