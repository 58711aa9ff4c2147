// The built playground in headless Chromium, as its users meet it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { chromium } from "playwright-core";
import { serve } from "../serve.js";

const dist = fileURLToPath(new URL("../../../dist/playground", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
let server;
let context;
let page;
/** Addresses that the page asked for beside its own. */
let foreign = [];

before(async () => {
  server = await serve();
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
});
after(async () => {
  await browser?.close();
  server?.close();
});
beforeEach(async () => {
  await context?.close();
  foreign = [];
  context = await browser.newContext({ locale: "en-GB", permissions: ["clipboard-read", "clipboard-write"] });
  page = await context.newPage();
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(server.url) && !/^(blob|data):/.test(url)) foreign.push(url);
  });
  page.on("pageerror", (error) => assert.fail(error.stack));
});

/** Opens the playground and waits until it reads for itself. */
const open = async (path = "") => {
  await page.goto(server.url + path);
  await page.locator(".score").waitFor();
  await page.locator("[data-live]").waitFor({ state: "attached" });
};
/** Waits until files are kept for when there is no network; `waitForFunction` asks a promise but once. */
const kept = async (files) => {
  const all = (files) =>
    Promise.all(files.map((file) => caches.match(file))).then((found) => found.every(Boolean));
  for (let turn = 0; !(await page.evaluate(all, files)); turn++) {
    assert.ok(turn < 300, `${files} are not kept`);
    await page.waitForTimeout(100);
  }
};
/** Lets the module wait; gives what lets it go. */
const holdModule = async () => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/candor.wasm", async (route) => {
    await held;
    await route.continue();
  });
  return release;
};
/** The words under each of the browser's highlights. */
const underlined = () =>
  page.evaluate(() =>
    Object.fromEntries(
      [...CSS.highlights].flatMap(([name, ranges]) =>
        ranges.size > 0 ? [[name, [...ranges].map(String)]] : [],
      ),
    ),
  );
const findings = () => page.locator(".finding h3").allTextContents();
const write = async (text) => {
  await page.locator("#copy").fill(text);
  await page.waitForFunction((wanted) => document.querySelector("#copy").value === wanted, text);
  await page.waitForTimeout(400);
};

test("what is written is read at once, and a fix is one click and one undo", async () => {
  await open();
  assert.match((await findings()).join("\n"), /only 3 left in stock/);
  await write("Tea for the autumn.\n\nNo thanks, I don't care about my health");
  assert.deepEqual(await findings(), [
    "“No thanks, I don't care about my health” makes saying no look foolish or uncaring",
  ]);
  await page.getByRole("button", { name: "Replace with “No thanks”" }).click();
  await page.locator(".bars .fair").waitFor();
  assert.equal(await page.locator("#copy").inputValue(), "Tea for the autumn.\n\nNo thanks");
  await page.locator("#copy").press("Control+z");
  assert.equal(
    await page.locator("#copy").inputValue(),
    "Tea for the autumn.\n\nNo thanks, I don't care about my health",
  );
  assert.deepEqual(foreign, []);
});

test("the first result is there before the module is, and the module finds the same", async () => {
  const release = await holdModule();
  await page.goto(server.url);
  await page.locator(".score").waitFor();
  const before = await page.locator(".results").innerText();
  assert.match(before, /only 3 left in stock/);
  assert.equal(await page.locator("[data-live]").count(), 0);
  // An open detail stays open, since nothing changes beneath it.
  await page.locator(".finding summary").first().click();
  release();
  await page.locator("[data-live]").waitFor({ state: "attached" });
  await page.waitForTimeout(500);
  assert.equal(await page.locator(".finding details[open]").count(), 1);
  await page.locator(".finding summary").first().click();
  assert.equal(await page.locator(".results").innerText(), before);
});

test("who writes before the module is there is read when it is", async () => {
  const release = await holdModule();
  await page.goto(server.url);
  await page.locator(".score").waitFor();
  await page.locator("#copy").fill("Hurry, only 5 left in stock!");
  await page.getByText("candor is being loaded").waitFor();
  release();
  await page.locator(".score").waitFor();
  assert.match((await findings()).join(), /only 5 left in stock/);
});

