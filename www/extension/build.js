// Makes dist/extension-chromium and dist/extension-firefox of this folder and dist/npm: node build.js VERSION.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { sheets } from "../design/sheets.js";
import { LANGUAGES } from "./src/shared/settings.js";
import { TEXTS } from "./src/shared/texts.js";

const [version] = process.argv.slice(2);
if (!version) throw new Error("usage: node build.js VERSION");

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../..");
const npm = join(root, "dist/npm");

/** What each browser's manifest has of its own. */
const BROWSERS = {
  chromium: {
    // Highlights are inherited since 134.
    minimum_chrome_version: "134",
    background: { service_worker: "background.js", type: "module" },
  },
  firefox: {
    background: { scripts: ["background.js"], type: "module" },
    browser_specific_settings: {
      gecko: {
        id: "{6f3a1f0e-7d0c-4b7e-9a52-c4d0c0a11d0e}",
        // The CSS Custom Highlight API came with 140, consent to data collection on all systems with 142.
        strict_min_version: "142.0",
        data_collection_permissions: { required: ["none"] },
      },
    },
  },
};

/** A list of words in every language, as `rules/locales` has it. Those that are patterns are left to the linter. */
const words = (list) => {
  const folder = join(root, "rules/locales");
  return readdirSync(folder).flatMap((name) => {
    const array = new RegExp(`^${list} = (\\[[^\\]]*\\])`, "m").exec(
      readFileSync(join(folder, name), "utf8"),
    )?.[1];
    if (array === undefined) throw new Error(`rules/locales/${name} has no list \`${list}\``);
    return JSON.parse(array.replace(/,\s*\]$/, "]")).filter((phrase) => !/[(|{…]/.test(phrase));
  });
};

/** `_locales` with the texts that the manifest names. */
const locales = (folder, manifest) => {
  const names = [...JSON.stringify(manifest).matchAll(/__MSG_(\w+)__/g)].map(([, name]) => name);
  LANGUAGES.forEach((language, column) => {
    const messages = Object.fromEntries(names.map((name) => [name, { message: TEXTS[name][column] }]));
    const path = join(folder, FOLDERS[language] ?? language);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, "messages.json"), `${JSON.stringify(messages, null, 2)}\n`);
  });
};

/** What browsers call the languages that they name by region. */
const FOLDERS = { "zh-Hant": "zh_TW", "zh-Hans": "zh_CN" };

const lists = {
  name: "words",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^candor-words$/ }, ({ path }) => ({ path, namespace: "words" }));
    onLoad({ filter: /.*/, namespace: "words" }, () => ({
      contents: JSON.stringify({ accept: words("accept"), decline: words("decline") }),
      loader: "json",
    }));
  },
};

const shared = {
  bundle: true,
  charset: "utf8",
  target: ["chrome134", "firefox142"],
  logLevel: "warning",
  plugins: [lists, sheets],
};

for (const [browser, manifest] of Object.entries(BROWSERS)) {
  const dist = join(root, `dist/extension-${browser}`);
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(join(dist, "candor/lang"), { recursive: true });

  const common = JSON.parse(readFileSync(join(here, "manifest.json"), "utf8"));
  writeFileSync(
    join(dist, "manifest.json"),
    `${JSON.stringify({ ...common, version, ...manifest }, null, 2)}\n`,
  );

  const source = (name) => join(here, "src", name);
  const define = { FIREFOX: String(browser === "firefox") };
  await build({
    ...shared,
    format: "esm",
    entryPoints: {
      background: source("background/main.js"),
      popup: source("popup/popup.js"),
      settings: source("settings/settings.js"),
    },
    alias: { "candor/full": join(npm, "full.js"), candor: join(npm, "web.js") },
    define,
    outdir: dist,
  });
  // Scripts in pages are no modules.
  await build({
    ...shared,
    format: "iife",
    define,
    // So that neither browser's build names what only the other has.
    minifySyntax: true,
    entryPoints: { content: source("content/main.js"), receive: source("receive.js") },
    outdir: dist,
  });
  for (const page of ["popup", "settings"])
    cpSync(source(`${page}/${page}.html`), join(dist, `${page}.html`));
  await build({
    bundle: true,
    logLevel: "warning",
    entryPoints: ["popup", "settings"].map((page) => source(`${page}/${page}.css`)),
    outdir: dist,
    entryNames: "[name]",
  });
  const highlight = readFileSync(source("highlight.css"), "utf8");
  writeFileSync(
    join(dist, "highlight.css"),
    browser === "firefox" ? highlight.replaceAll(":root::highlight", "::highlight") : highlight,
  );
  cpSync(join(here, "icons"), join(dist, "icons"), { recursive: true });
  locales(join(dist, "_locales"), common);

  for (const name of ["candor.wasm", "candor-full.wasm"]) cpSync(join(npm, name), join(dist, "candor", name));
  cpSync(join(npm, "lang"), join(dist, "candor/lang"), { recursive: true });
  for (const name of readdirSync(root).filter((name) => /^(LICENSE|THIRD_PARTY)/.test(name))) {
    cpSync(join(root, name), join(dist, name));
  }
}
