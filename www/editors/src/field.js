// The surface of a plain `textarea` or `input`.
import { ignoreComment } from "./comment.js";
import { createMirror } from "./mirror.js";
import { createPainter } from "./painter.js";

/**
 * @param {HTMLTextAreaElement | HTMLInputElement} field
 * @param {import("../../../src/wasm/types.js").Format} format What the field holds.
 * @returns {import("./types.js").Surface}
 */
export const fieldSurface = (field, format) => {
  /** Paints again; known once the host watches. */
  let refreshed = () => {};
  const mirror = createMirror(field, () => refreshed());
  const painter = createPainter(mirror.layer);
  const range = mirror.reach;

  return {
    element: field,
    format,
    read: () => field.value,
    range,
    paint(findings) {
      const marks = [];
      mirror.write();
      for (const { span, severity } of findings) {
        const found = span && mirror.range(span);
        if (found) marks.push({ range: found, severity });
      }
      painter.paint(marks);
    },
    current: (span) => painter.current(span && range(span)),
    caret: () => field.selectionEnd,
    select({ start, end }) {
      field.focus();
      field.setSelectionRange(start, end);
      const box = range({ start, end })?.getBoundingClientRect();
      const frame = field.getBoundingClientRect();
      if (box && (box.top < frame.top || box.bottom > frame.bottom)) {
        field.scrollTop += box.top - frame.top - field.clientHeight / 3;
      }
    },
    focus: () => field.focus(),
    replace(changes) {
      field.focus();
      for (const { start, end, text } of changes.toSorted((a, b) => b.start - a.start)) {
        field.setSelectionRange(start, end);
        // The only way into the browser's own history; every engine keeps it for that.
        document.execCommand(text === "" ? "delete" : "insertText", false, text);
      }
    },
    get readOnly() {
      return field.readOnly || field.disabled;
    },
    ignoring: (finding, reason) => ignoreComment(field.value, format, finding, reason),
    watch({ changed, refresh }) {
      refreshed = refresh;
      const input = () => {
        mirror.write();
        // Underlines stay on their words while the next reading is awaited.
        refresh();
        changed();
      };
      field.addEventListener("input", input);
      return () => field.removeEventListener("input", input);
    },
    destroy() {
      painter.destroy();
      mirror.destroy();
    },
  };
};
