// The plugin in WordPress itself, from its zip to the published post. BLESS=1 takes the pictures of the docs anew.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { USER, missing, startSite } from "./site.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const absent = missing();
const skip =
  absent.length > 0 && `WORDPRESS IS NOT TESTED: ${absent.join(", ")} missing; Debian's packages have them`;
if (skip) console.error(skip);

let site;
let browser;
let context;
before(async () => {
  if (skip) return;
  site = await startSite();
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-US" });
});
after(async () => {
  await browser?.close();
  site?.stop();
});

/** A page of the site; what it throws fails the test that ends it. */
const visit = async (path) => {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.errors = [];
  page.on("pageerror", (error) => page.errors.push(String(error.stack ?? error)));
  await page.goto(`${site.origin}${path}`);
  return page;
};

const done = async (page) => {
  const { errors } = page;
  await page.close();
  assert.deepEqual(errors, []);
};

/** Words with an underline. */
const underlined = (page) =>
  page.evaluate(() => {
    const documents = [
      document,
      ...[...document.querySelectorAll("iframe")].map((frame) => frame.contentDocument),
    ];
    return documents
      .flatMap((each) =>
        ["error", "warning", "info"].flatMap((severity) =>
          [...(each?.defaultView.CSS.highlights.get(`candor-${severity}`) ?? [])].map(
            (range) => `${severity}: ${range}`,
          ),
        ),
      )
      .filter((words) => !words.endsWith(": "))
      .sort();
  });

const untilUnderlined = async (page, words) => {
  const expected = words.toSorted();
  const end = Date.now() + 15_000;
  for (;;) {
    const found = await underlined(page);
    if (JSON.stringify(found) === JSON.stringify(expected)) return;
    if (Date.now() > end) assert.deepEqual(found, expected);
    await page.waitForTimeout(100);
  }
};

/** What axe-core finds in candor's own elements. */
const violations = async (page) => {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const own = ["candor-panel", "candor-card", "candor-check"].filter((name) =>
      document.querySelector(name),
    );
    const { violations } = await globalThis.axe.run({ include: own });
    return violations.map(({ id, nodes }) => [id, ...nodes.map(({ failureSummary }) => failureSummary)]);
  });
};

const picture = async (page, name) => {
  if (!process.env.BLESS) return;
  mkdirSync(join(root, "docs/editors"), { recursive: true });
  await page.screenshot({ path: join(root, "docs/editors", `${name}.png`) });
};

const STOCK = "warning: Only 3 left in stock";
const SHAME = "error: No thanks, I hate saving money";

test("the zip is installed as any plugin is", { skip }, async () => {
  const page = await visit("/wp-login.php");
  await page.fill("#user_login", USER.name);
  await page.fill("#user_pass", USER.password);
  await page.click("#wp-submit");
  await page.waitForURL(/wp-admin/);
  await page.goto(`${site.origin}/wp-admin/plugin-install.php?tab=upload`);
  await page.setInputFiles("#pluginzip", join(root, "dist/candor-wordpress.zip"));
  await page.click("#install-plugin-submit");
  await page.getByText("Plugin installed successfully.").waitFor();
  await page.getByRole("link", { name: "Activate Plugin" }).click();
  await page.getByText("Plugin activated.").waitFor();
  await done(page);
});

