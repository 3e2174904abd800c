import { betaTails, gammaTails, normalCdf, studentCdf } from "../../stats/distributions/distributions.js";
import { cellSums, FIELDS } from "./cell-numbers.js";
import { type CommonRise, expectedVariance, riseOf, risen } from "./excess-model.js";
import { knownFailures } from "./expected.js";
import type { Base, Cause, Fit } from "./fit.js";
import type { Scatter } from "./scatter.js";
import { searchSize } from "./slice-search.js";

/** Below so many expected failures the tail is counted instead of taken from the likelihood. */
const FEW_EXPECTED = 5;
/** Chance, over all cells, at which so many failures in one cell count as failing together. */
const TOGETHER_ALPHA = 0.05;
/** Failures in one cell of another slice that may have happened together: more than this is no single call's doing. */
const MOST_TOGETHER = 20;
/** The same where so many failures lie outside all slices, or before the outage, that calls which fail as a whole would show there. */
const SEEN_TOGETHER = 8;
const ENOUGH_FAILURES = 20;
/** Times the largest number of failures that did happen together which another slice's may be. */
const TIMES_SEEN = 2;
/** Failures that a mean rests on at most; beyond it the count is as good as Poisson's. */
const MOST_CERTAIN = 1e6;
/** Failures spread over at least so many cells (Σ² ÷ Σ of squares) are not one event. */
const EVENT_CELLS = 2;

/** True if the failures of a slice lie in so few cells that they may be one event. */
function isConcentrated(numbers: Float64Array, cells: Int32Array): boolean {
  let [sum, squares] = [0, 0];
  for (const cell of cells) {
    const failures = numbers[cell * FIELDS + 1] as number;
    sum += failures;
    squares += failures * failures;
  }
  return sum * sum < EVENT_CELLS * squares;
}

/**
 * The most failures that happened together in one cell, such as the attempts of one call: in cells where hardly one is expected, a count that
 * chance does not explain.
 *
 * @param others - cells of other slices, which count up to a call's size only
 */
export function failedTogether(base: Base, { form, rest }: Fit, others: readonly Int32Array[]): number {
  const { table, raw: numbers, everything } = base;
  let most = 1;
  const alpha = TOGETHER_ALPHA / Math.max(1, table.size);
  const look = (failures: number, mean: number, limit: number): void => {
    if (failures <= most || failures > limit || mean >= 1 || mean <= 0) return;
    if (gammaTails(mean, failures)[0] < alpha) most = failures;
  };
  const rise = riseOf(form, cellSums(numbers, rest));
  const lookAt = (cells: Int32Array, limit: number): void => {
    for (let index = 0; index < cells.length; index += 1) {
      const at = (cells[index] as number) * FIELDS;
      const failures = numbers[at + 1] as number;
      if (failures > most) look(failures, risen(rise, numbers[at] as number, numbers[at + 2] as number), limit);
    }
  };
  lookAt(rest, Number.POSITIVE_INFINITY);
  let elsewhere = cellSums(numbers, rest).failures;
  for (let index = 0; index < everything.length; index += 1) {
    const cell = everything[index] as number;
    const [attempts, before] = [numbers[cell * FIELDS] as number, numbers[cell * FIELDS + 3] as number];
    elsewhere += before;
    if (attempts === 0 || before <= most) continue;
    const rate = (numbers[cell * FIELDS + 2] as number) / attempts;
    look(before, rate * (table.attemptsBefore[cell] as number), Number.POSITIVE_INFINITY);
  }
  const limit = elsewhere < ENOUGH_FAILURES ? MOST_TOGETHER : Math.max(SEEN_TOGETHER, TIMES_SEEN * most);
  for (const cells of others) if (isConcentrated(numbers, cells)) lookAt(cells, limit);
  return most;
}

/** The chance of so many failures where `mean` are expected, as certain as `known` failures make it (negative binomial). */
function countTail(failures: number, mean: number, known: number): number {
  return betaTails(mean / (mean + known), failures, known)[0];
}

/** The chance of so strong a contrast in any slice of the search, were everything alike. */
export function adjustedP(
  base: Base,
  { candidate, mean, wandering }: Cause,
  rise: CommonRise,
  { dispersion, freedom: cells, valueFreedom }: Scatter,
  together: number,
): number {
  const { terms, failures, statistic } = candidate;
  if (failures === 0) return 1;
  // Variances of two kinds, each as uncertain as what it rests on (Satterthwaite).
  const freedom = 1 / ((1 - wandering) ** 2 / cells + (valueFreedom > 0 ? wandering ** 2 / valueFreedom : 0));
  const root = Math.sqrt(Math.max(0, statistic));
  const tail = freedom > 200 ? normalCdf(-root) : studentCdf(-root, freedom);
  const batch = Math.max(dispersion, together);
  // What a common rise adds to the mean is known from everything; only the failures of before are as uncertain as what they rest on.
  const uncertain = dispersion * expectedVariance(candidate, knownFailures(base.known, terms), rise);
  const known = Math.min(MOST_CERTAIN, (mean * mean) / uncertain);
  const counted = mean < FEW_EXPECTED * batch ? countTail(failures / batch, mean / batch, known) : 0;
  const levels = Math.min(base.mostTerms, base.table.columns.length);
  return Math.min(1, Math.max(tail, counted) * searchSize(base.table, terms) * levels);
}
