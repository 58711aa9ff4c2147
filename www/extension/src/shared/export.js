import { h } from "../../../editors/src/dom.js";
import { strings } from "../../../editors/src/strings.js";
import { borneOut, say, sentence } from "./say.js";
import tokens from "../../../design/tokens.css";
import sheet from "./export.css";

/** @typedef {import("./report.js").PageReport} PageReport */

/** The report as data: with observations, time and address. @param {PageReport} report */
export const json = ({ work: _, ...report }) =>
  JSON.stringify(
    {
      ...report,
      findings: report.findings.map(({ id: _id, ...finding }) => ({
        ...finding,
        observations: finding.observations.map(observed),
      })),
      observations: report.observations.map(observed),
    },
    null,
    2,
  );

/** @param {import("../observations/journal.js").Observation} observation */
const observed = (observation) => ({
  kind: observation.kind,
  page: observation.page,
  text: observation.text,
  seen: sentence(observation),
  first: new Date(observation.first).toISOString(),
  last: new Date(observation.last).toISOString(),
});

/**
 * The report as a page that stands alone.
 *
 * @param {PageReport} report @param {string} lang
 */
export const html = (report, lang) => {
  const { text, locale } = strings(lang);
  const time = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "long" }).format(
    Date.parse(report.time),
  );
  /** @param {readonly import("../observations/journal.js").Observation[]} list */
  const notes = (list) =>
    list.length > 0 && h("ul", { class: "notes" }, ...list.map((one) => h("li", {}, observed(one).seen)));
  const body = h(
    "main",
    {},
    h("h1", {}, report.title || report.url),
    h("p", { class: "quiet" }, h("a", { href: report.url, rel: "noreferrer" }, report.url), h("br"), time),
    h(
      "p",
      { class: "score" },
      `${text("score")}: `,
      h("strong", {}, text("scoreOf", { score: report.score })),
    ),
    h("h2", {}, `${text("findings")} (${report.findings.length})`),
    report.findings.length === 0 && h("p", {}, text("none")),
    ...report.findings.map((finding) => {
      const { certainty, severity, observations } = borneOut(finding, finding.observations);
      const level = certainty === "hint" ? "hint" : severity;
      return h(
        "article",
        { "data-level": level },
        h("p", { class: "quiet" }, h("b", {}, text(level)), ` · ${text(finding.category)} · ${finding.rule}`),
        h("blockquote", { lang: finding.locale }, finding.text),
        h("p", {}, finding.message),
        finding.why !== "" && h("p", { class: "quiet" }, finding.why),
        finding.help !== "" && h("p", {}, finding.help),
        notes(observations),
        h(
          "ul",
          { class: "sources quiet" },
          ...finding.sources.map((id) => {
            const source = report.origins[id];
            if (!source) return h("li", {}, id);
            const label = [source.title, source.article].filter(Boolean).join(" · ");
            return h("li", {}, h("a", { href: source.url, rel: "noreferrer" }, label));
          }),
        ),
      );
    }),
    report.observations.length > 0 && h("h2", {}, say("seen")),
    notes(report.observations),
    report.questions.length > 0 && h("h2", {}, text("questions")),
    h("ul", {}, ...report.questions.map(({ message }) => h("li", {}, message))),
    h("p", { class: "quiet" }, text("disclaimer"), ` candor ${report.by.version}`),
  );
  const page = document.implementation.createHTMLDocument(report.title || report.url);
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

/** @param {string} content @param {string} type @param {string} extension @param {PageReport} report */
const save = (content, type, extension, report) => {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const name = `candor-${new URL(report.url).hostname}-${report.time.slice(0, 10)}.${extension}`;
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

/** @param {PageReport} report @param {string} lang */
export const exportHtml = (report, lang) => save(html(report, lang), "text/html", "html", report);

/** @param {PageReport} report */
export const exportJson = (report) => save(json(report), "application/json", "json", report);
