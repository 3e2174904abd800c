import { interventionDraws } from "./draws.js";
import type { InterventionDraws } from "./draws.js";
import { preparedIntervention } from "./input.js";
import type { InterventionInput, PreparedIntervention } from "./input.js";
import { seededRandom } from "../random/random.js";
import { requireFields } from "../../errors/argument.js";

/** A posterior quantity: mean, standard deviation and central interval. */
export interface PosteriorSummary {
  readonly value: number;
  readonly sd: number;
  readonly interval: readonly [number, number];
}

/** Actual against predicted, as an average per step or as a sum; `relative` = effect ÷ predicted. */
export interface EffectSummary {
  readonly actual: number;
  readonly predicted: PosteriorSummary;
  readonly effect: PosteriorSummary;
  readonly relative: PosteriorSummary;
}

/** One step after the intervention. */
export interface PointEffect {
  readonly index: number;
  readonly actual: number | null;
  readonly predicted: number;
  readonly lower: number;
  readonly upper: number;
  /** actual − predicted, and its running sum with interval; `null` where nothing was measured. */
  readonly effect: number | null;
  readonly cumulative: PosteriorSummary | null;
}

/** The effect over the post period: a step on average, and in all. */
export interface InterventionEffect {
  readonly average: EffectSummary;
  readonly cumulative: EffectSummary;
  /** Posterior probability of a sum at least as far out as the actual one, on its side; small = an effect. */
  readonly tailProbability: number;
  readonly pointwise: readonly PointEffect[];
  readonly level: number;
  readonly draws: number;
}

function quantile(sorted: Float64Array, p: number): number {
  const h = (sorted.length - 1) * p;
  const low = sorted[Math.floor(h)] as number;
  return low + (h - Math.floor(h)) * ((sorted[Math.ceil(h)] as number) - low);
}

function spread(draws: Float64Array, value: number, level: number): PosteriorSummary {
  const sorted = draws.slice().sort();
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  const sd = Math.sqrt(draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (draws.length - 1));
  return { value, sd, interval: [quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2)] };
}

function scaled({ value, sd, interval: [low, high] }: PosteriorSummary, by: number): PosteriorSummary {
  return {
    value: value * by,
    sd: sd * Math.abs(by),
    interval: by >= 0 ? [low * by, high * by] : [high * by, low * by],
  };
}

/** Actual − predicted: the same spread, mirrored. */
function against(actual: number, { value, sd, interval: [low, high] }: PosteriorSummary): PosteriorSummary {
  return { value: actual - value, sd, interval: [actual - high, actual - low] };
}

function effectSummary(actual: number, predicted: PosteriorSummary): EffectSummary {
  const effect = against(actual, predicted);
  return { actual, predicted, effect, relative: scaled(effect, 1 / predicted.value) };
}

/** Draws of one row after `pre`, back in the response's unit. */
function column(draws: Float64Array, ahead: number, t: number, { mean, sd }: PreparedIntervention): Float64Array {
  return Float64Array.from({ length: draws.length / ahead }, (_, k) => mean + sd * (draws[k * ahead + t] as number));
}

/** As many draws as some tenths of a second allow; a function of the shape only, so that results do not depend on the machine. */
function affordableDraws({ y, design, preRows }: PreparedIntervention): number {
  const work = preRows * (8 + design.length * (3 + design.length)) + 40 * (y.length - preRows);
  return Math.round(Math.min(5000, Math.max(1000, 2.2e7 / work)));
}

interface Walked {
  readonly points: PointEffect[];
  readonly actual: number;
  readonly predicted: number;
  readonly sums: Float64Array;
  readonly measured: number;
}

/** Goes through the post steps, adding up the measured ones. */
function walk(
  input: InterventionInput,
  data: PreparedIntervention,
  { state, value, ahead }: InterventionDraws,
  level: number,
): Walked {
  const sums = new Float64Array(value.length / ahead);
  const points: PointEffect[] = [];
  let [actual, predicted, measured] = [0, 0, 0];
  for (let index = input.post[0]; index <= input.post[1]; index++) {
    const t = data.postRow - data.preRows + index - input.post[0];
    const values = column(value, ahead, t, data);
    const expected = column(state, ahead, t, data).reduce((sum, x) => sum + x, 0) / sums.length;
    const {
      interval: [lower, upper],
    } = spread(values, expected, level);
    const seen = input.y[index] ?? null;
    if (seen !== null) {
      actual += seen;
      predicted += expected;
      measured++;
      values.forEach((x, k) => {
        sums[k] = (sums[k] as number) + x;
      });
    }
    points.push({
      index,
      actual: seen,
      predicted: expected,
      lower,
      upper,
      effect: seen === null ? null : seen - expected,
      cumulative: seen === null ? null : against(actual, spread(sums, predicted, level)),
    });
  }
  return { points, actual, predicted, sums, measured };
}

/**
 * The effect of an intervention on a series, against the course that its own past and untouched series predict.
 *
 * Bayesian structural time series: a local level plus a regression on the controls with a spike-and-slab prior (expected size 3, R² .8
 * with the weight of 50 observations; the level's step .01 of the response's standard deviation with the weight of 32), fitted before the
 * intervention and carried forward. Assumes that the intervention left the controls alone and that what tied them to the response goes on.
 *
 * @param input - response, controls, spans by INCLUSIVE indices, seed
 * @returns predictions and effects per step, on average and in sum; steps whose response is `null` do not enter the sums
 * @throws RangeError naming what the input lacks: indices out of order, lengths that differ, values that are not finite, fewer than three measured values before, a constant response before, nothing measured after
 * @see Brodersen et al. (2015), doi:10.1214/14-AOAS788; Scott & Varian (2014), doi:10.1504/IJMMNO.2014.059942
 *
 * @example
 * ```ts
 * const y = Array.from({ length: 40 }, (_, day) => 100 + (day % 3) + (day >= 30 ? 10 : 0));
 * interventionEffect({ y, pre: [0, 29], post: [30, 39], seed: 1 }).average.effect.value.toFixed(0); // "10"
 * ```
 */
export function interventionEffect(input: InterventionInput): InterventionEffect {
  requireFields("interventionEffect", "{ y, pre: [first, last], post: [first, last], seed }", input, [
    "y",
    "pre",
    "post",
    "seed",
  ]);
  const data = preparedIntervention(input);
  const level = input.level ?? 0.95;
  const draws = input.draws ?? affordableDraws(data);
  const paths = interventionDraws(
    data,
    draws,
    Math.max(100, Math.round(draws / 10)),
    seededRandom(input.seed).fork("intervention"),
  );
  const { points, actual, predicted, sums, measured } = walk(input, data, paths, level);
  const total = spread(sums, predicted, level);
  const above = sums.reduce((count, x) => count + (x >= actual ? 1 : 0), 1);
  const below = sums.reduce((count, x) => count + (x <= actual ? 1 : 0), 1);
  return {
    average: effectSummary(actual / measured, scaled(total, 1 / measured)),
    cumulative: effectSummary(actual, total),
    tailProbability: Math.min(above, below) / (draws + 1),
    pointwise: points,
    level,
    draws,
  };
}
