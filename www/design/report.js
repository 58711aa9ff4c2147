// The parts of a report that stands alone, the same from the playground and from the extension.
import { h } from "../editors/src/dom.js";
import { METER, dutyLevel, findingLevel } from "./level.js";
import levels from "./levels.css";
import sheet from "./report.css";
import tokens from "./tokens.css";

/** @typedef {import("../../src/wasm/types.js").Diagnostic} Diagnostic */
/** @typedef {import("../../src/wasm/types.js").Report} Report */
/** @typedef {import("../../src/wasm/types.js").Source} Source */
/** @typedef {import("../editors/src/strings.js").Key} Key */
/** @typedef {(key: Key, values?: Record<string, string | number>) => string} Text */

/**
 * The page as a file.
 *
 * @param {string} locale @param {string} title @param {readonly (Node | false)[]} parts
 */
export const reportFile = (locale, title, parts) => {
  const page = document.implementation.createHTMLDocument(title);
  page.documentElement.lang = locale;
  const head = [
    ["charset", "utf-8"],
    ["name", "viewport"],
  ].map(([name = "", value = ""]) => {
    const meta = page.createElement("meta");
    meta.setAttribute(name, value);
    return meta;
  });
  head[1]?.setAttribute("content", "width=device-width, initial-scale=1");
  const style = page.createElement("style");
  style.textContent = tokens + levels + sheet;
  page.head.prepend(...head);
  page.head.append(style);
  page.body.append(h("main", {}, ...parts));
  return `<!doctype html>\n${page.documentElement.outerHTML}\n`;
};

/** @param {Pick<Report, "score" | "categories">} report @param {Text} text */
export const scorePart = ({ score, categories }, text) =>
  h(
    "div",
    { class: "score" },
    h("p", {}, text("score"), h("strong", {}, String(score), h("small", {}, " / 100"))),
    h(
      "dl",
      {},
      ...Object.entries(categories).flatMap(([category, value]) => {
        const name = text(/** @type {Key} */ (category));
        return [
          h("dt", {}, name),
          h("dd", {}, h("meter", { ...METER, value, "aria-label": name }), h("span", {}, String(value))),
        ];
      }),
    ),
  );

/**
 * @param {Diagnostic} finding
 * @param {Text} text
 * @param {{ sources: readonly (Source | string)[], quote?: boolean, notes?: readonly string[] }} more
 *   `quote` shows the words themselves; `notes` are what was seen beside them.
 */
export const findingPart = (finding, text, { sources, quote = false, notes = [] }) => {
  const level = findingLevel(finding);
  return h(
    "article",
    { "data-level": level },
    h(
      "p",
      { class: "quiet" },
      h("span", { class: "tag" }, text(level)),
      `${text(finding.category)} · ${finding.rule}`,
    ),
    quote && h("blockquote", { lang: finding.locale }, finding.text),
    h("p", {}, quote ? finding.message : h("b", {}, finding.message)),
    finding.why !== "" && h("p", { class: "quiet" }, finding.why),
    finding.help !== "" && h("p", {}, finding.help),
    notesPart(notes),
    sources.length > 0 && h("ul", { class: "sources quiet" }, ...sources.map(sourcePart)),
  );
};

/** @param {readonly string[]} notes */
export const notesPart = (notes) =>
  notes.length > 0 && h("ul", { class: "notes" }, ...notes.map((note) => h("li", {}, note)));

/** @param {Source | string} source Known, or its id alone. */
const sourcePart = (source) => {
  if (typeof source === "string") return h("li", {}, source);
  const label = [source.title, source.article].filter(Boolean).join(" · ");
  return h("li", {}, h("a", { href: source.url, rel: "noreferrer" }, label));
};

/** @param {Report["questions"]} questions @param {Text} text @returns {(Node | false)[]} */
export const questionsPart = (questions, text) => [
  questions.length > 0 && h("h2", {}, text("questions")),
  questions.length > 0 &&
    h("ul", { class: "questions" }, ...questions.map(({ message }) => h("li", {}, message))),
];

/** @param {Report["disclosures"]} disclosures @param {Text} text @returns {(Node | false)[]} */
export const disclosuresPart = (disclosures, text) => [
  disclosures.length > 0 && h("h2", {}, text("disclosures")),
  disclosures.length > 0 &&
    h(
      "ul",
      { class: "duties" },
      ...disclosures.map((disclosure) => {
        const { market, content, asset, duty, requirement, status, message, help } = disclosure;
        return h(
          "li",
          { "data-level": dutyLevel(disclosure) },
          h(
            "p",
            {},
            h("b", {}, market),
            ` · ${text(content)} ${asset ?? ""} `,
            duty !== null && h("span", { class: "tag" }, `${text(requirement)}: ${text(status)}`),
          ),
          h("p", { class: "quiet" }, status === "valid" ? message : `${message} ${help}`),
        );
      }),
    ),
];
