import type { ParameterValue } from "../params.js";
import type { Notebook } from "../notebook.js";

/** The end state of a cell. `allowed` failed as its tag `raises-exception` allows; `skipped` was not reached, or is tagged `skip-execution`. */
export type CellStatus = "done" | "failed" | "allowed" | "timeout" | "interrupted" | "skipped";

/** The result of one code cell. */
export interface CellRun {
  /** Index among all cells of the notebook, 0-based. */
  readonly cell: number;
  readonly status: CellStatus;
  readonly seconds: number;
}

/** A notebook after a run: whole, or as far as it came. */
export interface ExecutedNotebook {
  /** Absolute path of the notebook that was run. */
  readonly file: string;
  /** Its cells with the outputs of this run. */
  readonly notebook: Notebook;
  /** `done` only when every cell ran and the process said so itself. */
  readonly status: "done" | "failed" | "timeout" | "interrupted";
  /** The first failure, one sentence that names the cell; `null` when done. */
  readonly problem: string | null;
  readonly runs: readonly CellRun[];
  readonly seconds: number;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Parameters that were given but that no `params()` of the notebook asks for: misspelt, or not for this notebook. */
  readonly unusedParameters: readonly string[];
}
