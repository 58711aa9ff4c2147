// What the extension must do, in either browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { choose, open as openPage, snapshots, start, until } from "./browsers.js";
import * as shop from "./shops.js";
import { LANGUAGES } from "../src/shared/settings.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const WATCHED = { watched: ["shop.localhost"] };
const UNDISCLOSED = "ai-transparency/undisclosed-media";

/** Rule and words of each finding. */
const words = ({ findings }) => findings.map(({ rule, text }) => `${rule}: ${text}`);

/** Every observation with its numbers, those beside findings first. */
const seen = ({ findings, observations }) =>
  [...findings.flatMap((finding) => finding.observations), ...observations].map(({ message, values }) =>
    [message, ...values].join(" | "),
  );

const STOCK = (n) => ["urgency/act-now: Hurry", `scarcity/low-stock-count: Hurry, only ${n} left in stock`];
const sorted = (list) => list.toSorted();

/** @param {"chromium" | "firefox"} kind */
export const suite = (kind) =>
  describe(kind, () => {
    let shops;
    let session;
    let desk;

    /** Every address that pages, and in Chromium the service worker, have asked for. */
    const asked = [];

    before(async () => {
      shops = await shop.open();
      session = await start(kind);
      desk = session.desk;
      const worker = session.browser.targets().find((target) => target.type() === "service_worker");
      const network = await worker?.createCDPSession();
      network?.on("Network.requestWillBeSent", ({ request }) => asked.push(request.url));
      await network?.send("Network.enable");
    });
    after(async () => {
      await session?.close();
      shops?.close();
    });

    /** Opens a shop, gives it to `use`, and closes it. */
    const visit = async (path, use) => {
      const page = await session.browser.newPage();
      page.on("request", (request) => asked.push(request.url()));
      try {
        await page.goto(shops.at(path));
        return await use(page);
      } finally {
        await page.close();
      }
    };
    const look = async (path) => (await snapshots(desk, shops.at(path)))[0];
    /** The browser's number for the tab of a shop. */
    const tabAt = (path) =>
      desk.evaluate(
        async (url) => (await chrome.tabs.query({})).find((one) => one.url === url).id,
        shops.at(path),
      );
    const fresh = (settings = {}) =>
      desk.evaluate(() => chrome.storage.local.clear()).then(() => choose(desk, settings));

    test("one click reads what a person sees, and the honest twin has no finding", async () => {
      await fresh();
      assert.deepEqual(await visit("/manipulative", async () => sorted(words(await look("/manipulative")))), [
        "emotional-pressure/confirmshaming: No thanks, I don’t like saving money",
        "evasion/invisible-split: only",
        "pricing/added-extras: Add gift wrapping for £4.99",
        "scarcity/low-stock-count: Hurry, only 3 left in stock",
        "urgency/act-now: Hurry",
        "urgency/vague-deadline: Only today",
      ]);
      assert.deepEqual(await visit("/honest", async () => words(await look("/honest"))), []);
    });

    test("roles are read, what is typed, folded away or hidden is not", async () => {
      await visit("/roles", async () => {
        assert.deepEqual(
          sorted(words(await look("/roles"))),
          sorted([
            ...STOCK(3),
            "emotional-pressure/confirmshaming: No thanks, I prefer paying full price",
            ...STOCK(7),
          ]),
        );
      });
    });

    test("shadow trees are read, closed ones too", async () => {
      await visit("/shadow", async (page) => {
        assert.deepEqual(sorted(words(await look("/shadow"))), sorted([...STOCK(3), ...STOCK(5)]));
        const line = await page.evaluate(() => {
          const inside = document.getElementById("open").shadowRoot.querySelector("p");
          return getComputedStyle(inside, "::highlight(candor-scarcity)").textDecorationLine;
        });
        assert.equal(line, "underline");
      });
      assert.deepEqual(await visit("/shadow/honest", async () => words(await look("/shadow/honest"))), []);
    });

    test("frames of this site, of another and of none are read", async () => {
      await visit("/frames", async () => {
        const [top, ...frames] = await until(
          () => snapshots(desk, shops.at("/frames")),
          (all) => all.length === 4,
        );
        assert.deepEqual(words(top), []);
        assert.deepEqual(sorted(frames.flatMap(words)), sorted([...STOCK(4), ...STOCK(5), ...STOCK(6)]));
      });
    });

    test("a strict policy of the page stops neither reading nor painting", async () => {
      await visit("/policy", async (page) => {
        assert.deepEqual(sorted(words(await look("/policy"))), sorted(STOCK(3)));
        assert.deepEqual(await painted(page), {
          "candor-scarcity": ["Hurry, only 3 left in stock"],
          "candor-urgency": ["Hurry"],
        });
      });
    });

    /** The words under each highlight. */
    const painted = (page) =>
      page.evaluate(() =>
        Object.fromEntries(
          [...CSS.highlights].flatMap(([name, ranges]) =>
            ranges.size > 0 ? [[name, [...ranges].map(String)]] : [],
          ),
        ),
      );

    test("painting leaves the page's elements as they are", async () => {
      await visit("/manipulative", async (page) => {
        const before = await page.evaluate(() => document.documentElement.outerHTML);
        await look("/manipulative");
        assert.equal(await page.evaluate(() => document.documentElement.outerHTML), before);
        const highlights = await painted(page);
        assert.deepEqual(highlights["candor-emotional-pressure"], ["No thanks, I don’t like saving money"]);
        // Words over several elements are painted piece by piece.
        assert.deepEqual(highlights["candor-scarcity"], [
          "Hurry, ",
          "on",
          "ly ",
          "3",
          " ",
          "left",
          " in stock",
        ]);
        const line = await page.evaluate(
          () => getComputedStyle(document.body, "::highlight(candor-scarcity)").textDecorationLine,
        );
        assert.equal(line, "underline");
      });
    });

    test("a card comes with the pointer and with the focus, closed to the page, and leaves no trace", async () => {
      await visit("/manipulative", async (page) => {
        await look("/manipulative");
        const control = await page.$$("button").then((all) => all.at(-1));
        await control.hover();
        const card = () =>
          page.evaluate(() => {
            const host = document.querySelector("candor-card");
            return host && { open: host.shadowRoot === null, lang: host.lang };
          });
        assert.deepEqual(await until(card, Boolean, 5), { open: true, lang: "en" });
        await page.keyboard.press("Escape");
        assert.equal(await until(card, (one) => one === null, 5), null);
        await page.mouse.move(1, 1);
        await control.focus();
        assert.deepEqual(await until(card, Boolean, 5), { open: true, lang: "en" });
        await control.evaluate((element) => element.blur());
        assert.equal(await until(card, (one) => one === null, 5), null);
      });
    });

    test("a watched page is read as it loads and as it changes, and its findings are on the badge", async () => {
      await fresh(WATCHED);
      await visit("/late", async () => {
        const badge = () =>
          desk.evaluate(async (url) => {
            const tab = (await chrome.tabs.query({})).find((one) => one.url === url);
            return chrome.action.getBadgeText({ tabId: tab.id });
          }, shops.at("/late"));
        assert.equal(await until(badge, (text) => text === "2", 8), "2");
        assert.deepEqual(sorted(words(await look("/late"))), sorted(STOCK(2)));
      });
      await visit("/late/honest", async (page) => {
        await page.waitForSelector("#late");
        assert.deepEqual(words(await look("/late/honest")), []);
      });
    });

    test("going on without a new document leaves nothing of the old page behind", async () => {
      await visit("/single", async (page) => {
        await page.evaluate(() => go("/single/sale", "<p>Hurry, only 3 left in stock!</p>"));
        const at = async () => words(await look("/single/sale"));
        assert.deepEqual(sorted(await until(at, (all) => all.length > 0)), sorted(STOCK(3)));
        await page.evaluate(() => go("/single", "<p>Our towels are made to last.</p>"));
        assert.deepEqual(
          await until(
            async () => words(await look("/single")),
            (all) => all.length === 0,
          ),
          [],
        );
        assert.deepEqual(await painted(page), {});
      });
    });

    test("a clock that starts again at every reload is told with its count, an honest one is not", async () => {
      await fresh(WATCHED);
      /** Shows a page four times, each long enough to tell that its clock runs. */
      const visits = (path) =>
        visit(path, async (page) => {
          for (let reload = 0; reload < 3; reload++) {
            await new Promise((resolve) => setTimeout(resolve, 5500));
            await page.reload();
          }
          await new Promise((resolve) => setTimeout(resolve, 3500));
          return look(path);
        });
      const [restarting, honest] = [await visits("/clock"), await visits("/clock/honest")];
      assert.equal(seen(restarting).length, 1, seen(restarting).join());
      assert.match(seen(restarting)[0], /^seen_clock_reload \| (10:00|9:5[89]) \| 3 \| 3$/);
      assert.equal(restarting.findings[0].observations.length, 1);
      assert.deepEqual(seen(honest), []);
    });

    test("a clock that runs again after its end is told", async () => {
      await fresh(WATCHED);
      await visit("/clock/ends", async () => {
        const told = await until(
          async () => seen(await look("/clock/ends")),
          (all) => all.length > 0,
        );
        assert.equal(told.length, 1);
        assert.match(told[0], /^seen_clock_end \| 0:0[23] \| (\d+) \| \1$/);
      });
      await visit("/clock/over", async (page) => {
        await page.waitForFunction(() => document.getElementById("clock").textContent === "0:00");
        await new Promise((resolve) => setTimeout(resolve, 3000));
        assert.deepEqual(seen(await look("/clock/over")), []);
      });
    });

    test("a number that changes without data is told, one that comes from the shop is not", async () => {
      await fresh(WATCHED);
      for (const [path, number] of [
        ["/viewers", /^seen_figure \| 2\d \| 2\d \| \d+$/],
        ["/stock", /^seen_figure \| [3-7] \| [3-7] \| \d+$/],
      ]) {
        await visit(path, async () => {
          const told = await until(
            async () => seen(await look(path)),
            (all) => all.length > 0,
          );
          assert.equal(told.length, 1, path);
          assert.match(told[0], number);
        });
      }
      const fed = async ([path, findings]) =>
        visit(path, async (page) => {
          const first = await page.$eval("#viewers, #stock", (element) => element.textContent);
          await new Promise((resolve) => setTimeout(resolve, 7000));
          // Words that change while they are read are read once more.
          const shown = await until(
            () => look(path),
            ({ findings: all }) => all.length === findings,
            5,
          );
          // The number does change, or its silence would mean nothing.
          const last = await page.$eval("#viewers, #stock", (element) => element.textContent);
          assert.notEqual(first, last, path);
          assert.equal(shown.findings.length, findings, path);
          assert.deepEqual(seen(shown), [], path);
        });
      // Together, since each only waits; a browser keeps no more than six connections to a host.
      for (const together of [
        [
          ["/viewers/polled", 1],
          ["/viewers/streamed", 1],
          ["/viewers/named", 1],
        ],
        [
          ["/viewers/socket", 1],
          ["/viewers/read", 1],
          ["/viewers/progress", 1],
          ["/stock/polled", 2],
        ],
      ]) {
        await Promise.all(together.map(fed));
      }
    });

    test("a hint that the page bears out is no question any more; the same words on an honest page still are", async () => {
      await fresh(WATCHED);
      for (const [path, level, notes] of [
        ["/hint", "info", 1],
        ["/hint/polled", "hint", 0],
      ]) {
        await visit(path, async () => {
          await new Promise((resolve) => setTimeout(resolve, 7000));
          assert.deepEqual(words(await look(path)).length, 1, path);
          const id = await tabAt(path);
          const popup = await session.browser.newPage();
          try {
            await openPage(popup, `${session.home}/popup.html?tab=${id}`);
            await popup.waitForSelector("main[data-done]");
            const rows = await popup.$$eval(".findings > li", (all) =>
              all.map((row) => [row.dataset.level, row.querySelectorAll(".notes li").length]),
            );
            assert.deepEqual(rows, [[level, notes]], path);
          } finally {
            await popup.close();
          }
        });
      }
    });

    test("a decline control much paler than the other is told with both contrasts", async () => {
      await fresh(WATCHED);
      const all = async () => seen(await look("/pale"));
      assert.deepEqual(await visit("/pale", () => until(all, (list) => list.length > 0)), [
        "seen_choice_contrast | No thanks | Yes please | 1.7 | 18.9 | 1 | 1",
      ]);
      await visit("/pale/honest", async () => {
        const measured = () => desk.evaluate(() => chrome.storage.local.get("seen:shop.localhost"));
        const all = await until(measured, ({ "seen:shop.localhost": entries = {} }) =>
          Object.keys(entries).some((key) => key.includes("/pale/honest choice")),
        );
        assert.ok(Object.keys(all["seen:shop.localhost"]).length > 1);
        assert.deepEqual(seen(await look("/pale/honest")), []);
      });
    });

    test("a box that is ticked and costs nothing, or that the reader ticked, is not told", async () => {
      await fresh(WATCHED);
      await visit("/boxes/honest", async (page) => {
        await look("/boxes/honest");
        await page.click("#own");
        // A browser may show the reader's own tick again.
        await page.reload();
        await new Promise((resolve) => setTimeout(resolve, 1500));
        const shown = await look("/boxes/honest");
        assert.deepEqual(seen(shown), []);
      });
    });

    test("a picture whose file says that AI made it is a finding where the page is silent, and is not asked for again", async () => {
      await fresh(WATCHED);
      const silent = async (path) => (await look(path)).findings.filter(({ rule }) => rule === UNDISCLOSED);
      const before = shops.requests.length;
      const told = await visit("/silent", () =>
        until(
          () => silent("/silent"),
          (all) => all.length > 0,
        ),
      );
      assert.deepEqual(
        told.map(({ text, severity }) => [text, severity]),
        [[shops.at("/made.svg"), "warning"]],
      );
      assert.deepEqual(
        sorted(shops.requests.slice(before).map(({ path }) => path)).filter(
          (path) => path !== "/favicon.ico",
        ),
        ["/made.svg", "/silent", "/taken.svg"],
      );
      await visit("/told", async (page) => {
        const ready = ({ work }) => work.sections > 1;
        const shown = await until(() => look("/told"), ready);
        assert.ok(ready(shown));
        assert.deepEqual(words(shown), []);
        // A change in another section than the notice's brings no finding either.
        await page.evaluate(() => document.querySelector("main").lastElementChild.append(" New."));
        const again = await until(
          () => look("/told"),
          ({ work }) => work.slices > shown.work.slices,
        );
        assert.ok(again.work.slices > shown.work.slices);
        assert.deepEqual(words(again), []);
      });
      // What the browser has not kept is not fetched for us.
      const asked = shops.requests.length;
      await visit("/silent/unkept", async () => {
        await new Promise((resolve) => setTimeout(resolve, 1500));
        assert.deepEqual(await silent("/silent/unkept"), []);
      });
      const paths = shops.requests.slice(asked).map(({ path }) => path);
      assert.equal(paths.filter((path) => path === "/never.svg").length, 1);
    });

    test("a ticked box that costs money and a faint way out are counted by visit; the honest twin has none", async () => {
      await fresh(WATCHED);
      const all = async () => seen(await look("/manipulative"));
      await visit("/manipulative", () => until(all, (list) => list.length === 2));
      const told = await visit("/manipulative", () =>
        until(all, (list) => list.some((one) => / 2 \| 2$/.test(one))),
      );
      assert.deepEqual(
        told.map((one) => one.replace(/\| \d+\.\d \|/, "| times |")),
        [
          "seen_box | Add gift wrapping for £4.99 | 2 | 2",
          "seen_choice_size | No thanks, I don’t like saving money | Yes please | times | 2 | 2",
        ],
      );
      assert.deepEqual(await visit("/honest", async () => seen(await look("/honest"))), []);
    });

    test("“only today” is told when it was there on an earlier day", async () => {
      await fresh(WATCHED);
      const today = async () =>
        seen(await look("/manipulative")).filter((one) => one.startsWith("seen_today"));
      assert.deepEqual(await visit("/manipulative", today), []);
      // The reader's next visit, a day later.
      await desk.evaluate(async () => {
        const key = "seen:shop.localhost";
        const { [key]: entries } = await chrome.storage.local.get(key);
        for (const entry of Object.values(entries)) entry.days = entry.days.map(() => "2026-05-04");
        await chrome.storage.local.set({ [key]: entries });
      });
      assert.deepEqual(await visit("/manipulative", today), ["seen_today | Only today | 1 | 2026-05-04"]);
      // Of words that are true on every day nothing is kept.
      await visit("/today/honest", async () => assert.deepEqual(seen(await look("/today/honest")), []));
      const kept = await desk.evaluate(() => chrome.storage.local.get("seen:shop.localhost"));
      assert.deepEqual(
        Object.keys(kept["seen:shop.localhost"]).filter((key) => key.includes("/today/honest")),
        [],
      );
    });

    test("what was seen is kept by site with time and page, and goes after 90 days", async () => {
      await fresh(WATCHED);
      await visit("/manipulative", () =>
        until(
          async () => seen(await look("/manipulative")),
          (all) => all.length === 2,
        ),
      );
      const kept = () => desk.evaluate(() => chrome.storage.local.get("seen:shop.localhost"));
      const entries = Object.values((await kept())["seen:shop.localhost"]);
      assert.deepEqual(sorted(entries.map((entry) => entry.kind)), ["box", "choice", "today"]);
      assert.ok(
        entries.every(({ page, first }) => page === shops.at("/manipulative") && Date.now() - first < 60_000),
      );
      await desk.evaluate(
        async (age) => {
          const key = "seen:shop.localhost";
          const { [key]: entries } = await chrome.storage.local.get(key);
          for (const entry of Object.values(entries)) entry.last -= age;
          await chrome.storage.local.set({ [key]: entries });
        },
        91 * 24 * 60 * 60 * 1000,
      );
      const told = await visit("/manipulative", () =>
        until(
          async () => seen(await look("/manipulative")),
          (all) => all.length === 2,
        ),
      );
      assert.ok(
        told.some((one) => one.endsWith("| 1 | 1")),
        told.join(),
      );
    });

    test("a site that is not watched is neither read as it loads nor remembered", async () => {
      await fresh();
      await visit("/manipulative", async (page) => {
        await new Promise((resolve) => setTimeout(resolve, 1000));
        assert.deepEqual(await painted(page), {});
        await look("/manipulative");
      });
      const stored = await desk.evaluate(() => chrome.storage.local.get(null));
      assert.deepEqual(Object.keys(stored), ["settings"]);
    });

    test("a site that is switched off is not read at all", async () => {
      await fresh({ ...WATCHED, off: ["shop.localhost"] });
      await visit("/manipulative", async (page) => {
        const shown = await look("/manipulative");
        assert.deepEqual([shown.off, shown.findings, shown.parts], [true, [], []]);
        assert.deepEqual(await painted(page), {});
      });
    });

    test("what the reader writes is read only where the reader says so", async () => {
      const write = (page, selector) => page.type(selector, "Hurry, only 3 left in stock!");
      const marks = async (page) => Object.keys(await painted(page));
      await fresh(WATCHED);
      await visit("/write", async (page) => {
        await write(page, "#copy");
        await new Promise((resolve) => setTimeout(resolve, 1000));
        assert.deepEqual(await marks(page), []);
      });
      await fresh({ ...WATCHED, fields: ["shop.localhost"] });
      for (const selector of ["#copy", "#rich"]) {
        await visit("/write", async (page) => {
          await page.focus(selector);
          await write(page, selector);
          const names = await until(
            () => marks(page),
            (all) => all.length > 0,
            8,
          );
          assert.deepEqual(sorted(names), ["candor-info", "candor-warning"], selector);
        });
      }
    });

    /** The words under the highlights of one document. */
    const marked = (frame) =>
      until(
        () => painted(frame),
        (all) => Object.keys(all).length > 0,
        8,
      );
    const TYPED = { "candor-info": ["Hurry"], "candor-warning": ["Hurry, only 3 left in stock"] };

    test("a line, an editor in a shadow tree and one in a frame are read as they are written", async () => {
      await fresh({ ...WATCHED, fields: ["shop.localhost"] });
      const ways = {
        "a line": (page) => page.focus("#line"),
        "an open tree": (page) => page.evaluate(() => document.getElementById("open").enter()),
        "a closed tree": (page) => page.evaluate(() => document.getElementById("closed").enter()),
        "a frame": (page) => page.frames()[1].focus("#rich"),
      };
      for (const [name, enter] of Object.entries(ways)) {
        await visit("/write", async (page) => {
          await page.waitForNetworkIdle({ idleTime: 300 }).catch(() => {});
          await new Promise((resolve) => setTimeout(resolve, 500));
          await enter(page);
          await page.keyboard.type("Hurry, only 3 left in stock!");
          assert.deepEqual(await marked(name === "a frame" ? page.frames()[1] : page), TYPED, name);
        });
      }
    });

    test("passwords, searches and addresses are never read", async () => {
      await fresh({ ...WATCHED, fields: ["shop.localhost"] });
      await visit("/write", async (page) => {
        for (const selector of ["#secret", "#seek", "#mail"])
          await page.type(selector, "Hurry, only 3 left in stock!");
        await new Promise((resolve) => setTimeout(resolve, 1500));
        assert.deepEqual(await painted(page), {});
      });
    });

    test("while an input method composes nothing is read, and when it is done all is", async () => {
      await fresh({ ...WATCHED, fields: ["shop.localhost"] });
      for (const selector of ["#copy", "#rich"]) {
        await visit("/write", async (page) => {
          await page.focus(selector);
          await page.type(selector, "Hurry, only 3 ");
          await new Promise((resolve) => setTimeout(resolve, 1000));
          const before = await painted(page);
          assert.deepEqual(Object.keys(before), ["candor-info"], selector);
          if (kind === "chromium") {
            const client = await page.createCDPSession();
            const compose = (text) =>
              client.send("Input.imeSetComposition", {
                text,
                selectionStart: text.length,
                selectionEnd: text.length,
              });
            for (const part of ["l", "left in s", "left in stock"]) await compose(part);
            await new Promise((resolve) => setTimeout(resolve, 1000));
            assert.deepEqual(await painted(page), before, `${selector} while it composes`);
            await client.send("Input.insertText", { text: "left in stock" });
          } else {
            const event = (name) =>
              page.evaluate(
                (selector, name) =>
                  document
                    .querySelector(selector)
                    .dispatchEvent(new CompositionEvent(name, { bubbles: true })),
                selector,
                name,
              );
            await event("compositionstart");
            await page.keyboard.type("left in stock");
            await new Promise((resolve) => setTimeout(resolve, 1000));
            assert.deepEqual(await painted(page), before, `${selector} while it composes`);
            await event("compositionend");
          }
          const after = await until(
            () => painted(page),
            (all) => "candor-warning" in all,
            8,
          );
          assert.deepEqual(after, TYPED, selector);
        });
      }
    });

    test("a megabyte is read in bounded slices, and a small change is a small work", async (t) => {
      await fresh(WATCHED);
      await visit("/long", async (page) => {
        const first = await until(
          () => look("/long"),
          ({ findings }) => findings.length === 26,
          30,
        );
        assert.equal(first.findings.length, 26);
        assert.ok(first.work.characters > 1_000_000, `${first.work.characters} characters`);
        // A slice ends with the node that fills it.
        assert.ok(first.work.longest <= 17_000, `${first.work.longest} in one slice`);
        assert.ok(first.work.slices >= 65, `${first.work.slices} slices`);
        t.diagnostic(
          `${first.work.characters} characters in ${first.work.slices} slices, the longest ${first.work.longest}`,
        );
        await page.evaluate(
          () => (document.getElementById("p3000").textContent = "Hurry, only 9 left in stock!"),
        );
        const second = await until(
          () => look("/long"),
          ({ findings }) => findings.length === 28,
        );
        assert.equal(second.findings.length, 28);
        assert.ok(second.work.linted <= 13_000, `${second.work.linted} characters linted again`);
        assert.ok(second.work.slices - first.work.slices <= 2);
        t.diagnostic(`a changed paragraph: ${second.work.linted} characters linted again`);
      });
    });

    test("popup and settings show the page and hold axe's rules, in both themes and widths", async () => {
      await fresh({ ...WATCHED, markets: ["EU"], content: ["ai-generated"] });
      await visit("/manipulative", async () => {
        await until(
          async () => seen(await look("/manipulative")),
          (all) => all.length === 2,
        );
        const id = await tabAt("/manipulative");
        const page = await session.browser.newPage();
        try {
          for (const path of [`/popup.html?tab=${id}`, "/settings.html"]) {
            await openPage(page, session.home + path);
            if (path.startsWith("/popup")) await page.waitForSelector("main[data-done]");
            await page.evaluate(axe);
            for (const width of [375, 1280]) {
              await page.setViewport({ width, height: 800 });
              for (const scheme of kind === "chromium" ? ["light", "dark"] : ["as it is"]) {
                if (kind === "chromium")
                  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
                const problems = await page.evaluate(async () => {
                  const { violations } = await axe.run(document);
                  const wide = document.documentElement.scrollWidth > innerWidth ? ["scrolls sideways"] : [];
                  return [...violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), ...wide];
                });
                assert.deepEqual(problems, [], `${path} at ${width} px, ${scheme}`);
              }
            }
          }
          await openPage(page, `${session.home}/popup.html?tab=${id}`);
          await page.waitForSelector("main[data-done]");
          await exports(page);
          // Whom the duty asks for what, and where a page owes nothing it does not say that something is missing.
          const duties = await page.$$eval(".duties li", (all) => all.map(({ innerText }) => innerText));
          assert.equal(duties.length, 1);
          assert.match(duties[0], /^EU\s+Written by AI\s+AI Act, /);
          assert.doesNotMatch(duties[0], /Missing/);
          const shown = await page.evaluate(() => document.body.innerText);
          for (const expected of [
            "Findings (6)",
            "No thanks, I don’t like saving money",
            "“Add gift wrapping for £4.99” was already ticked on",
          ]) {
            assert.ok(shown.includes(expected), `${expected} in ${shown}`);
          }
        } finally {
          await page.close();
        }
      });
    });

    test("a finding in the popup is jumped to on the page, and keys walk on from there", async () => {
      await fresh();
      await visit("/manipulative", async (page) => {
        await look("/manipulative");
        const tab = await tabAt("/manipulative");
        /** The words that are pointed at on the page. */
        const pointed = () =>
          page.evaluate(() =>
            document.querySelector("candor-card")
              ? [...(CSS.highlights.get("candor-current") ?? [])].map(String).join("")
              : "",
          );
        const popup = await session.browser.newPage();
        try {
          await openPage(popup, `${session.home}/popup.html?tab=${tab}`);
          await popup.waitForSelector("main[data-done]");
          const last = await popup.evaluate(() => {
            const row = [...document.querySelectorAll(".findings button")].at(-1);
            row.click();
            return row.querySelector(".words").textContent;
          });
          assert.equal(await until(pointed, (words) => words === last, 5), last);
          assert.equal(last, "No thanks, I don’t like saving money");
          // What the browser's own keys call.
          const walk = (step) =>
            desk.evaluate(
              (tabId, step) =>
                chrome.scripting.executeScript({
                  target: { tabId },
                  func: (step) => globalThis.candor.walk(step),
                  args: [step],
                }),
              tab,
              step,
            );
          await walk(1);
          assert.equal(
            await until(pointed, (words) => words.startsWith("Hurry"), 5),
            "Hurry, only 3 left in stock",
          );
          await walk(-1);
          assert.equal(await until(pointed, (words) => words === last, 5), last);
        } finally {
          await popup.close();
        }
      });
    });

    test("popup and settings speak each of the eight languages, of a page that is open too", async () => {
      const kept = new Map();
      await visit("/manipulative", async () => {
        const page = await session.browser.newPage();
        try {
          for (const lang of LANGUAGES) {
            await fresh({ ...WATCHED, lang, markets: ["EU"], content: ["ai-generated"] });
            await look("/manipulative");
            const id = await tabAt("/manipulative");
            const shown = [];
            for (const path of [`/popup.html?tab=${id}`, "/settings.html"]) {
              await openPage(page, session.home + path);
              if (path.startsWith("/popup")) await page.waitForSelector("main[data-done]");
              assert.equal(await page.evaluate(() => document.documentElement.lang), lang);
              shown.push(await page.evaluate(() => document.querySelector("main").innerText));
            }
            for (const text of shown) assert.doesNotMatch(text, /undefined|null|\{\w+\}/, lang);
            kept.set(lang, shown);
          }
        } finally {
          await page.close();
        }
      });
      // No sentence of English is left in another, but for the shop's own.
      const lines = (lang) => kept.get(lang).flatMap((text) => text.split("\n"));
      const own = [
        "Hurry, only 3 left in stock",
        "No thanks, I don’t like saving money",
        "Add gift wrapping for £4.99",
      ];
      const english = new Set(lines("en").filter((line) => /\w+ \w+ \w+ \w+/.test(line)));
      assert.ok(english.size > 20, `${english.size} sentences`);
      for (const lang of LANGUAGES.slice(1)) {
        const left = lines(lang).filter((line) => english.has(line) && !own.includes(line));
        assert.deepEqual(left, [], lang);
      }
    });

    /** What the popup saves, as data and as a page, carries findings, observations, time and address. */
    const exports = async (page) => {
      const [html, json] = await page.evaluate(async () => {
        const saved = [];
        // The browser's own download is not the test's matter.
        URL.createObjectURL = (blob) => (saved.push(blob.text()), "#");
        for (const button of document.querySelectorAll("footer button")) button.click();
        return Promise.all(saved);
      });
      const report = JSON.parse(json);
      assert.equal(report.url, shops.at("/manipulative"));
      assert.ok(Math.abs(Date.parse(report.time) - Date.now()) < 60_000);
      assert.equal(report.score < 100, true);
      assert.deepEqual(report.findings.map(({ rule }) => rule).toSorted(), [
        "emotional-pressure/confirmshaming",
        "evasion/invisible-split",
        "pricing/added-extras",
        "scarcity/low-stock-count",
        "urgency/act-now",
        "urgency/vague-deadline",
      ]);
      const sentences = [
        ...report.findings.flatMap(({ observations }) => observations),
        ...report.observations,
      ];
      assert.match(
        sentences.map(({ seen }) => seen).join("\n"),
        /^“Add gift wrapping for £4.99” was already ticked on \d of \d visits\.\n“Yes please” covered \d\.\d times the area of .+$/,
      );
      assert.match(html, /^<!doctype html>\n<html lang="en"><head><meta charset="utf-8">/);
      for (const part of [
        report.url,
        "No thanks, I don’t like saving money",
        "was already ticked on",
        "Not legal advice",
        '<dt>Scarcity</dt><dd><meter min="0" max="100" low="60" high="90" optimum="100" value="76"',
        "<b>EU</b> · Written by AI",
      ]) {
        assert.ok(html.includes(part), part);
      }
    };

    test("nothing is asked of any network but what the shops' own pages ask", async () => {
      // The shop with the most to say has been open for the whole of this suite.
      const own = new Set([...shops.paths, "/", "/stream", "/stream/named", "/favicon.ico"]);
      assert.deepEqual(
        shops.requests.filter(({ path }) => !own.has(path)),
        [],
      );
      // Nor was anything asked of any other server.
      const { port } = new URL(shops.at("/"));
      const local = new RegExp(
        `^(http://(shop|frames)\\.localhost:${port}/|(chrome|moz)-extension:|about:|blob:|data:)`,
      );
      assert.ok(asked.length > 5, `${asked.length} requests`);
      assert.deepEqual(
        asked.filter((url) => !local.test(url)),
        [],
      );
      // And where the extension's own pages would ask, their policy stops them.
      const before = shops.requests.length;
      const answer = await desk.evaluate(
        (url) =>
          fetch(url).then(
            () => "answered",
            () => "stopped",
          ),
        shops.at("/count"),
      );
      assert.equal(answer, "stopped");
      assert.equal(shops.requests.length, before);
    });

    // The last, since Firefox takes back the permission for the shop with it.
    test("a site can be forgotten", async () => {
      await fresh(WATCHED);
      await visit("/manipulative", () =>
        until(
          async () => seen(await look("/manipulative")),
          (all) => all.length === 2,
        ),
      );
      await openPage(desk, `${session.home}/settings.html`);
      // The page was open before, and is drawn anew.
      const shown = await until(
        () => desk.evaluate(() => document.querySelector(".site")?.innerText).catch(() => undefined),
        Boolean,
      );
      assert.match(shown, /was already ticked on 1 of 1 visits/);
      await desk.evaluate(() => document.querySelector(".site button").click());
      const kept = () => desk.evaluate(() => chrome.storage.local.get(null));
      const gone = (all) => Object.keys(all).length === 1 && all.settings.watched.length === 0;
      const left = await until(kept, gone, 5);
      assert.deepEqual([Object.keys(left), left.settings.watched], [["settings"], []]);
    });
  });
