import type { Estimate } from "../../src/stats/estimate.js";

const SAMPLE_START = Date.parse("2024-06-04T07:00:00Z");
export const BINS = 330;
const BASE = 0.004;

/** The share that fails in minute `i` of the sample: up from 09:21, down from 10:34 to 10:51. */
export function plantedShare(i: number): number {
  const minute = i - 141;
  if (minute < 0) return BASE;
  if (minute < 9) return BASE + (0.31 * (minute + 1)) / 9;
  if (minute < 73) return BASE + 0.31;
  if (minute < 90) return BASE + 0.31 * (1 - (minute - 72) / 18);
  return BASE;
}

/** A small repeatable noise in [−1, 1). */
export function wobble(i: number): number {
  return (((i * 7919 + 104729) % 1009) / 1009) * 2 - 1;
}

export function at(i: number): string {
  return new Date(SAMPLE_START + i * 60_000).toISOString().replace(".000Z", "Z");
}

export function estimate(value: number, half: number): Estimate {
  return { value, interval: [value - half, value + half], level: 0.95 };
}
