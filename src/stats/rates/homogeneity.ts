import { chiSquaredTails } from "../distributions/distributions.js";
import { requireList } from "../../errors/argument.js";

/** Failures and attempts of one group; fractional counts are allowed. */
export interface GroupCounts {
  readonly failures: number;
  readonly attempts: number;
}

/** Chi-squared of "all groups share one rate", and its p-value. */
export interface HomogeneityTest {
  readonly chiSquared: number;
  readonly df: number;
  readonly p: number;
  /** Groups too small to be judged alone that were taken together. */
  readonly pooled: number;
}

/** Expected count from which the χ² approximation holds (Cochran 1954); groups below it are joined. */
const SMALLEST_EXPECTED = 5;

/** Groups that expect fewer than five failures or successes become one, so that the chi-squared limit holds. */
function pooledGroups(groups: readonly GroupCounts[], rate: number): { groups: GroupCounts[]; pooled: number } {
  const rarer = Math.min(rate, 1 - rate);
  const large = groups.filter(({ attempts }) => attempts * rarer >= SMALLEST_EXPECTED);
  const small = groups.filter(({ attempts }) => attempts > 0 && attempts * rarer < SMALLEST_EXPECTED);
  if (small.length === 0 || (small.length === 1 && large.length === 1))
    return { groups: [...large, ...small], pooled: 0 };
  const sum = (key: keyof GroupCounts): number => small.reduce((total, group) => total + group[key], 0);
  return { groups: [...large, { failures: sum("failures"), attempts: sum("attempts") }], pooled: small.length };
}

/**
 * Tests that all groups share one failure rate (Pearson's chi-squared, "N − 1" form).
 *
 * @param groups - failures and attempts of each group; groups without attempts carry no weight
 * @param options - `designEffect`: by how much clustering inflates the variance (default 1, less than 1 counts as 1); the
 *   statistic is divided by it (first-order Rao–Scott)
 * @returns p = 1 when there is nothing to compare: fewer than two groups, no failures, all failed
 * @throws RangeError for counts that do not fit each other
 * @see Rao & Scott (1984), doi:10.1214/aos/1176346391; Campbell (2007), doi:10.1002/sim.2832
 *
 * @example
 * ```ts
 * homogeneityTest([{ failures: 5, attempts: 50 }, { failures: 20, attempts: 50 }]).p.toFixed(4); // "0.0006"
 * ```
 */
export function homogeneityTest(
  groups: readonly GroupCounts[],
  options: { readonly designEffect?: number } = {},
): HomogeneityTest {
  requireList("homogeneityTest", "a list of { failures, attempts }", groups);
  for (const { failures, attempts } of groups) {
    if (!(failures >= 0 && attempts >= failures && attempts < Infinity)) {
      throw new RangeError(
        `homogeneityTest requires 0 ≤ failures ≤ attempts in every group, got ${failures} of ${attempts}`,
      );
    }
  }
  const attempts = groups.reduce((sum, group) => sum + group.attempts, 0);
  const rate = groups.reduce((sum, group) => sum + group.failures, 0) / attempts;
  const compared = pooledGroups(groups, rate);
  const df = compared.groups.length - 1;
  if (df < 1 || !(rate > 0 && rate < 1)) return { chiSquared: 0, df: Math.max(0, df), p: 1, pooled: compared.pooled };
  const raw = compared.groups.reduce(
    (sum, g) => sum + (g.failures - g.attempts * rate) ** 2 / (g.attempts * rate * (1 - rate)),
    0,
  );
  const chiSquared = (raw * (attempts - 1)) / attempts / Math.max(1, options.designEffect ?? 1);
  return { chiSquared, df, p: chiSquaredTails(chiSquared, df)[1], pooled: compared.pooled };
}
