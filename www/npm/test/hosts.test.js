import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, test } from "node:test";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { found, install, project, root, use, write } from "./consumer.js";

const modules = join(root, "www/node_modules");
const esm = (entry) => `import { Linter } from "${entry}";${use}console.log(found);`;
const cjs = (entry) => `const { Linter } = require("${entry}");${use}console.log(found);`;
const folder = project({
  "esm.mjs": esm("candor"),
  "inline.mjs": esm("candor/inline"),
  "cjs.cjs": cjs("candor"),
  "worker/main.js": `import { Linter } from "candor";
    export default { fetch() {${use} return new Response(found); } };`,
  "worker/inline.js": `import { Linter } from "candor/inline";
    const attempt = () => {${use} return found; };
    export default { fetch() {
      try { return new Response(attempt()); } catch ({ code, cure }) { return new Response(code + ": " + cure); }
    } };`,
});

/** A program that npm brings for some systems; a host that is not there is not tested, and loudly so. */
const where = (name, paths) => {
  const path = paths.find((path) => existsSync(path));
  return { path, skip: path ? false : `${name.toUpperCase()} IS NOT TESTED: npm has none for this system` };
};
const inScope = (scope, file) =>
  existsSync(join(modules, scope))
    ? readdirSync(join(modules, scope)).map((name) => join(modules, scope, name, file))
    : [];

const lines = (program, args) => {
  const { stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: "utf8" });
  return (stdout + stderr).trim();
};

const deno = where("Deno", inScope("@deno", "deno"));
test("Deno lints, with the wasm file and inline", { skip: deno.skip }, () => {
  const args = ["run", "--quiet", "--no-remote", "--node-modules-dir=manual", "--allow-read"];
  assert.equal(lines(deno.path, [...args, "esm.mjs"]), found);
  assert.equal(lines(deno.path, [...args, "inline.mjs"]), found);
});

const bun = where("Bun", inScope("@oven", "bin/bun"));
test("Bun lints, imported and required, with the wasm file and inline", { skip: bun.skip }, () => {
  for (const script of ["esm.mjs", "cjs.cjs", "inline.mjs"]) assert.equal(lines(bun.path, [script]), found);
});

const workerd = where("workerd", inScope("@cloudflare", "bin/workerd"));
test(
  "workerd lints with the compiled module, and is told what to import instead of inline",
  { skip: workerd.skip },
  async () => {
    const ask = async (name) => {
      const outdir = join(folder, "worker/out");
      await build({
        entryPoints: [join(folder, `worker/${name}.js`)],
        outdir,
        bundle: true,
        format: "esm",
        conditions: ["workerd", "worker", "browser"],
        external: ["*.wasm"],
        logLevel: "error",
      });
      cpSync(join(folder, "node_modules/candor/candor-full.wasm"), join(outdir, "candor-full.wasm"));
      write(outdir, {
        "config.capnp": `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (compatibilityDate = "2026-01-01", modules = [
    (name = "${name}.js", esModule = embed "${name}.js"),
    (name = "candor-full.wasm", wasm = embed "candor-full.wasm")]))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]);`,
      });
      const child = spawn(workerd.path, ["serve", "--control-fd=1", join(outdir, "config.capnp")], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      try {
        for await (const text of child.stdout.setEncoding("utf8")) {
          const port = /"event":"listen".*"port":(\d+)/.exec(text)?.[1];
          if (port) return await (await fetch(`http://127.0.0.1:${port}/`)).text();
        }
        return `it ended with ${child.exitCode}`;
      } finally {
        child.kill();
      }
    };
    assert.equal(await ask("main"), found);
    assert.equal(await ask("inline"), "wasm-refused: import from `candor`, which brings a compiled module");
  },
);

// Next.js finds itself and React above: a project inside `www`, whose modules are the one install of all tests.
const site = mkdtempSync(join(root, "www/.consumer-"));
after(() => rmSync(site, { recursive: true, force: true }));

test("Next.js lints on the server and in the browser with nothing configured", async () => {
  write(site, {
    "package.json": '{ "private": true, "type": "module" }',
    "app/layout.js": `export default ({ children }) => <html lang="en"><body>{children}</body></html>;`,
    "app/page.js": `import { Linter } from "candor";
      import Client from "./client.js";
      export const dynamic = "force-dynamic";
      export default function Page() {${use}
        return <main><p id="server">{found}</p><Client /></main>;
      }`,
    "app/client.js": `"use client";
      import { useEffect, useState } from "react";
      import { init, Linter } from "candor";
      const lint = async () => { await init(); ${use} return found; };
      export default function Client() {
        const [result, set] = useState("");
        useEffect(() => void lint().then(set, (error) => set(String(error))), []);
        return <p id="client">{result}</p>;
      }`,
  });
  install(site);
  const next = (...args) => [join(modules, "next/dist/bin/next"), ...args];
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
  const built = spawnSync(process.execPath, next("build"), { cwd: site, env, encoding: "utf8" });
  assert.equal(built.status, 0, built.stdout + built.stderr);
  const port = await freePort();
  const started = next("start", "--port", String(port), "--hostname", "127.0.0.1");
  const child = spawn(process.execPath, started, { cwd: site, env, stdio: ["ignore", "pipe", "inherit"] });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    for await (const text of child.stdout.setEncoding("utf8")) if (/Ready/.test(text)) break;
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    assert.equal(await page.textContent("#server"), found);
    await page.waitForFunction(() => document.querySelector("#client").textContent !== "");
    assert.equal(await page.textContent("#client"), found);
  } finally {
    await browser.close();
    child.kill();
  }
});

const freePort = () =>
  new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
