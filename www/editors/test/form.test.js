// Fields read as one text, and the question before it is published.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { settled, start, underlined } from "./browser.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => {
  browser = await start(["form"]);
});
after(() => browser?.stop());

const opened = async (options) => {
  const page = await browser.open("form", options);
  await page.evaluate(() => globalThis.subject.set("<p>For a limited time only.</p>"));
  await page.getByLabel("Title").fill("Smith & Co: only 3 left in stock");
  await settled(page);
  return page;
};

test("fields are one text in the order in which they stand, escapes and all", async () => {
  const page = await opened();
  assert.deepEqual(await underlined(page), [
    "warning: For a limited time only",
    "warning: only 3 left in stock",
  ]);
  const findings = await page.evaluate(() => globalThis.candor.findings.map(({ text }) => text));
  assert.deepEqual(findings, ["only 3 left in stock", "For a limited time only"]);
  await page.getByLabel("Title").focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("F8");
  const selected = () =>
    page.evaluate(() => {
      const { activeElement } = document;
      if (activeElement.localName !== "input") return String(getSelection());
      return activeElement.value.slice(activeElement.selectionStart, activeElement.selectionEnd);
    });
  assert.equal(await selected(), "only 3 left in stock");
  await page.keyboard.press("F8");
  await page.getByText("2 of 2").waitFor();
  assert.equal(await selected(), "For a limited time only");
  assert.deepEqual(page.errors, []);
  await page.close();
});

test("a field that goes takes its underlines with it", async () => {
  const page = await opened();
  await page.evaluate(() => {
    const input = document.createElement("input");
    document.querySelector("#editor").append(input);
    input.value = "No thanks, I hate saving money";
    globalThis.remove = globalThis.form.add(input);
  });
  await settled(page);
  assert.equal((await underlined(page)).length, 3);
  await page.evaluate(() => globalThis.remove());
  await settled(page);
  assert.equal((await underlined(page)).length, 2);
  assert.equal(await page.evaluate(() => document.querySelectorAll("[data-candor=mirror]").length), 1);
  await page.close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`the question before publishing leads back to a finding, ${colorScheme}`, async () => {
    const page = await opened({ colorScheme });
    await page.evaluate(() => {
      globalThis.candor.configure({
        facts: { markets: ["FR"], content: ["ai-generated"], publicInterest: true },
      });
      globalThis.answer = globalThis.confirmPublishing(globalThis.candor);
    });
    const check = page.getByRole("dialog", { name: "Before you publish" });
    await check.getByText("Findings: 2").waitFor();
    await check.getByText("Required notices not in place: 1").waitFor();
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => (await globalThis.axe.run("candor-check")).violations);
    assert.deepEqual(violations, []);
    await check.getByRole("button", { name: /only 3 left in stock/ }).click();
    assert.equal(await page.evaluate(() => globalThis.answer), false);
    await page.getByRole("dialog", { name: "Finding" }).waitFor();
    assert.deepEqual(page.errors, []);
    await page.close();
  });
}

test("a text with nothing open is published without a question", async () => {
  const page = await opened();
  await page.getByLabel("Title").fill("Smith & Co");
  await page.evaluate(() => globalThis.subject.set("<p>Blankets of wool.</p>"));
  await settled(page);
  assert.equal(await page.evaluate(() => globalThis.confirmPublishing(globalThis.candor)), true);
  await page.close();
});
