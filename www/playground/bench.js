// Prints what a cold start of the playground costs over a slow line: node bench.js, after `cargo xtask build`.
import { chromium } from "playwright-core";
import { serve } from "./serve.js";

/** Bytes a second, and milliseconds for a request to arrive. */
const LINE = { downloadThroughput: 150_000, uploadThroughput: 150_000, latency: 40, offline: false };

const server = await serve(0, { compressed: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});

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
    globalThis.tasks = [];
    new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({ type: "longtask", buffered: true });
    new MutationObserver(() => {
      if (document.querySelector(".score")) moments.first ??= performance.now();
      if (document.querySelector("[data-live]")) moments.live ??= performance.now();
    }).observe(document, { subtree: true, childList: true, attributes: true });
  });
  await page.goto(server.url);
  await page.locator("[data-live]").waitFor({ state: "attached", timeout: 120_000 });
  await page.waitForTimeout(1000);
  const { moments, tasks } = await page.evaluate(() => ({ moments, tasks }));
  // A page of 100 KB that is pasted.
  await cdp.send("Network.emulateNetworkConditions", { ...LINE, downloadThroughput: -1, latency: 0 });
  const pasted = await page.evaluate(async () => {
    tasks.length = 0;
    const field = document.querySelector("#copy");
    const text = `${field.value}\n`.repeat(Math.ceil(100_000 / field.value.length));
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 4000));
    return tasks;
  });
  await context.close();
  return { moments, bytes, tasks, pasted };
};

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const list = (tasks) => `${tasks.length} (${tasks.map(Math.round).join(", ")} ms)`;

try {
  // The first fills the server's memory of what it has packed.
  await start();
  const runs = [];
  for (let run = 0; run < 3; run++) runs.push(await start());
  const [{ bytes, tasks, pasted }] = runs;
  for (const [name, size] of bytes) console.log(`${String(size).padStart(9)}  ${name}`);
  console.log(
    `${String([...bytes.values()].reduce((a, b) => a + b)).padStart(9)}  bytes over the line, heads with them`,
  );
  const at = (name) => `${(median(runs.map(({ moments }) => moments[name])) / 1000).toFixed(2)} s`;
  console.log(
    `cold start at 150 KB/s, median of ${runs.length}: first result after ${at("first")}; aim: 2 s`,
  );
  console.log(`  the module reads for itself after ${at("live")}`);
  console.log(
    `tasks over 50 ms on the main thread: at the start ${list(tasks)}, for a paste of 100 KB ${list(pasted)}`,
  );
} finally {
  await browser.close();
  server.close();
}
