import type { Facts, LinterOptions, Severity } from "candor";

/** The rule, which `textlint --fix` may apply too. */
declare const plugin: { linter: plugin.Reporter; fixer: plugin.Reporter };

declare namespace plugin {
  /** As textlint calls it. */
  type Reporter = (context: any, options?: Options) => { [node: string]: (node: any) => void };

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
