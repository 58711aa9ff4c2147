import { originsOf, settings } from "../shared/settings.js";

/** Registers what runs on watched sites as they load, and nothing elsewhere. */
export const register = async () => {
  const { watched, off } = await settings();
  const hosts = watched.filter((host) => !off.includes(host));
  const granted = await Promise.all(
    hosts.map((host) => chrome.permissions.contains({ origins: originsOf(host) })),
  );
  const matches = hosts.filter((_, index) => granted[index]).flatMap(originsOf);
  const registered = await chrome.scripting.getRegisteredContentScripts();
  if (registered.length > 0) await chrome.scripting.unregisterContentScripts();
  if (matches.length === 0) return;
  const everywhere = { matches: await frames(matches), allFrames: true, matchOriginAsFallback: true };
  await chrome.scripting.registerContentScripts([
    { ...everywhere, id: "read", js: ["content.js"], runAt: "document_idle" },
    // In the page's own world, where its connections can be seen; it counts them and says nothing else.
    { ...everywhere, id: "receive", js: ["receive.js"], runAt: "document_start", world: "MAIN" },
  ]);
};

/**
 * Watched hosts, and hosts whose frames the reader has opened to us. Whether a frame
 * stands in a watched page is asked when it loads.
 *
 * @param {string[]} matches
 */
const frames = async (matches) => {
  const { origins = [] } = await chrome.permissions.getAll();
  return [...new Set([...matches, ...origins])];
};
