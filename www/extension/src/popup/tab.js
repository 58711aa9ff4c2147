import { pageReport } from "../shared/report.js";

/** @typedef {import("../shared/report.js").PageReport} PageReport */
/** @typedef {import("../shared/report.js").Snapshot} Snapshot */

/** The tab that the popup is about: the one that it was opened on, or the one in its address. */
export const currentTab = async () => {
  const named = new URLSearchParams(location.search).get("tab");
  if (named) return chrome.tabs.get(Number(named));
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return tab;
};

/**
 * Has every document of a tab read itself. Nothing where the site is switched off.
 *
 * @param {number} tab
 * @returns {Promise<PageReport | undefined>}
 */
export const readTab = async (tab) => {
  const target = { tabId: tab, allFrames: true };
  await chrome.scripting.executeScript({ target, files: ["content.js"] });
  const results = await chrome.scripting.executeScript({
    target,
    func: async () => {
      const { candor, candorStart } = /** @type {import("../content/main.js").World} */ (globalThis);
      await candorStart;
      return candor?.snapshot();
    },
  });
  const documents = results
    .flatMap(({ frameId, result }) => (result && !result.off ? [{ frame: frameId, snapshot: result }] : []))
    .sort((a, b) => a.frame - b.frame);
  if (documents[0]?.frame !== 0) return undefined;
  const parts = documents.flatMap(({ snapshot }) => snapshot.parts);
  const files = Object.assign({}, ...documents.map(({ snapshot }) => snapshot.files));
  return pageReport(documents, await chrome.runtime.sendMessage({ kind: "page", parts, files }));
};

/** Shows a finding in its document. @param {number} tab @param {number} frame @param {number} id */
export const show = (tab, frame, id) =>
  chrome.scripting.executeScript({
    target: { tabId: tab, frameIds: [frame] },
    func: (id) => /** @type {import("../content/main.js").World} */ (globalThis).candor?.show(id),
    args: [id],
  });
