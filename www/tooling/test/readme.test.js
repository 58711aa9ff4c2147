import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { project, root, write } from "../../npm/test/consumer.js";

const readme = readFileSync(join(root, "www/npm/README.md"), "utf8");
const modules = join(root, "www/node_modules");

/** The example that is the file `name`. */
const example = (name) => {
  const blocks = [...readme.matchAll(/```\w+\n(?:\/\/|#) (\S+)\n(.*?)```/gs)];
  return blocks.find(([, file]) => file === name)[2];
};

const folder = project(
  {
    "eslint.config.js": example("eslint.config.js"),
    ".remarkrc.mjs": example(".remarkrc.mjs"),
    ".textlintrc.json": /```json\n(.*?)```/s.exec(readme)[1],
    "page.jsx": "export const A = () => <p>Only 3 left in stock!</p>;\n",
    "locales/en.json": '{ "a": "Only 3 left in stock!" }\n',
    "page.md": "Only 3 left in stock!\n",
  },
  { type: "module" },
);
mkdirSync(dirname(join(folder, "node_modules/@eslint/json")), { recursive: true });
symlinkSync(join(modules, "@eslint/json"), join(folder, "node_modules/@eslint/json"));

const said = (name, ...args) => {
  const program = realpathSync(join(modules, ".bin", name));
  // textlint looks for rules beside itself.
  const env = { ...process.env, NODE_PATH: join(folder, "node_modules") };
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  return stdout + stderr;
};

test("the README's configuration of each linter finds what it should", () => {
  const finding = /presses the reader with stock[^]*\[scarcity\/low-stock-count\]/;
  assert.match(said("eslint", "page.jsx"), finding);
  assert.match(said("eslint", "locales/en.json"), finding);
  assert.match(said("remark", "page.md", "--quiet", "--no-color"), finding);
  assert.match(said("textlint", "page.md"), finding);
});

test("the README's build steps say what the action and the hook know", () => {
  const action = parse(readFileSync(join(root, "action.yml"), "utf8"));
  const hooks = parse(readFileSync(join(root, ".pre-commit-hooks.yaml"), "utf8"));
  const [, step] = parse(example(".github/workflows/copy.yml")).jobs.copy.steps;
  for (const input of Object.keys(step.with)) assert.ok(Object.hasOwn(action.inputs, input), input);
  const [repository] = parse(example(".pre-commit-config.yaml")).repos;
  assert.deepEqual(
    repository.hooks.map(({ id }) => id),
    hooks.map(({ id }) => id),
  );
  const tag = `v${action.inputs.version.default}`;
  assert.deepEqual([step.uses.split("@")[1], repository.rev], [tag, tag]);
});
