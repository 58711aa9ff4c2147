import { Linter, init } from "candor";
import * as full from "candor/full";
import { LANGUAGES, language, settings } from "../shared/settings.js";

/** @typedef {import("../shared/messages.js").LintReport} LintReport */
/** @typedef {import("../shared/messages.js").Files} Files */

const base = chrome.runtime.getURL("candor/");
const locales = /** @type {import("candor").Locale[]} */ (LANGUAGES);

/**
 * Makes linters of one build for what the reader has chosen, and keeps the last.
 *
 * @param {Pick<typeof import("candor"), "Linter" | "init">} build
 */
const maker = ({ Linter, init }) => {
  /** @type {{ key: string, linter: import("candor").Linter } | undefined} */
  let made;
  return async () => {
    const chosen = await settings();
    const options = { lang: language(chosen), markets: chosen.markets, quiet: chosen.quiet };
    const key = JSON.stringify(options);
    if (made?.key !== key) {
      await init({ base, locales });
      const rules = Object.fromEntries(
        options.quiet.map((category) => [category, /** @type {const} */ ("off")]),
      );
      const lang = /** @type {import("candor").Locale} */ (options.lang);
      made = { key, linter: new Linter({ lang, markets: options.markets, rules }) };
    }
    return made.linter;
  };
};

/** The linter for what the reader has chosen. */
export const linter = maker({ Linter, init });

/** The same of the full build, which holds a page against its pictures: loaded where one bears a mark. */
const fullLinter = maker(full);

/** What a file says of its making. @param {string} data A `data:` address. */
export const marksOf = async (data) => {
  await full.init({ base });
  const binary = atob(data.slice(data.indexOf(",") + 1));
  return new full.Linter().marks(Uint8Array.from(binary, (letter) => letter.charCodeAt(0)));
};

/**
 * Lints the parts of a page as one text. Spans come back relative to their part.
 *
 * @param {readonly string[]} parts HTML
 * @param {Files} files What the files of its pictures say.
 * @returns {Promise<LintReport>}
 */
export const lint = async (parts, files) => {
  const { content: kinds } = await settings();
  const content = /** @type {import("candor").Content[]} */ (kinds);
  const isMarked = Object.keys(files).length > 0;
  const made = await (isMarked ? fullLinter() : linter());
  const input = {
    text: parts.join("\n"),
    format: /** @type {const} */ ("html"),
    ...(content.length > 0 ? { facts: { content } } : {}),
  };
  const { diagnostics, ...report } = isMarked ? made.lint(input, files) : made.lint(input);
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
  await init({ base, locales });
  try {
    new Linter({ markets });
    return undefined;
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
};
