// candor in a form: its fields are one text, as on the page that comes of them.
import { control } from "./src/control.js";
import { editableSurface } from "./src/editable.js";
import { fieldSurface } from "./src/field.js";
import { joined } from "./src/joined.js";

export { confirmPublishing } from "./src/check.js";

/** @typedef {import("./src/types.js").Candor} Candor */
/** @typedef {import("./src/types.js").CandorOptions} CandorOptions */

/**
 * @typedef {object} Form
 * @property {Candor} candor The text of all fields; what a panel takes.
 * @property {(field: HTMLElement, how?: { as?: string }) => () => void} add
 *   Reads one more field, an `input`, a `textarea` or an editable element; gives what ends it. `as` is the element
 *   that its text becomes, such as `h1`; default: `p`, for editable elements `div`. Fields are read in the order in which they stand.
 */

/**
 * Reads the fields of a form as one text, as its user writes.
 *
 * @param {HTMLElement} element Holds the fields.
 * @param {CandorOptions} options
 * @returns {Form}
 */
export const candor = (element, options) => {
  const { surface, add } = joined(element);
  return {
    candor: control(surface, options),
    add: (field, { as } = {}) => {
      const plain = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
      return add(plain ? fieldSurface(field, "plain") : editableSurface(field), as ?? (plain ? "p" : "div"));
    },
  };
};
