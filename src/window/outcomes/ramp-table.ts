import { logBetaBinomial } from "../../stats/rates/posterior-beta-binomial.js";
import type { OutcomeBins } from "./outcome-bins.js";

const logit = (p: number): number => Math.log(p / (1 - p));
const expit = (x: number): number => 1 / (1 + Math.exp(-x));

/** Steps of the rate between baseline and the highest level, even in log-odds. */
export const RATE_STEPS = 96;

/** Log-likelihood of every bin at every candidate rate, for one over-dispersion of the outage. */
export interface RampTable {
  /** Bins `[from, to)` of the series. */
  readonly from: number;
  readonly to: number;
  /** Row a bin, column a rate step. */
  readonly logLikelihood: Float64Array;
  /** Position (fractional column) of a rate. */
  column(rate: number): number;
  readonly baseRate: number;
}

/** Sums of the baseline's log-likelihood: entry i is the sum over bins `[from, from + i)`. */
export function baselineSums(bins: OutcomeBins, from: number, to: number): Float64Array {
  const sums = new Float64Array(to - from + 1);
  for (let t = from; t < to; t++) {
    const term = logBetaBinomial(
      bins.failures[t] as number,
      bins.attempts[t] as number,
      bins.rates[t] as number,
      bins.dispersion,
    );
    sums[t - from + 1] = (sums[t - from] as number) + term;
  }
  return sums;
}

function localRate(bins: OutcomeBins, from: number, to: number): number {
  let sum = 0;
  for (let t = from; t < to; t++) sum += bins.rates[t] as number;
  return sum / (to - from);
}

/**
 * Candidate rates run from the local baseline to `highest`; their over-dispersion from the baseline's to `dispersion`,
 * so that the foot of a ramp is the baseline and its top the outage.
 */
export function rampTable(bins: OutcomeBins, from: number, to: number, highest: number, dispersion: number): RampTable {
  const baseRate = localRate(bins, from, to);
  const low = logit(baseRate);
  const step = (logit(highest) - low) / (RATE_STEPS - 1);
  const floor = 5e-5;
  const [start, end] = [Math.log(Math.max(floor, bins.dispersion)), Math.log(Math.max(floor, dispersion))];
  const logLikelihood = new Float64Array((to - from) * RATE_STEPS);
  for (let k = 0; k < RATE_STEPS; k++) {
    const rate = expit(low + step * k);
    const share = k / (RATE_STEPS - 1);
    const rho = k === 0 ? bins.dispersion : Math.exp(start + (end - start) * share);
    for (let t = from; t < to; t++) {
      logLikelihood[(t - from) * RATE_STEPS + k] = logBetaBinomial(
        bins.failures[t] as number,
        bins.attempts[t] as number,
        rate,
        rho,
      );
    }
  }
  const column = (rate: number): number => Math.min(RATE_STEPS - 1, Math.max(0, (logit(rate) - low) / step));
  return { from, to, logLikelihood, column, baseRate };
}
