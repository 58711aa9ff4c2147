import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { dist, project, root, run, write } from "../../npm/test/consumer.js";

const { version } = JSON.parse(readFileSync(join(dist, "package.json"), "utf8"));
const action = parse(readFileSync(join(root, "action.yml"), "utf8"));
const hooks = parse(readFileSync(join(root, ".pre-commit-hooks.yaml"), "utf8"));

const HOUSE = `skip = ["drafts/**"]
[phrases."house/x"]
find = ["blue heron mugs"]
message = "“{match}” is a house phrase"
help = "Leave it out"
`;
const folder = project({
  "candor.toml": HOUSE,
  "site/a.html": "<p>Fine.</p>\n<p>Blue heron mugs</p>\n",
  "site/b.md": "Fine.\n",
  "drafts/c.md": "Blue heron mugs\n",
  ".gitignore": "node_modules\n.out\n",
});
// A project with candor installed needs no registry: npx takes what lies there.
const offline = { ...process.env, npm_config_offline: "true" };

test("the action and the hook name this version of the package", () => {
  assert.equal(action.inputs.version.default, version);
  assert.equal(hooks[0].entry, `npx --yes candor@${version} check`);
});

/** Runs the steps of the action as GitHub does, as far as they need no network. */
const act = (given) => {
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([name, { default: value }]) => [name, given[name] ?? value]),
  );
  const steps = {};
  const place = join(folder, ".out");
  mkdirSync(place, { recursive: true });
  const value = (expression) =>
    new Function(
      "inputs",
      "steps",
      `return ${expression.replaceAll(/\b(inputs|outputs)\.([\w-]+)/g, '$1["$2"]')}`,
    )(inputs, steps);
  const filled = (text) => text.replaceAll(/\$\{\{ (.*?) \}\}/g, (_, expression) => value(expression) ?? "");
  let status = 0;
  const log = [];
  const used = [];
  for (const step of action.runs.steps) {
    if (status !== 0 || (step.if && !value(/^\$\{\{ (.*) \}\}$/.exec(step.if)[1]))) continue;
    if (step.uses) {
      used.push([
        step.uses,
        Object.fromEntries(Object.entries(step.with).map(([name, it]) => [name, filled(it)])),
      ]);
      continue;
    }
    const env = Object.fromEntries(Object.entries(step.env).map(([name, it]) => [name, filled(it)]));
    const output = join(place, "output");
    writeFileSync(output, "");
    // As GitHub runs `shell: bash`.
    const shell = ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run];
    const ran = spawnSync("bash", shell, {
      cwd: folder,
      encoding: "utf8",
      env: { ...offline, ...env, GITHUB_OUTPUT: output, CI: "true" },
    });
    status = ran.status;
    log.push(ran.stdout, ran.stderr);
    const lines = readFileSync(output, "utf8").trim().split("\n");
    const outputs = Object.fromEntries(lines.map((line) => line.split(/=(.*)/)));
    if (step.id) steps[step.id] = { outputs };
  }
  return { status, used, log: log.join("") };
};

test("the action fails on findings, notes them on their lines and hands SARIF to code scanning", () => {
  const { status, used, log } = act({ paths: "site *.md" });
  assert.equal(status, 2, "the glob matches no file");
  assert.match(log, /error: `\*\.md` matches no file/);
  const found = act({ paths: "site drafts", sarif: ".out/candor.sarif" });
  assert.equal(found.status, 1, found.log);
  assert.match(found.log, /^::warning file=site\/a\.html,line=2,/m);
  const upload = { sarif_file: ".out/candor.sarif", category: "candor" };
  assert.deepEqual(found.used, [["github/codeql-action/upload-sarif@v4", upload]]);
  assert.equal(used.length, 1, "what could be read is handed over all the same");
  const { results } = JSON.parse(readFileSync(join(folder, ".out/candor.sarif"), "utf8")).runs[0];
  assert.deepEqual(
    results.map(({ ruleId }) => ruleId),
    ["house/x"],
  );
});

test("the action passes where nothing is found, and uploads nothing where it is told so", () => {
  const clean = act({ paths: "site/b.md", upload: "false" });
  assert.deepEqual([clean.status, clean.used], [0, []], clean.log);
  assert.equal(act({ "fail-on": "never", upload: "false" }).status, 0);
  assert.equal(act({ args: "--markets EU,QQ", upload: "false" }).status, 2);
});

const python = process.env.PRE_COMMIT_PYTHON;

test(
  "pre-commit refuses a commit with a finding and lets a clean one pass",
  { skip: python ? false : "PRE-COMMIT IS NOT TESTED: it could not be installed" },
  () => {
    const who = { GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@example.org" };
    const env = {
      ...offline,
      ...who,
      GIT_COMMITTER_NAME: "a",
      GIT_COMMITTER_EMAIL: "a@example.org",
      GIT_CONFIG_GLOBAL: "/dev/null",
      PYTHONPATH: python,
      PRE_COMMIT_HOME: join(folder, ".out/pre-commit"),
    };
    const git = (cwd, ...args) => spawnSync("git", args, { cwd, env, encoding: "utf8" });
    const repository = join(folder, ".out/candor");
    write(repository, {
      ".pre-commit-hooks.yaml": readFileSync(join(root, ".pre-commit-hooks.yaml"), "utf8"),
    });
    for (const args of [
      ["init", "--quiet"],
      ["add", "."],
      ["commit", "--quiet", "-m", "hooks"],
    ]) {
      assert.equal(git(repository, ...args).status, 0);
    }
    const rev = git(repository, "rev-parse", "HEAD").stdout.trim();
    write(folder, {
      ".pre-commit-config.yaml": `repos:\n  - repo: ${repository}\n    rev: ${rev}\n    hooks: [{ id: candor }]\n`,
    });
    git(folder, "init", "--quiet");
    run("python3", ["-m", "pre_commit", "install"], { cwd: folder, env });
    git(folder, "add", "site/a.html", ".pre-commit-config.yaml");
    const refused = git(folder, "commit", "-m", "a");
    assert.equal(refused.status, 1, refused.stdout + refused.stderr);
    assert.match(refused.stderr + refused.stdout, /candor\.+Failed[^]*house\/x/);
    git(folder, "rm", "--quiet", "--cached", "site/a.html");
    git(folder, "add", "site/b.md");
    const passed = git(folder, "commit", "-m", "b");
    assert.equal(passed.status, 0, passed.stdout + passed.stderr);
    assert.match(passed.stderr + passed.stdout, /candor\.+Passed/);
  },
);
