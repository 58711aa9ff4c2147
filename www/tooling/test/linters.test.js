import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { project, root, write } from "../../npm/test/consumer.js";

const modules = join(root, "www/node_modules");
const HOUSE = {
  phrases: {
    "house/x": { find: ["blue heron mugs"], message: "“{match}” is a house phrase", help: "Leave it out." },
  },
};
const SAID = "is a house phrase. Leave it out. [house/x]";
const options = (more = {}) => JSON.stringify({ linter: HOUSE, ...more });

const folder = project({}, { type: "module" });
for (const name of ["@eslint/json", "remark-lint"]) {
  const place = join(folder, "node_modules", name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(modules, name), place);
}

/** Runs a host from npm in the fresh folder. textlint looks for rules beside itself, which NODE_PATH makes of the folder. */
const host = (name, args, input) =>
  spawnSync(process.execPath, [realpathSync(join(modules, ".bin", name)), ...args], {
    cwd: folder,
    input,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", NODE_PATH: join(folder, "node_modules") },
  });

const at = (source, [line, column]) =>
  source
    .split("\n")
    .slice(0, line - 1)
    .join("\n").length +
  (line > 1 ? 1 : 0) +
  column -
  1;

/** What ESLint says of a file: the words of the source that each message underlines, and the message. */
const eslint = (name, source, configuration, args = []) => {
  write(folder, { [name]: source, "eslint.config.js": configuration });
  const { stdout, stderr } = host("eslint", ["--format", "json", ...args, name]);
  assert.equal(stderr, "");
  const [{ messages }] = JSON.parse(stdout);
  for (const { fatal, message } of messages) assert.ok(!fatal, message);
  return messages.map(({ line, column, endLine, endColumn, message, suggestions = [] }) => ({
    text: source.slice(at(source, [line, column]), at(source, [endLine, endColumn])),
    message,
    suggestions: suggestions.map(({ fix }) => fix.text),
  }));
};

const program = (rule) => `import candor from "candor/eslint";
export default [candor.configs.recommended, { files: ["**/*.js"], plugins: { candor } },
  { rules: { "candor/copy": ["error", ${rule}] } }];`;

test("ESLint reads elements as one page: inline tags, entities, attributes, and no code", () => {
  const source = `export const A = ({ n, mugs }) => (
  <Card onClick={() => n > 1 && mugs < 2}>
    <p className="blue heron mugs">🎁 <b>Blue</b> heron&nbsp;mugs{" "}for all</p>
    <img src="a.png" alt="Blue heron mugs" />
    {n > 1 && <em>blue heron {"mugs"}</em>}
    <i>blue heron {mugs} mugs</i> <Tile>Blue</Tile><Tile>heron mugs</Tile>
  </Card>
);
// blue heron mugs
const label = "blue heron mugs";
`;
  assert.deepEqual(eslint("page.jsx", source, program(options())), [
    { text: "Blue</b> heron&nbsp;mugs", message: `“Blue heron\u00a0mugs” ${SAID}`, suggestions: [] },
    { text: "Blue heron mugs", message: `“Blue heron mugs” ${SAID}`, suggestions: [] },
    { text: 'blue heron {"mugs', message: `“blue heron mugs” ${SAID}`, suggestions: [] },
  ]);
});

test("ESLint reads strings and templates where they are copy, escapes and all", () => {
  const source = String.raw`import "blue heron mugs";
const a = 'Don\'t say \u{1f381} blue\theron mugs', b = { "blue heron mugs": x["blue heron mugs"] };
const c = ${"`"}say ${"${"}a ${"}"} blue ${"${"}${"`"}x${"`"}${"}"} heron mugs, blue heron\tmugs${"`"};
const d = css${"`"}blue heron mugs${"`"};
`;
  const texts = (more) => eslint("copy.js", source, program(options(more))).map(({ text }) => text);
  assert.deepEqual(texts({}), []);
  assert.deepEqual(texts({ strings: true }), [String.raw`blue\theron mugs`]);
  assert.deepEqual(texts({ templates: true }), [String.raw`blue heron\tmugs`]);
});

test("ESLint reads the values of translations in JSON, and --fix writes what changes no claim", () => {
  const rule = options();
  const configuration = `import json from "@eslint/json";
import candor from "candor/eslint";
export default [{ files: ["**/*.json"], plugins: { json, candor }, language: "json/json",
  rules: { "candor/copy": ["error", ${rule}] } }];`;
  const source = String.raw`{ "blue heron mugs": "The <b>blue</b> her\u006fn \"mugs\"", "list": ["a", "<button>No thanks, I hate saving money</button>"] }`;
  const [first, second, ...rest] = eslint("fr.json", source, configuration);
  assert.deepEqual(rest, []);
  assert.equal(first.text, String.raw`blue</b> her\u006fn \"mugs`);
  assert.equal(second.text, "No thanks, I hate saving money");
  assert.deepEqual(second.suggestions, ["No thanks"]);
  assert.equal(eslint("fr.json", source, configuration, ["--fix"]).length, 1);
  const fixed = readFileSync(join(folder, "fr.json"), "utf8");
  assert.equal(fixed, source.replace("No thanks, I hate saving money", "No thanks"));
});

test("ESLint's --fix mends a button in JSX, a house's word is a suggestion, and a comment silences one case", () => {
  const source = `export const A = () => (
  <>
    <Button>No thanks, I hate saving money</Button>
    {/* candor-ignore house/y: the name of a shop */}
    <p>Dirt cheap</p>
    <p>We are dirt cheap</p>
  </>
);
`;
  const phrases = { "house/y": { find: ["dirt cheap"], message: "“{match}”", suggest: ["low in price"] } };
  const configuration = program(JSON.stringify({ linter: { phrases } }));
  assert.deepEqual(
    eslint("fix.jsx", source, configuration).map(({ text, suggestions }) => [text, suggestions]),
    [
      ["No thanks, I hate saving money", ["No thanks"]],
      ["dirt cheap", ["low in price"]],
    ],
  );
  assert.equal(eslint("fix.jsx", source, configuration, ["--fix"]).length, 1);
  assert.equal(
    readFileSync(join(folder, "fix.jsx"), "utf8"),
    source.replace("No thanks, I hate saving money", "No thanks"),
  );
});

