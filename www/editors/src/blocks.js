// A long text as blocks of lines: an edit is laid out again in its own block alone.
import { difference } from "./edit.js";

/** Code units after which a block ends with its line. */
const BLOCK = 2048;

/** Code units that are added in one turn; about 10 ms of layout. */
const SLICE = 16_384;

export class Blocks {
  #parent;
  /** In their order, each ending with a line but the last. @type {Text[]} */
  #nodes = [];
  #text = "";

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.#parent = parent;
  }

  /** The text that is shown: what was written last, or how that begins. */
  get text() {
    return this.#text;
  }

  /**
   * Shows `text` as far as one turn goes: what is a long way to it takes several.
   *
   * @param {string} text
   * @returns {boolean} Whether all of it is shown.
   */
  write(text) {
    const edit = difference(this.#text, text);
    if (!edit) return true;
    const isLong = edit.insert.length > SLICE;
    this.#show(isLong ? text.slice(0, endOfLine(text, edit.from + SLICE)) : text);
    return this.#text === text;
  }

  /**
   * Where `text` is more than a turn away, shows only the lines before what is new in it.
   *
   * @param {string} text
   * @returns {boolean} Whether it is.
   */
  cut(text) {
    const edit = difference(this.#text, text);
    if (!edit || edit.insert.length <= SLICE) return false;
    this.#show(text.slice(0, text.lastIndexOf("\n", edit.from - 1) + 1));
    return true;
  }

  /** @param {string} text */
  #show(text) {
    const edit = difference(this.#text, text);
    if (!edit) return;
    const lengths = this.#nodes.map(({ length }) => length);
    let first = 0;
    let start = 0;
    while (first < lengths.length - 1 && start + at(lengths, first) <= edit.from)
      start += at(lengths, first++);
    let end = start;
    let next = first;
    while (next < lengths.length && (end < edit.to || next === first)) end += at(lengths, next++);
    const shift = edit.insert.length - (edit.to - edit.from);
    // A block that has lost the end of its line runs on into the next.
    while (next < lengths.length && text[end + shift - 1] !== "\n") end += at(lengths, next++);

    const parts = blocksOf(text.slice(start, end + shift));
    const old = this.#nodes.slice(first, next);
    const before = this.#nodes[next]?.parentElement ?? null;
    const nodes = parts.map((part, index) => {
      const node = old[index] ?? blockBefore(this.#parent, before);
      if (node.data !== part) node.data = part;
      return node;
    });
    for (const node of old.slice(parts.length)) node.parentElement?.remove();
    this.#nodes.splice(first, next - first, ...nodes);
    this.#text = text;
  }

  /**
   * @param {{ start: number, end: number }} span
   * @returns {Range | null} Nothing where it is not shown.
   */
  range({ start, end }) {
    if (end > this.#text.length || this.#nodes.length === 0) return null;
    const range = document.createRange();
    range.setStart(...this.#place(start));
    range.setEnd(...this.#place(end));
    return range;
  }

  /** @param {number} offset @returns {[Text, number]} */
  #place(offset) {
    let left = offset;
    for (const node of this.#nodes) {
      if (left <= node.length) return [node, left];
      left -= node.length;
    }
    throw new RangeError(`${offset} is beyond the text`);
  }
}

/** @param {readonly number[]} numbers @param {number} index */
const at = (numbers, index) => numbers[index] ?? 0;

/** @param {string} text @param {number} from */
const endOfLine = (text, from) => {
  const line = text.indexOf("\n", from);
  return line < 0 ? text.length : line + 1;
};

/** @param {string} text */
const blocksOf = (text) => {
  const parts = [];
  for (let begin = 0; begin < text.length;) {
    const end = endOfLine(text, begin + BLOCK);
    parts.push(text.slice(begin, end));
    begin = end;
  }
  return parts;
};

/** @param {HTMLElement} parent @param {Element | null} before @returns {Text} */
const blockBefore = (parent, before) => {
  const block = document.createElement("div");
  // Whatever the page says of its own.
  block.style.cssText = "all: unset; display: block; text-indent: inherit";
  const node = document.createTextNode("");
  block.append(node);
  parent.insertBefore(block, before);
  return node;
};
