/** Findings of each document of a tab; in memory of the session, since the worker sleeps between pages. */
const keyOf = (/** @type {number} */ tab) => `badge:${tab}`;

/** @type {Promise<unknown>} */
let pending = Promise.resolve();

/**
 * Shows the number of findings on the button.
 *
 * @param {number} tab @param {number} frame @param {number} findings
 */
export const count = (tab, frame, findings) => {
  const done = pending.then(async () => {
    const key = keyOf(tab);
    const stored = await chrome.storage.session.get(key);
    // The top document is the first of a page, and the last of what was there before.
    const before = frame === 0 && findings < 0 ? {} : stored[key];
    const frames = { .../** @type {Record<number, number>} */ (before), [frame]: Math.max(findings, 0) };
    await chrome.storage.session.set({ [key]: frames });
    const sum = Object.values(frames).reduce((sum, one) => sum + one, 0);
    await chrome.action.setBadgeText({ tabId: tab, text: sum > 0 ? String(sum) : "" });
    await chrome.action.setBadgeBackgroundColor({ tabId: tab, color: "#3d4a5c" });
    await chrome.action.setBadgeTextColor({ tabId: tab, color: "#ffffff" });
  });
  pending = done.catch(() => {});
  return done;
};

/** @param {number} tab */
export const forget = (tab) => chrome.storage.session.remove(keyOf(tab));
