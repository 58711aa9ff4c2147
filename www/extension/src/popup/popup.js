import { METER, dutyLevel, findingLevel } from "../../../design/level.js";
import { sorted } from "../../../design/questions.js";
import { h } from "../../../editors/src/dom.js";
import { strings } from "../../../editors/src/strings.js";
import { exportHtml, exportJson } from "../shared/export.js";
import { borneOut, say, sentence, speak } from "../shared/say.js";
import { change, hostOf, language, listed, originsOf, settings } from "../shared/settings.js";
import { currentTab, readTab, show } from "./tab.js";

/** @typedef {import("../shared/report.js").PageReport} PageReport */
/** @typedef {import("../shared/report.js").SeenFinding} SeenFinding */
/** @typedef {import("../../../editors/src/strings.js").Key} Key */

const { text, locale } = strings(language(await settings()));
document.documentElement.lang = locale;
speak(locale);
const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const tab = await currentTab();
const host = hostOf(tab?.url);

/** @param {PageReport} report */
const score = (report) => {
  const bars = Object.entries(report.categories);
  return h(
    "section",
    { class: "score", "aria-label": text("score") },
    h(
      "div",
      {},
      h("output", { "aria-label": text("scoreOf", { score: report.score }) }, String(report.score)),
      h("span", { class: "quiet small", "aria-hidden": "true" }, "/ 100"),
    ),
    h(
      "ul",
      { class: "bars" },
      ...(bars.length > 0 ? bars.map(bar) : [h("li", { class: "quiet" }, text("none"))]),
    ),
  );
};

/** @param {[string, number | undefined]} entry */
const bar = ([category, value = 100]) => {
  const name = text(/** @type {Key} */ (category));
  return h(
    "li",
    {},
    h("span", {}, name),
    h("meter", { ...METER, value, "aria-label": name }),
    h("span", {}, String(value)),
  );
};

/** @param {SeenFinding} finding */
const row = (finding) => {
  const shown = borneOut(finding, finding.observations);
  const { message, text: words, category, observations } = shown;
  const level = findingLevel(shown);
  return h(
    "li",
    { "data-level": level },
    h(
      "button",
      {
        type: "button",
        onclick: async () => {
          if (tab?.id !== undefined) await show(tab.id, finding.frame, finding.id);
          // The card is on the page, which the popup covers.
          if (!new URLSearchParams(location.search).has("tab")) close();
        },
      },
      h("span", { class: "tag" }, text(level)),
      " ",
      h("span", { class: "quiet small" }, text(category)),
      h("div", { class: "words", lang: finding.locale }, words),
      h("div", { class: "small" }, message),
    ),
    notes(observations),
  );
};

/** @param {readonly import("../observations/journal.js").Observation[]} observations */
const notes = (observations) =>
  observations.length > 0 &&
  h("ul", { class: "notes small" }, ...observations.map((one) => h("li", {}, sentence(one))));

/** @param {PageReport} report */
const findings = ({ findings, categories }) =>
  findings.length > 0
    ? h(
        "section",
        {},
        h("h2", {}, `${text("findings")} (${findings.length})`),
        h("ul", { class: "findings" }, ...findings.map(row)),
      )
    : // Where the score says nothing else, it says so already.
      Object.keys(categories).length > 0 && h("section", {}, h("p", { class: "quiet" }, text("none")));

/** @param {PageReport} report */
const seen = ({ observations }) =>
  observations.length > 0 && h("section", {}, h("h2", {}, say("seen")), notes(observations));

/** @param {PageReport} report */
const questions = ({ questions }) => {
  // The disclosures say where markets and content are chosen.
  const { own } = sorted(questions);
  return (
    own.length > 0 &&
    h(
      "section",
      {},
      h(
        "details",
        {},
        h("summary", {}, `${text("questions")} (${own.length})`),
        h("ul", { class: "questions" }, ...own.map(({ message }) => h("li", {}, message))),
      ),
    )
  );
};

/** @param {PageReport["disclosures"][number]} disclosure */
const duty = (disclosure) => {
  const { market, content, duty, requirement, status, message } = disclosure;
  return h(
    "li",
    { "data-level": dutyLevel(disclosure) },
    h(
      "div",
      { class: "row" },
      h("b", {}, market),
      h("span", {}, text(content)),
      duty !== null && h("span", { class: "tag end" }, `${text(requirement)}: ${text(status)}`),
    ),
    h("p", { class: "quiet" }, message),
  );
};

