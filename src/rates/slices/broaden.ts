import type { CellSums } from "./excess-model.js";
import type { Term } from "./cell-numbers.js";

/** Share of a slice's extra rate from which on its surroundings count as the same cause. */
const AS_BROKEN = 0.5;
/** Standard errors by which failures of the surroundings must exceed what is expected of them. */
const CLEAR_ERRORS = 3;

const rateOf = ({ failures, expected, attempts }: CellSums): number => (failures - expected) / attempts;

/** True if all conditions of one slice are among another's, so that it holds the other. */
export function holdsAll(wide: readonly Term[], narrow: readonly Term[]): boolean {
  return wide.every(({ column, value }) => narrow.some((term) => term.column === column && term.value === value));
}

/**
 * The conditions of a slice without one that does not matter: where it does not hold, failures rose nearly as much. `null` where all matter.
 *
 * @param own - the sums of the slice
 * @param around - the sums of what the slice would gain without a condition, slices of other causes left out
 */
export function broaderTerms(
  terms: readonly Term[],
  own: CellSums,
  around: (terms: readonly Term[]) => CellSums,
  variance: (sums: CellSums) => number,
): readonly Term[] | null {
  if (terms.length < 2) return null;
  const wider = terms.flatMap((dropped) => {
    const kept = terms.filter((term) => term !== dropped);
    const sums = around(kept);
    if (!(sums.attempts > 0) || rateOf(sums) < AS_BROKEN * rateOf(own)) return [];
    const clear = sums.failures - sums.expected >= CLEAR_ERRORS * Math.sqrt(variance(sums));
    return clear ? [{ kept, gained: sums.failures - sums.expected }] : [];
  });
  return wider.sort((a, b) => b.gained - a.gained)[0]?.kept ?? null;
}
