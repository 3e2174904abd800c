import { logBetaBinomial } from "../../stats/rates/posterior-beta-binomial.js";
import type { OutcomeBins } from "./outcome-bins.js";

const logit = (p: number): number => Math.log(p / (1 - p));
const expit = (x: number): number => 1 / (1 + Math.exp(-x));

/** Zeros on either side of a row. */
export const CELLS_ASIDE = 3;

/** Steps of the rate between baseline and the highest level, even in log-odds. */
export const RATE_STEPS = 96;

/** Log-likelihood of every bin at every candidate rate, for one over-dispersion of the outage. */
export interface RampTable {
  /** Bins `[from, to)` of the series. */
  readonly from: number;
  readonly to: number;
  /**
   * Row a rate step, column a bin: a rise that is moved along the bins reads neighbours. The cell of step k and bin i is {@link firstCell} + k · {@link stride} + i.
   *
   * Around the bins, and in two rows after the last step, lie zeros: what a rise says of bins that are not there.
   */
  readonly logLikelihood: Float64Array;
  readonly firstCell: number;
  readonly stride: number;
  /** Row (fractional) of a rate. */
  column(rate: number): number;
  readonly baseRate: number;
}

/**
 * What a bin says of a rate where the ordinary rate wanders with memory: its log-likelihood below the best there is, in the proportion of its own variance to that with wandering.
 *
 * Neighbours that wander together say less than as many that are independent. A wider distribution for each bin would not say so: wandering is smooth from bin to bin,
 * so that a steadier level a little higher would always fit better than the baseline itself.
 */
function asFarAsKnown(
  bins: OutcomeBins,
  t: number,
  base: number,
): (logLikelihood: number, rate: number, rho: number) => number {
  const [f, n] = [bins.failures[t] as number, bins.attempts[t] as number];
  const { wandering = 0, dispersion } = bins;
  if (wandering === 0 || n === 0) return (logLikelihood) => logLikelihood;
  const best = logBetaBinomial(f, n, (f + 0.5) / (n + 1), dispersion);
  const shared = wandering * base * base;
  return (logLikelihood, rate, rho) => {
    const own = (rate * (1 - rate) * (1 + (n - 1) * rho)) / n;
    return best + ((logLikelihood - best) * own) / (own + shared);
  };
}

/** Sums of the baseline's log-likelihood: entry i is the sum over bins `[from, from + i)`. */
export function baselineSums(bins: OutcomeBins, from: number, to: number): Float64Array {
  const sums = new Float64Array(to - from + 1);
  for (let t = from; t < to; t++) {
    const rate = bins.rates[t] as number;
    const { dispersion } = bins;
    const term = logBetaBinomial(bins.failures[t] as number, bins.attempts[t] as number, rate, dispersion);
    sums[t - from + 1] = (sums[t - from] as number) + asFarAsKnown(bins, t, rate)(term, rate, dispersion);
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
  const stride = to - from + CELLS_ASIDE;
  const logLikelihood = new Float64Array(CELLS_ASIDE + (RATE_STEPS + 2) * stride);
  const known = Array.from({ length: to - from }, (_, i) => asFarAsKnown(bins, from + i, baseRate));
  for (let k = 0; k < RATE_STEPS; k++) {
    const rate = expit(low + step * k);
    const share = k / (RATE_STEPS - 1);
    const rho = k === 0 ? bins.dispersion : Math.exp(start + (end - start) * share);
    for (let t = from; t < to; t++) {
      const term = logBetaBinomial(bins.failures[t] as number, bins.attempts[t] as number, rate, rho);
      logLikelihood[CELLS_ASIDE + k * stride + t - from] = (known[t - from] as (typeof known)[number])(term, rate, rho);
    }
  }
  const column = (rate: number): number => Math.min(RATE_STEPS - 1, Math.max(0, (logit(rate) - low) / step));
  return { from, to, logLikelihood, firstCell: CELLS_ASIDE, stride, column, baseRate };
}
