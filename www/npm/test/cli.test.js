import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { project, root, run, write } from "./consumer.js";

const HOUSE = `[phrases."house/x"]
find = ["blue heron mugs"]
message = "“{match}” is not how this house speaks"
help = "Leave it out."

[patterns."house/number"]
find = ["teapot no\\\\. \\\\d{3}"]
message = "“{match}” is a number that nobody knows"
`;

const folder = project({ "candor.toml": HOUSE });
const installed = join(folder, "node_modules/candor");

/** Runs the installed command. */
const candor = (args, { cwd = folder, input = "", env = {} } = {}) =>
  spawnSync(join(folder, "node_modules/.bin/candor"), args, {
    cwd,
    input,
    encoding: "utf8",
    env: { ...process.env, CI: "", ...env },
    maxBuffer: 1 << 26,
  });

/** The same of the native command line. */
const native = (args, input = "") => {
  const cargo = ["run", "--quiet", "--locked", "--", ...args];
  return spawnSync("cargo", cargo, { cwd: root, input, encoding: "utf8", maxBuffer: 1 << 26 });
};

/** The rules of a report and the words that each found. */
const found = ({ stdout }) =>
  JSON.parse(stdout).files.flatMap(({ diagnostics }) =>
    diagnostics.map(({ rule, text }) => `${rule}: ${text}`),
  );

test("npx finds it and runs it", () => {
  const version = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")).version;
  assert.equal(run("npx", ["--no-install", "candor", "--version"], { cwd: folder }), `candor ${version}\n`);
});

test("every line of the README runs as it stands", () => {
  const place = project({ "site/a.html": "<p>Fine.</p>", "newsletter.md": "Only 3 left in stock!\n" });
  const readme = readFileSync(join(root, "www/npm/README.md"), "utf8");
  const lines = readme.split("\n").filter((line) => /^(echo .*\| )?npx candor/.test(line));
  const statuses = lines.map(
    (line) => spawnSync("sh", ["-c", line], { cwd: place, encoding: "utf8" }).status,
  );
  assert.deepEqual(statuses, [1, 1, 0, 0]);
  assert.equal(JSON.parse(readFileSync(join(place, "candor.sarif"), "utf8")).version, "2.1.0");
});

for (const format of ["json", "sarif", "github", "html", "pretty"]) {
  test(`its ${format} of the samples is the native command line's to the byte`, () => {
    const args = ["check", "www/playground/samples", "--format", format, "--today", "2026-11-23"];
    const [ours, theirs] = [candor(args, { cwd: root }), native(args)];
    assert.equal(ours.stdout, theirs.stdout);
    assert.deepEqual([ours.status, ours.stderr], [theirs.status, theirs.stderr]);
    assert.ok(ours.stdout.length > 1000);
  });
}

test("batch answers as the native command line does, in eight languages", () => {
  const input = readFileSync(join(root, "tests/agreement/texts.jsonl"), "utf8");
  const [ours, theirs] = [candor(["batch"], { input }), native(["batch"], input)];
  assert.equal(ours.stdout, theirs.stdout);
  assert.deepEqual([ours.status, ours.stderr], [0, ""]);
  assert.equal(ours.stdout.split("\n").length, input.split("\n").length);
});

test("the exit status tells findings from mistakes", () => {
  write(folder, { "clean.txt": "We open at nine.", "bad.txt": "There are blue heron mugs." });
  const cases = [
    ["check clean.txt", 0],
    ["check bad.txt", 1],
    ["check bad.txt --fail-on error", 0],
    ["check bad.txt nowhere.txt --fail-on never", 2],
    ["check --format yaml", 2],
    ["explain urgency/zzz", 2],
    ["explain urgency/act-now", 0],
  ];
  const statuses = cases.map(([args]) => [args, candor(args.split(" ")).status]);
  assert.deepEqual(statuses, cases);
});

test("a missing file is named and the rest is checked", () => {
  write(folder, { "clean.txt": "We open at nine." });
  const { stdout, stderr } = candor(["check", "nowhere.txt", "clean.txt"]);
  assert.equal(stderr, "error: `nowhere.txt` does not exist; check the spelling\n");
  assert.match(stdout, /clean\.txt: 100 clear\n/);
});

test("standard input is read, as Markdown too, with the house's phrases and patterns", () => {
  const input = "# Sale\n\nBlue *heron* mugs and teapot no. 123\n";
  assert.deepEqual(found(candor(["check", "-", "--as", "markdown", "--format", "json"], { input })), [
    "house/x: Blue heron mugs",
    "house/number: teapot no. 123",
  ]);
});

test("paths are those of the shell: from a folder below, upwards, absolute, and what ignore files name is left out", () => {
  write(folder, {
    "site/.gitignore": "drafts\n",
    "site/index.html": "<p>Blue heron mugs</p>",
    "site/drafts/a.html": "<p>Blue heron mugs</p>",
    "site/deep/b.md": "Fine.",
  });
  const paths = (args, cwd) =>
    JSON.parse(candor(["check", "--format", "json", ...args], { cwd: join(folder, cwd) }).stdout).files.map(
      ({ path, diagnostics }) => [path, diagnostics.length],
    );
  assert.deepEqual(paths([], "site"), [
    ["deep/b.md", 0],
    ["index.html", 1],
  ]);
  assert.deepEqual(paths(["../index.html"], "site/deep"), [["../index.html", 1]]);
  const absolute = join(folder, "site/index.html");
  assert.deepEqual(paths([absolute], "site/deep"), [[absolute, 1]]);
  assert.deepEqual(paths(["site/*.html"], "."), [["site/index.html", 1]]);
});

