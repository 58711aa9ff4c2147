// The other end of `candor/worker`: a linter in a thread of its own.
import { CandorError, Linter, init } from "candor";

/** @typedef {import("./src/types.js").OpenDocument} OpenDocument */

/** @type {Linter | undefined} */
let linter;
/** @type {Map<number, OpenDocument>} */
const documents = new Map();
let opened = 0;

/** @type {Record<string, (...values: any[]) => unknown>} */
const calls = {
  start: async (/** @type {any} */ initOptions, /** @type {any} */ options) => {
    await init(initOptions);
    linter = new Linter(options);
    return { opens: "open" in linter };
  },
  lint: (input) => linter?.lint(input),
  spans: (input) => linter?.spans(input),
  rules: (lang) => linter?.rules(lang),
  open: (text, options) => {
    documents.set(++opened, /** @type {any} */ (linter).open(text, options));
    return opened;
  },
  edit: (id, ...values) => documents.get(id)?.edit(.../** @type {[number, number, string]} */ (values)),
  report: (id) => documents.get(id)?.report(),
  close: (id) => {
    documents.get(id)?.close();
    documents.delete(id);
  },
};

globalThis.addEventListener("message", async ({ data: [id, name, values] }) => {
  try {
    postMessage([id, await calls[name]?.(...values)]);
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
