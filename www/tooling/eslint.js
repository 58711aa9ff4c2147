// `candor/eslint`: a plugin for ESLint's flat configuration.
import { version } from "candor";
import { jsonString, jsxElement, stringLiteral, templateLiteral } from "./copy.js";
import { findings, sentence } from "./findings.js";

/** @typedef {import("./copy.js").Copy} Copy */

/**
 * @typedef {import("./findings.js").Options & {
 *   strings?: boolean,
 *   templates?: boolean,
 *   format?: import("../../src/wasm/types.js").Format,
 * }} Options `strings` and `templates`: whether such literals are copy, default no. `format`: how
 *   literals are written, default `plain`, in JSON `html`.
 */

/** @type {import("eslint").Rule.RuleModule} */
const copy = {
  meta: {
    type: "suggestion",
    docs: { description: "Tell where copy presses the reader" },
    fixable: "code",
    hasSuggestions: true,
    messages: { finding: "{{finding}}", replace: "Write “{{label}}”" },
    schema: [
      {
        type: "object",
        properties: {
          linter: { type: "object" },
          facts: { type: "object" },
          locale: { type: "string" },
          least: { enum: ["info", "warning", "error"] },
          hints: { type: "boolean" },
          strings: { type: "boolean" },
          templates: { type: "boolean" },
          format: { enum: ["plain", "html", "markdown"] },
        },
        additionalProperties: false,
      },
    ],
  },

  create(context) {
    const { sourceCode } = context;
    /** @type {Options} */
    const options = context.options[0] ?? {};

    /** @param {Copy | undefined} copy */
    const check = (copy) => {
      if (!copy) return;
      for (const diagnostic of findings(copy.text, copy.format, options)) {
        if (!diagnostic.span) continue; // A missing notice has no place in a text that is part of a page.
        const [start, end] = copy.range(diagnostic.span);
        const changes = diagnostic.suggestions.flatMap(({ label, edits, safe }) => {
          const written = edits.map((edit) => ({ range: copy.range(edit), text: copy.write(edit) }));
          if (written.some(({ text }) => text === undefined)) return [];
          /** @type {import("eslint").Rule.ReportFixer} */
          const fix = (fixer) => written.map(({ range, text }) => fixer.replaceTextRange(range, text ?? ""));
          return [{ messageId: "replace", data: { label }, fix, safe }];
        });
        context.report({
          loc: { start: sourceCode.getLocFromIndex(start), end: sourceCode.getLocFromIndex(end) },
          messageId: "finding",
          data: { finding: sentence(diagnostic) },
          fix: changes.find(({ safe }) => safe)?.fix ?? null,
          suggest: changes.map(({ safe, ...suggestion }) => suggestion),
        });
      }
    };

    const literal = options.format ?? "plain";
    const string = (/** @type {any} */ node) => check(jsonString(sourceCode, node, options.format ?? "html"));
    /** @type {Record<string, (node: any) => void>} */
    const listener = {
      // Of elements in each other the outermost is read as one page.
      ":not(JSXElement, JSXFragment) > :matches(JSXElement, JSXFragment)": (node) =>
        check(jsxElement(sourceCode, node)),
      "Member > String.value": string,
      "Element > String.value": string,
    };
    if (options.strings) listener.Literal = (node) => check(stringLiteral(sourceCode, node, literal));
    if (options.templates) {
      listener.TemplateLiteral = (node) => check(templateLiteral(sourceCode, node, literal));
    }
    return listener;
  },
};

/** @type {import("eslint").ESLint.Plugin & { configs: { recommended: import("eslint").Linter.Config } }} */
const plugin = {
  meta: { name: "candor", version: version(), namespace: "candor" },
  rules: { copy },
  configs: {
    recommended: {
      name: "candor/recommended",
      files: ["**/*.jsx", "**/*.tsx"],
      languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
      rules: { "candor/copy": "warn" },
    },
  },
};
plugin.configs.recommended.plugins = { candor: plugin };

export default plugin;