test("that the module cannot be had is told in plain words, and the prepared result stays", async () => {
  await page.route("**/candor.wasm", (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto(server.url);
  const notice = page.locator(".notice");
  await notice
    .getByText("candor could not be loaded. Check the connection and load the page again.")
    .waitFor();
  assert.doesNotMatch(await notice.innerText(), /http|wasm|404/);
  assert.match((await findings()).join(), /only 3 left in stock/);
  await notice.getByRole("button", { name: "Close" }).click();
  await notice.waitFor({ state: "hidden" });
});

test("an empty field asks for copy, and copy without a fault has no list of faults", async () => {
  await open();
  await write("");
  await page.getByText("Write or paste something, or choose a sample.").waitFor();
  await write("Woven in Portugal from European flax.");
  await page.getByText("Nothing to mend by the words alone.").waitFor();
  assert.equal(await page.getByRole("heading", { name: /Findings/ }).count(), 0);
});

test("the page's own thread reads nothing: it has no module, and its worker has", async () => {
  await page.addInitScript(() => {
    globalThis.instances = 0;
    const { instantiate, Instance } = WebAssembly;
    WebAssembly.instantiate = (...values) => (globalThis.instances++, instantiate(...values));
    WebAssembly.Instance = function (...values) {
      globalThis.instances++;
      return new Instance(...values);
    };
  });
  await open();
  await write("Hurry, only 3 left in stock!");
  assert.equal((await findings()).length, 2);
  assert.equal(await page.evaluate(() => globalThis.instances), 0);
  assert.deepEqual(
    page.workers().map((worker) => new URL(worker.url()).pathname),
    ["/thread.js"],
  );
});

test("underlines follow what is written, and a question is not underlined as a fault", async () => {
  await open();
  await write("Tea. Hurry, only 3 left in stock!");
  assert.deepEqual(await underlined(), {
    "candor-info": ["Hurry"],
    "candor-warning": ["Hurry, only 3 left in stock"],
  });
  await write("Tea.");
  assert.deepEqual(await underlined(), {});
  await write("It can melt away stress.");
  assert.deepEqual(await underlined(), { "candor-info": ["melt away stress"] });
});

test("of many findings the first are drawn, and more when asked", async () => {
  await open();
  await write("Hurry, only 3 left in stock!\n\n".repeat(50));
  await page.getByRole("heading", { name: "Findings (100)" }).waitFor();
  assert.equal(await page.locator(".finding").count(), 20);
  await page.getByRole("button", { name: "80 more" }).click();
  assert.equal(await page.locator(".finding").count(), 40);
  assert.ok(
    await page
      .locator(".finding")
      .nth(20)
      .getByRole("button")
      .first()
      .evaluate((at) => at === document.activeElement),
  );
  for (const left of [60, 40, 20]) await page.getByRole("button", { name: `${left} more` }).click();
  assert.equal(await page.locator(".finding").count(), 100);
  assert.equal(await page.getByRole("button", { name: /more$/ }).count(), 0);
});

test("every sample is in its language, presses, and shows its innocent lines as such", async () => {
  await open();
  const samples = page.getByLabel("Samples");
  const count = (await samples.locator("option").count()) - 1;
  assert.equal(count, 9);
  for (let index = 0; index < count; index++) {
    await samples.selectOption(String(index));
    const text = await page.locator("#copy").inputValue();
    await page.waitForFunction(() => document.querySelectorAll(".finding").length >= 4, null, {
      timeout: 15_000,
    });
    const last = text.trim().split("\n").at(-1);
    // The last line of each tells of shipping and returns.
    for (const message of await findings()) assert.ok(!message.includes(last), message);
  }
});

test("facts answer questions", async () => {
  await open();
  await write("For a limited time only: double points.");
  await page.getByRole("heading", { name: "Questions" }).waitFor();
  await page.getByText("Facts").first().click();
  await page.getByLabel("The offer ends on").fill("2099-12-31");
  await page.getByLabel("The offer ends on").blur();
  await page.locator(".bars .fair").waitFor();
});

test("before and after stand side by side with their scores", async () => {
  await open();
  await page.getByRole("button", { name: "Before and after" }).click();
  await page.getByRole("button", { name: "Apply every fix" }).click();
  await page.waitForFunction(() => {
    const [before, after] = document.querySelectorAll(".side .ring .number");
    return Number(after?.textContent) > Number(before?.textContent);
  });
  assert.match(await page.locator(".side pre").first().textContent(), /I don't care about my health/);
  assert.doesNotMatch(await page.locator(".side pre").last().textContent(), /I don't care about my health/);
});

test("a link carries the text in its fragment", async () => {
  await open();
  await write("Only 2 left, and 🎁 for you.");
  await page.getByRole("button", { name: "Copy link" }).click();
  // The clipboard is written a moment after the click.
  const start = `${server.url}#`;
  const copied = async (start) => (await navigator.clipboard.readText()).startsWith(start);
  await page.waitForFunction(copied, start);
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.goto("about:blank");
  await page.goto(link);
  await page.locator(".finding").first().waitFor();
  assert.equal(await page.locator("#copy").inputValue(), "Only 2 left, and 🎁 for you.");
});

test("files are read by what they are, and what is none is told", async () => {
  await open();
  const file = page.locator("input[type=file]");
  const bytes = (text) => Buffer.from(text);
  await file.setInputFiles({
    name: "a.html",
    mimeType: "text/html",
    buffer: bytes("<p>Only <b>3</b> left in stock!</p>"),
  });
  await page.getByText("“Only 3 left in stock”").first().waitFor();
  await file.setInputFiles({
    name: "a.md",
    mimeType: "text/markdown",
    buffer: bytes("# Tea\n\n`act now` is code. Only **3** left in stock!\n"),
  });
  await page.waitForFunction(() => document.querySelector("#copy").value.startsWith("# Tea"));
  await page.waitForTimeout(3000);
  assert.equal((await findings()).length, 1);
  await file.setInputFiles({ name: "a.bin", mimeType: "", buffer: Buffer.from([0, 1, 2, 0xff]) });
  await page.getByText("a.bin is no text that candor can read").waitFor();
});

/** Lets a file fall on the page. */
const drop = (name, type, text) =>
  page.evaluate(
    ([name, type, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], name, { type }));
      for (const kind of ["dragover", "drop"])
        document.body.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    },
    [name, type, text],
  );

test("a dropped file is read, and a dropped picture says what its own mark says", async () => {
  await open();
  await drop("a.txt", "text/plain", "Only 3 left in stock!");
  await page.waitForFunction(() => document.querySelector("#copy").value === "Only 3 left in stock!");
  const source = (name) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:i="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" i:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/${name}"/></rdf:RDF></metadata></svg>`;
  const notice = page.locator(".notice");
  await drop("made.svg", "image/svg+xml", source("trainedAlgorithmicMedia"));
  await notice.getByText("“made.svg” carries a mark that says AI made it").waitFor();
  assert.match(await notice.innerText(), /Marks in made\.svg\s+iptc trainedAlgorithmicMedia/);
  await drop("taken.svg", "image/svg+xml", source("digitalCapture"));
  await notice.getByText("Marks in taken.svg").waitFor();
  assert.doesNotMatch(await notice.innerText(), /AI made it/);
  await drop("bare.svg", "image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>");
  await notice.getByText("No machine-readable AI mark was found").waitFor();
});

test("what a market asks for is a table, with the notice to put in", async () => {
  await open();
  await page.getByText("Facts").first().click();
  await page.getByLabel("CN", { exact: true }).check();
  await page.getByLabel("Written by AI").check();
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "CN" }) });
  await row.getByText("Required: Missing").waitFor();
  assert.equal(await page.getByRole("columnheader").count(), 4);
  // Where no duty applies nothing is in order, and nothing is missing.
  await page.getByLabel("EU", { exact: true }).check();
  const eu = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "EU" }) });
  await eu.waitFor();
  assert.deepEqual(
    [await row.getAttribute("data-level"), await eu.getAttribute("data-level")],
    ["error", "none"],
  );
  await row.getByRole("button", { name: /^Insert “/ }).click();
  await row.getByText("Required: In place").waitFor();
  assert.match(await page.locator("#copy").inputValue(), /AI/);
});

