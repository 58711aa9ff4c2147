import { localDate } from "./today.js";

/** What was refused (`message`), a stable name for it (`code`) and the way out (`cure`). */
export class CandorError extends Error {
  /**
   * @param {{ code: import("../../../src/wasm/types.js").CandorError["code"], message: string, cure: string }} failure
   * @param {ErrorOptions} [options]
   */
  constructor({ code, message, cure }, options) {
    // The stack is taken here and is what consoles print, so the way out belongs in it.
    super(`${message}; ${cure}`, options);
    this.message = message;
    this.name = "CandorError";
    this.code = code;
    this.cure = cure;
  }
}

/**
 * The public functions over one wasm build.
 *
 * @param {typeof import("./glue.js")} glue What wasm-bindgen generated.
 * @param {import("./host.js").Host} host How the module and the languages are reached here.
 */
export const createApi = (glue, host) => {
  /** Requests under way and done, by locale. @type {Map<string, Promise<void>>} */
  const languages = new Map();

  /** @template T @param {() => T} work @returns {T} */
  const call = (work) => {
    host.start();
    try {
      return work();
    } catch (thrown) {
      throw isFailure(thrown) ? new CandorError(thrown) : thrown;
    }
  };

  /** @param {Uint8Array} bytes */
  const addLanguage = (bytes) => call(() => glue.addLanguage(bytes));

  /** @param {string} locale @param {InitOptions} options */
  const language = (locale, options) => {
    let loading = languages.get(locale);
    if (!loading) {
      loading = host.language(locale, options).then((bytes) => void (bytes && addLanguage(bytes)));
      // A failure is not kept: the next call tries again.
      loading.catch(() => languages.delete(locale));
      languages.set(locale, loading);
    }
    return loading;
  };

  /** @typedef {import("../../../src/wasm/types.js").InitOptions} InitOptions */
  /** @typedef {import("../../../src/wasm/types.js").LinterOptions} LinterOptions */
  /** @typedef {import("../../../src/wasm/types.js").Input} Input */
  /** @typedef {import("../../../src/wasm/types.js").InputObject} InputObject */
  /** @typedef {import("../../../src/wasm/types.js").Mark} Mark */

  /** @param {InitOptions} [options] */
  const init = async (options = {}) => {
    await host.open(options);
    host.start();
    await Promise.all((options.locales ?? []).map((locale) => language(locale, options)));
  };

  class Linter {
    /** @type {import("./glue.js").Linter} */
    #linter;
    /** @type {string | undefined} */
    #today;

    /** @param {LinterOptions} [options] */
    constructor(options = {}) {
      const { today, ...config } = options;
      this.#linter = call(() => new glue.Linter(config));
      this.#today = today;
    }

    /** @param {Input} input @param {Readonly<Record<string, readonly Mark[]>>} [files] */
    lint(input, files) {
      const today = this.#today ?? localDate();
      return call(() =>
        files === undefined
          ? this.#linter.lint(input, today)
          : this.#linter.lintWithFiles(input, today, files),
      );
    }

    /** @param {Input} input */
    spans(input) {
      return call(() => this.#linter.spans(input, this.#today ?? localDate()));
    }

    /** @param {string} text @param {Omit<InputObject, "text">} [options] */
    open(text, options = {}) {
      const open = call(() => this.#linter.open({ ...options, text }, this.#today ?? localDate()));
      return new Open(open);
    }

    /** @param {Uint8Array} bytes */
    marks(bytes) {
      return call(() => this.#linter.marks(bytes));
    }

    /** @param {string} [lang] */
    rules(lang) {
      return call(() => this.#linter.rules(lang));
    }
  }

  /** A text under edit; `null` once it is closed. */
  class Open {
    /** @type {import("./glue.js").Open | null} */
    #open;

    /** @param {import("./glue.js").Open} open */
    constructor(open) {
      this.#open = open;
    }

    #standing() {
      if (this.#open) return this.#open;
      throw new CandorError({
        code: "closed",
        message: "this text was closed",
        cure: "open it again with `linter.open(text)`",
      });
    }

    /** @param {number} from @param {number} to @param {string} insert */
    edit(from, to, insert) {
      return call(() => this.#standing().edit(from, to, insert));
    }

    report() {
      return call(() => this.#standing().report());
    }

    close() {
      this.#open?.free();
      this.#open = null;
    }
  }

  return {
    init,
    addLanguage,
    Linter,
    /** @param {string} [lang] */
    rules: (lang) => call(() => glue.rules(lang)),
    locales: () => call(() => glue.locales()),
    version: () => call(() => glue.version()),
  };
};

/** @param {any} thrown @returns {thrown is Pick<import("../../../src/wasm/types.js").CandorError, "code" | "message" | "cure">} */
const isFailure = (thrown) =>
  !(thrown instanceof Error) && typeof thrown?.code === "string" && typeof thrown.cure === "string";
