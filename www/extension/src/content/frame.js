import { ask, lint } from "./client.js";
import { boxes, placed } from "./findings.js";
import { Fields } from "./fields.js";
import { Observer, masked } from "./observer.js";
import { isInOurs, isOurs } from "./ours.js";
import { Page } from "./page.js";
import { Painter } from "./painter.js";
import { Pictures } from "./pictures.js";
import { Pointer } from "./pointer.js";
import { rest } from "./rest.js";
import { speak } from "../shared/say.js";

/** @typedef {import("./findings.js").Finding} Finding */
/** @typedef {import("./section.js").Section} Section */
/** @typedef {import("../observations/journal.js").Observation} Observation */

/** A page that goes on changing is read again after this long, one that was at rest at once. Milliseconds. */
const PAUSE = 250;

/** Changes of attributes by which something comes into sight, or becomes another thing. */
const SEEN_BY = [
  "class style hidden open role type value alt title placeholder checked disabled src",
  "aria-label aria-checked aria-hidden aria-expanded",
].flatMap((names) => names.split(" "));

/** The rule that holds a page against what its pictures say. */
const UNDISCLOSED = "ai-transparency/undisclosed-media";

/** Words around a finding within which an observation belongs to it. */
const NEAR = 400;

/** One document: it reads, paints and, on a watched site, keeps up and observes. */
export class Frame {
  /** @type {Map<Section, Finding[]>} */
  #findings = new Map();
  /** Pictures that a page is silent about: judged of the page as a whole. @type {Finding[]} */
  #silent = [];
  /** @type {Observation[]} */
  #observations = [];
  /** @type {Promise<unknown>} */
  #work = Promise.resolve();
  /** @type {Observer | undefined} */
  #observer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {import("../shared/messages.js").Leave | undefined} */
  #leave;
  /** @type {Fields | undefined | void} */
  #fields;
  /** When the page was last read. Milliseconds of its own clock. */
  #rested = -Infinity;
  #address = address();
  #painter = new Painter();
  #pictures = new Pictures();
  #changes = new MutationObserver((records) => this.#note(records));
  #page = new Page((shadow) => this.#changes.observe(shadow, WATCHED));
  #pointer = new Pointer({
    findings: () => this.findings,
    beside: (finding) => this.#beside(finding),
    point: (finding) => this.#painter.point(finding?.ranges ?? []),
  });

  /** Asks what it may do, and begins. */
  async start() {
    await ask({ kind: "style" });
    this.#changes.observe(document, WATCHED);
    // Changes that no attribute tells of.
    for (const type of ["transitionend", "animationend", "change", "toggle"]) {
      document.addEventListener(type, ({ target }) => this.#touch(target), { capture: true, passive: true });
    }
    // A picture has an address when it has come.
    const loaded = (/** @type {Event} */ { target }) =>
      target instanceof HTMLImageElement && this.#pictures.isNew(target) && this.#touch(target);
    document.addEventListener("load", loaded, { capture: true, passive: true });
    await this.#permit();
    if (this.#leave?.watched) await this.read();
  }

  /** Asks what it may do now: the reader can switch a site on and off while it is open. */
  async #permit() {
    const leave = /** @type {import("../shared/messages.js").Leave} */ (await ask({ kind: "start" }));
    if (this.#leave && this.#leave.asked !== leave.asked) this.#page.forget();
    this.#leave = leave;
    this.#pointer.lang = leave.lang;
    speak(leave.lang);
    if (leave.off) {
      this.#painter.clear();
      this.#findings.clear();
      this.#silent = [];
      this.#page.forget();
    }
    if (leave.remember) this.#observer ??= new Observer();
    this.#observer = leave.remember ? this.#observer : undefined;
    if (leave.fields) this.#fields ??= new Fields(leave.lang);
    else this.#fields = this.#fields?.destroy();
  }

  /** In the order of the page. */
  get findings() {
    return this.#page.sections.flatMap((section) => [
      ...(this.#findings.get(section) ?? []),
      ...this.#silent.filter((finding) => finding.section === section),
    ]);
  }

  /** What the files of the page's pictures say. */
  get #files() {
    return this.#pictures.said(this.#page.sections.flatMap(({ images }) => images));
  }

  get work() {
    const { sections } = this.#page;
    const characters = sections.reduce((sum, section) => sum + section.characters, 0);
    return { ...this.#page.work, sections: sections.length, characters };
  }

  /** Reads what has changed, lints and paints it. */
  read() {
    this.#work = this.#work.then(() => this.#read()).catch(report);
    void this.#work.then(() => (this.#rested = performance.now()));
    return this.#work;
  }

  async #read() {
    if (this.#leave?.off !== false) return;
    if (this.#address !== address()) {
      this.#address = address();
      this.#page.forget();
      this.#observer?.turn();
      this.#observations = [];
    }
    if (!this.#page.isStale) return;
    const { removed, added } = await this.#page.refresh(rest);
    const parts = added.map(({ html }) => html);
    this.#page.work.linted = parts.reduce((sum, part) => sum + part.length, 0);
    const report = await lint(parts, rest);
    Object.assign(this.#pointer.sources, report.origins);
    const found = placed(report.diagnostics, added);
    for (const section of removed) {
      for (const { category, ranges } of this.#findings.get(section) ?? [])
        this.#painter.remove(category, ranges);
      this.#findings.delete(section);
    }
    for (const finding of found) {
      const others = this.#findings.get(finding.section);
      if (others) others.push(finding);
      else this.#findings.set(finding.section, [finding]);
    }
    await this.#painter.add(found, rest);
    await this.#look();
    this.#pointer.refresh();
    await this.#observe(added, found);
    if (this.#leave.watched) await ask({ kind: "count", findings: this.findings.length });
  }

  /** Holds the page as a whole against its pictures: a notice may stand far from them. */
  async #look() {
    const { sections } = this.#page;
    await this.#pictures.read(
      sections.flatMap(({ images }) => images),
      rest,
    );
    const files = this.#files;
    if (Object.keys(files).length === 0) {
      this.#silent = [];
      return;
    }
    const { diagnostics, origins } = await lint(
      sections.map(({ html }) => html),
      rest,
      files,
    );
    Object.assign(this.#pointer.sources, origins);
    this.#silent = placed(
      diagnostics.filter(({ rule }) => rule === UNDISCLOSED),
      sections,
    );
  }

  /** @param {readonly Section[]} sections @param {readonly Finding[]} findings */
  async #observe(sections, findings) {
    const sightings = this.#observer?.look(sections, findings) ?? [];
    if (sightings.length === 0) return;
    this.#observations = (await ask({ kind: "sightings", sightings })) ?? [];
  }

  /** @param {readonly MutationRecord[]} records */
  #note(records) {
    this.#page.note(records.filter(isOfPage));
    this.#later();
  }

  /** @param {EventTarget | null} target */
  #touch(target) {
    if (!(target instanceof Node) || isInOurs(target)) return;
    this.#page.touch(target);
    this.#later();
  }

  /** Reads again soon, if this site is watched; else when the reader asks. */
  #later() {
    if (!this.#leave?.watched || !this.#page.isStale) return;
    // Words under a clock lose their paint when it ticks: they must not be without it for long.
    const pause = Math.max(0, this.#rested + PAUSE - performance.now());
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.read();
    }, pause);
  }

  /** What was seen beside a finding. @param {Finding} finding */
  #beside(finding) {
    const { category, element, text } = finding;
    return this.#observations.filter(({ kind, key, categories }) => {
      const place = this.#observer?.places.get(`${kind} ${key}`);
      if (place === undefined || !categories.includes(category)) return false;
      // Where a finding's own words hold the place, it belongs to no other.
      const holding = this.findings.filter((one) => categories.includes(one.category) && holds(one, place));
      if (holding.length > 0) return holding.some(({ id }) => id === finding.id);
      // Words and numbers were the finding itself; the rest stands around it.
      return kind === "today" || kind === "figure"
        ? place === element && key.endsWith(masked(text))
        : areNear(place, element);
    });
  }

  /** Everything of this document that the popup shows. */
  async snapshot() {
    await this.#permit();
    await this.read();
    const findings = this.findings.map((finding) => {
      const { id, part, section, ranges, element, ...diagnostic } = finding;
      return { id, ...diagnostic, observations: this.#beside(finding) };
    });
    const beside = new Set(findings.flatMap(({ observations }) => observations));
    return {
      off: this.#leave?.off ?? true,
      url: location.href,
      title: document.title,
      parts: this.#page.sections.map(({ html }) => html),
      files: this.#files,
      findings,
      // What was seen and stands beside no finding.
      observations: this.#observations.filter((observation) => !beside.has(observation)),
      frames: [...document.querySelectorAll("iframe")].flatMap(({ src }) => (src ? [src] : [])),
      work: this.work,
    };
  }

  /** Brings a finding into view, with its card. @param {number} id */
  show(id) {
    const finding = this.findings.find((one) => one.id === id);
    if (!finding) return false;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    finding.element.scrollIntoView({ block: "center", behavior: calm ? "instant" : "smooth" });
    this.#pointer.show(finding, { focus: true });
    return true;
  }

  /** @param {1 | -1} step */
  walk(step) {
    this.#pointer.walk(step);
  }
}

const WATCHED = {
  subtree: true,
  childList: true,
  characterData: true,
  attributes: true,
  attributeFilter: SEEN_BY,
};

/** The address without its fragment, which only scrolls. */
const address = () => location.href.split("#", 1)[0];

/** @param {MutationRecord} record */
const isOfPage = ({ target, type, addedNodes, removedNodes }) =>
  !isInOurs(target) && (type !== "childList" || ![...addedNodes, ...removedNodes].every(isOurs));

/** Whether the words of a finding run through an element. @param {Finding} finding @param {Element} place */
const holds = ({ ranges, element }, place) =>
  ranges.length > 0 ? ranges.some((range) => range.intersectsNode(place)) : place === element;

/** Whether two elements stand in the same small part of the page. @param {Element} a @param {Element} b */
const areNear = (a, b) => {
  let around = /** @type {Element | null} */ (a);
  while (around && !around.contains(b)) around = around.parentElement;
  return around !== null && (around.textContent ?? "").length <= NEAR;
};

/** The extension can be updated under a page that is open; then there is nobody left to ask. @param {unknown} error */
const report = (error) => {
  if (chrome.runtime?.id) console.warn("candor:", error);
};
