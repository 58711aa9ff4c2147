// Prints what the extension costs a page of one megabyte on its own thread: node bench.js, after `cargo xtask build`.
import { CATEGORIES, LONG, line, longTasks } from "../bench/tasks.js";
import { choose, snapshots, start } from "./test/browsers.js";
import * as shop from "./test/shops.js";

const RUNS = 3;

const shops = await shop.open();
const session = await start("chromium");
const address = shops.at("/long");

/** Has the page read and traces what that does to its main thread. */
const traced = async (page) => {
  await page.tracing.start({ categories: CATEGORIES });
  const begin = performance.now();
  const [{ work, findings }] = await snapshots(session.desk, address);
  const whole = performance.now() - begin;
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return { work, findings, whole, tasks: longTasks(await page.tracing.stop(), address) };
};

/** Opens the page anew, and gives its first reading and the one after a changed paragraph. */
const readings = async () => {
  const page = await session.browser.newPage();
  await page.goto(address);
  // The page's own tasks are over.
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const first = await traced(page);
  await page.evaluate(() => (document.getElementById("p3000").textContent = "Hurry, only 9 left in stock!"));
  const second = await traced(page);
  await page.close();
  return [first, second];
};

try {
  await choose(session.desk, {});
  const runs = [];
  for (let run = 0; run < RUNS; run++) runs.push(await readings());
  for (const [at, title] of ["first reading", "after a changed paragraph"].entries()) {
    const sorted = runs.map((run) => run[at]).sort((a, b) => a.tasks.longest - b.tasks.longest);
    const { work, findings, whole, tasks } = sorted[RUNS >> 1];
    console.log(`${title}, the median of ${RUNS} by its longest task:`);
    console.log(`  ${work.characters} characters, ${findings.length} findings in ${whole.toFixed(0)} ms`);
    console.log(`  ${work.slices} slices, the longest ${work.longest} characters`);
    console.log(`  tasks over ${LONG} ms of the page thread's own time: ${line(tasks)}`);
  }
} finally {
  await session.close();
  shops.close();
}
