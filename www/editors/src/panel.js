// <candor-panel>: score, categories, findings, questions, disclosures and facts beside any editor.
import sheet from "../../design/panel.css";
import { dutyLevel, findingLevel, scoreLevel } from "../../design/level.js";
import { sorted } from "../../design/questions.js";
import { CONTENT } from "./content.js";
import { h, shadow } from "./dom.js";
import { strings } from "./strings.js";

/** @typedef {import("./types.js").Candor} Candor */
/** @typedef {import("../../../src/wasm/types.js").Report} Report */
/** @typedef {import("../../../src/wasm/types.js").Content} Content */
/** @typedef {import("../../../src/wasm/types.js").Facts} Facts */
/** @typedef {import("../../../src/wasm/types.js").Diagnostic} Diagnostic */

/** Facts that are yes or no; others take words. */
const YES_OR_NO = [
  "publicInterest",
  "political",
  "evidentlyFictional",
  "pricePersonalised",
  "audience.minors",
];

/** Facts that a line of text states. */
const WORDS = [
  "offer.endsAt",
  "offer.afterPrice",
  "stock.source",
  "reviews.source",
  "price.prior30dLow",
  "price.totalMandatory",
  "sponsor",
];

// Servers render pages too, and have no elements.
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

/**
 * The panel. Its `candor` is what an extension's `onCreate` gives.
 *
 * Fires `candor-facts` when its user states facts; `detail` holds them, to be kept with the copy.
 */
export class CandorPanel extends Base {
  static observedAttributes = ["lang"];

  /** @type {Candor | undefined} */
  #candor;
  #unsubscribe = () => {};
  /** @type {ReturnType<typeof strings>} */
  #strings = strings("en");
  /** @type {Record<"score" | "categories" | "findings" | "questions" | "disclosures" | "facts" | "ignored", HTMLElement> | undefined} */
  #parts;
  /** What was asked for, by the path of the fact: once answered it is asked no more, but can still be changed. @type {Map<string, string>} */
  #asked = new Map();
  /** What every text is asked, above the form that answers it. */
  #general = h("p", { class: "quiet small", hidden: true });

  /** The editor that the panel speaks of. @returns {Candor | undefined} */
  get candor() {
    return this.#candor;
  }

  set candor(candor) {
    this.#unsubscribe();
    this.#candor = candor;
    this.#asked.clear();
    this.#build();
    if (this.isConnected) this.#follow();
  }

  connectedCallback() {
    this.#build();
    this.#follow();
  }

  disconnectedCallback() {
    this.#unsubscribe();
    this.#unsubscribe = () => {};
  }

  attributeChangedCallback() {
    if (!this.#parts) return;
    this.#build();
    if (this.#candor?.report) this.#render(this.#candor.report);
  }

  #follow() {
    this.#unsubscribe();
    this.#unsubscribe = this.#candor?.subscribe((report) => this.#render(report)) ?? (() => {});
  }

  #build() {
    this.#strings = strings(this.lang || document.documentElement.lang || navigator.language);
    const { text, locale } = this.#strings;
    const root = this.shadowRoot ?? shadow(this, sheet);
    const part = (/** @type {Record<string, any>} */ properties) => h("section", properties);
    const parts = {
      score: part({ class: "score", "aria-label": text("score") }),
      categories: part({ class: "categories", hidden: true }),
      findings: part({ class: "findings" }),
      questions: part({ class: "questions", hidden: true }),
      disclosures: part({ class: "disclosures" }),
      facts: this.#facts(),
      ignored: part({ hidden: true }),
    };
    this.#parts = parts;
    parts.score.append(h("p", { class: "quiet" }, text("reading")));
    const end = h("section", {}, h("p", { class: "quiet small" }, text("disclaimer")));
    root.replaceChildren(h("div", { lang: locale }, ...Object.values(parts), end));
  }

