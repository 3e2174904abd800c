import type { CellCounts } from "./cell-table.js";

/** From this share of failures on, a value means failure. */
const MEANS_FAILURE = 0.95;
/** Share of all failures that such values hold where a column repeats the outcome. */
const NEARLY_ALL = 0.95;
/** Failures before the outage that tell a column of outcomes from a part that broke entirely. */
const FEWEST_FAILURES = 5;

interface Sums {
  failures: number;
  attempts: number;
}

/** The share of failures that lie in values that mean failure. */
function shareInFailing(sums: ReadonlyMap<string, Sums>): number {
  let [inside, all] = [0, 0];
  for (const { failures, attempts } of sums.values()) {
    all += failures;
    if (failures >= MEANS_FAILURE * attempts) inside += failures;
  }
  return all === 0 ? 0 : inside / all;
}

function sumsOf(cells: readonly (readonly [value: string, counts: CellCounts])[]): Map<string, Sums> {
  const sums = new Map<string, Sums>();
  for (const [value, { failures, attempts }] of cells) {
    const sum = sums.get(value) ?? { failures: 0, attempts: 0 };
    sum.failures += failures;
    sum.attempts += attempts;
    sums.set(value, sum);
  }
  return sums;
}

/**
 * True if a column only repeats the outcome, such as the text of an error: ordinary failures lie in values that always fail. A column that is
 * filled for failures only is one too.
 */
export function echoesOutcome(
  cells: readonly (readonly [value: string, counts: { readonly before: CellCounts; readonly during: CellCounts }])[],
): boolean {
  const before = sumsOf(cells.map(([value, counts]) => [value, counts.before]));
  const during = sumsOf(cells.map(([value, counts]) => [value, counts.during]));
  const ordinary = [...before.values()].reduce((sum, { failures }) => sum + failures, 0);
  if (shareInFailing(during) < NEARLY_ALL) return false;
  if (ordinary >= FEWEST_FAILURES) return shareInFailing(before) >= NEARLY_ALL;
  const empty = during.get("");
  return empty !== undefined && empty.failures <= (1 - NEARLY_ALL) * empty.attempts;
}
