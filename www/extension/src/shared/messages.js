/**
 * What the parts of the extension say to each other.
 *
 * @typedef {import("candor").Diagnostic & { part: number | null }} PlacedDiagnostic
 *   Its span lies in one part of the page.
 * @typedef {Omit<import("candor").Report, "diagnostics"> & {
 *   diagnostics: PlacedDiagnostic[], origins: Record<string, import("candor").Source> }} LintReport
 *   `origins` has the sources of its rules.
 *
 * @typedef {{ kind: "style" }} Style A document asks for the look of highlights.
 * @typedef {{ kind: "start" }} Start A document asks what it may do.
 * @typedef {{ kind: "markets", markets: string[] }} Markets Are these known? Answered with what is wrong.
 * @typedef {{ kind: "text", input: import("candor").Input }} Typed What the reader writes; answered with its report.
 * @typedef {{ kind: "rules" }} Rules Answered with the catalogue.
 * @typedef {{ kind: "count", findings: number }} Count A document's findings, for the badge.
 * @typedef {{ kind: "sightings", sightings: import("../observations/journal.js").Sighting[] }} Sightings
 *   What a document saw of itself; answered with its observations.
 * @typedef {Record<string, import("candor").Mark[]>} Files What the files of pictures say of their making, by address.
 * @typedef {{ kind: "picture", data: string }} Picture A file as a `data:` address; answered with its marks.
 * @typedef {{ kind: "page", parts: string[], files: Files }} Whole The documents of a page, to be judged as one.
 * @typedef {Style | Start | Markets | Typed | Rules | Count | Sightings | Picture | Whole} Message
 *
 * @typedef {object} Leave What a document may do.
 * @property {boolean} off Nothing.
 * @property {boolean} watched Read at once, keep up, observe.
 * @property {boolean} fields Lint what is typed.
 * @property {string} lang The language of messages.
 * @property {string} asked Every setting that decides what is said of a page: with another, what was read is out of date.
 * @property {boolean} remember Keep observations: not in private windows.
 */

export {};
