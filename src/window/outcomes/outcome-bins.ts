import { PostmortemError } from "../../errors/errors.js";

/** Failures of attempts per bin with the rate expected without an outage; what the search and the posterior work on. */
export interface OutcomeBins {
  readonly failures: Float64Array;
  /** 0 where nothing was tried or nothing is known: such bins carry no weight. */
  readonly attempts: Float64Array;
  /** Baseline rate per bin, strictly between 0 and 1. */
  readonly rates: Float64Array;
  /** Over-dispersion between baseline bins (intraclass correlation). */
  readonly dispersion: number;
  /** Standard error of ln(baseline rate). */
  readonly rateError: number;
  /** Relative variance a bin by which the ordinary rate wanders with memory, added up over neighbours; unset: bins are independent. */
  readonly wandering?: number;
}

/** The same bins backwards in time: recovery becomes onset. */
export function reversedBins(bins: OutcomeBins): OutcomeBins {
  return {
    ...bins,
    failures: bins.failures.slice().reverse(),
    attempts: bins.attempts.slice().reverse(),
    rates: bins.rates.slice().reverse(),
  };
}

/** Throws unless failures and attempts are counts that belong together. */
export function checkOutcomes(failures: readonly number[], attempts: readonly number[]): void {
  if (failures.length !== attempts.length) {
    throw new PostmortemError(
      "data",
      `outageWindow requires failures and attempts of one length, got ${failures.length} and ${attempts.length}; align them on one grid of bins.`,
    );
  }
  for (let i = 0; i < attempts.length; i++) {
    const [f, n] = [failures[i], attempts[i]] as [number, number];
    // `null >= 0` holds: a missing count would pass for none.
    if (!(Number.isFinite(f) && Number.isFinite(n) && f >= 0 && n >= f && n <= Number.MAX_SAFE_INTEGER)) {
      throw new PostmortemError(
        "data",
        `outageWindow requires 0 ≤ failures ≤ attempts in every bin, got ${f} of ${n} in bin ${i}; use 0 of 0 where nothing is known.`,
      );
    }
  }
}
