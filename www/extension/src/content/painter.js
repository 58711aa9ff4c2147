/** Categories of findings, each with its own highlight. */
import { CATEGORIES } from "../shared/categories.js";

/** Ranges that are painted in one turn. */
const SLICE = 200;

/** Paints ranges with the CSS Custom Highlight API: the page's elements are not touched. */
export class Painter {
  /** @type {Map<string, Highlight>} */
  #highlights = new Map();

  constructor() {
    for (const name of [...CATEGORIES, "current"]) {
      const highlight = new Highlight();
      if (name === "current") highlight.priority = 1;
      this.#highlights.set(name, highlight);
      CSS.highlights.set(`candor-${name}`, highlight);
    }
  }

  /** @param {string} name @param {Iterable<Range>} ranges */
  remove(name, ranges) {
    const highlight = this.#highlights.get(name);
    for (const range of ranges) highlight?.delete(range);
  }

  /**
   * @param {readonly { category: string, ranges: readonly Range[] }[]} findings
   * @param {() => Promise<void>} rest
   */
  async add(findings, rest) {
    let painted = 0;
    for (const { category, ranges } of findings) {
      const highlight = this.#highlights.get(category);
      for (const range of ranges) {
        highlight?.add(range);
        if (++painted % SLICE === 0) await rest();
      }
    }
  }

  /** Shows one finding as the one that is spoken of. @param {readonly Range[]} ranges */
  point(ranges) {
    const highlight = this.#highlights.get("current");
    highlight?.clear();
    for (const range of ranges) highlight?.add(range);
  }

  clear() {
    for (const highlight of this.#highlights.values()) highlight.clear();
  }
}
