// The playground: copy on one side, what candor reads in it on the other.
// The first result needs this file and what the build prepared; the rest comes when it is first wanted.
import { CandorError } from "candor";
import { candor } from "../../editors/textarea.js";
import { startWorker } from "../../editors/worker.js";
import { h } from "../../editors/src/dom.js";
import { disclosuresView, findingsView, generalView, questionsView } from "./findings.js";
import { fetched, load, missing } from "./languages.js";
import { SAMPLES } from "./samples.js";
import { scoreView } from "./score.js";
import { LOCALES, resolve, say, speak } from "./spoken.js";
import { startOf } from "./start.js";

/** @typedef {import("../../../src/wasm/types.js").Report} Report */
/** @typedef {import("../../../src/wasm/types.js").Rule} Rule */
/** @typedef {import("../../editors/worker.js").WorkerLinter} Linter */

/** What the languages call themselves. */
const NAMES = ["English", "繁體中文", "简体中文", "日本語", "한국어", "Deutsch", "Français", "Español"];

const query = new URLSearchParams(location.search);
const lang = resolve(query.get("lang") ?? localStorage.getItem("lang") ?? navigator.language);
document.documentElement.lang = lang;
const prepared = await startOf(lang);
speak(lang, prepared.table);

/**
 * A linter in a thread of its own: this one only draws.
 *
 * @param {string} name The thread's script. @param {import("candor").InitOptions} [init]
 * @returns {Promise<Linter>}
 */
const start = (name, init) =>
  startWorker({
    lang,
    worker: new Worker(new URL(name, import.meta.url), { type: "module" }),
    ...(init ? { init } : {}),
  });

/** On its way from now on, compiled as it arrives. Where that fails the thread asks again, and says why. */
const core = WebAssembly.compileStreaming(fetch("candor.wasm")).then(
  (wasm) => start("thread.js", { wasm }),
  () => start("thread.js"),
);

/** What is being written, and what its author states. @type {import("./link.js").State} */
const state = { text: "", format: "plain", facts: {} };
/** The copy as it came, beside which the edited one is shown. @type {string} */
let original = "";
/** @type {Linter} */
let linter;
/** What reads Markdown and pictures too, once it is needed. @type {Promise<Linter> | undefined} */
let full;
/** @type {import("../../editors/src/types.js").Candor | undefined} */
let reading;
/** The text as it was last read, and what was found. @type {import("./compare.js").Version | undefined} */
let latest;
/** @type {Map<string, Rule>} */
let rules = byId(prepared.rules);
/** The report that was prepared, as text, while it is shown. */
let shown = "";

const field = h("textarea", {
  id: "copy",
  spellcheck: "false",
  placeholder: say("placeholder"),
  "aria-label": say("yourText"),
  oninput: () => {
    state.text = field.value;
    // What stands there is about other words.
    if (!check.hasAttribute("data-live")) wait();
  },
});
const results = h("section", { class: "results", "aria-label": say("findings") });
/** Says by ear how the reading went; the findings themselves would be too much. */
const outcome = h("p", { class: "hidden-label", role: "status" });
const wait = () => {
  shown = "";
  results.replaceChildren(h("p", { class: "blank", role: "status" }, say("ready")));
};
const comparison = h("section", { class: "comparison", hidden: true, "aria-label": say("compare") });
const told = h("div", { role: "status" });
const notice = h(
  "div",
  { class: "notice", hidden: true },
  told,
  h("button", { class: "close", "aria-label": say("close"), onclick: () => tell("") }, "✕"),
);

/** @param {Node | string} message Empty: nothing any more. @param {"info" | "error"} level */
const tell = (message, level = "info") => {
  told.replaceChildren(message);
  notice.dataset["level"] = level;
  notice.hidden = message === "";
  // On a telephone it lies below the fold.
  if (!notice.hidden) notice.scrollIntoView({ block: "nearest" });
};

/** @param {unknown} error */
const fail = (error) => {
  console.error(error);
  tell(error instanceof CandorError ? say("failed") : String(error), "error");
};

/** @param {readonly Rule[]} list */
function byId(list) {
  return new Map(list.map((rule) => [rule.id, rule]));
}

