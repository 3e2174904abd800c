import { median, robustDeviation } from "../../stats/robust.js";
import type { Deviations } from "./value-deviations.js";

/** Degrees of freedom of the noise: heavy enough that one far sample does not decide an end. */
const FREEDOM = 4;
/** Lengths of ramps that are tried, in samples. */
const RAMPS = [0, 1, 2, 3, 5, 8, 12, 18, 27, 40] as const;
/** An abrupt end is as likely as all ramps together. */
const ABRUPT = 0.5;
/** How far before a found event its onset may lie: its own length, within these. */
const LEAST_REACH = 12;
const MOST_REACH = 240;

/** The end of an event that comes first in time, with what is known of it. */
export interface EdgePosterior {
  /** Index of the first departed sample. */
  readonly onset: number;
  /** Holds it with the probability asked for. */
  readonly interval: readonly [number, number];
  /** Ramp length, posterior median. */
  readonly ramp: number;
}

/** Samples around one end: `[start, stop)` of the series, the event's level beyond its ramp. */
interface EdgeSamples {
  readonly values: Float64Array;
  readonly height: number;
  readonly outside: number;
  readonly inside: number;
  readonly autocorrelation: number;
}

const logDensity = (residual: number, scale: number): number =>
  -Math.log(scale) - ((FREEDOM + 1) / 2) * Math.log1p((residual / scale) ** 2 / FREEDOM);

/** Log-likelihood of an onset and a ramp; what one sample carries over to the next is taken off first. */
function logLikelihood(
  { values, height, outside, inside, autocorrelation: rho }: EdgeSamples,
  onset: number,
  ramp: number,
): number {
  const white = Math.sqrt(1 - rho * rho);
  let [sum, before] = [0, 0];
  for (let t = 0; t < values.length; t++) {
    const share = t < onset ? 0 : Math.min(1, (t - onset + 1) / (ramp + 1));
    const rest = (values[t] as number) - share * height;
    const scale = t < onset ? outside : inside;
    const own = t === 0 ? rest : rest - rho * before;
    sum += logDensity(own, t === 0 ? scale : scale * white);
    before = rest;
  }
  return sum;
}

/** Weights of onsets, summed over ramps, and of ramps, summed over onsets. */
function weights(samples: EdgeSamples, last: number): { onsets: Float64Array; ramps: number[] } {
  const fitting = RAMPS.filter((ramp) => ramp <= samples.values.length - 2);
  const logs = fitting.map((ramp) => {
    const prior = Math.log(ramp === 0 ? ABRUPT : (1 - ABRUPT) / Math.max(1, fitting.length - 1));
    return Float64Array.from({ length: last + 1 }, (_, onset) => prior + logLikelihood(samples, onset, ramp));
  });
  const most = logs.reduce((best, own) => own.reduce((a, b) => Math.max(a, b), best), -Infinity);
  const onsets = new Float64Array(last + 1);
  const ramps = logs.map((own) => {
    let sum = 0;
    own.forEach((log, onset) => {
      const weight = Math.exp(log - most);
      onsets[onset] = (onsets[onset] as number) + weight;
      sum += weight;
    });
    return sum;
  });
  return { onsets, ramps };
}

/** First index at which the running share of the weights reaches a value. */
function quantileAt(values: ArrayLike<number>, share: number): number {
  const total = Array.from(values).reduce((a, b) => a + b, 0);
  let sum = 0;
  for (let i = 0; i < values.length; i++) if ((sum += values[i] as number) >= share * total) return i;
  return values.length - 1;
}

/**
 * When an event began, from the samples around its beginning: every onset and ramp by its likelihood, noise heavy-tailed and carried over from sample to sample.
 *
 * @param span - the event as grown, `[from, to)`
 * @param limit - first sample that may belong to it
 */
export function edgePosterior(
  { values, scale, autocorrelation }: Deviations,
  [from, to]: readonly [number, number],
  sign: 1 | -1,
  limit: number,
  level: number,
): EdgePosterior {
  const reach = Math.min(MOST_REACH, Math.max(LEAST_REACH, to - from));
  const start = Math.max(limit, from - reach);
  const middle = Math.min(to, from + Math.max(1, Math.min(MOST_REACH, Math.ceil((to - from) / 2))));
  const heights = values.slice(from, to).map((value) => value * sign);
  const near = heights.subarray(0, middle - from);
  const height = Math.max(median(heights) / 2, median(near));
  const samples: EdgeSamples = {
    values: values.slice(start, middle).map((value) => value * sign),
    height,
    outside: scale,
    inside: Math.max(scale, Math.min(robustDeviation(heights), height / 2)),
    autocorrelation,
  };
  const { onsets, ramps } = weights(samples, middle - start - 1);
  const tail = (1 - level) / 2;
  const [low, middleOnset, high] = [tail, 0.5, 1 - tail].map((share) => start + quantileAt(onsets, share)) as [
    number,
    number,
    number,
  ];
  return {
    onset: middleOnset,
    // A sample is the first to show what happened since the one before it.
    interval: [Math.max(limit, low - 1), high],
    ramp: RAMPS[quantileAt(ramps, 0.5)] as number,
  };
}
