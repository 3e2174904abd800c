import { logGamma } from "../distributions/gamma-function.js";
import { logBetaBinomial } from "../rates/posterior-beta-binomial.js";

/** Twice the negative log-likelihood (up to a constant) of one segment at its own best parameters. */
export interface SegmentCost {
  readonly name: string;
  readonly length: number;
  /** Free parameters of one segment. */
  readonly parameters: number;
  /** Fewest samples that determine them. */
  readonly leastLength: number;
  /** By how much the cost of a whole may stay below the sum of its parts' costs; 0 unless set. */
  readonly slack?: number;
  /** Cost of samples `[from, to)`; less than the sum of its parts' costs by no more than `slack`. */
  cost(from: number, to: number): number;
  /** Minus twice the log-likelihood with the parameters integrated out over their prior, where that has a closed form. */
  evidence?(from: number, to: number): number;
}

function prefixSums(length: number, term: (i: number) => number): Float64Array {
  const sums = new Float64Array(length + 1);
  for (let i = 0; i < length; i++) sums[i + 1] = (sums[i] as number) + term(i);
  return sums;
}

const between = (sums: Float64Array, from: number, to: number): number => (sums[to] as number) - (sums[from] as number);

/** Mean of all values: taken off first, so that sums of squares do not cancel. */
function centre(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return values.length > 0 ? sum / values.length : 0;
}

/** Gaussian level with known variance: residual sum of squares ÷ variance. */
export function meanCost(values: ArrayLike<number>, variance = 1): SegmentCost {
  const middle = centre(values);
  const first = prefixSums(values.length, (i) => (values[i] as number) - middle);
  const second = prefixSums(values.length, (i) => ((values[i] as number) - middle) ** 2);
  return {
    name: "mean",
    length: values.length,
    parameters: 1,
    leastLength: 1,
    cost: (from, to) => Math.max(0, between(second, from, to) - between(first, from, to) ** 2 / (to - from)) / variance,
  };
}

/** Gaussian level and variance, both free; variances below `floor` count as `floor`. */
export function meanVarianceCost(values: ArrayLike<number>, floor = 1e-12): SegmentCost {
  const mean = meanCost(values);
  return {
    name: "mean-variance",
    length: values.length,
    parameters: 2,
    leastLength: 2,
    cost: (from, to) => (to - from) * (Math.log(2 * Math.PI * Math.max(floor, mean.cost(from, to) / (to - from))) + 1),
  };
}

/** Gaussian straight line with known variance, each segment its own level and slope. */
export function linearCost(values: ArrayLike<number>, variance = 1): SegmentCost {
  const mean = meanCost(values);
  const [middle, half] = [centre(values), (values.length - 1) / 2];
  const first = prefixSums(values.length, (i) => (values[i] as number) - middle);
  const cross = prefixSums(values.length, (i) => (i - half) * ((values[i] as number) - middle));
  return {
    name: "linear",
    length: values.length,
    parameters: 2,
    leastLength: 2,
    cost: (from, to) => {
      const n = to - from;
      const time = (from + to - 1) / 2 - half;
      const covariance = between(cross, from, to) - time * between(first, from, to);
      const spread = (n * (n * n - 1)) / 12;
      return Math.max(0, mean.cost(from, to) - (spread > 0 ? covariance ** 2 / spread : 0)) / variance;
    },
  };
}

const xLogX = (x: number, y: number): number => (x > 0 ? x * Math.log(x / y) : 0);

/** Poisson counts with exposure: rate = counts ÷ exposure. Prior of the evidence: exponential, worth one sample of the mean exposure. */
export function poissonCost(counts: ArrayLike<number>, exposure: ArrayLike<number>): SegmentCost {
  const count = prefixSums(counts.length, (i) => counts[i] as number);
  const time = prefixSums(counts.length, (i) => exposure[i] as number);
  const one = between(time, 0, counts.length) / Math.max(1, counts.length);
  return {
    name: "poisson",
    length: counts.length,
    parameters: 1,
    leastLength: 1,
    cost: (from, to) => {
      const k = between(count, from, to);
      return -2 * (xLogX(k, between(time, from, to)) - k);
    },
    evidence: (from, to) => {
      const k = between(count, from, to);
      return (
        -2 * (logGamma(k + 1) - k * Math.log(between(time, from, to) + one) - Math.log1p(between(time, from, to) / one))
      );
    },
  };
}

/** Binomial failures of varying attempts. Prior of the evidence: every rate alike. */
export function binomialCost(failures: ArrayLike<number>, attempts: ArrayLike<number>): SegmentCost {
  const failed = prefixSums(failures.length, (i) => failures[i] as number);
  const tried = prefixSums(failures.length, (i) => attempts[i] as number);
  return {
    name: "binomial",
    length: failures.length,
    parameters: 1,
    leastLength: 1,
    cost: (from, to) => {
      const [f, n] = [between(failed, from, to), between(tried, from, to)];
      return -2 * (xLogX(f, n) + xLogX(n - f, n));
    },
    evidence: (from, to) => {
      const [f, n] = [between(failed, from, to), between(tried, from, to)];
      return -2 * (logGamma(f + 1) + logGamma(n - f + 1) - logGamma(n + 2));
    },
  };
}

/** Candidate rates of a beta-binomial segment, even in log-odds from 1e-5 to 1 − 1e-5. */
const RATES = Array.from({ length: 160 }, (_, i) => 1 / (1 + Math.exp(-(-11.5 + (23 * i) / 159))));

/**
 * Beta-binomial failures of varying attempts, over-dispersion known. The best rate is looked up among 160 candidates and refined by a parabola,
 * so that a segment costs a binary search rather than an optimisation: its likelihood has one peak.
 */
export function betaBinomialCost(
  failures: ArrayLike<number>,
  attempts: ArrayLike<number>,
  dispersion: number,
): SegmentCost {
  const tables = RATES.map((rate) =>
    prefixSums(failures.length, (i) => logBetaBinomial(failures[i] as number, attempts[i] as number, rate, dispersion)),
  );
  const at = (k: number, from: number, to: number): number => between(tables[k] as Float64Array, from, to);
  return {
    name: "beta-binomial",
    length: failures.length,
    parameters: 1,
    leastLength: 1,
    cost: (from, to) => {
      let [low, high] = [0, RATES.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (at(middle, from, to) < at(middle + 1, from, to)) low = middle + 1;
        else high = middle;
      }
      return (
        -2 *
        peakHeight(
          at(low, from, to),
          low > 0 ? at(low - 1, from, to) : Number.NaN,
          low < RATES.length - 1 ? at(low + 1, from, to) : Number.NaN,
        )
      );
    },
  };
}

/** Height of the parabola through the best candidate and its neighbours. */
function peakHeight(middle: number, left: number, right: number): number {
  const curvature = left - 2 * middle + right;
  if (!(curvature < 0)) return middle;
  return middle - (left - right) ** 2 / (8 * curvature);
}
