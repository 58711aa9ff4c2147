import { createApi } from "./api.js";
import * as glue from "./glue-full.js";
import { fetched } from "./host.js";

export { CandorError } from "./api.js";

const wasm = new URL("./candor-full.wasm", import.meta.url);

// The build carries every language: there are no files to fetch.
export const { init, addLanguage, Linter, rules, locales, version } = createApi(
  glue,
  fetched(glue, wasm, "candor-full.wasm", {}),
);
