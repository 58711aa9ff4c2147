/** The reader's questions that rules belong to, in the order of the report. */
export const CATEGORIES = /** @type {const} */ ([
  "urgency",
  "scarcity",
  "social-proof",
  "emotional-pressure",
  "pricing",
  "subscription",
  "misdirection",
  "consent-privacy",
  "claims",
  "autonomy",
  "fairness",
  "ai-transparency",
  "evasion",
  "house",
]);
