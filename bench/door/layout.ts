import type { Plan, World } from "./world.js";

/** A way in which a file tells its failures: the values of a column, or statuses from a number on. */
export interface FailureWay {
  readonly column: string;
  readonly values?: readonly string[];
  readonly atLeast?: number;
}

/** What a person who knows the files would answer. */
export interface Facts {
  readonly zone?: string;
  readonly year?: number;
  readonly decimal?: "," | ".";
  /** Order of day and month in figures. */
  readonly order?: "dmy" | "mdy";
  readonly failed?: readonly FailureWay[];
  /** Column or expression of failures and of attempts, where rows are counts; the first that is offered is taken. */
  readonly failures?: readonly string[];
  readonly attempts?: readonly string[];
  /** The file that holds the attempts, where the folder has several. */
  readonly outcome?: string;
  /** Answers to any other setting, by the end of its name. */
  readonly other?: Readonly<Record<string, readonly string[]>>;
}

export interface Written {
  readonly path: string;
  readonly bytes: string | Uint8Array;
}

/** What must come out. */
export interface Truth {
  /** The finest that the file tells, in minutes: an edge may be off by as much. */
  readonly stepMinutes: number;
  /** Minutes between two rows, where they are closer than that. */
  readonly rowMinutes?: number;
  /** Failures and attempts between two times, as the file tells them; null where it holds none. */
  readonly count: ((from: number, to: number) => { failures: number; attempts: number }) | null;
}

export interface Layout {
  readonly name: string;
  readonly plan?: Plan;
  readonly facts: Facts;
  /** Where the file tells something else than the attempts of the world, or their minutes. */
  readonly truth?: "attempts" | "minutes" | "gauge" | ((world: World) => Truth);
  readonly stepMinutes?: number;
  readonly rowMinutes?: number;
  files(world: World): readonly Written[];
}

/** One file that holds the attempts of the world. */
export const exported = (name: string, path: string, body: (world: World) => string, facts: Facts): Layout => ({
  name,
  facts,
  files: (world) => one(path, body(world)),
});

/** A way in which a column tells its failures by values. */
export const failed = (column: string, ...values: readonly string[]): FailureWay => ({ column, values });

/** One file of text. */
export const one = (path: string, text: string | Uint8Array): readonly Written[] => [{ path, bytes: text }];

export function truthOf(layout: Layout, world: World): Truth {
  if (typeof layout.truth === "function") return layout.truth(world);
  const stepMinutes = layout.stepMinutes ?? 1;
  if (layout.truth === "gauge") return { stepMinutes, count: null };
  const rows: readonly { at: number; failures: number; attempts: number }[] =
    layout.truth === "minutes"
      ? world.minutes
      : world.attempts.map(({ at, failed }) => ({ at, failures: failed ? 1 : 0, attempts: 1 }));
  return {
    stepMinutes,
    ...(layout.rowMinutes !== undefined && { rowMinutes: layout.rowMinutes }),
    count(from, to) {
      const inside = rows.filter(({ at }) => at >= from && at < to);
      return {
        failures: inside.reduce((sum, row) => sum + row.failures, 0),
        attempts: inside.reduce((sum, row) => sum + row.attempts, 0),
      };
    },
  };
}
