// candor in a plain `textarea` or `input`.
import { control } from "./src/control.js";
import { fieldSurface } from "./src/field.js";

/** @typedef {import("./src/types.js").Candor} Candor */
/** @typedef {import("./src/types.js").CandorOptions} CandorOptions */

/**
 * Reads a field as its user writes.
 *
 * @param {HTMLTextAreaElement | HTMLInputElement} field
 * @param {CandorOptions & { format?: import("../../src/wasm/types.js").Format }} options
 *   `format` is what the field holds; default: plain.
 * @returns {Candor}
 */
export const candor = (field, options) => control(fieldSurface(field, options.format ?? "plain"), options);
