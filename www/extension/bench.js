// Prints what the extension costs a page of one megabyte on its own thread: node bench.js, after `cargo xtask build`.
import { choose, snapshots, start, until } from "./test/browsers.js";
import * as shop from "./test/shops.js";

const shops = await shop.open();
const session = await start("chromium");
try {
  await choose(session.desk, {});
  const page = await session.browser.newPage();
  const address = shops.at("/long");
  await page.goto(address);
  // The page's own tasks are over.
  await new Promise((resolve) => setTimeout(resolve, 2000));
  await page.evaluate(() => {
    globalThis.tasks = [];
    new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      type: "longtask",
    });
  });
  const begin = performance.now();
  const [{ work, findings }] = await snapshots(session.desk, address);
  const whole = performance.now() - begin;
  await until(
    () => page.evaluate(() => tasks.length),
    () => false,
    1,
  );
  const tasks = await page.evaluate(() => tasks);
  console.log(`${work.characters} characters, ${findings.length} findings in ${whole.toFixed(0)} ms`);
  console.log(`${work.slices} slices, the longest ${work.longest} characters`);
  console.log(`tasks over 50 ms on the page's thread: ${tasks.length} (${tasks.map(Math.round).join(", ")})`);
} finally {
  await session.close();
  shops.close();
}