test("block editor: from an empty post to the published one", { skip }, async () => {
  const page = await visit("/wp-admin/post-new.php");
  await page.waitForFunction(() => globalThis.wp?.data?.select("core/edit-post"));
  await page.evaluate(() => {
    const { data } = globalThis.wp;
    if (data.select("core/edit-post").isFeatureActive("welcomeGuide")) {
      data.dispatch("core/edit-post").toggleFeature("welcomeGuide");
    }
  });
  const content = () => page.evaluate(() => globalThis.wp.data.select("core/editor").getEditedPostContent());
  const panel = page.locator("candor-panel");
  const settings = page.getByRole("region", { name: "Editor settings" });
  // Facts and notices stand among the settings of the post.
  await settings.getByRole("button", { name: "candor", exact: true }).click();
  await panel.getByText("State markets and AI use below.").waitFor();

  await page.getByRole("textbox", { name: "Add title" }).click();
  await page.keyboard.type("Blankets of wool");
  await page.keyboard.press("Enter");
  await page.keyboard.type("🎁 ");
  await page.keyboard.press("Control+b");
  await page.keyboard.type("Only 3");
  await page.keyboard.press("Control+b");
  await page.keyboard.type(" left in stock & more.");
  await page.keyboard.press("Enter");
  await page.keyboard.type("No thanks, I hate saving money");
  await untilUnderlined(page, [SHAME, STOCK]);
  const typed = await content();
  assert.match(typed, /<p>🎁 <strong>Only 3<\/strong> left in stock &amp; more\.<\/p>/);

  // Underlines are no step of the history: undo takes back what was typed.
  assert.equal(
    await page.evaluate(() =>
      globalThis.wp.data.select("core/editor").getEditedPostContent().includes("candor"),
    ),
    false,
  );

  // A sidebar of its own stays while blocks are selected.
  await page.getByRole("region", { name: "Editor top bar" }).getByRole("button", { name: "candor" }).click();

  // By key to the card, by mouse to the fix.
  await page.getByRole("document", { name: "Paragraph block" }).last().click();
  await page.keyboard.press("F8");
  const card = page.getByRole("dialog", { name: "Finding" });
  await card.getByText("presses the reader with stock").waitFor();
  await page.keyboard.press("F8");
  await card.getByText("makes saying no look foolish").waitFor();
  assert.deepEqual(await violations(page), []);
  await picture(page, "wordpress-block");
  await card.getByRole("button", { name: "Replace with “No thanks”" }).click();
  await untilUnderlined(page, [STOCK]);
  const mended = typed.replace("No thanks, I hate saving money", "No thanks");
  assert.equal(await content(), mended);
  await page.keyboard.press("Control+z");
  assert.equal(await content(), typed);
  await page.keyboard.press("Control+Shift+z");
  assert.equal(await content(), mended);

  // Accepted with a reason, beside the post.
  await panel.getByRole("button", { name: /Only 3 left in stock/ }).click();
  await card.getByRole("button", { name: "Ignore…" }).click();
  await card.getByRole("textbox").fill("the shop shows live stock");
  await card.getByRole("button", { name: "Ignore", exact: true }).click();
  await untilUnderlined(page, []);
  await panel.getByText("the shop shows live stock").waitFor();
  assert.equal(await content(), mended);

  // What is stated beside the post decides which notices it needs.
  await panel.getByLabel("Markets").fill("FR");
  await panel.getByLabel("Written by AI").check();
  await panel.getByLabel(/public interest/).selectOption("Yes");
  await panel.getByText("There is no notice.").waitFor();
  assert.deepEqual(await violations(page), []);

  // The check before publishing holds it back until the notice is there.
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  const check = page.getByRole("region", { name: "Editor publish" });
  await check.getByText("Required notices not in place: 1").waitFor();
  const publish = check.getByRole("button", { name: "Publish", exact: true });
  assert.equal(await publish.getAttribute("aria-disabled"), "true");
  await picture(page, "wordpress-check");
  await check.getByRole("checkbox", { name: "Publish as it is" }).check();
  assert.notEqual(await publish.getAttribute("aria-disabled"), "true");
  await check.getByRole("checkbox", { name: "Publish as it is" }).uncheck();
  await check.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("document", { name: "Paragraph block" }).last().click();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("This text was generated by AI.");
  await panel.getByText("In place").waitFor();
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await check.getByText("Nothing stands in the way.").waitFor();
  await publish.click();
  await check.getByText("is now live").waitFor();

  const link = await page.evaluate(() => globalThis.wp.data.select("core/editor").getPermalink());
  const html = await (await fetch(link)).text();
  assert.match(html, /<p>🎁 <strong>Only 3<\/strong> left in stock &amp; more\.<\/p>/);
  assert.match(html, /<p>No thanks<\/p>/);
  assert.match(html, /This text was generated by AI\./);
  assert.doesNotMatch(html, /candor/);

  // Opened again, all is as it was.
  await page.reload();
  await panel.getByText("the shop shows live stock").waitFor();
  assert.equal(await panel.getByLabel("Markets").inputValue(), "FR");
  await panel.getByText("In place").waitFor();
  await untilUnderlined(page, []);
  await done(page);
});

