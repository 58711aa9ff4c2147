/** Every language file in base64; written by assemble.js. */
export const languages: string[];
