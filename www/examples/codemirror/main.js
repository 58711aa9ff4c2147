import "../style.css";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import * as state from "@codemirror/state";
import * as view from "@codemirror/view";
import { init, Linter } from "candor/full";
import { candor } from "candor/editors/codemirror";
import "candor/panel";
import { markdown } from "../copy.js";

await init();
const panel = document.querySelector("candor-panel");
// Markdown has comments: an ignored finding is written into the text, and can be undone.
const options = { linter: new Linter(), format: "markdown", onCreate: (made) => (panel.candor = made) };

new view.EditorView({
  parent: document.querySelector("#editor"),
  doc: markdown,
  extensions: [
    history(),
    view.keymap.of([...defaultKeymap, ...historyKeymap]),
    view.EditorView.lineWrapping,
    view.EditorView.contentAttributes.of({ "aria-label": "Copy" }),
    view.EditorView.theme(
      { "&.cm-focused": { outline: "none" }, ".cm-content": { caretColor: "currentColor" } },
      { dark: matchMedia("(prefers-color-scheme: dark)").matches },
    ),
    candor({ view, state }, options),
  ],
});
