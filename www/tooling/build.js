// Bundles the plugins of linters into the package: node build.js [DIST].
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The entries, and in which kinds of module their hosts load them. */
const PLUGINS = /** @type {const} */ ({ eslint: ["esm", "cjs"], remark: ["esm"], textlint: ["esm", "cjs"] });

/** The package itself lies beside. @param {string} entry @returns {import("esbuild").Plugin} */
const beside = (entry) => ({
  name: "beside",
  setup: ({ onResolve }) => onResolve({ filter: /^candor$/ }, () => ({ path: `./${entry}`, external: true })),
});

/** @param {string} dist The package's folder. */
export const buildTooling = async (dist) => {
  for (const [name, formats] of Object.entries(PLUGINS)) {
    for (const format of formats) {
      const [extension, entry] = format === "esm" ? [".js", "node.js"] : [".cjs", "node.cjs"];
      await build({
        entryPoints: [join(here, `${name}.js`)],
        outfile: join(dist, name + extension),
        bundle: true,
        format,
        platform: "node",
        target: "node20",
        plugins: [beside(entry)],
        // `module.exports` is the plugin itself, which is what `require` of a plugin must give.
        ...(format === "cjs" ? { footer: { js: "module.exports = module.exports.default;" } } : {}),
        logLevel: "warning",
      });
    }
  }
  declarations(dist);
};

/** Writes the types of every entry and of what they share, for each kind of module. @param {string} dist */
const declarations = (dist) => {
  for (const [name, formats] of Object.entries({
    ...PLUGINS,
    "plugin-options": /** @type {const} */ (["esm", "cjs"]),
  })) {
    const text = readFileSync(join(here, `types/${name}.d.ts`), "utf8");
    // Of a CommonJS module the plugin is the module, and what it names is CommonJS too.
    const commonjs = text
      .replace("export default plugin;", "export = plugin;")
      .replace("-options.js", "-options.cjs");
    for (const format of formats) {
      const [extension, types] = format === "esm" ? ["ts", text] : ["cts", commonjs];
      writeFileSync(join(dist, `${name}.d.${extension}`), types);
    }
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildTooling(process.argv[2] ?? join(here, "../../dist/npm"));
}
