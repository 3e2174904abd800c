import { type CellSums, type CommonRise, expectedVariance, type Noise, risen } from "./excess-model.js";

/** Cells are added up until this many failures are expected: below it, squared residuals of single cells mean little. */
const LEAST_EXPECTED = 3;
/** Weight of the assumption that attempts are independent, in degrees of freedom: few cells say little about scatter. */
const PRIOR_FREEDOM = 5;
/** Fewer groups of cells than this cannot tell scatter of attempts from rates that wander. */
const FEWEST_GROUPS = 12;
/** A squared residual counts at most this many times its expectation, so that a part that is still unexplained does not pass for scatter. */
const MOST_RESIDUAL = 12;
/** A dispersion below this would give single cells all the weight. */
const LEAST_DISPERSION = 0.05;
/** Rounds of weighing residuals by what is expected of them. */
const ROUNDS = 6;
/** Fewest values beyond one a column, each with this many expected failures, whose spread shows how values wander. */
const FEWEST_VALUES = 3;
const ENOUGH_EXPECTED = 10;

/** Cells with one rise: what a slice holds, or what no slice does. */
export interface FittedPart {
  readonly cells: Int32Array;
  readonly rise: CommonRise;
}

/** How far whole values wander, and the degrees of freedom that this rests on. */
export interface ValueDrift {
  readonly valueDrift: number;
  readonly valueFreedom: number;
}

/** How much counts scatter about their fit. */
export interface Scatter extends Noise, ValueDrift {
  /** Relative variance with which rates of single cells wander, whatever their traffic. */
  readonly cellDrift: number;
  /** Degrees of freedom it rests on. */
  readonly freedom: number;
}

/** Cells added up: squared residual, variance of independent attempts, Σ expected². */
interface Group {
  readonly residual: number;
  readonly variance: number;
  readonly square: number;
}

/** Values that do not wander. */
const STILL: ValueDrift = { valueDrift: 0, valueFreedom: 0 };

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

/** Squared residuals as `dispersion × variance + drift × Σ expected²`, by weighted least squares, neither below nothing. */
function twoVariances(groups: readonly Group[], start: number): readonly [dispersion: number, drift: number] {
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
    dispersion = Math.max(LEAST_DISPERSION, (vr * xx - xr * vx) / determinant);
    drift = Math.max(0, (xr - dispersion * vx) / xx);
  }
  return [dispersion, drift];
}

/**
 * How cells scatter about their fit. Few cells: Pearson's statistic over its degrees of freedom, pulled to 1. Many: scatter of attempts and
 * wandering of rates apart, since the second grows with the square of a cell's traffic.
 *
 * @param parts - slices, and last what none of them holds
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
  // Rates wander by a share of what is ordinary: what a slice raised may wander otherwise.
  const ordinary = each.at(-1) ?? [];
  if (ordinary.length < FEWEST_GROUPS) return { dispersion, cellDrift: 0, ...STILL, freedom };
  const [own, drift] = twoVariances(ordinary, dispersion);
  return drift === 0
    ? { dispersion, cellDrift: 0, ...STILL, freedom }
    : { dispersion: Math.max(least, own), cellDrift: drift, ...STILL, freedom };
}

/** What values of columns say of how far they wander. */
interface Wandering {
  /** Squared deviations from their column's mean beyond chance, and what a relative variance of 1 would add to them. */
  readonly beyond: number;
  readonly per: number;
  readonly freedom: number;
}

/** The deviations of one column's values. */
function wanderingOf(
  values: readonly CellSums[],
  rise: CommonRise,
  dispersion: number,
  priorFailures: number,
): Wandering {
  const known = values.flatMap((sums) => {
    const mean = risen(rise, sums.attempts, sums.expected);
    if (mean < ENOUGH_EXPECTED) return [];
    const own = dispersion * (1 / mean + expectedVariance(sums, priorFailures, rise) / mean ** 2);
    return [{ ratio: Math.log((sums.failures + 0.5) / (mean + 0.5)), weight: 1 / own }];
  });
  if (known.length < 2) return { beyond: 0, per: 0, freedom: 0 };
  const weights = known.reduce((sum, { weight }) => sum + weight, 0);
  const middle = known.reduce((sum, { ratio, weight }) => sum + weight * ratio, 0) / weights;
  const squares = known.reduce((sum, { ratio, weight }) => sum + weight * (ratio - middle) ** 2, 0);
  const heavy = known.reduce((sum, { weight }) => sum + weight * weight, 0) / weights;
  return { beyond: squares - (known.length - 1), per: weights - heavy, freedom: known.length - 1 };
}

/**
 * How far whole values of the columns wander from their fit beyond scatter, as a relative variance, over all columns together.
 *
 * @param columns - for each column the sums of its values outside every slice
 */
export function valueDriftOf(
  columns: readonly (readonly CellSums[])[],
  rise: CommonRise,
  { dispersion }: Pick<Noise, "dispersion">,
  priorFailures: number,
): ValueDrift {
  const each = columns.map((values) => wanderingOf(values, rise, dispersion, priorFailures));
  const sum = (of: keyof Wandering): number => each.reduce((total, one) => total + one[of], 0);
  const [beyond, per, freedom] = [sum("beyond"), sum("per"), sum("freedom")];
  if (freedom < FEWEST_VALUES || !(per > 0)) return { valueDrift: 0, valueFreedom: 0 };
  return { valueDrift: Math.max(0, beyond / per), valueFreedom: freedom };
}
