import { type CellSums, type CommonRise, expectedVariance, type Noise, risen } from "./excess-model.js";

/** Cells are added up until this many failures are expected: below it, squared residuals of single cells mean little. */
const LEAST_EXPECTED = 3;
/** Weight of the assumption that attempts are independent, in degrees of freedom: few cells say little about scatter. */
const PRIOR_FREEDOM = 5;
/** Fewer groups of cells than this cannot tell scatter of attempts from rates that wander. */
const FEWEST_GROUPS = 12;
/** A squared residual counts at most this many times its expectation, so that a part that is still unexplained does not pass for scatter. */
const MOST_RESIDUAL = 12;
/** Rounds of weighing residuals by what is expected of them. */
const ROUNDS = 6;
/** Fewest values, each with this many expected failures, whose spread shows how values of a column wander. */
const FEWEST_VALUES = 5;
const ENOUGH_EXPECTED = 10;
/** Median absolute deviation of a normal variable, from its standard deviation. */
const NORMAL_MAD = 1.4826;

/** Cells with one rise: what a slice holds, or what no slice does. */
export interface FittedPart {
  readonly cells: Int32Array;
  readonly rise: CommonRise;
}

/** How much counts scatter about their fit. */
export interface Scatter extends Noise {
  /** Degrees of freedom it rests on. */
  readonly freedom: number;
}

/** Cells added up: squared residual, variance of independent attempts, Σ expected². */
interface Group {
  readonly residual: number;
  readonly variance: number;
  readonly square: number;
}

function groupsOf(
  { cells, rise }: FittedPart,
  sumsOf: (cell: number) => CellSums,
  priorFailures: number,
): readonly Group[] {
  const groups: Group[] = [];
  let [difference, mean, variance, square] = [0, 0, 0, 0];
  for (const cell of cells) {
    const sums = sumsOf(cell);
    if (sums.attempts === 0) continue;
    const fitted = risen(rise, sums.attempts, sums.expected);
    difference += sums.failures - fitted;
    mean += fitted;
    square += fitted * fitted;
    variance += fitted * (1 - fitted / sums.attempts) + expectedVariance(sums, priorFailures, rise);
    if (mean < LEAST_EXPECTED) continue;
    groups.push({ residual: difference * difference, variance, square });
    [difference, mean, variance, square] = [0, 0, 0, 0];
  }
  return groups;
}

/** Squared residuals as `dispersion × variance + drift × Σ expected²`, by weighted least squares, both at their least or more. */
function twoVariances(
  groups: readonly Group[],
  least: number,
  start: number,
): readonly [dispersion: number, drift: number] {
  let [dispersion, drift] = [start, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    let [vv, vx, xx, vr, xr] = [0, 0, 0, 0, 0];
    for (const { residual, variance, square } of groups) {
      const expected = dispersion * variance + drift * square;
      const weight = expected ** -2;
      const seen = Math.min(residual, MOST_RESIDUAL * expected);
      vv += weight * variance * variance;
      vx += weight * variance * square;
      xx += weight * square * square;
      vr += weight * variance * seen;
      xr += weight * square * seen;
    }
    const determinant = vv * xx - vx * vx;
    if (!(determinant > 1e-9 * vv * xx)) return [dispersion, drift];
    dispersion = Math.max(least, (vr * xx - xr * vx) / determinant);
    drift = Math.max(0, (xr - dispersion * vx) / xx);
  }
  return [dispersion, drift];
}

/**
 * How cells scatter about their fit. Few cells: Pearson's statistic over its degrees of freedom, pulled to 1. Many: scatter of attempts and
 * wandering of rates apart, since the second grows with the square of a cell's traffic.
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
  const each = parts.map((part) => groupsOf(part, sumsOf, priorFailures));
  const groups = each.flat();
  const freedom = PRIOR_FREEDOM + each.reduce((sum, { length }) => sum + Math.max(0, length - 1), 0);
  const pearson = groups.reduce((sum, { residual, variance }) => sum + residual / variance, 0);
  const least = Math.max(1, floor);
  const dispersion = Math.max(least, (PRIOR_FREEDOM + pearson) / freedom);
  if (groups.length < FEWEST_GROUPS || dispersion === least)
    return { dispersion, cellDrift: 0, valueDrift: 0, freedom };
  const [own, drift] = twoVariances(groups, least, dispersion);
  return drift === 0
    ? { dispersion, cellDrift: 0, valueDrift: 0, freedom }
    : { dispersion: own, cellDrift: drift, valueDrift: 0, freedom };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/**
 * How far whole values of the columns wander from their fit beyond scatter, as a relative variance: the middle spread of their log ratios, so that a
 * value that broke does not count.
 *
 * @param columns - for each column the sums of its values outside every slice
 */
export function valueDriftOf(
  columns: readonly (readonly CellSums[])[],
  rise: CommonRise,
  { dispersion, cellDrift }: Noise,
  priorFailures: number,
): number {
  const drifts = columns.flatMap((values) => {
    const known = values.flatMap((sums) => {
      const mean = risen(rise, sums.attempts, sums.expected);
      if (mean < ENOUGH_EXPECTED) return [];
      const own = dispersion * (1 / mean + expectedVariance(sums, priorFailures, rise) / mean ** 2);
      return [
        {
          ratio: Math.log((sums.failures + 0.5) / (mean + 0.5)),
          own: own + (cellDrift * sums.squares) / sums.attempts ** 2,
        },
      ];
    });
    if (known.length < FEWEST_VALUES) return [];
    const middle = median(known.map(({ ratio }) => ratio));
    const spread = NORMAL_MAD * median(known.map(({ ratio }) => Math.abs(ratio - middle)));
    return [Math.max(0, spread ** 2 - median(known.map(({ own }) => own)))];
  });
  return drifts.length === 0 ? 0 : median(drifts);
}
