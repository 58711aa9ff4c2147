// One editor being read: its session, its card, its keys.
import { createCard } from "./card.js";
import { Session, same } from "./session.js";

/** @typedef {import("../../../src/wasm/types.js").Diagnostic} Diagnostic */
/** @typedef {import("../../../src/wasm/types.js").Rule} Rule */
/** @typedef {import("./types.js").Candor} Candor */
/** @typedef {import("./types.js").CandorOptions} CandorOptions */
/** @typedef {import("./types.js").Surface} Surface */

/** The keys of other editors for the same: F8 walks, Mod-. opens. */
const KEYS = { next: "F8", previous: "Shift-F8", open: "Mod-." };

/** Milliseconds that the pointer rests before the card opens, and that it may be away before it closes. */
const REST = 250;

/**
 * @typedef {Candor & { changed: () => void, compose: (composing: boolean) => void, refresh: () => void }} Control
 *   `changed` tells of edits, `refresh` paints again.
 */

/**
 * @param {Surface} surface
 * @param {CandorOptions} options
 * @returns {Control}
 */
export const control = (surface, options) => {
  if (!options?.linter) throw new TypeError("candor needs a linter: pass { linter: new Linter() }");
  let current = options;
  const keys = { ...KEYS, ...options.keys };

  const session = new Session({
    read: () => surface.read(),
    linter: options.linter,
    delay: options.delay,
    options: texts(options, surface),
    onError: options.onError,
    onFindings: () => {
      paint();
      // What the card is about may be gone.
      const shown = card.content?.finding;
      if (shown && !session.findings.some((finding) => same(finding, shown))) card.hide();
    },
  });
  if (options.onReport) session.subscribe(options.onReport);

  const card = createCard({
    ...(options.lang === undefined ? {} : { lang: options.lang }),
    onFix: (finding, suggestion) => api.fix(finding, suggestion),
    onIgnore: (finding, reason) => api.ignore(finding, reason),
    onWalk: (step) => void walk(step, true),
    onClose: (byKey) => {
      surface.current(null);
      if (byKey) surface.focus();
    },
  });

  const paint = () => surface.paint(session.findings.map(painted));

  /** Sources by rule, read once. @type {Map<string, Rule> | undefined} */
  let rules;
  const catalogue = async () => {
    if (!rules) {
      const list = await current.linter.rules(card.host.lang);
      rules = new Map(list.map((rule) => [rule.id, rule]));
    }
    return rules;
  };

  /** @param {Diagnostic} finding @returns {DOMRect | undefined} */
  const place = ({ span }) => {
    const range = span && surface.range(span);
    if (!range) return undefined;
    const [first] = range.getClientRects();
    return first && inPage(first, range);
  };

  /** @param {Diagnostic} finding @param {{ focus?: boolean, announce?: boolean }} [how] */
  const open = async (finding, how = {}) => {
    const anchor = place(finding);
    if (!anchor) return;
    const { findings } = session;
    const number = findings.indexOf(finding) + 1;
    const sources = (await catalogue()).get(finding.rule)?.sources;
    const within = dialogOf(surface.element) ?? document.body;
    card.show(
      {
        finding,
        number,
        count: findings.length,
        fixable: !surface.readOnly,
        ...(sources ? { sources } : {}),
      },
      anchor,
      { within, ...how },
    );
    surface.current(finding.span);
  };

  /** @param {1 | -1} step @param {boolean} [focus] */
  const walk = (step, focus = false) => {
    session.sync();
    const { findings } = session;
    if (findings.length === 0) return false;
    const shown = card.content?.finding;
    const index = shown ? findings.findIndex((finding) => same(finding, shown)) : -1;
    const caret = surface.caret() ?? 0;
    let next;
    if (index >= 0) next = index + step;
    else if (step > 0) next = findings.findIndex(({ span }) => span && span.start >= caret);
    else next = findings.findLastIndex(({ span }) => span && span.end < caret);
    // Past the last comes the first again.
    if (index < 0 && next < 0) next = step > 0 ? 0 : -1;
    const finding = /** @type {Diagnostic} */ (findings.at(next % findings.length));
    reveal(finding, focus);
    return true;
  };

  /** @param {Diagnostic} finding @param {boolean} [focus] */
  const reveal = (finding, focus = false) => {
    if (!finding.span) return;
    surface.select(finding.span);
    // Editors that draw only what is in view have drawn it by then.
    requestAnimationFrame(() => void open(finding, { focus, announce: !focus }));
  };

  const refresh = () => {
    session.sync();
    paint();
  };

  /** @type {Control} */
  const api = {
    get report() {
      return session.report;
    },
    get findings() {
      session.sync();
      return [...session.findings, ...session.elsewhere];
    },
    get options() {
      return current;
    },
    configure(changes) {
      current = { ...current, ...changes };
      session.configure(texts(current, surface));
    },
    next: () => walk(1),
    previous: () => walk(-1),
    open() {
      session.sync();
      const shown = card.content?.finding;
      const caret = surface.caret();
      const at = session.findings.find((finding) => {
        if (shown) return same(finding, shown);
        const { span } = finding;
        return caret !== null && span && span.start <= caret && caret <= span.end;
      });
      if (at) void open(at, { focus: true });
      return at !== undefined;
    },
    show(finding) {
      session.sync();
      const now = session.findings.find((candidate) => same(candidate, finding));
      if (now) reveal(now, true);
    },
    fix(finding, suggestion) {
      if (surface.readOnly) return;
      const before = finding.span;
      session.sync();
      const now = session.findings.find((candidate) => same(candidate, finding));
      if (!before || !now?.span) return;
      const shift = now.span.start - before.start;
      card.hide();
      surface.focus();
      surface.replace(
        suggestion.edits.map(({ start, end, text }) => ({ start: start + shift, end: end + shift, text })),
      );
      changed();
      refresh();
    },
    ignore(finding, reason) {
      session.sync();
      const now = session.findings.find((candidate) => same(candidate, finding)) ?? finding;
      card.hide();
      const change = surface.readOnly ? undefined : surface.ignoring?.(now, reason);
      surface.focus();
      if (change) {
        surface.replace([change]);
        changed();
        refresh();
      } else {
        const ignore = { rule: finding.rule, text: finding.text, reason };
        api.configure({ ignores: [...(current.ignores ?? []), ignore] });
        current.onIgnore?.(ignore);
      }
    },
    subscribe: (listener) => session.subscribe(listener),
    settled: () => session.settled(),
    changed: () => changed(),
    compose: (composing) => session.compose(composing),
    refresh,
    destroy() {
      session.close();
      unwatch?.();
      unlisten?.();
      card.destroy();
      surface.destroy?.();
    },
  };

  const changed = () => {
    if (card.content) {
      session.sync();
      const shown = card.content.finding;
      if (!session.findings.some((finding) => same(finding, shown))) card.hide();
    }
    session.changed();
  };

  /** @param {HTMLElement} element */
  const listen = (element) => {
    const aborter = new AbortController();
    const { signal } = aborter;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    let hovered = false;

    element.addEventListener("compositionstart", () => session.compose(true), { signal });
    element.addEventListener("compositionend", () => session.compose(false), { signal });
    element.addEventListener(
      "keydown",
      (event) => {
        if (event.isComposing) return;
        if (event.key === "Escape" && card.content) {
          event.preventDefault();
          event.stopPropagation();
          card.hide();
          return;
        }
        const handled =
          (pressed(event, keys.next) && api.next()) ||
          (pressed(event, keys.previous) && api.previous()) ||
          (pressed(event, keys.open) && api.open());
        if (handled) {
          event.preventDefault();
          event.stopPropagation();
        }
      },
      { signal, capture: true },
    );

    const leave = () => {
      clearTimeout(timer);
      if (!hovered || card.hasFocus()) return;
      timer = setTimeout(() => {
        if (!hovered || card.hasFocus()) return;
        hovered = false;
        card.hide();
      }, REST);
    };
    element.addEventListener(
      "pointermove",
      ({ clientX, clientY, pointerType, buttons }) => {
        clearTimeout(timer);
        // While text is being selected a card would be in the way.
        if (pointerType === "touch" || buttons !== 0) return;
        timer = setTimeout(() => {
          session.sync();
          const finding = at(clientX, clientY, element.ownerDocument);
          if (!finding) leave();
          else if (!card.content || !same(card.content.finding, finding)) {
            if (card.hasFocus()) return;
            hovered = true;
            void open(finding);
          }
        }, REST);
      },
      { signal },
    );
    element.addEventListener("pointerleave", leave, { signal });
    element.addEventListener(
      "click",
      ({ clientX, clientY, pointerType }) => {
        // Fingers do not hover.
        const finding = pointerType === "touch" ? at(clientX, clientY, element.ownerDocument) : undefined;
        if (finding) void open(finding);
      },
      { signal },
    );
    card.host.addEventListener("pointerenter", () => clearTimeout(timer), { signal });
    card.host.addEventListener("pointerleave", leave, { signal });
    const follow = () => {
      const anchor = card.content && place(card.content.finding);
      if (anchor) card.place(anchor);
    };
    for (const view of new Set([window, element.ownerDocument.defaultView ?? window])) {
      view.addEventListener("scroll", follow, { signal, capture: true, passive: true });
      view.addEventListener("resize", follow, { signal });
    }
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  };

  /**
   * The finding whose words are drawn at a point, the shortest of several.
   *
   * @param {number} x
   * @param {number} y
   * @param {Document} within Whose viewport the point is of.
   */
  const at = (x, y, within) => {
    const hits = session.findings.filter(({ span }) => {
      const range = span && surface.range(span);
      return (
        range &&
        range.startContainer.ownerDocument === within &&
        holds(range.getBoundingClientRect(), x, y) &&
        [...range.getClientRects()].some((rect) => holds(rect, x, y))
      );
    });
    return hits.toSorted((a, b) => a.text.length - b.text.length)[0];
  };

  const unlisten = surface.composite ? undefined : listen(surface.element);
  const unwatch = surface.watch?.({ changed, refresh, listen });
  session.changed();
  options.onCreate?.(api);
  return api;
};

