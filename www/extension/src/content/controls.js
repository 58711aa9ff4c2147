import { colour, contrast, over } from "../observations/contrast.js";
import { answerOf } from "../observations/words.js";

export const CONTROLS =
  'button, a[href], [role="button"], input[type="submit"], input[type="button"], summary, [role="link"]';

/** How far up the other answer may stand. */
const HEIGHT = 5;

/** What is written on a control. @param {Element} control */
export const labelOf = (control) =>
  (control instanceof HTMLInputElement ? control.value : (control.textContent ?? ""))
    .replace(/\s+/g, " ")
    .trim() ||
  (control.getAttribute("aria-label") ?? "");

/**
 * The control that accepts what `decline` declines: the nearest beside it.
 *
 * @param {Element} decline
 */
export const acceptBeside = (decline) => {
  let around = decline.parentElement;
  for (let height = 0; around && height < HEIGHT; height++, around = around.parentElement) {
    const controls = [...around.querySelectorAll(CONTROLS)];
    // So many are a page, not a question.
    if (controls.length > 12) return undefined;
    const accept = controls.find((one) => one !== decline && answerOf(labelOf(one)) === "accept");
    if (accept) return accept;
  }
  return undefined;
};

/** @param {Element} decline @param {Element} accept */
export const compare = (decline, accept) => {
  const [area, other] = [decline, accept].map((element) => {
    const { width, height } = element.getBoundingClientRect();
    return width * height;
  });
  if (!area || !other) return undefined;
  return { size: other / area, contrast: contrastOf(decline), otherContrast: contrastOf(accept) };
};

/** The contrast of an element's text, 0 where it stands on a picture. @param {Element} element */
const contrastOf = (element) => {
  const layers = [];
  for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (style.backgroundImage !== "none") return 0;
    const layer = colour(style.backgroundColor);
    if (!layer) return 0;
    layers.push({ ...layer, alpha: layer.alpha * Number(style.opacity) });
    if (layer.alpha === 1) break;
  }
  const white = { red: 255, green: 255, blue: 255, alpha: 1 };
  const ground = layers.reduceRight((lower, layer) => over(layer, lower), white);
  const style = getComputedStyle(element);
  const text = colour(style.color);
  return text ? contrast(over({ ...text, alpha: text.alpha * Number(style.opacity) }, ground), ground) : 0;
};
