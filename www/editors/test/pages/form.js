import { candor, confirmPublishing } from "candor/editors/form";
import { options } from "./subject.js";

const element = document.querySelector("#editor");
element.innerHTML = `<label>Title <input></label><div contenteditable="true" role="textbox" aria-label="Body"></div>`;
const [title, body] = element.querySelectorAll("input, div");
const form = candor(element, options);
// Added in another order than they stand in.
form.add(body);
form.add(title, { as: "h1" });
globalThis.form = form;
globalThis.confirmPublishing = confirmPublishing;
globalThis.subject = {
  set: (html) => (body.innerHTML = html),
  get: () => body.innerHTML,
  focusEnd: () => {
    body.focus();
    // As a key does: a caret between blocks, where only scripts put it, confuses Chromium's IME.
    getSelection().modify("move", "forward", "documentboundary");
  },
};
