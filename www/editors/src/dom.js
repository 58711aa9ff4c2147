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
 * A shadow root with style sheets.
 *
 * @param {HTMLElement} host
 * @param {readonly string[]} sheets
 * @param {ShadowRootMode} [mode]
 */
export const shadow = (host, sheets, mode = "open") => {
  const root = host.attachShadow({ mode });
  root.adoptedStyleSheets = sheets.map((text) => {
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
