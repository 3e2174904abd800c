import type { Estimate } from "../stats/estimate.js";
import type { Explanation } from "./rate-finding.js";

/** A share as people read it. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return "an unknown share";
  const value = 100 * share;
  return `${value === 0 || value >= 99.95 ? value.toFixed(0) : value.toPrecision(value < 1 ? 2 : 3)} %`;
}

/** A share with its limits as people read it. */
export function percentWithin({ value, interval: [low, high] }: Estimate): string {
  return `${percent(value)} [${percent(low)}, ${percent(high)}]`;
}

/** Below this share a thing is too rare to reconcile the rates; above the other it is there beyond doubt. */
const IMMATERIAL = 0.05;
const PRESENT = 0.01;

/**
 * True if a share is there (its lower limit passes 1 %), is too small to matter (its upper limit stays below 5 %), or
 * cannot be told.
 */
export function judgeShare(share: Estimate | null): Explanation["holds"] {
  if (share === null) return "not-testable";
  if (share.interval[0] > PRESENT) return "supported";
  return share.interval[1] < IMMATERIAL ? "contradicted" : "not-testable";
}
