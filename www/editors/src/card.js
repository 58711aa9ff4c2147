// The card of one finding, the same beside every editor and in the browser extension.
// It is a plain element with a shadow tree: content scripts have no custom elements.
import sheet from "../../design/card.css";
import { findingLevel } from "../../design/level.js";
import { append, h, shadow } from "./dom.js";
import { fixLabel } from "./fix.js";
import { strings } from "./strings.js";

/** @typedef {import("../../../src/wasm/types.js").Diagnostic} Diagnostic */
/** @typedef {import("../../../src/wasm/types.js").Suggestion} Suggestion */
/** @typedef {import("../../../src/wasm/types.js").Source} Source */

/**
 * @typedef {object} CardContent
 * @property {Diagnostic} finding
 * @property {number} [number] Which finding it is, from 1.
 * @property {number} [count] Of how many.
 * @property {readonly Source[]} [sources] The sources of its rule; without them their ids are shown.
 * @property {readonly string[]} [notes] What was seen beside the words.
 * @property {boolean} [fixable] Whether fixes can be applied; default: yes.
 */

/**
 * @typedef {object} CardOptions
 * @property {string} [lang] The language of the card; default: the page's.
 * @property {boolean} [closed] The page around it cannot look in.
 * @property {(finding: Diagnostic, suggestion: Suggestion) => void} [onFix] Absent: fixes are shown as text only.
 * @property {(finding: Diagnostic, reason: string) => void} [onIgnore] Absent: no way to ignore is offered.
 * @property {(step: 1 | -1) => void} [onWalk] Absent: no next and previous.
 * @property {(byKey: boolean) => void} [onClose] The card was closed; `byKey` if focus was in it.
 */

/** @typedef {ReturnType<typeof createCard>} Card */

/**
 * Makes a card; it is in no document until it is shown.
 *
 * @param {CardOptions} [options]
 */
