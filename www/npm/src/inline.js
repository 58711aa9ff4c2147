import { createApi } from "./api.js";
import * as glue from "./glue.js";
import { ready } from "./host.js";
import { languages, wasm } from "./inline-data.js";

export { CandorError } from "./api.js";

/** @param {string} base64 */
const decode = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

export const { init, addLanguage, Linter, rules, locales, version } = createApi(
  glue,
  ready(
    glue,
    () => decode(wasm),
    () => {
      for (const language of languages) glue.addLanguage(decode(language));
    },
  ),
);
