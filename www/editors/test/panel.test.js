// The panel and the card: what they say, in every language, and to whom.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { settled, start } from "./browser.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LOCALES = ["en", "zh-Hant", "zh-Hans", "ja", "ko", "de", "fr", "es"];
const COPY =
  "<p>Only 3 left in stock.</p><p>No thanks, I hate saving money</p><p>For a limited time only.</p>";

let browser;
before(async () => {
  browser = await start(["panel"]);
});
after(() => browser?.stop());

/** A page with panel and copy, read. */
const opened = async (lang = "en", options = {}) => {
  const page = await browser.open("panel", { ...options, query: `?lang=${lang}` });
  await page.evaluate((html) => globalThis.subject.set(html), COPY);
  await settled(page);
  return page;
};

/** What axe-core finds, shadow trees with it. */
const violations = async (page) => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  return violations.map(({ id, nodes }) => [
    id,
    ...nodes.map(({ html, failureSummary }) => `${html}: ${failureSummary}`),
  ]);
};

test("score, categories, findings and questions are those of the report", async () => {
  const page = await opened();
  const report = await page.evaluate(() => globalThis.candor.report);
  const panel = page.locator("candor-panel");
  const meter = panel.getByRole("meter", { name: "Score" });
  assert.equal(await meter.getAttribute("aria-valuenow"), String(report.score));
  for (const [name, category] of [
    ["Scarcity", "scarcity"],
    ["Urgency", "urgency"],
    ["Emotional pressure", "emotional-pressure"],
  ]) {
    const value = await panel.getByRole("meter", { name }).getAttribute("aria-valuenow");
    assert.equal(value, String(report.categories[category]));
  }
  const words = await panel.locator(".finding .words").allInnerTexts();
  assert.deepEqual(words, [
    "Only 3 left in stock",
    "No thanks, I hate saving money",
    "For a limited time only",
  ]);
  const asked = (/** @type {boolean} */ general) =>
    report.questions
      .filter((/** @type {{ fact: string }} */ { fact }) => ["content", "markets"].includes(fact) === general)
      .map((/** @type {{ message: string }} */ { message }) => message);
  const questions = await panel
    .locator("section", { hasText: "Questions" })
    .getByRole("listitem")
    .allInnerTexts();
  assert.deepEqual(questions, asked(false));
  // What every text is asked stands once above the form that answers it.
  assert.equal(await panel.getByText(asked(true).join(" ")).count(), 1);
  assert.deepEqual(page.errors, []);
  await page.close();
});

test("a finding in the panel opens its card in the editor", async () => {
  const page = await opened();
  await page
    .locator("candor-panel")
    .getByRole("button", { name: /No thanks, I hate/ })
    .click();
  await page.getByRole("dialog", { name: "Finding" }).getByText("makes saying no look foolish").waitFor();
  assert.equal(await page.evaluate(() => String(getSelection())), "No thanks, I hate saving money");
  await page.close();
});

test("facts stated in the panel reach the linter, and the panel shows what duties come of them", async () => {
  const page = await opened();
  const panel = page.locator("candor-panel");
  await panel.getByText("State markets and AI use below.").waitFor();
  // Duties change with the law; the panel is tested with one that stands still.
  await page.evaluate(() => {
    const { linter } = globalThis.candor.options;
    const lint = linter.lint.bind(linter);
    const duty = {
      asset: null,
      duty: "eu/x",
      requirement: "required",
      reason: null,
      span: null,
      sources: [],
    };
    const notice = "You are chatting with an AI.";
    linter.open = undefined;
    linter.lint = (input) => {
      const there = input.text.includes(notice);
      const disclosures = (input.facts?.content ?? []).map((content) => ({
        ...duty,
        content,
        market: input.facts.markets[0],
        status: there ? "valid" : "absent",
        message: there ? "The notice is there" : "The notice is missing",
        help: there ? "" : "Say it at the start.",
        suggestions: there
          ? []
          : [{ label: notice, edits: [{ start: 0, end: 0, text: notice }], safe: true }],
      }));
      return { ...lint(input), disclosures };
    };
  });
  await panel.getByLabel("Markets").fill("eu, us-ny");
  await panel.getByLabel("Chatbot").check();
  const section = panel.locator("section", { has: page.getByRole("heading", { name: "Disclosure" }) });
  await section.getByText("The notice is missing").waitFor();
  assert.deepEqual(await page.evaluate(() => globalThis.stated), {
    markets: ["EU", "US-NY"],
    content: ["chatbot"],
  });
  assert.match(await section.innerText(), /Missing EU · Chatbot · Required/);
  assert.equal(await section.getByRole("button").innerText(), "Copy notice: You are chatting with an AI.");
  assert.deepEqual(await violations(page), []);
  await page.evaluate(() => globalThis.subject.set("<p>You are chatting with an AI.</p>"));
  await section.getByText("The notice is there").waitFor();
  assert.match(await section.innerText(), /In place/);
  await panel.getByLabel("Chatbot").uncheck();
  await section.getByText("State markets and AI use below.").waitFor();
  await page.close();
});

