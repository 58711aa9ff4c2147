/** @typedef {import("../observations/journal.js").Observation} Observation */

/** A text of the extension in the browser's language. @param {string} name @param {...(string | number)} values */
export const say = (name, ...values) => chrome.i18n.getMessage(name, values.map(String)) || name;

/** A date as the reader writes it. @param {number} time */
const date = (time) => new Intl.DateTimeFormat(chrome.i18n.getUILanguage(), { dateStyle: "medium" }).format(time);

/** What was seen, as a sentence. @param {Observation} observation */
export const sentence = ({ kind, message, values }) => {
  // Words end on a day, which is kept as 2026-11-23.
  const shown = kind === "today" ? values.map((value, at) => (at === 2 ? date(Date.parse(value)) : value)) : values;
  return say(message, ...shown);
};

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
    ? { ...finding, certainty: "reliable", severity: finding.severity === "error" ? "warning" : finding.severity }
    : finding;
