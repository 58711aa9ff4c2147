// Takes the pictures of playground and reports in docs/: node pictures.js REPORTS, the folder of the reports' pages.
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "./serve.js";

const [reports] = process.argv.slice(2);
if (!reports) throw new Error("usage: node pictures.js REPORTS");
const docs = (name) => fileURLToPath(new URL(`../../docs/${name}.png`, import.meta.url));

const server = await serve();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1180, height: 760 }, locale: "en-GB" });
  await page.goto(server.url);
  await page.locator("[data-live]").waitFor({ state: "attached" });
  await page.waitForTimeout(500);
  await page.screenshot({ path: docs("playground") });

  await page.setViewportSize({ width: 1180, height: 1240 });
  await page.goto(pathToFileURL(join(reports, "report.html")).href);
  await page.screenshot({ path: docs("report") });

  await page.goto(pathToFileURL(join(reports, "disclosure-report.html")).href);
  const duties = page.getByRole("heading", { name: "Disclosures" });
  await duties.evaluate((heading) => heading.scrollIntoView());
  await page.screenshot({ path: docs("disclosure-report"), clip: { x: 0, y: 0, width: 1180, height: 860 } });
} finally {
  await browser.close();
  server.close();
}
