import { createApi } from "./api.js";
import wasm from "./candor-full.wasm";
import * as glue from "./glue-full.js";
import { ready } from "./host.js";
import { languages } from "./inline-languages.js";

export { CandorError } from "./api.js";

// There is no folder to read files from: the languages come as script.
export const { init, addLanguage, Linter, rules, locales, version } = createApi(
  glue,
  ready(
    glue,
    () => wasm,
    () => {
      for (const language of languages()) glue.addLanguage(language);
    },
  ),
);
