import * as core from "@tiptap/core";
import * as state from "@tiptap/pm/state";
import * as view from "@tiptap/pm/view";
import StarterKit from "@tiptap/starter-kit";
import { candor } from "candor/editors/tiptap";
import { options } from "./subject.js";

const editor = new core.Editor({
  element: document.querySelector("#editor"),
  extensions: [StarterKit, candor({ core, state, view }, options)],
});
globalThis.subject = {
  set: (html) => editor.chain().setMeta("addToHistory", false).setContent(html).run(),
  get: () => editor.getHTML(),
  focusEnd: () => {
    editor.view.focus();
    editor.commands.setTextSelection(editor.state.doc.content.size);
  },
};
