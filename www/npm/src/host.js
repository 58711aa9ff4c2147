import { CandorError } from "./api.js";

/** @typedef {import("../../../src/wasm/types.js").InitOptions} InitOptions */

/**
 * @typedef {object} Host How one kind of host reaches the module and the languages.
 * @property {(options: InitOptions) => Promise<void>} open Fetches what can only be had asynchronously.
 * @property {() => void} start Makes sure that the module runs, or throws. Called before every call.
 * @property {(locale: string, options: InitOptions) => Promise<Uint8Array | undefined>} language
 *   The file of a language; nothing if the build carries it.
 */

/**
 * A host that has the module at hand and every language with it.
 *
 * @param {{ initSync: (options: { module: WebAssembly.Module | BufferSource }) => unknown }} glue
 * @param {() => WebAssembly.Module | BufferSource} module
 * @param {() => void} [started] Runs once, when the module does.
 * @returns {Host}
 */
export const ready = (glue, module, started = () => {}) => {
  let running = false;
  return {
    open: async () => {},
    start: () => {
      if (running) return;
      const source = module();
      try {
        glue.initSync({ module: source });
      } catch (cause) {
        throw refused(cause);
      }
      started();
      running = true;
    },
    language: async () => undefined,
  };
};

/**
 * A host that fetches the module and the languages that are asked for.
 *
 * @param {{ initSync: (options: { module: WebAssembly.Module }) => unknown }} glue
 * @param {URL} wasm Where the module lies, beside the entry.
 * @param {string} name Its name in a folder that the host serves.
 * @param {Record<string, URL>} languages Where the language files lie.
 * @returns {Host}
 */
export const fetched = (glue, wasm, name, languages) => {
  let running = false;
  /** @type {Promise<void> | undefined} */
  let opening;

  /** @param {InitOptions} options */
  const load = async ({ wasm: given, base }) => {
    const module = await compile(given ?? (base === undefined ? wasm : below(base, name)));
    if (!running) glue.initSync({ module });
    running = true;
  };

  return {
    open: (options) => {
      opening ??= load(options).catch((error) => {
        // A failure is not kept: the next call tries again.
        opening = undefined;
        throw error;
      });
      return opening;
    },
    start: () => {
      if (running) return;
      throw new CandorError({
        code: "not-initialised",
        message: "candor is not loaded yet",
        cure: "await init() once before the first call",
      });
    },
    language: async (locale, { base }) => {
      if (locale === "en") return undefined;
      const beside = Object.hasOwn(languages, locale) ? languages[locale] : undefined;
      if (!beside) {
        throw new CandorError({
          code: "unknown-locale",
          message: `there is no language file for \`${locale}\``,
          cure: `use ${["en", ...Object.keys(languages)].join(", ")}`,
        });
      }
      const url = base === undefined ? beside : below(base, `lang/${locale}.bin`);
      const response = await get(url, (message, cause) => {
        const cure =
          "serve the package's lang folder beside its wasm file, or name its place: init({ base })";
        return new CandorError({ code: "language-missing", message, cure }, { cause });
      });
      return new Uint8Array(await response.arrayBuffer());
    },
  };
};

const MISSING =
  "serve it beside the bundle, name its place with init({ base }), or import from `candor/inline`";

/** @param {string} message @param {unknown} [cause] */
const missing = (message, cause) =>
  new CandorError({ code: "wasm-missing", message, cure: MISSING }, { cause });

/** @param {NonNullable<InitOptions["wasm"]>} source @returns {Promise<WebAssembly.Module>} */
const compile = async (source) => {
  const given = await source;
  if (given instanceof WebAssembly.Module) return given;
  try {
    return await WebAssembly.compile(
      given instanceof ArrayBuffer || ArrayBuffer.isView(given) ? given : await download(given),
    );
  } catch (cause) {
    throw refused(cause);
  }
};

/** @param {string | URL | Request | Response} source */
const download = async (source) => {
  const response = source instanceof Response ? accepted(source, missing) : await get(source, missing);
  const bytes = new Uint8Array(await response.arrayBuffer());
  // A development server answers with its start page and status 200 where there is no file.
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== "\0asm") {
    throw missing(`${response.url} is not a wasm file`);
  }
  return bytes;
};

/**
 * @param {string | URL | Request} url
 * @param {(message: string, cause?: unknown) => CandorError} failure
 */
const get = async (url, failure) => {
  const name = url instanceof Request ? url.url : String(url);
  /** @type {Response} */
  let response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw failure(`${name} cannot be fetched`, cause);
  }
  return accepted(response, failure);
};

/** @param {Response} response @param {(message: string) => CandorError} failure */
const accepted = (response, failure) => {
  if (!response.ok) throw failure(`${response.url} answers ${response.status}`);
  return response;
};

/** @param {unknown} cause */
const refused = (cause) => {
  const text = String(cause);
  if (/CSP|content security policy|unsafe-eval/i.test(text)) {
    return new CandorError(
      {
        code: "csp",
        message: "the page's Content Security Policy forbids WebAssembly",
        cure: "add 'wasm-unsafe-eval' to its script-src",
      },
      { cause },
    );
  }
  if (/disallowed by embedder/i.test(text)) {
    return new CandorError(
      {
        code: "wasm-refused",
        message: "this host compiles no WebAssembly at run time",
        cure: "import from `candor`, which brings a compiled module",
      },
      { cause },
    );
  }
  return cause;
};

/** @param {string | URL} base @param {string} name */
const below = (base, name) => {
  const folder = new URL(base, globalThis.location?.href);
  if (!folder.pathname.endsWith("/")) folder.pathname += "/";
  return new URL(name, folder);
};
