import { differenceLimits } from "./difference-of-estimates.js";
import { normalQuantile, rootOf } from "../distributions/distributions.js";
import type { Estimate } from "../estimate.js";
import { checkedCounts, checkedLevel } from "./proportion-input.js";
import { proportionLimits } from "./proportion-limits.js";
import { requirePair } from "../../errors/argument.js";

/** Failures and attempts of one group. */
export type Counts = readonly [failures: number, attempts: number];

/** Options of {@link proportionDifference}. */
export interface ProportionDifferenceOptions {
  /** `newcombe`: method 10 (Wilson limits squared and added), the default; `miettinen-nurminen`: the score interval. */
  readonly method?: "newcombe" | "miettinen-nurminen";
  /** Confidence level, default .95. */
  readonly level?: number;
}

/** The most likely second proportion when the first exceeds it by `delta`: the cubic of Miettinen & Nurminen, in closed form. */
function restrictedSecond([x1, n1]: Counts, [x2, n2]: Counts, delta: number): number {
  const n = n1 + n2;
  const b = (n1 + 2 * n2) * delta - n - (x1 + x2);
  const c = (n2 * delta - n - 2 * x2) * delta + x1 + x2;
  const d = x2 * delta * (1 - delta);
  const third = b / (3 * n);
  const v = third ** 3 - (b * c) / (6 * n * n) + d / (2 * n);
  const square = third ** 2 - c / (3 * n);
  const u = (v >= 0 ? 1 : -1) * Math.sqrt(Math.max(0, square));
  const cosine = u === 0 ? 1 : Math.max(-1, Math.min(1, v / u ** 3));
  const angle = (Math.PI + Math.acos(cosine)) / 3;
  return 2 * u * Math.cos(angle) - third;
}

/** The score of "the difference is delta", in standard errors under that hypothesis. */
function score(first: Counts, second: Counts, delta: number): number {
  const n = first[1] + second[1];
  const p2 = Math.min(1, Math.max(0, -delta, restrictedSecond(first, second, delta)));
  const p1 = Math.min(1, Math.max(0, p2 + delta));
  const variance = ((p1 * (1 - p1)) / first[1] + (p2 * (1 - p2)) / second[1]) * (n / (n - 1));
  const off = first[0] / first[1] - second[0] / second[1] - delta;
  return Math.abs(off) < 1e-15 ? 0 : off / Math.sqrt(Math.max(variance, 1e-300));
}

function scoreLimits(first: Counts, second: Counts, z: number): [number, number] {
  const value = first[0] / first[1] - second[0] / second[1];
  const low = value <= -1 ? -1 : rootOf((delta) => score(first, second, delta) - z, -1, value, 1e-15);
  const high = value >= 1 ? 1 : rootOf((delta) => score(first, second, delta) + z, value, 1, 1e-15);
  return [low, high];
}

/**
 * The first group's failure share minus the second's, with its interval.
 *
 * Two independent groups of independent attempts. Newcombe's method 10 by default.
 *
 * @param first - `[failures, attempts]`, whole numbers
 * @param second - `[failures, attempts]`
 * @returns difference (−1…1) and interval
 * @throws RangeError without attempts in either group, or for counts that are not whole or do not fit each other
 * @see Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I;
 *   Miettinen & Nurminen (1985), doi:10.1002/sim.4780040211
 *
 * @example
 * ```ts
 * proportionDifference([56, 70], [48, 80]).value.toFixed(2); // "0.20"
 * ```
 */
export function proportionDifference(
  first: Counts,
  second: Counts,
  options: ProportionDifferenceOptions = {},
): Estimate {
  for (const pair of [first, second]) requirePair("proportionDifference", "[failures, attempts] twice", pair);
  checkedCounts("proportionDifference", first[0], first[1]);
  checkedCounts("proportionDifference", second[0], second[1]);
  const level = checkedLevel("proportionDifference", options.level);
  const method = options.method ?? "newcombe";
  if (method !== "newcombe" && method !== "miettinen-nurminen") {
    throw new RangeError(
      `proportionDifference requires method "newcombe" or "miettinen-nurminen", got "${method as string}"`,
    );
  }
  const shares = [first, second].map(([failures, attempts]) => failures / attempts) as [number, number];
  const interval =
    method === "newcombe"
      ? differenceLimits(
          shares[0],
          proportionLimits(first[0], first[1], "wilson", level),
          shares[1],
          proportionLimits(second[0], second[1], "wilson", level),
        )
      : scoreLimits(first, second, -normalQuantile((1 - level) / 2));
  return { value: shares[0] - shares[1], interval, level };
}
