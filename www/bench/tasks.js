// Tasks of a page's main thread, read from a trace of Chromium.

/** What traces must record for this. */
export const CATEGORIES = [
  "devtools.timeline",
  "disabled-by-default-devtools.timeline",
  "disabled-by-default-devtools.timeline.frame",
  "v8",
];

/** A longer task keeps a key waiting. Milliseconds. */
export const LONG = 50;

/**
 * @typedef {object} Task
 * @property {number} cpu Milliseconds of the thread's own time, which other programs on the machine do not lengthen.
 * @property {number} wall Milliseconds from begin to end.
 * @property {string} what What took longest in it.
 */

/**
 * The tasks of a trace that are longer than `LONG` of the thread's own time, and the longest of all.
 *
 * @param {Uint8Array} trace @param {string} address Of the page, or how it begins.
 * @returns {{ long: Task[], longest: number }}
 */
export const longTasks = (trace, address) => {
  const { traceEvents: events } = JSON.parse(new TextDecoder().decode(trace));
  const started = events.findLast(({ name }) => name === "TracingStartedInBrowser");
  const commits = events
    .filter(({ name }) => name === "FrameCommittedInBrowser")
    .map(({ args }) => args.data);
  const process = [...(started?.args.data.frames ?? []), ...commits].findLast(
    ({ url, processId }) => processId !== undefined && url.startsWith(address),
  )?.processId;
  const { tid } = events.find(
    ({ name, pid, args }) => name === "thread_name" && pid === process && args.name === "CrRendererMain",
  );
  const own = events.filter((event) => event.pid === process && event.tid === tid && event.ph === "X");
  const tasks = own.filter(({ name }) => name === "RunTask" || name.endsWith("::RunTask"));
  const long = tasks.filter(({ tdur = 0 }) => tdur / 1000 > LONG);
  return {
    longest: Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur / 1000)),
    long: long.map((task) => ({ cpu: task.tdur / 1000, wall: task.dur / 1000, what: within(task, own) })),
  };
};

/** The largest parts of a task. */
const within = (task, events) => {
  /** @type {Map<string, number>} */
  const parts = new Map();
  const inner = events
    .filter((event) => event !== task && event.ts >= task.ts && event.ts + event.dur <= task.ts + task.dur)
    .sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  /** What encloses the event at hand: each counts without what is in it. */
  const open = [];
  const add = (name, time) => parts.set(name, (parts.get(name) ?? 0) + time);
  for (const event of inner) {
    while (open.length > 0 && open.at(-1).ts + open.at(-1).dur < event.ts + event.dur) open.pop();
    const time = (event.tdur ?? 0) / 1000;
    if (open.length > 0) add(nameOf(open.at(-1)), -time);
    add(nameOf(event), time);
    open.push(event);
  }
  return [...parts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 4)
    .map(([name, time]) => `${name} ${time.toFixed(0)}`)
    .join(", ");
};

const nameOf = ({ name, args }) => {
  const { functionName, url } = args?.data ?? {};
  const file = url ? ` ${url.split("/").at(-1)}` : "";
  return name + (functionName ? ` ${functionName}` : "") + file;
};

/** One line of such tasks. @param {{ long: Task[], longest: number }} tasks */
export const line = ({ long, longest }) =>
  `${long.length} (the longest of all ${longest.toFixed(0)} ms)${long
    .map(({ cpu, wall, what }) => `\n    ${cpu.toFixed(0)} ms, ${wall.toFixed(0)} with waiting: ${what}`)
    .join("")}`;
