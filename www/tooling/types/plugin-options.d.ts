import type { Facts, LinterOptions, Severity } from "candor";

/** What every plugin takes. */
export interface PluginOptions {
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
