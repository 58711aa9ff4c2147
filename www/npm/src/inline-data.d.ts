/** The module and every language file in base64; written by assemble.js. */
export const wasm: string;
export const languages: string[];
