/**
 * What a page shows over time. A sighting is one look; an entry is what all looks at the same
 * place come to; an observation is what can be said of it: what was seen and how often, never why.
 *
 * @typedef {{ kind: "clock", key: string, at: number, text: string, seconds: number, again: boolean }} ClockSighting
 *   A running clock: what it shows, the seconds left, and whether it ran out before the eyes of the reader.
 * @typedef {{ kind: "figure", key: string, at: number, text: string, before: string, quiet: boolean }} FigureSighting
 *   A number that has changed, and whether the page had received no data since it was last looked at.
 * @typedef {{ kind: "box", key: string, at: number, text: string, ticked: boolean }} BoxSighting
 *   A box that costs money, as the page first showed it.
 * @typedef {{ kind: "today", key: string, at: number, text: string, day: string }} TodaySighting
 *   Words that end today, and the reader's date.
 * @typedef {{ kind: "choice", key: string, at: number, text: string, other: string, size: number, contrast: number,
 *   otherContrast: number }} ChoiceSighting
 *   A control that declines beside one that accepts: how many times larger the other is, and both contrasts.
 * @typedef {ClockSighting | FigureSighting | BoxSighting | TodaySighting | ChoiceSighting} Sighting
 *
 * @typedef {object} Entry
 * @property {Sighting["kind"]} kind
 * @property {string} key
 * @property {string} page Address without its query.
 * @property {string} text The words there, as last seen.
 * @property {number} first When it was first seen, in milliseconds since 1970.
 * @property {number} last When it was last seen.
 * @property {number} looks How often there was a chance to see it.
 * @property {number} hits How often it was seen.
 * @property {number} ends How often a clock's end had passed.
 * @property {number} again How often it ran again afterwards.
 * @property {string} from What a clock started from; the words with the lowest number seen.
 * @property {number} until When a clock runs out.
 * @property {string[]} days Dates on which words were seen.
 * @property {number[]} figures Measures of a choice.
 * @property {string} other The words of the other control; those with the highest number seen.
 *
 * @typedef {object} Observation
 * @property {Sighting["kind"]} kind
 * @property {string} key
 * @property {string} page
 * @property {string} text
 * @property {number} first
 * @property {number} last
 * @property {`seen_${"clock_reload" | "clock_end" | "figure" | "box" | "today" | "choice_size" | "choice_contrast"}`} message
 *   The name of its sentence.
 * @property {string[]} values What stands in that sentence.
 * @property {string[]} categories Findings that it may stand beside.
 */

const DAY = 24 * 60 * 60 * 1000;

/** How long something is kept after it was last seen. */
export const KEPT = 90 * DAY;

/** @param {Entry} entry @param {number} now */
export const expired = (entry, now) => now - entry.last > KEPT;

/** Seconds by which a clock may be off and still be the same: pages load slowly and round. */
const CLOCK_SLACK = 2.5;

/** Looks at a clock that are closer than this, in seconds, cannot tell a restart from a slow page. */
const CLOCK_PAUSE = 4;

/** How many days are remembered by date. */
const MOST_DAYS = 90;

/**
 * @param {Entry | undefined} entry What is known so far.
 * @param {string} page @param {Sighting} sighting
 * @returns {Entry}
 */
export const note = (entry, page, sighting) => {
  const { kind, key, text, at } = sighting;
  /** @type {Entry} */
  const known = entry ?? {
    ...{ kind, key, page, text, first: at, last: at, looks: 0, hits: 0, ends: 0, again: 0 },
    ...{ from: "", until: 0, days: [], figures: [], other: "" },
  };
  const seen = { ...known, text, last: at };
  switch (sighting.kind) {
    case "clock":
      return clock(seen, known, sighting);
    case "figure": {
      const shown = [known.from, known.other, sighting.before, text].filter(Boolean);
      const [lowest = "", ...others] = shown.sort((a, b) => amountIn(a) - amountIn(b));
      return {
        ...seen,
        looks: seen.looks + 1,
        hits: seen.hits + Number(sighting.quiet),
        from: lowest,
        other: others.at(-1) ?? lowest,
      };
    }
    case "box":
      return { ...seen, looks: seen.looks + 1, hits: seen.hits + Number(sighting.ticked) };
    case "today":
      return { ...seen, days: [...new Set([...seen.days, sighting.day])].sort().slice(-MOST_DAYS) };
    case "choice": {
      const { size, contrast, otherContrast, other } = sighting;
      const unequal = isMuchSmaller(size) || isMuchPaler(contrast, otherContrast);
      return {
        ...seen,
        ...{ looks: seen.looks + 1, hits: seen.hits + Number(unequal), other },
        figures: [size, contrast, otherContrast],
      };
    }
  }
};

