// Languages are fetched when a text or the interface first speaks them: English comes with the module.

/** Characters of one script alone tell what to fetch before the linter has read a word. */
const SCRIPTS = /** @type {const} */ ([
  [/\p{Script=Hangul}/u, ["ko"]],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, ["ja"]],
  [/\p{Script=Han}/u, ["zh-Hant", "zh-Hans"]],
]);

/** Words that only one of the languages in Latin letters has, a few for each. */
const WORDS = /** @type {const} */ ([
  [/\b(?:und|nicht|für|mit|nur|ist|noch|jetzt|Sie|Ihre?)\b/, ["de"]],
  [/\b(?:et|les|pour|votre|vous|avec|dans|sur|est|plus que)\b/, ["fr"]],
  [/\b(?:y|los|las|para|con|tu|su|solo|más|está|que)\b/, ["es"]],
]);

/** @typedef {import("../../../src/wasm/types.js").Locale} Locale */
/** @typedef {import("../../editors/worker.js").WorkerLinter} Linter */

/** What each linter has been given beside English. @type {Map<Linter, Set<Locale>>} */
const loaded = new Map();

/**
 * The languages that a text may be in and that a linter has not got yet.
 *
 * @param {string} text
 * @param {string} locale What the linter found, or the page speaks.
 * @param {Linter} linter
 * @returns {Locale[]}
 */
export const missing = (text, locale, linter) => {
  const wanted = /** @type {Set<Locale>} */ (new Set(locale !== "und" ? [locale] : []));
  for (const [pattern, locales] of [...SCRIPTS, ...WORDS]) {
    if (pattern.test(text)) locales.forEach((name) => wanted.add(name));
  }
  return [...wanted].filter((name) => name !== "en" && !loaded.get(linter)?.has(name));
};

/** @param {readonly Locale[]} locales @param {Linter} linter */
export const load = async (locales, linter) => {
  if (locales.length === 0) return;
  await linter.init({ locales });
  loaded.set(linter, new Set([...(loaded.get(linter) ?? []), ...locales]));
};

/** The files of all languages that were needed: a page does not see what its workers fetch. */
export const fetched = () =>
  [...loaded.values()].flatMap((names) => [...names]).map((name) => `lang/${name}.bin`);
