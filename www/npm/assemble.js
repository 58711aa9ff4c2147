// Makes dist/npm of what `cargo xtask build` compiled: node assemble.js PARTS VERSION.
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildEditors } from "../editors/build.js";
import { buildTooling } from "../tooling/build.js";

const [parts, version] = process.argv.slice(2);
const root = fileURLToPath(new URL("../..", import.meta.url));
const dist = join(root, "dist/npm");
const base64 = (path) => readFileSync(path).toString("base64");

rmSync(dist, { recursive: true, force: true });
mkdirSync(join(dist, "lang"), { recursive: true });

for (const name of readdirSync(join(root, "www/npm/src"))) {
  if (name.endsWith(".js")) copyFileSync(join(root, "www/npm/src", name), join(dist, name));
}
for (const [part, name] of [
  ["candor.wasm", "candor.wasm"],
  ["candor.js", "glue.js"],
  ["candor-full.wasm", "candor-full.wasm"],
  ["candor-full.js", "glue-full.js"],
  ["candor-cli.wasm", "candor-cli.wasm"],
]) {
  copyFileSync(join(parts, part), join(dist, name));
}

const languages = readdirSync(join(parts, "lang")).sort();
cpSync(join(parts, "lang"), join(dist, "lang"), { recursive: true });
// Written out one by one: bundlers find a file only where its whole name stands in `new URL`.
const urls = languages.map(
  (name) => `  "${name.replace(".bin", "")}": new URL("./lang/${name}", import.meta.url),\n`,
);
writeFileSync(join(dist, "languages.js"), `export const languages = {\n${urls.join("")}};\n`);
writeFileSync(join(dist, "inline-data.js"), `export const wasm = "${base64(join(parts, "candor.wasm"))}";\n`);
writeFileSync(
  join(dist, "inline-data-languages.js"),
  `export const languages = ${JSON.stringify(languages.map((name) => base64(join(parts, "lang", name))))};\n`,
);

for (const name of ["index.d.ts", "index.d.cts"]) {
  copyFileSync(join(root, "src/wasm/types.d.ts"), join(dist, name));
}
copyFileSync(join(root, "www/npm/README.md"), join(dist, "README.md"));
for (const name of readdirSync(root).filter((name) => /^(LICENSE|THIRD_PARTY)/.test(name))) {
  copyFileSync(join(root, name), join(dist, name));
}

// CommonJS has no `import.meta.url`, by which the Node entry finds its wasm file.
const url = 'const __url = require("node:url").pathToFileURL(__filename).href;';
const commonjs = { bundle: true, format: "cjs", platform: "node", target: "node20", logLevel: "warning" };
await build({
  ...commonjs,
  entryPoints: [join(dist, "node.js")],
  outfile: join(dist, "node.cjs"),
  define: { "import.meta.url": "__url" },
  banner: { js: url },
});
await build({ ...commonjs, entryPoints: [join(dist, "inline.js")], outfile: join(dist, "inline.cjs") });

await buildEditors(dist);
await buildTooling(dist);

const { name, ...manifest } = JSON.parse(readFileSync(join(root, "pkg.json"), "utf8"));
const files = readdirSync(dist);
writeFileSync(
  join(dist, "package.json"),
  `${JSON.stringify({ name, version, ...manifest, files: files.sort() }, null, 2)}\n`,
);
