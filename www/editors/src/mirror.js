// A text field draws its own text, where no highlight reaches: a copy of it lies exactly above,
// invisible but for its underlines, and hears nothing.
import { Blocks } from "./blocks.js";

/** What decides where a letter stands. */
const METRICS = [
  "box-sizing",
  "border-top-width",
  "border-right-width",
  "border-bottom-width",
  "border-left-width",
  "padding-top",
  "padding-right",
  "padding-bottom",
  "padding-left",
  "font-family",
  "font-size",
  "font-style",
  "font-variant",
  "font-weight",
  "font-stretch",
  "font-feature-settings",
  "font-kerning",
  "letter-spacing",
  "word-spacing",
  "line-height",
  "text-align",
  "text-indent",
  "text-transform",
  "tab-size",
  "direction",
  "hyphens",
  "word-break",
  "line-break",
];

/**
 * @param {HTMLTextAreaElement | HTMLInputElement} field
 * @param {() => void} onGrown More of a long text is shown.
 */
export const createMirror = (field, onGrown) => {
  const layer = document.createElement("div");
  layer.setAttribute("aria-hidden", "true");
  layer.dataset.candor = "mirror";
  const blocks = new Blocks(layer);
  Object.assign(layer.style, {
    position: "absolute",
    overflow: "hidden",
    pointerEvents: "none",
    color: "transparent",
    background: "none",
    borderColor: "transparent",
    borderStyle: "solid",
    margin: "0",
    zIndex: "2147483646",
  });

  const measure = () => {
    const style = getComputedStyle(field);
    for (const name of METRICS) layer.style.setProperty(name, style.getPropertyValue(name));
    const line = field instanceof HTMLInputElement;
    layer.style.whiteSpace = line ? "pre" : style.whiteSpace === "pre" ? "pre" : "pre-wrap";
    layer.style.overflowWrap = "break-word";
    if (line) {
      // A field centres its one line in its height.
      const height = field.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
      layer.style.lineHeight = `${height}px`;
    }
    place();
  };

  const place = () => {
    const box = field.getBoundingClientRect();
    const shown = field.isConnected && box.width > 0 && field.checkVisibility();
    layer.hidden = !shown;
    layer.style.display = shown ? "block" : "none";
    if (!shown) return;
    const scrollbar = field.offsetWidth - field.clientWidth - field.clientLeft * 2;
    const frame =
      layer.offsetParent === document.body && getComputedStyle(document.body).position !== "static";
    const origin = frame ? document.body.getBoundingClientRect() : { left: -scrollX, top: -scrollY };
    layer.style.left = `${box.left - origin.left}px`;
    layer.style.top = `${box.top - origin.top}px`;
    layer.style.width = `${box.width - Math.max(0, scrollbar)}px`;
    layer.style.height = `${box.height}px`;
    if (getComputedStyle(field).boxSizing !== "border-box") layer.style.boxSizing = "border-box";
    scroll();
  };

  const scroll = () => {
    layer.scrollTop = field.scrollTop;
    layer.scrollLeft = field.scrollLeft;
  };

  // A last empty line has height in a field but none in a div.
  const wanted = () => (field.value.endsWith("\n") ? `${field.value} ` : field.value);

  let frame = 0;
  /** Shows the field's text; a long one turn by turn, after the browser has drawn the field itself. */
  const write = () => {
    const text = wanted();
    if (!blocks.cut(text)) blocks.write(text);
    else if (frame === 0) later();
    scroll();
  };

  const later = () => {
    frame = requestAnimationFrame(() => {
      frame = 0;
      const isWhole = blocks.write(wanted());
      scroll();
      onGrown();
      if (!isWhole) later();
    });
  };

  /** Where the words of a span lie in the copy as it was last written. @param {{ start: number, end: number }} span */
  const range = (span) => blocks.range(span);

  /** The same in the text as it is now, however far that is away. @param {{ start: number, end: number }} span */
  const reach = (span) => {
    write();
    const text = wanted();
    while (blocks.text.length < span.end && !blocks.write(text));
    return range(span);
  };

  const aborter = new AbortController();
  const { signal } = aborter;
  field.addEventListener("scroll", scroll, { signal, passive: true });
  window.addEventListener("scroll", place, { signal, passive: true, capture: true });
  window.addEventListener("resize", measure, { signal });
  const observer = new ResizeObserver(measure);
  observer.observe(field);
  observer.observe(document.body);
  (field.closest("dialog[open]") ?? document.body).append(layer);
  measure();
  write();

  return {
    layer,
    write,
    range,
    reach,
    destroy() {
      aborter.abort();
      cancelAnimationFrame(frame);
      observer.disconnect();
      layer.remove();
    },
  };
};
