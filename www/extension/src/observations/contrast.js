/** @typedef {{ red: number, green: number, blue: number, alpha: number }} Colour Channels 0 to 255, alpha 0 to 1. */

/** A colour as browsers compute it: `rgb(…)` or `rgba(…)`. @param {string} text @returns {Colour | undefined} */
export const colour = (text) => {
  const numbers = /^rgba?\(([^)]+)\)$/
    .exec(text)?.[1]
    ?.split(/[\s,/]+/)
    .map(Number);
  if (!numbers || numbers.length < 3 || numbers.some(Number.isNaN)) return undefined;
  const [red = 0, green = 0, blue = 0, alpha = 1] = numbers;
  return { red, green, blue, alpha };
};

/** What is seen of `upper` on `lower`. @param {Colour} upper @param {Colour} lower @returns {Colour} */
export const over = (upper, lower) => {
  const mix = (/** @type {number} */ a, /** @type {number} */ b) => a * upper.alpha + b * (1 - upper.alpha);
  return {
    red: mix(upper.red, lower.red),
    green: mix(upper.green, lower.green),
    blue: mix(upper.blue, lower.blue),
    alpha: 1,
  };
};

/** Relative luminance, WCAG 2.2. @param {Colour} colour */
const luminance = ({ red, green, blue }) => {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

/** Contrast ratio, WCAG 2.2: 1 to 21. @param {Colour} a @param {Colour} b */
export const contrast = (a, b) => {
  const [one, other] = [luminance(a), luminance(b)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
};
