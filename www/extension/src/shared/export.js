import {
  disclosuresPart,
  findingPart,
  notesPart,
  questionsPart,
  reportFile,
  scorePart,
} from "../../../design/report.js";
import { h } from "../../../editors/src/dom.js";
import { strings } from "../../../editors/src/strings.js";
import { borneOut, say, sentence } from "./say.js";

/** @typedef {import("./report.js").PageReport} PageReport */

/** The report as data: with observations, time and address. @param {PageReport} report */
export const json = ({ work: _, ...report }) =>
  JSON.stringify(
    {
      ...report,
      findings: report.findings.map(({ id: _id, ...finding }) => ({
        ...borneOut(finding, finding.observations),
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
  const notes = report.observations.map(sentence);
  return reportFile(locale, report.title || report.url, [
    h(
      "header",
      {},
      h("h1", {}, report.title || report.url),
      h("p", { class: "quiet" }, h("a", { href: report.url, rel: "noreferrer" }, report.url), h("br"), time),
    ),
    scorePart(report, text),
    h("h2", {}, `${text("findings")} (${report.findings.length})`),
    report.findings.length === 0 && h("p", {}, text("none")),
    ...report.findings.map((finding) =>
      findingPart(borneOut(finding, finding.observations), text, {
        quote: true,
        notes: finding.observations.map(sentence),
        sources: finding.sources.map((id) => report.origins[id] ?? id),
      }),
    ),
    notes.length > 0 && h("h2", {}, say("seen")),
    notesPart(notes),
    ...questionsPart(report.questions, text),
    ...disclosuresPart(report.disclosures, text),
    h("footer", { class: "quiet" }, `${text("disclaimer")} candor ${report.by.version}`),
  ]);
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
