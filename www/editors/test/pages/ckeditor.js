import "ckeditor5/ckeditor5.css";
import { Bold, ClassicEditor, Essentials, Heading, Italic, Link, Paragraph, Plugin } from "ckeditor5";
import { candor } from "candor/editors/ckeditor";
import { options } from "./subject.js";

const editor = await ClassicEditor.create(document.querySelector("#editor"), {
  licenseKey: "GPL",
  plugins: [Essentials, Paragraph, Heading, Bold, Italic, Link, candor({ Plugin }, options)],
  toolbar: ["heading", "|", "bold", "italic", "link", "|", "undo", "redo"],
});
globalThis.editor = editor;
globalThis.subject = {
  set: (html) => {
    editor.setData(html);
    editor.plugins.get("UndoEditing")._undoCommand?.clearStack();
  },
  get: () => editor.getData().replaceAll("&nbsp;", " "),
  focusEnd: () => {
    editor.editing.view.focus();
    editor.model.change((writer) => writer.setSelection(editor.model.document.getRoot(), "end"));
  },
};
