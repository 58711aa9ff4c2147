import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { chromium } from "playwright-core";
import { rollup } from "rollup";
import { createServer as viteServer, build as viteBuild } from "vite";
import webpack from "webpack";
import { found, project, run, use, write } from "./consumer.js";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

const IMPORT_MAP = `<script type="importmap">
  { "imports": { "candor": "/node_modules/candor/web.js", "candor/": "/node_modules/candor/" } }
</script>`;

/** Imports `entry`, runs `steps` and leaves what \`use\` finds, or what is thrown, in \`result\`. */
const script = (steps, entry = "candor") => `import * as candor from "${entry}";
const { init, Linter } = candor;
const attempt = async () => { ${steps} ${use} return found; };
globalThis.result = await attempt().catch((error) => [error.code, error.message, error.cure].join(" | "));
globalThis.postMessage?.(globalThis.result);`;

const html = (source) => `<!doctype html><meta charset="utf-8">${IMPORT_MAP}
<script type="module" src="${source}"></script>`;

let folder;
let browser;
let server;
let origin;
/** Paths that the server answers otherwise: [status, body]. */
const instead = new Map();

before(async () => {
  folder = project({}, { type: "module" });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    const path = join(folder, decodeURIComponent(pathname));
    const policy = searchParams.get("csp");
    if (policy) response.setHeader("content-security-policy", policy);
    if (instead.has(pathname)) {
      const [status, body] = instead.get(pathname);
      response.writeHead(status, { "content-type": "text/html" }).end(body);
    } else if (existsSync(path) && statSync(path).isFile()) {
      const type = TYPES[extname(path)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type }).end(readFileSync(path));
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${server.address().port}`;
});

after(async () => {
  await browser?.close();
  server?.close();
});

/** What a page leaves in `result`, or in another name. */
const resultOf = async (path, name = "result") => {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  try {
    await page.goto(new URL(path, origin).href);
    await page.waitForFunction((name) => globalThis[name] !== undefined, name, { timeout: 20_000 });
    return await page.evaluate((name) => globalThis[name], name);
  } catch (error) {
    throw new Error([...errors, error.message].join("\n"));
  } finally {
    await page.close();
  }
};

/** The result of `steps` in a page without bundler. */
const inPage = (name, steps, { entry, csp } = {}) => {
  write(folder, { [`${name}.js`]: script(steps, entry), [`${name}.html`]: html(`./${name}.js`) });
  return resultOf(`/${name}.html${csp ? `?csp=${encodeURIComponent(csp)}` : ""}`);
};

test("a page without bundler lints, however often init is called", async () => {
  assert.equal(await inPage("plain", "await Promise.all([init(), init()]); await init();"), found);
});

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

test("the README's page runs as it stands", async () => {
  const [, example] = /```html\n(.*?)```/s.exec(readme);
  const page = `<!doctype html><meta charset="utf-8">${IMPORT_MAP}<body><p>Offre à durée limitée, pour vous seulement</p>
    ${example}<script>setInterval(() => document.title && (globalThis.result = document.title), 20);</script>`;
  write(folder, { "readme.html": page });
  assert.equal(await resultOf("/readme.html"), "fr");
});

test("a page without bundler lints with the full build", async () => {
  assert.equal(await inPage("full", "await init();", { entry: "candor/full.js" }), found);
});

test("the inline entry needs neither init nor a file beside it", async () => {
  assert.equal(await inPage("inline", "", { entry: "candor/inline.js" }), found);
});

test("a module worker lints", async () => {
  write(folder, {
    "worker.js": script("await init();", "./node_modules/candor/web.js"),
    "worker.html": html("./starts-worker.js"),
    "starts-worker.js": `new Worker("./worker.js", { type: "module" }).onmessage = ({ data }) => (globalThis.result = data);`,
  });
  assert.equal(await resultOf("/worker.html"), found);
});

test("a call before init says that init is missing", async () => {
  const expected = "not-initialised | candor is not loaded yet | await init() once before the first call";
  assert.equal(await inPage("early", ""), expected);
});

test("a page whose policy forbids wasm is told what to allow", async () => {
  const csp = "script-src 'self' 'unsafe-inline'";
  const expected =
    "csp | the page's Content Security Policy forbids WebAssembly | add 'wasm-unsafe-eval' to its script-src";
  assert.equal(await inPage("strict", "await init();", { csp }), expected);
  assert.equal(await inPage("strict-inline", "", { csp, entry: "candor/inline.js" }), expected);
  assert.equal(await inPage("allowed", "await init();", { csp: `${csp} 'wasm-unsafe-eval'` }), found);
});

test("a missing wasm file is named, a start page in its place too, and init can be tried again", async () => {
  const path = "/node_modules/candor/candor.wasm";
  for (const [status, body, message] of [
    [404, "", "answers 404"],
    [200, "<!doctype html>", "is not a wasm file"],
  ]) {
    instead.set(path, [status, body]);
    const result = await inPage(`missing-${status}`, "await init();");
    instead.delete(path);
    assert.ok(result.startsWith(`wasm-missing | ${origin}${path} ${message} | serve it beside`), result);
  }
  instead.set("/once", [404, ""]);
  const again = `await init({ wasm: "/once" }).catch(() => init());`;
  assert.equal(await inPage("again", again), found);
});

test("a missing language file is named, and an unknown language is told the known ones", async () => {
  const locales = readdirSync(join(folder, "node_modules/candor/lang")).map((name) =>
    name.replace(".bin", ""),
  );
  const unknown = await inPage("dutch", `await init({ locales: ["en", "nl"] });`);
  const known = ["en", ...locales].join(", ");
  assert.equal(unknown, `unknown-locale | there is no language file for \`nl\` | use ${known}`);
  assert.ok(locales.length > 0);
  const [locale] = locales;
  const path = `/node_modules/candor/lang/${locale}.bin`;
  instead.set(path, [404, ""]);
  const missing = await inPage("missing-language", `await init({ locales: ["${locale}"] });`);
  instead.delete(path);
  assert.ok(
    missing.startsWith(`language-missing | ${origin}${path} answers 404 | serve the package's`),
    missing,
  );
});

