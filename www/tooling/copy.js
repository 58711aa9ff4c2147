// The copy in a program or a data file, and the way back to its source.

/** @typedef {import("../../src/wasm/types.js").Format} Format */

/**
 * @typedef {object} Copy
 * @property {string} text What candor reads.
 * @property {Format} format
 * @property {(span: { start: number, end: number }) => [number, number]} range Where a place of it lies in the file.
 * @property {(edit: { start: number, text: string }) => string | undefined} write
 *   A replacement as it must be written there; nothing where that would change more than the words.
 */

/** Stands for what is not known before the program runs: a word of no language, so no phrase reaches across it. */
const UNKNOWN = "xxx";

const ESCAPE = /\\(?:u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2})|(\r\n|[^]))|[^]/gi;
/** @type {Record<string, string>} */
const CONTROL = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  0: "\0",
  "\n": "",
  "\r\n": "",
  "\u2028": "",
  "\u2029": "",
};

/** A text that grows, and where each of its UTF-16 units came from. */
class Decoded {
  text = "";
  /** @type {number[]} */
  #from = [];
  #end = 0;

  /** @param {string} text @param {number} from @param {number} to Where its source begins and ends. */
  add(text, from, to) {
    for (let i = 0; i < text.length; i++) this.#from.push(from);
    this.text += text;
    this.#end = to;
  }

  /** The inside of a literal. @param {string} raw @param {number} at */
  addEscaped(raw, at) {
    for (const { 0: whole, 1: point, 2: unit, 3: byte, 4: other, index } of raw.matchAll(ESCAPE)) {
      const code = point ?? unit ?? byte;
      const text =
        code !== undefined
          ? String.fromCodePoint(parseInt(code, 16))
          : other !== undefined
            ? (CONTROL[other] ?? other)
            : whole;
      this.add(text, at + index, at + index + whole.length);
    }
  }

