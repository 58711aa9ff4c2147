import { baseKeymap } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { DOMParser, DOMSerializer } from "prosemirror-model";
import { schema } from "prosemirror-schema-basic";
import * as state from "prosemirror-state";
import * as view from "prosemirror-view";
import { candor } from "candor/editors/prosemirror";
import { options } from "./subject.js";

const parse = (html) => {
  const element = document.createElement("div");
  element.innerHTML = html;
  return DOMParser.fromSchema(schema).parse(element);
};
const editor = new view.EditorView(document.querySelector("#editor"), {
  state: state.EditorState.create({
    schema,
    plugins: [
      history(),
      keymap({ "Mod-z": undo, "Mod-y": redo }),
      keymap(baseKeymap),
      candor({ state, view }, options),
    ],
  }),
});
globalThis.subject = {
  set: (html) => {
    const { tr } = editor.state;
    const { content } = parse(html);
    editor.dispatch(tr.replaceWith(0, tr.doc.content.size, content).setMeta("addToHistory", false));
  },
  get: () => {
    const element = document.createElement("div");
    element.append(DOMSerializer.fromSchema(schema).serializeFragment(editor.state.doc.content));
    return element.innerHTML;
  },
  focusEnd: () => {
    editor.focus();
    editor.dispatch(editor.state.tr.setSelection(state.Selection.atEnd(editor.state.doc)));
  },
};
