// The report as a page that stands alone: to read, print and file.
import { disclosuresPart, findingPart, questionsPart, reportFile, scorePart } from "../../design/report.js";
import { h } from "../../editors/src/dom.js";
import { marked } from "./compare.js";

/** @typedef {import("./compare.js").Version} Version */
/** @typedef {import("./spoken.js").Say} Say */

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
  const { diagnostics, questions, disclosures, ignored, by } = report;
  return reportFile(locale, "candor", [
    h("header", {}, h("h1", {}, "candor"), h("p", { class: "quiet" }, time)),
    scorePart(report, say),
    h("h2", {}, say("yourText")),
    h("pre", {}, ...marked({ text, report })),
    h("h2", {}, `${say("findings")} (${diagnostics.length})`),
    ...diagnostics.map((finding) => {
      const sources = rules.get(finding.rule)?.sources ?? [];
      return findingPart(finding, say, { sources: sources.filter(({ id }) => finding.sources.includes(id)) });
    }),
    ...questionsPart(questions, say),
    ...disclosuresPart(disclosures, say),
    ignored.length > 0 && h("h2", {}, say("ignored")),
    ignored.length > 0 &&
      h(
        "ul",
        { class: "questions" },
        ...ignored.map((finding) => h("li", {}, `${finding.rule}: “${finding.text}” – ${finding.reason}`)),
      ),
    h("footer", { class: "quiet" }, `${say("disclaimer")} candor ${by.version}, ${by.rules}`),
  ]);
};

/** @param {string} content @param {string} name */
export const save = (content, name) => {
  const url = URL.createObjectURL(new Blob([content], { type: "text/html" }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};
