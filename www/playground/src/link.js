// A link that carries the text in its fragment, which browsers send to no server.

/**
 * @typedef {object} State
 * @property {string} text
 * @property {import("../../../src/wasm/types.js").Format} format
 * @property {import("../../../src/wasm/types.js").Facts} facts
 */

/** @param {State} state @returns {Promise<string>} */
export const pack = async (state) => {
  const stream = new Blob([JSON.stringify(state)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};

/** What a fragment carries; `undefined` for any other. @param {string} packed @returns {Promise<State | undefined>} */
export const unpack = async (packed) => {
  try {
    const binary = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const { text, format, facts } = JSON.parse(await new Response(stream).text());
    if (typeof text !== "string" || !["plain", "html", "markdown"].includes(format)) return undefined;
    return { text, format, facts: typeof facts === "object" && facts ? facts : {} };
  } catch {
    return undefined;
  }
};
