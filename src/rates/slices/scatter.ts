import { FIELDS } from "./cell-numbers.js";
import { type CellSums, type CommonRise, expectedVariance, type Noise, risen } from "./excess-model.js";
import type { MeasuredWander } from "./wander-in-time.js";

/** Cells are added up until this many failures are expected: below it, squared residuals of single cells mean little. */
const LEAST_EXPECTED = 3;
/** Weight of the assumption that attempts are independent, in degrees of freedom: few cells say little about scatter. */
const PRIOR_FREEDOM = 5;
/** Fewer groups of cells than this cannot tell scatter of attempts from rates that wander. */
const FEWEST_GROUPS = 12;
/** A squared residual counts at most this many times its expectation, so that a part that is still unexplained does not pass for scatter. */
const MOST_RESIDUAL = 12;
/** Wandering that adds less than this to the variance of a typical cell or value is left out. */
const IMMATERIAL = 0.05;
/** A dispersion below this would give single cells all the weight. */
const LEAST_DISPERSION = 0.05;
/** Rounds of weighing residuals by what is expected of them. */
const ROUNDS = 6;
/** A value shows how far values wander from this many expected failures on. */
const ENOUGH_EXPECTED = 10;
/** How far rates of values wander from one day to the next where the values themselves hardly say, as a relative variance: by about a fifth. The assumption weighs three degrees of freedom. */
const USUAL_WANDER: MeasuredWander = { drift: 0.04, freedom: 3 };

/** A value lies far below the others from so many standard deviations on. */
const FAR_BELOW = 2.5;
/** Rounds in which far values stop pulling the mean. */
const CAPPED_ROUNDS = 4;

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

/** Cells added up, group by group: squared residual, variance of independent attempts, Σ expected². */
interface Groups {
  readonly count: number;
  readonly numbers: Float64Array;
}
const GROUP_FIELDS = 3;

/** Values that do not wander. */
const STILL: ValueDrift = { valueDrift: 0, valueFreedom: 0 };

function groupsOf({ cells, rise }: FittedPart, counts: Float64Array, priorFailures: number): Groups {
  const groups = new Float64Array(cells.length * GROUP_FIELDS);
  let count = 0;
  let [difference, mean, variance, square] = [0, 0, 0, 0];
  const slope = rise.form === "added" ? 1 - rise.size : rise.size;
  for (let index = 0; index < cells.length; index += 1) {
    const at = (cells[index] as number) * FIELDS;
    const attempts = counts[at] as number;
    if (attempts === 0) continue;
    const expected = counts[at + 2] as number;
    const fitted = risen(rise, attempts, expected);
    difference += (counts[at + 1] as number) - fitted;
    mean += fitted;
    square += fitted * fitted;
    variance +=
      fitted * (1 - fitted / attempts) + (slope * expected) ** 2 / ((counts[at + 3] as number) + priorFailures);
    if (mean < LEAST_EXPECTED) continue;
    groups[count * GROUP_FIELDS] = difference * difference;
    groups[count * GROUP_FIELDS + 1] = variance;
    groups[count * GROUP_FIELDS + 2] = square;
    count += 1;
    difference = 0;
    mean = 0;
    variance = 0;
    square = 0;
  }
  return { count, numbers: groups };
}