test("the report is saved as a page that stands alone", async () => {
  await open();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save report" }).click();
  const report = readFileSync(await (await download).path(), "utf8");
  assert.match(report, /^<!doctype html>/);
  assert.match(report, /scarcity\/low-stock-count/);
  assert.doesNotMatch(report, /<script|src=|@import/);
});

test("the catalogue shows every rule with examples and is searched", async () => {
  await page.goto(`${server.url}#rules`);
  await page.locator(".rule").first().waitFor();
  const all = await page.locator(".rule").count();
  assert.ok(all >= 60, String(all));
  await page.getByRole("searchbox").fill("countdown");
  await page.waitForFunction((all) => document.querySelectorAll(".rule").length < all, all);
  const rule = page.locator("[id='urgency/countdown']");
  await rule.locator("summary").click();
  assert.ok((await rule.locator(".examples mark").count()) > 0);
});

test("every interface language speaks for itself", async () => {
  const seen = new Set();
  for (const lang of ["en", "zh-Hant", "zh-Hans", "ja", "ko", "de", "fr", "es"]) {
    await open(`?lang=${lang}`);
    assert.equal(await page.locator("html").getAttribute("lang"), lang);
    seen.add(await page.locator("header p").textContent());
    // Messages are in the interface's language too: a reader may not know that of the copy.
    assert.ok((await findings()).length >= 4, lang);
  }
  assert.equal(seen.size, 8);
});

