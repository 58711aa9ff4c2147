// Ignores written as comments, in formats that have them.

/** The start of an HTML block. */
const BLOCK = /<(?:p|h[1-6]|li|div|td|th|blockquote|figcaption|button|section|article)\b/gi;

/** What parts the blocks of Markdown. */
const BLANK = /\n[^\S\n]*\n/g;

/**
 * The comment that accepts a finding, before the finding's block.
 *
 * @param {string} source
 * @param {import("../../../src/wasm/types.js").Format} format
 * @param {import("../../../src/wasm/types.js").Diagnostic} finding
 * @param {string} reason
 * @returns {import("./types.js").Change | undefined} Nothing where the format has no comments.
 */
export const ignoreComment = (source, format, { rule, span }, reason) => {
  if (!span || format === "plain") return undefined;
  const before = source.slice(0, span.start);
  let start = 0;
  if (format === "html") start = [...before.matchAll(BLOCK)].at(-1)?.index ?? 0;
  else {
    const blank = [...before.matchAll(BLANK)].at(-1);
    if (blank) start = blank.index + blank[0].length;
  }
  // "--" would end the comment early.
  const safe = reason.replaceAll("--", "–").replace(/\s+/g, " ");
  return { start, end: start, text: `<!-- candor-ignore ${rule}: ${safe} -->\n` };
};
