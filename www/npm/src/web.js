import { createApi } from "./api.js";
import * as glue from "./glue.js";
import { fetched } from "./host.js";
import { languages } from "./languages.js";

export { CandorError } from "./api.js";

const wasm = new URL("./candor.wasm", import.meta.url);

export const { init, addLanguage, Linter, rules, locales, version } = createApi(
  glue,
  fetched(glue, wasm, "candor.wasm", languages),
);
