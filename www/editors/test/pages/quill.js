import Quill from "quill";
import { candor } from "candor/editors/quill";
import { options } from "./subject.js";

Quill.register("modules/candor", candor(Quill));
const editor = new Quill("#editor", { modules: { candor: options } });
globalThis.subject = {
  set: (html) => {
    editor.clipboard.dangerouslyPasteHTML(html, "api");
    editor.history.clear();
  },
  get: () => editor.getSemanticHTML().replaceAll("&nbsp;", " "),
  focusEnd: () => {
    editor.focus();
    editor.setSelection(editor.getLength() - 1);
  },
};
