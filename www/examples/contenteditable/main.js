import "../style.css";
import { init, Linter } from "candor";
import { candor } from "candor/editors/contenteditable";
import "candor/panel";
import { html } from "../copy.js";

await init();
const element = document.querySelector("#editor");
element.innerHTML = html;
document.querySelector("candor-panel").candor = candor(element, { linter: new Linter() });
