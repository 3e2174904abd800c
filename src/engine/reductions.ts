import type { Span } from "../incident/span.js";
import type { EngineDialect } from "./dialect.js";

/**
 * A relation with the columns that the reductions need: `ts` (timestamp), `failed` (0 or 1), and as far as it has them `latency` (ms),
 * `cluster`, `id`, `failures`, `attempts`. A table name or a parenthesised query.
 */
export type Relation = string;

/** The condition that a timestamp lies in a half-open span. */
export function inSpan(dialect: EngineDialect, span: Span, column = "ts"): string {
  return `${column} >= ${dialect.instant(span.from)} AND ${column} < ${dialect.instant(span.to)}`;
}

/** Attempts and failures per bin: columns `bin, attempts, failures`, bins with rows only. */
export function countsPerBin(dialect: EngineDialect, relation: Relation, stepSeconds: number): string {
  return `SELECT ${dialect.bin("ts", stepSeconds)} AS bin, count(*) AS attempts, sum(failed) AS failures FROM ${relation} GROUP BY 1 ORDER BY 1`;
}

/** Sums of aggregated rows per bin: columns `bin, attempts, failures`. */
export function sumsPerBin(dialect: EngineDialect, relation: Relation, stepSeconds: number): string {
  return `SELECT ${dialect.bin("ts", stepSeconds)} AS bin, sum(attempts) AS attempts, sum(failures) AS failures FROM ${relation} GROUP BY 1 ORDER BY 1`;
}

/**
 * The additive reduction behind rates and latencies: columns `bin, failed, latency_bin, n`, with
 * `latency_bin = floor(ln(max(latency, 1)) / ln(1.02))`, −1 without latency. Merges over files, shards and engines; quantiles within 1 %.
 */
export function latencyBins(dialect: EngineDialect, relation: Relation, stepSeconds: number): string {
  const { bin, ln, integer } = dialect;
  const level = integer(`floor(${ln("CASE WHEN latency > 1 THEN latency ELSE 1 END")} / ${ln("1.02")})`);
  return `SELECT ${bin("ts", stepSeconds)} AS bin, failed, CASE WHEN latency IS NULL THEN -1 ELSE ${level} END AS latency_bin, count(*) AS n `
    + `FROM ${relation} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;
}

/** Clusters by attempts and failures inside a span: columns `attempts, failures, n`; rows without a cluster stand alone. */
export function clusterCounts(dialect: EngineDialect, relation: Relation, span: Span): string {
  const inside = inSpan(dialect, span);
  return `SELECT attempts, failures, sum(n) AS n FROM (`
    + `SELECT attempts, failures, count(*) AS n FROM (SELECT cluster, count(*) AS attempts, sum(failed) AS failures FROM ${relation} `
    + `WHERE ${inside} AND cluster IS NOT NULL GROUP BY cluster) a GROUP BY 1, 2 `
    + `UNION ALL SELECT 1 AS attempts, failed AS failures, count(*) AS n FROM ${relation} WHERE ${inside} AND cluster IS NULL GROUP BY 1, 2`
    + `) b GROUP BY 1, 2 ORDER BY 1, 2`;
}

/** The same when no cluster is declared: every attempt stands alone. */
export function independentCounts(dialect: EngineDialect, relation: Relation, span: Span): string {
  return `SELECT 1 AS attempts, failed AS failures, count(*) AS n FROM ${relation} WHERE ${inSpan(dialect, span)} GROUP BY 1, 2 ORDER BY 1, 2`;
}

/** Attempts and failures by one column inside a span: columns `value, attempts, failures`, largest first. */
export function breakdownCounts(dialect: EngineDialect, relation: Relation, column: string, span: Span): string {
  return `SELECT ${column} AS value, count(*) AS attempts, sum(failed) AS failures FROM ${relation} WHERE ${inSpan(dialect, span)} `
    + `GROUP BY 1 ORDER BY 2 DESC, 1`;
}

/** Units that start inside a span by what they went through: columns `attempts, failures, failed, n`; joined on unit id = attempt cluster. */
export function unitProfiles(dialect: EngineDialect, units: Relation, attempts: Relation, span: Span): string {
  const parts = `SELECT cluster, count(*) AS attempts, sum(failed) AS failures FROM ${attempts} WHERE cluster IS NOT NULL GROUP BY cluster`;
  return `SELECT coalesce(a.attempts, 0) AS attempts, coalesce(a.failures, 0) AS failures, u.failed AS failed, count(*) AS n `
    + `FROM ${units} u LEFT JOIN (${parts}) a ON a.cluster = u.id WHERE ${inSpan(dialect, span, "u.ts")} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;
}
