import { hostOf, language, settings } from "../shared/settings.js";
import { count, forget } from "./badge.js";
import * as history from "./history.js";
import { lint, linter, marksOf, wrongMarket } from "./linter.js";
import { register } from "./sites.js";

/** @typedef {import("../shared/messages.js").Message} Message */
/** @typedef {import("../shared/messages.js").Leave} Leave */

chrome.runtime.onInstalled.addListener(register);
chrome.runtime.onStartup.addListener(() => Promise.all([register(), history.expire()]));
chrome.permissions.onAdded.addListener(register);
chrome.permissions.onRemoved.addListener(register);
chrome.storage.local.onChanged.addListener((changes) => {
  if (changes.settings) void register();
});
chrome.tabs.onRemoved.addListener((tab) => void forget(tab));

// The keys walk through the findings of a page that has been read.
chrome.commands.onCommand.addListener((command, tab) => {
  if (tab?.id === undefined || (command !== "next" && command !== "previous")) return;
  void chrome.scripting.executeScript({
    target: { tabId: tab.id },
    func: (/** @type {1 | -1} */ step) =>
      /** @type {import("../content/main.js").World} */ (globalThis).candor?.walk(step),
    args: /** @type {[1 | -1]} */ ([command === "next" ? 1 : -1]),
  });
});

// A page arrives in parts of bounded size, and is linted when all are there.
chrome.runtime.onConnect.addListener((port) => {
  if (port.name !== "lint") return;
  /** @type {string[]} */
  const parts = [];
  port.onMessage.addListener(async (part) => {
    if (typeof part === "string") parts.push(part);
    else port.postMessage(await lint(parts, part));
  });
});

chrome.runtime.onMessage.addListener((message, sender, answer) => {
  void reply(message, sender).then(answer, () => answer(undefined));
  return true;
});

/** @param {Message} message @param {chrome.runtime.MessageSender} sender */
const reply = async (message, sender) => {
  const { tab, frameId = 0, url } = sender;
  switch (message.kind) {
    case "page":
      return lint(message.parts, message.files);
    case "picture":
      return marksOf(message.data);
    case "text":
      return (await linter()).lint(message.input);
    case "rules":
      return (await linter()).rules();
    case "markets":
      return wrongMarket(message.markets);
    case "style":
      if (tab?.id === undefined) return;
      // No policy of the page forbids it. Firefox's reaches into shadow trees as the reader's own sheet; Chromium
      // paints backgrounds of highlights only from the page's, and inherits them into shadow trees.
      await chrome.scripting.insertCSS({
        target: { tabId: tab.id, frameIds: [frameId] },
        files: ["highlight.css"],
        origin: FIREFOX ? "USER" : "AUTHOR",
      });
      await count(tab.id, frameId, -1);
      return;
    case "start":
      return leaveOf(sender);
    case "count":
      return tab?.id === undefined ? undefined : count(tab.id, frameId, message.findings);
    case "sightings": {
      const site = hostOf(tab?.url);
      const leave = await leaveOf(sender);
      if (!site || !url || !leave.remember) return [];
      return history.record(site, url, message.sightings);
    }
  }
};

/** @param {chrome.runtime.MessageSender} sender @returns {Promise<Leave>} */
const leaveOf = async ({ tab }) => {
  // Without a permission for the page around it, a frame's tab has no address: not watched.
  const host = hostOf(tab?.url);
  const chosen = await settings();
  const { watched, off, fields, markets, content, quiet } = chosen;
  const isWatched = host !== undefined && watched.includes(host) && !off.includes(host);
  return {
    off: host !== undefined && off.includes(host),
    watched: isWatched,
    lang: language(chosen),
    asked: JSON.stringify([language(chosen), markets, content, quiet]),
    fields: isWatched && fields.includes(host),
    remember: isWatched && tab?.incognito === false,
  };
};
