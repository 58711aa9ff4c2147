// `candor/textlint`: a rule for textlint.
import { findings, sentence } from "./findings.js";

/** @typedef {import("./findings.js").Options} Options */

const FORMATS = /** @type {const} */ ({
  ".html": "html",
  ".htm": "html",
  ".md": "markdown",
  ".markdown": "markdown",
});

/** @param {string | undefined} path */
const formatOf = (path) => {
  const extension = /\.[^./\\]+$/.exec(path ?? "")?.[0].toLowerCase() ?? "";
  return Object.hasOwn(FORMATS, extension)
    ? FORMATS[/** @type {keyof typeof FORMATS} */ (extension)]
    : "plain";
};

/**
 * Tells where copy presses the reader; `textlint --fix` applies what changes no claim.
 *
 * @type {import("@textlint/types").TextlintRuleReporter<Options>}
 */
const reporter = (context, options = {}) => {
  const { Syntax, RuleError, fixer, getFilePath, getSource, locator, report } = context;
  return {
    // The source, not the tree: candor knows Markdown and HTML, and its places are those of the file.
    [Syntax.Document](/** @type {import("@textlint/ast-node-types").TxtDocumentNode} */ node) {
      for (const diagnostic of findings(getSource(node), formatOf(getFilePath()), options)) {
        const { span } = diagnostic;
        // Every suggestion is one edit, and a place in the file whatever the node.
        const edits = diagnostic.suggestions.flatMap(({ label, edits: [edit], safe }, id) => {
          if (!edit) return [];
          const fix = fixer.replaceTextRange([edit.start, edit.end], edit.text);
          return [{ id: String(id), message: `Write “${label}”`, fix, safe }];
        });
        const fix = edits.find(({ safe }) => safe)?.fix;
        const suggestions = edits.map(({ safe, ...suggestion }) => suggestion);
        const place = span ? { padding: locator.range([span.start, span.end]) } : {};
        report(node, new RuleError(sentence(diagnostic), { ...place, suggestions, ...(fix ? { fix } : {}) }));
      }
    },
  };
};

export default { linter: reporter, fixer: reporter };
