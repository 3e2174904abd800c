/** Scale that makes the median absolute deviation the standard deviation of a normal. */
export const MAD_TO_SD = 1.482602218505602;

/** Middle value (mean of the middle two); `NaN` for none. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[half] as number)
    : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}

/** Robust standard deviation: scaled median absolute deviation from the median. */
export function robustDeviation(values: ArrayLike<number>): number {
  const middle = median(values);
  return MAD_TO_SD * median(Float64Array.from(values, (value) => Math.abs(value - middle)));
}

/** Median over `reach` samples on either side, fewer at the ends. */
export function runningMedian(values: ArrayLike<number>, reach: number): Float64Array {
  const n = values.length;
  const window = new Float64Array(2 * reach + 1);
  return Float64Array.from({ length: n }, (_, i) => {
    const [from, to] = [Math.max(0, i - reach), Math.min(n, i + reach + 1)];
    // Insertion keeps the few samples in order without sorting anew.
    for (let t = from; t < to; t++) {
      const value = values[t] as number;
      let at = t - from;
      for (; at > 0 && (window[at - 1] as number) > value; at--) window[at] = window[at - 1] as number;
      window[at] = value;
    }
    const half = (to - from) >> 1;
    return (to - from) % 2 === 1
      ? (window[half] as number)
      : ((window[half - 1] as number) + (window[half] as number)) / 2;
  });
}

/**
 * The series with spikes put back to their neighbourhood: samples further than `limit` robust deviations from the median of
 * three neighbours on either side. Shifts of four samples and more stay.
 */
export function withoutSpikes(values: ArrayLike<number>, limit = 5): Float64Array {
  const middle = runningMedian(values, 3);
  const residuals = middle.map((value, i) => (values[i] as number) - value);
  const scale =
    robustDeviation(residuals) || residuals.reduce((sum, r) => sum + Math.abs(r), 0) / Math.max(1, residuals.length);
  return middle.map((value, i) => (Math.abs(residuals[i] as number) > limit * scale ? value : (values[i] as number)));
}