  #facts() {
    const { text } = this.#strings;
    const facts = this.#candor?.options.facts ?? {};
    const markets = h("input", {
      type: "text",
      id: "markets",
      autocomplete: "off",
      spellcheck: "false",
      "aria-describedby": "markets-hint",
      value: (facts.markets ?? []).join(", "),
    });
    const boxes = CONTENT.map((content) => {
      const box = h("input", { type: "checkbox", value: content, checked: facts.content?.includes(content) });
      return h("label", {}, box, text(content));
    });
    const state = () => {
      const codes = markets.value.toUpperCase().match(/[A-Z0-9-]+/g) ?? [];
      const content = /** @type {Content[]} */ (
        boxes
          .map((label) => label.querySelector("input"))
          .filter((box) => box?.checked)
          .map((box) => box?.value)
      );
      this.#state({ markets: codes, content });
    };
    return h(
      "section",
      {},
      h("h2", {}, text("facts")),
      this.#general,
      h(
        "form",
        { class: "facts", onchange: state, onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
        h(
          "div",
          {},
          h("label", { for: "markets" }, text("markets")),
          markets,
          h("span", { class: "hint quiet small", id: "markets-hint" }, text("marketsHint")),
        ),
        h("fieldset", {}, h("legend", {}, text("content")), h("div", { class: "checks" }, ...boxes)),
      ),
    );
  }

  /** Adds to what is stated. @param {Facts} facts */
  #state(facts) {
    const stated = { ...this.#candor?.options.facts, ...facts };
    this.#candor?.configure({ facts: stated });
    this.dispatchEvent(new CustomEvent("candor-facts", { detail: stated, bubbles: true, composed: true }));
  }

  /** States one fact; nothing takes it back. @param {string} path @param {string | boolean | undefined} value */
  #answer(path, value) {
    const [group = "", name] = path.split(".");
    const facts = /** @type {Record<string, any>} */ (this.#candor?.options.facts ?? {});
    this.#state({ [group]: name === undefined ? value : { ...facts[group], [name]: value } });
  }

  /** A question with the place for its answer. @param {string} path @param {string} message */
  #question(path, message) {
    const { text } = this.#strings;
    const stated = valueAt(this.#candor?.options.facts, path);
    const id = `fact-${path}`;
    if (YES_OR_NO.includes(path)) {
      const option = (/** @type {string} */ value, /** @type {string} */ label) =>
        h("option", { value, selected: value === String(stated ?? "") }, label);
      const choice = h(
        "select",
        {
          id,
          onchange: () => this.#answer(path, choice.value === "" ? undefined : choice.value === "true"),
        },
        option("", text("unstated")),
        option("true", text("yes")),
        option("false", text("no")),
      );
      return h("div", { class: "row" }, h("label", { for: id }, message), choice);
    }
    if (WORDS.includes(path)) {
      const words = h("input", {
        type: "text",
        id,
        autocomplete: "off",
        value: stated,
        onchange: () => this.#answer(path, words.value.trim() || undefined),
      });
      return h("div", { class: "row" }, h("label", { for: id }, message), words);
    }
    return h("div", { class: "row" }, message);
  }

