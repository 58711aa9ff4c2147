// The score, and its categories as bars.
import { scoreLevel } from "../../design/level.js";
import { h } from "../../editors/src/dom.js";

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} tag @param {Record<string, string | number>} attributes @param {...Element} children */
const s = (tag, attributes, ...children) => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
};

/** A ring that is closed as far as the score goes. @param {number} score @param {string} label */
export const ring = (score, label) => {
  const round = 2 * Math.PI * 42;
  const circle = { cx: 50, cy: 50, r: 42, fill: "none", "stroke-width": 9 };
  const svg = s(
    "svg",
    {
      viewBox: "0 0 100 100",
      class: "ring",
      role: "img",
      "aria-label": label,
      "data-level": scoreLevel(score),
    },
    s("circle", { ...circle, class: "track" }),
    s("circle", {
      ...circle,
      class: "value",
      "stroke-dasharray": `${(round * score) / 100} ${round}`,
      transform: "rotate(-90 50 50)",
    }),
  );
  for (const [name, y, text] of /** @type {const} */ ([
    ["number", 48, `${score}`],
    ["of", 68, "/ 100"],
  ])) {
    const line = s("text", {
      ...{ class: name, x: 50, y, "text-anchor": "middle", "dominant-baseline": "middle" },
    });
    line.textContent = text;
    svg.append(line);
  }
  return svg;
};

/**
 * @param {import("../../../src/wasm/types.js").Report} report
 * @param {import("./spoken.js").Say} say
 */
export const scoreView = (report, say) =>
  h(
    "div",
    { class: "score" },
    /** @type {any} */ (ring(report.score, `${say("score")}: ${say("scoreOf", { score: report.score })}`)),
    h(
      "ul",
      { class: "bars", "aria-label": say("categories") },
      ...Object.entries(report.categories).map(([category, score]) => {
        const bar = h("span", { class: "bar" });
        // A style sheet of the page, not an attribute: the page's policy allows none.
        bar.style.setProperty("--share", `${score}%`);
        return h(
          "li",
          { "data-level": scoreLevel(score) },
          h("span", { class: "name" }, say(/** @type {any} */ (category))),
          bar,
          h("span", { class: "number" }, String(score)),
        );
      }),
      Object.keys(report.categories).length === 0 && h("li", { class: "fair" }, say("fair")),
    ),
  );
