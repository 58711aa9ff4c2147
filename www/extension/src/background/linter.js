import { Linter, init } from "candor";
import { LANGUAGES, language, settings } from "../shared/settings.js";

/** @typedef {import("../shared/messages.js").LintReport} LintReport */

/** The linter for the present settings, and what it was made of. @type {{ key: string, linter: Linter } | undefined} */
let made;

const load = () =>
  init({
    base: chrome.runtime.getURL("candor/"),
    locales: /** @type {import("candor").Locale[]} */ (LANGUAGES),
  });

/** The linter for what the reader has chosen. */
export const linter = async () => {
  const chosen = await settings();
  const options = { lang: language(chosen), markets: chosen.markets, quiet: chosen.quiet };
  const key = JSON.stringify(options);
  if (made?.key !== key) {
    await load();
    const rules = Object.fromEntries(
      options.quiet.map((category) => [category, /** @type {const} */ ("off")]),
    );
    const lang = /** @type {import("candor").Locale} */ (options.lang);
    made = { key, linter: new Linter({ lang, markets: options.markets, rules }) };
  }
  return made.linter;
};

/**
 * Lints the parts of a page as one text. Spans come back relative to their part.
 *
 * @param {readonly string[]} parts HTML
 * @returns {Promise<LintReport>}
 */
export const lint = async (parts) => {
  const { content: kinds } = await settings();
  const content = /** @type {import("candor").Content[]} */ (kinds);
  const made = await linter();
  const { diagnostics, ...report } = made.lint({
    text: parts.join("\n"),
    format: "html",
    ...(content.length > 0 ? { facts: { content } } : {}),
  });
  const starts = [0];
  for (const { length } of parts) starts.push(/** @type {number} */ (starts.at(-1)) + length + 1);
  const cited = new Set([...diagnostics, ...report.disclosures].flatMap(({ sources }) => sources));
  const origins = made.rules().flatMap(({ sources }) => sources.filter(({ id }) => cited.has(id)));
  return {
    ...report,
    origins: Object.fromEntries(origins.map((source) => [source.id, source])),
    diagnostics: diagnostics.map((diagnostic) => {
      const { span } = diagnostic;
      if (!span) return { ...diagnostic, part: null };
      const part = starts.findLastIndex((start) => start <= span.start);
      const start = /** @type {number} */ (starts[part]);
      return { ...diagnostic, part, span: { start: span.start - start, end: span.end - start } };
    }),
  };
};

/** What is wrong with a list of markets, if anything. @param {readonly string[]} markets */
export const wrongMarket = async (markets) => {
  await load();
  try {
    new Linter({ markets });
    return undefined;
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
};