/** @param {Entry} seen @param {Entry} known @param {ClockSighting} sighting @returns {Entry} */
const clock = (seen, known, { at, seconds, text, again }) => {
  const until = at + seconds * 1000;
  if (again) return { ...seen, until, ends: seen.ends + 1, again: seen.again + 1, from: text };
  if (known.until === 0) return { ...seen, until, from: text };
  const left = (known.until - at) / 1000;
  if (at - known.last < CLOCK_PAUSE * 1000) return { ...seen, until, last: known.last };
  if (left <= 0) return { ...seen, until, ends: seen.ends + 1, again: seen.again + 1, from: text };
  const restarted = seconds - left > CLOCK_SLACK;
  return {
    ...seen,
    until,
    looks: seen.looks + 1,
    hits: seen.hits + Number(restarted),
    from: restarted ? text : seen.from,
  };
};

/** @param {number} size How many times larger the control that accepts is. */
const isMuchSmaller = (size) => size >= 3;

/** @param {number} contrast @param {number} other */
const isMuchPaler = (contrast, other) => contrast > 0 && contrast < 3 && other >= 4.5;

/** @param {string} text */
const numberIn = (text) => /\d[\d.,\u00A0\u202F]*\d|\d/.exec(text)?.[0] ?? text;

/** @param {string} text */
const amountIn = (text) => Number(numberIn(text).replace(/\D/g, ""));

/** What can be said of an entry, if anything. @param {Entry} entry @returns {Observation | undefined} */
export const statement = (entry) => {
  const said = sentence(entry);
  if (!said) return undefined;
  const { kind, key, page, text, first, last } = entry;
  return { kind, key, page, text, first, last, ...said };
};

/** @param {Entry} entry @returns {Pick<Observation, "message" | "values" | "categories"> | undefined} */
const sentence = (entry) => {
  const { looks, hits, ends, again, from, text, days, figures, other } = entry;
  switch (entry.kind) {
    case "clock": {
      const categories = ["urgency"];
      if (hits > 0)
        return { message: "seen_clock_reload", values: [from, `${hits}`, `${looks}`], categories };
      if (again > 0) return { message: "seen_clock_end", values: [from, `${again}`, `${ends}`], categories };
      return undefined;
    }
    case "figure":
      // A page that also changes it with data may know the number.
      if (hits < 2 || hits < looks) return undefined;
      return {
        message: "seen_figure",
        values: [numberIn(from), numberIn(other), `${hits}`],
        categories: ["scarcity", "social-proof"],
      };
    case "box":
      if (hits === 0) return undefined;
      return {
        message: "seen_box",
        values: [text, `${hits}`, `${looks}`],
        categories: ["pricing", "consent-privacy", "subscription"],
      };
    case "today": {
      const [earliest] = days;
      if (days.length < 2 || !earliest) return undefined;
      return {
        message: "seen_today",
        values: [text, `${days.length - 1}`, earliest],
        categories: ["urgency", "pricing"],
      };
    }
    case "choice": {
      if (hits === 0) return undefined;
      const [size = 1, contrast = 0, otherContrast = 0] = figures;
      const categories = ["misdirection", "emotional-pressure", "consent-privacy", "subscription"];
      const times = [`${hits}`, `${looks}`];
      return isMuchSmaller(size)
        ? { message: "seen_choice_size", values: [text, other, size.toFixed(1), ...times], categories }
        : {
            message: "seen_choice_contrast",
            values: [text, other, contrast.toFixed(1), otherContrast.toFixed(1), ...times],
            categories,
          };
    }
  }
};
