import { clusterSums, type ClusterInput, type ClusterSums } from "./clustered-input.js";
import { clusteredIcc } from "./clustered-icc.js";
import { studentQuantile } from "../distributions/distributions.js";
import type { Estimate } from "../estimate.js";
import { checkedLevel } from "./proportion-input.js";
import { proportionLimits } from "./proportion-limits.js";
import { requireClusters } from "../../errors/argument.js";

/** A share of clustered attempts that failed. */
export interface ClusteredEstimate extends Estimate {
  /** Variance ÷ the variance that independent attempts would have; `null` where it cannot be estimated (one cluster, no failures, all failed). */
  readonly designEffect: number | null;
  /** Correlation of two attempts of one cluster; `null` where it cannot be estimated. */
  readonly icc: number | null;
  /** Linearised standard error of the share; `null` where it cannot be estimated. */
  readonly se: number | null;
  readonly clusters: number;
  readonly method: string;
}

/** Fewer failing (or succeeding) clusters than this and the logit's normal limit is not to be trusted. */
const FEW = 10;

/** When every cluster could be wholly failed or wholly clean: attempts worth of information, (Σa)² ÷ Σa². */
function worstCaseLimits(sums: ClusterSums, level: number): readonly [number, number] {
  const effective = sums.attempts ** 2 / sums.squares;
  return proportionLimits((sums.failures / sums.attempts) * effective, effective, "clopper-pearson", level);
}

/** Exact limits at the effective number of attempts, shrunk for the degrees of freedom. */
function effectiveLimits(sums: ClusterSums, designEffect: number, level: number): readonly [number, number] {
  const tail = (1 - level) / 2;
  const shrink = (studentQuantile(tail, sums.attempts) / studentQuantile(tail, sums.clusters - 1)) ** 2;
  const effective = Math.min(sums.attempts, (sums.attempts / designEffect) * shrink);
  return proportionLimits((sums.failures / sums.attempts) * effective, effective, "clopper-pearson", level);
}

function logitLimits(rate: number, se: number, df: number, level: number): readonly [number, number] {
  const centre = Math.log(rate / (1 - rate));
  const half = (-studentQuantile((1 - level) / 2, df) * se) / (rate * (1 - rate));
  return [1 / (1 + Math.exp(half - centre)), 1 / (1 + Math.exp(-half - centre))];
}

/**
 * The share of attempts that failed where attempts come in clusters (verbs of one call), with its interval, design effect
 * and intra-cluster correlation.
 *
 * Σ failures ÷ Σ attempts with the linearised (ratio) variance between clusters, so nothing is assumed about how failures
 * cluster; clusters are independent. The interval is Student's on the log-odds scale with clusters − 1 degrees of freedom.
 * With fewer than ten failing or ten succeeding clusters it is Clopper–Pearson at the effective number of attempts, at 0
 * failures, all failures or no visible variance Clopper–Pearson as if each cluster were one attempt; one cluster says
 * nothing about others: [0, 1].
 *
 * @param clusters - failures and attempts of each cluster; `n` stands for that many clusters alike; clusters without
 *   attempts carry no weight
 * @param options - `level`: confidence level, default .95
 * @throws RangeError without attempts, or for counts that are not whole or do not fit each other
 * @see Cochran (1977), "Sampling Techniques", section 2.11; Korn & Graubard (1998), Survey Methodology 24, 193–201
 *
 * @example
 * ```ts
 * const calls = [{ failures: 1, attempts: 4 }, { failures: 0, attempts: 6 }, { failures: 3, attempts: 5 }];
 * clusteredProportion(calls).value.toFixed(3); // "0.267"
 * ```
 */
export function clusteredProportion(
  clusters: readonly ClusterInput[],
  options: { readonly level?: number } = {},
): ClusteredEstimate {
  requireClusters("clusteredProportion", clusters);
  const level = checkedLevel("clusteredProportion", options.level);
  const sums = clusterSums("clusteredProportion", clusters);
  const rate = sums.failures / sums.attempts;
  const shared = { value: rate, level, clusters: sums.clusters };
  if (sums.clusters === 1) {
    return {
      ...shared,
      interval: [0, 1],
      designEffect: null,
      icc: null,
      se: null,
      method: "one cluster: nothing is known of others",
    };
  }
  const se = Math.sqrt((sums.clusters / (sums.clusters - 1)) * sums.residuals) / sums.attempts;
  const designEffect = se ** 2 / ((rate * (1 - rate)) / sums.attempts);
  if (sums.failures === 0 || sums.failures === sums.attempts || !(designEffect > 1e-9)) {
    const known = sums.failures > 0 && sums.failures < sums.attempts;
    return {
      ...shared,
      interval: worstCaseLimits(sums, level),
      designEffect: known ? designEffect : null,
      icc: known ? clusteredIcc(clusters) : null,
      se: known ? se : null,
      method: "Clopper–Pearson, each cluster one attempt",
    };
  }
  const few = Math.min(sums.failing, sums.succeeding) < FEW;
  return {
    ...shared,
    designEffect,
    icc: clusteredIcc(clusters),
    se,
    interval: few ? effectiveLimits(sums, designEffect, level) : logitLimits(rate, se, sums.clusters - 1, level),
    method: few ? "Clopper–Pearson at the effective number of attempts" : "linearised ratio, logit-t",
  };
}
