import lists from "candor-words";

/**
 * Lower case, single blanks, without the marks around and between words.
 *
 * @param {string} text
 */
const plain = (text) =>
  text
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/[^\p{L}\p{N}'&]+/gu, " ")
    .trim();

const accepts = new Set(lists.accept.map(plain));
const declines = new Set(lists.decline.map(plain));

/** The longest label that is looked at. */
const LONGEST_LABEL = 80;

/** @param {Set<string>} phrases @param {string} label */
const begins = (phrases, label) => {
  if (phrases.has(label)) return true;
  for (let end = label.lastIndexOf(" "); end > 0; end = label.lastIndexOf(" ", end - 1)) {
    const start = label.slice(0, end);
    // One word alone begins too much: “close account”, “continue reading”.
    if (start.includes(" ") && phrases.has(start)) return true;
  }
  return false;
};

/** Which answer a control gives, if it gives one. @param {string} text @returns {"accept" | "decline" | undefined} */
export const answerOf = (text) => {
  if (text.length > LONGEST_LABEL) return undefined;
  const label = plain(text);
  if (begins(declines, label)) return "decline";
  return begins(accepts, label) ? "accept" : undefined;
};

const TODAY =
  /\b(?:today|tonight|midnight|heute|nur noch heute|mitternacht|aujourd['’]hui|ce soir|minuit|hoy|esta noche|medianoche)\b|今日|本日|当日|今天|今日|今晚|오늘|자정/iu;

/** Whether words end on the day on which they are read. @param {string} text */
export const endsToday = (text) => TODAY.test(text);

const MONEY =
  /\p{Sc}\s?\d|\d\s?\p{Sc}|\b(?:EUR|USD|GBP|CHF|TWD|NT|JPY|KRW|CNY|HKD|MXN)\s?\$?\s?\d|\d\s?(?:EUR|USD|GBP|CHF|TWD|JPY|KRW|CNY|HKD|MXN|Fr|円|元|원|euros?|pesos?|dollars?)(?![\p{L}])/u;

const NOTHING = /^\D*0+(?:[.,]0+)?\D*$/;

/** Whether a label names a price. @param {string} text */
export const costs = (text) => MONEY.test(text) && !NOTHING.test(text);
