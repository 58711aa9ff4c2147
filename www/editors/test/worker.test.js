// The linter in a thread of its own.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { settled, start } from "./browser.js";

let browser;
before(async () => {
  browser = await start(["worker"]);
});
after(() => browser?.stop());

const texts = (page) => page.evaluate(() => globalThis.candor.findings.map(({ text }) => text));

test("an editor is read in a worker, in the languages that it was started with", async () => {
  const page = await browser.open("worker");
  await page.evaluate(() =>
    globalThis.subject.set(
      "<p>Blankets of wool, and <b>only 3</b> left in stock.</p><p>Nos couvertures sont en laine, et il ne reste plus que 3 articles en stock.</p>",
    ),
  );
  await settled(page);
  assert.deepEqual(await texts(page), ["only 3 left in stock", "il ne reste plus que 3 articles en stock"]);
  await page.evaluate(() => document.querySelector("#editor p").prepend("New. "));
  await settled(page);
  assert.equal((await texts(page)).length, 2);
  const same = await page.evaluate(async () => {
    const { report } = globalThis.candor;
    const text = "<p>only 3 left in stock</p>";
    const whole = await globalThis.linter.lint({ text, format: "html" });
    const rules = await globalThis.linter.rules("de");
    return [
      report.diagnostics[0].rule,
      whole.diagnostics[0].rule,
      rules.some(({ id }) => id === whole.diagnostics[0].rule),
    ];
  });
  assert.deepEqual(same, ["scarcity/low-stock-count", "scarcity/low-stock-count", true]);
  assert.deepEqual(page.errors, []);
  await page.close();
});

test("errors keep their class and code on the way between threads", async () => {
  const page = await browser.open("worker");
  const codes = await page.evaluate(async () => [
    await globalThis.failure(globalThis.linter.lint({ text: "# Title", format: "markdown" })),
    await globalThis.failure(globalThis.startWorker({ init: { base: "/nowhere/" } })),
    await globalThis.failure(globalThis.startWorker({ rules: { "no/such-rule": "off" } })),
  ]);
  assert.deepEqual(codes, ["needs-full", "wasm-missing", "unknown-rule"]);
  await page.close();
});

test("a report of many findings comes in parts of bounded size, in their order", async () => {
  const page = await browser.open("worker");
  const { parts, starts } = await page.evaluate(async () => {
    const worker = new Worker("/candor/editors/worker-thread.js", { type: "module" });
    const parts = [];
    worker.addEventListener("message", ({ data: [, value, , part] }) =>
      parts.push((part ?? value?.diagnostics ?? []).length),
    );
    const linter = await globalThis.startWorker({ worker });
    const { diagnostics } = await linter.lint("Only 3 left in stock.\n\n".repeat(1000));
    linter.terminate();
    return { parts, starts: diagnostics.map(({ span }) => span.start) };
  });
  assert.equal(starts.length, 1000);
  assert.deepEqual(
    starts,
    starts.toSorted((a, b) => a - b),
  );
  assert.ok(Math.max(...parts) <= 250, parts.join());
  await page.close();
});

test("a worker is given more languages while it runs", async () => {
  const page = await browser.open("worker");
  const found = await page.evaluate(async () => {
    const linter = await globalThis.startWorker({ lang: "en" });
    const text = "Nur noch 3 Stück auf Lager!";
    const rules = async () => (await linter.lint(text)).diagnostics.map(({ rule }) => rule);
    const before = await rules();
    await linter.init({ locales: ["de"] });
    return [before, await rules()];
  });
  assert.deepEqual(found, [[], ["scarcity/low-stock-count"]]);
  await page.close();
});

test("what was asked of a worker that ends is refused, not forgotten", async () => {
  const page = await browser.open("worker");
  const outcome = await page.evaluate(async () => {
    const thread = new Worker("/nowhere.js", { type: "module" });
    return globalThis.failure(globalThis.startWorker({ worker: thread }));
  });
  assert.match(outcome, /candor's worker ended/);
  await page.close();
});
