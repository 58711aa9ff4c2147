// The copy before and after, side by side, each with what is found in it.
import { findingLevel } from "../../design/level.js";
import { h } from "../../editors/src/dom.js";
import { ring } from "./score.js";

/** @typedef {import("../../../src/wasm/types.js").Report} Report */
/** @typedef {{ text: string, report: Report }} Version */
/** @typedef {import("./spoken.js").Say} Say */

/** The text with its findings marked; of findings that overlap, the first. @param {Version} version */
export const marked = ({ text, report }) => {
  const parts = [];
  let at = 0;
  for (const finding of report.diagnostics) {
    const { span, message } = finding;
    if (!span || span.start < at) continue;
    parts.push(
      text.slice(at, span.start),
      h("mark", { "data-level": findingLevel(finding), title: message }, text.slice(span.start, span.end)),
    );
    at = span.end;
  }
  return [...parts, text.slice(at)];
};

/** @param {Version} version @param {string} title @param {Say} say */
const side = (version, title, say) =>
  h(
    "section",
    { class: "side" },
    h(
      "header",
      {},
      h("h2", {}, title),
      /** @type {any} */ (ring(version.report.score, say("scoreOf", { score: version.report.score }))),
    ),
    h("pre", { tabindex: 0, role: "region", "aria-label": title }, ...marked(version)),
  );

/** @param {Version} before @param {Version} after @param {Say} say */
export const compareView = (before, after, say) =>
  h("div", { class: "compare" }, side(before, say("before"), say), side(after, say("after"), say));

/**
 * The text with every fix applied that does not touch another's: the first offer of each finding.
 *
 * @param {string} text
 * @param {readonly import("../../../src/wasm/types.js").Diagnostic[]} findings
 */
export const allFixes = (text, findings) => {
  const edits = findings
    .flatMap(({ suggestions }) => suggestions[0]?.edits ?? [])
    .toSorted((a, b) => a.start - b.start || b.end - a.end);
  let result = "";
  let at = 0;
  for (const { start, end, text: insert } of edits) {
    if (start < at) continue;
    result += text.slice(at, start) + insert;
    at = end;
  }
  return result + text.slice(at);
};
