import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { found, node, project, root, tool, use } from "./consumer.js";

const esm = (entry) => `import { Linter } from "${entry}";${use}console.log(found);`;
const cjs = (entry) => `const { Linter } = require("${entry}");${use}console.log(found);`;

const folder = project({
  ...Object.fromEntries(
    ["candor", "candor/full", "candor/inline"].flatMap((entry) => [
      [`${entry.replace("/", "-")}.mjs`, esm(entry)],
      [`${entry.replace("/", "-")}.cjs`, cjs(entry)],
    ]),
  ),
  "types.mts": `import { init, Linter, type Report } from "candor";
    await init({ locales: ["fr"] });
    const report: Report = new Linter({ markets: ["EU"] }).lint({ text: "…", format: "html" });
    const score: number = report.score;
    // @ts-expect-error no such field
    report.points;
    console.log(score);`,
  "types.cts": `import candor = require("candor/inline");
    const spans: Uint32Array = new candor.Linter().spans("…");
    console.log(spans.length);`,
});

for (const name of ["candor", "candor-full", "candor-inline"]) {
  test(`${name} lints in Node, imported and required`, () => {
    assert.equal(node(folder, `${name}.mjs`), found);
    assert.equal(node(folder, `${name}.cjs`), found);
  });
}

for (const [module, resolution, files] of [
  ["nodenext", "nodenext", ["types.mts", "types.cts"]],
  ["esnext", "bundler", ["types.mts"]],
]) {
  test(`a strict TypeScript project compiles with ${resolution} resolution`, () => {
    const options = ["--strict", "--target", "es2023", "--module", module, "--moduleResolution", resolution];
    tool("tsc", [...options, "--noEmit", "--lib", "es2023,dom", "--types", "", ...files], { cwd: folder });
  });
}

test("reports through JavaScript are those that Rust writes natively", async () => {
  const { Linter } = await import("../../../dist/npm/node.js");
  const lines = (name) =>
    readFileSync(join(root, "tests/agreement", name), "utf8")
      .trimEnd()
      .split("\n");
  // Rust writes the number 1 as 1.0. Written again, a number is the same to the last bit or differs.
  const golden = lines("reports.jsonl").map((line) => JSON.stringify(JSON.parse(line)));
  const linter = new Linter({ today: "2026-11-23" });
  const reports = lines("texts.jsonl").map((line) => {
    const { by, ...report } = linter.lint(JSON.parse(line));
    assert.equal(by.today, "2026-11-23");
    return JSON.stringify(report);
  });
  assert.deepEqual(reports, golden);
});

test("today is the host's date unless it is given", async () => {
  const { Linter } = await import("../../../dist/npm/node.js");
  const day = (zone) => {
    process.env.TZ = zone;
    return new Linter().lint("").by.today;
  };
  const local = (zone) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format();
  // A day and two hours apart: never the same date.
  for (const zone of ["Pacific/Kiritimati", "Etc/GMT+12"]) assert.equal(day(zone), local(zone));
  assert.equal(new Linter({ today: "2026-01-02" }).lint("").by.today, "2026-01-02");
  assert.equal(
    new Linter({ today: "2026-01-02" }).lint({ text: "", today: "2026-01-03" }).by.today,
    "2026-01-03",
  );
});

test("the marks of a media file are plain objects", async () => {
  const { Linter } = await import("../../../dist/npm/node.js");
  const type = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic";
  const packet = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
    xmlns:i="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" i:DigitalSourceType="${type}"/></rdf:RDF>`;
  const linter = new Linter();
  assert.deepEqual(linter.marks(new TextEncoder().encode(packet)), [
    { scheme: "iptc", value: type, content: "ai-assisted" },
  ]);
  assert.deepEqual(linter.marks(new Uint8Array(100)), []);
});

test("a page is held against what the files of its pictures say", async () => {
  const { Linter } = await import("../../../dist/npm/node.js");
  const value = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
  const files = { "a.jpg": [{ scheme: "iptc", value, content: "ai-generated" }], "b.jpg": [] };
  const page = (caption) => ({
    text: `<figure><img src="a.jpg"><figcaption>${caption}</figcaption></figure><img src="b.jpg">`,
    format: "html",
  });
  const linter = new Linter();
  const found = (caption) =>
    linter.lint(page(caption), files).diagnostics.map(({ rule, text }) => `${rule}: ${text}`);
  assert.deepEqual(found("Our towels"), ["ai-transparency/undisclosed-media: a.jpg"]);
  assert.deepEqual(found("Picture made with AI"), []);
  assert.deepEqual(linter.lint(page("Our towels")).diagnostics, []);
  for (const [mark, message] of [
    [{ scheme: "exif" }, "`files.a.jpg[0].scheme`: `exif` is none"],
    [{ scheme: "iptc", content: "text" }, "`files.a.jpg[0].content`: `text` is none"],
    [{ scheme: "iptc", kind: "x" }, "unknown key `kind` in files.a.jpg[0]"],
  ]) {
    assert.throws(() => linter.lint("", { "a.jpg": [mark] }), { name: "CandorError", message });
  }
});

test("what is refused is a CandorError with a code and a cure", async () => {
  const { CandorError, Linter, rules } = await import("../../../dist/npm/inline.js");
  const refusal = (work) => {
    try {
      work();
    } catch (error) {
      assert.ok(error instanceof CandorError && error instanceof Error);
      return [error.code, error.message, error.cure];
    }
    return undefined;
  };
  assert.deepEqual(
    refusal(() => new Linter({ market: ["EU"] })),
    ["unknown-key", "unknown key `market` in options", "did you mean `markets`?"],
  );
  assert.deepEqual(
    refusal(() => new Linter().lint({ text: "# Sale", format: "markdown" })),
    ["needs-full", "Markdown cannot be read by this build", "import from `candor/full`"],
  );
  assert.deepEqual(
    refusal(() => new Linter().marks(new Uint8Array())),
    ["needs-full", "media files cannot be read by this build", "import from `candor/full`"],
  );
  assert.deepEqual(
    refusal(() => new Linter().lint("", {})),
    ["needs-full", "media files cannot be read by this build", "import from `candor/full`"],
  );
  assert.equal(refusal(() => rules("nl"))[0], "unknown-locale");
});

test("a bundle for Node without its wasm file says what to do", async () => {
  const bundle = join(folder, "bundle/main.mjs");
  const entryPoints = [join(folder, "candor.mjs")];
  await build({ entryPoints, outfile: bundle, bundle: true, format: "esm", platform: "node" });
  const printed = node(folder, bundle);
  assert.match(printed, /CandorError: .*candor-full\.wasm cannot be read/);
  assert.match(printed, /code: 'wasm-missing',\n +cure: 'leave `candor` out of the bundle/);
  rmSync(bundle);
});
