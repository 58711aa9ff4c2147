import { Clock, readClock } from "../observations/clock.js";
import { answerOf, costs, endsToday } from "../observations/words.js";
import { acceptBeside, compare, labelOf } from "./controls.js";
import { Traffic } from "./traffic.js";

/** @typedef {import("../observations/journal.js").Sighting} Sighting */
/** @typedef {import("./findings.js").Finding} Finding */
/** @typedef {import("./section.js").Section} Section */

/** How far above a change a clock's face can be. */
const FACE_HEIGHT = 3;

/** A clock's face has no more elements than this. */
const MOST_PARTS = 12;

/** While a page builds itself up, its numbers may change without meaning anything. Milliseconds. */
const SETTLED = 2_000;

/** Looks, as often as the page changes, for what only time shows. */
export class Observer {
  /** Where each sighting was, by its kind and key. @type {Map<string, Element>} */
  places = new Map();
  #traffic = new Traffic();
  #start = performance.now();
  /** @type {Map<string, Clock>} */
  #clocks = new Map();
  /** @type {Map<string, { text: string, at: number }>} */
  #figures = new Map();
  /** @type {Set<string>} */
  #told = new Set();
  /** Boxes that have been seen, or that the reader has used. @type {WeakSet<Element>} */
  #boxes = new WeakSet();

  constructor() {
    // What the reader ticks is the reader's choice.
    addEventListener("input", ({ target }) => target instanceof Element && this.#boxes.add(target), true);
  }

  /** A new address without a new document: what was seen belongs to the old one. */
  turn() {
    this.#clocks.clear();
    this.#figures.clear();
    this.#told.clear();
    this.places.clear();
    this.#start = performance.now();
  }

  /**
   * @param {readonly Section[]} sections What has been read.
   * @param {readonly Finding[]} findings The findings there.
   * @returns {Sighting[]}
   */
  look(sections, findings) {
    return [
      ...this.#faces(sections.flatMap(({ digits }) => digits)),
      ...sections.flatMap(({ boxes }) => boxes).flatMap((box) => this.#box(box)),
      ...sections.flatMap(({ controls }) => controls).flatMap((control) => this.#choice(control, findings)),
      ...findings.flatMap((finding) => [...this.#figure(finding), ...this.#today(finding)]),
    ];
  }

  /** @param {Sighting["kind"]} kind @param {string} key @param {Element} element */
  #once(kind, key, element) {
    const name = `${kind} ${key}`;
    this.places.set(name, element);
    if (this.#told.has(name)) return false;
    this.#told.add(name);
    return true;
  }

  /** Looks at each clock once. @param {readonly Text[]} digits @returns {Sighting[]} */
  #faces(digits) {
    const now = Date.now();
    /** @type {Map<Element, { seconds: number, text: string }>} */
    const faces = new Map();
    for (const node of digits) {
      const found = faceAround(node);
      if (found) faces.set(found.element, found.face);
    }
    const elements = [...faces.keys()];
    /** @type {Map<string, Sighting>} */
    const sightings = new Map();
    for (const [element, face] of faces) {
      // What stands around a clock shows the same time.
      if (elements.some((other) => other !== element && element.contains(other))) continue;
      const key = placeOf(element);
      const clock = this.#clocks.get(key) ?? new Clock();
      this.#clocks.set(key, clock);
      this.places.set(`clock ${key}`, element);
      const sighting = clock.look(face, now);
      if (sighting) sightings.set(key, { kind: "clock", key, ...sighting });
    }
    return [...sightings.values()];
  }

  /** @param {Element} box @returns {Sighting[]} */
  #box(box) {
    if (this.#boxes.has(box)) return [];
    this.#boxes.add(box);
    const text = boxLabel(box);
    // A browser that restores a form shows the reader's own tick.
    const restored = box instanceof HTMLInputElement && box.checked && !box.defaultChecked && isReload();
    if (!costs(text) || restored) return [];
    const key = masked(text);
    const ticked =
      box instanceof HTMLInputElement ? box.checked : box.getAttribute("aria-checked") === "true";
    if (!this.#once("box", key, box)) return [];
    return [{ kind: "box", key, at: Date.now(), text, ticked }];
  }

  /** @param {Element} control @param {readonly Finding[]} findings @returns {Sighting[]} */
  #choice(control, findings) {
    const text = labelOf(control);
    const shamed = findings.some(
      ({ rule, element }) => rule === "emotional-pressure/confirmshaming" && control.contains(element),
    );
    if (!shamed && answerOf(text) !== "decline") return [];
    const accept = acceptBeside(control);
    const measures = accept && compare(control, accept);
    if (!measures || !this.#once("choice", masked(text), control)) return [];
    return [{ kind: "choice", key: masked(text), at: Date.now(), text, other: labelOf(accept), ...measures }];
  }

  /** @param {Finding} finding @returns {Sighting[]} */
  #figure({ rule, text, element }) {
    if (!/^(scarcity|social-proof)\//.test(rule) || !/\d/.test(text)) return [];
    const key = `${placeOf(element)} ${masked(text)}`;
    const now = performance.now();
    const before = this.#figures.get(key);
    if (before?.text === text) return [];
    this.#figures.set(key, { text, at: now });
    this.places.set(`figure ${key}`, element);
    if (!before || before.at - this.#start < 0 || now - this.#start < SETTLED) return [];
    const quiet = !this.#traffic.since(before.at);
    return [{ kind: "figure", key, at: Date.now(), text, before: before.text, quiet }];
  }

  /** @param {Finding} finding @returns {Sighting[]} */
  #today({ category, text, element }) {
    if (!["urgency", "pricing"].includes(category) || !endsToday(text)) return [];
    const key = masked(text);
    if (!this.#once("today", key, element)) return [];
    return [{ kind: "today", key, at: Date.now(), text, day: today() }];
  }
}

/** The innermost element that can be the face of a clock. @param {Text} node */
const faceAround = (node) => {
  let element = node.parentElement;
  for (let height = 0; element && height <= FACE_HEIGHT; height++, element = element.parentElement) {
    if (element.childElementCount > MOST_PARTS) return undefined;
    const face = readClock(element.textContent ?? "");
    if (face) return { element, face };
  }
  return undefined;
};

/** A place that is the same at the next visit: three names of elements, without what counts them. @param {Element} element */
const placeOf = (element) => {
  const names = [];
  for (let at = /** @type {Element | null} */ (element); at && names.length < 3; at = at.parentElement) {
    const id = at.id
      ? `#${at.id}`
      : [...at.classList]
          .slice(0, 2)
          .map((name) => `.${name}`)
          .join("");
    names.unshift(at.localName + masked(id));
  }
  return names.join(">");
};

/** Text without its numbers. @param {string} text */
export const masked = (text) => text.replace(/\d+/g, "#").replace(/\s+/g, " ").trim().slice(0, 120);

/** @param {Element} box */
const boxLabel = (box) => {
  const labels = box instanceof HTMLInputElement ? [...(box.labels ?? [])] : [];
  const text = labels.map((label) => label.textContent).join(" ") || box.getAttribute("aria-label");
  return (text || box.textContent || box.parentElement?.textContent || "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 160);
};

const isReload = () => {
  const [navigation] = performance.getEntriesByType("navigation");
  return navigation instanceof PerformanceNavigationTiming && navigation.type !== "navigate";
};

/** The reader's date, as 2026-11-23. */
const today = () => {
  const now = new Date();
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
};
