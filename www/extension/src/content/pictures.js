import { ask } from "./client.js";

/** @typedef {import("../shared/messages.js").Files} Files */

/** Icons and rules are no pictures to be told of. Pixels of the page. */
const SMALLEST = 64;

/** Larger files are left alone: they would have to be carried to the extension. Bytes. */
const LARGEST = 8 << 20;

/** What the files of a page's pictures say of their making. Only what the browser holds already is read. */
export class Pictures {
  /** By address; empty where a file says nothing or cannot be read. @type {Map<string, import("candor").Mark[]>} */
  #marks = new Map();

  /** Whether a picture has not been looked at. @param {HTMLImageElement} image */
  isNew(image) {
    return isPicture(image) && !this.#marks.has(image.currentSrc);
  }

  /**
   * Reads the files that are not known yet, one after the other.
   *
   * @param {readonly HTMLImageElement[]} images @param {() => Promise<void>} rest
   */
  async read(images, rest) {
    for (const image of images) {
      const { currentSrc } = image;
      if (!this.isNew(image)) continue;
      this.#marks.set(currentSrc, []);
      const data = await held(currentSrc).catch(() => undefined);
      if (data !== undefined) this.#marks.set(currentSrc, (await ask({ kind: "picture", data })) ?? []);
      await rest();
    }
  }

  /** What is known of those among `images` that say something. @param {readonly HTMLImageElement[]} images @returns {Files} */
  said(images) {
    const addresses = new Set(images.map(({ currentSrc }) => currentSrc));
    const known = [...addresses].map((address) => [address, this.#marks.get(address) ?? []]);
    return Object.fromEntries(known.filter(([, marks]) => marks?.length));
  }
}

/** @param {HTMLImageElement} image */
const isPicture = ({ complete, currentSrc, naturalWidth, width, height }) =>
  complete && naturalWidth > 0 && width >= SMALLEST && height >= SMALLEST && !currentSrc.startsWith("data:");

/**
 * A file as the browser holds it, as a `data:` address. Another site's can only be had by asking
 * for it again, so it is left alone.
 *
 * @param {string} address @returns {Promise<string | undefined>}
 */
const held = async (address) => {
  if (new URL(address).origin !== location.origin) return undefined;
  // A page's own worker sees what its page fetches, and may ask the network on its own account.
  if (navigator.serviceWorker?.controller) return undefined;
  const response = await fetch(address, { cache: "only-if-cached", mode: "same-origin" });
  const file = await response.blob();
  if (!response.ok || file.size > LARGEST) return undefined;
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(/** @type {string} */ (reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
};