/** Squared residuals as `dispersion × variance + drift × Σ expected²`, by weighted least squares, neither below nothing. */
function twoVariances({ count, numbers }: Groups, start: number): readonly [dispersion: number, drift: number] {
  let [dispersion, drift] = [start, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    let [vv, vx, xx, vr, xr] = [0, 0, 0, 0, 0];
    for (let at = 0; at < count * GROUP_FIELDS; at += GROUP_FIELDS) {
      const [residual, variance, square] = [numbers[at], numbers[at + 1], numbers[at + 2]] as [number, number, number];
      const expected = dispersion * variance + drift * square;
      const weight = 1 / (expected * expected);
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
 * @param counts - the numbers of all cells
 * @param floor - dispersion known from elsewhere, such as the design effect of clusters
 */
export function scatterOf(
  parts: readonly FittedPart[],
  counts: Float64Array,
  priorFailures: number,
  floor: number,
): Scatter {
  const each = parts.map((part) => groupsOf(part, counts, priorFailures));
  const freedom = PRIOR_FREEDOM + each.reduce((sum, { count }) => sum + Math.max(0, count - 1), 0);
  let pearson = 0;
  for (const { count, numbers } of each)
    for (let at = 0; at < count * GROUP_FIELDS; at += GROUP_FIELDS)
      pearson += (numbers[at] as number) / (numbers[at + 1] as number);
  const least = Math.max(1, floor);
  const dispersion = Math.max(least, (PRIOR_FREEDOM + pearson) / freedom);
  // Rates wander by a share of what is ordinary: what a slice raised may wander otherwise.
  const ordinary = each.at(-1) as Groups;
  if (ordinary.count < FEWEST_GROUPS) return { dispersion, cellDrift: 0, ...STILL, freedom };
  const [own, drift] = twoVariances(ordinary, dispersion);
  return drift * typicalMean(ordinary) < IMMATERIAL * own
    ? { dispersion: Math.max(least, drift === 0 ? dispersion : own), cellDrift: 0, ...STILL, freedom }
    : { dispersion: Math.max(least, own), cellDrift: drift, ...STILL, freedom };
}

/** The mean of a cell's failures, by failures: what wandering is weighed against. */
function typicalMean({ count, numbers }: Groups): number {
  let [squares, means] = [0, 0];
  for (let at = 0; at < count * GROUP_FIELDS; at += GROUP_FIELDS) {
    means += numbers[at + 1] as number;
    squares += numbers[at + 2] as number;
  }
  return means > 0 ? squares / means : 0;
}

/** What values of columns say of how far they wander. */
interface Wandering {
  /** Squared deviations from their column's mean beyond chance, and what a relative variance of 1 would add to them. */
  readonly beyond: number;
  readonly per: number;
  readonly freedom: number;
  /** Relative variance that chance leaves the surest of them. */
  readonly surest: number;
}

/** How far one value's failures are from what is expected, as a logarithm, and how sure that is (1 ÷ variance). */
interface ValueRatio {
  readonly ratio: number;
  readonly weight: number;
}

/**
 * Weighted squared deviations from the mean. A value that an outage spared (a health check that never failed) lies far below all others: it does not show
 * how far values wander upwards, so a deviation below counts no more than the farthest above, or what wandering and chance may well do.
 */
function squaredDeviations(known: readonly ValueRatio[], weights: number, usualDrift: number): number {
  let lowest = known.map(({ ratio }) => ratio);
  let middle = 0;
  for (let round = 0; round < CAPPED_ROUNDS; round += 1) {
    middle = known.reduce((sum, { weight }, at) => sum + weight * (lowest[at] as number), 0) / weights;
    const above = Math.max(...known.map(({ ratio }) => ratio - middle));
    lowest = known.map(({ ratio, weight }) =>
      Math.max(ratio, middle - Math.max(above, FAR_BELOW * Math.sqrt(usualDrift + 1 / weight))),
    );
  }
  return known.reduce((sum, { weight }, at) => sum + weight * ((lowest[at] as number) - middle) ** 2, 0);
}

/** The deviations of one column's values. */
function wanderingOf(
  values: readonly CellSums[],
  rise: CommonRise,
  dispersion: number,
  priorFailures: number,
  usual: MeasuredWander,
): Wandering {
  const known = values.flatMap((sums) => {
    const mean = risen(rise, sums.attempts, sums.expected);
    if (mean < ENOUGH_EXPECTED) return [];
    const own = dispersion * (1 / mean + expectedVariance(sums, priorFailures, rise) / mean ** 2);
    return [{ ratio: Math.log((sums.failures + 0.5) / (mean + 0.5)), weight: 1 / own }];
  });
  if (known.length < 2) return { beyond: 0, per: 0, freedom: 0, surest: Number.POSITIVE_INFINITY };
  const weights = known.reduce((sum, { weight }) => sum + weight, 0);
  const squares = squaredDeviations(known, weights, usual.drift);
  const heavy = known.reduce((sum, { weight }) => sum + weight * weight, 0) / weights;
  const surest = 1 / known.reduce((most, { weight }) => Math.max(most, weight), 0);
  return { beyond: squares - (known.length - 1), per: weights - heavy, freedom: known.length - 1, surest };
}

/**
 * How far whole values of the columns wander from their fit beyond scatter, as a relative variance, over all columns together.
 *
 * @param columns - for each column the sums of its values outside every slice
 * @param usual - how far values wander in ordinary time; by a fifth where it is not known
 */
export function valueDriftOf(
  columns: readonly (readonly CellSums[])[],
  rise: CommonRise,
  { dispersion }: Pick<Noise, "dispersion">,
  priorFailures: number,
  usual: MeasuredWander = USUAL_WANDER,
): ValueDrift {
  const each = columns.map((values) => wanderingOf(values, rise, dispersion, priorFailures, usual));
  const sum = (of: "beyond" | "per" | "freedom"): number => each.reduce((total, one) => total + one[of], 0);
  const [beyond, per, freedom] = [sum("beyond"), sum("per"), sum("freedom")];
  const surest = Math.min(...each.map((one) => one.surest));
  const seen = freedom > 0 && per > 0 ? Math.max(0, beyond / per) : 0;
  const valueFreedom = freedom + usual.freedom;
  const valueDrift = (freedom * seen + usual.freedom * usual.drift) / valueFreedom;
  // Where no two values lie outside every slice, nothing says that wandering would be immaterial.
  return Number.isFinite(surest) && valueDrift < IMMATERIAL * surest ? STILL : { valueDrift, valueFreedom };
}
