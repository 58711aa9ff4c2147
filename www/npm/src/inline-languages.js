import { languages as files } from "./inline-data-languages.js";

/** @param {string} base64 */
export const decode = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** Every language file but English, which the modules carry. */
export const languages = () => files.map(decode);
