import type { Plugin } from "unified";
import type { PluginOptions } from "./plugin-options.js";

/** The rule, for remark-lint or alone. */
declare const plugin: Plugin<
  [(plugin.Options | [level: "on" | "off" | "warn" | "error" | 0 | 1 | 2, options?: plugin.Options])?]
>;

declare namespace plugin {
  /** What the rule takes. */
  type Options = PluginOptions;
}

export default plugin;
