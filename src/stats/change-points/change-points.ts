import { DEFAULT_LEVEL } from "../estimate.js";
import { changeIntervals } from "./interval.js";
import { coarseSearch, isLong } from "./coarse-search.js";
import { gaussianSearch } from "./gaussian.js";
import { prunedSearch } from "./search.js";
import { longRunVariance } from "./noise.js";
import { withoutSpikes } from "../robust.js";
import { seasonallyAdjusted } from "./seasonal.js";
import { binomialCost, betaBinomialCost, linearCost, meanCost, meanVarianceCost, poissonCost } from "./segment-cost.js";
import type { SegmentCost } from "./segment-cost.js";
import { lengthCharged, penaltyPrice } from "./penalty.js";
import type { PenaltyName } from "./penalty.js";
import { requireList } from "../../errors/argument.js";

/** The score of a segment; `auto` lets levels and trends compete after outliers and season are taken out. */
export type ChangePointCost = "auto" | "mean" | "mean-variance" | "linear" | "poisson" | "binomial" | "beta-binomial";

/** The options of a search for change points. */
export interface ChangePointOptions {
  /** What a segment is; `auto` unless set: all levels or all straight lines, whichever costs less. */
  readonly cost?: ChangePointCost;
  /** Price of one change in twice log-likelihood, or a criterion as R's `changepoint` names them; `SIC` unless set: (parameters + 1) · ln n. */
  readonly penalty?: number | PenaltyName;
  /** Fewest samples of a segment; 5 unless set. */
  readonly leastLength?: number;
  /** Share of the range that nobody would call a change; .1 unless set, 0 for monitoring. `auto`, `mean` and `linear` only. */
  readonly noiseFloor?: number;
  /** Exposure per sample, for `poisson`; 1 unless set. */
  readonly exposure?: readonly number[];
  /** Attempts per sample, for `binomial` and `beta-binomial`. */
  readonly attempts?: readonly number[];
  /** Over-dispersion (intraclass correlation), for `beta-binomial`; .01 unless set. */
  readonly dispersion?: number;
  /** Samples of one season; found from the data unless set, 0 for none. `auto`, `mean` and `linear` only. */
  readonly period?: number;
  /** True if spikes are put back before the search; true unless set. `auto`, `mean` and `linear` only. */
  readonly robust?: boolean;
  /** Credibility of the intervals; .95 unless set. */
  readonly level?: number;
}

/** Change points with their intervals, and the segments between them. */
export interface ChangePoints {
  /** First sample of each new level, 0-based, ascending. */
  readonly indices: readonly number[];
  /** For each change point, the first and last index that it may be, inclusive. */
  readonly intervals: readonly (readonly [first: number, last: number])[];
  readonly level: number;
  /** The cost that was used. */
  readonly model: string;
  readonly penalty: number;
  /** Noise variance that the costs of `mean` and `linear` are measured in; `null` for the others. */
  readonly noiseVariance: number | null;
}

/** Samples of a segment: fewer are an outlier or an outage, which other methods look for. */
const LEAST_LENGTH = 5;
/** Share of the series' range that counts as noise whatever the residuals say: what is small on a plot of the whole series is no change. */
const NOISE_FLOOR = 0.1;
/** Intraclass correlation of the beta-binomial cost where none is given. */
const DISPERSION = 0.01;
/** Searches in turn, each with the noise that the segments of the last one leave. */
const ROUNDS = 3;
const DEFAULT_PENALTY = "SIC";

interface Fit {
  readonly indices: number[];
  readonly segment: SegmentCost;
  readonly penalty: number;
  readonly total: number;
  readonly variance: number;
}

/** Residuals around each segment's own mean or line. */
function residualsOf(values: Float64Array, indices: readonly number[], straight: boolean): Float64Array {
  const residuals = new Float64Array(values.length);
  const bounds = [0, ...indices, values.length];
  for (let k = 0; k + 1 < bounds.length; k++) {
    const [from, to] = [bounds[k] as number, bounds[k + 1] as number];
    const n = to - from;
    let [mean, covariance] = [0, 0];
    for (let t = from; t < to; t++) mean += (values[t] as number) / n;
    for (let t = from; t < to; t++) covariance += (t - (from + to - 1) / 2) * ((values[t] as number) - mean);
    const slope = straight && n > 1 ? covariance / ((n * (n * n - 1)) / 12) : 0;
    for (let t = from; t < to; t++) residuals[t] = (values[t] as number) - mean - slope * (t - (from + to - 1) / 2);
  }
  return residuals;
}

/** The exact search takes the square of the longest segment: beyond so many samples in one, the coarse one decides. */
const LONG_SEGMENT = 4000;

/** Samples of the longest segment. */
function longestOf(indices: readonly number[], length: number): number {
  return [...indices, length].reduce((most, to, i) => Math.max(most, to - (indices[i - 1] ?? 0)), 0);
}

