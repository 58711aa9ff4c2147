// The surface of TinyMCE, from 4 (the classic editor of WordPress) to 8.
import { domSurface, watch } from "./dom-surface.js";

/**
 * @param {import("tinymce").Editor} editor
 * @returns {import("./types.js").Surface}
 */
export const tinymceSurface = (editor) => {
  const element = editor.getBody();
  const surface = domSurface({
    element,
    // Before TinyMCE 5 it was a property.
    readOnly: () => editor.mode?.isReadOnly() ?? /** @type {any} */ (editor).readonly === true,
    focus: () => editor.focus(),
    select: (range) => {
      editor.focus();
      editor.selection.setRng(range);
      if (editor.selection.scrollIntoView) editor.selection.scrollIntoView();
      else range.startContainer.parentElement?.scrollIntoView({ block: "nearest" });
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
  // Not all of its own commands tell of themselves by events.
  /** @type {import("./types.js").Surface["watch"]} */
  const heard = ({ changed }) => watch(element, changed);
  return Object.assign(surface, { watch: heard });
};
