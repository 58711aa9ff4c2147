// Checked by tsc alone: what the entries export is what the published types promise, and
// the types allow what the README shows and forbid what candor refuses.
import type * as published from "../../../src/wasm/types.js";

// The crate's folder is no ES module, so its declarations have a default export; the package is one.
type Api = Omit<typeof published, "default">;

const entries: Record<string, Api> = {
  full: await import("../src/full.js"),
  inline: await import("../src/inline.js"),
  node: await import("../src/node.js"),
  web: await import("../src/web.js"),
  workerd: await import("../src/workerd.js"),
};

export const use = async ({ init, Linter, rules, CandorError }: Api) => {
  await init({ locales: ["zh-Hant"], base: "/candor/" });
  await init({ wasm: fetch("/candor.wasm") });
  const linter = new Linter({
    markets: ["EU"],
    rules: { "claims/absolute-superlative": "off", urgency: "error" },
    phrases: { "house/x": { find: ["only three left"], message: "“{match}” is a house phrase" } },
  });
  const report = linter.lint({ text: "…", format: "html", facts: { offer: { endsAt: "2026-12-01" } } });
  for (const { span, rule, suggestions } of report.diagnostics) {
    if (span) console.log("…".slice(span.start, span.end), rule, suggestions[0]?.edits);
  }
  const first: published.Severity | undefined = rules("fr")[0]?.severity;
  const [start]: Uint32Array = linter.spans("…");
  try {
    // @ts-expect-error no such language
    new Linter({ lang: "nl" });
    // @ts-expect-error a misspelt option
    new Linter({ market: ["EU"] });
    // @ts-expect-error a finding may have no place
    report.diagnostics[0]?.span.start;
    // @ts-expect-error copy is a string
    linter.lint(42);
  } catch (error) {
    if (error instanceof CandorError && error.code === "unknown-key") console.log(error.cure);
  }
  return { first, start, entries };
};
