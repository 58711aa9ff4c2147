// Each finding with why, cure, clause and one-click fix.
import { dutyLevel, findingLevel } from "../../design/level.js";
import { sorted } from "../../design/questions.js";
import { h } from "../../editors/src/dom.js";
import { fixLabel } from "../../editors/src/fix.js";

/** @typedef {import("../../../src/wasm/types.js").Diagnostic} Diagnostic */
/** @typedef {import("../../../src/wasm/types.js").Rule} Rule */
/** @typedef {import("./spoken.js").Say} Say */

/** So many findings are drawn, and as many again when asked: each takes a millisecond to lay out. */
const AT_ONCE = 20;

/** A provision with its level of verification. @param {import("../../../src/wasm/types.js").Source} source @param {Say} say */
export const sourceView = (source, say) =>
  h(
    "li",
    {},
    h(
      "a",
      { href: source.url, rel: "noreferrer", target: "_blank" },
      [source.title, source.article].filter(Boolean).join(" · "),
    ),
    h(
      "span",
      { class: "quiet small" },
      ` ${say("verified", { level: source.level, checked: source.checked })}`,
    ),
  );

/**
 * @param {Diagnostic} finding
 * @param {Rule | undefined} rule
 * @param {Say} say
 * @param {{ onShow: () => void, onFix: (suggestion: Diagnostic["suggestions"][number]) => void }} on
 */
const findingView = (finding, rule, say, on) => {
  const level = findingLevel(finding);
  const sources = rule?.sources.filter(({ id }) => finding.sources.includes(id)) ?? [];
  return h(
    "li",
    { class: "finding", "data-level": level },
    h(
      "p",
      { class: "head small" },
      h("span", { class: "tag" }, say(level)),
      h("span", { class: "quiet" }, say(/** @type {any} */ (finding.category))),
      rule && h("a", { class: "push", href: `#rules/${finding.rule}` }, finding.rule.split("/")[1] ?? ""),
    ),
    h("h3", {}, h("button", { class: "plain", onclick: on.onShow }, finding.message)),
    finding.why !== "" && h("p", { class: "quiet" }, finding.why),
    finding.help !== "" && h("p", {}, finding.help),
    finding.suggestions.length > 0 &&
      h(
        "div",
        { class: "row" },
        ...finding.suggestions.map((suggestion) =>
          h("button", { onclick: () => on.onFix(suggestion) }, fixLabel(suggestion, say)),
        ),
      ),
    sources.length > 0 &&
      h(
        "details",
        { class: "small" },
        h("summary", {}, `${say("sources")} (${sources.length})`),
        h("ul", {}, ...sources.map((source) => sourceView(source, say))),
      ),
  );
};

/**
 * @param {readonly Diagnostic[]} findings
 * @param {ReadonlyMap<string, Rule>} rules
 * @param {Say} say
 * @param {{ onShow: (finding: Diagnostic) => void, onFix: (finding: Diagnostic, suggestion: Diagnostic["suggestions"][number]) => void }} on
 */
export const findingsView = (findings, rules, say, on) => {
  const list = h("ol", { class: "findings" });
  const more = h("button", {
    onclick: () => {
      const first = list.childElementCount;
      draw();
      // The button may be gone, and the reader goes on where it stood.
      list.children[first]?.querySelector("button")?.focus();
    },
  });
  const draw = () => {
    const from = list.childElementCount;
    const next = findings.slice(from, from + AT_ONCE).map((finding) =>
      findingView(finding, rules.get(finding.rule), say, {
        onShow: () => on.onShow(finding),
        onFix: (suggestion) => on.onFix(finding, suggestion),
      }),
    );
    list.append(...next);
    const left = findings.length - list.childElementCount;
    more.textContent = say("more", { count: left });
    more.hidden = left === 0;
  };
  draw();
  return h("div", { class: "all" }, list, more);
};

/** @param {readonly import("../../../src/wasm/types.js").Question[]} questions @param {Say} say */
export const questionsView = (questions, say) => {
  const { own } = sorted(questions);
  return (
    own.length > 0 &&
    h(
      "section",
      {},
      h("h2", {}, say("questions")),
      h("ul", { class: "questions" }, ...own.map(({ message }) => h("li", {}, message))),
    )
  );
};

/** What every text is asked. @param {readonly import("../../../src/wasm/types.js").Question[]} questions */
export const generalView = (questions) => {
  const { general } = sorted(questions);
  return (
    general.length > 0 && h("p", { class: "quiet small" }, general.map(({ message }) => message).join(" "))
  );
};

/**
 * Market by market, what is owed and whether it is there.
 *
 * @param {readonly import("../../../src/wasm/types.js").Disclosure[]} disclosures
 * @param {Say} say
 * @param {(suggestion: Diagnostic["suggestions"][number]) => void} onFix
 */
export const disclosuresView = (disclosures, say, onFix) =>
  disclosures.length > 0 &&
  h(
    "section",
    {},
    h("h2", {}, say("disclosures")),
    // Narrow, the rows become blocks, and a style sheet that does so takes a table's roles away.
    h(
      "table",
      { role: "table", class: "duties" },
      h(
        "thead",
        { role: "rowgroup" },
        h(
          "tr",
          { role: "row" },
          ...["market", "contentKind", "state", "duty"].map((key) =>
            h("th", { scope: "col", role: "columnheader" }, say(/** @type {any} */ (key))),
          ),
        ),
      ),
      h("tbody", { role: "rowgroup" }, ...disclosures.map((disclosure) => row(disclosure, say, onFix))),
    ),
  );

/**
 * @param {import("../../../src/wasm/types.js").Disclosure} disclosure
 * @param {Say} say
 * @param {(suggestion: Diagnostic["suggestions"][number]) => void} onFix
 */
const row = (disclosure, say, onFix) => {
  const { market, content, asset, duty, requirement, status, message, help, suggestions } = disclosure;
  return h(
    "tr",
    { role: "row", "data-level": dutyLevel(disclosure) },
    h("th", { scope: "row", role: "rowheader" }, market),
    h("td", { role: "cell" }, say(/** @type {any} */ (content)), asset && h("code", {}, ` ${asset}`)),
    h(
      "td",
      { role: "cell" },
      duty ? h("span", { class: "tag" }, `${say(requirement)}: ${say(status)}`) : "–",
    ),
    h(
      "td",
      { role: "cell" },
      h("p", {}, message),
      status !== "valid" && help !== "" && h("p", {}, help),
      suggestions.length > 0 &&
        h(
          "div",
          { class: "row" },
          ...suggestions.map((suggestion) =>
            h("button", { onclick: () => onFix(suggestion) }, fixLabel(suggestion, say)),
          ),
        ),
    ),
  );
};
