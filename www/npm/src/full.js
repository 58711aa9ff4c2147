import { createApi } from "./api.js";
import * as glue from "./glue-full.js";
import { fetched } from "./host.js";
import { languages } from "./languages.js";

export { CandorError } from "./api.js";

const wasm = new URL("./candor-full.wasm", import.meta.url);

export const { init, addLanguage, Linter, rules, locales, version } = createApi(
  glue,
  fetched(glue, wasm, "candor-full.wasm", languages),
);
