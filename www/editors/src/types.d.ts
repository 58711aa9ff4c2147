// What hosts give to the editors' extensions, and what they get back.
import type {
  Diagnostic,
  Facts,
  Format,
  Ignore,
  Input,
  InputObject,
  Report,
  Rule,
  Suggestion,
} from "../../../src/wasm/types.js";

/** A `Linter` of `candor`, or what `candor/worker` connects to. */
export interface AnyLinter {
  lint(input: Input): Report | Promise<Report>;
  rules(lang?: string): Rule[] | Promise<Rule[]>;
  /** Absent in builds that cannot read a changing document; the text is then read whole. */
  open?(text: string, options?: Omit<InputObject, "text">): OpenDocument | Promise<OpenDocument>;
}

/** A text that changes. */
export interface OpenDocument {
  /** Replaces UTF-16 code units `from` to `to`. */
  edit(from: number, to: number, insert: string): unknown;
  report(): Report | Promise<Report>;
  close(): void;
}

/** What every extension takes. */
export interface CandorOptions {
  linter: AnyLinter;
  /** The language of the copy; default: detected. */
  locale?: string;
  /** What the author states. */
  facts?: Facts;
  /** Findings that were accepted before. */
  ignores?: readonly Ignore[];
  /** The language of card and panel; default: the page's. */
  lang?: string;
  /** Milliseconds of rest before the text is read; default: 250. */
  delay?: number;
  /** Keys, as `Mod-.` or `Shift-F8`; `Mod` is Command on a Mac, Control elsewhere. */
  keys?: Partial<Record<"next" | "previous" | "open", string>>;
  /** The editor is being read; what a panel or a toolbar needs. */
  onCreate?: (candor: Candor) => void;
  /** Each new reading of the text. */
  onReport?: (report: Report) => void;
  /** An accepted finding that the document cannot carry; keep it and pass it in `ignores` next time. */
  onIgnore?: (ignore: Ignore) => void;
  /** The linter threw; default: the console. */
  onError?: (error: unknown) => void;
}

/** What an extension gives back: one editor, being read. */
export interface Candor {
  /** The last reading; `undefined` before the first. */
  readonly report: Report | undefined;
  /** The findings as they lie in the text now, those without a place last. */
  readonly findings: readonly Diagnostic[];
  readonly options: Readonly<CandorOptions>;
  /** Says other facts, locale or ignores; the text is read again. */
  configure(options: Partial<Pick<CandorOptions, "facts" | "locale" | "ignores">>): void;
  /** Selects the next finding and shows its card. */
  next(): boolean;
  /** Selects the previous finding and shows its card. */
  previous(): boolean;
  /** Opens the card of the finding at the caret, focus in it. */
  open(): boolean;
  /** Selects a finding and shows its card. */
  show(finding: Diagnostic): void;
  /** Applies a fix through the editor. */
  fix(finding: Diagnostic, suggestion: Suggestion): void;
  /** Accepts a finding. */
  ignore(finding: Diagnostic, reason: string): void;
  /** Calls back at each new reading; gives what ends it. */
  subscribe(listener: (report: Report) => void): () => void;
  /** Settles when the text as it is now has been read. */
  settled(): Promise<void>;
  destroy(): void;
}

/** What is written between two marks of the source. */
export interface Change {
  start: number;
  end: number;
  text: string;
}

/** How a surface tells of what happens in it. */
export interface Watcher {
  /** The text changed, or may have. */
  changed(): void;
  /** What was painted is gone; paints again. */
  refresh(): void;
  /** Hears keys and pointer of an element; gives what ends it. */
  listen(element: HTMLElement): () => void;
}

/** One editor, as the shared core sees it. Offsets are of the source that `read` gave last. */
export interface Surface {
  /** Hears keys and pointer. May be replaced by the editor; asked anew each time. */
  readonly element: HTMLElement;
  readonly format: Format;
  read(): string;
  /** The place of a span on the screen; `null` where it is not drawn. */
  range(span: { start: number; end: number }): Range | null;
  /** Underlines these and nothing else. */
  paint(findings: readonly Diagnostic[]): void;
  /** Marks the finding that the card is about. */
  current(span: { start: number; end: number } | null): void;
  /** The caret as an offset; `null` where it is elsewhere. */
  caret(): number | null;
  /** Selects a span and brings it into view. */
  select(span: { start: number; end: number }): void;
  focus(): void;
  /** Writes through the editor's own transaction, one step of undo. */
  replace(changes: readonly Change[]): void;
  /** Whether nothing may be written now. */
  readonly readOnly: boolean;
  /** The change that writes an ignore into the document, where its format has comments. */
  ignoring?(finding: Diagnostic, reason: string): Change | undefined;
  /** Begins to tell of changes; gives what ends it. Without it the host calls `changed` itself. */
  watch?(watcher: Watcher): () => void;
  /** Made of several surfaces: `watch` says which elements hear keys and pointer, and `element` hears nothing. */
  readonly composite?: boolean;
  destroy?(): void;
}
