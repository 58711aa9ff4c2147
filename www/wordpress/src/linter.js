// candor in a worker, with the languages of the site and of its author.
import { staysLight } from "../../editors/src/dom.js";
import { resolve } from "../../editors/src/strings.js";
import { startWorker } from "../../editors/worker.js";

/** The author's language. */
export const lang = resolve(document.documentElement.lang);

const site = resolve(/** @type {any} */ (globalThis).candorSettings?.siteLanguage);

staysLight();

/** @type {Promise<import("../../editors/worker.js").WorkerLinter> | undefined} */
let started;
export const linter = () => {
  const locales = [...new Set([lang, site])];
  started ??= startWorker({ init: { locales }, lang, locales });
  return started;
};

/**
 * What was kept beside the post; anything else than JSON is nothing.
 *
 * @template T
 * @param {string | undefined} json
 * @param {T} otherwise
 * @returns {T}
 */
export const kept = (json, otherwise) => {
  try {
    return json ? JSON.parse(json) : otherwise;
  } catch {
    return otherwise;
  }
};
