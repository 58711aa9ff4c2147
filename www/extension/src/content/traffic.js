/** Requests whose answer a script can read. Pictures, fonts and style sheets bring no numbers. */
const READABLE = new Set(["fetch", "xmlhttprequest", "script", "other", "iframe"]);

/** Knows when the page last received data. */
export class Traffic {
  #last = -Infinity;

  constructor() {
    // `receive.js` tells of messages, the browser of requests.
    document.addEventListener("candor-received", () => this.#note());
    new PerformanceObserver((list) => {
      const entries = /** @type {PerformanceResourceTiming[]} */ (list.getEntries());
      if (entries.some(({ initiatorType }) => READABLE.has(initiatorType))) this.#note();
    }).observe({ type: "resource", buffered: true });
  }

  #note() {
    this.#last = performance.now();
  }

  /** Whether data has come since `moment` of `performance.now()`. @param {number} moment */
  since(moment) {
    return this.#last >= moment;
  }
}
