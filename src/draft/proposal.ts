import type { SourceKind } from "../incident/incident.js";

/** One value of the proposed file and why it was chosen. */
export interface Choice<T> {
  readonly value: T;
  readonly evidence: string;
}

/** What nothing in the files settles: asked on a terminal, listed without one. */
export interface OpenQuestion {
  /** Source and setting, such as `calls.time.zone`. */
  readonly setting: string;
  readonly question: string;
  /** The value for `incident.yaml`; `undefined` when the answer does not serve. */
  read(answer: string): string | undefined;
}

/** A source as it will be written: YAML values with their evidence, or what must be asked. */
export interface ProposedSource {
  readonly name: string;
  readonly file: Choice<string>;
  readonly format: Choice<string> | null;
  readonly kind: Choice<SourceKind>;
  readonly time: Choice<string>;
  /** `null` when no zone is needed. */
  readonly zone: Choice<string> | OpenQuestion | null;
  readonly timeFormat: OpenQuestion | null;
  readonly failed: Choice<string> | OpenQuestion | null;
  /** Further settings: id, cluster, failures, attempts, value, latency, duration. */
  readonly columns: readonly (readonly [setting: string, choice: Choice<string>])[];
  /** Columns to break rates down by. */
  readonly dimensions?: readonly string[];
}

/** A scalar as YAML, quoted where YAML would read something else than the text. */
export function yamlText(text: string): string {
  return /^[A-Za-z_][\w./@ -]*$/.test(text) &&
    !/^(true|false|yes|no|on|off|null|y|n)$/i.test(text) &&
    !/ $|: | #/.test(text)
    ? text
    : JSON.stringify(text);
}

/** Whether a choice is still to be made. */
export function isOpen<T>(choice: Choice<T> | OpenQuestion | null): choice is OpenQuestion {
  return choice !== null && "question" in choice;
}
