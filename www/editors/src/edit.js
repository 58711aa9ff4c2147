// One text after another: what changed, and where spans went.

/** @typedef {{ from: number, to: number, insert: string }} Edit A change in UTF-16 code units of the text before it. */
/** @typedef {import("../../../src/wasm/types.js").Span} Span */

/**
 * The smallest single edit that makes `after` of `before`; nothing if they are equal.
 *
 * @param {string} before
 * @param {string} after
 * @returns {Edit | undefined}
 */
export const difference = (before, after) => {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  let tail = 0;
  while (
    tail < shorter - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++;
  }
  // Two characters may share half of a surrogate pair; an edit never splits one.
  if (head > 0 && isHigh(before.charCodeAt(head - 1))) head--;
  if (tail > 0 && isLow(before.charCodeAt(before.length - tail))) tail--;
  return { from: head, to: before.length - tail, insert: after.slice(head, after.length - tail) };
};

/**
 * Where a span lies after an edit; nothing if its words were changed.
 *
 * @param {Span} span
 * @param {Edit} edit
 * @returns {Span | undefined}
 */
export const mapped = ({ start, end }, { from, to, insert }) => {
  if (end <= from) return { start, end };
  const shift = insert.length - (to - from);
  return start >= to ? { start: start + shift, end: end + shift } : undefined;
};

/**
 * A large insertion as several, so that none of them holds up typing. They end at line ends where they can.
 *
 * @param {Edit} edit
 * @param {number} size The most code units of one slice.
 * @returns {Iterable<Edit>}
 */
export function* slices({ from, to, insert }, size) {
  let begin = 0;
  do {
    let end = Math.min(begin + size, insert.length);
    if (end < insert.length) {
      const line = insert.lastIndexOf("\n", end - 1) + 1;
      if (line > begin) end = line;
      else if (isHigh(insert.charCodeAt(end - 1))) end++;
    }
    yield { from: from + begin, to: begin === 0 ? to : from + begin, insert: insert.slice(begin, end) };
    begin = end;
  } while (begin < insert.length);
}

/** @param {number} unit */
const isHigh = (unit) => unit >= 0xd800 && unit < 0xdc00;
/** @param {number} unit */
const isLow = (unit) => unit >= 0xdc00 && unit < 0xe000;