/** Search, noise from the residuals, search again: the noise that is left decides what counts as a change. */
function gaussianFit(values: Float64Array, floor: number, straight: boolean, options: ChangePointOptions): Fit {
  const n = values.length;
  const parameters = straight ? 2 : 1;
  const penalty = penaltyPrice(options.penalty ?? DEFAULT_PENALTY, parameters, n);
  const least = options.leastLength ?? LEAST_LENGTH;
  const plain = straight ? linearCost : meanCost;
  const isCharged = options.penalty === "MBIC";
  const make = (from: Float64Array, noise: number): SegmentCost =>
    isCharged ? lengthCharged(plain(from, noise)) : plain(from, noise);
  let indices: number[] = [];
  let variance = floor + startVariance(values, straight);
  let segment = make(values, variance);
  for (let round = 0; round < ROUNDS; round++) {
    segment = make(values, variance);
    const coarse = isLong(n) ? coarseSearch(segment, penalty, least) : null;
    const found =
      coarse && (isCharged || longestOf(coarse, n) > LONG_SEGMENT)
        ? coarse
        : isCharged
          ? prunedSearch(segment, penalty, least)
          : gaussianSearch(values, variance, straight, penalty, least);
    const settled = round > 0 && found.join() === indices.join();
    indices = found;
    if (settled || round === ROUNDS - 1) break;
    variance = Math.max(
      floor + longRunVariance(residualsOf(values, indices, straight), parameters * (indices.length + 1)),
      Number.MIN_VALUE,
    );
  }
  const bounds = [0, ...indices, n];
  const cost = bounds.slice(1).reduce((sum, to, i) => sum + segment.cost(bounds[i] as number, to), 0);
  return {
    indices,
    segment,
    penalty,
    variance,
    total: cost + n * Math.log(variance) + penalty * indices.length + parameters * Math.log(n),
  };
}

/** Noise before anything is fitted: scatter around short stretches of the series. */
function startVariance(values: Float64Array, straight: boolean): number {
  const cuts: number[] = [];
  const width = Math.max(LEAST_LENGTH, Math.min(20, Math.floor(values.length / 6)));
  for (let t = width; t + width <= values.length; t += width) cuts.push(t);
  return longRunVariance(residualsOf(values, cuts, straight), (straight ? 2 : 1) * (cuts.length + 1));
}

function rangeOf(values: Float64Array): number {
  return values.reduce((a, b) => Math.max(a, b), -Infinity) - values.reduce((a, b) => Math.min(a, b), Infinity);
}

function robustFit(
  observed: Float64Array,
  cost: "auto" | "mean" | "linear",
  options: ChangePointOptions,
): Fit & { model: string } {
  const clean = options.robust === false ? observed : withoutSpikes(observed);
  const values = options.period === 0 ? clean : seasonallyAdjusted(clean, options.period);
  const floor = ((options.noiseFloor ?? NOISE_FLOOR) * rangeOf(values)) ** 2;
  const level = cost === "linear" ? undefined : gaussianFit(values, floor, false, options);
  const line = cost === "mean" ? undefined : gaussianFit(values, floor, true, options);
  if (level && (!line || level.total <= line.total)) return { ...level, model: "mean" };
  return { ...(line as Fit), model: "linear" };
}

function countCost(values: Float64Array, kept: readonly number[], options: ChangePointOptions): SegmentCost {
  const aligned = (name: "exposure" | "attempts"): Float64Array =>
    Float64Array.from(kept, (i) => options[name]?.[i] ?? 1);
  if (options.cost === "mean-variance")
    return meanVarianceCost(values, (1e-4 * rangeOf(values)) ** 2 + Number.MIN_VALUE);
  if (options.cost === "poisson") return poissonCost(values, aligned("exposure"));
  if (options.cost === "binomial") return binomialCost(values, aligned("attempts"));
  return betaBinomialCost(values, aligned("attempts"), options.dispersion ?? DISPERSION);
}

const COSTS: readonly ChangePointCost[] = [
  "auto",
  "mean",
  "mean-variance",
  "linear",
  "poisson",
  "binomial",
  "beta-binomial",
];