/** What reads Markdown and pictures. */
const whole = () => {
  full ??= start("thread-full.js").catch((error) => {
    // A failure is not kept: the next file tries again.
    full = undefined;
    throw error;
  });
  return full;
};

/** Reads the field with the languages and the module that it needs; called again when those change. */
const read = async () => {
  linter = await (state.format === "markdown" ? whole() : core);
  await load(missing(field.value, lang, linter), linter);
  rules = byId(await linter.rules(lang));
  follow(linter, async (report) => {
    const languages = missing(field.value, report.locale, linter);
    if (languages.length > 0) {
      await load(languages, linter);
      return read();
    }
    // What is unfolded or has the focus stays so where nothing has changed.
    const isShown = shown !== "" && shown === said(report);
    shown = "";
    if (!isShown) show(report);
  });
  check.setAttribute("data-live", "");
};

/** @param {import("../../editors/src/types.js").AnyLinter} linter @param {(report: Report) => void} onReport */
const follow = (linter, onReport) => {
  const { format, facts } = state;
  reading?.destroy();
  reading = candor(field, { linter, lang, format, facts, delay: 120, onReport, onError: fail });
};

/** Shows the sample as it was read when this page was built. Whoever writes meanwhile waits for the module. */
const showPrepared = () =>
  follow(
    {
      lint: async (input) => {
        const { text } = /** @type {{ text: string }} */ (input);
        if (text === prepared.sample) return prepared.report;
        return (await core).lint(input);
      },
      rules: () => prepared.rules,
    },
    (report) => {
      show(report);
      shown = said(report);
    },
  );

/** What a report says, whoever made it and when. @param {Report & { keys?: unknown }} report */
const said = ({ by: _, keys: __, ...report }) => JSON.stringify(report);

/** @param {Report} report */
const show = (report) => {
  latest = { text: field.value, report };
  if (field.value.trim() === "") {
    results.replaceChildren(h("p", { class: "blank" }, say("empty")));
    return;
  }
  if (!comparison.hidden) void compare(report);
  const findings = report.diagnostics;
  outcome.textContent = `${say("scoreOf", { score: report.score })}. ${say("findings")}: ${findings.length}`;
  const fixable = findings.some(({ suggestions }) => suggestions.length > 0);
  results.replaceChildren(
    scoreView(report, say),
    ...[
      findings.length > 0 &&
        h(
          "div",
          { class: "row" },
          h("h2", {}, `${say("findings")} (${findings.length})`),
          fixable && h("button", { class: "push", onclick: fixAll }, say("applyAll")),
        ),
      findings.length > 0 &&
        findingsView(findings, rules, say, {
          onShow: (finding) => reading?.show(finding),
          onFix: (finding, suggestion) => reading?.fix(finding, suggestion),
        }),
      questionsView(report.questions, say),
      disclosuresView(report.disclosures, say, (suggestion) => write(applied(suggestion))),
      generalView(report.questions),
      h("p", { class: "quiet small" }, say("disclaimer")),
    ].filter((part) => part !== false),
  );
};

/** @param {Report["disclosures"][number]["suggestions"][number]} suggestion */
const applied = (suggestion) => {
  let text = field.value;
  for (const { start, end, text: insert } of suggestion.edits.toReversed()) {
    text = text.slice(0, start) + insert + text.slice(end);
  }
  return text;
};

const fixAll = async () => {
  const { allFixes } = await import("./compare.js");
  write(allFixes(field.value, reading?.findings ?? []));
};

/** Puts a text in the field as one step that undo takes back. @param {string} text */
const write = (text) => {
  field.focus();
  field.select();
  document.execCommand(text === "" ? "delete" : "insertText", false, text);
  state.text = field.value;
};

/** Takes another copy to begin with. @param {string} text @param {import("./link.js").State["format"]} format */
const take = (text, format) => {
  Object.assign(state, { text, format });
  original = text;
  field.value = text;
  formats.value = format;
  tell("");
};

/** @param {string} text @param {import("./link.js").State["format"]} format */
const begin = (text, format) => {
  take(text, format);
  wait();
  return read().catch(fail);
};

