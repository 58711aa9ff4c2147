// Decap CMS with its in-browser backend, from the empty entry to the published post. BLESS=1 takes its picture anew.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { Linter } from "../../../dist/npm/node.js";
import { serve } from "../../examples/start.js";

const docs = fileURLToPath(new URL("../../../docs/editors", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let server;
let browser;
before(async () => {
  server = await serve("decap");
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const untilUnderlined = async (page, words) => {
  const expected = words.toSorted();
  const found = () =>
    page.evaluate(() =>
      ["error", "warning", "info"]
        .flatMap((severity) =>
          [...(CSS.highlights.get(`candor-${severity}`) ?? [])].map((range) => `${severity}: ${range}`),
        )
        .sort(),
    );
  const end = Date.now() + 15_000;
  while (JSON.stringify(await found()) !== JSON.stringify(expected)) {
    if (Date.now() > end) return assert.deepEqual(await found(), expected);
    await page.waitForTimeout(100);
  }
};

/** What axe-core finds in candor's own elements. */
const violations = async (page) => {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const own = ["candor-panel", "candor-card", "candor-check"].filter((name) =>
      document.querySelector(name),
    );
    const { violations } = await globalThis.axe.run({ include: own });
    return violations.map(({ id, nodes }) => [id, ...nodes.map(({ failureSummary }) => failureSummary)]);
  });
};

test("Decap CMS: from an empty entry to the published post", async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(15_000);
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error.stack ?? error)));
  await page.goto(server.resolvedUrls.local[0], { timeout: 120_000 });
  await page.getByRole("button", { name: "Login" }).click({ timeout: 120_000 });
  await page.getByRole("heading", { name: "Posts" }).waitFor();
  await page.evaluate(() => (location.hash = "#/collections/posts/new"));

  const body = page.locator("[data-slate-editor]");
  await page.getByLabel("Title").fill("Only 2 left in stock");
  await page.getByLabel("Summary").fill("Blankets & more\n\nNo thanks, I hate saving money");
  await body.click();
  await page.keyboard.type("Washed by hand, ");
  await page.keyboard.press("Control+b");
  await page.keyboard.type("for a limited time");
  await page.keyboard.press("Control+b");
  await page.keyboard.type(" only.");
  await page.keyboard.press("Enter");
  await page.keyboard.type("No thanks, I prefer paying full price");
  const TITLE = "warning: Only 2 left in stock";
  const SUMMARY = "error: No thanks, I hate saving money";
  const TIME = "warning: for a limited time only";
  const SHAME = "error: No thanks, I prefer paying full price";
  await untilUnderlined(page, [TITLE, SUMMARY, TIME, SHAME]);

  // One walk through all fields, by key.
  const card = page.getByRole("dialog", { name: "Finding" });
  const panel = page.locator("candor-panel");
  await page.getByLabel("Title").focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("F8");
  await card.getByText("1 of 4").waitFor();
  await page.keyboard.press("F8");
  await card.getByText("2 of 4").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.localName), "textarea");
  assert.deepEqual(await violations(page), []);
  await card.getByRole("button", { name: "Replace with “No thanks”" }).click();
  assert.equal(await page.getByLabel("Summary").inputValue(), "Blankets & more\n\nNo thanks");
  await page.keyboard.press("Control+z");
  assert.equal(
    await page.getByLabel("Summary").inputValue(),
    "Blankets & more\n\nNo thanks, I hate saving money",
  );
  await page.keyboard.press("Control+Shift+z");
  await untilUnderlined(page, [TITLE, TIME, SHAME]);

  // By mouse in the rich text, whose document is Slate's.
  const words = await body.getByText("I prefer paying").boundingBox();
  await page.mouse.move(words.x + 30, words.y + words.height / 2);
  await page.mouse.move(words.x + 32, words.y + words.height / 2);
  await card.getByText("3 of 3").waitFor();
  if (process.env.BLESS) {
    mkdirSync(docs, { recursive: true });
    await page.screenshot({ path: join(docs, "decap.png") });
  }
  await card.getByRole("button", { name: "Replace with “No thanks”" }).click();
  await untilUnderlined(page, [TITLE, TIME]);
  assert.equal(await body.innerText(), "Washed by hand, for a limited time only.\n\nNo thanks");
  await page.keyboard.press("Control+z");
  await untilUnderlined(page, [TITLE, TIME, SHAME]);
  await page.keyboard.press("Control+Shift+z");
  await untilUnderlined(page, [TITLE, TIME]);

  // Accepted with a reason, in a field of its own.
  await panel.getByRole("button", { name: /Only 2 left in stock/ }).click();
  await card.getByRole("button", { name: "Ignore…" }).click();
  await card.getByRole("textbox").fill("the shop shows live stock");
  await card.getByRole("button", { name: "Ignore", exact: true }).click();
  await untilUnderlined(page, [TIME]);
  await page.getByText("Only 2 left in stock: the shop shows live stock").waitFor();

  await panel.getByLabel("Markets").fill("FR");
  await panel.getByLabel("Written by AI").check();
  await panel.getByLabel(/public interest/).selectOption("Yes");
  await panel.getByText("There is no notice.").waitFor();

  // The check holds the first try back; the second is meant.
  const check = page.getByRole("dialog", { name: "Before you publish" });
  const publish = async () => {
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByText("Publish now").click();
  };
  await publish();
  await check.getByText("Findings: 1").waitFor();
  await check.getByText("Required notices not in place: 1").waitFor();
  assert.deepEqual(await violations(page), []);
  await check.getByRole("button", { name: "Go back to the text" }).click();
  await page.getByText("Not published: the text was opened again.").first().waitFor();
  assert.equal(await page.evaluate(() => Object.keys(globalThis.repoFiles.posts ?? {}).length), 0);
  await body.click();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("This text was generated by AI.");
  await panel.getByText("In place").waitFor();
  await publish();
  await check.getByText("Findings: 1").waitFor();
  assert.equal(await check.getByText("Required notices").count(), 0);
  await check.getByRole("button", { name: "Publish as it is" }).click();
  await page.waitForFunction(() => Object.keys(globalThis.repoFiles.posts ?? {}).length === 1);

  // What was published is read alike outside of the CMS: facts lie in its front matter.
  const file = await page.evaluate(() => Object.values(globalThis.repoFiles.posts)[0].content);
  assert.match(file, /^title: Only 2 left in stock$/m);
  assert.match(file, /Washed by hand, \*\*for a limited time\*\* only\./);
  assert.match(file, /^ {2}publicInterest: true$/m);
  assert.match(file, /^ {4}reason: the shop shows live stock$/m);
  const report = new Linter().lint({ text: file, format: "markdown" });
  assert.deepEqual(
    report.disclosures.map(({ market, content, status }) => [market, content, status]),
    [["FR", "ai-generated", "valid"]],
  );
  // Decap rejects a promise of its own, without a reason, when a publication was stopped; nothing else went wrong.
  assert.deepEqual(errors, [""]);
  await page.close();
});
