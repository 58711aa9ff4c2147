// candor in TinyMCE 8.
import { control } from "./src/control.js";
import { domSurface, watch } from "./src/dom-surface.js";

/** @typedef {import("./src/types.js").CandorOptions} CandorOptions */

/**
 * Registers the plugin `candor`: `tinymce.init({ plugins: "candor", candor: { linter } })`.
 *
 * @param {Pick<import("tinymce").TinyMCE, "PluginManager">} tinymce
 */
export const registerCandor = (tinymce) => {
  tinymce.PluginManager.add("candor", (editor) => {
    editor.options.register("candor", { processor: "object" });
    editor.on("init", () => {
      const element = editor.getBody();
      const surface = domSurface({
        element,
        readOnly: () => editor.mode.isReadOnly(),
        focus: () => editor.focus(),
        select: (range) => {
          editor.focus();
          editor.selection.setRng(range);
          editor.selection.scrollIntoView();
        },
        write: (changes) =>
          editor.undoManager.transact(() => {
            for (const { range, text } of changes) {
              const start = /** @type {Text} */ (range.startContainer);
              const offset = range.startOffset;
              range.deleteContents();
              start.insertData(offset, text);
              editor.selection.setCursorLocation(start, offset + text.length);
            }
          }),
      });
      const made = control(surface, editor.options.get("candor"));
      // Not all of its own commands tell of themselves by events.
      const unwatch = watch(element, () => made.changed());
      editor.on("SetContent Undo Redo", () => made.refresh());
      editor.on("remove", () => {
        unwatch();
        made.destroy();
      });
    });
    return { getMetadata: () => ({ name: "candor", url: "https://www.npmjs.com/package/candor" }) };
  });
};
