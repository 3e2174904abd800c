import type { Estimate } from "../estimate.js";
import { checkedCounts, checkedLevel } from "./proportion-input.js";
import { type ProportionMethod, proportionLimits } from "./proportion-limits.js";

/** Options of {@link proportion}. */
export interface ProportionOptions {
  /** Default `"wilson"`. */
  readonly method?: ProportionMethod;
  /** Confidence level, default .95. */
  readonly level?: number;
}

/**
 * The share of attempts that failed, with its interval.
 *
 * Assumes attempts that are independent of each other and share one probability; where attempts share a call, use
 * {@link clusteredProportion}. Wilson's score interval by default; `clopper-pearson` never covers less than its level.
 *
 * @param failures - whole number, 0 … attempts
 * @param attempts - whole number ≥ 1
 * @returns share (0…1) and interval; the interval reaches 0 at 0 failures and 1 when all failed
 * @throws RangeError without attempts, for counts that are not whole or do not fit each other, for an unknown method
 * @see Brown, Cai & DasGupta (2001), doi:10.1214/ss/1009213286
 *
 * @example
 * ```ts
 * proportion(18, 20).interval.map((end) => end.toFixed(3)); // ["0.699","0.972"]
 * ```
 */
export function proportion(failures: number, attempts: number, options: ProportionOptions = {}): Estimate {
  checkedCounts("proportion", failures, attempts);
  const level = checkedLevel("proportion", options.level);
  const [low, high] = proportionLimits(failures, attempts, options.method ?? "wilson", level);
  return { value: failures / attempts, interval: [low, high], level };
}
