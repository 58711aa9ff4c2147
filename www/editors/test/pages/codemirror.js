import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import * as state from "@codemirror/state";
import * as view from "@codemirror/view";
import { candor } from "candor/editors/codemirror";
import { options } from "./subject.js";

const editor = new view.EditorView({
  parent: document.querySelector("#editor"),
  extensions: [
    history(),
    view.keymap.of([...defaultKeymap, ...historyKeymap]),
    view.EditorView.lineWrapping,
    candor({ view, state }, { ...options, format: "html" }),
  ],
});
globalThis.subject = {
  set: (html) =>
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: html },
      annotations: state.Transaction.addToHistory.of(false),
    }),
  get: () => editor.state.doc.toString(),
  focusEnd: () => {
    editor.focus();
    // Before the last end tag: the document is HTML.
    const { doc } = editor.state;
    const tag = /(<\/p>)?$/.exec(doc.toString())[0];
    editor.dispatch({ selection: { anchor: doc.length - tag.length } });
  },
};
