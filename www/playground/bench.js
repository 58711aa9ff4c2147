// Prints what a cold start of the playground costs over a slow line: node bench.js, after `cargo xtask build`.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { chromium } from "playwright-core";
import { CATEGORIES, LONG, line, longTasks } from "../bench/tasks.js";
import { serve } from "./serve.js";

/** Bytes a second, and milliseconds for a request to arrive. */
const LINE = { downloadThroughput: 150_000, uploadThroughput: 150_000, latency: 40, offline: false };

const dist = fileURLToPath(new URL("../../dist/playground", import.meta.url));
const server = await serve(0, { compressed: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});

/** Traces what `work` does to the page's main thread. */
const traced = async (page, work, address = server.url) => {
  await browser.startTracing(page, { categories: CATEGORIES });
  await work();
  return longTasks(await browser.stopTracing(), address);
};

/** Opens the page in a fresh profile and gives its moments, its bytes by file and its long tasks. */
const start = async () => {
  const context = await browser.newContext({ locale: "en-GB", serviceWorkers: "block" });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", LINE);
  const names = new Map();
  const bytes = new Map();
  cdp.on("Network.responseReceived", ({ requestId, response }) => names.set(requestId, response.url));
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) =>
    bytes.set(names.get(requestId)?.slice(server.url.length) || "index.html", encodedDataLength),
  );
  await page.addInitScript(() => {
    globalThis.moments = {};
    new MutationObserver(() => {
      if (document.querySelector(".score")) moments.first ??= performance.now();
      if (document.querySelector("[data-live]")) moments.live ??= performance.now();
    }).observe(document, { subtree: true, childList: true, attributes: true });
  });
  const tasks = await traced(page, async () => {
    await page.goto(server.url);
    await page.locator("[data-live]").waitFor({ state: "attached", timeout: 120_000 });
    await page.waitForTimeout(1000);
  });
  const moments = await page.evaluate(() => moments);
  await cdp.send("Network.emulateNetworkConditions", { ...LINE, downloadThroughput: -1, latency: 0 });
  const pasted = await traced(page, () => paste(page, 4000));
  // The same in a page with that field and nothing else: what no script can make shorter.
  const text = await page.locator("#copy").inputValue();
  await page.goto("about:blank");
  await page.setContent(`<textarea id="copy" style="width: 600px; height: 400px"></textarea>`);
  await page.locator("#copy").fill(text.slice(0, 1000));
  const bare = await traced(page, () => paste(page, 1000), "about:blank");
  await context.close();
  return { moments, bytes, tasks, pasted, bare };
};

/** 100 KB of what stands in the field come into it at once. */
const paste = (page, pause) =>
  page.evaluate(async (pause) => {
    const field = document.querySelector("#copy");
    field.value = `${field.value}\n`.repeat(Math.ceil(100_000 / field.value.length));
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, pause));
  }, pause);

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
const row = (bytes, what) => console.log(`${String(bytes).padStart(9)}  ${what}`);

try {
  // The first fills the server's memory of what it has packed.
  await start();
  const runs = [];
  for (let run = 0; run < 3; run++) runs.push(await start());
  const [{ bytes }] = runs;
  for (const [name, size] of bytes) row(size, name);
  const isCode = (name) => /\.wasm$|thread/.test(name);
  row(
    sum([...bytes].flatMap(([name, size]) => (isCode(name) ? [] : [size]))),
    "until the first, prepared result",
  );
  const stored = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1));
  const packed = (pattern) =>
    sum(
      stored
        .filter((name) => pattern.test(name))
        .map((name) => brotliCompressSync(readFileSync(join(dist, name))).length),
    );
  row(
    sum([...bytes.values()]) + packed(/^thread\.js$/),
    "until a reader's own English text is read; aim: 220 KB",
  );
  row(
    packed(/^(?!lang\/|start\/|examples\/|.*full).*$/),
    "the whole playground in English, as kept for when there is no network; aim: 500 KB",
  );
  row(packed(/full/), "the build for Markdown and media, when a file of these is opened");
  for (const name of stored.filter((name) => /^lang\//.test(name)).sort())
    row(packed(new RegExp(`^${name}$`)), `${name}, when it is first spoken`);
  const at = (name) => `${(median(runs.map(({ moments }) => moments[name])) / 1000).toFixed(2)} s`;
  console.log(
    `cold start at 150 KB/s, median of ${runs.length}: first result after ${at("first")}; aim: 2 s`,
  );
  console.log(`  the module reads for itself after ${at("live")}`);
  const best = (kind) => runs.map((run) => run[kind]).sort((a, b) => a.longest - b.longest)[runs.length >> 1];
  console.log(`tasks over ${LONG} ms of the main thread's own time, median run:`);
  console.log(`  at the start ${line(best("tasks"))}`);
  console.log(`  for a paste of 100 KB ${line(best("pasted"))}`);
  console.log(`  for the same in a bare field, without candor: ${line(best("bare"))}`);
} finally {
  await browser.close();
  server.close();
}
