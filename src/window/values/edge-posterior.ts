import { median, robustDeviation } from "../../stats/robust.js";
import { weighOnsets } from "./edge-weights.js";
import type { EdgeSamples, OnsetWeight, Plateau } from "./edge-weights.js";
import type { Deviations } from "./value-deviations.js";

/** How far before a found event its onset may lie: its own length, within these. */
const LEAST_REACH = 12;
const MOST_REACH = 240;

/** The end of an event that comes first in time, with what is known of it. */
export interface EdgePosterior {
  /** Index of the first departed sample. */
  readonly onset: number;
  /** Whole indices between which the moment of departure, and the first departed sample, lie with the probability asked for. */
  readonly interval: readonly [number, number];
  /** Ramp length, posterior median. */
  readonly ramp: number;
}

/** A key below which the given share of the weight lies. */
function quantileOf(weights: readonly OnsetWeight[], share: number, keyOf: (one: OnsetWeight) => number): number {
  const sorted = [...weights].sort((a, b) => keyOf(a) - keyOf(b));
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  for (const one of sorted) if ((sum += one.weight) >= share * total) return keyOf(one);
  return keyOf(sorted.at(-1) as OnsetWeight);
}

/** What a ramp that goes on to an event's middle has risen to there: so much of its samples lie below. */
const RISEN = 0.9;
/** An event's noise where it is hardly more than the ordinary one. */
const LITTLE_MORE = 1.5;

/** What an event may have risen to near one end: its usual level there with the scatter that it shows, or, on a long ramp, its highest level with little noise. */
function plateausOf(heights: Float64Array, near: Float64Array, scale: number): readonly Plateau[] {
  const usual = Math.max(median(heights) / 2, median(near));
  const risen = Math.max(usual, near.slice().sort()[Math.floor(RISEN * (near.length - 1))] as number);
  return [
    { height: usual, noise: Math.max(scale, Math.min(robustDeviation(heights), usual / 2)) },
    { height: risen, noise: LITTLE_MORE * scale },
  ];
}

/** Which end of its bin a sample that is an instant was taken at: its beginning, or its end where time is read backwards. */
export type Reading = "forwards" | "backwards";

/**
 * When an event began, from the samples around its beginning: every moment and ramp by its likelihood, noise heavy-tailed and carried over from sample to sample.
 *
 * A sample may be an instant or the mean over its bin: nothing in a series of values says which, so both count alike.
 *
 * @param span - the event as grown, `[from, to)`
 * @param limit - first sample that may belong to it
 */
export function edgePosterior(
  { values, scale, wide, autocorrelation }: Deviations,
  [from, to]: readonly [number, number],
  sign: 1 | -1,
  limit: number,
  level: number,
  reading: Reading,
): EdgePosterior {
  const reach = Math.min(MOST_REACH, Math.max(LEAST_REACH, to - from));
  const start = Math.max(limit, from - reach);
  const middle = Math.min(to, from + Math.max(1, Math.min(MOST_REACH, Math.ceil((to - from) / 2))));
  const heights = values.slice(from, to).map((value) => value * sign);
  const near = heights.subarray(0, middle - from);
  const samples: EdgeSamples = {
    values: values.slice(start, middle).map((value) => value * sign),
    plateaus: plateausOf(heights, near, scale),
    outside: scale,
    wide,
    autocorrelation,
    takenAt: reading === "forwards" ? 0 : 1,
  };
  const weights = weighOnsets(samples, middle - start - 1);
  const tail = (1 - level) / 2;
  const first = ({ first: index }: OnsetWeight): number => index;
  const low = Math.floor(quantileOf(weights, tail, ({ at }) => at));
  const high = Math.ceil(quantileOf(weights, 1 - tail, ({ at, first: index }) => Math.max(at, index)));
  return {
    onset: start + quantileOf(weights, 0.5, first),
    interval: [Math.max(limit, start + low), start + high],
    ramp: quantileOf(weights, 0.5, ({ ramp }) => ramp),
  };
}
