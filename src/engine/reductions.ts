import type { Span } from "../time/span.js";
import type { EngineDialect } from "./dialect.js";

/**
 * Rows with the columns that the reductions need: `ts` (timestamp), `failed` (0 or 1), and as far as they have them `latency` (ms), `cluster`, `id`,
 * `failures`, `attempts`. Each is an expression over one table, not a query around it, so that a server's shards add up their own rows.
 */
export interface Relation {
  /** A table's name, or a query in parentheses. */
  readonly from: string;
  /** How a column is written there. */
  of(column: string): string;
  /** True if its rows stand for as many attempts as their column `weight` says. */
  readonly weighted?: boolean;
}

/** A relation whose columns have the reductions' own names. */
export function relationNamed(from: string, weighted = false): Relation {
  return { from, of: (column) => column, weighted };
}

/** The condition that a row's timestamp lies in a half-open span. */
export function inSpan(dialect: EngineDialect, relation: Relation, span: Span): string {
  const ts = relation.of("ts");
  return `${ts} >= ${dialect.instant(span.from)} AND ${ts} < ${dialect.instant(span.to)}`;
}

/** An expression with the name of its result. The names end in `_`: ClickHouse prefers them to columns, so that they must not be a column's. */
type Named = readonly [expression: string, name: string];

const listed = (columns: readonly Named[]): string =>
  columns.map(([expression, name]) => (expression === name ? name : `${expression} AS ${name}`)).join(", ");

function grouped(dialect: EngineDialect, keys: readonly Named[], sums: readonly Named[], from: string): string {
  return `SELECT ${listed([...keys, ...sums])} FROM ${from} GROUP BY ${dialect.group(keys.map(([, name]) => name))}`;
}

const COUNT = "count(*)";
const same = (...names: readonly string[]): Named[] => names.map((name) => [name, name]);
const binOf = (dialect: EngineDialect, relation: Relation, stepSeconds: number, phaseSeconds = 0): Named => [
  dialect.bin(relation.of("ts"), stepSeconds, phaseSeconds),
  "bin_",
];
/** What rows count for: each for itself, or for its weight. */
export const countOf = ({ weighted, of }: Relation): string => (weighted ? `sum(${of("weight")})` : COUNT);
const failuresOf = ({ weighted, of }: Relation): Named => [
  weighted ? `sum(${of("failed")} * ${of("weight")})` : `sum(${of("failed")})`,
  "failures_",
];

/** Attempts and failures per bin: bin, attempts, failures; bins with rows only. Bins begin `phaseSeconds` after whole steps since 1970. */
export function countsPerBin(
  dialect: EngineDialect,
  relation: Relation,
  stepSeconds: number,
  phaseSeconds = 0,
): string {
  return `${grouped(dialect, [binOf(dialect, relation, stepSeconds, phaseSeconds)], [[countOf(relation), "attempts_"], failuresOf(relation)], `${relation.from} r`)} ORDER BY bin_`;
}

/** What rows of counts add up to. */
const sumsOf = (relation: Relation): Named[] => [
  [`sum(${relation.of("attempts")})`, "attempts_"],
  [`sum(${relation.of("failures")})`, "failures_"],
];

/** Sums of aggregated rows per bin: bin, attempts, failures; bins as in {@link countsPerBin}. */
export function sumsPerBin(dialect: EngineDialect, relation: Relation, stepSeconds: number, phaseSeconds = 0): string {
  return `${grouped(dialect, [binOf(dialect, relation, stepSeconds, phaseSeconds)], sumsOf(relation), `${relation.from} r`)} ORDER BY bin_`;
}

/** The sums of aggregated rows inside a span: attempts, failures. */
export function sumsInSpan(dialect: EngineDialect, relation: Relation, span: Span): string {
  const sums: Named[] = [
    [`coalesce(sum(${relation.of("attempts")}), 0)`, "attempts_"],
    [`coalesce(sum(${relation.of("failures")}), 0)`, "failures_"],
  ];
  return `SELECT ${listed(sums)} FROM ${relation.from} r WHERE ${inSpan(dialect, relation, span)}`;
}

/**
 * The additive reduction behind rates and latencies: bin, failed, latency bin, n, with latency bin = `floor(ln(max(latency, 1)) / ln(1.02))`, −1
 * without latency. Merges over files, shards and engines; quantiles within 1 %.
 */