/** @param {Report} report */
const compare = async (report) => {
  const { format, facts } = state;
  const now = { text: field.value, report };
  const [{ compareView }, before] = await Promise.all([
    import("./compare.js"),
    original === now.text ? report : linter.lint({ text: original, format, facts }),
  ]);
  comparison.replaceChildren(compareView({ text: original, report: before }, now, say));
};

const formats = h(
  "select",
  {
    "aria-label": say("format"),
    onchange: () => ((state.format = /** @type {any} */ (formats.value)), void read().catch(fail)),
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
      if (sample) sample.text().then((text) => begin(text, sample.format), fail);
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
const open = async (file) => {
  const { mediaView, readFile } = await import("./files.js");
  const found = await readFile(file);
  if (found.kind === "text") return begin(found.text, found.format);
  if (found.kind === "unreadable") return tell(say("badFile", { name: file.name }), "error");
  const linter = await whole();
  await load(missing("", lang, linter), linter);
  tell(await mediaView(file, found.bytes, linter));
};

const file = h("input", {
  type: "file",
  hidden: true,
  onchange: () => {
    const [chosen] = file.files ?? [];
    if (chosen) open(chosen).catch(fail);
    // The same file can be opened again.
    file.value = "";
  },
});

const copyLink = h(
  "button",
  {
    onclick: async () => {
      const { pack } = await import("./link.js");
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
              if (!comparison.hidden && latest) void compare(latest.report);
            },
          },
          say("compare"),
        ),
        copyLink,
        h(
          "button",
          {
            onclick: async () => {
              // What is shown: a reading that is under way has no report yet.
              const version = latest;
              const { reportPage, save } = await import("./report.js");
              if (version) save(reportPage(version, rules, lang, say), "candor-report.html");
            },
          },
          say("report"),
        ),
      ),
      h(
        "details",
        {
          class: "author",
          ontoggle: async (/** @type {Event} */ { currentTarget }) => {
            const details = /** @type {HTMLDetailsElement} */ (currentTarget);
            if (!details.open || details.querySelector("form")) return;
            const { factsForm } = await import("./facts.js");
            const form = factsForm(state.facts, say, (facts) => {
              state.facts = facts;
              reading?.configure({ facts });
            });
            if (!details.querySelector("form")) details.append(form);
          },
        },
        h("summary", {}, say("facts"), h("span", { class: "quiet small" }, ` ${say("factsHint")}`)),
      ),
    ),
    results,
    outcome,
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
    const [{ rulesView }, linter] = await Promise.all([import("./rules.js"), core]);
    await load(missing("", lang, linter), linter);
    catalogueView.replaceChildren(await rulesView(await linter.rules(lang), lang, say));
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

for (const type of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(type, (event) => {
    // Words that are dragged within the field are the field's own matter.
    if (!(/** @type {DragEvent} */ (event).dataTransfer?.types.includes("Files"))) return;
    event.preventDefault();
    document.body.toggleAttribute("data-drop", type === "dragover");
  });
}
document.addEventListener("drop", ({ dataTransfer }) => {
  const [dropped] = dataTransfer?.files ?? [];
  if (dropped) open(dropped).catch(fail);
});
addEventListener("hashchange", () => route().catch(fail));

/** What a link to this page carries. */
const carried = async () => {
  if (location.hash.length < 2 || location.hash.startsWith("#rules")) return undefined;
  const { unpack } = await import("./link.js");
  return unpack(location.hash.slice(1));
};

/** The page works without a network once it was here, with all that it has used. */
const keep = async () => {
  const { serviceWorker } = navigator;
  if (serviceWorker === undefined) return;
  await serviceWorker.register("offline.js");
  const { active } = await serviceWorker.ready;
  const own = performance.getEntriesByType("resource").map(({ name }) => name);
  active?.postMessage([...own, ...fetched().map((name) => new URL(name, location.href).href)]);
};

const shared = await carried();
if (shared) {
  state.facts = shared.facts;
  take(shared.text, shared.format);
  wait();
} else {
  take(prepared.sample, "plain");
  showPrepared();
}
await route().catch(fail);
await read().then(keep, fail);
