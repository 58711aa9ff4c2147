/**
 * Questions of this text, and those that every text is asked of which nothing is stated. A surface that
 * has a form for these asks there, once and in small print.
 *
 * @param {readonly import("../../src/wasm/types.js").Question[]} questions
 */
export const sorted = (questions) => {
  // Of one picture something may be asked where all else is stated.
  const unstated = questions.some(({ fact }) => fact === "content");
  const isGeneral = (/** @type {string} */ fact) =>
    ["content", "markets"].includes(fact) || (fact === "assets" && unstated);
  return {
    own: questions.filter(({ fact }) => !isGeneral(fact)),
    general: questions.filter(({ fact }) => isGeneral(fact)),
  };
};
