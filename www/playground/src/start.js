// What the build has prepared for a language: the page's texts, its sample, and what candor reads in that. So a reader
// sees a result while the module is still on its way.

/** @typedef {import("../../../src/wasm/types.js").Locale} Locale */

/**
 * @typedef {object} Start
 * @property {Record<string, string>} table
 * @property {string} sample
 * @property {import("../../../src/wasm/types.js").Report} report
 * @property {import("../../../src/wasm/types.js").Rule[]} rules Those of the report.
 */

/** @type {Map<Locale, Promise<Start>>} */
const known = new Map();

/** @param {Locale} locale */
export const startOf = (locale) => {
  const start = known.get(locale) ?? fetch(`start/${locale}.json`).then((response) => response.json());
  known.set(locale, start);
  return start;
};
