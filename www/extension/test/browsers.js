// Both browsers with the built extension, driven alike.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

const dist = fileURLToPath(new URL("../../../dist/", import.meta.url));

/** Hosts that the tests' reader has opened to the extension; a browser's question cannot be answered without a hand. */
const GRANTED = ["*://shop.localhost/*", "*://frames.localhost/*"];

/** A fixed id of the Firefox extension's pages. */
const UUID = "0b6a55c1-3d3d-4b3a-9f0e-2f4f6f0f7a11";

const KINDS = {
  chromium: {
    path: process.env.CHROMIUM ?? "/usr/bin/chromium",
    launch: (path, folder) =>
      puppeteer.launch({
        executablePath: path,
        pipe: true,
        headless: true,
        enableExtensions: [folder],
        args: ["--no-sandbox", "--lang=en-GB", "--disable-features=DisableLoadExtensionCommandLineSwitch"],
      }),
    origin: async (browser) => {
      const worker = await browser.waitForTarget((target) => target.type() === "service_worker");
      return `chrome-extension://${new URL(worker.url()).host}`;
    },
  },
  firefox: {
    path: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    launch: async (path, folder, id) => {
      const browser = await puppeteer.launch({
        browser: "firefox",
        args: ["--remote-allow-system-access"],
        executablePath: path,
        headless: true,
        extraPrefsFirefox: {
          "extensions.webextensions.uuids": JSON.stringify({ [id]: UUID }),
          "intl.locale.requested": "en-GB",
          "extensions.webextOptionalPermissionPrompts": false,
          "dom.disable_beforeunload": true,
        },
      });
      await browser.installExtension(folder);
      return browser;
    },
    origin: async () => `moz-extension://${UUID}`,
  },
};

/** Opens a page of the extension. Firefox changes the process for it and never tells that it has arrived. */
export const open = async (page, url) => {
  page.goto(url, { timeout: 5_000 }).catch(() => {});
  for (let tries = 0; tries < 100; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const ready = await page
      .evaluate((url) => location.href === url && document.querySelector("main").hasChildNodes(), url)
      .catch(() => false);
    if (ready) return;
  }
  throw new Error(`${url} does not open`);
};

/**
 * Starts a browser with the extension.
 *
 * @param {keyof typeof KINDS} kind
 */
export const start = async (kind) => {
  const { path, launch, origin } = KINDS[kind];
  const folder = mkdtempSync(join(tmpdir(), "candor-extension-"));
  cpSync(join(dist, `extension-${kind}`), folder, { recursive: true });
  const file = join(folder, "manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  // The only difference to what is shipped.
  writeFileSync(file, JSON.stringify({ ...manifest, host_permissions: GRANTED }));
  const browser = await launch(path, folder, manifest.browser_specific_settings?.gecko.id);
  const home = await origin(browser);
  /** A page of the extension, from which its functions can be called. */
  const desk = await browser.newPage();
  await open(desk, `${home}/settings.html`);
  return {
    kind,
    browser,
    home,
    desk,
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Settings as if the reader had chosen them; waits until the browser has taken them up. */
export const choose = async (desk, settings) => {
  await desk.evaluate(async (settings) => {
    await chrome.storage.local.set({ settings });
    const expected = (settings.watched ?? []).some((host) => !(settings.off ?? []).includes(host)) ? 2 : 0;
    for (let tries = 0; tries < 50; tries++) {
      const scripts = await chrome.scripting.getRegisteredContentScripts();
      if (scripts.length === expected) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("the scripts are not registered");
  }, settings);
};

/** What the popup would be told of the tab at `url`, by document. */
export const snapshots = (desk, url) =>
  desk.evaluate(async (url) => {
    const tabs = await chrome.tabs.query({});
    const tab = tabs.find((one) => one.url === url);
    if (!tab) throw new Error(`no tab at ${url}`);
    const target = { tabId: tab.id, allFrames: true };
    await chrome.scripting.executeScript({ target, files: ["content.js"] });
    const results = await chrome.scripting.executeScript({
      target,
      func: async () => {
        await globalThis.candorStart;
        return globalThis.candor.snapshot();
      },
    });
    return results.sort((a, b) => a.frameId - b.frameId).map(({ result }) => result);
  }, url);

/** Asks `look` until `enough` holds of its answer, or gives the last answer. */
export const until = async (look, enough, seconds = 15) => {
  for (let end = Date.now() + seconds * 1000; ; await new Promise((resolve) => setTimeout(resolve, 250))) {
    const seen = await look();
    if (enough(seen) || Date.now() > end) return seen;
  }
};
