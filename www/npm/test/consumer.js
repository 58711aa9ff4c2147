// Fresh folders with the packed package installed, and what is run in them.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../..", import.meta.url));
export const dist = join(root, "dist/npm");

/** Runs a program that must go well; gives what it printed. */
export const run = (program, args, options = {}) =>
  execFileSync(program, args, { encoding: "utf8", stdio: "pipe", ...options });

/** A program of www/node_modules: [interpreter, script]. */
export const tool = (name, args, options) =>
  run(process.execPath, [realpathSync(join(root, "www/node_modules/.bin", name)), ...args], options);

const scratch = mkdtempSync(join(tmpdir(), "candor-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

let packed;
/** The tarball that npm would publish. */
export const tarball = () => {
  if (!packed) {
    run("npm", ["pack", dist, "--pack-destination", scratch]);
    packed = join(
      scratch,
      readdirSync(scratch).find((name) => name.endsWith(".tgz")),
    );
  }
  return packed;
};

let folders = 0;
/** A fresh project with the package installed and `files` in it. */
export const project = (files = {}, manifest = {}) => {
  const folder = join(scratch, `project-${folders++}`);
  mkdirSync(folder);
  write(folder, { "package.json": JSON.stringify({ private: true, ...manifest }), ...files });
  install(folder);
  return folder;
};

/** Installs the package from its tarball. */
export const install = (folder) =>
  run("npm", ["install", "--offline", "--no-audit", "--no-fund", "--no-save", tarball()], { cwd: folder });

export const write = (folder, files) => {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
};

/** What a script prints, errors with it. */
export const node = (folder, script, args = []) => {
  const { stdout, stderr } = spawnSync(process.execPath, [...args, script], {
    cwd: folder,
    encoding: "utf8",
  });
  return (stdout + stderr).trim();
};

/** The use that every consumer is tested with; expects `Linter`, ends with the value of `found`. */
export const use = `
const text = "🎁 <b>Purple</b> teapot day";
const house = { find: ["purple teapot day"], message: "“{match}” is a house phrase", help: "Leave it out" };
const linter = new Linter({ phrases: { "house/x": house } });
const { diagnostics } = linter.lint({ text, format: "html" });
const found = diagnostics.map(({ rule, span, message }) =>
  [rule, text.slice(span.start, span.end), message].join(" | ")).join("\\n");
`;

/** What \`use\` finds. */
export const found = "house/x | Purple</b> teapot day | “Purple teapot day” is a house phrase";