test("ESLint tells hints and notes only where it is asked to, and refuses an unknown option", () => {
  const source = "export const A = () => <p>Act now</p>;\n";
  assert.deepEqual(eslint("level.jsx", source, program("{}")), []);
  const [note] = eslint("level.jsx", source, program('{ "least": "info" }'));
  assert.equal(note.text, "Act now");
  assert.match(note.message, /\[urgency\/act-now\]$/);
  write(folder, { "eslint.config.js": program('{ "hint": true }') });
  const { status, stderr } = host("eslint", ["level.jsx"]);
  assert.deepEqual([status, /Unexpected property "hint"/.test(stderr)], [2, true]);
});

test("the plugins are there for CommonJS too", () => {
  const script = `const eslint = require("candor/eslint"), textlint = require("candor/textlint");
    console.log(Object.keys(eslint.rules).join(), eslint.meta.version, typeof textlint.fixer);`;
  write(folder, { "required.cjs": script });
  const { stdout, stderr } = spawnSync(process.execPath, ["required.cjs"], { cwd: folder, encoding: "utf8" });
  const { version } = JSON.parse(readFileSync(join(folder, "node_modules/candor/package.json"), "utf8"));
  assert.deepEqual([stdout, stderr], [`copy ${version} function\n`, ""]);
});

const MARKDOWN = `---
title: Mugs
---

# Blue *heron* mugs &amp; more

<!-- candor-ignore house/x: a title -->
Blue heron mugs

<button>No thanks, I hate saving money</button>

\`blue heron mugs\`
`;

test("remark tells the places in the file and what to write instead, and obeys remark-lint's comments", () => {
  const configuration = (rule) => `import candor from "candor/remark";
import lint from "remark-lint";
export default { plugins: [lint, [candor, ${rule}]] };`;
  const remark = (rule, source = MARKDOWN) => {
    write(folder, { "page.md": source, ".remarkrc.mjs": configuration(rule) });
    const { stderr, status } = host("remark", ["page.md", "--quiet", "--frail", "--no-color"]);
    return { status, lines: stderr.split("\n").filter((line) => /^\d/.test(line.trim())) };
  };
  const { status, lines } = remark(options());
  assert.equal(status, 1);
  assert.equal(lines.length, 2, lines.join("\n"));
  assert.match(
    lines[0],
    /^5:3-5:20 +warning +“Blue heron mugs” is a house phrase\. Leave it out\. \[house\/x\] +candor +remark-lint/,
  );
  assert.match(
    lines[1],
    /^10:9-10:39 +warning +.*\[emotional-pressure\/confirmshaming\] +candor +remark-lint/,
  );
  assert.match(remark(`["error", ${options()}]`).lines[0], /^5:3-5:20 +error/);
  assert.equal(remark("false").lines.length, 0);
  const silenced = MARKDOWN.replace("# Blue", "<!--lint disable candor-->\n\n# Blue");
  assert.equal(remark(options(), silenced).lines.length, 0);
});

test("a message of remark carries the replacement for editors", () => {
  const script = `import candor from "candor/remark";
import { remark } from ${JSON.stringify(new URL("../../node_modules/remark/index.js", import.meta.url))};
const { messages } = await remark().use(candor).process("<button>No thanks, I hate saving money</button>");
console.log(JSON.stringify(messages.map(({ actual, expected, ruleId, source, note }) => ({ actual, expected, ruleId, source, note: note !== "" }))));`;
  write(folder, { "message.mjs": script });
  const { stdout, stderr } = spawnSync(process.execPath, ["message.mjs"], { cwd: folder, encoding: "utf8" });
  assert.equal(stderr, "");
  assert.deepEqual(JSON.parse(stdout), [
    {
      actual: "No thanks, I hate saving money",
      expected: ["No thanks"],
      ruleId: "candor",
      source: "remark-lint",
      note: true,
    },
  ]);
});

test("textlint tells the places in Markdown and in plain text, and --fix writes what changes no claim", () => {
  write(folder, {
    ".textlintrc.json": JSON.stringify({ rules: { "candor/textlint": { linter: HOUSE } } }),
    "page.md": MARKDOWN,
    "note.txt": "# 🎁 blue heron mugs\n",
  });
  const messages = (name) => {
    const { stdout, stderr } = host("textlint", ["--format", "json", name]);
    assert.equal(stderr, "");
    const source = readFileSync(join(folder, name), "utf8");
    return JSON.parse(stdout)[0].messages.map(({ range, message, ruleId }) => [
      source.slice(...range),
      ruleId,
      message,
    ]);
  };
  const [first, second, ...rest] = messages("page.md");
  assert.deepEqual(rest, []);
  assert.deepEqual(first, ["Blue *heron* mugs", "candor/textlint", `“Blue heron mugs” ${SAID}`]);
  assert.equal(second[0], "No thanks, I hate saving money");
  assert.deepEqual(messages("note.txt"), [
    ["blue heron mugs", "candor/textlint", `“blue heron mugs” ${SAID}`],
  ]);
  assert.equal(host("textlint", ["--fix", "page.md"]).stderr, "");
  assert.equal(
    readFileSync(join(folder, "page.md"), "utf8"),
    MARKDOWN.replace("No thanks, I hate saving money", "No thanks"),
  );
});
