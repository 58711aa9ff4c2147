/**
 * @typedef {object} Settings What the reader has chosen. It stays in this browser.
 * @property {string} lang The language of messages; empty: the browser's.
 * @property {string[]} markets For which notices are looked up: `EU`, `FR`, `US-NY`.
 * @property {string[]} content What the reader supposes of pages: kinds of content that owe a notice.
 * @property {string[]} quiet Categories that are not shown.
 * @property {string[]} watched Hosts that are read as they load.
 * @property {string[]} fields Watched hosts where what the reader types is read too.
 * @property {string[]} off Hosts that are never read.
 */

/** @type {Settings} */
const DEFAULTS = { lang: "", markets: [], content: [], quiet: [], watched: [], fields: [], off: [] };

/** Languages that candor speaks. */
export const LANGUAGES = ["en", "zh-Hant", "zh-Hans", "ja", "ko", "de", "fr", "es"];

/** @returns {Promise<Settings>} */
export const settings = async () => {
  const stored = await chrome.storage.local.get("settings");
  return { ...DEFAULTS, .../** @type {Partial<Settings>} */ (stored.settings) };
};

/** Changes settings one after the other. @type {Promise<unknown>} */
let pending = Promise.resolve();

/** @param {(settings: Settings) => Partial<Settings>} change */
export const change = (change) => {
  const done = pending.then(async () => {
    const now = await settings();
    await chrome.storage.local.set({ settings: { ...now, ...change(now) } });
  });
  pending = done.catch(() => {});
  return done;
};

/** The list with `item` in it or not. @param {readonly string[]} list @param {string} item @param {boolean} present */
export const listed = (list, item, present) => [
  ...list.filter((one) => one !== item),
  ...(present ? [item] : []),
];

/** The language of messages: the chosen one, or the nearest to the browser's. @param {Settings} settings */
export const language = ({ lang }) => {
  if (lang) return lang;
  const tag = chrome.i18n.getUILanguage();
  if (tag.startsWith("zh")) return /hant|tw|hk|mo/i.test(tag) ? "zh-Hant" : "zh-Hans";
  return LANGUAGES.find((known) => known === tag.slice(0, 2)) ?? "en";
};

/** The host that settings name, or nothing where no extension may read. @param {string | undefined} url */
export const hostOf = (url) => {
  if (!url || !URL.canParse(url)) return undefined;
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" || protocol === "https:" ? hostname : undefined;
};

/** The permission to ask for a host. @param {string} host */
export const originsOf = (host) => [`*://${host}/*`];
