// The types of the package `candor`. Offsets are UTF-16 code units, as in every JavaScript string.

/** A language that candor reads and speaks. */
export type Locale = "en" | "zh-Hant" | "zh-Hans" | "ja" | "ko" | "de" | "fr" | "es";

/** The reader's question that a rule belongs to. */
export type Category =
  | "urgency"
  | "scarcity"
  | "social-proof"
  | "emotional-pressure"
  | "pricing"
  | "subscription"
  | "misdirection"
  | "consent-privacy"
  | "claims"
  | "autonomy"
  | "fairness"
  | "ai-transparency"
  | "evasion"
  | "house";

/** How grave a finding is. */
export type Severity = "error" | "warning" | "info";

/** How far the words alone carry a finding: a hint is a question and never fails a build. */
export type Certainty = "reliable" | "hint";

/** How the copy is written down. Markdown needs `candor/full`, which Node has. */
export type Format = "plain" | "html" | "markdown";

/** What a rule is set to. */
export type RuleSetting = "on" | "off" | Severity;

/** What can be disclosed about a text or a picture. */
export type Content =
  | "ai-generated"
  | "ai-assisted"
  | "synthetic-media"
  | "chatbot"
  | "automated-decision"
  | "personalised-price"
  | "paid-partnership"
  | "affiliate";

/** Where the module and the language files come from. */
export interface InitOptions {
  /** Languages to load beside English. Node, workerd and `candor/inline` carry all. */
  locales?: readonly Locale[];
  /** The folder in which the host serves the wasm file and `lang/`; default: beside the package's own script. */
  base?: string | URL;
  /** The module itself, or where it lies. */
  wasm?: string | URL | Request | Response | PromiseLike<Response> | BufferSource | WebAssembly.Module;
}

/** What a house decides once. */
export interface LinterOptions {
  /** Rule id or category, and what becomes of it. */
  rules?: Readonly<Record<string, RuleSetting>>;
  /** Where the copy is shown, unless a text's facts say otherwise: `EU`, `FR`, `US-NY`, `META`. */
  markets?: readonly string[];
  /** Languages that the house writes in. A short text without evidence is read as these. */
  locales?: readonly Locale[];
  /** The language of messages; default: the text's. */
  lang?: Locale;
  /** Names that are never findings. */
  brands?: readonly string[];
  /** Rules of the house's own, by id `house/name`. */
  phrases?: Readonly<Record<string, HouseRule>>;
  /** The same with regular expressions in place of phrases. Needs `candor/full`, which Node has. */
  patterns?: Readonly<Record<string, HouseRule>>;
  /** Accepted findings. */
  ignores?: readonly Ignore[];
  /** Globs of files that the command line skips. */
  skip?: readonly string[];
  /** The day on which copy is judged, as `2026-11-23`; default: the host's. */
  today?: string;
}

/** A rule that a house writes for itself. */
export interface HouseRule {
  /** Phrases in candor's notation; under `patterns`: regular expressions. */
  find: readonly string[];
  /** What the words do; `{match}` stands for them. */
  message: string;
  /** What to write instead. */
  help?: string;
  /** Default: warning. */
  severity?: Severity;
  /** Languages that it holds for; default: all. */
  locales?: readonly Locale[];
  /** Replacements to offer. */
  suggest?: readonly string[];
}

/** An accepted finding: its rule, its words, or both. */
export interface Ignore {
  /** A rule id; absent: any rule. */
  rule?: string;
  /** The visible words of the finding; absent: any. */
  text?: string;
  /** Why it is accepted. */
  reason: string;
}

/** A text to lint, or a text with what its author knows of it. */
export type Input = string | InputObject;

/** A text with what its author knows of it. */
export interface InputObject {
  /** The source. */
  text: string;
  /** Default: plain. */
  format?: Format;
  /** The language of the text as a BCP 47 tag; default: detected. */
  locale?: string;
  /** What the author states. */
  facts?: Facts;
  /** Findings that the author accepts. */
  ignores?: readonly Ignore[];
  /** The day on which the copy is judged; default: the linter's. */
  today?: string;
}

