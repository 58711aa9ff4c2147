import "../style.css";
import * as core from "@tiptap/core";
import * as state from "@tiptap/pm/state";
import * as view from "@tiptap/pm/view";
import StarterKit from "@tiptap/starter-kit";
import { init, Linter } from "candor";
import { candor } from "candor/editors/tiptap";
import "candor/panel";
import { html } from "../copy.js";

await init();
const panel = document.querySelector("candor-panel");
const options = { linter: new Linter(), onCreate: (made) => (panel.candor = made) };

new core.Editor({
  element: document.querySelector("#editor"),
  content: html,
  editorProps: { attributes: { "aria-label": "Copy", role: "textbox", "aria-multiline": "true" } },
  extensions: [
    StarterKit.configure({ link: { openOnClick: false } }),
    candor({ core, state, view }, options),
  ],
});
