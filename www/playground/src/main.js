// The playground: copy on one side, what candor reads in it on the other.
import { Linter, init, rules as catalogue } from "candor";
import { candor } from "../../editors/textarea.js";
import { h } from "../../editors/src/dom.js";
import { LOCALES, resolve } from "../../editors/src/strings.js";
import { allFixes, compareView } from "./compare.js";
import { factsForm } from "./facts.js";
import { readFile } from "./files.js";
import { disclosuresView, findingsView, questionsView } from "./findings.js";
import { load, missing } from "./languages.js";
import { pack, unpack } from "./link.js";
import { reportPage, save } from "./report.js";
import { rulesView } from "./rules.js";
import { SAMPLES } from "./samples.js";
import { scoreView } from "./score.js";
import { texts } from "./texts.js";

/** @typedef {import("../../../src/wasm/types.js").Report} Report */
/** @typedef {import("../../../src/wasm/types.js").Rule} Rule */

/** What the languages call themselves. */
const NAMES = ["English", "繁體中文", "简体中文", "日本語", "한국어", "Deutsch", "Français", "Español"];

const query = new URLSearchParams(location.search);
const lang = resolve(query.get("lang") ?? localStorage.getItem("lang") ?? navigator.language);
const { text: say } = texts(lang);
document.documentElement.lang = lang;

/** What is being written, and what its author states. @type {import("./link.js").State} */
const state = { text: "", format: "plain", facts: {} };
/** The copy as it came, beside which the edited one is shown. @type {string} */
let original = "";
/** @type {Linter} */
let linter;
/** The module that reads Markdown too, once it is needed. @type {typeof import("candor/full") | undefined} */
let full;
/** @type {import("../../editors/src/types.js").Candor | undefined} */
let reading;
/** @type {Map<string, Rule>} */
let rules = new Map();

const field = h("textarea", {
  id: "copy",
  spellcheck: "false",
  placeholder: say("placeholder"),
  "aria-label": say("yourText"),
  oninput: () => (state.text = field.value),
});
const results = h(
  "section",
  { class: "results", "aria-live": "polite", "aria-label": say("findings") },
  h("p", { class: "quiet" }, say("ready")),
);
const comparison = h("section", { class: "comparison", hidden: true, "aria-label": say("compare") });
const notice = h("p", { class: "notice", role: "status", hidden: true });

/** @param {string} message */
const tell = (message) => {
  notice.textContent = message;
  notice.hidden = message === "";
};

/** What reads the field. */
const module = () =>
  state.format === "markdown" && full !== undefined ? full : { Linter, init, rules: catalogue };

/** Reads the field with the languages and the module that it needs; called again when those change. */
const read = async () => {
  reading?.destroy();
  reading = undefined;
  if (state.format === "markdown") full ??= await import("candor/full");
  const from = module();
  await load(missing(state.text, lang, from.init), from.init);
  linter = new from.Linter({ lang });
  rules = new Map(from.rules(lang).map((rule) => [rule.id, rule]));
  reading = candor(field, {
    linter,
    lang,
    format: state.format,
    facts: state.facts,
    delay: 120,
    onReport: show,
    onError: (error) => tell(error instanceof Error ? error.message : String(error)),
  });
};

/** @param {Report} report */
const show = async (report) => {
  const { init } = module();
  const languages = missing(field.value, report.locale, init);
  if (languages.length > 0) {
    await load(languages, init);
    await read();
    return;
  }
  if (field.value.trim() === "") {
    results.replaceChildren(h("p", { class: "quiet" }, say("empty")));
    return;
  }
  const findings = report.diagnostics;
  const fixable = findings.some(({ suggestions }) => suggestions.length > 0);
  results.replaceChildren(
    scoreView(report, say),
    h(
      "div",
      { class: "row" },
      h("h2", {}, `${say("findings")} (${findings.length})`),
      fixable && h("button", { class: "push", onclick: fixAll }, say("applyAll")),
    ),
    ...[
      findingsView(findings, rules, say, {
        onShow: (finding) => reading?.show(finding),
        onFix: (finding, suggestion) => reading?.fix(finding, suggestion),
      }),
      questionsView(report.questions, say),
      disclosuresView(report.disclosures, say, (suggestion) => write(applied(suggestion))),
      h("p", { class: "quiet small" }, say("disclaimer")),
    ].filter((part) => part !== false),
  );
  if (!comparison.hidden) compare(report);
};

/** @param {Report["disclosures"][number]["suggestions"][number]} suggestion */
const applied = (suggestion) => {
  let text = field.value;
  for (const { start, end, text: insert } of suggestion.edits.toReversed()) {
    text = text.slice(0, start) + insert + text.slice(end);
  }
  return text;
};

const fixAll = () => write(allFixes(field.value, reading?.findings ?? []));

/** Puts a text in the field as one step that undo takes back. @param {string} text */
const write = (text) => {
  field.focus();
  field.select();
  document.execCommand(text === "" ? "delete" : "insertText", false, text);
  state.text = field.value;
};

/** Begins with another copy. @param {string} text @param {import("./link.js").State["format"]} format */
const begin = async (text, format) => {
  Object.assign(state, { text, format });
  original = text;
  field.value = text;
  formats.value = format;
  tell("");
  await read();
};

/** @param {Report} report */
const compare = (report) => {
  /** @param {string} text */
  const version = (text) => ({
    text,
    report: text === field.value ? report : linter.lint({ text, format: state.format, facts: state.facts }),
  });
  comparison.replaceChildren(compareView(version(original), version(field.value), say));
};

const formats = h(
  "select",
  {
    "aria-label": say("format"),
    onchange: () => ((state.format = /** @type {any} */ (formats.value)), void read()),
  },
  h("option", { value: "plain" }, say("plain")),
  h("option", { value: "html" }, "HTML"),
  h("option", { value: "markdown" }, "Markdown"),
);