export function latencyBins(dialect: EngineDialect, relation: Relation, stepSeconds: number): string {
  const latency = relation.of("latency");
  const level = dialect.integer(
    `floor(${dialect.ln(`CASE WHEN ${latency} > 1 THEN ${latency} ELSE 1 END`)} / ${dialect.ln("1.02")})`,
  );
  const keys: Named[] = [
    binOf(dialect, relation, stepSeconds),
    [relation.of("failed"), "failed_"],
    [`CASE WHEN ${latency} IS NULL THEN -1 ELSE ${level} END`, "latency_bin_"],
  ];
  return `${grouped(dialect, keys, [[countOf(relation), "n_"]], `${relation.from} r`)} ORDER BY bin_, failed_, latency_bin_`;
}

/** Rows that no cluster holds together, by whether they failed: attempts, failures, n. A row that stands for several is a cluster of as many. */
const alone = (dialect: EngineDialect, relation: Relation, where: string): string => {
  const weight = relation.weighted ? relation.of("weight") : "1";
  const keys: Named[] = [
    ...(relation.weighted ? ([[weight, "attempts_"]] as const) : []),
    [relation.weighted ? `${relation.of("failed")} * ${weight}` : relation.of("failed"), "failures_"],
  ];
  return grouped(dialect, keys, [[COUNT, "n_"]], `${relation.from} r WHERE ${where}`);
};
const ownAttempts = ({ weighted }: Relation): string => (weighted ? "attempts_" : "1 AS attempts_");

/** Clusters by attempts and failures inside a span: attempts, failures, n; rows without a cluster stand alone. */
export function clusterCounts(dialect: EngineDialect, relation: Relation, span: Span): string {
  const inside = inSpan(dialect, relation, span);
  const cluster = relation.of("cluster");
  const each = grouped(
    dialect,
    [[cluster, "cluster_"]],
    [[countOf(relation), "attempts_"], failuresOf(relation)],
    `${relation.from} r WHERE ${inside} AND ${cluster} IS NOT NULL`,
  );
  const clustered = grouped(dialect, same("attempts_", "failures_"), [[COUNT, "n_"]], `(${each}) a`);
  const both = `(${clustered} UNION ALL SELECT ${ownAttempts(relation)}, failures_, n_ FROM (${alone(dialect, relation, `${inside} AND ${cluster} IS NULL`)}) c) b`;
  return `${grouped(dialect, same("attempts_", "failures_"), [["sum(n_)", "clusters_"]], both)} ORDER BY attempts_, failures_`;
}

/** The same when no cluster is declared: every attempt stands alone. */
export function independentCounts(dialect: EngineDialect, relation: Relation, span: Span): string {
  return `SELECT ${ownAttempts(relation)}, failures_, n_ FROM (${alone(dialect, relation, inSpan(dialect, relation, span))}) a ORDER BY ${relation.weighted ? "attempts_, " : ""}failures_`;
}

/**
 * Attempts and failures by one column inside a span: value, attempts, failures, largest first.
 *
 * @param counted - whether rows are counts already
 */
export function breakdownCounts(
  dialect: EngineDialect,
  relation: Relation,
  column: string,
  span: Span,
  counted: boolean,
): string {
  const sums: Named[] = counted ? sumsOf(relation) : [[countOf(relation), "attempts_"], failuresOf(relation)];
  return `${grouped(dialect, [[relation.of(column), "value_"]], sums, `${relation.from} r WHERE ${inSpan(dialect, relation, span)}`)} ORDER BY attempts_ DESC, value_`;
}

/**
 * Attempts and failures by the combination of several columns, in two spans at once: the columns' values, then attempts and failures of the second
 * span, then those of the first; combinations that occur in either.
 *
 * @param counted - whether rows are counts already
 */
export function cellCounts(
  dialect: EngineDialect,
  relation: Relation,
  columns: readonly string[],
  [before, during]: readonly [Span, Span],
  counted: boolean,
): string {
  const weight = relation.weighted ? relation.of("weight") : "1";
  const [tried, failed] = counted
    ? [relation.of("attempts"), relation.of("failures")]
    : [weight, `${relation.of("failed")} * ${weight}`];
  const sumIn = (span: Span, amount: string, name: string): Named => [
    `coalesce(sum(CASE WHEN ${inSpan(dialect, relation, span)} THEN ${amount} ELSE 0 END), 0)`,
    name,
  ];
  const keys = columns.map((column, index): Named => [relation.of(column), `value${index}_`]);
  const sums: Named[] = [
    sumIn(during, tried, "attempts_"),
    sumIn(during, failed, "failures_"),
    sumIn(before, tried, "attempts_before_"),
    sumIn(before, failed, "failures_before_"),
  ];
  const where = `(${inSpan(dialect, relation, before)}) OR (${inSpan(dialect, relation, during)})`;
  return `${grouped(dialect, keys, sums, `${relation.from} r WHERE ${where}`)} ORDER BY ${keys.map(([, name]) => name).join(", ")}`;
}

