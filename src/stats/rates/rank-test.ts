import { normalCdf, normalQuantile } from "../distributions/distributions.js";
import type { Estimate } from "../estimate.js";
import { checkedLevel } from "./proportion-input.js";
import { requireList } from "../../errors/argument.js";

/** A comparison of two samples by ranks. */
export interface RankTest {
  /** Hodges–Lehmann: the median of all differences x − y. */
  readonly shift: Estimate;
  /** Mann–Whitney's U: pairs in which x is larger, ties counted half. */
  readonly statistic: number;
  /** Two-sided. */
  readonly p: number;
  readonly method: "exact" | "normal approximation with tie correction";
}

/** Pairs that are compared one by one: 32 MB of differences. */
const MOST_PAIRS = 4_000_000;
/** Sizes below which the exact distribution is used, as R's wilcox.test does. */
const MOST_EXACT = 50;

function checkSamples(x: readonly number[], y: readonly number[]): void {
  for (const [name, sample] of [
    ["x", x],
    ["y", y],
  ] as const) {
    if (sample.length === 0) throw new RangeError(`mannWhitney requires at least one value in ${name}, got none`);
    const wrong = sample.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw new RangeError(`mannWhitney requires finite values in ${name}, got ${wrong}`);
  }
  if (x.length * y.length > MOST_PAIRS) {
    throw new RangeError(
      `mannWhitney requires at most ${MOST_PAIRS} pairs, got ${x.length} × ${y.length}; aggregate first`,
    );
  }
}

/** Cumulative distribution of U without ties: `cdf[u]` = P(U ≤ u). */
function exactDistribution(m: number, n: number): Float64Array {
  // Coefficients of the Gaussian binomial, by multiplying (1 − q^(n+i)) and dividing by (1 − q^i).
  const counts = new Float64Array(m * n + 1);
  counts[0] = 1;
  for (let i = 1; i <= m; i++) {
    for (let u = m * n; u >= n + i; u--) counts[u]! -= counts[u - n - i]!;
    for (let u = i; u <= m * n; u++) counts[u]! += counts[u - i]!;
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  let running = 0;
  return counts.map((count) => (running += count) / total);
}

/** Σ (t³ − t) over groups of tied values. */
function tieTerm(values: readonly number[]): number {
  const sizes = new Map<number, number>();
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, t) => sum + t ** 3 - t, 0);
}

/** How many of the smallest differences lie below the interval, and the p-value. */
function exactTest(m: number, n: number, statistic: number, level: number): { below: number; p: number } {
  const cdf = exactDistribution(m, n);
  const tail = (1 - level) / 2;
  const quantile = cdf.findIndex((share) => share >= tail);
  const smaller = Math.min(statistic, m * n - statistic);
  return { below: Math.max(1, quantile), p: Math.min(1, 2 * cdf[smaller]!) };
}

function approximateTest(
  m: number,
  n: number,
  ties: number,
  statistic: number,
  level: number,
): { below: number; p: number } {
  const total = m + n;
  const sd = Math.sqrt(((m * n) / 12) * (total + 1 - (total > 1 ? ties / (total * (total - 1)) : 0)));
  const off = Math.abs(statistic - (m * n) / 2);
  const below = Math.floor((m * n) / 2 + normalQuantile((1 - level) / 2) * sd);
  return { below: Math.max(1, below), p: sd === 0 ? 1 : Math.min(1, 2 * normalCdf(-Math.max(0, off - 0.5) / sd)) };
}

/**
 * The shift between two independent samples and its test (Mann–Whitney, Hodges–Lehmann).
 *
 * The interval assumes that both have one shape; the test does not. Exact without ties up to 50 values a side, else the
 * normal approximation with tie and continuity correction. Very small samples cannot reach the level: the interval is then
 * the widest the sample allows.
 *
 * @param x - finite values
 * @param y - finite values, compared with x; the shift is positive when x is larger
 * @param options - `level`: confidence level, default .95
 * @throws RangeError for an empty sample, a value that is not finite, or more than four million pairs
 * @see Hodges & Lehmann (1963), doi:10.1214/aoms/1177704172; Hollander, Wolfe & Chicken (2014), section 4.3
 *
 * @example
 * ```ts
 * mannWhitney([10, 20, 30, 40], [1, 2, 3, 4]).shift.interval; // [6,39]
 * ```
 */
export function mannWhitney(
  x: readonly number[],
  y: readonly number[],
  options: { readonly level?: number } = {},
): RankTest {
  for (const sample of [x, y]) requireList("mannWhitney", "two lists of numbers", sample);
  checkSamples(x, y);
  const level = checkedLevel("mannWhitney", options.level);
  const differences = Float64Array.from(
    { length: x.length * y.length },
    (_, k) => x[Math.floor(k / y.length)]! - y[k % y.length]!,
  ).sort();
  const pairs = differences.length;
  const statistic = differences.reduce((sum, d) => sum + (d > 0 ? 1 : d === 0 ? 0.5 : 0), 0);
  const ties = tieTerm([...x, ...y]);
  const exact = ties === 0 && x.length < MOST_EXACT && y.length < MOST_EXACT;
  const { below, p } = exact
    ? exactTest(x.length, y.length, statistic, level)
    : approximateTest(x.length, y.length, ties, statistic, level);
  const median = (differences[Math.floor((pairs - 1) / 2)]! + differences[Math.floor(pairs / 2)]!) / 2;
  return {
    shift: { value: median, interval: [differences[below - 1]!, differences[pairs - below]!], level },
    statistic,
    p,
    method: exact ? "exact" : "normal approximation with tie correction",
  };
}