const samples = h(
  "select",
  {
    "aria-label": say("sample"),
    onchange: () => {
      const sample = SAMPLES[Number(samples.value)];
      samples.value = "";
      if (sample) void begin(sample.text, sample.format);
    },
  },
  h("option", { value: "" }, `${say("sample")}…`),
  ...SAMPLES.map(({ locale, format }, index) =>
    h(
      "option",
      { value: index, lang: locale },
      `${NAMES[LOCALES.indexOf(locale)]}${format === "plain" ? "" : ` · ${format === "html" ? "HTML" : "Markdown"}`}`,
    ),
  ),
);

/** @param {File} file */
const take = async (file) => {
  const found = await readFile(file);
  if (found.kind === "text") return begin(found.text, found.format);
  if (found.kind === "unreadable") return tell(say("badFile", { name: file.name }));
  full ??= await import("candor/full");
  await full.init();
  const marks = /** @type {any} */ (new full.Linter({ lang })).marks?.(found.bytes) ?? [];
  tell(
    marks.length === 0
      ? `${file.name}: ${say("noMarks")}`
      : `${say("mediaMarks", { name: file.name })}: ${marks.map((/** @type {any} */ mark) => [mark.kind, mark.value].filter(Boolean).join(" ")).join("; ")}`,
  );
};

const file = h("input", {
  type: "file",
  hidden: true,
  onchange: () => file.files?.[0] && void take(file.files[0]),
});

const copyLink = h(
  "button",
  {
    onclick: async () => {
      const url = new URL(location.href);
      url.hash = await pack({ ...state, text: field.value });
      history.replaceState(null, "", url);
      await navigator.clipboard.writeText(url.href);
      copyLink.textContent = say("copied");
      setTimeout(() => (copyLink.textContent = say("copyLink")), 1500);
    },
  },
  say("copyLink"),
);

const check = h(
  "main",
  { id: "check" },
  comparison,
  h(
    "div",
    { class: "desk" },
    h(
      "section",
      { class: "copy" },
      h(
        "div",
        { class: "tools" },
        samples,
        formats,
        h("button", { onclick: () => file.click() }, say("openFile")),
        file,
      ),
      field,
      notice,
      h(
        "div",
        { class: "tools" },
        h(
          "button",
          {
            "aria-pressed": "false",
            onclick: (/** @type {Event} */ event) => {
              comparison.hidden = !comparison.hidden;
              /** @type {HTMLElement} */ (event.currentTarget).setAttribute(
                "aria-pressed",
                String(!comparison.hidden),
              );
              if (!comparison.hidden && reading?.report) compare(reading.report);
            },
          },
          say("compare"),
        ),
        copyLink,
        h(
          "button",
          {
            onclick: () => {
              const report = reading?.report;
              if (report)
                save(reportPage({ text: field.value, report }, rules, lang, say), "candor-report.html");
            },
          },
          say("report"),
        ),
      ),
      h(
        "details",
        { class: "author" },
        h("summary", {}, say("facts"), h("span", { class: "quiet small" }, ` ${say("factsHint")}`)),
        factsForm(state.facts, say, (facts) => {
          state.facts = facts;
          reading?.configure({ facts });
        }),
      ),
    ),
    results,
  ),
);

const catalogueView = h("main", { id: "rules", hidden: true });

/** Shows the page that the address names. */
const route = async () => {
  const rulesWanted = location.hash.startsWith("#rules");
  check.hidden = rulesWanted;
  catalogueView.hidden = !rulesWanted;
  for (const link of document.querySelectorAll("nav a")) {
    if ((link.getAttribute("href") === "#rules") === rulesWanted) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (!rulesWanted) return;
  if (catalogueView.childElementCount === 0) {
    if (lang !== "en") await load([lang]);
    catalogueView.replaceChildren(await rulesView(lang, say));
  }
  const rule = document.getElementById(location.hash.slice("#rules/".length));
  if (rule instanceof HTMLDetailsElement) {
    rule.open = true;
    rule.scrollIntoView();
  }
};

const languages = h(
  "select",
  {
    "aria-label": say("language"),
    onchange: () => {
      localStorage.setItem("lang", languages.value);
      const url = new URL(location.href);
      url.searchParams.set("lang", languages.value);
      location.assign(url);
    },
  },
  ...LOCALES.map((locale, index) =>
    h("option", { value: locale, lang: locale, selected: locale === lang }, NAMES[index] ?? locale),
  ),
);

document.body.append(
  h(
    "header",
    { class: "top" },
    h("h1", {}, "candor"),
    h("nav", {}, h("a", { href: "#" }, say("check")), h("a", { href: "#rules" }, say("rules"))),
    languages,
    h("p", { class: "quiet" }, say("tagline")),
  ),
  check,
  catalogueView,
);

for (const type of ["dragover", "drop"]) document.addEventListener(type, (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  const dropped = event.dataTransfer?.files[0];
  if (dropped) void take(dropped);
});
addEventListener("hashchange", () => void route());

const start = async () => {
  const shared =
    location.hash.length > 1 && !location.hash.startsWith("#rules")
      ? await unpack(location.hash.slice(1))
      : undefined;
  const sample = SAMPLES.find(({ locale }) => locale === lang) ?? SAMPLES[0];
  if (shared) state.facts = shared.facts;
  await init();
  if (lang !== "en") await load([lang]);
  await begin(shared?.text ?? sample?.text ?? "", shared?.format ?? sample?.format ?? "plain");
  await route();
  // The page works without a network once it was here.
  if ("serviceWorker" in navigator) await navigator.serviceWorker.register("offline.js");
};
void start();
