import "../style.css";
import "ckeditor5/ckeditor5.css";
import { Bold, ClassicEditor, Essentials, Heading, Italic, Link, Paragraph, Plugin } from "ckeditor5";
import { init, Linter } from "candor";
import { candor } from "candor/editors/ckeditor";
import "candor/panel";
import { html } from "../copy.js";

await init();
const panel = document.querySelector("candor-panel");
const options = { linter: new Linter(), onCreate: (made) => (panel.candor = made) };

await ClassicEditor.create(document.querySelector("#editor"), {
  licenseKey: "GPL",
  initialData: html,
  plugins: [Essentials, Paragraph, Heading, Bold, Italic, Link, candor({ Plugin }, options)],
  toolbar: ["heading", "|", "bold", "italic", "link", "|", "undo", "redo"],
});
