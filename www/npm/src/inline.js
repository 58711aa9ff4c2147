import { createApi } from "./api.js";
import * as glue from "./glue.js";
import { ready } from "./host.js";
import { wasm } from "./inline-data.js";
import { decode, languages } from "./inline-languages.js";

export { CandorError } from "./api.js";

export const { init, addLanguage, Linter, rules, locales, version } = createApi(
  glue,
  ready(
    glue,
    () => decode(wasm),
    () => {
      for (const language of languages()) glue.addLanguage(language);
    },
  ),
);
