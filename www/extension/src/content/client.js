/** @typedef {import("../shared/messages.js").LintReport} LintReport */

/** @typedef {import("../shared/messages.js").Files} Files */

/** Parts that are sent in one turn. */
const SLICE = 8;

/** @template {import("../shared/messages.js").Message} T @param {T} message */
export const ask = (message) => chrome.runtime.sendMessage(message);

/**
 * Has the parts of a page linted, away from the page's thread.
 *
 * @param {readonly string[]} parts @param {() => Promise<void>} rest
 * @param {Files} [files] What the files of its pictures say.
 * @returns {Promise<LintReport>}
 */
export const lint = async (parts, rest, files = {}) => {
  const port = chrome.runtime.connect({ name: "lint" });
  const report = new Promise((resolve, reject) => {
    port.onMessage.addListener(resolve);
    port.onDisconnect.addListener(() => reject(new Error("the extension was updated")));
  });
  report.catch(() => {});
  for (const [index, part] of parts.entries()) {
    port.postMessage(part);
    if (index % SLICE === SLICE - 1) await rest();
  }
  port.postMessage(files);
  return report.finally(() => port.disconnect());
};
