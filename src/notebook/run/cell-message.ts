import type { CellOutput } from "../notebook.js";

/** What the running process tells its parent, one JSON line each, in order. */
export type CellMessage =
  | { readonly type: "ready" }
  | { readonly type: "start"; readonly cell: number }
  | { readonly type: "output"; readonly output: CellOutput }
  | { readonly type: "clear" }
  | {
      readonly type: "end";
      readonly cell: number;
      readonly ok: boolean;
      readonly interrupted: boolean;
      readonly seconds: number;
    }
  | { readonly type: "done"; readonly asked: readonly string[] };

/** What the parent hands to the process that runs one notebook: one JSON line on standard input. */
export interface CellJob {
  readonly folder: string;
  /** Absolute path of tslab's `dist` folder. */
  readonly tslab: string;
  readonly cells: readonly { readonly cell: number; readonly source: string; readonly mayFail: boolean }[];
}
