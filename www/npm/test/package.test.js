import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { dist, project, root, run, tarball, tool } from "./consumer.js";

const manifest = JSON.parse(readFileSync(join(dist, "package.json"), "utf8"));

test("the package depends on nothing and ships what its entries need", () => {
  assert.deepEqual(
    Object.keys(manifest).filter((key) => /dependencies|scripts/i.test(key)),
    [],
  );
  const listed = JSON.parse(run("npm", ["pack", dist, "--dry-run", "--json"]))[0].files;
  const inTarball = listed.map(({ path }) => path).sort();
  const inFolder = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1))
    .sort();
  assert.deepEqual(inTarball, inFolder);
});

test("the package weighs no more than it did", () => {
  const [{ size, unpackedSize }] = JSON.parse(run("npm", ["pack", dist, "--dry-run", "--json"]));
  assert.ok(size < 7_000_000, `${size} bytes to download; make it smaller`);
  assert.ok(unpackedSize < 14_500_000, `${unpackedSize} bytes on disk; make it smaller`);
});

test("publint has nothing to say", async () => {
  const { messages } = await publint({ pkgDir: dist, strict: true });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, manifest)),
    [],
  );
});

test("the types are right for every way of importing", () => {
  // What runs in a page alone has no use for CommonJS; the editors' own tests import it.
  // remark knows no CommonJS.
  const modules = ["candor.wasm", "candor-full.wasm", "panel", "worker", "worker/thread", "remark"];
  // It ends with an error when it finds a problem. Left to itself it draws by the terminal's width.
  const args = ["--profile", "node16", "--format", "ascii", "--exclude-entrypoints"];
  assert.match(tool("attw", [tarball(), ...args, ...modules]), /bundler: 🟢/);
});

test("every example of the README prints what it printed when it was last read", () => {
  const folder = project({}, { type: "module" });
  const path = join(root, "www/npm/test/readme.txt");
  const readme = readFileSync(join(root, "www/npm/README.md"), "utf8");
  // What begins with a file's name is no script: it is run where its host is tested.
  const examples = [...readme.matchAll(/```js\n(?!\/\/ )(.*?)```/gs)].map(([, code]) => code);
  assert.equal(examples.length, 5);
  const printed = examples.map((code, i) => {
    const script = join(folder, `example-${i}.js`);
    writeFileSync(script, code);
    return run(process.execPath, [script], { cwd: folder });
  });
  for (const lines of printed) assert.notEqual(lines.trim(), "");
  if (process.env.BLESS) writeFileSync(path, printed.join("\n"));
  assert.equal(printed.join("\n"), readFileSync(path, "utf8"));
});