  /** @type {Copy["range"]} */
  range = ({ start, end }) => [this.#from[start] ?? this.#end, this.#from[end] ?? this.#end];
}

/** @param {string} text @param {string} quote */
const escaped = (text, quote) => {
  const json = JSON.stringify(text).slice(1, -1);
  return quote === '"' ? json : json.replaceAll('\\"', '"').replaceAll(quote, `\\${quote}`);
};

/** @param {Decoded} decoded @param {Format} format @param {string} quote @returns {Copy} */
const literal = (decoded, format, quote) => ({
  text: decoded.text,
  format,
  range: decoded.range,
  write: ({ text }) => escaped(text, quote),
});

/** A value of a JSON file. @param {any} sourceCode @param {any} node @param {Format} format */
export const jsonString = (sourceCode, node, format) => {
  const [start, end] = sourceCode.getRange(node);
  const raw = sourceCode.text.slice(start + 1, end - 1);
  const decoded = new Decoded();
  decoded.addEscaped(raw, start + 1);
  return literal(decoded, format, sourceCode.text[start]);
};

/** Strings that name something else than words. */
const NAMES = new Set([
  "ImportDeclaration",
  "ExportNamedDeclaration",
  "ExportAllDeclaration",
  "ImportExpression",
  "ImportAttribute",
  "TSLiteralType",
  "TSImportType",
  "JSXAttribute",
]);

/** A string of a program. @param {any} sourceCode @param {any} node @param {Format} format */
export const stringLiteral = (sourceCode, node, format) => {
  const { parent, raw, range } = node;
  if (typeof node.value !== "string" || NAMES.has(parent.type) || parent.directive !== undefined)
    return undefined;
  if ((parent.type === "Property" && parent.key === node) || parent.type === "MemberExpression")
    return undefined;
  // That of an element is read with it.
  if (parent.type === "JSXExpressionContainer" && isElement(parent.parent)) return undefined;
  const decoded = new Decoded();
  decoded.addEscaped(raw.slice(1, -1), range[0] + 1);
  // Numbers of the octal kind are not read here.
  return decoded.text === node.value ? literal(decoded, format, raw[0]) : undefined;
};

/** A template of a program. @param {any} sourceCode @param {any} node @param {Format} format */
export const templateLiteral = (sourceCode, node, format) => {
  // What a tag makes of it is not known.
  if (node.parent.type === "TaggedTemplateExpression") return undefined;
  const decoded = new Decoded();
  const tokens = sourceCode
    .getTokens(node)
    .filter(
      (/** @type {any} */ { type, range }) =>
        type === "Template" &&
        !node.expressions.some(
          (/** @type {any} */ inner) => inner.range[0] <= range[0] && range[1] <= inner.range[1],
        ),
    );
  for (const [i, token] of tokens.entries()) {
    const [start, end] = token.range;
    const raw = token.value.slice(1, i === tokens.length - 1 ? -1 : -2);
    if (i > 0) decoded.add(UNKNOWN, tokens[i - 1].range[1] - 2, start + 1);
    decoded.addEscaped(raw, start + 1);
    if (i === tokens.length - 1) decoded.add("", end - 1, end - 1);
  }
  const quote = "`";
  return {
    ...literal(decoded, format, quote),
    write: (/** @type {{ text: string }} */ { text }) => escaped(text, quote).replaceAll("${", "\\${"),
  };
};

/** @param {any} node */
const isElement = (node) => node?.type === "JSXElement" || node?.type === "JSXFragment";

/**
 * An element of JSX as the page that it makes, unit by unit: tags, attributes that are strings, and text
 * stay where they are, everything else becomes blank.
 *
 * @param {any} sourceCode @param {any} root @returns {Copy}
 */
export const jsxElement = (sourceCode, root) => {
  const [from, to] = root.range;
  const source = sourceCode.text.slice(from, to);
  const page = source.replaceAll(/[^\n\r]/g, " ").split("");
  /** @type {[number, number][]} */
  const attributes = [];
  /** @param {string} text @param {number} at */
  const put = (text, at) => {
    for (let i = 0; i < text.length; i++) page[at - from + i] = text[i];
  };
  const keep = (/** @type {{ range: [number, number] }} */ { range }) =>
    put(source.slice(range[0] - from, range[1] - from), range[0]);

  /** @param {any} node */
  const paint = (node) => {
    if (node.type === "JSXText") keep(node);
    else if (node.type === "JSXExpressionContainer") paintExpression(node);
    else if (node.type === "JSXElement") paintElement(node);
    for (const child of node.children ?? []) paint(child);
  };

  /** @param {any} node */
  const paintElement = ({ openingElement: opening, closingElement: closing }) => {
    const name = tagOf(sourceCode.getText(opening.name));
    if (opening.selfClosing && isComponent(opening.name)) return put(UNKNOWN, opening.range[0]);
    put(`<${name}`, opening.range[0]);
    for (const { name, value } of opening.attributes.filter(
      (/** @type {any} */ it) => it.value?.type === "Literal",
    )) {
      keep({ range: [name.range[0], value.range[1]] });
      attributes.push(value.range);
    }
    put(">", opening.range[1] - 1);
    if (closing) {
      put(`</${name}`, closing.range[0]);
      put(">", closing.range[1] - 1);
    }
  };

  /** @param {any} node */
  const paintExpression = ({ expression, range }) => {
    if (expression.type === "JSXEmptyExpression") {
      // A comment; candor's own silence a case.
      const [, comment] =
        /^\{\s*\/\*\s([^]*)\*\/\s*\}$/.exec(source.slice(range[0] - from, range[1] - from)) ?? [];
      if (comment && !comment.includes("--")) put(`<!--${comment}-->`, range[0]);
    } else if (typeof expression.value === "string" && !/[\\<&]/.test(expression.raw)) {
      keep({ range: [expression.range[0] + 1, expression.range[1] - 1] });
    } else {
      put(UNKNOWN, range[0]);
    }
  };

  paint(root);
  return {
    text: page.join(""),
    format: "html",
    range: ({ start, end }) => [from + start, from + end],
    write: ({ start, text }) => {
      const inAttribute = attributes.some(([begin, end]) => begin <= from + start && from + start < end);
      return (inAttribute ? /["'&]/ : /[{}<>&]/).test(text) ? undefined : text;
    },
  };
};

/** @param {any} name */
const isComponent = (name) => name.type !== "JSXIdentifier" || /^[A-Z]/.test(name.name);

/** The element of HTML that a name stands for: no longer than the name itself. @param {string} name */
const tagOf = (name) => {
  if (/^[a-z][a-z\d]*$/.test(name) || /^(Button|Label)$/.test(name)) return name.toLowerCase();
  if (/Button$/.test(name)) return "button";
  // What a component of a house is cannot be known: its words stand apart from those around it.
  return /Link$/.test(name) ? "a" : "p";
};
