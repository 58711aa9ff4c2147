import { candor } from "candor/editors/contenteditable";
import { options } from "./subject.js";

const element = document.querySelector("#editor");
element.contentEditable = "true";
candor(element, options);
globalThis.subject = {
  set: (html) => (element.innerHTML = html),
  get: () => element.innerHTML,
  focusEnd: () => {
    element.focus();
    getSelection().selectAllChildren(element);
    getSelection().collapseToEnd();
  },
};
