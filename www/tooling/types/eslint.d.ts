import type { Format } from "candor";
import type { ESLint, Linter } from "eslint";
import type { PluginOptions } from "./plugin-options.js";

/** The plugin; its one rule is `copy`. */
declare const plugin: ESLint.Plugin & { configs: { recommended: Linter.Config } };

declare namespace plugin {
  /** What the rule takes. */
  interface Options extends PluginOptions {
    /** Whether strings are copy; default: no. */
    strings?: boolean;
    /** Whether templates are copy; default: no. */
    templates?: boolean;
    /** How literals are written; default: `plain`, in JSON `html`. */
    format?: Format;
  }
}

export default plugin;
