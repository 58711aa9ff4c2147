/** Kinds of content that owe a notice somewhere. */
export const CONTENT = /** @type {const} */ ([
  "ai-generated",
  "ai-assisted",
  "synthetic-media",
  "chatbot",
  "automated-decision",
  "personalised-price",
  "paid-partnership",
  "affiliate",
]);
