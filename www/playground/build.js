// Makes dist/playground of this folder and dist/npm: node build.js EXAMPLES, the folder of the catalogue's examples.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { sheets } from "../design/sheets.js";
import { LOCALES } from "../editors/src/strings.js";
import { table } from "./src/texts.js";

const [examples] = process.argv.slice(2);
const here = fileURLToPath(new URL(".", import.meta.url));
const npm = join(here, "../../dist/npm");
const dist = join(here, "../../dist/playground");

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

/** Stands for the package: the page itself needs only its errors, a thread one of its builds. @param {string} file */
const candor = (file) => ({ candor: join(npm, file) });

/** The card asks for its texts as everywhere, and gets those of one language. @type {import("esbuild").Plugin} */
const spoken = {
  name: "spoken",
  setup({ onResolve }) {
    const path = join(here, "src/spoken.js");
    onResolve({ filter: /\/strings\.js$/ }, ({ importer }) => (importer === path ? undefined : { path }));
  },
};

const shared = { bundle: true, minify: true, charset: "utf8", target: "es2023", logLevel: "warning" };
await build({
  ...shared,
  entryPoints: { main: join(here, "src/main.js") },
  outdir: dist,
  format: "esm",
  splitting: true,
  chunkNames: "part-[hash]",
  alias: candor("api.js"),
  plugins: [sheets, spoken],
});
for (const [name, file] of Object.entries({ thread: "web.js", "thread-full": "full.js" })) {
  await build({
    ...shared,
    entryPoints: { [name]: join(here, "../editors/worker-thread.js") },
    outdir: dist,
    format: "esm",
    alias: candor(file),
  });
}
await build({ ...shared, entryPoints: [join(here, "src/style.css")], outfile: join(dist, "style.css") });

for (const name of ["candor.wasm", "candor-full.wasm", "lang"])
  cpSync(join(npm, name), join(dist, name), { recursive: true });
for (const name of ["index.html", "icon.svg", "samples/landing-page.html"])
  cpSync(join(here, name), join(dist, name));
cpSync(examples, join(dist, "examples"), { recursive: true });

// What a reader sees first: the sample of their language, as the module reads it.
mkdirSync(join(dist, "start"));
const { Linter } = await import(join(npm, "node.js"));
for (const locale of LOCALES) {
  const sample = readFileSync(join(here, `copy/${locale}.txt`), "utf8");
  const linter = new Linter({ lang: locale });
  const report = linter.lint({ text: sample, format: "plain", facts: {} });
  const found = new Set(report.diagnostics.map(({ rule }) => rule));
  const rules = linter.rules().filter(({ id }) => found.has(id));
  const start = { table: table(locale), sample, report, rules };
  writeFileSync(join(dist, `start/${locale}.json`), JSON.stringify(start));
}

// Kept for when there is no network; named by what it holds, so that a new build replaces it whole.
const names = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1))
  .sort();
const hash = createHash("sha256");
for (const name of names) hash.update(readFileSync(join(dist, name)));
const worker = readFileSync(join(here, "src/offline.js"), "utf8");
const critical = names.filter((name) => !/^(lang|examples|start|samples)\/|full/.test(name));
writeFileSync(
  join(dist, "offline.js"),
  worker
    .replace('"NAME"', JSON.stringify(`candor-${hash.digest("hex").slice(0, 12)}`))
    .replace('["FILES"]', JSON.stringify(["./", ...critical])),
);
