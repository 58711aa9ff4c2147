// Pages with one editor each, bundled and served, and a browser to drive them.
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const here = fileURLToPath(new URL(".", import.meta.url));
export const dist = join(here, "../../../dist/npm");
const TYPES = { ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };

/** The package as it was built, never its sources. */
const packaged = {
  name: "packaged",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^candor$/ }, () => ({ path: "/candor/web.js", external: true }));
    onResolve({ filter: /^candor\// }, ({ path }) => {
      const name = path.slice("candor/".length);
      return { path: `/candor/${name.startsWith("editors/") ? name : `editors/${name}`}.js`, external: true };
    });
  },
};

/**
 * Bundles `names` of pages/ and serves them; `open` gives a page.
 *
 * @param {readonly string[]} names
 */
export const start = async (names) => {
  const out = mkdtempSync(join(tmpdir(), "candor-editors-"));
  await build({
    entryPoints: names.map((name) => join(here, "pages", `${name}.js`)),
    outdir: out,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2023",
    plugins: [packaged],
    logLevel: "error",
    loader: { ".svg": "dataurl", ".woff2": "dataurl" },
  });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const page = /^\/([\w-]+)\.html$/.exec(pathname)?.[1];
    if (page) {
      const css = existsSync(join(out, `${page}.css`)) ? `<link rel="stylesheet" href="/${page}.css">` : "";
      response.writeHead(200, { "content-type": "text/html" }).end(
        `<!doctype html><html lang="en"><meta charset="utf-8"><title>${page}</title>${css}
<link rel="icon" href="data:,"><style>body{font:16px/1.6 sans-serif;margin:2rem}
#editor{width:40rem;min-height:8rem}.ProseMirror{white-space:pre-wrap}</style>
<main><h1>Copy</h1><div id="editor"></div></main><script type="module" src="/${page}.js"></script></html>`,
      );
      return;
    }
    const path = pathname.startsWith("/candor/") ? join(dist, pathname.slice(8)) : join(out, pathname);
    if (!existsSync(path) || !statSync(path).isFile()) return response.writeHead(404).end();
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type }).end(readFileSync(path));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  return {
    /** A page whose editor is ready; what it throws fails the test that closes it. */
    open: async (name, { query = "", ...options } = {}) => {
      const page = await browser.newPage({ viewport: { width: 900, height: 700 }, ...options });
      page.setDefaultTimeout(5000);
      page.errors = [];
      page.on("pageerror", (error) => page.errors.push(String(error.stack ?? error)));
      page.on("console", (message) => message.type() === "error" && page.errors.push(message.text()));
      await page.goto(`${origin}/${name}.html${query}`);
      try {
        await page.waitForFunction(() => globalThis.subject && globalThis.candor, null, { timeout: 20_000 });
      } catch (error) {
        throw new Error([...page.errors, error.message].join("\n"));
      }
      return page;
    },
    stop: async () => {
      await browser.close();
      server.close();
      rmSync(out, { recursive: true, force: true });
    },
  };
};

/** Settles when all that was written has been read and painted. */
export const settled = (page) => page.evaluate(() => globalThis.candor.settled());
export const underlined = (page) => page.evaluate(() => globalThis.underlined().sort());

const PARAGRAPH = "Our blankets are woven of wool and washed by hand before they leave the house. ";

/** Pastes over 100 KB of innocent copy, with one finding at its end, where the caret is. */
export const paste = (page) =>
  page.evaluate(
    (text) => {
      const target = document.querySelector("iframe")?.contentDocument.body ?? document.activeElement;
      const view = target.ownerDocument.defaultView;
      const clipboardData = new view.DataTransfer();
      clipboardData.setData("text/plain", text);
      const paste = new view.ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
      // A plain field leaves pasting to the browser, which trusts no event of a script.
      if (target.dispatchEvent(paste)) target.ownerDocument.execCommand("insertText", false, text);
    },
    `${Array.from({ length: 100 }, () => PARAGRAPH.repeat(13)).join("\n\n")}\n\nOnly 3 left in stock.`,
  );
