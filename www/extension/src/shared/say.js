import { LANGUAGES } from "./settings.js";
import { TEXTS } from "./texts.js";

/** @typedef {import("../observations/journal.js").Observation} Observation */

/** The language spoken. */
let lang = "en";

/** Chooses the language of all that follows. @param {string} tag One of `LANGUAGES`. */
export const speak = (tag) => {
  lang = tag;
};

/** A text of the extension. @param {keyof typeof TEXTS} name @param {...(string | number)} values */
export const say = (name, ...values) =>
  (TEXTS[name][LANGUAGES.indexOf(lang)] ?? TEXTS[name][0]).replace(/\{(\d)\}/g, (_, at) =>
    String(values[at - 1]),
  );

/** A day, kept as 2026-11-23, as the reader writes it. @param {string} day */
const date = (day) =>
  new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeZone: "UTC" }).format(Date.parse(day));

/** What was seen, as a sentence. @param {Observation} observation */
export const sentence = ({ kind, message, values }) =>
  say(message, ...(kind === "today" ? values.map((value, at) => (at === 2 ? date(value) : value)) : values));

/**
 * A finding beside what was seen: a hint that the page bears out is no question any more, but
 * what was seen is never graver than a warning.
 *
 * @template {{ certainty: string, severity: string }} T
 * @param {T} finding @param {readonly unknown[]} observations
 * @returns {T}
 */
export const borneOut = (finding, observations) =>
  finding.certainty === "hint" && observations.length > 0
    ? {
        ...finding,
        certainty: "reliable",
        severity: finding.severity === "error" ? "warning" : finding.severity,
      }
    : finding;
