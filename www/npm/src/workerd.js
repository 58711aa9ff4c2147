import { createApi } from "./api.js";
import wasm from "./candor-full.wasm";
import * as glue from "./glue-full.js";
import { ready } from "./host.js";

export { CandorError } from "./api.js";

export const { init, addLanguage, Linter, rules, locales, version } = createApi(
  glue,
  ready(glue, () => wasm),
);
