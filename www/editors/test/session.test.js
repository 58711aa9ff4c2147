// What lies beneath every editor, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";
import { fileURLToPath } from "node:url";

const bundle = async (name) => {
  const entryPoints = [fileURLToPath(new URL(`../src/${name}.js`, import.meta.url))];
  const { outputFiles } = await build({ entryPoints, bundle: true, format: "esm", write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
};
const { difference, mapped, slices } = await bundle("edit");
const { Flow } = await bundle("flow");
const { Session } = await bundle("session");
const { LOCALES, resolve, strings } = await bundle("strings");

const apply = (text, { from, to, insert }) => text.slice(0, from) + insert + text.slice(to);

/** Small numbers that are the same at every run. */
const random = (seed) => () => (seed = (seed * 48271) % 2147483647) / 2147483647;

test("a difference makes one text of the other, and never parts a surrogate pair", () => {
  const next = random(7);
  const letters = ["a", "b", "\n", "🎁", "🎀", "折"];
  const words = () =>
    Array.from({ length: Math.floor(next() * 9) }, () => letters[Math.floor(next() * 6)]).join("");
  for (let i = 0; i < 5000; i++) {
    const [before, after] = [words(), words()];
    const edit = difference(before, after);
    if (before === after) assert.equal(edit, undefined);
    else {
      assert.equal(apply(before, edit), after);
      for (const text of [edit.insert, before.slice(0, edit.from), before.slice(edit.to)]) {
        assert.ok(text.isWellFormed(), JSON.stringify([before, after, edit]));
      }
    }
  }
});

test("slices come to the same as the edit, end at lines, and part no pair", () => {
  for (const insert of ["", "one line", "a\nb\ncc\nddd\n", "🎁".repeat(9), `${"x".repeat(25)}\n🎁y`]) {
    const before = "head tail";
    const edit = { from: 5, to: 7, insert };
    const parts = [...slices(edit, 8)];
    assert.equal(parts.reduce(apply, before), apply(before, edit));
    for (const part of parts)
      assert.ok(part.insert.isWellFormed() && part.insert.length <= 9, JSON.stringify(part));
  }
  assert.deepEqual(
    [...slices({ from: 0, to: 0, insert: "ab\ncd\nefg" }, 8)].map(({ insert }) => insert),
    ["ab\ncd\n", "efg"],
  );
});

test("spans move with edits beside them and fall with edits in them", () => {
  const span = { start: 10, end: 20 };
  assert.deepEqual(mapped(span, { from: 0, to: 2, insert: "abcde" }), { start: 13, end: 23 });
  assert.deepEqual(mapped(span, { from: 10, to: 10, insert: "x" }), { start: 11, end: 21 });
  assert.deepEqual(mapped(span, { from: 20, to: 25, insert: "" }), span);
  assert.equal(mapped(span, { from: 15, to: 15, insert: "x" }), undefined);
  assert.equal(mapped(span, { from: 5, to: 11, insert: "" }), undefined);
});

test("every character finds its way from the source to the editor and back, escapes too", () => {
  const flow = new Flow();
  const [a, b] = [{}, {}];
  flow.markup("<p>");
  flow.text("Fish & chips ", a, 0);
  flow.markup("<b>");
  flow.text("<now>", b, 0);
  flow.markup("</b></p>");
  assert.equal(flow.source, "<p>Fish &amp; chips <b>&lt;now&gt;</b></p>");
  const { source } = flow;
  const span = (words) => ({ start: source.indexOf(words), end: source.indexOf(words) + words.length });
  assert.deepEqual(flow.places(span("&amp; chips <b>&lt;now")), {
    from: { node: a, offset: 5 },
    to: { node: b, offset: 4 },
  });
  assert.deepEqual(flow.places(span("chips ")), {
    from: { node: a, offset: 7 },
    to: { node: a, offset: 13 },
  });
  assert.equal(flow.places(span("<b>")), null);
  assert.equal(flow.offset(a, 7), source.indexOf("chips"));
  assert.equal(flow.offset(b, 5), source.indexOf("</b>") - 3);
  assert.equal(flow.offset({}, 0), null);
});

/** A linter that finds every “!”, counting what it is asked. */
const counting = () => {
  const asked = [];
  const lint = ({ text }) => {
    asked.push(text);
    const diagnostics = [...text.matchAll(/!/g)].map(({ index }) => ({
      rule: "house/x",
      text: "!",
      span: { start: index, end: index + 1 },
    }));
    return { diagnostics };
  };
  return { asked, lint, rules: () => [] };
};

const session = (linter, read, more = {}) =>
  new Session({
    read,
    linter,
    delay: 5,
    options: { format: "plain" },
    onFindings: () => {},
    onError: undefined,
    ...more,
  });

test("a burst of edits is read once, and findings move before that", async () => {
  const linter = counting();
  let text = "Hi!";
  const made = session(linter, () => text);
  made.changed();
  await made.settled();
  for (const each of ["o Hi!", "oh Hi!", "oh, Hi!"]) {
    text = each;
    made.changed();
  }
  made.sync();
  assert.deepEqual(
    made.findings.map(({ span }) => span),
    [{ start: 6, end: 7 }],
  );
  await made.settled();
  assert.deepEqual(linter.asked, ["Hi!", "oh, Hi!"]);
  made.close();
});

test("nothing is read while an IME composes, and all of it after", async () => {
  const linter = counting();
  let text = "";
  const made = session(linter, () => text);
  made.compose(true);
  text = "にほん!";
  made.changed();
  await new Promise((rest) => setTimeout(rest, 40));
  assert.deepEqual(linter.asked, []);
  made.compose(false);
  await made.settled();
  assert.deepEqual(linter.asked, ["にほん!"]);
  made.close();
});

test("what is typed during a reading is read too", async () => {
  const linter = counting();
  let text = "a";
  let made;
  const slow = {
    ...linter,
    lint: async (input) => {
      const report = linter.lint(input);
      if (text === "a") {
        text = "b!";
        made.changed();
      }
      return report;
    },
  };
  made = session(slow, () => text);
  made.changed();
  await made.settled();
  assert.deepEqual(linter.asked, ["a", "b!"]);
  assert.equal(made.findings.length, 1);
  made.close();
});

test("an open document gets the same text in slices, and one that was configured anew is opened anew", async () => {
  const documents = [];
  const linter = {
    ...counting(),
    open: (text, options) => {
      const document = { text, options, edits: 0, closed: false };
      documents.push(document);
      return {
        edit: (from, to, insert) => {
          document.text = apply(document.text, { from, to, insert });
          document.edits++;
        },
        report: () => ({ diagnostics: [] }),
        close: () => (document.closed = true),
      };
    },
  };
  let text = "line of copy\n".repeat(8000);
  const made = session(linter, () => text);
  made.changed();
  await made.settled();
  assert.equal(documents[0].text, text);
  assert.ok(documents[0].edits > 10);
  const { edits } = documents[0];
  text = `${text}!`;
  made.changed();
  await made.settled();
  assert.equal(documents[0].edits, edits + 1);
  made.configure({ facts: { markets: ["EU"] } });
  await made.settled();
  assert.deepEqual(
    [documents[0].closed, documents[1].options],
    [true, { format: "plain", facts: { markets: ["EU"] } }],
  );
  assert.equal(documents[1].text, text);
  made.close();
  assert.equal(documents[1].closed, true);
});

test("a linter that throws is reported, and the next edit is read", async () => {
  const linter = counting();
  const errors = [];
  let text = "bad";
  const picky = {
    ...linter,
    lint: (input) => {
      if (input.text === "bad") throw new Error("no");
      return linter.lint(input);
    },
  };
  const made = session(picky, () => text, { onError: (error) => errors.push(error.message) });
  made.changed();
  await made.settled();
  text = "good!";
  made.changed();
  await made.settled();
  assert.deepEqual([errors, made.findings.length], [["no"], 1]);
  made.close();
});

test("every text is there in eight languages, with its blanks", () => {
  const names = Object.keys(strings("en").table);
  assert.ok(names.length > 60);
  for (const name of names) {
    const english = strings("en").table[name];
    for (const locale of LOCALES) {
      const text = strings(locale).table[name];
      assert.ok(text?.trim(), `${name} in ${locale}`);
      assert.deepEqual(
        (text.match(/\{\w+\}/g) ?? []).sort(),
        (english.match(/\{\w+\}/g) ?? []).sort(),
        `${name} in ${locale}`,
      );
    }
  }
});

test("a language tag leads to the nearest language", () => {
  const asked = ["zh-TW", "zh-HK", "zh-CN", "zh", "de-AT", "pt", "not a tag", ""];
  assert.deepEqual(asked.map(resolve), ["zh-Hant", "zh-Hant", "zh-Hans", "zh-Hans", "de", "en", "en", "en"]);
});
