import type { Span } from "../incident/span.js";
import type { EngineDialect } from "./dialect.js";

/**
 * A relation with the columns that the reductions need: `ts` (timestamp), `failed` (0 or 1), and as far as it has them `latency` (ms),
 * `cluster`, `id`, `failures`, `attempts`. A table name or a parenthesised query.
 */
export type Relation = string;

/** The condition that a timestamp lies in a half-open span. */
export function inSpan(dialect: EngineDialect, span: Span): string {
  return `ts >= ${dialect.instant(span.from)} AND ts < ${dialect.instant(span.to)}`;
}

function grouped(dialect: EngineDialect, keys: readonly (readonly [expression: string, name: string])[], sums: string, from: string): string {
  const names = keys.map(([, name]) => name);
  const list = keys.map(([expression, name]) => (expression === name ? name : `${expression} AS ${name}`)).join(", ");
  return `SELECT ${list}, ${sums} FROM ${from} GROUP BY ${dialect.group(names)}`;
}

/** Attempts and failures per bin: columns `bin, attempts, failures`, bins with rows only. */
export function countsPerBin(dialect: EngineDialect, relation: Relation, stepSeconds: number): string {
  return `${grouped(dialect, [[dialect.bin("ts", stepSeconds), "bin"]], "count(*) AS attempts, sum(failed) AS failures", `${relation} r`)} ORDER BY bin`;
}

/** Sums of aggregated rows per bin: columns `bin, tried, bad`. */
export function sumsPerBin(dialect: EngineDialect, relation: Relation, stepSeconds: number): string {
  return `${grouped(dialect, [[dialect.bin("ts", stepSeconds), "bin"]], "sum(attempts) AS tried, sum(failures) AS bad", `${relation} r`)} ORDER BY bin`;
}

/**
 * The additive reduction behind rates and latencies: columns `bin, failed, latency_bin, n`, with
 * `latency_bin = floor(ln(max(latency, 1)) / ln(1.02))`, −1 without latency. Merges over files, shards and engines; quantiles within 1 %.
 */
export function latencyBins(dialect: EngineDialect, relation: Relation, stepSeconds: number): string {
  const level = dialect.integer(`floor(${dialect.ln("CASE WHEN latency > 1 THEN latency ELSE 1 END")} / ${dialect.ln("1.02")})`);
  const keys = [[dialect.bin("ts", stepSeconds), "bin"], ["failed", "failed"], [`CASE WHEN latency IS NULL THEN -1 ELSE ${level} END`, "latency_bin"]] as const;
  return `${grouped(dialect, keys, "count(*) AS n", `${relation} r`)} ORDER BY bin, failed, latency_bin`;
}

/** Clusters by attempts and failures inside a span: columns `attempts, failures, n`; rows without a cluster stand alone. */
export function clusterCounts(dialect: EngineDialect, relation: Relation, span: Span): string {
  const inside = inSpan(dialect, span);
  const each = grouped(dialect, [["cluster", "cluster"]], "count(*) AS attempts, sum(failed) AS failures", `${relation} r WHERE ${inside} AND cluster IS NOT NULL`);
  const clustered = grouped(dialect, [["attempts", "attempts"], ["failures", "failures"]], "count(*) AS n", `(${each}) a`);
  const alone = grouped(dialect, [["failed", "failed"]], "count(*) AS n", `${relation} r WHERE ${inside} AND cluster IS NULL`);
  const both = `(${clustered} UNION ALL SELECT 1 AS attempts, failed AS failures, n FROM (${alone}) c) b`;
  return `${grouped(dialect, [["attempts", "attempts"], ["failures", "failures"]], "sum(n) AS clusters", both)} ORDER BY attempts, failures`;
}

/** The same when no cluster is declared: every attempt stands alone. */
export function independentCounts(dialect: EngineDialect, relation: Relation, span: Span): string {
  const alone = grouped(dialect, [["failed", "failed"]], "count(*) AS n", `${relation} r WHERE ${inSpan(dialect, span)}`);
  return `SELECT 1 AS attempts, failed AS failures, n FROM (${alone}) a ORDER BY failures`;
}

/** Attempts and failures by one column inside a span: columns `value, attempts, failures`, largest first. */
export function breakdownCounts(dialect: EngineDialect, relation: Relation, column: string, span: Span): string {
  const sums = "count(*) AS attempts, sum(failed) AS failures";
  return `${grouped(dialect, [[column, "value"]], sums, `${relation} r WHERE ${inSpan(dialect, span)}`)} ORDER BY attempts DESC, value`;
}

/**
 * Units that start inside a span by what they went through: columns `attempts, failures, failed, n`; a unit's attempts are those whose
 * cluster is its id. A union and one grouping instead of a join: the same on every engine, and on rows sharded in any way.
 */
export function unitProfiles(dialect: EngineDialect, units: Relation, attempts: Relation, span: Span): string {
  const inside = inSpan(dialect, span);
  const rows = `SELECT id AS unit, 0 AS tried, 0 AS bad, failed AS lost, 1 AS own FROM ${units} u WHERE ${inside} AND id IS NOT NULL `
    + `UNION ALL SELECT cluster AS unit, 1 AS tried, failed AS bad, 0 AS lost, 0 AS own FROM ${attempts} v WHERE cluster IS NOT NULL`;
  const perUnit = grouped(dialect, [["unit", "unit"]], "sum(tried) AS attempts, sum(bad) AS failures, max(lost) AS failed, sum(own) AS owned", `(${rows}) w`);
  const nameless = grouped(dialect, [["failed", "failed"]], "count(*) AS owned", `${units} u WHERE ${inside} AND id IS NULL`);
  const all = `(SELECT attempts, failures, failed, owned FROM (${perUnit}) x WHERE owned > 0 UNION ALL SELECT 0 AS attempts, 0 AS failures, failed, owned FROM (${nameless}) y) z`;
  return `${grouped(dialect, [["attempts", "attempts"], ["failures", "failures"], ["failed", "failed"]], "sum(owned) AS n", all)} ORDER BY attempts, failures, failed`;
}
