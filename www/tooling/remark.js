// `candor/remark`: a rule for remark-lint.
import { lintRule } from "unified-lint-rule";
import { location } from "vfile-location";
import { findings, sentence } from "./findings.js";

/** @typedef {import("./findings.js").Options} Options */

/**
 * Tells where copy presses the reader. What to write instead is in `expected` of a message,
 * which editors offer as a fix: remark itself changes no file for a rule.
 *
 * @type {import("unified").Plugin<[(Options | [level: "on" | "off" | "warn" | "error" | 0 | 1 | 2, options?: Options])?]>}
 */
const remarkLintCandor = lintRule(
  { origin: "remark-lint:candor", url: "https://www.npmjs.com/package/candor" },
  /** @param {import("unist").Node} _tree @param {import("vfile").VFile} file @param {Options | undefined} options */
  (_tree, file, options) => {
    // The source, not the tree: candor knows Markdown, and its places are those of the file.
    const places = location(file);
    for (const diagnostic of findings(String(file), "markdown", options ?? {})) {
      const { span, text, suggestions, why } = diagnostic;
      const [start, end] = span ? [places.toPoint(span.start), places.toPoint(span.end)] : [];
      const message = file.message(sentence(diagnostic), start && end ? { place: { start, end } } : {});
      message.note = why;
      message.actual = text;
      message.expected = suggestions.map(({ label }) => label);
    }
  },
);

export default remarkLintCandor;
