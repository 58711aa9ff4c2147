// What only the author knows: the form, and the facts that it states.
import { CONTENT } from "../../editors/src/content.js";
import { h } from "../../editors/src/dom.js";

/** @typedef {import("../../../src/wasm/types.js").Facts} Facts */
/** @typedef {import("./spoken.js").Say} Say */

/** Where most copy is shown; others can be typed. */
const MARKETS = [
  "EU",
  "DE",
  "FR",
  "ES",
  "IT",
  "GB",
  "US",
  "US-NY",
  "US-CA",
  "CN",
  "TW",
  "HK",
  "JP",
  "KR",
  "IN",
  "META",
  "TIKTOK",
  "YOUTUBE",
];

/**
 * @param {Facts} facts
 * @param {Say} say
 * @param {(facts: Facts) => void} onChange
 */
export const factsForm = (facts, say, onChange) => {
  /** @param {string} name @param {readonly string[]} all @param {readonly string[]} chosen @param {(value: string) => string} label */
  const boxes = (name, all, chosen, label) =>
    [...new Set([...all, ...chosen])].map((value) =>
      h(
        "label",
        { class: "chip" },
        h("input", { type: "checkbox", name, value, checked: chosen.includes(value) }),
        h("span", {}, label(value)),
      ),
    );
  /** @param {string} name @param {string | undefined} value @param {Say extends (key: infer K) => any ? K : never} key @param {string} [type] */
  const field = (name, value, key, type = "text") =>
    h(
      "label",
      { class: "field" },
      h("span", {}, say(/** @type {any} */ (key))),
      h("input", { type, name, value: value ?? "", autocomplete: "off" }),
    );
  const stated = facts.publicInterest;
  const form = h(
    "form",
    { class: "facts", onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
    h(
      "fieldset",
      {},
      h("legend", {}, say("markets")),
      h("div", { class: "chips" }, ...boxes("markets", MARKETS, facts.markets ?? [], (market) => market)),
    ),
    h(
      "fieldset",
      {},
      h("legend", {}, say("content")),
      h(
        "div",
        { class: "chips" },
        ...boxes("content", CONTENT, facts.content ?? [], (kind) => say(/** @type {any} */ (kind))),
      ),
    ),
    h(
      "div",
      { class: "grid" },
      field("offer", facts.offer?.endsAt, /** @type {any} */ ("offerEnds"), "date"),
      field("stock", facts.stock?.source, /** @type {any} */ ("stockSource")),
      field("reviews", facts.reviews?.source, /** @type {any} */ ("reviewsSource")),
      field("sponsor", facts.sponsor, /** @type {any} */ ("sponsor")),
      h(
        "label",
        { class: "field" },
        h("span", {}, say("publicInterest")),
        h(
          "select",
          { name: "publicInterest" },
          ...[
            ["", "unstated", stated === undefined],
            ["yes", "yes", stated === true],
            ["no", "no", stated === false],
          ].map(([value, key, selected]) => h("option", { value, selected }, say(/** @type {any} */ (key)))),
        ),
      ),
    ),
  );
  const read = () => {
    const data = new FormData(form);
    const all = (/** @type {string} */ name) => data.getAll(name).map(String);
    const one = (/** @type {string} */ name) => String(data.get(name) ?? "").trim();
    /** @type {any} */
    const said = {};
    if (all("markets").length > 0) said.markets = all("markets");
    if (all("content").length > 0) said.content = all("content");
    if (one("offer")) said.offer = { endsAt: one("offer") };
    if (one("stock")) said.stock = { source: one("stock") };
    if (one("reviews")) said.reviews = { source: one("reviews") };
    if (one("sponsor")) said.sponsor = one("sponsor");
    if (one("publicInterest")) said.publicInterest = one("publicInterest") === "yes";
    return /** @type {Facts} */ (said);
  };
  form.addEventListener("change", () => onChange(read()));
  return form;
};