export const createCard = (options = {}) => {
  const { text, locale } = strings(options.lang ?? (document.documentElement.lang || navigator.language));
  const host = document.createElement("candor-card");
  host.lang = locale;
  const root = shadow(host, sheet, options.closed ? "closed" : "open");
  const box = h("div", { class: "card", role: "dialog", popover: "manual", tabindex: -1 });
  // Read out when the card is shown by key and focus stays in the editor.
  const status = h("div", { class: "hidden-label", role: "status" });
  root.append(box, status);

  /** @type {CardContent | undefined} */
  let shown;

  const hasFocus = () => root.activeElement !== null;

  const hide = () => {
    if (!shown) return;
    const byKey = hasFocus();
    shown = undefined;
    if (box.matches(":popover-open")) box.hidePopover();
    status.textContent = "";
    options.onClose?.(byKey);
  };

  /** @param {CardContent} content */
  const render = ({ finding, number, count, sources, notes = [], fixable = true }) => {
    const level = findingLevel(finding);
    box.dataset.level = level;
    const links = sources ?? finding.sources.map((id) => ({ id, title: id, article: "", url: "" }));
    const reason = reasonForm(finding);
    const walk = options.onWalk;
    // Words of the copy may be in another language than the card, and so may the message.
    const lang = finding.locale;
    box.replaceChildren();
    append(
      box,
      h(
        "div",
        { class: "head" },
        h("span", { class: "tag" }, text(level)),
        h("span", { class: "quiet small" }, text(finding.category)),
        h(
          "button",
          {
            class: "icon close",
            type: "button",
            "aria-label": text("close"),
            title: text("close"),
            onclick: hide,
          },
          "✕",
        ),
      ),
      h("p", { class: "message", id: "message" }, finding.message),
      finding.why !== "" && h("p", { class: "why", id: "why" }, finding.why),
      finding.help !== "" && h("p", { class: "help", id: "help" }, finding.help),
      notes.length > 0 && h("ul", { class: "notes" }, ...notes.map((note) => h("li", {}, note))),
      finding.suggestions.length > 0 &&
        h(
          "div",
          { class: "fixes" },
          ...finding.suggestions.map((suggestion, i) =>
            options.onFix && fixable
              ? h(
                  "button",
                  {
                    type: "button",
                    class: i === 0 ? "primary fix" : "fix",
                    lang,
                    onclick: () => options.onFix?.(finding, suggestion),
                  },
                  fixLabel(suggestion, text),
                )
              : h("span", { lang }, fixLabel(suggestion, text)),
          ),
        ),
      h(
        "div",
        { class: "actions" },
        options.onIgnore &&
          h(
            "button",
            {
              type: "button",
              class: "ignore",
              "aria-expanded": "false",
              onclick: (/** @type {Event} */ event) => {
                const hidden = reason.toggleAttribute("hidden");
                /** @type {Element} */ (event.currentTarget).setAttribute("aria-expanded", String(!hidden));
                if (!hidden) reason.querySelector("input")?.focus();
              },
            },
            text("ignore"),
          ),
        walk &&
          number !== undefined &&
          count !== undefined &&
          h(
            "div",
            { class: "walk" },
            h(
              "button",
              { class: "icon", type: "button", "aria-label": text("previous"), onclick: () => walk(-1) },
              "‹",
            ),
            h("span", { class: "quiet small" }, text("position", { number, count })),
            h(
              "button",
              { class: "icon", type: "button", "aria-label": text("next"), onclick: () => walk(1) },
              "›",
            ),
          ),
      ),
      reason,
      links.length > 0 &&
        h(
          "details",
          { class: "sources small" },
          h("summary", {}, text("sources")),
          h("ul", {}, ...links.map((source) => h("li", {}, sourceLink(source)))),
        ),
    );
    box.setAttribute("aria-label", `${text("finding")}: ${text(level)}`);
    box.setAttribute("aria-describedby", "message");
  };

  /** @param {Diagnostic} finding */
  const reasonForm = (finding) => {
    const input = h("input", {
      type: "text",
      id: "reason",
      required: true,
      maxlength: 300,
      autocomplete: "off",
    });
    const form = h(
      "form",
      {
        class: "reason",
        hidden: true,
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          const reason = input.value.trim();
          if (reason !== "") options.onIgnore?.(finding, reason);
        },
      },
      h("label", { for: "reason", class: "small" }, text("reason")),
      input,
      h("div", { class: "row" }, h("button", { type: "submit", class: "primary" }, text("ignoreNow"))),
    );
    return form;
  };

  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      hide();
    }
  });
  // An editor around the card's host must not take its keys for its own.
  for (const type of [
    "keydown",
    "keyup",
    "keypress",
    "beforeinput",
    "input",
    "paste",
    "copy",
    "cut",
    "mousedown",
  ]) {
    host.addEventListener(type, (event) => event.stopPropagation());
  }

  return {
    host,
    hasFocus,
    /** What is shown. @returns {CardContent | undefined} */
    get content() {
      return shown;
    },

    /**
     * Shows a finding beside a place.
     *
     * @param {CardContent} content
     * @param {DOMRect} anchor The place, in the coordinates of the page's viewport.
     * @param {{ within?: Element, focus?: boolean, announce?: boolean }} [how]
     *   The element to stand in (a modal dialog makes all else inert), and whether focus goes into the card
     *   or a screen reader only hears of it.
     */
    show(content, anchor, { within = document.body, focus = false, announce = false } = {}) {
      if (host.parentNode !== within) within.append(host);
      shown = content;
      render(content);
      if (!box.matches(":popover-open")) box.showPopover();
      this.place(anchor);
      if (focus) box.focus();
      if (announce) {
        const { finding } = content;
        status.textContent = [finding.message, finding.help].join(" ");
      }
    },

    /** @param {DOMRect} anchor */
    place(anchor) {
      const gap = 6;
      const { offsetWidth: width, offsetHeight: height } = box;
      const { clientWidth, clientHeight } = document.documentElement;
      const below = anchor.bottom + gap + height <= clientHeight || anchor.top - gap - height < 0;
      const top = below ? anchor.bottom + gap : anchor.top - gap - height;
      const left = Math.min(anchor.left, clientWidth - width - 8);
      box.style.top = `${Math.max(8, Math.min(top, clientHeight - height - 8))}px`;
      box.style.left = `${Math.max(8, left)}px`;
    },

    hide,

    destroy() {
      hide();
      host.remove();
    },
  };
};

/** @param {{ id: string, title: string, article: string, url: string }} source */
const sourceLink = ({ title, article, url }) => {
  const label = article === "" ? title : `${title} · ${article}`;
  return /^https?:/.test(url) ? h("a", { href: url, target: "_blank", rel: "noreferrer" }, label) : label;
};
