import { candor } from "candor/editors/contenteditable";
import "candor/panel";
import { options } from "./subject.js";

const element = document.querySelector("#editor");
element.contentEditable = "true";
element.role = "textbox";
element.ariaMultiLine = "true";
element.ariaLabel = "Copy";
const panel = document.createElement("candor-panel");
panel.lang = new URLSearchParams(location.search).get("lang") ?? "en";
const complementary = document.createElement("aside");
complementary.ariaLabel = "candor";
complementary.append(panel);
document.querySelector("main").after(complementary);
panel.addEventListener("candor-facts", ({ detail }) => (globalThis.stated = detail));
candor(element, { ...options, lang: panel.lang });
panel.candor = globalThis.candor;
globalThis.subject = { set: (html) => (element.innerHTML = html) };