test("a question is answered where it is asked, and the answer can be changed", async () => {
  const page = await opened();
  const panel = page.locator("candor-panel");
  const facts = () => page.evaluate(() => globalThis.stated);
  await panel.getByLabel("Markets").fill("FR");
  await panel.getByLabel("Written by AI").check();
  const choice = panel.getByLabel(/public interest/);
  await choice.selectOption("Yes");
  assert.equal((await facts()).publicInterest, true);
  await settled(page);
  assert.equal(await page.evaluate(() => globalThis.candor.report.disclosures[0].requirement), "required");
  assert.equal(await choice.inputValue(), "true");
  await choice.selectOption("No");
  assert.equal((await facts()).publicInterest, false);
  await choice.selectOption("Not stated");
  assert.equal((await facts()).publicInterest, undefined);
  await settled(page);
  const source = panel.getByLabel("State where the stock figure comes from.");
  await source.fill("the shop's own counter");
  await source.press("Enter");
  assert.deepEqual((await facts()).stock, { source: "the shop's own counter" });
  await settled(page);
  const words = await panel.locator(".finding .words").allInnerTexts();
  assert.deepEqual(words, ["No thanks, I hate saving money", "For a limited time only"]);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(page.errors, []);
  await page.close();
});

test("a host changes the look by setting tokens on the elements", async () => {
  const page = await opened();
  await page.addStyleTag({
    content: "candor-panel, candor-card { --candor-surface: rgb(1 2 3); --candor-radius: 7px }",
  });
  await page
    .locator("candor-panel")
    .getByRole("button", { name: /No thanks, I hate/ })
    .click();
  const card = page.getByRole("dialog", { name: "Finding" });
  await card.waitFor();
  const look = (element) => {
    const { backgroundColor, borderBottomLeftRadius } = getComputedStyle(element);
    return [backgroundColor, borderBottomLeftRadius];
  };
  assert.deepEqual(await page.locator("candor-panel").evaluate(look), ["rgb(1, 2, 3)", "7px"]);
  assert.deepEqual(await card.evaluate(look), ["rgb(1, 2, 3)", "7px"]);
  await page.close();
});

test("a reading does not take the focus from the panel", async () => {
  const page = await opened();
  const button = page.locator("candor-panel").getByRole("button", { name: /limited time/ });
  await button.focus();
  await page.evaluate(() => document.querySelector("#editor p").prepend("New. "));
  await settled(page);
  assert.equal(await button.evaluate((node) => node.getRootNode().activeElement === node), true);
  await page.close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe-core finds nothing in panel and card, ${colorScheme}`, async () => {
    const page = await opened("en", { colorScheme });
    await page.evaluate(() => {
      document.documentElement.style.colorScheme = "light dark";
      globalThis.candor.configure({ facts: { markets: ["EU"], content: ["chatbot", "ai-generated"] } });
    });
    await settled(page);
    assert.deepEqual(await violations(page), []);
    await page
      .locator("candor-panel")
      .getByRole("button", { name: /No thanks, I hate/ })
      .click();
    const card = page.getByRole("dialog", { name: "Finding" });
    await card.getByText("Sources").click();
    await card.getByRole("button", { name: "Ignore…" }).click();
    assert.deepEqual(await violations(page), []);
    await page.close();
  });
}

test("panel and card speak eight languages, and axe-core finds nothing in any", async () => {
  const said = new Map();
  for (const lang of LOCALES) {
    const page = await opened(lang);
    const panel = page.locator("candor-panel");
    await panel.getByRole("button", { name: /No thanks, I hate/ }).click();
    await page.getByRole("dialog").waitFor();
    assert.equal(await panel.locator("div[lang]").first().getAttribute("lang"), lang);
    assert.equal(await page.locator("candor-card").getAttribute("lang"), lang);
    const texts = await panel.getByRole("heading").allInnerTexts();
    texts.push(await page.getByRole("dialog").locator(".ignore").innerText());
    assert.ok(texts.length >= 6 && texts.every((text) => text.trim() !== ""), lang);
    said.set(lang, texts.join(" "));
    assert.deepEqual(await violations(page), [], lang);
    await page.close();
  }
  assert.equal(new Set(said.values()).size, LOCALES.length);
});
