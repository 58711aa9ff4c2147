import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const dist = fileURLToPath(new URL("../../../dist/", import.meta.url));
const manifest = (browser) =>
  JSON.parse(readFileSync(join(dist, `extension-${browser}/manifest.json`), "utf8"));

test("both browsers get three permissions, and hosts only when the reader asks", () => {
  for (const browser of ["chromium", "firefox"]) {
    const { permissions, host_permissions, content_scripts, optional_host_permissions } = manifest(browser);
    assert.deepEqual(permissions, ["activeTab", "scripting", "storage"], browser);
    assert.deepEqual([host_permissions, content_scripts], [undefined, undefined], browser);
    assert.deepEqual(optional_host_permissions, ["*://*/*"], browser);
  }
});

test("web-ext has nothing to say", () => {
  const require = createRequire(import.meta.url);
  const program = join(dirname(require.resolve("web-ext")), "bin/web-ext.js");
  const folder = join(dist, "extension-firefox");
  const args = [program, "lint", "--source-dir", folder, "--output", "json", "--warnings-as-errors"];
  const { summary, errors, warnings, notices } = JSON.parse(
    execFileSync(process.execPath, args, {
      encoding: "utf8",
      env: { ...process.env, NO_UPDATE_NOTIFIER: "1" },
    }),
  );
  assert.deepEqual(
    summary,
    { errors: 0, notices: 0, warnings: 0 },
    JSON.stringify([errors, warnings, notices]),
  );
});
