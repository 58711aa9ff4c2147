// Files that are dropped or opened: text in any of the formats, or a picture.

/** @typedef {import("../../../src/wasm/types.js").Format} Format */
/** @typedef {{ kind: "text", text: string, format: Format } | { kind: "media", bytes: Uint8Array } | { kind: "unreadable" }} Found */

/** @param {File} file @returns {Promise<Found>} */
export const readFile = async (file) => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (/^(image|video|audio)\//.test(file.type) || file.type === "application/pdf")
    return { kind: "media", bytes };
  try {
    const encoding =
      bytes[0] === 0xff && bytes[1] === 0xfe
        ? "utf-16le"
        : bytes[0] === 0xfe && bytes[1] === 0xff
          ? "utf-16be"
          : "utf-8";
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (text.includes("\0")) return { kind: "unreadable" };
    return { kind: "text", text, format: formatOf(file.name) };
  } catch {
    return { kind: "unreadable" };
  }
};

/** @param {string} name @returns {Format} */
const formatOf = (name) => {
  if (/\.(html?|xhtml)$/i.test(name)) return "html";
  return /\.(md|markdown|mdx)$/i.test(name) ? "markdown" : "plain";
};
