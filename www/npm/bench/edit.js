// What a keystroke costs in an open text: CPU of `edit`, and how many blocks it reads again.
const { Linter } = await import(new URL("../../../dist/npm/node.js", import.meta.url).href);

const LINE = "The parcel leaves our house on the day after your order, and a message tells you where it is.";
const KEYSTROKES = 300;

/** What the text is made of, and its format. @type {Record<string, [string, string]>} */
const TEXTS = {
  "plain text": [`${LINE}\n\n`, "plain"],
  "short blocks": ["- one parcel\n- two letters\nOrder now\n", "plain"],
  html: [`<p>${LINE}</p>\n`, "html"],
  markdown: [`${LINE}\n\n`, "markdown"],
};

console.log("a keystroke in              median ms   99 % ms   blocks read");
for (const [name, [piece, format]] of Object.entries(TEXTS)) {
  for (const kilobytes of [10, 100, 1000]) {
    const text = piece.repeat(Math.ceil((kilobytes * 1000) / piece.length));
    const linter = new Linter();
    const open = linter.open(text, { format });
    const middle = text.lastIndexOf("parcel", text.length / 2);
    const times = [];
    let read = 0;
    for (let i = 0; i < KEYSTROKES; i++) {
      const begin = process.cpuUsage();
      const from = performance.now();
      const change = open.edit(middle + i, middle + i, "only 3 left "[i % 12]);
      const wall = performance.now() - from;
      const { user, system } = process.cpuUsage(begin);
      // The clock of the process ticks in microseconds; it and the wall differ by what others take.
      times.push(Math.min((user + system) / 1000, wall));
      read = Math.max(read, change.read);
    }
    times.sort((a, b) => a - b);
    const at = (/** @type {number} */ part) =>
      times[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(3);
    console.log(
      `${`${kilobytes} KB of ${name}`.padEnd(24)} ${at(0.5).padStart(12)} ${at(0.99).padStart(9)} ${String(read).padStart(13)}`,
    );
    open.close();
  }
}
