import type { CellTable } from "./cell-table.js";

/** Rounds of fitting the columns' margins in turn; the margins agree to a per cent after three. */
const ROUNDS = 4;
/** Weakest prior of a value's ratio to the rest, in failures: a value without any failure before keeps a small rate. */
const WEAKEST_PRIOR = 0.5;
/** Strongest prior, in failures: a value that should have failed much oftener than this keeps its own rate. */
const STRONGEST_PRIOR = 20;
/** Values with far more expected failures than this count alike when the scatter of values is estimated. */
const ENOUGH_EXPECTED = 2;
/** Limits of the failures that an unknown rate is taken to rest on: its standard error is at most as large as itself, at least a third of it. */
const LEAST_KNOWN = 1;
const MOST_KNOWN = 10;
/** No cell is expected to fail always, or the likelihood of one success would be nothing. */
const HIGHEST_RATE = 0.999;

/** What each cell would have failed during the outage at its rate of before. */
export interface ExpectedFailures {
  /** Expected failures of each cell during the outage. */
  readonly expected: Float64Array;
  /** Failures a rate of before rests on beyond those that were seen: the weight of the prior. */
  readonly priorFailures: number;
}

/** Prior strength in failures, from how much counts scatter beyond chance around what is expected of them. */
function priorStrength(observed: Float64Array, expected: Float64Array): number {
  let [beyond, weights] = [0, 0];
  for (let index = 0; index < observed.length; index += 1) {
    const [seen, mean] = [observed[index] as number, expected[index] as number];
    if (!(mean > 0)) continue;
    const weight = (1 / mean + 1 / ENOUGH_EXPECTED) ** -2;
    beyond += (weight * ((seen - mean) ** 2 - mean)) / (mean * mean);
    weights += weight;
  }
  return beyond <= 0 ? STRONGEST_PRIOR : Math.min(STRONGEST_PRIOR, Math.max(WEAKEST_PRIOR, weights / beyond));
}

/**
 * Scales the rates so that each value of one column has its own failures of before, shrunk to the rest's where they are few.
 *
 * @returns the strength of the shrinkage, in failures
 */
function fitColumn(
  { size, attemptsBefore, failuresBefore }: CellTable,
  codes: Int32Array,
  values: number,
  rate: Float64Array,
): number {
  const [seen, mean] = [new Float64Array(values), new Float64Array(values)];
  for (let cell = 0; cell < size; cell += 1) {
    const code = codes[cell] as number;
    if (code < 0) continue;
    seen[code] = (seen[code] as number) + (failuresBefore[cell] as number);
    mean[code] = (mean[code] as number) + (attemptsBefore[cell] as number) * (rate[cell] as number);
  }
  const prior = priorStrength(seen, mean);
  const ratio = seen.map((count, code) => (count + prior) / ((mean[code] as number) + prior));
  for (let cell = 0; cell < size; cell += 1) {
    const code = codes[cell] as number;
    if (code >= 0) rate[cell] = Math.min(HIGHEST_RATE, (rate[cell] as number) * (ratio[code] as number));
  }
  return prior;
}

/**
 * Expected failures of every cell during the outage, had its rate of before gone on.
 *
 * Rates of before are products of the columns' own ratios (fitted margin by margin), to which each cell's own past is shrunk: a rare cell takes
 * the rate that its values have elsewhere, a frequent one its own. The strength of both priors comes from the data. A value that did not occur
 * before takes the rate of the rest.
 */
export function expectedFailures(table: CellTable): ExpectedFailures {
  const { size, attemptsBefore, failuresBefore, attempts } = table;
  const [failed, tried] = [failuresBefore, attemptsBefore].map((list) => list.reduce((sum, count) => sum + count, 0));
  // Without a past nothing is expected to fail, and parts are compared with each other only.
  const past = (tried as number) > 0 ? (tried as number) : attempts.reduce((sum, count) => sum + count, 0);
  const rate = new Float64Array(size).fill(((failed as number) + 0.5) / (past + 1));
  let weakest = MOST_KNOWN;
  for (let round = 0; round < ROUNDS; round += 1)
    table.codes.forEach((codes, column) => {
      const strength = fitColumn(table, codes, (table.values[column] as readonly string[]).length, rate);
      if (round === 0) weakest = Math.min(weakest, strength);
    });
  const mean = attemptsBefore.map((count, cell) => count * (rate[cell] as number));
  const prior = priorStrength(failuresBefore, mean);
  const expected = attempts.map((count, cell) => {
    const own = ((failuresBefore[cell] as number) + prior) / ((mean[cell] as number) + prior);
    return count * Math.min(HIGHEST_RATE, (rate[cell] as number) * own);
  });
  return { expected, priorFailures: Math.max(LEAST_KNOWN, Math.min(weakest, prior)) };
}
