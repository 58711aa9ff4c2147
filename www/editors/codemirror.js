// candor in CodeMirror 6.
import { ignoreComment } from "./src/comment.js";
import { control } from "./src/control.js";

/** @typedef {import("./src/types.js").CandorOptions} CandorOptions */
/** @typedef {import("../../src/wasm/types.js").Format} Format */

/**
 * The extension that reads a document as its author writes.
 *
 * @param {object} modules CodeMirror as the host imports it.
 * @param {Pick<typeof import("@codemirror/view"), "Decoration" | "EditorView" | "ViewPlugin">} modules.view
 * @param {Pick<typeof import("@codemirror/state"), "StateEffect" | "StateField">} modules.state
 * @param {CandorOptions & { format?: Format }} options `format` is what the document holds; default: plain.
 * @returns {import("@codemirror/state").Extension}
 */
export const candor = (
  { view: { Decoration, EditorView, ViewPlugin }, state: { StateEffect, StateField } },
  options,
) => {
  const format = options.format ?? "plain";
  /** @typedef {import("@codemirror/view").DecorationSet} DecorationSet */
  /** @type {import("@codemirror/state").StateEffectType<DecorationSet>} */
  const painted = StateEffect.define();
  /** @type {import("@codemirror/state").StateEffectType<{ start: number, end: number } | null>} */
  const pointed = StateEffect.define();

  const underlines = StateField.define({
    create: () => Decoration.none,
    update: (/** @type {DecorationSet} */ set, transaction) => {
      for (const effect of transaction.effects) if (effect.is(painted)) return effect.value;
      return set.map(transaction.changes);
    },
    provide: (field) => EditorView.decorations.from(field),
  });
  const current = StateField.define({
    create: () => Decoration.none,
    update: (/** @type {DecorationSet} */ set, transaction) => {
      for (const effect of transaction.effects) {
        if (!effect.is(pointed)) continue;
        const span = effect.value;
        return span
          ? Decoration.set([Decoration.mark({ class: "candor-current" }).range(span.start, span.end)])
          : Decoration.none;
      }
      return set.map(transaction.changes);
    },
    provide: (field) => EditorView.decorations.from(field),
  });

  const plugin = ViewPlugin.fromClass(
    class {
      /** @param {import("@codemirror/view").EditorView} view */
      constructor(view) {
        // What the document says, made once a change.
        let doc = view.state.doc;
        let text = doc.toString();
        const read = () => {
          if (view.state.doc !== doc) {
            doc = view.state.doc;
            text = doc.toString();
          }
          return text;
        };
        this.candor = control(
          {
            element: view.dom,
            format,
            read,
            range: ({ start, end }) => {
              const drawn = view.visibleRanges.some(({ from, to }) => start >= from && end <= to);
              if (!drawn) return null;
              const range = document.createRange();
              const from = view.domAtPos(start, 1);
              const to = view.domAtPos(end, -1);
              range.setStart(from.node, from.offset);
              range.setEnd(to.node, to.offset);
              return range;
            },
            paint: (findings) => {
              const marks = findings.flatMap(({ span, severity }) =>
                span ? [Decoration.mark({ class: `candor-${severity}` }).range(span.start, span.end)] : [],
              );
              view.dispatch({ effects: painted.of(Decoration.set(marks, true)) });
            },
            current: (span) => view.dispatch({ effects: pointed.of(span) }),
            caret: () => view.state.selection.main.head,
            select: ({ start, end }) => {
              view.focus();
              view.dispatch({ selection: { anchor: start, head: end }, scrollIntoView: true });
            },
            focus: () => view.focus(),
            replace: (changes) =>
              view.dispatch({
                changes: changes.map(({ start, end, text: insert }) => ({ from: start, to: end, insert })),
                userEvent: "input.candor",
                scrollIntoView: true,
              }),
            get readOnly() {
              return view.state.readOnly;
            },
            ignoring: (finding, reason) => ignoreComment(read(), format, finding, reason),
          },
          options,
        );
      }

      /** @param {import("@codemirror/view").ViewUpdate} update */
      update(update) {
        if (update.docChanged) this.candor.changed();
      }

      destroy() {
        this.candor.destroy();
      }
    },
  );
  const line = (/** @type {string} */ style) => ({
    textDecoration: `underline ${style}`,
    textUnderlineOffset: "0.2em",
    textDecorationSkipInk: "none",
  });
  const theme = EditorView.baseTheme({
    "&light .candor-error": line("wavy #c5372d 1.5px"),
    "&dark .candor-error": line("wavy #ff9d94 1.5px"),
    "&light .candor-warning": line("dashed #b36b00 2px"),
    "&dark .candor-warning": line("dashed #f0b866 2px"),
    "&light .candor-info": line("dotted #3b6fc4 2px"),
    "&dark .candor-info": line("dotted #9dbdf5 2px"),
    "&light .candor-current": { backgroundColor: "rgb(11 95 138 / 0.16)" },
    "&dark .candor-current": { backgroundColor: "rgb(124 196 236 / 0.28)" },
  });
  return [underlines, current, plugin, theme];
};
