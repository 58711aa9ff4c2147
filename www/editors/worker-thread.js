// The other end of `candor/worker`: a linter in a thread of its own.
import { CandorError, Linter, init } from "candor";

/** @typedef {import("./src/types.js").OpenDocument} OpenDocument */

/** @type {Linter | undefined} */
let linter;
/** @type {import("../../src/wasm/types.js").LinterOptions} */
let chosen = {};
/** @type {Map<number, OpenDocument>} */
const documents = new Map();
let opened = 0;

/** @type {Record<string, (...values: any[]) => unknown>} */
const calls = {
  start: async (initOptions, options) => {
    chosen = options;
    await calls.init?.(initOptions);
    return { opens: linter !== undefined && "open" in linter };
  },
  init: async (options) => {
    await init(options);
    // A linter speaks the languages that were loaded when it was made.
    linter = new Linter(chosen);
  },
  lint: (input, files) => linter?.lint(input, files),
  spans: (input) => linter?.spans(input),
  marks: (bytes) => linter?.marks(bytes),
  rules: (lang) => linter?.rules(lang),
  open: (text, options) => {
    documents.set(++opened, /** @type {any} */ (linter).open(text, options));
    return opened;
  },
  // What it changed is told by the next report: to send it with every slice of a paste would tell it twice.
  edit: (id, ...values) => void documents.get(id)?.edit(.../** @type {[number, number, string]} */ (values)),
  report: (id) => documents.get(id)?.report(),
  close: (id) => {
    documents.get(id)?.close();
    documents.delete(id);
  },
};

/** Findings that are sent at once: taking in thousands would hold up the thread that hears of them. */
const PART = 250;

/** @param {number} id @param {any} value */
const answer = (id, value) => {
  const list = value?.diagnostics ?? [];
  if (list.length <= PART) return postMessage([id, value]);
  for (let from = 0; from < list.length; from += PART)
    postMessage([id, undefined, undefined, list.slice(from, from + PART)]);
  postMessage([id, { ...value, diagnostics: [] }]);
};

globalThis.addEventListener("message", async ({ data: [id, name, values] }) => {
  try {
    answer(id, await calls[name]?.(...values));
  } catch (thrown) {
    // The class of an error does not outlive the journey between threads; its parts do.
    const error = /** @type {any} */ (thrown);
    const failure =
      error instanceof CandorError
        ? { code: error.code, message: error.message, cure: error.cure }
        : undefined;
    postMessage([id, undefined, { failure, message: String(error?.message ?? error) }]);
  }
});
