import { CONTENT } from "../../../editors/src/content.js";
import { h } from "../../../editors/src/dom.js";
import { strings } from "../../../editors/src/strings.js";
import * as history from "../background/history.js";
import { CATEGORIES } from "../shared/categories.js";
import { say, sentence, speak } from "../shared/say.js";
import { LANGUAGES, change, language, listed, originsOf, settings } from "../shared/settings.js";

/** @typedef {import("../../../editors/src/strings.js").Key} Key */
/** @typedef {import("../shared/settings.js").Settings} Settings */

const main = /** @type {HTMLElement} */ (document.querySelector("main"));

/** @param {string} id @param {string} title @param {string} about @param {...(Node | false)} content */
const section = (id, title, about, ...content) =>
  h("section", { id }, h("h2", {}, title), about !== "" && h("p", { class: "quiet" }, about), ...content);

/** @param {Settings} now @param {ReturnType<typeof strings>["text"]} text */
const languages = (now, text) => {
  const select = h(
    "select",
    { onchange: () => change(() => ({ lang: select.value })).then(render) },
    h("option", { value: "" }, say("language_browser")),
    ...LANGUAGES.map((tag) =>
      h("option", { value: tag, lang: tag, selected: now.lang === tag }, nameOf(tag)),
    ),
  );
  return section(
    "language",
    say("language"),
    say("language_about"),
    h("label", { class: "field" }, h("span", { class: "hidden-label" }, say("language")), select),
    h(
      "fieldset",
      {},
      h("legend", {}, say("categories")),
      ...CATEGORIES.filter((category) => category !== "house").map((category) =>
        box(text(category), !now.quiet.includes(category), (checked) =>
          change((then) => ({ quiet: listed(then.quiet, category, !checked) })),
        ),
      ),
    ),
  );
};

/** A language in its own name. @param {string} tag */
const nameOf = (tag) => new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;

/** @param {string} label @param {boolean} checked @param {(checked: boolean) => Promise<unknown>} onChange */
const box = (label, checked, onChange) => {
  const input = h("input", { type: "checkbox", checked, onchange: () => onChange(input.checked) });
  return h("label", {}, input, h("span", {}, label));
};

/** @param {Settings} now @param {ReturnType<typeof strings>["text"]} text */
const markets = (now, text) => {
  const problem = h("p", { class: "problem small", role: "alert" });
  const input = h("input", {
    type: "text",
    value: now.markets.join(", "),
    autocomplete: "off",
    spellcheck: "false",
    onchange: async () => {
      const codes = input.value
        .toUpperCase()
        .split(/[\s,;]+/)
        .filter(Boolean);
      const wrong = await chrome.runtime.sendMessage({ kind: "markets", markets: codes });
      problem.textContent = wrong ?? "";
      if (!wrong) await change(() => ({ markets: codes }));
    },
  });
  return section(
    "markets",
    text("disclosures"),
    say("disclosures_about"),
    h(
      "label",
      { class: "field" },
      h("span", {}, text("markets")),
      input,
      h("span", { class: "quiet small" }, text("marketsHint")),
    ),
    problem,
    h(
      "fieldset",
      {},
      h("legend", {}, say("suppose")),
      ...CONTENT.map((kind) =>
        box(text(kind), now.content.includes(kind), (checked) =>
          change((then) => ({ content: listed(then.content, kind, checked) })),
        ),
      ),
    ),
  );
};

/** @param {Settings} now */
const sites = async (now) => {
  const remembered = await history.sites();
  const all = [...new Set([...now.watched, ...now.off, ...remembered])].sort();
  const cards = await Promise.all(all.map((host) => site(host, now)));
  return section(
    "sites",
    say("sites"),
    say("sites_about"),
    cards.length > 0 ? h("div", { class: "sites" }, ...cards) : h("p", {}, say("sites_none")),
  );
};

/** @param {string} host @param {Settings} now */
const site = async (host, now) => {
  const seen = await history.observations(host);
  const time = new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: "medium",
    timeStyle: "short",
  });
  const state = now.off.includes(host)
    ? "site_off"
    : now.watched.includes(host)
      ? "site_watched"
      : "site_kept";
  const id = `site-${host}`;
  return h(
    "article",
    { class: "site", "aria-labelledby": id },
    h("h3", { id }, host),
    h("p", { class: "quiet small" }, say(state)),
    seen.length > 0 &&
      h(
        "ul",
        { class: "notes" },
        ...seen.map((one) =>
          h(
            "li",
            {},
            sentence(one),
            h("div", { class: "quiet small" }, `${one.page} · ${time.format(one.last)}`),
          ),
        ),
      ),
    h(
      "button",
      {
        type: "button",
        onclick: async () => {
          await history.remove(host);
          const without = (/** @type {string[]} */ list) => listed(list, host, false);
          await change((then) => ({
            watched: without(then.watched),
            off: without(then.off),
            fields: without(then.fields),
          }));
          await chrome.permissions.remove({ origins: originsOf(host) }).catch(() => false);
          await render();
        },
      },
      say("forget", host),
    ),
  );
};

const render = async () => {
  const now = await settings();
  const { text, locale } = strings(language(now));
  document.documentElement.lang = locale;
  speak(locale);
  document.title = `candor · ${say("settings")}`;
  main.replaceChildren(
    h("h1", {}, say("settings")),
    h("p", { class: "quiet" }, say("private")),
    languages(now, text),
    markets(now, text),
    await sites(now),
    h("p", { class: "quiet small" }, text("disclaimer")),
  );
};

await render();
