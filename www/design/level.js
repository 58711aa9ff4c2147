// What weighs how much, told apart in the same way wherever candor shows it; `levels.css` gives the colours.

/** A finding; one that is only a question weighs as such. @template {string} S @param {{ certainty: string, severity: S }} finding */
export const findingLevel = ({ certainty, severity }) => (certainty === "hint" ? "hint" : severity);

/** What is owed in a market. @param {{ duty: string | null, requirement: string, status: string }} disclosure */
export const dutyLevel = ({ duty, requirement, status }) => {
  if (duty === null) return "none";
  if (status === "valid") return "good";
  return requirement === "required" ? "error" : "info";
};

const FAIR = 90;
const PRESSING = 60;

/** @param {number} score Of 100. */
export const scoreLevel = (score) => (score >= FAIR ? "good" : score >= PRESSING ? "warning" : "error");

/** What a `meter` must know to be drawn by level. */
export const METER = { min: 0, max: 100, low: PRESSING, high: FAIR, optimum: 100 };
