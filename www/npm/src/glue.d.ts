// What wasm-bindgen generates from src/wasm.rs, as the entries use it.
import type {
  Change,
  Input,
  LinterOptions,
  Locale,
  Mark,
  OpenReport,
  Report,
  Rule,
} from "../../../src/wasm/types.js";

type Files = Readonly<Record<string, readonly Mark[]>>;

export function initSync(options: { module: WebAssembly.Module | BufferSource }): unknown;
export function addLanguage(bytes: Uint8Array): Locale;
export function rules(lang?: string): Rule[];
export function locales(): Locale[];
export function version(): string;
export class Linter {
  constructor(config: Omit<LinterOptions, "today">);
  lint(input: Input, today: string): Report;
  lintWithFiles(input: Input, today: string, files: Files): Report;
  spans(input: Input, today: string): Uint32Array;
  marks(bytes: Uint8Array): Mark[];
  open(input: Input, today: string): Open;
  rules(lang?: string): Rule[];
}
export class Open {
  edit(from: number, to: number, insert: string): Change;
  report(): OpenReport;
  free(): void;
}
