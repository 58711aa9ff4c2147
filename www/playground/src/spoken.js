// The texts of the one language that the page speaks. The build puts this in the place of the editors' table of
// eight, so that a page brings no other language than its own.
import { LOCALES, resolve } from "../../editors/src/strings.js";

export { LOCALES, resolve };

/** @typedef {import("./texts.js").Key} Key */

/** @type {{ locale: string, table: Record<string, string> }} */
let spoken = { locale: "en", table: {} };

/** @param {string} locale @param {Record<string, string>} table */
export const speak = (locale, table) => {
  spoken = { locale, table };
};

/** @param {Key} key @param {Record<string, string | number>} [values] @returns {string} */
export const say = (key, values = {}) =>
  (spoken.table[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** As the editors ask for theirs. */
export const strings = () => ({ ...spoken, text: say });

/** @typedef {typeof say} Say */
