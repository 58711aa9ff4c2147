// One sample for each language, and a page: what shops write, made up for this playground.
import de from "../copy/de.txt";
import en from "../copy/en.txt";
import es from "../copy/es.txt";
import fr from "../copy/fr.txt";
import ja from "../copy/ja.txt";
import ko from "../copy/ko.txt";
import page from "../samples/landing-page.html";
import hans from "../copy/zh-Hans.txt";
import hant from "../copy/zh-Hant.txt";

/** @typedef {{ locale: import("../../../src/wasm/types.js").Locale, format: import("../../../src/wasm/types.js").Format, text: string }} Sample */

/** @type {readonly Sample[]} */
export const SAMPLES = [
  { locale: "en", format: "plain", text: en },
  { locale: "en", format: "html", text: page },
  { locale: "zh-Hant", format: "plain", text: hant },
  { locale: "zh-Hans", format: "plain", text: hans },
  { locale: "ja", format: "plain", text: ja },
  { locale: "ko", format: "plain", text: ko },
  { locale: "de", format: "plain", text: de },
  { locale: "fr", format: "plain", text: fr },
  { locale: "es", format: "plain", text: es },
];
