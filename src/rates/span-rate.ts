import type { Span } from "../time/span.js";
import type { ClusterCount } from "../sources/incident-data.js";
import { clusteredProportion } from "../stats/rates/clustered-proportion.js";
import type { Estimate } from "../stats/estimate.js";
import { proportion } from "../stats/rates/proportion.js";
import type { SpanRate } from "./rate-finding.js";

/** The counts in one span. */
export interface SpanClusters {
  readonly span: Span;
  readonly clusters: readonly ClusterCount[];
}

/** The rate of one span with what stands behind its interval. */
export interface MeasuredRate extends SpanRate {
  readonly method: string;
  readonly clusters: number | null;
  readonly designEffect: number | null;
}

/** Nothing was tried: any rate is possible. */
const unknownRate = (level: number): Estimate => ({ value: NaN, interval: [0, 1], level });

function total(clusters: readonly ClusterCount[], key: "failures" | "attempts"): number {
  return clusters.reduce((sum, cluster) => sum + cluster[key] * cluster.n, 0);
}

/**
 * Failures over attempts in one span.
 *
 * @param clusters - counted clusters; fractional totals (rates kept per second) are rounded to whole attempts
 * @param clustered - whether attempts share a declared cluster; else they are taken as independent (Wilson)
 * @param level - confidence level
 * @returns rate `NaN` with interval [0, 1] where nothing was tried
 */
export function spanRate(clusters: readonly ClusterCount[], clustered: boolean, level: number): MeasuredRate {
  const attempts = Math.round(total(clusters, "attempts"));
  const failures = Math.min(attempts, Math.round(total(clusters, "failures")));
  if (attempts === 0)
    return {
      failures,
      attempts,
      rate: unknownRate(level),
      method: "nothing was tried",
      clusters: null,
      designEffect: null,
    };
  if (!clustered) {
    const rate = proportion(failures, attempts, { level });
    return {
      failures,
      attempts,
      rate,
      method: "wilson, attempts taken as independent",
      clusters: null,
      designEffect: null,
    };
  }
  const found = clusteredProportion(clusters, { level });
  const rate = { value: found.value, interval: found.interval, level };
  return { failures, attempts, rate, method: found.method, clusters: found.clusters, designEffect: found.designEffect };
}
