import { type CellSums, type CommonRise, expectedVariance, risen } from "./excess-model.js";

/** Cells are added up until this many failures are expected: below it, squared residuals of single cells mean little. */
const LEAST_EXPECTED = 3;
/** Weight of the assumption that attempts are independent, in degrees of freedom: few cells say little about scatter. */
const PRIOR_FREEDOM = 2;

/** Cells with one rise: what a slice holds, or what no slice does. */
export interface FittedPart {
  readonly cells: Int32Array;
  readonly rise: CommonRise;
}

/** How much counts scatter about their fit, against independent attempts. */
export interface Scatter {
  /** 1 for independent attempts; 4 doubles every interval. */
  readonly dispersion: number;
  /** Degrees of freedom it rests on. */
  readonly freedom: number;
}

/**
 * The dispersion of cells about their fit: Pearson's statistic over its degrees of freedom, pulled to 1 where cells are few.
 *
 * @param sumsOf - the numbers of one cell
 * @param floor - dispersion known from elsewhere, such as the design effect of clusters
 */
export function scatterOf(
  parts: readonly FittedPart[],
  sumsOf: (cell: number) => CellSums,
  priorFailures: number,
  floor: number,
): Scatter {
  let [pearson, groups] = [0, 0];
  for (const { cells, rise } of parts) {
    let [failures, mean, variance, count] = [0, 0, 0, 0];
    for (const cell of cells) {
      const sums = sumsOf(cell);
      const fitted = risen(rise, sums.attempts, sums.expected);
      failures += sums.failures;
      mean += fitted;
      variance += fitted * (1 - fitted / sums.attempts) + expectedVariance(sums, priorFailures, rise);
      if (mean < LEAST_EXPECTED) continue;
      pearson += (failures - mean) ** 2 / variance;
      count += 1;
      [failures, mean, variance] = [0, 0, 0];
    }
    groups += Math.max(0, count - 1);
  }
  const freedom = PRIOR_FREEDOM + groups;
  return { dispersion: Math.max(1, floor, (PRIOR_FREEDOM + pearson) / freedom), freedom };
}
