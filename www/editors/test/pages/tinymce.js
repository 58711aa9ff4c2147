import tinymce from "tinymce";
import "tinymce/icons/default";
import "tinymce/models/dom";
import "tinymce/themes/silver";
import "tinymce/skins/ui/oxide/skin.js";
import "tinymce/skins/content/default/content.js";
import "tinymce/skins/ui/oxide/content.js";
import { registerCandor } from "candor/editors/tinymce";
import { options } from "./subject.js";

registerCandor(tinymce);
const [editor] = await tinymce.init({
  selector: "#editor",
  license_key: "gpl",
  plugins: "candor",
  candor: options,
  promotion: false,
  menubar: false,
  skin_url: "default",
  content_css: "default",
  height: 300,
});
globalThis.editor = editor;
globalThis.subject = {
  set: (html) => {
    editor.setContent(html);
    editor.undoManager.clear();
    editor.undoManager.add();
  },
  get: () => editor.getContent().replaceAll("&nbsp;", " "),
  focusEnd: () => {
    editor.focus();
    editor.selection.select(editor.getBody(), true);
    editor.selection.collapse(false);
  },
};
