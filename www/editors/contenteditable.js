// candor in any `contenteditable`.
import { control } from "./src/control.js";
import { editableSurface } from "./src/editable.js";

/** @typedef {import("./src/types.js").Candor} Candor */
/** @typedef {import("./src/types.js").CandorOptions} CandorOptions */

/**
 * Reads an editable element as its user writes.
 *
 * @param {HTMLElement} element
 * @param {CandorOptions} options
 * @returns {Candor}
 */
export const candor = (element, options) => control(editableSurface(element), options);
