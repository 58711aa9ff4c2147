import { readFileSync } from "node:fs";
import { CandorError, createApi } from "./api.js";
import * as glue from "./glue-full.js";
import { ready } from "./host.js";
import { languages } from "./languages.js";

export { CandorError } from "./api.js";

const here = import.meta.url;

/**
 * A bundler puts the file at `url`. Turbopack means a place on the web by that: there the package itself has it.
 *
 * @param {URL} url
 * @param {string} name
 * @param {CandorError["code"]} code
 */
const read = (url, name, code) => {
  try {
    return readFileSync(url.protocol === "file:" ? url : new URL(name, here));
  } catch (cause) {
    throw new CandorError(
      {
        code,
        message: `${url.pathname} cannot be read`,
        cure: "leave `candor` out of the bundle (external), copy its candor-full.wasm and lang/ beside it, or import from `candor/inline`",
      },
      { cause },
    );
  }
};

export const { init, addLanguage, Linter, rules, locales, version } = createApi(
  glue,
  ready(
    glue,
    () => read(new URL("./candor-full.wasm", import.meta.url), "candor-full.wasm", "wasm-missing"),
    () => {
      for (const [locale, url] of Object.entries(languages)) {
        glue.addLanguage(read(url, `lang/${locale}.bin`, "language-missing"));
      }
    },
  ),
);
