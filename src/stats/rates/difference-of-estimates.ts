import type { Estimate } from "../estimate.js";

type Limits = readonly [low: number, high: number];

/** Limits of a − b from the limits of each: distances to the limits, squared and added. */
export function differenceLimits(a: number, [lowA, highA]: Limits, b: number, [lowB, highB]: Limits): [number, number] {
  return [a - b - Math.hypot(a - lowA, highB - b), a - b + Math.hypot(highA - a, b - lowB)];
}

/**
 * One estimate minus another that is independent of it, with an interval.
 *
 * Each side's uncertainty is recovered from its own limits (MOVER), so skewed intervals stay skewed. Used for the excess
 * of a clustered rate over a baseline that is itself uncertain.
 *
 * @throws RangeError when the two levels differ
 * @see Zou & Donner (2008), doi:10.1002/sim.3095
 */
export function estimateDifference(a: Estimate, b: Estimate): Estimate {
  if (a.level !== b.level)
    throw new RangeError(`estimateDifference requires one confidence level, got ${a.level} and ${b.level}`);
  return {
    value: a.value - b.value,
    interval: differenceLimits(a.value, a.interval, b.value, b.interval),
    level: a.level,
  };
}
