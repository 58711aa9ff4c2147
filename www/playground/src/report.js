// The report as a page that stands alone: to read, print and file.
import { h } from "../../editors/src/dom.js";
import tokens from "../../design/tokens.css";
import { marked } from "./compare.js";
import sheet from "./report.css";

/** @typedef {import("./compare.js").Version} Version */
/** @typedef {import("./texts.js").Say} Say */

/**
 * @param {Version} version
 * @param {ReadonlyMap<string, import("../../../src/wasm/types.js").Rule>} rules
 * @param {string} locale
 * @param {Say} say
 */
export const reportPage = ({ text, report }, rules, locale, say) => {
  const time = new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(
    new Date(`${report.by.today}T12:00`),
  );
  const body = h(
    "main",
    {},
    h("h1", {}, `candor · ${say("score")} ${report.score}`),
    h("p", { class: "quiet" }, time),
    h(
      "table",
      {},
      ...Object.entries(report.categories).map(([category, score]) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, say(/** @type {any} */ (category))),
          h("td", {}, h("meter", { min: 0, max: 100, value: score }), ` ${score}`),
        ),
      ),
    ),
    h("h2", {}, say("yourText")),
    h("pre", {}, ...marked({ text, report })),
    h("h2", {}, `${say("findings")} (${report.diagnostics.length})`),
    ...report.diagnostics.map((finding) =>
      h(
        "article",
        { "data-level": finding.certainty === "hint" ? "hint" : finding.severity },
        h(
          "p",
          { class: "quiet" },
          `${say(finding.certainty === "hint" ? "hint" : finding.severity)} · ${say(/** @type {any} */ (finding.category))} · ${finding.rule}`,
        ),
        h("p", {}, h("b", {}, finding.message)),
        finding.why !== "" && h("p", { class: "quiet" }, finding.why),
        finding.help !== "" && h("p", {}, finding.help),
        h(
          "ul",
          { class: "quiet" },
          ...(rules.get(finding.rule)?.sources ?? [])
            .filter(({ id }) => finding.sources.includes(id))
            .map((source) =>
              h(
                "li",
                {},
                h("a", { href: source.url }, [source.title, source.article].filter(Boolean).join(" · ")),
                ` ${say("verified", { level: source.level, checked: source.checked })}`,
              ),
            ),
        ),
      ),
    ),
    report.questions.length > 0 && h("h2", {}, say("questions")),
    h("ul", {}, ...report.questions.map(({ message }) => h("li", {}, message))),
    report.disclosures.length > 0 && h("h2", {}, say("disclosures")),
    report.disclosures.length > 0 &&
      h(
        "table",
        {},
        ...report.disclosures.map((disclosure) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, disclosure.market),
            h("td", {}, say(/** @type {any} */ (disclosure.content))),
            h(
              "td",
              {},
              disclosure.duty ? `${say(disclosure.requirement)}: ${say(disclosure.status)}` : say("noDuty"),
            ),
            h("td", {}, `${disclosure.message} ${disclosure.help}`),
          ),
        ),
      ),
    report.ignored.length > 0 && h("h2", {}, say("ignored")),
    h(
      "ul",
      {},
      ...report.ignored.map((finding) =>
        h("li", {}, `${finding.rule}: “${finding.text}” – ${finding.reason}`),
      ),
    ),
    h("p", { class: "quiet" }, `${say("disclaimer")} candor ${report.by.version}, ${report.by.rules}`),
  );
  const page = document.implementation.createHTMLDocument("candor");
  page.documentElement.lang = locale;
  const charset = page.createElement("meta");
  charset.setAttribute("charset", "utf-8");
  const style = page.createElement("style");
  style.textContent = tokens + sheet;
  page.head.prepend(charset);
  page.head.append(style);
  page.body.append(body);
  return `<!doctype html>\n${page.documentElement.outerHTML}\n`;
};

/** @param {string} content @param {string} name */
export const save = (content, name) => {
  const url = URL.createObjectURL(new Blob([content], { type: "text/html" }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};
