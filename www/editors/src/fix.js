/** @typedef {import("../../../src/wasm/types.js").Suggestion} Suggestion */

/**
 * What a fix does, in words: it replaces, or where nothing stands yet it inserts.
 *
 * @param {Suggestion} suggestion
 * @param {(key: "replace" | "insert", values: { text: string }) => string} text
 */
export const fixLabel = ({ label, edits }, text) =>
  text(edits.every(({ start, end }) => start === end) ? "insert" : "replace", { text: label });
