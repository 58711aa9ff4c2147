// The examples as a reader of the docs starts them. BLESS=1 takes their pictures anew.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { examples, serve } from "../../examples/start.js";

const docs = fileURLToPath(new URL("../../../docs/editors", import.meta.url));
let browser;
before(async () => {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
});
after(() => browser?.close());

// Decap has a test of its own.
for (const name of examples.filter((name) => name !== "decap")) {
  test(`${name}: the example finds, explains and mends`, async () => {
    const server = await serve(name);
    try {
      const page = await browser.newPage({ viewport: { width: 1180, height: 900 } });
      const errors = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      await page.goto(server.resolvedUrls.local[0]);
      const panel = page.locator("candor-panel");
      const shame = panel.getByRole("button", { name: /No thanks, I hate saving money/ });
      await shame.waitFor({ timeout: 60_000 });
      const score = async () => Number(await panel.getByRole("meter").first().getAttribute("aria-valuenow"));
      const before = await score();
      await shame.click();
      const card = page.getByRole("dialog", { name: "Finding" });
      await card.getByText("makes saying no look foolish").waitFor();
      if (process.env.BLESS) {
        mkdirSync(docs, { recursive: true });
        await page.screenshot({ path: join(docs, `${name}.png`) });
      }
      await card.getByRole("button", { name: "Replace with “No thanks”" }).click();
      await shame.waitFor({ state: "detached" });
      assert.ok((await score()) > before);
      // The page is laid out, and fits a telephone.
      assert.equal(await page.locator("main").evaluate((main) => getComputedStyle(main).display), "grid");
      await page.setViewportSize({ width: 375, height: 700 });
      // A toolbar regroups when it is told of its new width, a frame or more later.
      await page.waitForFunction(
        () => document.documentElement.scrollWidth === document.documentElement.clientWidth,
      );
      assert.deepEqual(errors, []);
      await page.close();
    } finally {
      await server.close();
    }
  });
}