/** What the author states about the copy. An absent fact is unknown, never false. */
export interface Facts {
  /** Where the copy is shown. */
  markets?: readonly string[];
  /** Who is asking; default: advertiser and deployer. */
  roles?: readonly ("advertiser" | "deployer" | "provider" | "platform" | "operator")[];
  /** `page`, `email`, `subject`, `push`, `chat`, `social`, `audio`, `video` … */
  channel?: string;
  /** What applies to the text itself. */
  content?: readonly Content[];
  /** Media that the copy shows. */
  assets?: readonly Asset[];
  /** The text informs on a matter of public interest. */
  publicInterest?: boolean;
  /** The copy is political advertising. */
  political?: boolean;
  /** Evidently artistic, satirical or fictional. */
  evidentlyFictional?: boolean;
  /** The price shown depends on data about the reader. */
  pricePersonalised?: boolean;
  /** A person's review of the copy; `sha256` is of the extracted visible text. */
  humanReview?: { by: string; date: string; sha256: string };
  /** Who answers for the copy. */
  editorialResponsible?: { name: string; contact: string };
  /** The offer's real end, and the price after it. */
  offer?: { endsAt?: string; afterPrice?: string };
  /** Where stock figures come from. */
  stock?: { source?: string };
  /** Where reviews and counts come from. */
  reviews?: { source?: string };
  /** The lowest price of the last 30 days, and the total that must be paid. */
  price?: { prior30dLow?: string; totalMandatory?: string };
  /** Claims with their evidence. */
  claims?: readonly { text?: string; evidence?: string }[];
  /** Who pays for or supplied what the copy praises. */
  sponsor?: string;
  /** Who the copy addresses. */
  audience?: { minors?: boolean };
}

/** A picture, film or sound that the copy shows. */
export interface Asset {
  /** As in the copy. */
  src?: string;
  /** What applies to it. */
  content?: readonly Content[];
  /** Whom it shows. */
  depictsPerson?: "none" | "real-person" | "synthetic-person";
  /** Whether it could be taken for a recording of the real. */
  realistic?: boolean;
  /** Whether the file carried a machine-readable mark when it was made. */
  sourceMarked?: boolean;
}

/** A place in the source, in UTF-16 code units: `source.slice(start, end)`. */
export interface Span {
  start: number;
  end: number;
}

/** One finding. */
export interface Diagnostic {
  /** `category/name`, or `house/name`. */
  rule: string;
  category: Category;
  severity: Severity;
  certainty: Certainty;
  /** The language of the words. */
  locale: Locale;
  /** `null` for what has no place, such as a missing notice. */
  span: Span | null;
  /** The visible words; of a picture, film or sound its `src`. */
  text: string;
  /** What the words do. */
  message: string;
  /** Whom it harms. */
  why: string;
  /** What to write instead. */
  help: string;
  /** Ids of sources; `rules()` has their titles and links. */
  sources: string[];
  suggestions: Suggestion[];
}

/** A replacement to choose from. */
export interface Suggestion {
  label: string;
  /** Changes to the source, sorted, none overlapping, never across markup. */
  edits: { start: number; end: number; text: string }[];
  /** Whether no claim changes. */
  safe: boolean;
}

/** One duty to disclose, and the state of its notice. */
export interface Disclosure {
  /** The asset's `src`; `null` is the text itself. */
  asset: string | null;
  content: Content;
  /** As the facts state it. */
  market: string;
  /** `null` where no duty applies. */
  duty: string | null;
  requirement: "required" | "advised" | "planned";
  status: "valid" | "insufficient" | "mention-only" | "absent";
  /** What an insufficient notice lacks. */
  reason: string | null;
  /** The best notice found. */
  span: Span | null;
  message: string;
  help: string;
  suggestions: Suggestion[];
  sources: string[];
}

/** What a file says of its making in a form for machines; read, not verified. */
export interface Mark {
  scheme: "iptc" | "c2pa" | "aigc" | "schema.org" | "ai-disclosure";
  /** As written: the address of a source type, China's label. Empty for a manifest that names none. */
  value: string;
  /** `null` where it does not say that AI took part. */
  content: "ai-generated" | "ai-assisted" | null;
}

/** A fact that only the author knows. */
export interface Question {
  /** The path in `Facts`, such as `stock.source`. */
  fact: string;
  message: string;
  /** The rules whose findings it would answer. */
  rules: string[];
}