test("classic editor: from an empty post to the published one", { skip }, async () => {
  const plugins = join(site.root, "wp-content/mu-plugins");
  mkdirSync(plugins, { recursive: true });
  writeFileSync(
    join(plugins, "classic.php"),
    '<?php add_filter( "use_block_editor_for_post", "__return_false" );',
  );
  const page = await visit("/wp-admin/post-new.php");
  await page.waitForFunction(() => globalThis.tinymce?.get("content")?.initialized);
  const content = () => page.evaluate(() => globalThis.tinymce.get("content").getContent());
  const panel = page.locator("candor-panel");
  await page.getByLabel("Add title").fill("Only 2 left in stock");
  await page.frameLocator("#content_ifr").locator("body").click();
  await page.keyboard.type("Blankets of wool, ");
  await page.keyboard.press("Control+b");
  await page.keyboard.type("for a limited time");
  await page.keyboard.press("Control+b");
  await page.keyboard.type(" only.");
  await page.keyboard.press("Enter");
  await page.keyboard.type("No thanks, I hate saving money");
  const TITLE = "warning: Only 2 left in stock";
  const TIME = "warning: for a limited time only";
  await untilUnderlined(page, [SHAME, TIME, TITLE]);
  const typed = await content();
  assert.doesNotMatch(typed, /candor/);

  // By mouse to the card, by key from field to field.
  const frame = await page.locator("#content_ifr").boundingBox();
  const words = await page.frameLocator("#content_ifr").getByText("I hate saving money").boundingBox();
  await page.mouse.move(words.x + 20, words.y + words.height / 2);
  await page.mouse.move(words.x + 22, words.y + words.height / 2);
  const card = page.getByRole("dialog", { name: "Finding" });
  await card.getByText("makes saying no look foolish").waitFor();
  assert.ok((await card.boundingBox()).y > frame.y);
  assert.deepEqual(await violations(page), []);
  await picture(page, "wordpress-classic");
  await card.getByRole("button", { name: "Replace with “No thanks”" }).click();
  await untilUnderlined(page, [TIME, TITLE]);
  const mended = typed.replace("No thanks, I hate saving money", "No thanks");
  assert.equal(await content(), mended);
  await page.keyboard.press("Control+z");
  assert.equal(await content(), typed);
  await page.keyboard.press("Control+y");
  assert.equal(await content(), mended);
  await page.keyboard.press("F8");
  await card.getByText("“Only 2 left in stock”").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "title");
  await page.keyboard.press("Control+.");
  await card.getByRole("button", { name: "Ignore…" }).click();
  await card.getByRole("textbox").fill("the shop shows live stock");
  await card.getByRole("button", { name: "Ignore", exact: true }).click();
  await untilUnderlined(page, [TIME]);

  // The other tab holds the same text, and is read too.
  await page.getByRole("button", { name: "Text", exact: true }).click();
  await page.waitForFunction(() => globalThis.tinymce.get("content").isHidden());
  await untilUnderlined(page, ["warning: for a limited time</strong> only"]);
  await page.getByRole("button", { name: "Visual", exact: true }).click();
  await untilUnderlined(page, [TIME]);

  await panel.getByLabel("Markets").fill("US-NY");
  await panel.getByLabel("Personalised price").check();
  await panel.getByText("There is no notice.").waitFor();

  // What is still open is asked about; going back publishes nothing.
  const check = page.getByRole("dialog", { name: "Before you publish" });
  await page.locator("#publish").click();
  await check.getByText("Required notices not in place: 1").waitFor();
  await check.getByText("Findings: 1").waitFor();
  assert.deepEqual(await violations(page), []);
  await check.getByRole("button", { name: "Go back to the text" }).click();
  await check.waitFor({ state: "detached" });
  await page.locator("#publish").click();
  await check.getByRole("button", { name: "Publish as it is" }).click();
  await page.getByText("Post published.").waitFor();

  const html = await (
    await fetch(await page.getByRole("link", { name: "View post" }).first().getAttribute("href"))
  ).text();
  assert.match(html, /<strong>for a limited time<\/strong> only\./);
  assert.match(html, /<p>No thanks<\/p>/);
  assert.doesNotMatch(html, /candor/);

  await panel.getByText("the shop shows live stock").waitFor();
  assert.equal(await panel.getByLabel("Markets").inputValue(), "US-NY");
  await untilUnderlined(page, [TIME]);
  rmSync(join(plugins, "classic.php"));
  await done(page);
});

test("nothing that the plugin does makes PHP complain", { skip }, () => {
  const own = site
    .log()
    .split("\n")
    .filter((line) => line.includes("plugins/candor/"));
  assert.deepEqual(own, []);
});