/** @param {PageReport} report @param {boolean} chosen Whether the reader has said what to look for. */
const disclosures = ({ disclosures }, chosen) =>
  h(
    "section",
    {},
    h(
      "details",
      { open: disclosures.length > 0 },
      h("summary", {}, text("disclosures")),
      disclosures.length > 0
        ? h("ul", { class: "duties small" }, ...disclosures.map(duty))
        : h("p", { class: "quiet" }, chosen ? text("noDuty") : say("disclosures_none")),
      h("p", {}, h("a", { href: "settings.html#markets", target: "_blank" }, say("disclosures_choose"))),
    ),
  );

/** @param {PageReport} report */
const unread = ({ unread }) =>
  unread.length > 0 &&
  h(
    "section",
    {},
    h("p", {}, say("unread", unread.join(", "))),
    h(
      "button",
      {
        type: "button",
        onclick: async () => {
          const granted = await chrome.permissions.request({ origins: unread.flatMap(originsOf) });
          if (granted) await render();
        },
      },
      say("unread_read"),
    ),
  );

/** @param {string} label @param {boolean} checked @param {(checked: boolean) => Promise<unknown>} onChange */
const toggle = (label, checked, onChange) => {
  const input = h("input", {
    type: "checkbox",
    role: "switch",
    checked,
    onchange: async () => {
      await onChange(input.checked);
      await render();
    },
  });
  return h("label", { class: "switch" }, h("span", {}, label), input);
};

const site = async () => {
  const { watched, off, fields } = await settings();
  if (!host) return false;
  const isOff = off.includes(host);
  const isWatched =
    watched.includes(host) && (await chrome.permissions.contains({ origins: originsOf(host) }));
  return h(
    "section",
    { "aria-label": host },
    !isOff &&
      toggle(say("watch"), isWatched, async (checked) => {
        const origins = originsOf(host);
        // Asked at once: a browser asks only while a click is fresh. And noted before the answer,
        // which may close the popup; without the permission the note does nothing.
        const asked = checked
          ? chrome.permissions.request({ origins })
          : chrome.permissions.remove({ origins });
        await change((now) => ({ watched: listed(now.watched, host, checked) }));
        const answered = await asked.catch(() => false);
        if (checked && !answered) await change((now) => ({ watched: listed(now.watched, host, false) }));
      }),
    !isOff &&
      isWatched &&
      toggle(say("fields"), fields.includes(host), (checked) =>
        change((now) => ({ fields: listed(now.fields, host, checked) })),
      ),
    toggle(say("off"), isOff, (checked) => change((now) => ({ off: listed(now.off, host, checked) }))),
  );
};

/** @param {PageReport | undefined} report */
const footer = (report) =>
  h(
    "footer",
    {},
    h(
      "div",
      { class: "row" },
      report &&
        h("button", { type: "button", onclick: () => exportHtml(report, locale) }, say("export_html")),
      report && h("button", { type: "button", onclick: () => exportJson(report) }, say("export_json")),
      h("a", { class: "end", href: "settings.html", target: "_blank" }, say("settings")),
    ),
    h("p", { class: "quiet small" }, text("disclaimer")),
  );

const render = async () => {
  const head = h("header", {}, h("h1", {}, "candor"), h("span", { class: "quiet small" }, host ?? ""));
  if (!main.hasChildNodes()) {
    main.replaceChildren(head, h("p", { role: "status", class: "quiet" }, text("reading")));
  }
  const { off, markets, content } = await settings();
  /** @type {PageReport | undefined} */
  let report;
  let problem = "";
  if (!host || tab?.id === undefined) problem = say("unreadable");
  else if (off.includes(host)) problem = say("is_off");
  else {
    try {
      report = await readTab(tab.id);
      if (!report) problem = say("unreadable");
    } catch {
      // Shops of extensions and the browser's own pages are closed to all extensions.
      problem = say("unreadable");
    }
  }
  const shown = report
    ? [
        score(report),
        findings(report),
        seen(report),
        unread(report),
        questions(report),
        disclosures(report, markets.length > 0 && content.length > 0),
      ]
    : [h("p", { role: "status", class: "quiet" }, problem)];
  const all = [head, ...shown, await site(), footer(report)];
  main.replaceChildren(...all.filter((node) => node instanceof Node));
  main.dataset.done = "";
};

await render();