  /** @param {Report} report */
  #render(report) {
    if (!this.#parts) return;
    const { text } = this.#strings;
    const { score, categories, findings, questions, disclosures, ignored } = this.#parts;

    score.replaceChildren(
      h("span", { class: "number", "aria-hidden": "true" }, String(report.score)),
      h("h2", {}, text("score")),
      bar(report.score, text("score"), text("scoreOf", { score: report.score })),
    );

    const listed = Object.entries(report.categories).sort(([, a], [, b]) => a - b);
    fill(
      categories,
      listed.length > 0 ? text("categories") : undefined,
      "ul",
      listed,
      ([category, value]) => {
        const name = text(/** @type {import("./strings.js").Key} */ (category));
        return [
          h("span", {}, name),
          bar(value, name, text("scoreOf", { score: value })),
          h("span", { class: "value", "aria-hidden": "true" }, String(value)),
        ];
      },
    );

    // Where the panel is in use its focus must not be lost to a new reading.
    const focused = this.shadowRoot?.activeElement?.getAttribute("data-finding");
    fill(findings, text("findings"), "ol", report.diagnostics, (finding) => [this.#finding(finding)]);
    if (report.diagnostics.length === 0) findings.append(h("p", { class: "quiet" }, text("none")));
    if (focused)
      /** @type {HTMLElement | null} */ (
        findings.querySelector(`[data-finding="${CSS.escape(focused)}"]`)
      )?.focus();

    const { own, general } = sorted(report.questions);
    this.#general.textContent = general.map(({ message }) => message).join(" ");
    this.#general.hidden = general.length === 0;
    for (const { fact, message } of own) this.#asked.set(fact, message);
    const { facts } = this.#candor?.options ?? {};
    const open = own.map(({ fact }) => fact);
    // Of what was stated in another session only the name is known.
    const stated = [...YES_OR_NO, ...WORDS].filter((path) => valueAt(facts, path) !== undefined);
    const asked = [...new Set([...open, ...stated])].sort();
    // A list that asks the same is left as it is: its user may be writing in it.
    const key = asked.join(" ");
    if (questions.dataset["asked"] !== key || questions.childElementCount === 0) {
      questions.dataset["asked"] = key;
      fill(questions, asked.length > 0 ? text("questions") : undefined, "ul", asked, (path) => [
        this.#question(path, this.#asked.get(path) ?? path),
      ]);
    }

    fill(disclosures, text("disclosures"), "ul", report.disclosures, (disclosure) => {
      return [
        h(
          "div",
          { class: "row", "data-level": dutyLevel(disclosure) },
          h("span", { class: "tag" }, text(disclosure.duty === null ? "info" : disclosure.status)),
          " ",
          h(
            "span",
            { class: "quiet small" },
            [disclosure.market, text(disclosure.content), disclosure.duty && text(disclosure.requirement)]
              .filter(Boolean)
              .join(" · "),
          ),
          h("p", {}, disclosure.message),
          disclosure.help !== "" && h("p", { class: "quiet" }, disclosure.help),
          ...disclosure.suggestions.map(({ label, edits }) =>
            h(
              "button",
              {
                type: "button",
                title: label,
                onclick: () => void navigator.clipboard.writeText(edits[0]?.text ?? label),
              },
              `${text("copyNotice")}: ${label}`,
            ),
          ),
        ),
      ];
    });
    if (report.disclosures.length === 0) {
      const known = (facts?.markets?.length ?? 0) > 0 && (facts?.content?.length ?? 0) > 0;
      disclosures.append(h("p", { class: "quiet" }, text(known ? "noDuty" : "unknownFacts")));
    }

    const accepted = report.ignored;
    fill(
      ignored,
      accepted.length > 0 ? text("ignored") : undefined,
      "ul",
      accepted,
      ({ text: words, message, reason }) => [
        h(
          "div",
          { class: "row" },
          h("strong", {}, words === "" ? message : words),
          h("p", { class: "quiet" }, reason),
        ),
      ],
    );
  }

  /** @param {Diagnostic} finding */
  #finding(finding) {
    const { text } = this.#strings;
    const level = findingLevel(finding);
    const content = [
      h("span", { class: "tag" }, text(level)),
      " ",
      h("span", { class: "quiet small" }, text(finding.category)),
      finding.text !== "" && h("span", { class: "words", lang: finding.locale }, finding.text),
      h("span", {}, finding.message),
    ];
    const properties = { class: "finding", "data-level": level };
    if (finding.span === null) return h("div", { ...properties, class: "finding row" }, ...content);
    return h(
      "button",
      {
        ...properties,
        type: "button",
        "data-finding": `${finding.rule} ${finding.text}`,
        onclick: () => this.#candor?.show(finding),
      },
      ...content,
    );
  }
}

/** @param {import("../../../src/wasm/types.js").Facts | undefined} facts @param {string} path */
const valueAt = (facts, path) =>
  path.split(".").reduce((/** @type {any} */ value, name) => value?.[name], facts);

/**
 * Fills a section with a heading and a list; without a heading it is hidden.
 *
 * @template T
 * @param {HTMLElement} section
 * @param {string | undefined} heading
 * @param {"ol" | "ul"} list
 * @param {readonly T[]} items
 * @param {(item: T) => import("./dom.js").Child[]} row
 */
const fill = (section, heading, list, items, row) => {
  section.hidden = heading === undefined;
  section.replaceChildren(h("h2", {}, heading));
  if (items.length > 0) {
    section.append(h(list, { class: "rows" }, ...items.map((item) => h("li", {}, ...row(item)))));
  }
};

/** @param {number} value Of 100. @param {string} name @param {string} text */
const bar = (value, name, text) => {
  const inner = h("i");
  inner.style.width = `${value}%`;
  return h(
    "div",
    {
      class: "bar",
      role: "meter",
      "aria-label": name,
      "aria-valuemin": 0,
      "aria-valuemax": 100,
      "aria-valuenow": value,
      "aria-valuetext": text,
      "data-level": scoreLevel(value),
    },
    inner,
  );
};

/** Gives pages the element, once; servers have none. */
export const definePanel = () => {
  if (!globalThis.customElements || customElements.get("candor-panel")) return;
  customElements.define("candor-panel", CandorPanel);
};
