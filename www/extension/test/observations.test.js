import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock, readClock } from "../src/observations/clock.js";
import { colour, contrast, over } from "../src/observations/contrast.js";
import { KEPT, expired, note, statement } from "../src/observations/journal.js";
import { borneOut, say, sentence, speak } from "../src/shared/say.js";
import { LANGUAGES } from "../src/shared/settings.js";
import { TEXTS } from "../src/shared/texts.js";

const PAGE = "http://shop.localhost/towel";
const MINUTE = 60_000;

/** What is said after all sightings. */
const said = (...sightings) => {
  const entry = sightings.reduce((known, sighting) => note(known, PAGE, sighting), undefined);
  const observation = statement(entry);
  return observation && sentence(observation);
};

const clock = (minutes, seconds, text, again = false) => ({
  ...{ kind: "clock", key: "b", at: minutes * MINUTE, seconds, text, again },
});

test("a clock that starts again at every visit is counted, one that runs on is not", () => {
  assert.equal(
    said(clock(0, 600, "10:00"), clock(1, 600, "10:00"), clock(2, 600, "10:00"), clock(3, 600, "10:00")),
    "The clock started again at 10:00 after 3 of 3 reloads.",
  );
  assert.equal(said(clock(0, 600, "10:00"), clock(1, 540, "9:00"), clock(2, 479, "7:59")), undefined);
  assert.equal(
    said(clock(0, 600, "10:00"), clock(1, 540, "9:00"), clock(2, 600, "10:00")),
    "The clock started again at 10:00 after 1 of 2 reloads.",
  );
});

test("two looks in the same breath are no reload", () => {
  assert.equal(said(clock(0, 600, "10:00"), clock(0.05, 600, "10:00")), undefined);
});

test("a clock that runs again after its end is counted, whoever saw the end", () => {
  assert.equal(
    said(clock(0, 60, "1:00"), clock(2, 60, "1:00")),
    "The clock started again at 1:00 after 1 of 1 ends.",
  );
  assert.equal(
    said(clock(0, 3, "0:03"), clock(0.1, 3, "0:03", true), clock(0.2, 3, "0:03", true)),
    "The clock started again at 0:03 after 2 of 2 ends.",
  );
});

test("a number counts only where no change came with data, and not from one change", () => {
  const figure = (before, text, quiet) => ({ kind: "figure", key: "p", at: 0, before, text, quiet });
  const [one, two] = [figure("27 people", "26 people", true), figure("26 people", "1,029 people", true)];
  assert.equal(said(one), undefined);
  assert.equal(
    said(one, two),
    "The number changed 2 times, between “26” and “1,029”, while the page received no data.",
  );
  assert.equal(said(one, two, figure("29 people", "28 people", false)), undefined);
});

test("words that end today are told when they were there on another day", () => {
  const today = (day) => ({ kind: "today", key: "t", at: Date.parse(day), text: "Only today", day });
  assert.equal(said(today("2026-11-20"), today("2026-11-20")), undefined);
  assert.equal(
    said(today("2026-11-20"), today("2026-11-22"), today("2026-11-23")),
    "“Only today” was here on 2 earlier day(s), first on Nov 20, 2026.",
  );
});

test("a choice is told where one side is much smaller or much paler, and how much", () => {
  const choice = (size, contrast, otherContrast) => ({
    ...{
      kind: "choice",
      key: "c",
      at: 0,
      text: "No thanks",
      other: "Yes please",
      size,
      contrast,
      otherContrast,
    },
  });
  assert.equal(said(choice(1.4, 15, 15)), undefined);
  assert.equal(said(choice(2.9, 3.1, 9)), undefined);
  assert.equal(
    said(choice(6.81, 15, 15)),
    "“Yes please” covered 6.8 times the area of “No thanks” on 1 of 1 visits.",
  );
  assert.equal(
    said(choice(1.2, 1.92, 9.1)),
    "“No thanks” had a contrast of 1.9 : 1 beside 9.1 : 1 of “Yes please” on 1 of 1 visits.",
  );
  // On a picture nobody knows the contrast.
  assert.equal(said(choice(1, 0, 15)), undefined);
});

test("what was seen is kept for 90 days after the last time", () => {
  const entry = note(undefined, PAGE, { kind: "box", key: "b", at: 1000, text: "Cover £2", ticked: true });
  assert.equal(KEPT, 90 * 24 * 60 * MINUTE);
  assert.deepEqual([expired(entry, 1000 + KEPT), expired(entry, 1001 + KEPT)], [false, true]);
});

test("what was seen makes a hint reliable, and nothing an error", () => {
  const finding = (certainty, severity) => ({ certainty, severity });
  assert.deepEqual(borneOut(finding("hint", "warning"), [{}]), finding("reliable", "warning"));
  assert.deepEqual(borneOut(finding("hint", "error"), [{}]), finding("reliable", "warning"));
  assert.deepEqual(borneOut(finding("hint", "info"), []), finding("hint", "info"));
  assert.deepEqual(borneOut(finding("reliable", "info"), [{}]), finding("reliable", "info"));
});

test("a clock is read in every dress", () => {
  const seconds = (text) => readClock(text)?.seconds;
  for (const [text, expected] of [
    ["10:00", 600],
    ["Ends in 01 : 02 : 03", 3723],
    ["2:00:00:05", 172_805],
    ["0 h 09 min 58 s", 598],
    ["09分58秒", 598],
    ["-50 %: ends in 9:59", 599],
    ["No numbers", undefined],
    ["24.00", undefined],
  ]) {
    assert.equal(seconds(text), expected, text);
  }
});

test("only what runs with the time is a clock", () => {
  const looks = (...values) => {
    const one = new Clock();
    return values.flatMap(([at, seconds]) => one.look({ seconds, text: `${seconds}` }, at * 1000) ?? []);
  };
  assert.deepEqual(looks([0, 600], [60, 600], [120, 600]), []);
  assert.deepEqual(looks([0, 600], [1, 300], [2, 900]), []);
  assert.deepEqual(looks([0, 600], [1, 599], [2, 598]), [{ at: 0, seconds: 600, text: "600", again: false }]);
  const again = looks([0, 2], [1, 1], [2, 0], [3, 600]);
  assert.deepEqual(again.at(-1), { at: 3000, seconds: 600, text: "600", again: true });
});

test("contrast is WCAG's, through what can be seen through", () => {
  const [white, black] = [colour("rgb(255, 255, 255)"), colour("rgba(0, 0, 0, 1)")];
  assert.equal(contrast(white, black), 21);
  assert.equal(contrast(white, white), 1);
  assert.equal(contrast(over(colour("rgba(0, 0, 0, 0)"), white), white), 1);
  assert.equal(colour("color(display-p3 1 1 1)"), undefined);
});

test("every sentence has eight languages with the same numbers in them", () => {
  const wrong = Object.entries(TEXTS).flatMap(([name, row]) => {
    const slots = row.map((text) => [...text.matchAll(/\{\d\}/g)].map(String).toSorted().join());
    return row.length === LANGUAGES.length && row.every(Boolean) && new Set(slots).size === 1 ? [] : [name];
  });
  assert.deepEqual(wrong, []);
  speak("de");
  assert.equal(say("forget", "a.example"), "a.example vergessen");
  speak("en");
});
