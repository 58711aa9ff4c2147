// What a keystroke costs in an open text: CPU of `edit`, and how many blocks it reads again.
const { Linter } = await import(new URL("../../../dist/npm/node.js", import.meta.url).href);

const LINE = "The parcel leaves our house on the day after your order, and a message tells you where it is.";
const KEYSTROKES = 300;

console.log("a keystroke in              median ms   99 % ms   blocks read");
for (const format of ["plain", "html"]) {
  for (const kilobytes of [10, 100, 1000]) {
    const paragraph = format === "html" ? `<p>${LINE}</p>\n` : `${LINE}\n\n`;
    const text = paragraph.repeat(Math.ceil((kilobytes * 1000) / paragraph.length));
    const linter = new Linter();
    const open = linter.open(text, { format });
    const middle = text.lastIndexOf("parcel", text.length / 2);
    const times = [];
    let read = 0;
    for (let i = 0; i < (format === "html" ? 30 : KEYSTROKES); i++) {
      const begin = process.cpuUsage();
      const from = performance.now();
      const change = open.edit(middle + i, middle + i, "only 3 left "[i % 12]);
      const { user, system } = process.cpuUsage(begin);
      // The clock of the process ticks in microseconds; it and the wall differ by what others take.
      times.push(Math.min((user + system) / 1000, performance.now() - from));
      read = Math.max(read, change.read);
    }
    times.sort((a, b) => a - b);
    const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(3);
    console.log(
      `${`${kilobytes} KB of ${format}`.padEnd(24)} ${at(0.5).padStart(12)} ${at(0.99).padStart(9)} ${String(read).padStart(13)}`,
    );
    open.close();
  }
}
