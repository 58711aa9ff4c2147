// Makes dist/wordpress/candor and its zip of dist/npm: node build.js VERSION.
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { zipSync } from "fflate";
import { sheets } from "../design/sheets.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../..");
const npm = join(root, "dist/npm");

/** The package as it was built; its wasm file and languages lie beside the scripts. @type {import("esbuild").Plugin} */
const packaged = {
  name: "packaged",
  setup: ({ onResolve }) => onResolve({ filter: /^candor$/ }, () => ({ path: join(npm, "web.js") })),
};

/** @param {string} version */
const buildPlugin = async (version) => {
  const plugin = join(root, "dist/wordpress/candor");
  const js = join(plugin, "js");
  rmSync(join(root, "dist/wordpress"), { recursive: true, force: true });
  mkdirSync(js, { recursive: true });
  await build({
    entryPoints: {
      block: join(here, "src/block.js"),
      classic: join(here, "src/classic.js"),
      "worker-thread": join(here, "../editors/worker-thread.js"),
    },
    outdir: js,
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: "es2023",
    chunkNames: "core-[hash]",
    plugins: [packaged, sheets],
    logLevel: "warning",
  });
  copyFileSync(join(npm, "candor.wasm"), join(js, "candor.wasm"));
  cpSync(join(npm, "lang"), join(js, "lang"), { recursive: true });
  const source = readFileSync(join(here, "candor.php"), "utf8");
  writeFileSync(join(plugin, "candor.php"), stamped(source, "Version:           0.0.0", version));
  const readme = readFileSync(join(here, "readme.txt"), "utf8");
  writeFileSync(join(plugin, "readme.txt"), stamped(readme, "Stable tag: 0.0.0", version));
  for (const name of readdirSync(root).filter((name) => /^(LICENSE|THIRD_PARTY)/.test(name))) {
    copyFileSync(join(root, name), join(plugin, name));
  }
  writeFileSync(join(root, "dist/candor-wordpress.zip"), zipSync(files(plugin), { level: 9, mtime: EPOCH }));
};

/** The first day that a zip can hold: the same files make the same zip. */
const EPOCH = new Date(1980, 0, 1);

/** @param {string} text @param {string} line @param {string} version */
const stamped = (text, line, version) => {
  if (!text.includes(line)) throw new Error(`there is no line \`${line}\` to write the version in`);
  return text.replace(line, line.replace("0.0.0", version));
};

/** What a zip holds, beneath the plugin's own folder. @param {string} plugin */
const files = (plugin) => {
  /** @type {Record<string, Uint8Array>} */
  const found = {};
  for (const entry of readdirSync(plugin, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found[`candor/${relative(plugin, path).split(sep).join("/")}`] = readFileSync(path);
  }
  return found;
};

const version = process.argv[2];
if (!version) throw new Error("which version? node www/wordpress/build.js VERSION");
await buildPlugin(version);
