import { median } from "../robust.js";

/** A season must repeat this often to be believed, and explain this share of what varies around the trend. */
const LEAST_SEASONS = 3;
/** Share of the deviations around a moving mean that a season must explain to be taken out. */
const LEAST_SHARE = 0.35;
/** Seasons from the beginning of the series by which periods are compared; more tell no more. */
const TRIED_SEASONS = 60;
const CANDIDATES = [4, 7, 12, 24, 48, 52, 60, 96, 144, 168, 288, 365, 1440, 10_080] as const;

/** Mean over one period around each sample, ends held: trend without season. */
function trendOf(values: Float64Array, period: number): Float64Array {
  const n = values.length;
  const sums = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) sums[i + 1] = (sums[i] as number) + (values[i] as number);
  const half = period / 2;
  return values.map((_, i) => {
    const from = Math.min(Math.max(0, Math.round(i - half)), Math.max(0, n - period));
    const to = Math.min(n, from + period);
    return ((sums[to] as number) - (sums[from] as number)) / (to - from);
  });
}

interface Season {
  readonly pattern: Float64Array;
  /** Share of the variance around the trend that the pattern explains. */
  readonly share: number;
}

function seasonOf(values: Float64Array, period: number): Season {
  const trend = trendOf(values, period);
  const rest = values.map((value, i) => value - (trend[i] as number));
  const groups: number[][] = Array.from({ length: period }, () => []);
  rest.forEach((value, i) => (groups[i % period] as number[]).push(value));
  const raw = groups.map((group) => median(group));
  const middle = raw.reduce((a, b) => a + b, 0) / period;
  const pattern = Float64Array.from(raw, (value) => value - middle);
  let [before, after] = [0, 0];
  rest.forEach((value, i) => {
    before += Math.abs(value);
    after += Math.abs(value - (pattern[i % period] as number));
  });
  return { pattern, share: before > 0 ? 1 - after / before : 0 };
}

/**
 * The series without its season; as it is where none is found.
 *
 * The season is the median of each phase around a moving mean. Of the usual periods (4, 7, 12, 24, …) the one that explains most is taken, if the series
 * holds three of it and it explains a third of the absolute deviation.
 *
 * @param values - evenly spaced
 * @param period - samples of one season; unset: looked for
 */
export function seasonallyAdjusted(values: Float64Array, period?: number): Float64Array {
  const fits = (p: number): boolean => p >= 2 && values.length >= LEAST_SEASONS * p;
  // A few dozen seasons tell whether there is one; the pattern itself is taken from the whole series.
  const tried = (period === undefined ? CANDIDATES.filter(fits) : [period].filter(fits)).map((p) => ({
    p,
    share: seasonOf(values.subarray(0, TRIED_SEASONS * p), p).share,
  }));
  const [best] = tried.sort((a, b) => b.share - a.share);
  if (!best || (period === undefined && best.share < LEAST_SHARE)) return values;
  const { pattern } = seasonOf(values, best.p);
  return values.map((value, i) => value - (pattern[i % best.p] as number));
}
