// The source that candor reads, written from an editor's content, with the way back to each character.
// It is HTML: candor judges a button, a quotation or a heading otherwise than a paragraph.

/**
 * @typedef {object} Run Characters that stand in the editor as they do in the source.
 * @property {number} start Where they begin in the source.
 * @property {number} end Where they end in the source; an escape is longer there.
 * @property {number} length Their number in the editor.
 * @property {unknown} node What holds them in the editor; nothing where offsets count through the whole document.
 * @property {number} offset The first one's offset there.
 */

/** @type {Record<string, string>} */
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** @template [T=unknown] */
export class Flow {
  source = "";
  /** @type {Run[]} */
  #runs = [];
  /** @type {Map<unknown, Run[]> | undefined} */
  #byNode;

  /** @param {string} markup Written as it is; it stands for nothing in the editor. */
  markup(markup) {
    this.source += markup;
  }

  /**
   * @param {string} text Text of the editor, escaped here.
   * @param {T} node
   * @param {number} offset
   */
  text(text, node, offset) {
    let begin = 0;
    for (const { index, 0: character } of text.matchAll(/[&<>]/g)) {
      this.#run(text.slice(begin, index), node, offset + begin, index - begin);
      this.#run(ESCAPES[character] ?? character, node, offset + index, 1);
      begin = index + 1;
    }
    this.#run(text.slice(begin), node, offset + begin, text.length - begin);
  }

  /** @param {string} written @param {T} node @param {number} offset @param {number} length */
  #run(written, node, offset, length) {
    if (length === 0) return;
    const start = this.source.length;
    this.source += written;
    this.#runs.push({ start, end: this.source.length, length, node, offset });
  }

  /**
   * The editor's places of a span's first and last character; nothing if no text of the editor lies in it.
   *
   * @param {{ start: number, end: number }} span
   * @returns {{ from: { node: T, offset: number }, to: { node: T, offset: number } } | null}
   */
  places({ start, end }) {
    const head = this.#runs[this.#first((run) => run.end > start)];
    const last = this.#runs[this.#first((run) => run.start >= end) - 1];
    if (!head || !last || head.start >= end || last.end <= start) return null;
    return {
      from: {
        node: /** @type {T} */ (head.node),
        offset: head.offset + Math.min(head.length, Math.max(0, start - head.start)),
      },
      to: {
        node: /** @type {T} */ (last.node),
        offset: last.offset + Math.min(last.length, end - last.start),
      },
    };
  }

  /** The index of the first run that passes; those after it pass too. @param {(run: Run) => boolean} passes */
  #first(passes) {
    let low = 0;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (passes(/** @type {Run} */ (this.#runs[middle]))) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /**
   * The offset in the source of a place in the editor; nothing if no text is there.
   *
   * @param {T} node
   * @param {number} offset
   * @returns {number | null}
   */
  offset(node, offset) {
    if (!this.#byNode) {
      this.#byNode = new Map();
      for (const run of this.#runs) {
        const runs = this.#byNode.get(run.node);
        if (runs) runs.push(run);
        else this.#byNode.set(run.node, [run]);
      }
    }
    for (const run of this.#byNode.get(node) ?? []) {
      if (offset >= run.offset && offset <= run.offset + run.length) return run.start + offset - run.offset;
    }
    return null;
  }
}
