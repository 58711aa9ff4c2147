// Takes the pictures of docs/ from the running extension; `cargo xtask pictures` calls it.
import { fileURLToPath } from "node:url";
import { choose, open as openPage, snapshots, start, until } from "./test/browsers.js";
import * as shop from "./test/shops.js";

const docs = (name) => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const shops = await shop.open();
const session = await start("chromium");
const { browser, desk, home } = session;
try {
  await choose(desk, { watched: ["shop.localhost"] });
  const page = await browser.newPage();
  await page.setViewport({ width: 900, height: 640, deviceScaleFactor: 2 });
  const address = shops.at("/picture");
  await page.goto(address);
  // Long enough for the number to change, then again for the clock.
  for (let reload = 0; reload < 3; reload++) {
    await pause(5500);
    await page.reload();
  }
  await until(
    async () => (await snapshots(desk, address))[0].findings.flatMap(({ observations }) => observations),
    (seen) => seen.some(({ message, values }) => message === "seen_clock_reload" && values[2] === "3"),
    30,
  );
  await page.bringToFront();
  await page.hover("#clock");
  await page.waitForSelector("candor-card");
  await pause(800);
  await page.screenshot({ path: docs("extension.png") });

  const tab = await desk.evaluate(
    async (url) => (await chrome.tabs.query({})).find((one) => one.url === url).id,
    address,
  );
  const popup = await browser.newPage();
  await popup.setViewport({ width: 375, height: 800, deviceScaleFactor: 2 });
  await openPage(popup, `${home}/popup.html?tab=${tab}`);
  await popup.waitForSelector("main[data-done]");
  await popup.screenshot({ path: docs("extension-popup.png"), fullPage: true });
} finally {
  await session.close();
  shops.close();
}
