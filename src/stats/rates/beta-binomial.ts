import { betaBinomialDerivatives, betaBinomialTails, type BetaBinomialTails } from "./beta-binomial-likelihood.js";
import type { ClusterInput } from "./clustered-input.js";
import { chiSquaredTails, normalQuantile, rootOf } from "../distributions/distributions.js";
import type { Estimate } from "../estimate.js";
import { checkedLevel } from "./proportion-input.js";
import { requireClusters } from "../../errors/argument.js";

/** A beta-binomial fitted to clusters. */
export interface BetaBinomialFit {
  /** Mean failure probability. */
  readonly mean: Estimate;
  /** Intra-cluster correlation, 0…1; profile-likelihood interval. */
  readonly rho: Estimate;
  readonly logLikelihood: number;
  /** p-value of "attempts are independent (rho = 0)", one-sided likelihood ratio. */
  readonly independenceP: number;
}

/** The mean that maximises the likelihood at a given theta. */
function bestMean(tails: BetaBinomialTails, theta: number): number {
  const slope = (u: number): number => betaBinomialDerivatives(tails, 1 / (1 + Math.exp(-u)), theta).gradient[0];
  return 1 / (1 + Math.exp(-rootOf(slope, -33, 33, 1e-14)));
}

const profile = (tails: BetaBinomialTails, theta: number): number =>
  betaBinomialDerivatives(tails, bestMean(tails, theta), theta).value;
const profileSlope = (tails: BetaBinomialTails, theta: number): number =>
  betaBinomialDerivatives(tails, bestMean(tails, theta), theta).gradient[1];

/** A likelihood that still rises here has no maximum: the shares are 0 or 1 throughout. */
const MOST_THETA = 1e6;

/** The theta that maximises the profile likelihood: 0 when it falls from the start, capped where it never turns. */
function bestTheta(tails: BetaBinomialTails): number {
  if (!(profileSlope(tails, 0) > 0)) return 0;
  let high = 0.01;
  while (high < MOST_THETA && profileSlope(tails, high) > 0) high *= 4;
  return high >= MOST_THETA ? MOST_THETA : rootOf((theta) => profileSlope(tails, theta), 0, high, 1e-15);
}

function rhoLimits(tails: BetaBinomialTails, theta: number, level: number): [number, number] {
  const target = profile(tails, theta) - normalQuantile((1 - level) / 2) ** 2 / 2;
  const off = (u: number): number => profile(tails, u) - target;
  const low = theta === 0 || off(0) >= 0 ? 0 : rootOf(off, 0, theta, 1e-12);
  let high = Math.max(theta * 2, 0.01);
  while (high < MOST_THETA && off(high) > 0) high *= 4;
  const top = high >= MOST_THETA ? Infinity : rootOf(off, theta, high, 1e-12);
  return [low / (1 + low), top === Infinity ? 1 : top / (1 + top)];
}

/**
 * The mean failure share and the intra-cluster correlation under a beta-binomial model, by maximum likelihood.
 *
 * Each cluster has a probability drawn from one beta distribution. Where a failure ends its call, rho rests only on how the
 * hazard falls from one attempt to the next; it cannot show that failures repel each other (rho < 0).
 *
 * @param clusters - failures and attempts of each cluster; `n` stands for that many clusters alike
 * @param options - `level`: confidence level, default .95
 * @returns the mean with an interval on the log-odds scale, rho with its profile interval, the log-likelihood (binomial
 *   coefficients included) and the test of independence
 * @throws RangeError without attempts, when nothing or everything failed, for counts that do not fit each other, or for a
 *   cluster of more than five million attempts
 * @see Crowder (1978), doi:10.2307/2346223
 *
 * @example
 * ```ts
 * const calls = [{ failures: 1, attempts: 4 }, { failures: 0, attempts: 6 }, { failures: 3, attempts: 5 }, { failures: 2, attempts: 9 }];
 * betaBinomial(calls).mean.value.toFixed(2); // "0.25"
 * ```
 */
export function betaBinomial(
  clusters: readonly ClusterInput[],
  options: { readonly level?: number } = {},
): BetaBinomialFit {
  requireClusters("betaBinomial", clusters);
  const level = checkedLevel("betaBinomial", options.level);
  const tails = betaBinomialTails(clusters);
  if (!(tails.failures[0]! > 0 && tails.successes[0]! > 0)) {
    throw new RangeError(
      `betaBinomial requires failures and successes, got only ${tails.failures[0]! > 0 ? "failures" : "successes"}`,
    );
  }
  const theta = bestTheta(tails);
  const mean = bestMean(tails, theta);
  const {
    value,
    hessian: [mm, mt, tt],
  } = betaBinomialDerivatives(tails, mean, theta);
  const information = theta > 0 && theta < MOST_THETA && mm * tt - mt * mt > 0 ? -(mm - (mt * mt) / tt) : -mm;
  const half = -normalQuantile((1 - level) / 2) / Math.sqrt(information) / (mean * (1 - mean));
  const centre = Math.log(mean / (1 - mean));
  const ratio = Math.max(0, 2 * (value - profile(tails, 0)));
  return {
    mean: { value: mean, interval: [1 / (1 + Math.exp(half - centre)), 1 / (1 + Math.exp(-half - centre))], level },
    rho: { value: theta / (1 + theta), interval: rhoLimits(tails, theta, level), level },
    logLikelihood: value,
    independenceP: ratio === 0 ? 1 : 0.5 * chiSquaredTails(ratio, 1)[1],
  };
}
