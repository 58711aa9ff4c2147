// Reads one editor's text as it changes: after a rest, in slices, never while an IME composes.
import { openDocument } from "./document.js";
import { difference, mapped, slices } from "./edit.js";

/** @typedef {import("../../../src/wasm/types.js").Diagnostic} Diagnostic */
/** @typedef {import("../../../src/wasm/types.js").Report} Report */
/** @typedef {import("../../../src/wasm/types.js").InputObject} InputObject */

/** The finding that a reading gave, by what it became when edits moved it. @type {WeakMap<Diagnostic, Diagnostic>} */
const origins = new WeakMap();

/** @param {Diagnostic} finding */
const origin = (finding) => origins.get(finding) ?? finding;

/** Whether two stand for the same finding. @param {Diagnostic} a @param {Diagnostic} b */
export const same = (a, b) =>
  origin(a) === origin(b) || (a.rule === b.rule && a.text === b.text && a.span?.start === b.span?.start);

/** Code units that are read without a pause; about 2 ms of work. */
const SLICE = 8192;

export class Session {
  #read;
  #linter;
  #delay;
  #onFindings;
  #onError;
  /** @type {Omit<InputObject, "text">} */
  #options;
  /** @type {import("./types.js").OpenDocument | undefined} */
  #document;
  /** The text that `#document` holds. */
  #held = "";
  /** The text that `findings` lie in. */
  #text = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Promise<void> | undefined} */
  #running;
  #stale = true;
  #composing = false;
  #closed = false;
  /** @type {Set<(report: Report) => void>} */
  #listeners = new Set();
  /** @type {(() => void)[]} */
  #waiting = [];

  /** Findings with a place, in the order of the text, as it was last seen. @type {readonly Diagnostic[]} */
  findings = [];
  /** Findings without a place. @type {readonly Diagnostic[]} */
  elsewhere = [];
  /** @type {Report | undefined} */
  report;

  /**
   * @param {object} host
   * @param {() => string} host.read The source now.
   * @param {import("./types.js").AnyLinter} host.linter
   * @param {number | undefined} host.delay
   * @param {Omit<InputObject, "text">} host.options
   * @param {() => void} host.onFindings `findings` are others than before.
   * @param {((error: unknown) => void) | undefined} host.onError
   */
  constructor({ read, linter, delay = 250, options, onFindings, onError }) {
    this.#read = read;
    this.#linter = linter;
    this.#delay = delay;
    this.#options = options;
    this.#onFindings = onFindings;
    this.#onError = onError ?? ((error) => console.error(error));
  }

  /** The text changed, or may have. */
  changed() {
    this.#stale = true;
    this.#schedule(this.#delay);
  }

  /** An IME began or ended to compose. @param {boolean} composing */
  compose(composing) {
    if (composing === this.#composing) return;
    this.#composing = composing;
    if (composing) clearTimeout(this.#timer);
    else this.changed();
  }

  /** @param {Partial<Omit<InputObject, "text">>} options */
  configure(options) {
    this.#options = { ...this.#options, ...options };
    this.#document?.close();
    this.#document = undefined;
    this.#stale = true;
    this.#schedule(0);
  }

  /** Moves the findings to where their words lie now; those whose words changed are dropped. */
  sync() {
    const text = this.#read();
    const edit = difference(this.#text, text);
    if (!edit) return;
    this.#text = text;
    const findings = [];
    for (const finding of this.findings) {
      const span = finding.span && mapped(finding.span, edit);
      if (!span) continue;
      const now = { ...finding, span };
      origins.set(now, origin(finding));
      findings.push(now);
    }
    this.findings = findings;
  }

  /** The text that the spans of `findings` are of. */
  get text() {
    return this.#text;
  }

  /** @param {(report: Report) => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
    if (this.report) listener(this.report);
    return () => void this.#listeners.delete(listener);
  }

  /** @returns {Promise<void>} */
  settled() {
    if (!this.#stale && !this.#running) return Promise.resolve();
    return new Promise((resolve) => void this.#waiting.push(resolve));
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#document?.close();
    this.#document = undefined;
    this.#listeners.clear();
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** @param {number} delay */
  #schedule(delay) {
    clearTimeout(this.#timer);
    if (this.#composing || this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#running ??= this.#run()
        .catch((error) => this.#onError(error))
        .finally(() => {
          this.#running = undefined;
          if (!this.#stale) for (const resolve of this.#waiting.splice(0)) resolve();
        });
    }, delay);
  }

  async #run() {
    while (this.#stale && !this.#composing && !this.#closed) {
      this.#stale = false;
      const document = await this.#opened();
      if (!(await this.#catchUp(document))) continue;
      const report = await document.report();
      // What was typed meanwhile moves the findings, and they are read again after the next rest.
      if (this.#document !== document || this.#closed) continue;
      this.report = report;
      this.#text = this.#held;
      this.findings = report.diagnostics.filter(({ span }) => span !== null);
      this.elsewhere = report.diagnostics.filter(({ span }) => span === null);
      this.sync();
      this.#onFindings();
      for (const listener of this.#listeners) listener(report);
      if (this.#stale) return this.#schedule(this.#delay);
    }
  }

  async #opened() {
    if (!this.#document) {
      const document = await openDocument(this.#linter, this.#options);
      this.#document = document;
      this.#held = "";
    }
    return this.#document;
  }

  /**
   * Brings the document to the text as it is now, slice by slice; whether that was reached.
   *
   * @param {import("./types.js").OpenDocument} document
   */
  async #catchUp(document) {
    const edit = difference(this.#held, this.#read());
    if (!edit) return true;
    let first = true;
    for (const { from, to, insert } of slices(edit, SLICE)) {
      if (!first) await pause();
      first = false;
      if (this.#document !== document || this.#composing || this.#closed) {
        this.#stale = true;
        return false;
      }
      await document.edit(from, to, insert);
      this.#held = this.#held.slice(0, from) + insert + this.#held.slice(to);
    }
    return true;
  }
}

/** Lets the browser paint and hear keys. @returns {Promise<void>} */
const pause = () => {
  const { scheduler } = /** @type {any} */ (globalThis);
  if (scheduler?.yield) return scheduler.yield();
  return new Promise((resolve) => setTimeout(resolve));
};
