// The classic editor: title and content are one text, the panel stands in a box beside them.
import "../../editors/panel.js";
import { confirmPublishing } from "../../editors/src/check.js";
import { control } from "../../editors/src/control.js";
import { fieldSurface } from "../../editors/src/field.js";
import { joined } from "../../editors/src/joined.js";
import { tinymceSurface } from "../../editors/src/tinymce-surface.js";
import { kept, lang, linter } from "./linter.js";

/** @typedef {import("tinymce").Editor} Editor */
/** @typedef {import("../../editors/panel.js").CandorPanel} CandorPanel */

/** @template {HTMLElement} T @param {string} id @returns {T} */
const byId = (id) => /** @type {T} */ (document.getElementById(id));

const start = async () => {
  const form = /** @type {HTMLFormElement} */ (byId("post"));
  const facts = /** @type {HTMLInputElement} */ (byId("_candor_facts"));
  const ignores = /** @type {HTMLInputElement} */ (byId("_candor_ignores"));
  const content = /** @type {HTMLTextAreaElement} */ (byId("content"));
  const title = /** @type {HTMLInputElement | null} */ (document.getElementById("title"));
  if (!form || !facts || !content) return;

  const { surface, add } = joined(form);
  const candor = control(surface, {
    linter: await linter(),
    lang,
    facts: kept(facts.value, {}),
    ignores: kept(ignores.value, []),
    onIgnore: (ignore) => {
      ignores.value = JSON.stringify([...kept(ignores.value, []), ignore]);
    },
  });
  if (title) add(fieldSurface(title, "plain"), "h1");

  let remove = () => {};
  /** @param {Editor | null} [editor] */
  const read = (editor) => {
    remove();
    const visual = editor && !editor.isHidden();
    remove = add(visual ? tinymceSurface(editor) : fieldSurface(content, "html"), "div");
  };
  /** @param {Editor} editor */
  const follow = (editor) => {
    editor.on("hide", () => read());
    editor.on("show", () => read(editor));
    read(editor);
  };
  const { jQuery, tinymce } = /** @type {any} */ (globalThis);
  const ready = tinymce?.get("content");
  if (ready?.initialized) follow(ready);
  else {
    read();
    jQuery(document).on("tinymce-editor-init", (/** @type {Event} */ _, /** @type {Editor} */ editor) => {
      if (editor.id === "content") follow(editor);
    });
  }

  const panel = /** @type {CandorPanel} */ (document.querySelector("candor-panel"));
  panel.lang = lang;
  panel.candor = candor;
  panel.addEventListener("candor-facts", (event) => {
    facts.value = JSON.stringify(/** @type {CustomEvent} */ (event).detail);
  });

  let agreed = false;
  form.addEventListener(
    "submit",
    (event) => {
      const button = /** @type {HTMLInputElement | null} */ (event.submitter);
      if (agreed || button?.id !== "publish") return;
      // WordPress's own listeners would lock the form.
      event.preventDefault();
      event.stopImmediatePropagation();
      void confirmPublishing(candor).then((publish) => {
        if (!publish) return;
        agreed = true;
        button.click();
      });
    },
    { capture: true },
  );
};

void start();
