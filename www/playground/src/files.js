// Files that are dropped or opened: text in any of the formats, or a picture.
import { h } from "../../editors/src/dom.js";
import { say } from "./spoken.js";

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

/**
 * What a picture, film or sound says of its making, and what a page that shows it without a word would owe.
 *
 * @param {File} file @param {Uint8Array} bytes
 * @param {import("../../editors/worker.js").WorkerLinter} linter Of the full module.
 */
export const mediaView = async (file, bytes, linter) => {
  const marks = await linter.marks(bytes);
  const page = {
    text: `<img src="${encodeURIComponent(file.name)}">`,
    format: /** @type {const} */ ("html"),
  };
  const { diagnostics } = await linter.lint(page, { [encodeURIComponent(file.name)]: marks });
  return h(
    "div",
    { class: "media" },
    file.type.startsWith("image/") && preview(file),
    h(
      "div",
      {},
      h("p", {}, h("b", {}, marks.length > 0 ? say("mediaMarks", { name: file.name }) : file.name)),
      marks.length === 0 && h("p", {}, say("noMarks")),
      h(
        "ul",
        { class: "small" },
        ...marks.map(({ scheme, value }) =>
          h("li", {}, h("b", {}, scheme), value !== "" && ` ${value.slice(value.lastIndexOf("/") + 1)}`),
        ),
      ),
      ...diagnostics.flatMap(({ message, help }) => [h("p", {}, message), h("p", { class: "quiet" }, help)]),
    ),
  );
};

/** @param {File} file */
const preview = (file) => {
  const src = URL.createObjectURL(file);
  return h("img", { src, alt: "", onload: () => URL.revokeObjectURL(src) });
};
