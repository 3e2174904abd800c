import type { Term } from "./cell-numbers.js";
import type { CellTable } from "./cell-table.js";

/** Rounds of fitting the columns' margins in turn; the margins agree to a per cent after three. */
const ROUNDS = 4;
/** A round that changes no value's ratio by more than this is the last. */
const SETTLED = 0.005;
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

/** What is known of rates of before, in failures that they rest on: the inverse of their relative variance. */
export interface KnownRates {
  /** For each column: what is known of a value's ratio to the rest before any of its own failures, by how much the values of the column differ. */
  readonly columns: readonly number[];
  /** For each column the failures of before by value. */
  readonly failures: readonly Float64Array[];
  /** What is known of a combination of values from what its values have elsewhere. */
  readonly cell: number;
  /** The least of all: what is known of any cell. */
  readonly rest: number;
}

/** What each cell would have failed during the outage at its rate of before. */
export interface ExpectedFailures {
  /** Expected failures of each cell during the outage. */
  readonly expected: Float64Array;
  readonly known: KnownRates;
}

/** Failures that the rate of a slice rests on beyond those that it had itself: a value takes the ratio of its column's values, a combination what its values have elsewhere. */
export function knownFailures({ columns, failures, cell }: KnownRates, terms: readonly Term[]): number {
  const [first] = terms;
  if (!first) return MOST_KNOWN;
  if (terms.length === 1) return columns[first.column] as number;
  let variance = 1 / cell;
  for (const { column, value } of terms)
    variance += 1 / ((columns[column] as number) + ((failures[column] as Float64Array)[value] as number));
  return Math.max(LEAST_KNOWN, 1 / variance);
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

/** One column while rates are fitted: failures of before by value, and the ratio of each value to the rest. */
interface Margin {
  readonly codes: Int32Array;
  readonly seen: Float64Array;
  readonly ratio: Float64Array;
}

function marginsOf({ size, codes, values, failuresBefore }: CellTable): Margin[] {
  return codes.map((own, column) => {
    const { length } = values[column] as readonly string[];
    const seen = new Float64Array(length);
    for (let cell = 0; cell < size; cell += 1) {
      const code = own[cell] as number;
      if (code >= 0) seen[code] = (seen[code] as number) + (failuresBefore[cell] as number);
    }
    return { codes: own, seen, ratio: new Float64Array(length).fill(1) };
  });
}

/** Failures of before that the rates expect, by the values of a column. */
function meansOf({ size, attemptsBefore }: CellTable, { codes, seen }: Margin, rate: Float64Array): Float64Array {
  const mean = new Float64Array(seen.length);
  for (let cell = 0; cell < size; cell += 1) {
    const code = codes[cell] as number;
    if (code >= 0) mean[code] = (mean[code] as number) + (attemptsBefore[cell] as number) * (rate[cell] as number);
  }
  return mean;
}

/**
 * Scales the rates so that each value of one column has its own failures of before, shrunk to the rest's where they are few.
 *
 * @returns the largest change of a ratio, relative
 */
function fitColumn(table: CellTable, margin: Margin, rate: Float64Array): number {
  const { codes, seen, ratio } = margin;
  const mean = meansOf(table, margin, rate);
  const prior = priorStrength(seen, mean);
  const change = seen.map((count, code) => (count + prior) / ((mean[code] as number) + prior));
  const largest = change.reduce((most, factor) => Math.max(most, Math.abs(factor - 1)), 0);
  if (largest < SETTLED) return largest;
  change.forEach((factor, code) => {
    ratio[code] = (ratio[code] as number) * factor;
  });
  for (let cell = 0; cell < table.size; cell += 1) {
    const code = codes[cell] as number;
    if (code >= 0) rate[cell] = Math.min(HIGHEST_RATE, (rate[cell] as number) * (change[code] as number));
  }
  return largest;
}

/** The strength of the prior that a value's ratio has before any of its failures. */
function columnStrength(table: CellTable, margin: Margin, rate: Float64Array): number {
  const alike = meansOf(table, margin, rate).map((mean, code) => mean / (margin.ratio[code] as number));
  return Math.min(MOST_KNOWN, Math.max(LEAST_KNOWN, priorStrength(margin.seen, alike)));
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
  const margins = marginsOf(table);
  for (let round = 0; round < ROUNDS; round += 1) {
    const changes = margins.map((margin) => fitColumn(table, margin, rate));
    if (changes.every((change) => change < SETTLED)) break;
  }
  const mean = attemptsBefore.map((count, cell) => count * (rate[cell] as number));
  const prior = priorStrength(failuresBefore, mean);
  const expected = attempts.map((count, cell) => {
    const own = ((failuresBefore[cell] as number) + prior) / ((mean[cell] as number) + prior);
    return count * Math.min(HIGHEST_RATE, (rate[cell] as number) * own);
  });
  const columns = margins.map((margin) => columnStrength(table, margin, rate));
  const rest = Math.max(LEAST_KNOWN, Math.min(MOST_KNOWN, prior, ...columns));
  return { expected, known: { columns, failures: margins.map(({ seen }) => seen), cell: prior, rest } };
}
