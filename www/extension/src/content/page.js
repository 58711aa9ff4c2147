import { childrenOf } from "./flat.js";
import { Reader } from "./reader.js";

/** @typedef {import("./section.js").Section} Section */

/**
 * @typedef {object} Work What has been done, for whoever wants to know what it costs.
 * @property {number} slices Turns on the page's thread.
 * @property {number} longest Characters of HTML written in the longest of them.
 * @property {number} sections Sections of the page.
 * @property {number} characters Characters of the page in them.
 * @property {number} linted Characters of HTML linted the last time.
 */

/** The page's text in sections, kept up as the page changes. */
export class Page {
  /** @type {Section[]} */
  sections = [];
  /** @type {Work} */
  work = { slices: 0, longest: 0, sections: 0, characters: 0, linted: 0 };
  /** @type {WeakMap<Node, Section>} */
  #sectionOf = new WeakMap();
  /** Sections that no longer say what the page shows. @type {Set<Section>} */
  #stale = new Set();
  #allStale = true;
  #onShadow;

  /** @param {(shadow: ShadowRoot) => void} onShadow Told of every shadow tree. */
  constructor(onShadow) {
    this.#onShadow = onShadow;
  }

  get isStale() {
    return this.#allStale || this.#stale.size > 0;
  }

  /** Forgets what was read. */
  forget() {
    this.#allStale = true;
  }

  /** @param {readonly MutationRecord[]} records */
  note(records) {
    for (const { type, target, addedNodes, removedNodes, previousSibling, nextSibling } of records) {
      if (type !== "childList") {
        this.touch(target);
        continue;
      }
      for (const node of removedNodes) this.#mark(this.#sectionOf.get(node));
      if (addedNodes.length === 0) continue;
      // A parent can run through many sections: what is new belongs beside its neighbours.
      const beside = [previousSibling, nextSibling].map((node) => node && this.#sectionOf.get(node));
      const known = beside.filter((section) => section !== null && section !== undefined);
      if (known.length > 0) known.forEach((section) => this.#mark(section));
      else this.#mark(this.#around(target));
    }
  }

  /** Says that `node` has changed, with all that is in it. @param {Node} node */
  touch(node) {
    this.#mark(this.#around(node));
    if (!(node instanceof Element)) return;
    for (const section of this.sections) {
      if (section.path.includes(node)) this.#mark(section);
    }
  }

  /** @param {Section | undefined} section */
  #mark(section) {
    if (section) this.#stale.add(section);
  }

  /** @param {Node | null} node */
  #around(node) {
    for (let at = node; at; at = at.parentNode ?? (at instanceof ShadowRoot ? at.host : null)) {
      const section = this.#sectionOf.get(at);
      if (section) return section;
    }
    return undefined;
  }

  /**
   * Reads what is stale. Gives the sections that went and those that came.
   *
   * @param {() => Promise<void>} rest Gives the page its thread back.
   * @returns {Promise<{ removed: Section[], added: Section[] }>}
   */
  async refresh(rest) {
    if (this.#allStale || this.sections.length === 0) {
      this.#allStale = false;
      this.#stale.clear();
      const removed = this.sections;
      this.sections = await this.#read({ path: [], first: document.documentElement }, undefined, rest);
      return { removed, added: this.sections };
    }
    const stale = this.#stale;
    this.#stale = new Set();
    /** @type {{ removed: Section[], added: Section[] }} */
    const change = { removed: [], added: [] };
    for (const section of stale) {
      const at = this.sections.indexOf(section);
      if (at < 0) continue;
      let from = at;
      while (from > 0 && !isPlaced(/** @type {Section} */ (this.sections[from]))) from--;
      let to = at + 1;
      for (let next; (next = this.sections[to]) && !isPlaced(next); to++);
      const start = /** @type {Section} */ (this.sections[from]);
      const added = await this.#read(start, this.sections[to]?.first, rest);
      const removed = this.sections.splice(from, to - from, ...added);
      change.removed.push(...removed);
      change.added = change.added.filter((one) => !removed.includes(one)).concat(added);
    }
    return change;
  }

  /**
   * @param {{ path: readonly Element[], first: Node }} from @param {Node | undefined} stop
   * @param {() => Promise<void>} rest
   */
  async #read(from, stop, rest) {
    const reader = new Reader(this.#sectionOf, from, stop);
    for (;;) {
      const { length, done } = reader.slice();
      this.work.slices += 1;
      this.work.longest = Math.max(this.work.longest, length);
      if (done) break;
      await rest();
    }
    reader.shadows.forEach(this.#onShadow);
    return reader.sections;
  }
}

/** Whether a section still begins where it did. @param {Section} section */
const isPlaced = ({ path, first }) =>
  first.isConnected && path.every((element, depth) => childrenOf(element).includes(path[depth + 1] ?? first));
