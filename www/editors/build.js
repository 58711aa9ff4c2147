// Bundles the extensions of editors, the panel and the worker into the package: node build.js [DIST].
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { sheets } from "../design/sheets.js";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The entries of `candor/editors/…`. */
export const editors = [
  "ckeditor",
  "codemirror",
  "contenteditable",
  "decap",
  "form",
  "lexical",
  "prosemirror",
  "quill",
  "textarea",
  "tinymce",
  "tiptap",
];

/** A worker has no import map and no bundler: it finds the package beside it. @type {import("esbuild").Plugin} */
const beside = {
  name: "beside",
  setup: ({ onResolve }) => onResolve({ filter: /^candor$/ }, () => ({ path: "../web.js", external: true })),
};

/** @param {string} dist The package's folder. */
export const buildEditors = async (dist) => {
  const out = join(dist, "editors");
  rmSync(out, { recursive: true, force: true });
  await build({
    entryPoints: [...editors, "panel", "worker", "worker-thread"].map((name) => join(here, `${name}.js`)),
    outdir: out,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2023",
    chunkNames: "core-[hash]",
    plugins: [beside, sheets],
    logLevel: "warning",
  });
  declarations(out);
};

/** Writes the types of every entry, as the compiler reads them from the comments. @param {string} out */
const declarations = (out) => {
  const types = join(out, "types");
  const tsc = realpathSync(join(here, "../node_modules/.bin/tsc"));
  const options = ["--noEmit", "false", "--declaration", "--emitDeclarationOnly", "--outDir", types];
  const emit = ["--rootDir", join(here, "../..")];
  execFileSync(process.execPath, [tsc, "--project", here, ...options, ...emit], { stdio: "inherit" });
  const emitted = join(types, "www/editors");
  mkdirSync(join(out, "src"), { recursive: true });
  cpSync(join(here, "src/types.d.ts"), join(emitted, "src/types.d.ts"));
  for (const folder of ["", "src"]) {
    for (const name of readdirSync(join(emitted, folder)).filter((name) => name.endsWith(".d.ts"))) {
      // In the package the types of `candor` lie one folder up.
      const depth = folder === "" ? "../" : "../../";
      const text = readFileSync(join(emitted, folder, name), "utf8");
      writeFileSync(
        join(out, folder, name),
        text.replaceAll(/"(?:\.\.\/)+src\/wasm\/types(?:\.js)?"/g, `"${depth}index.js"`),
      );
    }
  }
  rmSync(types, { recursive: true });
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildEditors(process.argv[2] ?? join(here, "../../dist/npm"));
}
