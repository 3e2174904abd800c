import type { Span } from "../time/span.js";
import type { EngineDialect } from "./dialect.js";
import { countOf, inSpan } from "./reductions.js";
import type { Relation } from "./reductions.js";

/** Ratio of one latency level to the next; a quantile read from levels is within half of it. */
const LEVEL_RATIO = 1.02;
/** The lowest level holds everything below, so that a latency in seconds keeps its levels too. */
const LEAST_LATENCY = 1e-6;
/** Longer is a missing value written as a number. */
const MOST_LATENCY = 1e15;

/** The condition that a row's latency is a measurement: negative ones are written for missing, and `NaN` compares as the largest in one engine. */
function isMeasured(relation: Relation): string {
  const latency = relation.of("latency");
  return `(${latency} >= 0 AND ${latency} < ${MOST_LATENCY})`;
}

/** The condition that a row took at least as long as a level's lower edge; exact, as the edge is a level's own. */
function slowerThan(relation: Relation, limit: number): string {
  return `(${relation.of("latency")} >= ${limit} AND ${relation.of("latency")} < ${MOST_LATENCY})`;
}

/** The same relation with slowness in place of failure: what counts failures then counts slow attempts. */
export function slowRelation(relation: Relation, limit: number): Relation {
  return {
    ...relation,
    of: (column) =>
      column === "failed" ? `CASE WHEN ${slowerThan(relation, limit)} THEN 1 ELSE 0 END` : relation.of(column),
  };
}

/** Rows with one of some values in a column, or those that failed or went well. */
export interface PartOfRows {
  readonly column?: string;
  readonly values?: readonly string[];
  readonly failed?: boolean;
}

/** Counts of latency levels per bin: bin, level, n, with level = `floor(ln(latency) / ln(1.02))`; rows without a latency are left out. */
export function levelsPerBin(
  dialect: EngineDialect,
  relation: Relation,
  stepSeconds: number,
  span?: Span,
  part?: PartOfRows,
): string {
  const latency = relation.of("latency");
  const held = `CASE WHEN ${latency} > ${LEAST_LATENCY} THEN ${latency} ELSE ${LEAST_LATENCY} END`;
  const level = dialect.integer(`floor(${dialect.ln(held)} / ${dialect.ln(String(LEVEL_RATIO))})`);
  const within = span === undefined ? "" : ` AND ${inSpan(dialect, relation, span)}`;
  const own =
    part?.column !== undefined && part.values !== undefined
      ? ` AND ${relation.of(part.column)} IN (${part.values.map((value) => dialect.text(value)).join(", ")})`
      : "";
  const outcome = part?.failed === undefined ? "" : ` AND ${relation.of("failed")} = ${part.failed ? 1 : 0}`;
  const inside = `${within}${own}${outcome}`;
  return (
    `SELECT ${dialect.bin(relation.of("ts"), stepSeconds)} AS bin_, ${level} AS level_, ${countOf(relation)} AS n_ FROM ${relation.from} r ` +
    `WHERE ${isMeasured(relation)}${inside} GROUP BY ${dialect.group(["bin_", "level_"])} ORDER BY bin_, level_`
  );
}

/** Attempts per bin that have a latency, and how many of them took at least each limit: bin, attempts, slow…. */
export function slowPerBin(
  dialect: EngineDialect,
  relation: Relation,
  stepSeconds: number,
  limits: readonly number[],
): string {
  const weight = relation.weighted ? relation.of("weight") : "1";
  const slow = limits.map(
    (limit, index) => `sum(CASE WHEN ${slowerThan(relation, limit)} THEN ${weight} ELSE 0 END) AS slow${index}_`,
  );
  return (
    `SELECT ${[`${dialect.bin(relation.of("ts"), stepSeconds)} AS bin_`, `${countOf(relation)} AS attempts_`, ...slow].join(", ")} FROM ${relation.from} r ` +
    `WHERE ${isMeasured(relation)} GROUP BY ${dialect.group(["bin_"])} ORDER BY bin_`
  );
}

/**
 * Distinct values of a column inside a span: all that attempted, hit (failed, or slow where a limit is given), failed, hit more than once. One row, whatever the
 * number of values; none of them leaves the engine.
 */
export function affectedCounts(
  dialect: EngineDialect,
  relation: Relation,
  column: string,
  span: Span,
  limit?: number,
): string {
  const failed = relation.of("failed");
  const bad =
    limit === undefined ? failed : `CASE WHEN ${failed} = 1 OR ${slowerThan(relation, limit)} THEN 1 ELSE 0 END`;
  const key = relation.of(column);
  const each =
    `SELECT ${key} AS key_, sum(${failed}) AS failures_, sum(${bad}) AS hits_ FROM ${relation.from} r ` +
    `WHERE ${inSpan(dialect, relation, span)} AND ${key} IS NOT NULL GROUP BY ${dialect.group(["key_"])}`;
  const those = (test: string): string => `coalesce(sum(CASE WHEN ${test} THEN 1 ELSE 0 END), 0)`;
  return `SELECT count(*) AS total_, ${those("hits_ > 0")} AS hit_, ${those("failures_ > 0")} AS failed_, ${those("hits_ > 1")} AS repeated_ FROM (${each}) a`;
}