test("it works without a network once it was there, in the language that it spoke", async () => {
  for (const [lang, text] of [
    ["en", "Hurry, only 3 left in stock!"],
    ["de", "Nur noch 3 Stück auf Lager!"],
  ]) {
    await open(`?lang=${lang}`);
    // What the page has used is kept after it is served from here.
    await kept(["candor.wasm", `start/${lang}.json`, ...(lang === "en" ? [] : [`lang/${lang}.bin`])]);
    await context.setOffline(true);
    await page.reload();
    await page.locator("[data-live]").waitFor({ state: "attached" });
    await write(text);
    assert.ok((await findings()).length > 0, lang);
    await context.setOffline(false);
  }
});

test("axe finds nothing, wide and narrow, light and dark", async () => {
  for (const [path, ready] of [
    ["", ".score"],
    ["#rules", ".rule"],
  ]) {
    for (const colorScheme of ["light", "dark"]) {
      for (const width of [1280, 375]) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme });
        await page.goto("about:blank");
        await page.goto(server.url + path);
        await page.locator(ready).first().waitFor();
        for (const summary of await page.locator(".author > summary").all())
          if (await summary.isVisible()) await summary.click();
        if (path === "") {
          await page.getByLabel("CN", { exact: true }).check();
          await page.getByLabel("Written by AI").check();
          await page.getByRole("rowheader", { name: "CN" }).waitFor();
          await page.getByRole("button", { name: "Before and after" }).click();
          await page.locator(".side").first().waitFor();
        } else {
          await page.locator(".rule summary").first().click();
        }
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        assert.deepEqual(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`),
          [],
          `${path} ${colorScheme} ${width}`,
        );
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(overflow <= 0, `${path} is ${overflow} px too wide at ${width}`);
      }
    }
  }
});

test("everything can be reached and used by keyboard", async () => {
  await open();
  // Whatever can be used has a name, and the Tab key reaches it.
  const reached = [];
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press("Tab");
    const [tag, name] = await page.evaluate(() => {
      const { activeElement: at } = document;
      const label = at.ariaLabel ?? at.closest("label")?.textContent ?? at.textContent;
      return [at.localName, label?.trim() ?? ""];
    });
    if (tag === "body") break;
    assert.notEqual(name, "", tag);
    reached.push(name);
  }
  for (const name of ["Check", "Rules", "Language", "Samples", "Your copy", "Copy link", "Save report"])
    assert.ok(reached.includes(name), `${name} in ${reached.join(", ")}`);
  await page.locator("#copy").focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("F8");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
});

test("how a reading went is said once, and short", async () => {
  await open();
  const status = page.locator("main > .desk > [role=status]");
  await write("Hurry, only 3 left in stock!");
  assert.match(await status.textContent(), /^\d+ of 100\. Findings: 2$/);
  // The findings themselves are no live region.
  assert.equal(await page.locator(".results").getAttribute("aria-live"), null);
});

test("the first result needs 25 KB, and beside the module little more is ever needed", async (t) => {
  const asked = new Set();
  page.on("request", (request) => asked.add(new URL(request.url()).pathname.slice(1) || "index.html"));
  const wasm = brotliCompressSync(readFileSync(join(dist, "candor.wasm"))).length;
  const size = (name) => brotliCompressSync(readFileSync(join(dist, name))).length;
  const sum = (names) =>
    names
      .filter((name) => !/^(offline\.js|icon\.svg|favicon\.ico)$/.test(name))
      .reduce((sum, name) => sum + size(name), 0);
  const release = await holdModule();
  await page.goto(server.url);
  await page.locator(".score").waitFor();
  const first = sum([...asked].filter((name) => name !== "candor.wasm"));
  assert.ok(!asked.has("thread.js"), [...asked].join());
  release();
  await page.locator("[data-live]").waitFor({ state: "attached" });
  const live = sum([...asked]);
  assert.ok(asked.has("thread.js"), [...asked].join());
  t.diagnostic(
    `first result: ${(first / 1000).toFixed(1)} KB brotli; every reading after it: ${(live / 1000).toFixed(1)}, of which wasm ${(wasm / 1000).toFixed(1)}; the aim is 220`,
  );
  assert.ok(first <= 25_000, `${first} bytes before the first result`);
  assert.ok(live - wasm <= 29_000, `${live - wasm} bytes beside the module`);
  assert.ok(live <= 500_000, `${live} bytes until a reader's own text is read`);
  // Neither the build for Markdown and pictures nor a language is fetched before it is needed.
  assert.deepEqual(
    [...asked].filter((name) => /full|^lang/.test(name)),
    [],
  );
});
