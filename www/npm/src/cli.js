#!/usr/bin/env node
// `npx candor`: the command line of the crate, built for WASI.
import { readFileSync } from "node:fs";
import { parse } from "node:path";
import { isatty } from "node:tty";
import { setFlagsFromString } from "node:v8";
import { localDate } from "./today.js";

const MODULE = new URL("./candor-cli.wasm", import.meta.url);

// Node warns that its WASI is experimental: on every run, and on stderr, where a build looks for mistakes.
const { emitWarning } = process;
process.emitWarning = (warning, ...rest) => {
  if (!/WASI is an experimental feature/.test(String(warning))) {
    Reflect.apply(emitWarning, process, [warning, ...rest]);
  }
};
// Node's WASI may collect garbage inside a call that V8 has made a fast one, where nothing may: the process dies.
setFlagsFromString("--no-turbo-fast-api-calls");
const { WASI } = await import("node:wasi");

/** What the module sees: the whole disk, so that paths mean what they mean in the shell. */
const { root } = parse(process.cwd());
const slashes = (/** @type {string} */ path) => path.slice(root.length - 1).replaceAll("\\", "/");
const columns = isatty(1) ? process.stdout.columns : undefined;

const wasi = new WASI({
  version: "preview1",
  args: ["candor", ...process.argv.slice(2)],
  env: {
    ...process.env,
    CANDOR_FOLDER: slashes(process.cwd()),
    CANDOR_TODAY: localDate(),
    ...(columns ? { COLUMNS: String(columns) } : {}),
  },
  preopens: { "/": root },
  returnOnExit: true,
});

/** @param {string} message */
const fail = (message) => {
  console.error(`error: ${message}`);
  process.exitCode = 2;
};

/** @type {WebAssembly.Module | undefined} */
let module;
try {
  module = new WebAssembly.Module(readFileSync(MODULE));
} catch (error) {
  fail(`${MODULE.pathname} cannot be loaded: ${error}; install the package again`);
}
if (module) {
  try {
    const imports = /** @type {WebAssembly.Imports} */ (wasi.getImportObject());
    process.exitCode = wasi.start(new WebAssembly.Instance(module, imports));
  } catch (error) {
    // What it was is on stderr by now; the stack of the module would tell nobody more.
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    fail("candor stopped before its end; please report what stands above, and the text that did it");
  }
}
