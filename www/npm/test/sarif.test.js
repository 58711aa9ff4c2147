import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import Ajv from "ajv-draft-04";
import { root } from "./consumer.js";

const schema = createRequire(import.meta.url)
  .resolve("@microsoft/jest-sarif")
  .replace(/lib.*$/, "lib/schemas/");

test("the command line's SARIF follows the published schema", () => {
  const check = ["check", "www/playground/samples", "--format", "sarif", "--fail-on", "never"];
  const { stdout, stderr, status } = spawnSync("cargo", ["run", "--quiet", "--locked", "--", ...check], {
    cwd: root,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  const log = JSON.parse(stdout);
  // The schema's patterns are written for regular expressions without the flag u.
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true, validateFormats: false });
  const validate = ajv.compile(JSON.parse(readFileSync(`${schema}sarif-2.1.0-rtm.5.json`, "utf8")));
  assert.deepEqual(validate(log) ? [] : validate.errors, []);
  assert.ok(log.runs[0].results.length > 0);
  assert.equal(log.runs[0].columnKind, "utf16CodeUnits");
  // The schema can refuse: a level that it does not know.
  log.runs[0].results[0].level = "grave";
  assert.equal(validate(log), false);
});