test("--fix writes the file in place: encoding, permissions and links stay, and nothing is left beside it", () => {
  const place = join(folder, "fix");
  mkdirSync(place);
  const page = (label) => `\ufeff<p>Soft towels.</p>\r\n<button>${label}</button>\r\n`;
  writeFileSync(join(place, "page.html"), page("No thanks, I hate saving money"));
  chmodSync(join(place, "page.html"), 0o640);
  symlinkSync("page.html", join(place, "link.html"));
  const { status, stderr } = candor(["check", "fix/link.html", "--fix"]);
  assert.deepEqual([status, stderr], [0, ""]);
  assert.equal(readFileSync(join(place, "page.html"), "utf8"), page("No thanks"));
  assert.equal(statSync(join(place, "page.html")).mode & 0o777, 0o640);
  assert.ok(lstatSync(join(place, "link.html")).isSymbolicLink());
  assert.deepEqual(readdirSync(place).sort(), ["link.html", "page.html"]);
});

test("a baseline is written and holds", () => {
  write(folder, { "base/a.txt": "There are blue heron mugs." });
  const at = ["check", "base", "--baseline", "base/accepted.json"];
  assert.equal(candor([...at, "--update-baseline"]).status, 0);
  assert.equal(candor(at).status, 0);
  writeFileSync(join(folder, "base/a.txt"), "Blue heron mugs are blue heron mugs.");
  assert.equal(candor(at).status, 1);
});

test("a closed pipe ends it quietly", () => {
  const input = JSON.stringify({ text: "Blue heron mugs" }) + "\n";
  const pipe = `set -o pipefail; "$1" batch | head -n 1 | wc -l`;
  const { stdout, stderr, status } = spawnSync(
    "bash",
    ["-c", pipe, "bash", join(folder, "node_modules/.bin/candor")],
    { cwd: folder, input: input.repeat(5000), encoding: "utf8" },
  );
  assert.deepEqual([stdout.trim(), stderr, status], ["1", "", 0]);
});

test("batch answers a line before the next is sent", async () => {
  const child = spawn(join(folder, "node_modules/.bin/candor"), ["batch"], { cwd: folder });
  const answers = child.stdout.setEncoding("utf8")[Symbol.asyncIterator]();
  for (const id of [1, 2]) {
    child.stdin.write(JSON.stringify({ id, text: "Fine." }) + "\n");
    const { value } = await answers.next();
    assert.equal(JSON.parse(value).id, id);
  }
  child.stdin.end();
  assert.equal(await new Promise((ended) => child.on("close", ended)), 0);
});

test("today is the host's date, whatever its time zone", () => {
  const day = (TZ) => JSON.parse(candor(["batch"], { input: '{"text":""}\n', env: { TZ } }).stdout).by.today;
  const local = (zone) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format();
  // A day and two hours apart: never the same date.
  for (const zone of ["Pacific/Kiritimati", "Etc/GMT+12"]) assert.equal(day(zone), local(zone));
});

test("a text nested two hundred thousand deep is read to its end", () => {
  const input = "<div>".repeat(200_000) + "Blue heron mugs";
  assert.deepEqual(found(candor(["check", "-", "--as", "html", "--format", "json"], { input })), [
    "house/x: Blue heron mugs",
  ]);
});

test("a review is refused where no person can be asked", () => {
  const { status, stderr } = candor(["review", "clean.txt", "--by", "Ana"]);
  assert.deepEqual(
    [status, stderr],
    [2, "error: a review is a person's word; run `candor review` at a terminal\n"],
  );
});

test("a module that is missing, broken or ends in a trap gives one line and no stack", () => {
  const copy = join(folder, "broken");
  mkdirSync(copy);
  for (const name of ["cli.js", "today.js", "package.json"]) cpSync(join(installed, name), join(copy, name));
  const outcome = () => {
    const { status, stderr } = spawnSync(process.execPath, [join(copy, "cli.js"), "rules"], {
      encoding: "utf8",
    });
    return [status, stderr.split("\n").length, stderr];
  };
  const wasm = join(copy, "candor-cli.wasm");
  const cannot = /^error: .*candor-cli\.wasm cannot be loaded: .*; install the package again\n$/;
  const [missing, lines, message] = outcome();
  assert.deepEqual([missing, lines], [2, 2]);
  assert.match(message, cannot);
  writeFileSync(wasm, "<!doctype html>");
  assert.match(outcome()[2], cannot);
  // (module (memory (export "memory") 1) (func (export "_start") unreachable))
  const trap =
    "0061736d01000000010401600000030201000503010001071302066d656d6f72790200065f737461727400000a05010300000b";
  writeFileSync(wasm, Buffer.from(trap, "hex"));
  assert.deepEqual(outcome(), [
    2,
    2,
    "error: candor stopped before its end; please report what stands above, and the text that did it\n",
  ]);
  rmSync(copy, { recursive: true });
});
