// What a keystroke costs in an open text: CPU of `edit`, and how many blocks it reads again.
const { Linter } = await import(new URL("../../../dist/npm/node.js", import.meta.url).href);

const LINE = "The parcel leaves our house on the day after your order, and a message tells you where it is.";
/** What is typed into the middle of the text, letter by letter: copy as it is, and one finding after the other. */
const TYPED = {
  copy:
    " We pick the leaves in April, dry them in the shade and pack them on the same day. Each box holds fifty bags, " +
    "and there are only 3 left in stock! Pour water of eighty degrees over a bag, wait two minutes, and add a slice " +
    "of lemon. Order before noon and it leaves our house today.",
  findings: " only 3 left".repeat(25),
};

/** What the text is made of, and its format. @type {Record<string, [string, string]>} */
const TEXTS = {
  "plain text": [`${LINE}\n\n`, "plain"],
  "short blocks": ["- the parcel\n- a letter for you\nOrder it now\n", "plain"],
  html: [`<p>${LINE}</p>\n`, "html"],
  markdown: [`${LINE}\n\n`, "markdown"],
};

console.log("a keystroke in              of copy ms   99 % ms   findings ms   99 % ms   blocks read");
for (const [name, [piece, format]] of Object.entries(TEXTS)) {
  for (const kilobytes of [10, 100, 1000]) {
    const text = piece.repeat(Math.ceil((kilobytes * 1000) / piece.length));
    const linter = new Linter();
    const columns = [`${kilobytes} KB of ${name}`.padEnd(24)];
    let read = 0;
    for (const typed of Object.values(TYPED)) {
      const open = linter.open(text, { format });
      const middle = text.lastIndexOf("parcel", text.length / 2);
      const times = [];
      for (let i = 0; i < typed.length; i++) {
        const begin = process.cpuUsage();
        const from = performance.now();
        const change = open.edit(middle + i, middle + i, typed[i]);
        const wall = performance.now() - from;
        const { user, system } = process.cpuUsage(begin);
        // The clock of the process ticks in microseconds; it and the wall differ by what others take.
        times.push(Math.min((user + system) / 1000, wall));
        read = Math.max(read, change.read);
      }
      open.close();
      times.sort((a, b) => a - b);
      const at = (/** @type {number} */ part) => times[Math.floor((times.length - 1) * part)].toFixed(3);
      columns.push(at(0.5).padStart(14), at(0.99).padStart(9));
    }
    console.log([...columns, String(read).padStart(14)].join(""));
  }
}
