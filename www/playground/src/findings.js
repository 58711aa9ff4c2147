// Each finding with why, cure, clause and one-click fix.
import { h } from "../../editors/src/dom.js";

/** @typedef {import("../../../src/wasm/types.js").Diagnostic} Diagnostic */
/** @typedef {import("../../../src/wasm/types.js").Rule} Rule */
/** @typedef {import("./texts.js").Say} Say */

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
  const hint = finding.certainty === "hint";
  const sources = rule?.sources.filter(({ id }) => finding.sources.includes(id)) ?? [];
  return h(
    "li",
    { class: "finding", "data-level": hint ? "hint" : finding.severity },
    h(
      "p",
      { class: "head small" },
      h("span", { class: "tag" }, say(hint ? "hint" : finding.severity)),
      h("span", { class: "quiet" }, `${say(/** @type {any} */ (finding.category))} · ${finding.rule}`),
    ),
    h("h3", {}, h("button", { class: "plain", onclick: on.onShow }, finding.message)),
    finding.why !== "" && h("p", { class: "quiet" }, finding.why),
    finding.help !== "" && h("p", {}, finding.help),
    finding.suggestions.length > 0 &&
      h(
        "div",
        { class: "row" },
        ...finding.suggestions.map((suggestion) =>
          h("button", { onclick: () => on.onFix(suggestion) }, say("replace", { text: suggestion.label })),
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
export const findingsView = (findings, rules, say, on) =>
  h(
    "ol",
    { class: "findings" },
    ...findings.map((finding) =>
      findingView(finding, rules.get(finding.rule), say, {
        onShow: () => on.onShow(finding),
        onFix: (suggestion) => on.onFix(finding, suggestion),
      }),
    ),
  );

/** @param {readonly import("../../../src/wasm/types.js").Question[]} questions @param {Say} say */
export const questionsView = (questions, say) =>
  questions.length > 0 &&
  h(
    "section",
    {},
    h("h2", {}, say("questions")),
    h("ul", { class: "questions" }, ...questions.map(({ message }) => h("li", {}, message))),
  );

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
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": say("disclosures") },
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ...["market", "contentKind", "state", "duty"].map((key) =>
              h("th", { scope: "col" }, say(/** @type {any} */ (key))),
            ),
          ),
        ),
        h(
          "tbody",
          {},
          ...disclosures.map((disclosure) =>
            h(
              "tr",
              {
                "data-level":
                  disclosure.status === "valid" || !disclosure.duty ? "good" : disclosure.requirement,
              },
              h("th", { scope: "row" }, disclosure.market),
              h(
                "td",
                {},
                say(/** @type {any} */ (disclosure.content)),
                disclosure.asset && h("code", {}, ` ${disclosure.asset}`),
              ),
              h(
                "td",
                {},
                disclosure.duty ? `${say(disclosure.requirement)}: ${say(disclosure.status)}` : say("noDuty"),
              ),
              h(
                "td",
                {},
                disclosure.message,
                disclosure.status !== "valid" && disclosure.help ? ` ${disclosure.help}` : "",
                h(
                  "div",
                  { class: "row" },
                  ...disclosure.suggestions.map((suggestion) =>
                    h("button", { onclick: () => onFix(suggestion) }, suggestion.label),
                  ),
                ),
              ),
            ),
          ),
        ),
      ),
    ),
  );
