// Every editor by the same steps: typed into, hovered, walked through, mended, composed in, pasted into.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { editors as entries } from "../build.js";
import { paste, settled, start, underlined } from "./browser.js";

const COPY =
  "<p>Blankets of wool.</p><p>🎁 <b>Only 3</b> left in <i>stock</i> today.</p>" +
  '<p><a href="/a">No thanks, I hate saving money</a></p>';
/** A picture of one point. */
const PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
const STOCK = "warning: Only 3 left in stock";
const SHAME = "error: No thanks, I hate saving money";

/** In CodeMirror the words of a finding stand among their tags. */
const inSource = (name, words) =>
  name === "codemirror" ? words.replace("Only 3 left in stock", "Only 3</b> left in <i>stock") : words;

// Decap CMS has a test of its own.
const editors = entries.filter((name) => name !== "decap");

let browser;
before(async () => {
  browser = await start(editors);
});
after(() => browser?.stop());

const only = process.env.EDITORS?.split(",");
/** Most of a test is waiting, as a writer does, so two pages share a core well. */
const concurrency = 2;

for (const name of editors.filter((name) => !only || only.includes(name))) {
  describe(name, { concurrency }, () => {
    /** A page that holds `html`, read. */
    const opened = async (html) => {
      const page = await browser.open(name);
      await page.evaluate((html) => globalThis.subject.set(html), html);
      await settled(page);
      await page.evaluate(() => globalThis.subject.focusEnd());
      // ProseMirror holds its caret in place for a while after it was given the focus.
      await page.waitForTimeout(300);
      return page;
    };
    /** Ends a test: whatever the page threw fails it. */
    const done = async (page) => {
      const { errors } = page;
      await page.close();
      assert.deepEqual(errors, []);
    };
    const held = (page) => page.evaluate(() => globalThis.subject.get());

    test(`${name}: what is typed is underlined, at its very characters`, async () => {
      const page = await opened("<p>Blankets 🎁</p>");
      await page.keyboard.type(" & more: only 3 left in stock, hand made");
      await settled(page);
      assert.deepEqual(await underlined(page), ["warning: only 3 left in stock"]);
      await done(page);
    });

    test(`${name}: underlines hold across bold, links and emoji, move with edits, and are never written down`, async () => {
      const page = await opened(COPY);
      const before = await held(page);
      const expected = [SHAME, inSource(name, STOCK)];
      assert.deepEqual(await underlined(page), expected);
      assert.doesNotMatch(before, /candor/);
      // An undo with nothing to undo must not find an underline in the history.
      await page.keyboard.press("Control+z");
      assert.equal(await held(page), before);
      await page.keyboard.type("!");
      await page.keyboard.press("Control+Home");
      await page.keyboard.type("New. ");
      assert.deepEqual(await underlined(page), expected);
      await settled(page);
      assert.deepEqual(await underlined(page), expected);
      await done(page);
    });

    test(`${name}: underlines hold across soft breaks and embeds`, async () => {
      const page = await opened(
        "<p>Of wool &amp; linen 🎁<br>only 3 left in stock<br>折扣 at Smith &amp; Co</p>" +
          `<p><img src="${PIXEL}" alt="wool"> Linen throws for a limited time only <img src="${PIXEL}" alt=""></p>`,
      );
      assert.deepEqual(await underlined(page), [
        "warning: for a limited time only",
        "warning: only 3 left in stock",
      ]);
      // The first character of a text node, behind a break or an embed, is where offsets go wrong.
      const { x, y } = await page.evaluate(() => globalThis.wordsAt("only 3 left in stock"));
      await page.mouse.move(x, y);
      await page.mouse.move(x + 2, y);
      const card = page.getByRole("dialog", { name: "Finding" });
      await card.getByText("presses the reader with stock").waitFor();
      await done(page);
    });

    test(`${name}: the card opens under the mouse and closes behind it`, async () => {
      const page = await opened(COPY);
      const { x, y } = await page.evaluate(() => globalThis.wordsAt("No thanks, I hate saving money"));
      await page.mouse.move(x, y);
      await page.mouse.move(x + 2, y);
      const card = page.getByRole("dialog", { name: "Finding" });
      await card.waitFor();
      assert.match(await card.innerText(), /“No thanks, I hate saving money” makes saying no look foolish/);
      assert.match(await card.innerText(), /Readers accept so as not to agree with an insult/);
      await card.getByText("Sources").click();
      assert.equal(await card.getByRole("link").first().getAttribute("target"), "_blank");
      await card.getByRole("button", { name: "Close" }).click();
      await card.waitFor({ state: "hidden" });
      await page.mouse.move(x, y);
      await page.mouse.move(x - 2, y);
      await card.waitFor();
      await page.mouse.move(880, 690);
      await card.waitFor({ state: "hidden" });
      await done(page);
    });

    test(`${name}: findings are walked by key, the card takes focus by key and gives it back`, async () => {
      const page = await opened(COPY);
      await page.keyboard.press("Control+Home");
      const card = page.getByRole("dialog", { name: "Finding" });
      const status = page.locator("candor-card [role=status]");
      await page.keyboard.press("F8");
      await card.getByText("presses the reader with stock").waitFor();
      assert.match(await status.textContent(), /Only 3 left in stock/);
      await page.keyboard.press("F8");
      await card.getByText("makes saying no look foolish").waitFor();
      await page.keyboard.press("F8");
      await card.getByText("presses the reader with stock").waitFor();
      await page.keyboard.press("Shift+F8");
      await card.getByText("makes saying no look foolish").waitFor();
      await page.keyboard.press("Control+.");
      await page.waitForFunction(() => document.activeElement?.localName === "candor-card");
      await page.keyboard.press("Escape");
      await card.waitFor({ state: "hidden" });
      assert.notEqual(await page.evaluate(() => document.activeElement.localName), "candor-card");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.type("zz");
      assert.match((await held(page)).replace(/<[^>]+>/g, ""), /moneyzz/);
      await done(page);
    });

    test(`${name}: a fix is one step of the editor's own history`, async () => {
      const page = await opened(COPY);
      const before = await held(page);
      await page.keyboard.press("Control+Home");
      await page.keyboard.press("Shift+F8");
      const card = page.getByRole("dialog", { name: "Finding" });
      await card.getByRole("button", { name: "Replace with “No thanks”" }).click();
      await card.waitFor({ state: "hidden" });
      await settled(page);
      assert.equal(await held(page), before.replace("No thanks, I hate saving money", "No thanks"));
      assert.deepEqual(await underlined(page), [inSource(name, STOCK)]);
      await page.keyboard.press("Control+z");
      assert.equal(await held(page), before);
      await settled(page);
      assert.deepEqual(await underlined(page), [SHAME, inSource(name, STOCK)]);
      await done(page);
    });

    test(`${name}: an accepted finding needs a reason and loses its underline`, async () => {
      const page = await opened(COPY);
      const before = await held(page);
      await page.keyboard.press("Control+Home");
      await page.keyboard.press("F8");
      const card = page.getByRole("dialog", { name: "Finding" });
      await card.getByRole("button", { name: "Ignore…" }).click();
      await card.getByRole("button", { name: "Ignore", exact: true }).click();
      assert.equal(await page.evaluate(() => globalThis.candor.report.ignored.length), 0);
      await card.getByRole("textbox").fill("the shop shows live stock");
      await card.getByRole("button", { name: "Ignore", exact: true }).click();
      await settled(page);
      assert.deepEqual(await underlined(page), [SHAME]);
      const { accepted, ignored } = await page.evaluate(() => ({
        accepted: globalThis.accepted,
        ignored: globalThis.candor.report.ignored.map(({ rule, reason }) => [rule, reason]),
      }));
      assert.deepEqual(ignored, [["scarcity/low-stock-count", "the shop shows live stock"]]);
      if (name === "codemirror") {
        const comment = "<!-- candor-ignore scarcity/low-stock-count: the shop shows live stock -->\n";
        assert.equal(await held(page), before.replace("<p>🎁", `${comment}<p>🎁`));
        await page.keyboard.press("Control+z");
        await settled(page);
        assert.deepEqual(await underlined(page), [SHAME, inSource(name, STOCK)]);
      } else {
        const ignore = {
          rule: "scarcity/low-stock-count",
          text: "Only 3 left in stock",
          reason: "the shop shows live stock",
        };
        assert.deepEqual(accepted, [ignore]);
        assert.equal(await held(page), before);
      }
      await done(page);
    });

    test(`${name}: nothing is read while an IME composes`, async () => {
      const page = await opened("<p>Blankets</p>");
      const client = await page.context().newCDPSession(page);
      const calls = () => page.evaluate(() => globalThis.work.calls);
      const before = await calls();
      for (const text of [" only", " only 3 left", " only 3 left in stock"]) {
        await client.send("Input.imeSetComposition", {
          text,
          selectionStart: text.length,
          selectionEnd: text.length,
        });
      }
      await page.waitForTimeout(700);
      assert.equal(await calls(), before);
      assert.deepEqual(await underlined(page), []);
      await client.send("Input.insertText", { text: " only 3 left in stock" });
      await page.waitForFunction(() => globalThis.underlined().length > 0, null, { timeout: 5000 });
      assert.deepEqual(await underlined(page), ["warning: only 3 left in stock"]);
      assert.match(await held(page), /Blankets( |&nbsp;)only 3 left in stock/);
      await done(page);
    });

    test(`${name}: 100 KB pasted are read in slices, to the last word`, async (t) => {
      const page = await opened("<p>Blankets</p>");
      await page.evaluate(() => (globalThis.work.tasks = []));
      await paste(page);
      await page.waitForTimeout(300);
      await settled(page);
      await page.evaluate(() => globalThis.subject.focusEnd());
      await page.waitForFunction(() => globalThis.candor.findings.length > 0, null, { timeout: 10_000 });
      const findings = await page.evaluate(() => globalThis.candor.findings.map(({ text }) => text));
      assert.deepEqual(findings, ["Only 3 left in stock"]);
      const tasks = await page.evaluate(() => globalThis.work.tasks);
      t.diagnostic(`${tasks.length} tasks of the linter, the longest ${Math.max(...tasks).toFixed(1)} ms`);
      assert.ok(tasks.length > 10, `${tasks.length}`);
      await done(page);
    });
  });
}
