// Private windows. Firefox lets no program open one to an extension; what decides is the same line in both.
import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, open as openPage, snapshots, start, until } from "./browsers.js";
import * as shop from "./shops.js";

test("in a private window a watched site is read, and nothing that was seen is kept", async () => {
  const shops = await shop.open();
  const { browser, home, close } = await start("chromium");
  try {
    const settings = await browser.newPage();
    await settings.goto("chrome://extensions");
    // The reader's own switch “Allow in Incognito”; the extension starts anew with it.
    await settings.evaluate(async (extensionId) => {
      await chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
      await chrome.developerPrivate.updateExtensionConfiguration({ extensionId, incognitoAccess: true });
    }, new URL(home).host);
    const desk = await browser.newPage();
    await openPage(desk, `${home}/settings.html`);
    await choose(desk, { watched: ["shop.localhost"] });
    const stored = () => desk.evaluate(async () => Object.keys(await chrome.storage.local.get(null)));
    const seen = async (url) => {
      const [{ findings, observations }] = await snapshots(desk, url);
      return [findings.length, findings.flatMap((one) => one.observations).length + observations.length];
    };
    const url = shops.at("/manipulative");
    const incognito = await desk.evaluate(
      async (url) => (await chrome.windows.create({ incognito: true, url })).incognito,
      url,
    );
    assert.equal(incognito, true);
    // As long as an ordinary window would need to have something to tell, and more.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    assert.deepEqual(await seen(url), [6, 0]);
    assert.deepEqual(await stored(), ["settings"]);
    // The same page in an ordinary window, so that the silence above means something.
    await desk.evaluate(async (url) => {
      const [tab] = await chrome.tabs.query({ url: "*://shop.localhost/*" });
      await chrome.tabs.remove(tab.id);
      await chrome.windows.create({ url });
    }, url);
    const told = await until(
      () => seen(url).catch(() => [0, 0]),
      ([, observations]) => observations === 2,
    );
    assert.deepEqual(told, [6, 2]);
    assert.deepEqual((await stored()).toSorted(), ["seen:shop.localhost", "settings"]);
  } finally {
    await close();
    shops.close();
  }
});
