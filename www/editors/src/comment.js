// Ignores written as comments, in formats that have them.

/**
 * The comment that accepts a finding, on a line of its own before the finding's block.
 *
 * @param {string} source
 * @param {import("../../../src/wasm/types.js").Diagnostic} finding
 * @param {string} reason
 * @returns {import("./types.js").Change | undefined}
 */
export const ignoreComment = (source, { rule, span }, reason) => {
  if (!span) return undefined;
  const lines = [...source.slice(0, span.start).matchAll(/^[^\S\n]*$\n/gm)];
  const blank = lines.at(-1);
  const start = blank ? blank.index + blank[0].length : 0;
  // "--" would end the comment early.
  const safe = reason.replaceAll("--", "–").replace(/\s+/g, " ");
  return { start, end: start, text: `<!-- candor-ignore ${rule}: ${safe} -->\n` };
};
