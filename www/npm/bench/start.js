// CPU of a fresh Node process from before the import to the first result on 3 KB of English.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const RUNS = 15;

if (process.argv[2]) {
  const texts = new URL("../../../tests/agreement/texts.jsonl", import.meta.url);
  const english = readFileSync(texts, "utf8").split("\n").slice(0, 6);
  const text = english
    .map((line) => JSON.parse(line).text)
    .join("\n")
    .repeat(5)
    .slice(0, 3000);
  const begin = process.cpuUsage();
  const { init, Linter } = await import(process.argv[2]);
  const imported = process.cpuUsage(begin);
  // The browser's entry, whose module Node must be given: the default build with English alone.
  if (process.argv[2].endsWith("web.js")) {
    await init({ wasm: readFileSync(new URL("candor.wasm", process.argv[2])) });
  }
  new Linter().lint(text);
  const done = process.cpuUsage(begin);
  const ms = ({ user, system }) => (user + system) / 1000;
  console.log(JSON.stringify({ imported: ms(imported), first: ms(done) - ms(imported) }));
} else {
  console.log(`CPU ms in a fresh Node, median of ${RUNS}    import  first result on 3 KB`);
  for (const entry of ["web.js", "node.js", "inline.js"]) {
    const url = new URL(`../../../dist/npm/${entry}`, import.meta.url).href;
    const runs = Array.from({ length: RUNS }, () =>
      JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), url], { encoding: "utf8" })),
    );
    const median = (key) =>
      runs
        .map((run) => run[key])
        .sort((a, b) => a - b)
        [RUNS >> 1].toFixed(1);
    console.log(`${entry.padEnd(40)} ${median("imported").padStart(8)} ${median("first").padStart(8)}`);
  }
}
