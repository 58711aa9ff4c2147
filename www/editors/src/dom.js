// Elements for shadow trees.
import controls from "../../design/controls.css";
import levels from "../../design/levels.css";
import tokens from "../../design/tokens.css";

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * An element with properties (`class`, `on*`, `aria-*`, `data-*` and other attributes) and children.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [properties]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export const h = (tag, properties = {}, ...children) => {
  /** @type {HTMLElement} */
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== false && value !== null)
      element.setAttribute(name, String(value));
  }
  append(element, ...children);
  return /** @type {HTMLElementTagNameMap[T]} */ (element);
};

/** Appends what there is. @param {Element} element @param {...Child} children */
export const append = (element, ...children) => {
  for (const child of children) if (child) element.append(child);
};

/**
 * A shadow root with a style sheet on top of what all have.
 *
 * @param {HTMLElement} host
 * @param {string} own
 * @param {ShadowRootMode} [mode]
 */
export const shadow = (host, own, mode = "open") => {
  const root = host.attachShadow({ mode });
  root.adoptedStyleSheets = [tokens, controls, levels, own].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  return root;
};

/** For hosts whose pages are light, whatever their author's system is set to. */
export const staysLight = () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("candor-panel, candor-card, candor-check { color-scheme: only light }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
};
