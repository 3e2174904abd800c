import { PostmortemError } from "../../errors/errors.js";
import { requireList } from "../../errors/argument.js";
import { DEFAULT_LEVEL } from "../../stats/estimate.js";
import type { Estimate } from "../../stats/estimate.js";
import { clusteredProportion } from "../../stats/rates/clustered-proportion.js";
import { countOf, LEVEL_ERROR, levelEdge, levelMiddle, levelOf, quantileLevel } from "./latency-levels.js";
import type { LevelCounts } from "./latency-levels.js";
import { shareLimits } from "./share-estimate.js";

/** A quantile of latencies with what its interval rests on. */
export interface LatencyQuantile extends Estimate {
  readonly quantile: number;
  /** Latencies counted. */
  readonly attempts: number;
  /** Largest relative error of the value from counting in levels 2 % apart; the interval is widened by it. */
  readonly error: number;
  /** Variance of the share below the quantile over that of independent attempts. */
  readonly designEffect: number;
}

/** The quantile of counted levels, its interval from the ranks between which it lies with probability `level`. */
export function quantileOfLevels(
  counts: LevelCounts,
  quantile: number,
  designEffect: number,
  level: number,
): LatencyQuantile | null {
  const at = quantileLevel(counts, quantile);
  if (at === null) return null;
  const attempts = countOf(counts);
  const [low, high] = shareLimits(quantile, attempts, designEffect, level);
  const [first, last] = [quantileLevel(counts, low) as number, quantileLevel(counts, high) as number];
  return {
    value: levelMiddle(at),
    interval: [levelEdge(first), levelEdge(last + 1)],
    level,
    quantile,
    attempts,
    error: LEVEL_ERROR,
    designEffect,
  };
}

/** How clusters (rows of one call, one session) share slowness: the design effect of the share above a quantile. */
function clusterEffect(latencies: readonly number[], clusters: readonly string[], limit: number): number {
  const found = new Map<string, { failures: number; attempts: number }>();
  latencies.forEach((latency, index) => {
    const name = clusters[index] as string;
    const own = found.get(name) ?? { failures: 0, attempts: 0 };
    found.set(name, { failures: own.failures + (latency >= limit ? 1 : 0), attempts: own.attempts + 1 });
  });
  return Math.max(1, clusteredProportion([...found.values()]).designEffect ?? 1);
}

/**
 * A quantile of latencies, counted in levels 2 % apart, with an interval from ranks.
 *
 * The value is the middle of its level, at most 1 % from the exact quantile; the interval includes that error. Nothing is assumed of the shape of the
 * distribution. Latencies of one cluster are not independent: with clusters, the attempts count for as many as the share above the quantile varies between them.
 *
 * @param latencies - latencies above 0, in any unit
 * @param quantile - 0…1, such as .95
 * @param options - `level` of the interval, .95 unless set; `clusters`: the cluster of each latency
 * @throws PostmortemError (data) without latencies, for a quantile outside 0…1, or when clusters and latencies differ in number
 */
export function latencyQuantile(
  latencies: readonly number[],
  quantile = 0.95,
  options: { readonly level?: number; readonly clusters?: readonly string[] } = {},
): LatencyQuantile {
  requireList("latencyQuantile", "a list of latencies", latencies);
  const { level = DEFAULT_LEVEL, clusters } = options;
  if (!(quantile > 0 && quantile < 1))
    throw new PostmortemError("data", `latencyQuantile requires a quantile between 0 and 1, got ${quantile}.`);
  if (latencies.length === 0 || !latencies.every((latency) => latency > 0 && Number.isFinite(latency)))
    throw new PostmortemError(
      "data",
      "latencyQuantile requires latencies above 0, one at least; leave out missing ones.",
    );
  if (clusters && clusters.length !== latencies.length)
    throw new PostmortemError(
      "data",
      `latencyQuantile requires a cluster for each of ${latencies.length} latencies, got ${clusters.length}.`,
    );
  const counts = new Map<number, number>();
  for (const latency of latencies) counts.set(levelOf(latency), (counts.get(levelOf(latency)) ?? 0) + 1);
  const limit = levelEdge((quantileLevel(counts, quantile) as number) + 1);
  const designEffect = clusters ? clusterEffect(latencies, clusters, limit) : 1;
  return quantileOfLevels(counts, quantile, designEffect, level) as LatencyQuantile;
}