/** A question is underlined as the card shows it. @param {Diagnostic} finding @returns {Diagnostic} */
const painted = (finding) => (finding.certainty === "hint" ? { ...finding, severity: "info" } : finding);

/** @param {CandorOptions} options @param {Surface} surface */
const texts = ({ locale, facts, ignores }, { format }) => ({
  format,
  ...(locale === undefined ? {} : { locale }),
  ...(facts === undefined ? {} : { facts }),
  ...(ignores === undefined ? {} : { ignores }),
});

/** @param {DOMRect} rect @param {number} x @param {number} y */
const holds = ({ left, right, top, bottom }, x, y) => x >= left && x <= right && y >= top && y <= bottom;

/** A rectangle of an editor's iframe in the page's coordinates. @param {DOMRect} rect @param {Range} range */
const inPage = (rect, range) => {
  const frame = range.startContainer.ownerDocument?.defaultView?.frameElement;
  if (!frame || frame.ownerDocument !== document) return rect;
  const { left, top } = frame.getBoundingClientRect();
  return new DOMRect(
    rect.x + left + frame.clientLeft,
    rect.y + top + frame.clientTop,
    rect.width,
    rect.height,
  );
};

/** The modal dialog around an editor: all else is inert. @param {Element} element */
const dialogOf = (element) => {
  const { defaultView } = element.ownerDocument;
  const frame = element.ownerDocument === document ? undefined : defaultView?.frameElement;
  return (frame ?? element).closest("dialog[open]");
};

/** @param {KeyboardEvent} event @param {string} key */
const pressed = (event, key) => {
  const parts = key.split("-");
  const name = parts.pop();
  const mac = /Mac|iP/.test(navigator.platform);
  const wants = (/** @type {string} */ modifier) => parts.includes(modifier);
  return (
    event.key.toLowerCase() === name?.toLowerCase() &&
    event.shiftKey === wants("Shift") &&
    event.altKey === wants("Alt") &&
    event.ctrlKey === (wants("Ctrl") || (wants("Mod") && !mac)) &&
    event.metaKey === (wants("Meta") || (wants("Mod") && mac))
  );
};
