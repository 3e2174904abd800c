import { clusterSums, type ClusterInput } from "./clustered-input.js";

/**
 * The correlation between two attempts of one cluster, by analysis of variance.
 *
 * @returns −1 … 1, negative when failures repel each other (a failure that ends its call); `null` when no cluster has two
 *   attempts, with one cluster, or when nothing or everything failed
 * @see Ridout, Demétrio & Firth (1999), doi:10.1111/j.0006-341X.1999.00137.x
 */
export function clusteredIcc(clusters: readonly ClusterInput[]): number | null {
  const sums = clusterSums("clusteredIcc", clusters);
  const { clusters: m, attempts, failures, squares } = sums;
  if (m < 2 || attempts === m || failures === 0 || failures === attempts) return null;
  const rate = failures / attempts;
  let between = 0;
  let within = 0;
  for (const { failures: f, attempts: a, n = 1 } of clusters) {
    if (a === 0) continue;
    between += n * a * (f / a - rate) ** 2;
    within += (n * f * (a - f)) / a;
  }
  const meanBetween = between / (m - 1);
  const meanWithin = within / (attempts - m);
  const size = (attempts - squares / attempts) / (m - 1);
  const total = meanBetween + (size - 1) * meanWithin;
  return total === 0 ? null : (meanBetween - meanWithin) / total;
}
