import { safeJson } from "../errors/plain-text.js";
import type { SourceKind } from "../incident/incident.js";

/** One value of the proposed file and why it was chosen. */
export interface Choice<T> {
  readonly value: T;
  readonly evidence: string;
  /** What a person should look at, though it is settled: a sentence. */
  readonly doubt?: string;
}

/** What nothing in the files settles: asked on a terminal, listed without one. */
export interface OpenQuestion {
  /** Source and setting, such as `sources.calls.time.zone`. */
  readonly setting: string;
  readonly question: string;
  /** Answers that can be given as they stand, the likeliest first. */
  readonly candidates: readonly string[];
  /** The value for `incident.yaml`; `undefined` when the answer does not serve. */
  read(answer: string): string | undefined;
}

/** Something that is settled, or is still to be answered. */
export type Settled<T = string> = Choice<T> | OpenQuestion;

/** Where the times of a source are, and what else must be known of them. */
export interface ProposedTime {
  readonly columns: Choice<readonly string[]>;
  /** `null` where nothing is needed. */
  readonly zone: Settled | null;
  readonly format: Settled | null;
  readonly year: Settled | null;
  readonly date: Settled | null;
}

/** A source as it will be written: YAML values with their evidence, or what must be asked. */
export interface ProposedSource {
  readonly name: string;
  /** Paths of its files in the folder. */
  readonly files: readonly string[];
  readonly file: Choice<string>;
  readonly format: Choice<string> | null;
  readonly kind: Choice<SourceKind>;
  readonly time: ProposedTime;
  readonly failed: Settled | null;
  /** Further settings in the order of the file, their values as YAML. */
  readonly settings: readonly (readonly [key: string, choice: Settled])[];
  /** Columns to break rates down by. */
  readonly dimensions?: readonly string[];
  /** Ways to tell failures that were not asked for; an answer may still name one. */
  readonly offer?: OpenQuestion;
  /** Which rows are attempts, where an answer makes attempts of dated rows. */
  readonly attempts?: readonly (readonly [key: string, choice: Settled])[];
  /** Asks which of 0 and 1 failed, where the source is a measured yes or no that nothing names. */
  readonly flag?: OpenQuestion;
  /** What else is worth saying of it in the list of files. */
  readonly remark?: string;
}

/** A scalar as YAML, quoted where YAML would read something else than the text. */
export function yamlText(text: string): string {
  return /^[A-Za-z_][\w./@ -]*$/.test(text) &&
    !/^(true|false|yes|no|on|off|null|y|n)$/i.test(text) &&
    !/ $|: | #/.test(text)
    ? text
    : safeJson(text);
}

/** True if a choice is still to be made. */
export function isOpen<T>(choice: Settled<T> | null | undefined): choice is OpenQuestion {
  return choice !== null && choice !== undefined && "question" in choice;
}
