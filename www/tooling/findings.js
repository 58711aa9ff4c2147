// What the three plugins share: which findings a host is told of, and in which words.
import { Linter } from "candor";

/** @typedef {import("../../src/wasm/types.js").Diagnostic} Diagnostic */
/** @typedef {import("../../src/wasm/types.js").Format} Format */

/** @typedef {import("./types/plugin-options.js").PluginOptions} Options */

/** Making a linter takes longer than a short text. @type {Map<string, Linter>} */
const linters = new Map();

/** @param {Options["linter"]} options */
const linterOf = (options = {}) => {
  const key = JSON.stringify(options);
  const linter = linters.get(key) ?? new Linter(options);
  linters.set(key, linter);
  return linter;
};

const SEVERITIES = ["info", "warning", "error"];

/**
 * The findings of a text that its host is told of.
 *
 * @param {string} text
 * @param {Format} format
 * @param {Options} options
 */
export const findings = (text, format, { linter, facts = {}, locale, least = "warning", hints = false }) => {
  const report = linterOf(linter).lint({ text, format, facts, ...(locale ? { locale } : {}) });
  return report.diagnostics.filter(
    ({ severity, certainty }) =>
      SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least) && (hints || certainty === "reliable"),
  );
};

/** One line: what the words do, what to write instead, which rule says so. @param {Diagnostic} diagnostic */
export const sentence = ({ message, help, rule }) => `${message}. ${help} [${rule}]`;
