/**
 * Failures and attempts per bin, aligned: `failures[i]` of `attempts[i]` in `[startMs + i·stepSeconds, …)`.
 * A bin in which nothing was tried has 0 attempts; a bin without data at all (gap) is `covered[i] === false`.
 */
export interface OutcomeSeries {
  readonly kind: "outcomes";
  readonly source: string;
  /** Epoch milliseconds (UTC) of the first bin's start. */
  readonly startMs: number;
  readonly stepSeconds: number;
  readonly failures: readonly number[];
  readonly attempts: readonly number[];
  readonly covered: readonly boolean[];
}

/** A measured value per bin (mean of the samples in it); `null` where there is no sample. */
export interface ValueSeries {
  readonly kind: "values";
  readonly source: string;
  readonly startMs: number;
  readonly stepSeconds: number;
  readonly values: readonly (number | null)[];
}
