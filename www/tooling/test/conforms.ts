// Checked by tsc alone: what the plugins export is what the published types promise.
import type eslint from "../types/eslint.js";
import type remark from "../types/remark.js";
import type textlint from "../types/textlint.js";

export const plugins: [typeof eslint, typeof remark, typeof textlint] = [
  (await import("../eslint.js")).default,
  (await import("../remark.js")).default,
  (await import("../textlint.js")).default,
];

export const options: eslint.Options & remark.Options & textlint.Options = {
  linter: { markets: ["EU"] },
  least: "info",
  // @ts-expect-error a misspelt option
  hint: true,
};
