/** Longer texts are not a clock's face. */
export const LONGEST_FACE = 90;

const COLONS = /(?<!\d)(?:(\d{1,2})\s*:\s*)?(?:(\d{1,2})\s*:\s*)?(\d{1,3})\s*:\s*(\d{2})(?!\d)/;
/** The name of a unit, and what stands around it. */
const UNIT = String.raw`[^\d\p{L}]{0,3}\p{L}\D{0,10}`;
const UNITS = new RegExp(
  String.raw`(?<!\d)(?:(\d{1,3})${UNIT})?(?:(\d{1,2})${UNIT})?(\d{1,3})${UNIT}(\d{1,2})(?!\d)`,
  "u",
);

/**
 * The seconds that a clock shows, if `text` can be a clock's face: `9:59`, `1 : 00 : 00`,
 * `2 h 05 min 09 s`. That it is one shows when it runs.
 *
 * @param {string} text
 * @returns {{ seconds: number, text: string } | undefined}
 */
export const readClock = (text) => {
  if (text.length > LONGEST_FACE) return undefined;
  const found = COLONS.exec(text) ?? UNITS.exec(text);
  if (!found) return undefined;
  const [days, hours, minutes, seconds] = [1, 2, 3, 4].map((group) => Number(found[group] ?? 0));
  // With three numbers the first is in the group of days.
  const [d, h] = found[2] === undefined ? [0, days] : [days, hours];
  const sum = (((d ?? 0) * 24 + (h ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0);
  return { seconds: sum, text: found[0].replace(/\s+/g, " ").replace(/ ?: ?/g, ":").trim() };
};

/** Seconds by which a running clock may differ from the time gone by. */
const SLACK = 2;

/**
 * Follows one clock through the time that a page is open. Times are in milliseconds.
 */
export class Clock {
  /** @type {{ seconds: number, at: number } | undefined} */
  #last;
  /** @type {{ seconds: number, at: number, text: string } | undefined} */
  #first;
  #running = false;

  /**
   * Looks at the clock. Gives what is worth keeping: the first time it is known to run, and
   * each time it starts again.
   *
   * @param {{ seconds: number, text: string }} face @param {number} at
   * @returns {{ at: number, seconds: number, text: string, again: boolean } | undefined}
   */
  look({ seconds, text }, at) {
    const last = this.#last;
    this.#last = { seconds, at };
    this.#first ??= { seconds, at, text };
    if (!last) return undefined;
    const due = last.seconds - (at - last.at) / 1000;
    if (!this.#running) {
      this.#running = seconds < last.seconds && Math.abs(seconds - due) <= SLACK;
      if (!this.#running) {
        this.#first = { seconds, at, text };
        return undefined;
      }
      return { ...this.#first, again: false };
    }
    // Only a clock that had run out has ended.
    return seconds > last.seconds + SLACK && due <= SLACK ? { at, seconds, text, again: true } : undefined;
  }
}