/** Columns with the values that are asked for. */
export type PartColumns = readonly { readonly column: string; readonly values: readonly string[] }[];

/**
 * Attempts and failures per bin by the combination of some values of some columns: bin, the columns' values, attempts, failures; bins with rows only.
 *
 * @param counted - whether rows are counts already
 */
export function partsPerBin(
  dialect: EngineDialect,
  relation: Relation,
  parts: PartColumns,
  [stepSeconds, phaseSeconds]: readonly [stepSeconds: number, phaseSeconds: number],
  counted: boolean,
): string {
  const keys = parts.map(({ column }, index): Named => [relation.of(column), `value${index}_`]);
  const sums: Named[] = counted ? sumsOf(relation) : [[countOf(relation), "attempts_"], failuresOf(relation)];
  const where = parts
    .map(({ column, values }) => `${relation.of(column)} IN (${values.map((value) => dialect.text(value)).join(", ")})`)
    .join(" AND ");
  const bin = binOf(dialect, relation, stepSeconds, phaseSeconds);
  return grouped(dialect, [bin, ...keys], sums, `${relation.from} r WHERE ${where}`);
}

/** When each value of a column first occurs: value, seconds since 1970. */
export function firstSeenOf(dialect: EngineDialect, relation: Relation, column: string): string {
  const first: Named = [dialect.bin(`min(${relation.of("ts")})`, 1), "first_"];
  return `${grouped(dialect, [[relation.of(column), "value_"]], [first], `${relation.from} r`)} ORDER BY first_, value_`;
}

/**
 * Units that start inside a span by what they went through: attempts, failures, failed, n; a unit's attempts are those whose cluster is its id,
 * at whatever time. Only the attempts of these units are added up, and a union and one grouping bring the two together: no more memory than the
 * span's units need, and the same on every engine and on rows sharded in any way.
 */
export function unitProfiles(dialect: EngineDialect, units: Relation, attempts: Relation, span: Span): string {
  const inside = inSpan(dialect, units, span);
  const [id, lost, cluster] = [units.of("id"), units.of("failed"), attempts.of("cluster")];
  const asked = `(SELECT ${id} AS unit_ FROM ${units.from} s WHERE ${inside} AND ${id} IS NOT NULL)`;
  const tried = grouped(
    dialect,
    [[cluster, "unit_"]],
    [
      [COUNT, "tried_"],
      [`sum(${attempts.of("failed")})`, "bad_"],
    ],
    `${attempts.from} v WHERE ${dialect.among(cluster, asked)}`,
  );
  const rows =
    `SELECT ${id} AS unit_, 0 AS tried_, 0 AS bad_, ${lost} AS lost_, 1 AS own_ FROM ${units.from} u WHERE ${inside} AND ${id} IS NOT NULL ` +
    `UNION ALL SELECT unit_, tried_, bad_, 0 AS lost_, 0 AS own_ FROM (${tried}) v`;
  const sums: Named[] = [
    ["sum(tried_)", "attempts_"],
    ["sum(bad_)", "failures_"],
    ["max(lost_)", "failed_"],
    ["sum(own_)", "owned_"],
  ];
  const perUnit = grouped(dialect, same("unit_"), sums, `(${rows}) w`);
  const nameless = grouped(
    dialect,
    [[lost, "failed_"]],
    [[COUNT, "owned_"]],
    `${units.from} u WHERE ${inside} AND ${id} IS NULL`,
  );
  const all = `(SELECT attempts_, failures_, failed_, owned_ FROM (${perUnit}) x WHERE owned_ > 0 UNION ALL SELECT 0 AS attempts_, 0 AS failures_, failed_, owned_ FROM (${nameless}) y) z`;
  return `${grouped(dialect, same("attempts_", "failures_", "failed_"), [["sum(owned_)", "n_"]], all)} ORDER BY attempts_, failures_, failed_`;
}
