import { readFileSync } from "node:fs";
import { CandorError, createApi } from "./api.js";
import * as glue from "./glue-full.js";
import { ready } from "./host.js";

export { CandorError } from "./api.js";

const wasm = () => {
  const url = new URL("./candor-full.wasm", import.meta.url);
  try {
    return readFileSync(url);
  } catch (cause) {
    throw new CandorError(
      {
        code: "wasm-missing",
        message: `${url.pathname} cannot be read`,
        cure: "leave `candor` out of the bundle (external), copy its candor-full.wasm beside it, or import from `candor/inline`",
      },
      { cause },
    );
  }
};

export const { init, addLanguage, Linter, rules, locales, version } = createApi(glue, ready(glue, wasm));
