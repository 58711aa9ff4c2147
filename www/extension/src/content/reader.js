import { CONTROLS } from "./controls.js";
import { childrenOf, shadowOf } from "./flat.js";
import { isOurs } from "./ours.js";
import { Section, escape } from "./section.js";
import { look } from "./sight.js";

/** A section is closed where a new block begins after this many characters of HTML … */
const SOFT = 4_000;
/** … and, beyond this, where any block begins, siblings or not. */
const HARD = 12_000;

/** Nodes that are looked at before the page may have its thread back. */
export const SLICE_NODES = 200;
/** Characters of HTML after which it may, too. */
export const SLICE_LENGTH = 16_000;

/** Elements that the linter tells apart by name. Others are `div` or `span`, as they are laid out. */
const NAMED = new Set(
  (
    "html body main article aside header address dl form dialog fieldset ul ol menu section nav footer figure " +
    "p h1 h2 h3 h4 h5 h6 li dt dd table tr tbody thead tfoot td th caption figcaption blockquote pre hr " +
    "details summary button label legend select datalist optgroup option " +
    "a code kbd samp q small sup sub ruby rt rp br wbr"
  ).split(" "),
);

/** Blocks that say nothing but that they are blocks: laid out in a line they are part of it. */
const PLAIN_BLOCKS = new Set("main article aside header address section p div form".split(" "));

/** What shows no text of the page, or text that is the reader's own. */
const SKIPPED = new Set(
  (
    "script style template noscript iframe object embed canvas svg math video audio textarea head " +
    "link meta base param source track area map frameset frame"
  ).split(" "),
);

/** Boxes that are no form fields. */
const BOXES = '[role="checkbox"], [role="switch"]';

const VOID = new Set(["br", "wbr", "hr"]);

/** Attributes that change how the linter reads an element. */
const ATTRIBUTES = ["role", "lang", "id", "for", "class"];
/** Attributes that are copy. */
const COPY = ["aria-label", "title"];

/** Longer class lists tell nothing more. */
const LONGEST_ATTRIBUTE = 160;

/**
 * @typedef {object} Open An element whose end has not come.
 * @property {Element} element
 * @property {readonly Node[]} children
 * @property {number} next
 * @property {import("./sight.js").Sight} sight
 * @property {string} name
 * @property {string} after What follows its end tag.
 */

/**
 * Walks the page as it is laid out and writes down what a person sees of it.
 * One call of `slice` does a bounded part.
 */
export class Reader {
  /** What is done. @type {Section[]} */
  sections = [];
  /** Shadow trees on the way. @type {ShadowRoot[]} */
  shadows = [];
  /** @type {Open[]} */
  #stack = [];
  #stop;
  #sectionOf;
  /** @type {Section} */
  #section;

  /**
   * @param {WeakMap<Node, Section>} sectionOf Where each element was read; filled.
   * @param {{ path: readonly Element[], first: Node }} from
   * @param {Node} [stop] What must not be read any more.
   */
  constructor(sectionOf, { path, first }, stop) {
    this.#sectionOf = sectionOf;
    this.#stop = stop;
    this.#section = new Section(path, first);
    path.forEach((element, depth) => {
      const open = this.#enter(element, look(element), this.#stack.at(-1)?.sight.row ?? false);
      const inner = path[depth + 1] ?? first;
      open.next = open.children.indexOf(inner);
    });
    if (path.length === 0 && first instanceof Element) {
      this.#section.raw(statements());
      this.#enter(first, look(first), false);
      sectionOf.set(first, this.#section);
    }
  }

  /**
   * Reads on. Gives the characters of HTML that it wrote, and whether that was the end.
   *
   * @returns {{ length: number, done: boolean }}
   */
  slice() {
    let length = 0;
    for (let nodes = 0; nodes < SLICE_NODES && length < SLICE_LENGTH; nodes++) {
      const section = this.#section;
      const before = section.length;
      const going = this.#step();
      length += section.length - before;
      if (!going) {
        this.#close();
        return { length, done: true };
      }
    }
    return { length, done: false };
  }

  /** Reads one node, or ends one element. */
  #step() {
    const open = this.#stack.at(-1);
    if (!open) return false;
    const node = open.children[open.next++];
    if (node === undefined) {
      this.#leave();
      return this.#stack.length > 0;
    }
    if (node === this.#stop) return false;
    if (node instanceof Text) {
      if (!open.sight.mute) this.#section.text(node, open.sight.lines);
    } else if (node instanceof Element) {
      this.#element(node, open);
    }
    return true;
  }

  /** @param {Element} element @param {Open} parent */
  #element(element, parent) {
    this.#sectionOf.set(element, this.#section);
    const name = element.localName;
    if (SKIPPED.has(name) && name !== "textarea") return;
    if (isOurs(element) || (element instanceof HTMLElement && element.isContentEditable)) return;
    // Shops hide the box itself and draw their own, so it counts even where it is not seen.
    if (isBox(element)) return this.#box(element);
    const sight = look(element);
    if (sight.gone) return;
    if (element instanceof HTMLImageElement) return this.#image(element, sight);
    if (element instanceof HTMLInputElement) return this.#input(element, sight);
    if (element instanceof HTMLTextAreaElement) return this.#hint(element, sight);
    if (sight.block && this.#isFull()) {
      this.#cut(element);
      this.#sectionOf.set(element, this.#section);
    }
    if (element.matches(BOXES)) this.#section.boxes.push(element);
    if (element.matches(CONTROLS)) this.#section.controls.push(element);
    this.#enter(element, sight, parent.sight.row);
  }