function check(values: readonly (number | null)[], options: ChangePointOptions): void {
  if (options.cost !== undefined && !COSTS.includes(options.cost))
    throw new RangeError(`changePoints requires a cost of ${COSTS.join(", ")}, got ${JSON.stringify(options.cost)}`);
  const wrong = values.findIndex((value) => value !== null && !Number.isFinite(value as number));
  if (wrong >= 0) throw new RangeError(`changePoints requires finite values or null, got ${values[wrong]} at ${wrong}`);
  if ((options.cost === "binomial" || options.cost === "beta-binomial") && !options.attempts) {
    throw new RangeError(`changePoints requires attempts for cost ${options.cost}, got none`);
  }
  for (const name of ["exposure", "attempts"] as const) {
    const given = options[name];
    if (!given) continue;
    if (given.length !== values.length)
      throw new RangeError(`changePoints requires ${name} of the values' length ${values.length}, got ${given.length}`);
    const bad = given.findIndex(
      (x: number, i: number) => !(x >= 0 && Number.isFinite(x) && (name === "exposure" || x >= (values[i] ?? 0))),
    );
    if (bad >= 0)
      throw new RangeError(
        `changePoints requires ${name} ≥ ${name === "attempts" ? "the failures" : "0"}, got ${given[bad]} at ${bad}`,
      );
  }
  const counts = options.cost === "poisson" || options.cost === "binomial" || options.cost === "beta-binomial";
  const negative = counts ? values.findIndex((value) => value !== null && value < 0) : -1;
  if (negative >= 0)
    throw new RangeError(
      `changePoints requires counts ≥ 0 for cost ${options.cost}, got ${values[negative]} at ${negative}`,
    );
  const { leastLength, noiseFloor, level, period, dispersion } = options;
  penaltyPrice(options.penalty ?? DEFAULT_PENALTY, 1, Math.max(3, values.length));
  if (leastLength !== undefined && !(Number.isInteger(leastLength) && leastLength >= 1))
    throw new RangeError(`changePoints requires leastLength of 1 or more, got ${leastLength}`);
  if (noiseFloor !== undefined && !(noiseFloor >= 0))
    throw new RangeError(`changePoints requires noiseFloor ≥ 0, got ${noiseFloor}`);
  if (level !== undefined && !(level > 0 && level < 1))
    throw new RangeError(`changePoints requires a level between 0 and 1, got ${level}`);
  if (period !== undefined && !(Number.isInteger(period) && period >= 0))
    throw new RangeError(`changePoints requires a period of 0 samples or more, got ${period}`);
  if (dispersion !== undefined && !(dispersion >= 0 && dispersion < 1))
    throw new RangeError(`changePoints requires a dispersion from 0 to below 1, got ${dispersion}`);
}

/**
 * The samples at which the level or the trend of a series changes.
 *
 * Exact minimum of segment costs plus a penalty for each change (PELT). By default spikes and a season are taken out, segments are all levels or all
 * straight lines, and noise is the long-run variance of AR(1) residuals (ρ ≤ .5) plus (range/10)²: a change that is small on the plot of the whole series
 * is none. For monitoring, or many small shifts, set `noiseFloor: 0`.
 *
 * @param values - the series; `null` where missing (passed over, indices stay those of the input)
 * @returns first samples of the new segments with intervals; none for a constant series or one too short for two segments
 * @throws RangeError when a value is not finite, or exposure or attempts do not fit
 * @see Killick, Fearnhead & Eckley (2012), doi:10.1080/01621459.2012.737745
 *
 * @example
 * ```ts
 * changePoints([1, 2, 1, 2, 1, 9, 8, 9, 8, 9]).indices; // [5]
 * ```
 */
export function changePoints(values: readonly (number | null)[], options: ChangePointOptions = {}): ChangePoints {
  requireList("changePoints", "a list of numbers (null where missing)", values);
  check(values, options);
  const cost = options.cost ?? "auto";
  const level = options.level ?? DEFAULT_LEVEL;
  const kept = values.flatMap((value, i) => (value === null || options.exposure?.[i] === 0 ? [] : [i]));
  const series = Float64Array.from(kept, (i) => values[i] as number);
  const least = options.leastLength ?? LEAST_LENGTH;
  if (series.length < 2 * least || (rangeOf(series) === 0 && !options.attempts && !options.exposure)) {
    return {
      indices: [],
      intervals: [],
      level,
      model: cost === "auto" ? "mean" : cost,
      penalty: typeof options.penalty === "number" ? options.penalty : 0,
      noiseVariance: null,
    };
  }
  const fit: Omit<Fit, "variance" | "total"> & { readonly model: string; readonly variance?: number } =
    cost === "auto" || cost === "mean" || cost === "linear"
      ? robustFit(series, cost, options)
      : countSearch(series, kept, options, least);
  const intervals = changeIntervals(fit.segment, fit.indices, least, level);
  const place = (i: number): number => kept[i] as number;
  return {
    indices: fit.indices.map(place),
    intervals: intervals.map(([a, b]) => [place(a), place(b)]),
    level,
    model: fit.model,
    penalty: fit.penalty,
    noiseVariance: fit.variance ?? null,
  };
}

function countSearch(
  series: Float64Array,
  kept: readonly number[],
  options: ChangePointOptions,
  least: number,
): Omit<Fit, "variance" | "total"> & { model: string } {
  const plain = countCost(series, kept, options);
  const segment = options.penalty === "MBIC" ? lengthCharged(plain) : plain;
  const penalty = penaltyPrice(options.penalty ?? DEFAULT_PENALTY, segment.parameters, series.length);
  const search = isLong(series.length) ? coarseSearch : prunedSearch;
  return { indices: search(segment, penalty, least), segment, penalty, model: segment.name };
}
