// Serves an example, with the package as `cargo xtask build` made it: node www/examples/start.js tiptap
import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../..");
export const examples = ["tiptap", "codemirror", "ckeditor", "contenteditable", "decap"];

/**
 * Starts the server of an example.
 *
 * @param {string} name
 */
export const serve = async (name) => {
  const dist = join(root, "dist/npm");
  if (!existsSync(join(dist, "package.json")))
    throw new Error("dist/npm is missing; run `cargo xtask build` first");
  // Found by its name, as after `npm install candor`.
  const installed = join(here, "node_modules/candor");
  mkdirSync(join(here, "node_modules"), { recursive: true });
  rmSync(installed, { force: true, recursive: true });
  symlinkSync(dist, installed);
  const server = await createServer({
    root: join(here, name),
    configFile: false,
    cacheDir: join(here, "node_modules/.vite", name),
    logLevel: "warn",
    server: { fs: { allow: [root] } },
    optimizeDeps: { exclude: ["candor"] },
  });
  await server.listen();
  return server;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const name = process.argv[2] ?? "";
  if (!examples.includes(name)) {
    console.error(`which example? node www/examples/start.js ${examples.join("|")}`);
    process.exit(2);
  }
  (await serve(name)).printUrls();
}
