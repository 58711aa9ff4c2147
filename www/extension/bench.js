// Prints what the extension costs a page of one megabyte on its own thread: node bench.js, after `cargo xtask build`.
import { CATEGORIES, LONG, line, longTasks } from "../bench/tasks.js";
import { choose, snapshots, start } from "./test/browsers.js";
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
  /** Traces what reading the page does to its main thread. */
  const traced = async (title) => {
    await page.tracing.start({ categories: CATEGORIES });
    const begin = performance.now();
    const [{ work, findings }] = await snapshots(session.desk, address);
    const whole = performance.now() - begin;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const tasks = longTasks(await page.tracing.stop(), address);
    console.log(
      `${title}: ${work.characters} characters, ${findings.length} findings in ${whole.toFixed(0)} ms`,
    );
    console.log(`  ${work.slices} slices, the longest ${work.longest} characters`);
    console.log(`  tasks over ${LONG} ms of the page thread's own time: ${line(tasks)}`);
  };
  await traced("first reading");
  await page.evaluate(() => (document.getElementById("p3000").textContent = "Hurry, only 9 left in stock!"));
  await traced("after a changed paragraph");
} finally {
  await session.close();
  shops.close();
}
