// A text that changes, whatever the linter at hand can do.

/** @typedef {import("./types.js").AnyLinter} AnyLinter */
/** @typedef {import("./types.js").OpenDocument} OpenDocument */
/** @typedef {Omit<import("../../../src/wasm/types.js").InputObject, "text">} Options */

/**
 * Opens an empty text. A linter without `open` reads the whole text at each report: findings depend on
 * neighbouring blocks and on the document, so a block read alone could be found innocent or guilty wrongly.
 *
 * @param {AnyLinter} linter
 * @param {Options} options
 * @returns {Promise<OpenDocument>}
 */
export const openDocument = async (linter, options) => {
  if (linter.open) return linter.open("", options);
  let text = "";
  return {
    edit: (from, to, insert) => {
      text = text.slice(0, from) + insert + text.slice(to);
    },
    report: () => linter.lint({ ...options, text }),
    close: () => {},
  };
};
