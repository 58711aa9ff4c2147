/**
 * Facts that every text is asked for whose author states nothing. A surface that has a form for them
 * asks there, once and in small print.
 */
const GENERAL = ["content", "markets"];

/** Questions of this text, and those that every text is asked. @param {readonly import("../../src/wasm/types.js").Question[]} questions */
export const sorted = (questions) => ({
  own: questions.filter(({ fact }) => !GENERAL.includes(fact)),
  general: questions.filter(({ fact }) => GENERAL.includes(fact)),
});
