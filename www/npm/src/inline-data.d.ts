/** The module in base64; written by assemble.js. */
export const wasm: string;
