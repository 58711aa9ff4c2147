import { LONGEST_FACE } from "../observations/clock.js";

/** @typedef {{ node: Node, start: number, end: number }} Piece A part of a text node, or a whole element. */

const ENTITIES = /** @type {Record<string, string>} */ ({ "&": "&amp;", "<": "&lt;", '"': "&quot;" });

/**
 * A part of the page as HTML without its styles and scripts, and where each of its characters
 * comes from. Positions are UTF-16 code units.
 */
export class Section {
  /** Text with numbers, boxes to tick and controls: what is looked at over time. @type {Text[]} */
  digits = [];
  /** @type {Element[]} */
  boxes = [];
  /** @type {Element[]} */
  controls = [];
  /** @type {HTMLImageElement[]} */
  images = [];
  /** @type {string[]} */
  #parts = [];
  #length = 0;
  /** The finished HTML. @type {string | undefined} */
  #html;
  /** For each run that was copied: its start in the HTML. @type {number[]} */
  #starts = [];
  /** … how much of the HTML it takes … @type {number[]} */
  #lengths = [];
  /** … the text node, or the element whose attribute it is … @type {Node[]} */
  #nodes = [];
  /** … and where it starts in that node; -1 in an attribute. @type {number[]} */
  #offsets = [];

  /**
   * @param {readonly Element[]} path The elements around it, outermost first.
   * @param {Node} first What it begins with.
   */
  constructor(path, first) {
    this.path = path;
    this.first = first;
  }

  get length() {
    return this.#length;
  }

  get html() {
    this.#html ??= this.#parts.join("");
    return this.#html;
  }

  /** The number of characters of the page in it. */
  get characters() {
    return this.#lengths.reduce((sum, length) => sum + length, 0);
  }

  /** @param {string} markup */
  raw(markup) {
    this.#parts.push(markup);
    this.#length += markup.length;
  }

  /** @param {string} markup @param {number} length @param {Node} node @param {number} offset */
  #run(markup, length, node, offset) {
    this.#starts.push(this.#length);
    this.#lengths.push(length);
    this.#nodes.push(node);
    this.#offsets.push(offset);
    this.raw(markup);
  }

  /** @param {Text} node @param {boolean} lines Whether its line breaks are seen. */
  text(node, lines) {
    const { data } = node;
    if (data.length <= LONGEST_FACE && /\d/.test(data)) this.digits.push(node);
    let from = 0;
    for (let at = 0; at <= data.length; at++) {
      const letter = data[at];
      const entity = letter === "\n" && lines ? "<br>" : letter === '"' ? undefined : ENTITIES[letter ?? ""];
      if (at < data.length && entity === undefined) continue;
      if (at > from) this.#run(data.slice(from, at), at - from, node, from);
      if (entity !== undefined) this.#run(entity, 1, node, at);
      from = at + 1;
    }
  }

  /**
   * Markup that stands for an element as a whole.
   *
   * @param {string} markup @param {Element} element
   */
  whole(markup, element) {
    this.#run(markup, 1, element, -1);
  }

  /**
   * Text that is no text node: the value of a button, an attribute.
   *
   * @param {string} text @param {Element} element
   */
  words(text, element) {
    const escaped = escape(text);
    this.#run(escaped, escaped.length, element, -1);
  }

  /**
   * Where the characters of a span stand in the page, in order.
   *
   * @param {{ start: number, end: number }} span
   * @returns {Piece[]}
   */
  locate({ start, end }) {
    /** @type {Piece[]} */
    const pieces = [];
    for (let run = this.#runAt(start); run < this.#starts.length; run++) {
      const from = /** @type {number} */ (this.#starts[run]);
      if (from >= end) break;
      const node = /** @type {Node} */ (this.#nodes[run]);
      const offset = /** @type {number} */ (this.#offsets[run]);
      const length = /** @type {number} */ (this.#lengths[run]);
      if (offset < 0) {
        pieces.push({ node, start: 0, end: 0 });
        continue;
      }
      const piece = {
        node,
        start: offset + Math.max(0, Math.min(start - from, length)),
        end: offset + Math.min(length, end - from),
      };
      const last = pieces.at(-1);
      if (last?.node === node && last.end === piece.start) last.end = piece.end;
      else if (piece.end > piece.start) pieces.push(piece);
    }
    return pieces;
  }

  /** The first run that ends after `position`. @param {number} position */
  #runAt(position) {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const start = /** @type {number} */ (this.#starts[middle]);
      if (start + /** @type {number} */ (this.#lengths[middle]) <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** @param {string} text */
export const escape = (text) => text.replace(/[&<"]/g, (letter) => ENTITIES[letter] ?? letter);
