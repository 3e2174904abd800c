import { normalQuantile, rootOf } from "../distributions/distributions.js";
import type { Estimate } from "../estimate.js";
import type { Counts } from "./proportion-difference.js";
import { checkedCounts, checkedLevel } from "./proportion-input.js";
import { requirePair } from "../../errors/argument.js";

/** Chi-squared of "first rate = ratio × second rate" at the most likely rates under it; signed by the side of the ratio. */
function signedChiSquared([x1, n1]: Counts, [x2, n2]: Counts, ratio: number): number {
  const a = ratio * (n1 + n2);
  const b = n1 * ratio + x1 + n2 + x2 * ratio;
  const c = x1 + x2;
  // The smaller root, in the form that does not cancel.
  const p2 = (2 * c) / (b + Math.sqrt(Math.max(0, b * b - 4 * a * c)));
  const p1 = Math.min(1, ratio * p2);
  const off1 = x1 - n1 * p1;
  const off2 = x2 - n2 * p2;
  const part = (off: number, n: number, p: number): number =>
    off === 0 ? 0 : (off * off) / Math.max(n * p * (1 - p), 1e-300);
  return Math.sign(x1 / n1 - ratio * (x2 / n2)) * (part(off1, n1, p1) + part(off2, n2, p2));
}

/**
 * The first group's failure share over the second's, with Koopman's score interval.
 *
 * Two independent groups of independent attempts.
 *
 * @param first - `[failures, attempts]`, whole numbers
 * @param second - `[failures, attempts]`
 * @param options - `level`: confidence level, default .95
 * @returns ratio and interval; `Infinity` when only the second group has no failures (then only the lower limit says
 *   something)
 * @throws RangeError without attempts in either group, without a failure in both, or for counts that are not whole or do not fit each other
 * @see Koopman (1984), doi:10.2307/2531551
 *
 * @example
 * ```ts
 * rateRatio([30, 100], [10, 100]).value.toFixed(1); // "3.0"
 * ```
 */
export function rateRatio(first: Counts, second: Counts, options: { readonly level?: number } = {}): Estimate {
  for (const pair of [first, second]) requirePair("rateRatio", "[failures, attempts] twice", pair);
  checkedCounts("rateRatio", first[0], first[1]);
  checkedCounts("rateRatio", second[0], second[1]);
  const level = checkedLevel("rateRatio", options.level);
  const value = first[0] / first[1] / (second[0] / second[1]);
  if (first[0] === 0 && second[0] === 0)
    throw new RangeError(
      `rateRatio requires a failure in either group, got none in ${first[1]} and ${second[1]} attempts; compare the two by proportionDifference instead`,
    );
  const critical = normalQuantile((1 - level) / 2) ** 2;
  const at = (logRatio: number): number => signedChiSquared(first, second, Math.exp(logRatio));
  const centre =
    Number.isFinite(value) && value > 0
      ? Math.log(value)
      : Math.log((first[0] + 0.5) / (first[1] + 0.5) / ((second[0] + 0.5) / (second[1] + 0.5)));
  const bound = (target: number, direction: 1 | -1): number => {
    let width = 1;
    while (width < 100 && direction * (at(centre + direction * width) - target) > 0) width *= 2;
    const from = first[0] === 0 || second[0] === 0 ? centre - direction * 60 : centre;
    const [low, high] = direction === 1 ? [from, centre + width] : [centre - width, from];
    return Math.exp(rootOf((u) => at(u) - target, low, high, 1e-14));
  };
  const low = first[0] === 0 ? 0 : bound(critical, -1);
  const high = second[0] === 0 ? Infinity : bound(-critical, 1);
  return { value, interval: [low, high], level };
}
