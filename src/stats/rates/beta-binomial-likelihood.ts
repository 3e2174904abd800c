import { clusterSums, type ClusterInput } from "./clustered-input.js";
import { logGamma } from "../distributions/distributions.js";

/** Counts from which the likelihood and its derivatives are sums of k terms: how many clusters reach beyond k. */
export interface BetaBinomialTails {
  /** failures[k]: clusters with more than k failures; likewise successes and attempts. */
  readonly failures: Float64Array;
  readonly successes: Float64Array;
  readonly attempts: Float64Array;
  /** Σ ln C(attempts, failures). */
  readonly combinations: number;
}

/** Value, gradient and Hessian of the log-likelihood in the mean and in theta = rho ÷ (1 − rho). */
export interface BetaBinomialDerivatives {
  readonly value: number;
  readonly gradient: readonly [mean: number, theta: number];
  readonly hessian: readonly [meanMean: number, meanTheta: number, thetaTheta: number];
}

/** Attempts of the largest cluster: the tails are arrays of this length. */
const LARGEST = 5_000_000;

/** The tails of a set of clusters. */
export function betaBinomialTails(clusters: readonly ClusterInput[]): BetaBinomialTails {
  clusterSums("betaBinomial", clusters);
  const largest = clusters.reduce((most, { attempts }) => Math.max(most, attempts), 0);
  if (largest > LARGEST)
    throw new RangeError(`betaBinomial requires clusters of at most ${LARGEST} attempts, got ${largest}`);
  const [failures, successes, attempts] = [
    new Float64Array(largest),
    new Float64Array(largest),
    new Float64Array(largest),
  ];
  let combinations = 0;
  for (const { failures: f, attempts: a, n = 1 } of clusters) {
    if (f > 0) failures[f - 1]! += n;
    if (a > f) successes[a - f - 1]! += n;
    if (a > 0) attempts[a - 1]! += n;
    combinations += n * (logGamma(a + 1) - logGamma(f + 1) - logGamma(a - f + 1));
  }
  for (const counts of [failures, successes, attempts]) {
    for (let k = largest - 2; k >= 0; k--) counts[k]! += counts[k + 1]!;
  }
  return { failures, successes, attempts, combinations };
}

/** The log-likelihood with its derivatives; theta = 0 is the plain binomial. */
export function betaBinomialDerivatives(
  tails: BetaBinomialTails,
  mean: number,
  theta: number,
): BetaBinomialDerivatives {
  let [value, dm, dt, mm, mt, tt] = [tails.combinations, 0, 0, 0, 0, 0];
  for (let k = 0; k < tails.attempts.length; k++) {
    const [f, s, a] = [tails.failures[k]!, tails.successes[k]!, tails.attempts[k]!];
    const [x, y, z] = [mean + k * theta, 1 - mean + k * theta, 1 + k * theta];
    value += (f > 0 ? f * Math.log(x) : 0) + (s > 0 ? s * Math.log(y) : 0) - a * Math.log(z);
    dm += f / x - s / y;
    dt += k * (f / x + s / y - a / z);
    mm -= f / (x * x) + s / (y * y);
    mt -= k * (f / (x * x) - s / (y * y));
    tt -= k * k * (f / (x * x) + s / (y * y) - a / (z * z));
  }
  return { value, gradient: [dm, dt], hessian: [mm, mt, tt] };
}
