import { createCard } from "../../../editors/src/card.js";
import { borneOut, sentence } from "../shared/say.js";
import { boxes } from "./findings.js";

/** @typedef {import("./findings.js").Finding} Finding */
/** @typedef {import("../observations/journal.js").Observation} Observation */

/** How long the pointer must rest on words before their card comes, and may be away before it goes. Milliseconds. */
const REST = 150;
const AWAY = 350;

/**
 * @typedef {object} View What the pointer needs to know of its document.
 * @property {() => Finding[]} findings
 * @property {(finding: Finding) => Observation[]} beside
 * @property {(finding: Finding | undefined) => void} point
 */

/** Shows the card of the finding under the pointer, at the focus, or asked for. */
export class Pointer {
  #view;
  /** @type {import("../../../editors/src/card.js").Card | undefined} */
  #made;
  /** @type {Finding | undefined} */
  #shown;
  /** Shown by key or from the popup, it stays until it is closed. */
  #held = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {string | undefined} */
  #lang;
  /** @type {Record<string, import("candor").Source>} */
  sources = {};

  /** @param {View} view */
  constructor(view) {
    this.#view = view;
    const passive = { capture: true, passive: true };
    document.addEventListener("pointermove", (event) => this.#moved(event), passive);
    document.addEventListener("focusin", (event) => this.#focused(event), passive);
    document.addEventListener("focusout", () => !this.#held && this.hide(), passive);
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.hide(), passive);
    document.addEventListener("scroll", () => this.#follow(), passive);
    addEventListener("resize", () => this.#follow(), passive);
  }

  /** The language of the card. @param {string} lang */
  set lang(lang) {
    if (lang === this.#lang) return;
    this.#lang = lang;
    this.hide();
    this.#made = undefined;
  }

  /** @param {PointerEvent} event */
  #moved({ clientX, clientY, target }) {
    if (this.#view.findings().length === 0 && !this.#shown) return;
    clearTimeout(this.#timer);
    if (target === this.#made?.host) return;
    const inside = (/** @type {DOMRect} */ box) =>
      box.left <= clientX && clientX <= box.right && box.top <= clientY && clientY <= box.bottom;
    const wait = this.#shown ? AWAY : REST;
    this.#timer = setTimeout(() => {
      const finding = this.#view.findings().find((one) => boxes(one).some(inside));
      if (finding && finding.id !== this.#shown?.id) this.show(finding);
      else if (!finding && !this.#held) this.hide();
    }, wait);
  }

  /** @param {FocusEvent} event */
  #focused(event) {
    const [target] = event.composedPath();
    if (!(target instanceof Element) || target === this.#made?.host) return;
    const finding = this.#view.findings().find(({ element }) => target.contains(element));
    if (finding && target !== document.body) this.show(finding, { announce: true });
  }

  /**
   * @param {Finding} finding
   * @param {{ focus?: boolean, announce?: boolean }} [how]
   */
  show(finding, how = {}) {
    // A pointer that moved before must not take away what the focus brings.
    clearTimeout(this.#timer);
    const observations = this.#view.beside(finding);
    const all = this.#view.findings();
    this.#shown = finding;
    this.#held = how.focus === true;
    this.#view.point(finding);
    const sources = finding.sources.flatMap((id) => this.sources[id] ?? []);
    this.#card.show(
      {
        finding: borneOut(finding, observations),
        notes: observations.map(sentence),
        number: all.findIndex(({ id }) => id === finding.id) + 1,
        count: all.length,
        ...(sources.length > 0 ? { sources } : {}),
      },
      anchorOf(finding),
      // What is beneath a modal dialog cannot be reached.
      { ...how, within: finding.element.closest("dialog[open]") ?? document.documentElement },
    );
  }

  hide() {
    this.#made?.hide();
  }

  /** Keeps the card with a finding that is still there. */
  refresh() {
    const shown = this.#shown;
    if (!shown) return;
    const same = this.#view
      .findings()
      .find(({ id, rule, element }) => id === shown.id || (rule === shown.rule && element === shown.element));
    if (!same) return this.hide();
    this.#shown = same;
    // Its words may be other nodes now.
    this.#view.point(same);
  }

  /** @param {1 | -1} step */
  walk(step) {
    const all = this.#view.findings();
    const at = all.findIndex(({ id }) => id === this.#shown?.id);
    const next = all.at((Math.max(at, step < 0 ? 0 : -1) + step + all.length) % Math.max(all.length, 1));
    if (!next) return;
    next.element.scrollIntoView({ block: "center" });
    this.show(next, { focus: true });
  }

  #follow() {
    if (this.#shown) this.#made?.place(anchorOf(this.#shown));
  }

  get #card() {
    this.#made ??= createCard({
      closed: true,
      ...(this.#lang ? { lang: this.#lang } : {}),
      onWalk: (step) => this.walk(step),
      onClose: () => {
        this.#shown = undefined;
        this.#held = false;
        this.#view.point(undefined);
        // The page is left as it was found.
        this.#made?.host.remove();
      },
    });
    return this.#made;
  }
}

/** @param {Finding} finding */
const anchorOf = (finding) =>
  boxes(finding).find(({ width }) => width > 0) ?? finding.element.getBoundingClientRect();
