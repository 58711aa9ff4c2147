// Elements for shadow trees.

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
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== false && value !== null) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => typeof child === "string" || child instanceof Node));
  return element;
};

/**
 * A shadow root with style sheets.
 *
 * @param {HTMLElement} host
 * @param {readonly string[]} sheets
 */
export const shadow = (host, sheets) => {
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = sheets.map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  return root;
};
