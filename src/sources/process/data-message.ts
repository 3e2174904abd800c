import type { ErrorCode } from "../../errors/errors.js";
import type { Incident } from "../../incident/incident.js";
import type { InputFile, Reject } from "../incident-data.js";
import type { LoadProgress } from "../progress.js";
import type { OpenDataOptions } from "../open-data.js";

/** What the reading process is told. `source: null` asks the data as a whole. */
export type DataRequest =
  | {
      readonly kind: "open";
      readonly incident: Incident;
      readonly options: Omit<OpenDataOptions, "onProgress">;
      readonly memoryMb: number;
    }
  | {
      readonly kind: "ask";
      readonly id: number;
      readonly source: string | null;
      readonly method: string;
      readonly parameters: readonly unknown[];
    };

/** An error on its way between processes; `code` is `null` for a bug. */
export interface SentError {
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly stack: string;
}

/** A source as it travels: its values, and the names of what it answers. */
export interface SentSource {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly methods: readonly string[];
}

/** What the reading process says. */
export type DataReply =
  | { readonly kind: "progress"; readonly progress: LoadProgress }
  | {
      readonly kind: "opened";
      readonly engine: string;
      readonly inputs: readonly InputFile[];
      readonly rejects: readonly Reject[];
      readonly sources: readonly SentSource[];
    }
  | { readonly kind: "failed"; readonly error: SentError }
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  | { readonly kind: "refused"; readonly id: number; readonly error: SentError };

/** The signal by which the reading process ends itself when it passes its memory ceiling. */
export const OVER_MEMORY: NodeJS.Signals = "SIGUSR2";
