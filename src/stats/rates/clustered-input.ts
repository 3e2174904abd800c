/** Clusters (calls) that look alike: what each attempted and how much of it failed. */
export interface ClusterInput {
  readonly failures: number;
  readonly attempts: number;
  /** How many clusters look like this; default 1. */
  readonly n?: number;
}

/** Sums over clusters that every clustered estimator starts from. Clusters without attempts carry no weight and are left out. */
export interface ClusterSums {
  /** Clusters with at least one attempt. */
  readonly clusters: number;
  readonly failures: number;
  readonly attempts: number;
  /** Σ attempts². */
  readonly squares: number;
  /** Clusters with at least one failure. */
  readonly failing: number;
  /** Clusters with at least one attempt that did not fail. */
  readonly succeeding: number;
  /** Σ (failures − rate · attempts)². */
  readonly residuals: number;
}

const whole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

function checked(name: string, { failures, attempts, n = 1 }: ClusterInput): void {
  if (!whole(failures) || !whole(attempts) || !whole(n)) {
    throw new RangeError(
      `${name} requires failures, attempts and n as whole numbers ≥ 0, got ${failures}, ${attempts} and ${n}`,
    );
  }
  if (failures > attempts)
    throw new RangeError(`${name} requires failures ≤ attempts in every cluster, got ${failures} of ${attempts}`);
}

/**
 * Checks and sums clusters.
 *
 * @throws RangeError for counts that are not whole or do not fit each other, and when no cluster has an attempt
 */
export function clusterSums(name: string, clusters: readonly ClusterInput[]): ClusterSums {
  let [count, failures, attempts, squares, failing, succeeding] = [0, 0, 0, 0, 0, 0];
  for (const cluster of clusters) {
    checked(name, cluster);
    if (cluster.attempts === 0) continue;
    const n = cluster.n ?? 1;
    count += n;
    failures += n * cluster.failures;
    attempts += n * cluster.attempts;
    squares += n * cluster.attempts ** 2;
    if (cluster.failures > 0) failing += n;
    if (cluster.failures < cluster.attempts) succeeding += n;
  }
  if (attempts === 0)
    throw new RangeError(`${name} requires at least one attempt, got 0: without attempts there is no rate`);
  const rate = failures / attempts;
  let residuals = 0;
  for (const { failures: f, attempts: a, n = 1 } of clusters) residuals += n * (f - rate * a) ** 2;
  return { clusters: count, failures, attempts, squares, failing, succeeding, residuals };
}
