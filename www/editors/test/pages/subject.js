// What every page shares: a linter that counts its work, and what a test asks of an editor.
import { Linter, init } from "candor";

await init();
const linter = new Linter();
const work = (globalThis.work = { calls: 0, tasks: [] });
/** Counts and times what the main thread does for a reading. */
const timed = (object, name) => {
  const method = object[name];
  object[name] = (...values) => {
    const begin = performance.now();
    const result = method.apply(object, values);
    work.calls++;
    work.tasks.push(performance.now() - begin);
    return result;
  };
};
timed(linter, "lint");
if (linter.open) {
  const open = linter.open;
  linter.open = (...values) => {
    const document = open.apply(linter, values);
    return {
      edit: (...edit) => {
        const begin = performance.now();
        const result = document.edit(...edit);
        work.calls++;
        work.tasks.push(performance.now() - begin);
        return result;
      },
      report: () => {
        const begin = performance.now();
        const report = document.report();
        work.tasks.push(performance.now() - begin);
        return report;
      },
      close: () => document.close(),
    };
  };
}

export const accepted = (globalThis.accepted = []);
export const options = {
  linter,
  lang: "en",
  onCreate: (candor) => (globalThis.candor = candor),
  onIgnore: (ignore) => accepted.push(ignore),
};

/** Words with an underline, worst severity first, as the reader sees them. */
globalThis.underlined = () => {
  const documents = [
    document,
    ...[...document.querySelectorAll("iframe")].map((frame) => frame.contentDocument),
  ];
  const found = [];
  for (const each of documents) {
    for (const severity of ["error", "warning", "info"]) {
      const ranges = each.defaultView.CSS.highlights.get(`candor-${severity}`) ?? [];
      for (const range of ranges) if (!range.collapsed) found.push(`${severity}: ${range}`);
      // An editor splits an underline where its own formats begin.
      let joined;
      for (const element of each.querySelectorAll(`.candor-${severity}`)) {
        if (joined && !between(joined, element))
          found.push(`${severity}: ${joined.map((e) => e.textContent).join("")}`);
        joined = joined && between(joined, element) ? [...joined, element] : [element];
      }
      if (joined) found.push(`${severity}: ${joined.map((e) => e.textContent).join("")}`);
    }
  }
  return found;
};

/** Whether nothing is written between elements and the next. */
const between = (elements, next) => {
  const range = document.createRange();
  range.setStartAfter(elements.at(-1));
  range.setEndBefore(next);
  return (
    range.toString() === "" &&
    elements[0].closest("p,li,h1,h2,.cm-line") === next.closest("p,li,h1,h2,.cm-line")
  );
};

/** Where the words of a finding are drawn, in the page. */
globalThis.wordsAt = (words) => {
  const documents = [
    document,
    ...[...document.querySelectorAll("iframe")].map((frame) => frame.contentDocument),
  ];
  for (const each of documents) {
    const frame = each.defaultView.frameElement?.getBoundingClientRect() ?? { x: 0, y: 0 };
    for (const severity of ["error", "warning", "info"]) {
      for (const range of each.defaultView.CSS.highlights.get(`candor-${severity}`) ?? []) {
        if (!String(range).includes(words)) continue;
        const { x, y, width, height } = range.getClientRects()[0];
        return { x: x + frame.x + width / 2, y: y + frame.y + height / 2 };
      }
      for (const element of each.querySelectorAll(`.candor-${severity}`)) {
        if (!words.startsWith(element.textContent) && !element.textContent.includes(words)) continue;
        const { x, y, width, height } = element.getClientRects()[0];
        return { x: x + width / 2, y: y + height / 2 };
      }
    }
  }
  return null;
};
