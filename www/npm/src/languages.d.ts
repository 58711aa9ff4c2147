/** Where the language files lie; written by assemble.js. */
export const languages: Record<string, URL>;
