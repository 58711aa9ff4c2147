import { candor } from "candor/editors/textarea";
import { options } from "./subject.js";

const field = document.createElement("textarea");
field.rows = 8;
field.cols = 50;
document.querySelector("#editor").replaceWith(field);
candor(field, options);
globalThis.subject = {
  set: (html) => {
    field.value = html
      .replace(/<br>/g, "\n")
      .replace(/<\/p><p>/g, "\n\n")
      .replace(/<[^>]+>/g, "")
      .replaceAll("&amp;", "&");
    field.dispatchEvent(new Event("input"));
  },
  get: () => field.value,
  focusEnd: () => {
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  },
};