/** What a lint gives back: a function of text, options and day. */
export interface Report {
  /** The text's language; `und` if none was found. */
  locale: Locale | "und";
  /** 0 to 100; 100 is copy with nothing to mend. */
  score: number;
  /** The classifier's highest probability; `null` for a language without a measured model. */
  manipulation: number | null;
  /** Categories below 100. */
  categories: Partial<Record<Category, number>>;
  diagnostics: Diagnostic[];
  disclosures: Disclosure[];
  /** What the page says for machines of itself (`asset` is `null`) and of what it shows; only where it says any. */
  marks?: (Mark & { asset: string | null })[];
  /** What to state: of a text of which nothing is stated, what AI did to it and where it is shown. */
  questions: Question[];
  /** Findings that stated facts satisfy. */
  satisfied: (Diagnostic & { fact: string })[];
  /** Findings that their author accepted. */
  ignored: (Diagnostic & {
    reason: string;
    by: "comment" | "config" | "baseline";
  })[];
  /** What judged, and on which day. */
  by: { version: string; rules: string; today: string };
}

/** A rule of the catalogue. */
export interface Rule {
  id: string;
  category: Category;
  severity: Severity;
  certainty: Certainty;
  /** What the words do; `{match}` stands for them. */
  message: string;
  why: string;
  help: string;
  /** With this fact, a path in `Facts`, a finding counts as satisfied. */
  fact: string | null;
  sources: Source[];
}

/** A provision, guideline or study that a rule rests on. */
export interface Source {
  id: string;
  title: string;
  article: string;
  url: string;
  /** How well it was verified. */
  level: string;
  /** When somebody last read it. */
  checked: string;
  /** When somebody should read it again. */
  reviewBy: string;
}

/** Loads the module and languages. Safe to call twice, and again after a failure. Node needs none of it. */
export function init(options?: InitOptions): Promise<void>;

/** Adds a language file that the host has fetched itself; gives its locale. */
export function addLanguage(bytes: Uint8Array): Locale;

/** Rules and options, ready to lint any number of texts. Speaks the languages loaded when it was made. */
export class Linter {
  constructor(options?: LinterOptions);
  /**
   * Takes any text and never fails for its content. With `files` it is held against what the files that it shows say
   * of their making: their marks by `src`, as `marks(bytes)` gives them. That needs `candor/full`, which Node has.
   */
  lint(input: Input, files?: Readonly<Record<string, readonly Mark[]>>): Report;
  /**
   * The findings alone, four numbers each: start, end, index in `this.rules()`, level.
   * Level: 0 info, 1 warning, 2 error; 4 more for a hint.
   */
  spans(input: Input): Uint32Array;
  /** Opens a text for editing: after each edit only what changed is read again. */
  open(text: string, options?: Omit<InputObject, "text">): Open;
  /**
   * The machine-readable AI marks of a media file: JPEG, PNG, WebP, GIF, SVG, PDF, MP4, WAV. Other bytes have none.
   * Needs `candor/full`, which Node has.
   */
  marks(bytes: Uint8Array): Mark[];
  /** The rules in use, house rules with them. */
  rules(lang?: string): Rule[];
}

/** A text under edit. Close it when its editor goes: it holds memory of the module. */
export interface Open {
  /** Replaces the UTF-16 units `from` to `to` by `insert`. */
  edit(from: number, to: number, insert: string): Change;
  /** The report on the text as it stands, equal to that of `lint`. */
  report(): OpenReport;
  close(): void;
}

/** What an edit changed. */
export interface Change {
  /** Keys of findings that stand no more. */
  removed: number[];
  /** Findings that are new, where they stand after the edit; those about the text as a whole may have no `span`. */
  added: (Diagnostic & { key: number })[];
  /** All other findings that began at or behind `from` before the edit moved by `by`. */
  shift: { from: number; by: number };
  /** How many blocks were read again. */
  read: number;
}

/** A report that names its findings. */
export interface OpenReport extends Report {
  /** The key of each of `diagnostics`. */
  keys: number[];
}

/** The catalogue, with messages in `lang` (default: English). */
export function rules(lang?: string): Rule[];

/** The languages that are loaded. */
export function locales(): Locale[];

/** The version of the package. */
export function version(): string;

/** What was refused (`message`), a stable name for it (`code`) and the way out (`cure`). */
export class CandorError extends Error {
  constructor(failure: { code: CandorError["code"]; message: string; cure: string }, options?: ErrorOptions);
  readonly code:
    | "not-initialised"
    | "closed"
    | "wasm-missing"
    | "wasm-refused"
    | "csp"
    | "language-missing"
    | "bad-language"
    | "needs-full"
    | "bad-option"
    | "unknown-key"
    | "unknown-rule"
    | "unknown-locale"
    | "unknown-market"
    | "unknown-format"
    | "unknown-value"
    | "bad-ignore"
    | "bad-glob"
    | "bad-phrase"
    | "bad-pattern"
    | "syntax";
  readonly cure: string;
}
