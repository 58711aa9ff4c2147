import { candor as readRich } from "../../../editors/contenteditable.js";
import { candor as readPlain } from "../../../editors/textarea.js";
import { ask } from "./client.js";
import { shadowOf } from "./flat.js";

/** @typedef {import("../../../editors/src/types.js").Candor} Candor */

/** The linter in the background, as the editors know linters. */
const linter = {
  /** @param {import("candor").Input} input */
  lint: (input) => ask({ kind: "text", input }),
  rules: () => ask({ kind: "rules" }),
};

/** Reads the fields in which the reader writes, from the moment they are entered. */
export class Fields {
  /** @type {Map<Element, Candor>} */
  #read = new Map();
  #aborter = new AbortController();

  /** @param {string} lang The language of cards. */
  constructor(lang) {
    const { signal } = this.#aborter;
    /** @param {EventTarget | null | undefined} target */
    const enter = (target) => {
      const field = fieldOf(target);
      if (!field || this.#read.has(field)) return;
      const isPlain = field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement;
      this.#read.set(field, isPlain ? readPlain(field, { linter, lang }) : readRich(field, { linter, lang }));
    };
    document.addEventListener("focusin", ({ target }) => enter(innermost(target)), {
      capture: true,
      signal,
    });
    enter(innermost(document.activeElement));
  }

  destroy() {
    this.#aborter.abort();
    for (const field of this.#read.values()) field.destroy();
    this.#read.clear();
  }
}

/**
 * What has the focus in the shadow trees of an element, closed ones too.
 *
 * @param {EventTarget | null} target
 */
const innermost = (target) => {
  let element = target;
  while (element instanceof Element) {
    const inner = shadowOf(element)?.activeElement;
    if (!inner) break;
    element = inner;
  }
  return element;
};

/**
 * A field of copy: never a password, an address or a search.
 *
 * @param {EventTarget | null | undefined} target
 * @returns {HTMLElement | undefined}
 */
const fieldOf = (target) => {
  if (target instanceof HTMLTextAreaElement) return target;
  if (target instanceof HTMLInputElement) {
    return target.type === "text" && target.autocomplete === "" ? target : undefined;
  }
  if (!(target instanceof HTMLElement) || !target.isContentEditable) return undefined;
  let host = target;
  while (host.parentElement?.isContentEditable) host = host.parentElement;
  return host;
};