  #isFull() {
    const { length, path } = this.#section;
    return length > HARD || (length > SOFT && this.#stack.length <= path.length + 2);
  }

  /** Ends the section before `first` and begins the next with the same elements open. @param {Element} first */
  #cut(first) {
    const path = this.#stack.map(({ element }) => element);
    this.#close();
    this.#section = new Section(path, first);
    for (const { name, element } of this.#stack) this.#openTag(name, element);
  }

  #close() {
    for (const { name } of this.#stack.toReversed()) this.#section.raw(`</${name}>`);
    this.sections.push(this.#section);
  }

  /** @param {Element} element @param {import("./sight.js").Sight} sight @param {boolean} inRow */
  #enter(element, sight, inRow) {
    const shadow = shadowOf(element);
    if (shadow) this.shadows.push(shadow);
    // Words side by side in a row are one line to the eye, though each is a block to the browser.
    const joined = inRow && sight.block && isPhrase(element);
    const name = nameOf(element, sight.block && !joined);
    const gap = joined ? " " : "";
    this.#section.raw(gap);
    this.#openTag(name, element);
    const closed = element instanceof HTMLDetailsElement && !element.open;
    /** @type {Open} */
    const open = {
      element,
      children: closed ? childrenOf(element, null).filter(isSummary) : childrenOf(element, shadow),
      next: 0,
      sight,
      name,
      after: gap,
    };
    this.#stack.push(open);
    return open;
  }

  #leave() {
    const open = this.#stack.pop();
    if (!open) return;
    if (!VOID.has(open.name)) this.#section.raw(`</${open.name}>`);
    this.#section.raw(open.after);
  }

  /** @param {string} name @param {Element} element */
  #openTag(name, element) {
    const section = this.#section;
    section.raw(`<${name}`);
    for (const attribute of ATTRIBUTES) {
      const value = element.getAttribute(attribute);
      if (value) section.raw(` ${attribute}="${escape(value.slice(0, LONGEST_ATTRIBUTE))}"`);
    }
    const checked = element.getAttribute("aria-checked");
    if (checked !== null) section.raw(` aria-checked="${checked === "true"}"`);
    if (element.localName === "a" && element.hasAttribute("href")) section.raw(' href="#"');
    if (element instanceof HTMLDetailsElement && element.open) section.raw(" open");
    this.#copy(element, COPY);
    section.raw(">");
  }

  /** @param {Element} element @param {readonly string[]} names */
  #copy(element, names) {
    for (const name of names) {
      const value = element.getAttribute(name);
      if (!value) continue;
      this.#section.raw(` ${name}="`);
      this.#section.words(value, element);
      this.#section.raw('"');
    }
  }

  /** @param {HTMLImageElement} image @param {import("./sight.js").Sight} sight */
  #image(image, sight) {
    if (sight.mute) return;
    this.#section.images.push(image);
    this.#section.whole("<img", image);
    const { currentSrc } = image;
    if (currentSrc && !currentSrc.startsWith("data:")) this.#section.raw(` src="${escape(currentSrc)}"`);
    this.#copy(image, ["alt", "title"]);
    this.#section.raw(">");
  }

  /** @param {HTMLInputElement} box */
  #box(box) {
    const section = this.#section;
    if (box.type === "checkbox") section.boxes.push(box);
    section.raw(`<input type="${box.type}"${box.checked ? " checked" : ""}`);
    if (box.id) section.raw(` id="${escape(box.id)}"`);
    this.#copy(box, COPY);
    section.raw(">");
  }

  /** @param {HTMLInputElement} input @param {import("./sight.js").Sight} sight */
  #input(input, sight) {
    const section = this.#section;
    if (["submit", "button", "reset", "image"].includes(input.type)) {
      if (sight.mute) return;
      section.controls.push(input);
      section.raw("<button>");
      section.words(input.type === "image" ? input.alt : input.value, input);
      section.raw("</button>");
    } else {
      this.#hint(input, sight);
    }
  }

  /** The hint in an empty field; what is typed is the reader's own. @param {HTMLInputElement | HTMLTextAreaElement} field @param {import("./sight.js").Sight} sight */
  #hint(field, sight) {
    if (sight.mute || field.value !== "" || !field.placeholder) return;
    this.#section.raw("<input");
    this.#copy(field, ["placeholder"]);
    this.#section.raw(">");
  }
}

/** @param {Node} node */
const isSummary = (node) => node instanceof Element && node.localName === "summary";

/** @param {Element} element @returns {element is HTMLInputElement} */
const isBox = (element) =>
  element instanceof HTMLInputElement && (element.type === "checkbox" || element.type === "radio");

/** Whether an element is a part of a line unless a style says otherwise. @param {Element} element */
const isPhrase = ({ localName }) =>
  ["span", "b", "strong", "em", "i", "u", "s", "mark", "time", "small", "data", "var"].includes(localName);

/** @param {Element} element @param {boolean} block */
const nameOf = ({ localName }, block) => {
  if (NAMED.has(localName) && (block || !PLAIN_BLOCKS.has(localName))) return localName;
  return block ? "div" : "span";
};

/** What the page's author states for linters, as the author wrote it. */
const statements = () => {
  const said = document.querySelectorAll('meta[name^="candor:"], script[data-candor]');
  return [...said].map(({ outerHTML }) => outerHTML).join("");
};
