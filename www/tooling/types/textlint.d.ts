import type { PluginOptions } from "./plugin-options.js";

/** The rule, which `textlint --fix` may apply too. */
declare const plugin: { linter: plugin.Reporter; fixer: plugin.Reporter };

declare namespace plugin {
  /** As textlint calls it. */
  type Reporter = (context: any, options?: Options) => { [node: string]: (node: any) => void };

  /** What the rule takes. */
  type Options = PluginOptions;
}

export default plugin;
