import type { Facts, LinterOptions, Severity } from "candor";
import type { Plugin } from "unified";

/** The rule, for remark-lint or alone. */
declare const plugin: Plugin<
  [(plugin.Options | [level: "on" | "off" | "warn" | "error" | 0 | 1 | 2, options?: plugin.Options])?]
>;

declare namespace plugin {
  /** What the rule takes. */
  interface Options {
    /** What the house decides. */
    linter?: LinterOptions;
    /** What the author states. */
    facts?: Facts;
    /** The language of the text; default: detected. */
    locale?: string;
    /** The least severity that is told; default: `warning`. */
    least?: Severity;
    /** Whether questions are told too; default: no. */
    hints?: boolean;
  }
}

export default plugin;
