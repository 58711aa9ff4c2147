import { readFileSync } from "node:fs";
import { CandorError, createApi } from "./api.js";
import * as glue from "./glue-full.js";
import { ready } from "./host.js";
import { languages } from "./languages.js";

export { CandorError } from "./api.js";

/** @param {URL} url @param {CandorError["code"]} code */
const read = (url, code) => {
  try {
    return readFileSync(url);
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
    () => read(new URL("./candor-full.wasm", import.meta.url), "wasm-missing"),
    () => {
      for (const url of Object.values(languages)) glue.addLanguage(read(url, "language-missing"));
    },
  ),
);