test("every language is loaded from its file", async () => {
  const locales = readdirSync(join(folder, "node_modules/candor/lang")).map((name) =>
    name.replace(".bin", ""),
  );
  const list = JSON.stringify(locales);
  const steps = `await init({ locales: ${list} }); return candor.locales().join();`;
  assert.deepEqual((await inPage("languages", steps)).split(",").sort(), ["en", ...locales].sort());
});

test("esbuild bundles it; the README's line puts the files where base says", async () => {
  const line = readme.split("\n").find((line) => line.startsWith("mkdir -p public/candor"));
  run("sh", ["-c", line], { cwd: folder });
  const steps = `await init({ base: "/public/candor/", locales: ["fr"] });`;
  write(folder, { "esbuild/main.js": script(steps) });
  const outfile = join(folder, "esbuild/bundle.js");
  const entryPoints = [join(folder, "esbuild/main.js")];
  const conditions = ["browser"];
  await build({ entryPoints, outfile, conditions, bundle: true, format: "esm", logLevel: "error" });
  write(folder, { "esbuild.html": html("./esbuild/bundle.js") });
  assert.equal(await resultOf("/esbuild.html"), found);
});

test("Vite builds it with nothing configured", async () => {
  write(folder, { "vite/main.js": script("await init();"), "vite/index.html": html("./main.js") });
  const options = { outDir: "../vite-built", emptyOutDir: true };
  await viteBuild({
    root: join(folder, "vite"),
    base: "/vite-built/",
    build: options,
    logLevel: "error",
    configFile: false,
  });
  assert.equal(await resultOf("/vite-built/index.html"), found);
});

test("Vite serves it in development with nothing configured", async () => {
  write(folder, { "dev/main.js": script("await init();"), "dev/index.html": html("./main.js") });
  const vite = await viteServer({
    root: join(folder, "dev"),
    cacheDir: join(folder, "dev/cache"),
    server: { port: 0, host: "127.0.0.1", hmr: false },
    logLevel: "error",
    configFile: false,
  });
  await vite.listen();
  const { port } = vite.httpServer.address();
  const result = await resultOf(`http://127.0.0.1:${port}/index.html`).finally(() => vite.close());
  assert.equal(result, found);
});

test("webpack builds it with nothing configured, in a worker too", async () => {
  write(folder, {
    "webpack/main.js": `new Worker(new URL("./worker.js", import.meta.url), { type: "module" }).onmessage =
      ({ data }) => (globalThis.inWorker = data);
      ${script("await init();")}`,
    "webpack/worker.js": script("await init();"),
    "webpack.html": html("./webpack-built/main.js"),
  });
  const stats = await new Promise((done, failed) =>
    webpack(
      {
        context: folder,
        entry: "./webpack/main.js",
        mode: "production",
        output: { path: join(folder, "webpack-built"), publicPath: "/webpack-built/" },
      },
      (error, stats) => (error ? failed(error) : done(stats)),
    ),
  );
  assert.deepEqual(stats.toJson({ all: false, errors: true }).errors, []);
  assert.equal(await resultOf("/webpack.html"), found);
  assert.equal(await resultOf("/webpack.html", "inWorker"), found);
});

test("Rollup bundles it; the wasm file is copied and named by base", async () => {
  write(folder, { "rollup/main.js": script(`await init({ base: "/assets/candor" });`) });
  const plugins = [nodeResolve({ browser: true })];
  const bundle = await rollup({ input: join(folder, "rollup/main.js"), plugins });
  await bundle.write({ file: join(folder, "rollup/bundle.js"), format: "es", inlineDynamicImports: true });
  cpSync(join(folder, "node_modules/candor/candor.wasm"), join(folder, "assets/candor/candor.wasm"));
  write(folder, { "rollup.html": html("./rollup/bundle.js") });
  assert.equal(await resultOf("/rollup.html"), found);
});
