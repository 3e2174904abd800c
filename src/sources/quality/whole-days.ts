import type { RowStep } from "./row-step.js";

/** Rows that share a moment, on average, from which on the moment is a day and no time of it. */
const ROWS_A_DAY = 10;
const DAY_MINUTES = 1440;
/** Midnights of one zone lie at most so many minutes apart over a year: a clock change, or half of one. */
const MOST_SHIFT = 60;

export interface WholeDays {
  readonly step: RowStep;
  readonly note: string;
}

/**
 * The step and a sentence for rows whose times are days without a time of day; `undefined` for any others.
 *
 * @param minutes - minutes since 1970 at which rows stand, ascending
 * @param counts - rows at each
 */
export function wholeDays(name: string, minutes: readonly number[], counts: readonly number[]): WholeDays | undefined {
  const [first] = minutes;
  const rows = counts.reduce((sum, count) => sum + count, 0);
  if (first === undefined || rows < ROWS_A_DAY * minutes.length) return undefined;
  // Two moments of one day are times of day, however close they are.
  const sameDay = minutes.some(
    (minute, at) => at > 0 && minute - (minutes[at - 1] as number) < DAY_MINUTES - MOST_SHIFT,
  );
  if (sameDay) return undefined;
  const apart = minutes.map((minute) => {
    const off = (minute - first) % DAY_MINUTES;
    return Math.min(off, DAY_MINUTES - off);
  });
  if (apart.some((off) => off > MOST_SHIFT) || new Set(apart).size > 2) return undefined;
  const days = minutes.length === 1 ? "the same moment" : `${minutes.length} moments a day apart`;
  return {
    step: { stepSeconds: DAY_MINUTES * 60, phaseSeconds: (first % DAY_MINUTES) * 60 },
    note: `All ${rows} rows of ${name} stand at ${days}: the times are days without a time of day, so nothing shorter than a day can be told from them. If another column holds the time of day, name both as time: { columns: [<date>, <time>] }.`,
  };
}
