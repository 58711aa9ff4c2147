// The copy of a field's text that carries its underlines: true to the letter, and small work however long the text.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { settled, start, underlined } from "./browser.js";

const LINE = "Blankets of wool, woven in the same hall since 1962 and washed before they are cut.\n";

let browser;
before(async () => {
  browser = await start(["textarea"]);
});
after(() => browser?.stop());

/** Opens a field with `text`, and counts what is written into the layer behind it: code units by turn. */
const opened = async (text) => {
  const page = await browser.open("textarea");
  await page.evaluate((text) => {
    globalThis.field = document.querySelector("textarea");
    globalThis.layer = document.querySelector("[data-candor=mirror]");
    globalThis.turns = [];
    new MutationObserver((records) => {
      const nodes = new Set(
        records.flatMap(({ target, addedNodes }) =>
          target === layer ? [...addedNodes].map((block) => block.firstChild) : [target],
        ),
      );
      const written = [...nodes].filter((node) => layer.contains(node)).map(({ length }) => length);
      turns.push(written.reduce((a, b) => a + b, 0));
    }).observe(layer, { subtree: true, childList: true, characterData: true });
    globalThis.write = (value) => {
      field.value = value;
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    };
    write(text);
  }, text);
  await settled(page);
  return page;
};
const done = async (page) => {
  await page.close();
  assert.deepEqual(page.errors, []);
};

test("a long text is laid out in turns of bounded size, and a keystroke in one block alone", async () => {
  const text = LINE.repeat(1200) + "Only 3 left in stock.\n" + LINE;
  const page = await opened(text);
  await page.waitForFunction(() => layer.textContent.trim() === field.value.trim());
  const turns = await page.evaluate(() => turns);
  assert.ok(turns.length >= 6, `${turns.length} turns`);
  assert.ok(Math.max(...turns) <= 20_000, `${Math.max(...turns)} code units in one turn`);
  await page.waitForFunction(() => CSS.highlights.get("candor-warning")?.size === 1);
  assert.deepEqual(await underlined(page), ["warning: Only 3 left in stock"]);
  await page.evaluate(() => {
    turns.length = 0;
    field.focus();
    field.setSelectionRange(50_000, 50_000);
  });
  await page.keyboard.type("x");
  await settled(page);
  const typed = await page.evaluate(() => turns);
  assert.equal(typed.length, 1);
  assert.ok(typed[0] <= 3000, `${typed[0]} code units for a keystroke`);
  assert.equal(await page.evaluate(() => layer.textContent === `${field.value} `), true);
  await done(page);
});

test("after any edits the layer holds the field's text, line under line", async () => {
  const page = await opened("");
  const wrong = await page.evaluate(async (line) => {
    let seed = 11;
    const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
    const wrong = [];
    for (let round = 0; round < 400; round++) {
      const from = random(field.value.length + 1);
      const to = Math.min(field.value.length, from + (random(3) ? random(200) : random(9000)));
      const insert = [line, "\n", "🎁 ", "\n\n", line.repeat(random(60)), ""][random(6)];
      write(field.value.slice(0, from) + insert + field.value.slice(to));
      const shown = field.value.endsWith("\n") ? `${field.value} ` : field.value;
      if (layer.textContent !== shown) wrong.push(round);
      const blocks = [...layer.children].map(({ textContent }) => textContent);
      if (blocks.slice(0, -1).some((text) => !text.endsWith("\n")))
        wrong.push(`${round}: a line in two blocks`);
      if (Math.abs(layer.scrollHeight - field.scrollHeight) > 1)
        wrong.push(`${round}: ${layer.scrollHeight} px`);
    }
    return wrong;
  }, LINE);
  assert.deepEqual(wrong, []);
  await done(page);
});
