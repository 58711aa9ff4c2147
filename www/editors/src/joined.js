// Several fields as one text: a headline, a summary and a body are read together, as their reader meets them.
import { Flow } from "./flow.js";

/** @typedef {import("./types.js").Surface} Surface */
/** @typedef {import("./types.js").Watcher} Watcher */
/** @typedef {{ start: number, end: number }} Span */

/**
 * @typedef {object} Part
 * @property {Surface} surface
 * @property {string} tag The element that it is read as.
 * @property {number} start Where its text begins in the source.
 * @property {number} end Where it ends.
 * @property {Flow<null> | undefined} flow The way from the source back to its own text, where that is escaped.
 * @property {(() => void)[]} ends
 */

/**
 * A surface of surfaces.
 *
 * @param {HTMLElement} element Holds them all.
 */
export const joined = (element) => {
  /** In the order of the page. @type {Part[]} */
  let parts = [];
  /** @type {Watcher | undefined} */
  let watcher;
  /** The part that was last in use. @type {Part | undefined} */
  let used;

  /** @param {Span} span */
  const partOf = ({ start, end }) => parts.find((part) => start >= part.start && end <= part.end);

  /** A span in a part's own text. @param {Part} part @param {Span} span @returns {Span | null} */
  const within = ({ start, flow }, span) => {
    const own = { start: span.start - start, end: span.end - start };
    if (!flow) return own;
    const places = flow.places(own);
    return places && { start: places.from.offset, end: places.to.offset };
  };

  /** @template T @param {Span} span @param {(part: Part, own: Span) => T} act */
  const of = (span, act) => {
    const part = partOf(span);
    const own = part && within(part, span);
    return part && own ? act(part, own) : null;
  };

  /** @param {Part} part */
  const begin = (part) => {
    if (!watcher) return;
    const { changed, refresh, listen } = watcher;
    part.ends.push(listen(part.surface.element));
    const unwatch = part.surface.watch?.({ changed, refresh, listen });
    if (unwatch) part.ends.push(unwatch);
    changed();
  };

  /** @type {Surface} */
  const surface = {
    element,
    format: "html",
    composite: true,
    read() {
      let source = "";
      for (const part of parts) {
        const { tag } = part;
        const text = part.surface.read();
        part.flow = part.surface.format === "html" ? undefined : escaped(text, tag);
        source += `<${tag}>`;
        part.start = source.length;
        source += part.flow?.source ?? text;
        part.end = source.length;
        source += `</${tag}>\n`;
      }
      return source;
    },
    range: (span) => of(span, (part, own) => part.surface.range(own)),
    paint(findings) {
      for (const part of parts) {
        const own = findings.flatMap((finding) => {
          if (!finding.span || partOf(finding.span) !== part) return [];
          const span = within(part, finding.span);
          return span ? [{ ...finding, span }] : [];
        });
        part.surface.paint(own);
      }
    },
    current(span) {
      const part = span ? partOf(span) : undefined;
      for (const other of parts) if (other !== part) other.surface.current(null);
      // Where focus goes when the card is done.
      if (part) used = part;
      if (span) of(span, (found, own) => found.surface.current(own));
    },
    caret() {
      const part = parts.find((part) => hasFocus(part.surface.element));
      const caret = part?.surface.caret();
      if (!part || caret === null || caret === undefined) return null;
      used = part;
      const own = part.flow ? part.flow.offset(null, caret) : caret;
      return own === null ? null : part.start + own;
    },
    select(span) {
      of(span, (part, own) => {
        used = part;
        part.surface.select(own);
      });
    },
    focus() {
      (used ?? parts[0])?.surface.focus();
    },
    replace(changes) {
      for (const part of parts) {
        const own = changes.flatMap((change) => {
          if (partOf(change) !== part) return [];
          const span = within(part, change);
          return span ? [{ ...span, text: change.text }] : [];
        });
        if (own.length === 0 || part.surface.readOnly) continue;
        used = part;
        if (!hasFocus(part.surface.element)) part.surface.focus();
        part.surface.replace(own);
      }
    },
    get readOnly() {
      return parts.every((part) => part.surface.readOnly);
    },
    watch(heard) {
      watcher = heard;
      parts.forEach(begin);
      return () => {
        for (const part of parts) for (const end of part.ends.splice(0)) end();
        watcher = undefined;
      };
    },
    destroy() {
      for (const part of parts) part.surface.destroy?.();
      parts = [];
    },
  };

  return {
    surface,
    /**
     * Reads one more; gives what ends it.
     *
     * @param {Surface} added
     * @param {string} tag The element that it is read as: a headline is judged otherwise than a paragraph.
     */
    add(added, tag) {
      /** @type {Part} */
      const part = { surface: added, tag, start: 0, end: 0, flow: undefined, ends: [] };
      parts = [...parts, part].toSorted((a, b) => order(a.surface.element, b.surface.element));
      begin(part);
      return () => {
        if (!parts.includes(part)) return;
        parts = parts.filter((other) => other !== part);
        if (used === part) used = undefined;
        for (const end of part.ends.splice(0)) end();
        added.destroy?.();
        watcher?.refresh();
        watcher?.changed();
      };
    },
  };
};

/** Plain text as HTML; an empty line ends a paragraph. @param {string} text @param {string} tag */
const escaped = (text, tag) => {
  /** @type {Flow<null>} */
  const flow = new Flow();
  let offset = 0;
  for (const piece of text.split(/(\n[^\S\n]*\n\s*)/)) {
    if (/^\n[^\S\n]*\n/.test(piece)) flow.markup(`</${tag}>\n<${tag}>`);
    else flow.text(piece, null, offset);
    offset += piece.length;
  }
  return flow;
};

/** @param {HTMLElement} element */
const hasFocus = (element) => {
  const { activeElement } = element.ownerDocument;
  if (!activeElement || !element.contains(activeElement)) return false;
  const { frameElement } = element.ownerDocument.defaultView ?? {};
  return !frameElement || frameElement.ownerDocument.activeElement === frameElement;
};

/** Where elements stand in the page, those in frames where the frame stands. @param {HTMLElement} a @param {HTMLElement} b */
const order = (a, b) => {
  const [first, second] = [a, b].map((element) => element.ownerDocument.defaultView?.frameElement ?? element);
  if (!first || !second || first === second) return 0;
  return first.compareDocumentPosition(second) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
};
