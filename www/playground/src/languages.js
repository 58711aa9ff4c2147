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
/** @typedef {typeof import("../../../src/wasm/types.js").init} Init */

/** What each module has been given beside English. @type {Map<Init, Set<Locale>>} */
const loaded = new Map();

/**
 * The languages that a text may be in and that a module has not got yet.
 *
 * @param {string} text
 * @param {string} locale What the linter found, or the page speaks.
 * @param {Init} of The module's own.
 * @returns {Locale[]}
 */
export const missing = (text, locale, of) => {
  const wanted = /** @type {Set<Locale>} */ (new Set(locale !== "und" ? [locale] : []));
  for (const [pattern, locales] of [...SCRIPTS, ...WORDS]) {
    if (pattern.test(text)) locales.forEach((name) => wanted.add(name));
  }
  return [...wanted].filter((name) => name !== "en" && !loaded.get(of)?.has(name));
};

/** @param {readonly Locale[]} locales @param {Init} of */
export const load = async (locales, of) => {
  await of({ locales: [...locales] });
  loaded.set(of, new Set([...(loaded.get(of) ?? []), ...locales]));
};
