import type { Facts, Format, LinterOptions, Severity } from "candor";
import type { ESLint, Linter } from "eslint";

/** The plugin; its one rule is `copy`. */
declare const plugin: ESLint.Plugin & { configs: { recommended: Linter.Config } };

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
    /** Whether strings are copy; default: no. */
    strings?: boolean;
    /** Whether templates are copy; default: no. */
    templates?: boolean;
    /** How literals are written; default: `plain`, in JSON `html`. */
    format?: Format;
  }
}

export default plugin;
