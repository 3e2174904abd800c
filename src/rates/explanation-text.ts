import type { Estimate } from "../stats/estimate.js";
import { estimateText, percent as shareText } from "../wording/number.js";
import type { Explanation } from "./rate-finding.js";

/** A share as people read it. */
export function percent(share: number): string {
  return Number.isFinite(share) ? shareText(share) : "an unknown share";
}

/** A share with its limits as people read it. */
export function percentWithin(share: Estimate): string {
  return estimateText(share, "share");
}

/** Below this share a thing is too rare to reconcile the rates; above the other it is there beyond doubt. */
const IMMATERIAL = 0.05;
const PRESENT = 0.01;

/**
 * The verdict on an explanation by a share: it is there (its lower limit passes 1 %), is too small to matter (its upper limit stays below 5 %), or the
 * data leave it open.
 */
export function judgeShare(share: Estimate | null): Explanation["holds"] {
  if (share === null) return "not-testable";
  if (share.interval[0] > PRESENT) return "supported";
  return share.interval[1] < IMMATERIAL ? "contradicted" : "not-testable";
}
