/** Failures and attempts per bin, each of length n; 0 attempts where nothing was tried or nothing is known. */
export interface OutcomeCounts {
  readonly failures: readonly number[];
  readonly attempts: readonly number[];
}

/** One measured value a sample; `null` where there is none. */
export interface SampleValues {
  readonly values: readonly (number | null)[];
}

/** The options of a search for an outage. */
export interface OutageWindowOptions {
  /** Index of a sample that is said to lie inside the outage; unset: none is known. */
  readonly hint?: number;
  /** Credibility of the intervals; .95 unless set. */
  readonly level?: number;
  /** Half-open span of samples known to be ordinary; unset: everything but what stands out. */
  readonly baseline?: readonly [from: number, to: number];
  /** Failure rate expected without an outage, per bin (outcomes only); unset: estimated. */
  readonly baselineRate?: readonly number[];
  /** Samples of one season (1,440 minutes, 24 hours), which takes two seasons of data; unset: none, unless what stands out comes back at the same time of most days. */
  readonly period?: number;
  /** True if a lasting change of the ordinary rate at that bin counts as one (outcomes only); unset: all do. Where not, what follows is looked at as an outage. */
  readonly isLevel?: (bin: number) => boolean;
  /** Which look at a series that still grows this is, from 1 on: the bound then holds at every look. Unset: it is looked at once. */
  readonly look?: number;
  /** How many series are looked at in place of one (outcomes only): an outage then stands out so far that all of them together hardly show one that is not there. Unset: 1. */
  readonly among?: number;
}

/** An outage in sample indices; `[onset, recovery)`. */
export interface OutageWindow {
  /** First departure from the baseline. */
  readonly onset: number;
  /** First sample of the final fall; the series' length if it has not begun. */
  readonly recoveryStart: number;
  /** First sample back at the baseline; the series' length if it has not ended. */
  readonly recovery: number;
  /** Holds the departure, a point in time on the index axis, with probability `level`. */
  readonly onsetInterval: readonly [from: number, to: number];
  readonly recoveryInterval: readonly [from: number, to: number];
  /** Holds the start of the final fall with probability `level`; wide where a partial recovery reads as part of the fall. Outcomes only. */
  readonly recoveryStartInterval?: readonly [from: number, to: number];
  readonly level: number;
  /** Ramp lengths in samples (posterior medians). */
  readonly shape: { readonly onsetRamp: number; readonly recoveryRamp: number };
  /** True if the series goes on after the recovery. */
  readonly ended: boolean;
  /** Failures above expectation inside the window; for values, the summed deviation. */
  readonly excess: number;
  /** Log-likelihood gained over the baseline alone. */
  readonly evidence: number;
  readonly method: string;
}
