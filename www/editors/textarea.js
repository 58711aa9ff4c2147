// candor in a plain `textarea` or `input`.
import { ignoreComment } from "./src/comment.js";
import { control } from "./src/control.js";
import { createMirror } from "./src/mirror.js";
import { createPainter } from "./src/painter.js";

/** @typedef {import("./src/types.js").Candor} Candor */
/** @typedef {import("./src/types.js").CandorOptions} CandorOptions */
/** @typedef {import("./src/types.js").Change} Change */
/** @typedef {{ start: number, end: number }} Span */

/**
 * Reads a field as its user writes.
 *
 * @param {HTMLTextAreaElement | HTMLInputElement} field
 * @param {CandorOptions & { format?: import("../../src/wasm/types.js").Format }} options
 *   `format` is what the field holds; default: plain.
 * @returns {Candor}
 */
export const candor = (field, options) => {
  const mirror = createMirror(field);
  const painter = createPainter(mirror.layer);
  const format = options.format ?? "plain";

  /** @param {Span} span */
  const range = ({ start, end }) => {
    mirror.write();
    if (end > mirror.text.length) return null;
    const made = document.createRange();
    made.setStart(mirror.text, start);
    made.setEnd(mirror.text, end);
    return made;
  };

  const made = control(
    {
      element: field,
      format,
      read: () => field.value,
      range,
      paint(findings) {
        const marks = [];
        for (const { span, severity } of findings) {
          const found = span && range(span);
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
      ignoring: (finding, reason) =>
        format === "plain" ? undefined : ignoreComment(field.value, finding, reason),
      destroy() {
        painter.destroy();
        mirror.destroy();
      },
    },
    options,
  );

  const aborter = new AbortController();
  const input = () => {
    mirror.write();
    // Underlines stay on their words while the next reading is awaited.
    made.refresh();
    made.changed();
  };
  field.addEventListener("input", input, { signal: aborter.signal });
  const { destroy } = made;
  made.destroy = () => {
    aborter.abort();
    destroy();
  };
  return made;
};
