// The catalogue of rules with examples, searchable; its data is made from `rules/`.
import { findingLevel } from "../../design/level.js";
import { h } from "../../editors/src/dom.js";
import { sourceView } from "./findings.js";

/** @typedef {{ flags: string[], passes: string[] }} Examples */
/** @typedef {import("./spoken.js").Say} Say */

/** @param {string} locale @returns {Promise<Record<string, Examples>>} */
const fetchExamples = async (locale) => (await fetch(`examples/${locale}.json`)).json();

/** An example with its finding, which stands in brackets, marked. @param {string} line */
const example = (line) => {
  const open = line.indexOf("[");
  const close = line.lastIndexOf("]");
  if (open < 0 || close < open) return h("li", {}, line);
  return h("li", {}, line.slice(0, open), h("mark", {}, line.slice(open + 1, close)), line.slice(close + 1));
};

/**
 * @param {readonly import("../../../src/wasm/types.js").Rule[]} rules
 * @param {string} locale The language of messages and examples.
 * @param {Say} say
 */
export const rulesView = async (rules, locale, say) => {
  const examples = await fetchExamples(locale);
  const entries = rules.map((rule) => {
    const { flags = [], passes = [] } = examples[rule.id] ?? {};
    const words = [rule.id, rule.message, rule.why, rule.help, ...flags, ...passes]
      .join("\n")
      .toLocaleLowerCase(locale);
    const view = h(
      "details",
      { class: "rule", id: rule.id, "data-level": findingLevel(rule) },
      h(
        "summary",
        {},
        h("span", { class: "tag" }, say(findingLevel(rule))),
        h("b", {}, rule.id),
        h("span", { class: "quiet" }, rule.message.replace("{match}", "…")),
      ),
      h("p", {}, rule.why),
      h("p", {}, rule.help),
      flags.length > 0 && h("h3", {}, say("flagged")),
      h("ul", { class: "examples" }, ...flags.map(example)),
      passes.length > 0 && h("h3", {}, say("passed")),
      h("ul", { class: "examples" }, ...passes.map((line) => h("li", {}, line))),
      rule.sources.length > 0 && h("h3", {}, say("sources")),
      h("ul", { class: "small" }, ...rule.sources.map((source) => sourceView(source, say))),
    );
    return { category: rule.category, words, view };
  });
  const count = h("p", { class: "quiet small", role: "status" });
  const list = h("div", {});
  const show = (/** @type {string} */ query) => {
    const terms = query.toLocaleLowerCase(locale).split(/\s+/).filter(Boolean);
    const found = entries.filter(({ words }) => terms.every((term) => words.includes(term)));
    count.textContent = say("ruleCount", { count: found.length });
    list.replaceChildren(
      ...[...Map.groupBy(found, ({ category }) => category)].map(([category, members]) =>
        h("section", {}, h("h2", {}, say(/** @type {any} */ (category))), ...members.map(({ view }) => view)),
      ),
    );
  };
  const search = h("input", {
    type: "search",
    class: "search",
    placeholder: say("searchRules"),
    "aria-label": say("searchRules"),
    oninput: () => show(search.value),
  });
  show("");
  return h("div", { class: "catalogue" }, search, count, list);
};
