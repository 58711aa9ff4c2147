// One sample for each language, and a page: what shops write, made up for this playground.
import { LOCALES } from "./spoken.js";
import { startOf } from "./start.js";

/** @typedef {import("../../../src/wasm/types.js").Locale} Locale */
/** @typedef {{ locale: Locale, format: import("../../../src/wasm/types.js").Format, text: () => Promise<string> }} Sample */

/** @type {readonly Sample[]} */
export const SAMPLES = LOCALES.flatMap((locale) => {
  /** @type {Sample} */
  const plain = { locale, format: "plain", text: async () => (await startOf(locale)).sample };
  if (locale !== "en") return [plain];
  return [
    plain,
    { locale, format: "html", text: async () => (await fetch("samples/landing-page.html")).text() },
  ];
});
