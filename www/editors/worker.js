// candor in a worker: the main thread only sends edits and hears of findings.
import { CandorError } from "candor";

/** @typedef {import("../../src/wasm/types.js").Input} Input */
/** @typedef {import("../../src/wasm/types.js").Mark} Mark */
/** @typedef {import("../../src/wasm/types.js").Report} Report */
/** @typedef {import("../../src/wasm/types.js").Rule} Rule */

/**
 * Starts a worker and a linter in it; takes what `init` and `Linter` take.
 *
 * @param {import("../../src/wasm/types.js").LinterOptions & {
 *   init?: import("../../src/wasm/types.js").InitOptions,
 *   worker?: Worker,
 * }} [options] `worker` is a worker that the host has started from `candor/worker/thread` by itself.
 * @returns {Promise<WorkerLinter>}
 */
export const startWorker = async ({ init = {}, worker, ...options } = {}) => {
  const thread = worker ?? new Worker(new URL("./worker-thread.js", import.meta.url), { type: "module" });
  const call = channel(thread);
  const { opens } = await call("start", [init, options]);
  return {
    lint: (input, files) => call("lint", [input, files]),
    spans: (input) => call("spans", [input]),
    marks: (bytes) => call("marks", [bytes]),
    rules: (lang) => call("rules", [lang]),
    init: (more) => call("init", [more]),
    ...(opens
      ? {
          open: async (text, settings) => {
            const id = await call("open", [text, settings]);
            return {
              edit: (from, to, insert) => call("edit", [id, from, to, insert]),
              report: () => call("report", [id]),
              close: () => void call("close", [id]),
            };
          },
        }
      : {}),
    terminate: () => thread.terminate(),
  };
};

/**
 * @typedef {object} WorkerLinter A linter whose answers are promises; editors take it as they take a `Linter`.
 * @property {(input: Input, files?: Readonly<Record<string, readonly Mark[]>>) => Promise<Report>} lint
 * @property {(input: Input) => Promise<Uint32Array>} spans
 * @property {(bytes: Uint8Array) => Promise<Mark[]>} marks Where the worker runs `candor/full`.
 * @property {(lang?: string) => Promise<Rule[]>} rules
 * @property {(text: string, options?: Omit<import("../../src/wasm/types.js").InputObject, "text">) => Promise<import("./src/types.js").OpenDocument>} [open]
 * @property {(options: import("../../src/wasm/types.js").InitOptions) => Promise<void>} init
 *   Loads more languages; texts that are opened from then on are read in them too.
 * @property {() => void} terminate
 */

/** @param {Worker} thread @returns {(name: string, values: unknown[]) => Promise<any>} */
const channel = (thread) => {
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: unknown) => void, findings: unknown[] }>} */
  const waiting = new Map();
  let sent = 0;
  thread.addEventListener("message", ({ data: [id, value, problem, part] }) => {
    const call = waiting.get(id);
    // Many findings come in parts, the rest of their report last.
    if (part) return void call?.findings.push(...part);
    waiting.delete(id);
    if (call && call.findings.length > 0) value.diagnostics = call.findings;
    if (!problem) call?.resolve(value);
    else call?.reject(problem.failure ? new CandorError(problem.failure) : new Error(problem.message));
  });
  thread.addEventListener("error", (event) => {
    for (const { reject } of waiting.values()) reject(new Error(`candor's worker ended: ${event.message}`));
    waiting.clear();
  });
  return (name, values) =>
    new Promise((resolve, reject) => {
      waiting.set(++sent, { resolve, reject, findings: [] });
      thread.postMessage([sent, name, values]);
    });
};
