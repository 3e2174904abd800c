import { duckdbDialect } from "../../engine/dialect.js";
import type { Condition, ConditionTest } from "../../incident/incident.js";
import type { ResolvedSource } from "../columns/column-roles.js";
import { commaNumberSql } from "../columns/decimal-comma.js";
import type { Scan } from "../records/scan.js";
import { plausible, timeSql } from "../columns/time-sql.js";
import { statusClasses } from "../columns/status-class.js";
import type { TimeNotation } from "../columns/time-notation.js";

const { text, number } = duckdbDialect;

/** Which text columns of a source stay in the compact table: what it is broken down by, and what other sources look up in it. */
export interface KeptColumns {
  /** Kept as text, `k0, k1, …`. */
  readonly text: readonly string[];
  /** Kept as hashes for joins, `h0, h1, …`. */
  readonly hashed: readonly string[];
}

function testSql(cell: string, test: ConditionTest, comma: boolean): string {
  const list = (values: readonly string[]): string => values.map(text).join(", ");
  if (test.kind === "values") {
    const classes = statusClasses(test.values).map(
      ([from, to]) => ` OR coalesce(${number(cell)} >= ${from} AND ${number(cell)} < ${to}, false)`,
    );
    return `coalesce(${cell}, '') IN (${list(test.values)})${classes.join("")}`;
  }
  if (test.kind === "not") return `coalesce(${cell}, '') NOT IN (${list(["", ...test.values])})`;
  const value = comma ? commaNumberSql(cell) : number(cell);
  const bounds = [
    ...(test.atLeast === undefined ? [] : [`${value} >= ${test.atLeast}`]),
    ...(test.atMost === undefined ? [] : [`${value} <= ${test.atMost}`]),
  ];
  return `coalesce(${bounds.join(" AND ") || "true"}, false)`;
}

/**
 * A condition over text cells; empty matches every row.
 *
 * @param commas - columns whose decimals are written with a comma
 */
export function conditionSql(
  condition: Condition,
  cell: (column: string) => string,
  commas: ReadonlySet<string> = new Set(),
): string {
  return condition.length === 0
    ? "true"
    : condition.map(([column, test]) => `(${testSql(cell(column), test, commas.has(column))})`).join(" AND ");
}

/** A measure: `NaN` marks a value that is written but is no number, `NULL` one that is not written. */
function measure(cell: string, comma: boolean): string {
  return `CASE WHEN ${cell} IS NULL OR ${cell} = '' THEN NULL ELSE coalesce(${comma ? commaNumberSql(cell) : number(cell)}, 'NaN'::DOUBLE) END`;
}

/** Where a row stands and the text of a time that was not read: in the table of a careful reading only. */
const PLACE = [
  ["line", "BIGINT"],
  ["pos", "BIGINT"],
  ["bad", "VARCHAR"],
] as const;

/**
 * The columns of a source's compact table, in order.
 *
 * @param placed - with the place of each row, as a careful reading has it
 */
export function compactColumns(
  source: ResolvedSource,
  kept: KeptColumns,
  placed = false,
): readonly (readonly [name: string, type: string])[] {
  return [
    ...(placed ? PLACE : []),
    ["file", "SMALLINT"],
    ["ts", "TIMESTAMPTZ"],
    ...(source.kind === "outcomes" ? ([["failed", "TINYINT"]] as const) : []),
    ...(source.kind === "counts"
      ? ([
          ["failures", "DOUBLE"],
          ["attempts", "DOUBLE"],
        ] as const)
      : []),
    ...(source.kind === "gauge" || source.kind === "counter" ? ([["value", "DOUBLE"]] as const) : []),
    ...(source.latency === undefined ? [] : ([["latency", "FLOAT"]] as const)),
    ...(source.duration === undefined ? [] : ([["duration", "FLOAT"]] as const)),
    ...(source.id === undefined ? [] : ([["id", "UBIGINT"]] as const)),
    ...(source.cluster === undefined ? [] : ([["cluster", "UBIGINT"]] as const)),
    ...kept.hashed.map((_column, index) => [`h${index}`, "UBIGINT"] as const),
    ...kept.text.map((_column, index) => [`k${index}`, "VARCHAR"] as const),
  ];
}

/**
 * The statement that loads one file's rows into the compact table: times as instants, identifiers as 64-bit hashes, failures as 0 or 1.
 *
 * @param cellOf - the expression of a column in the scan, by the column's name
 */
export function insertSql(
  table: string,
  file: number,
  {
    source,
    kept,
    notation,
    commas,
  }: { source: ResolvedSource; kept: KeptColumns; notation: TimeNotation; commas: ReadonlySet<string> },
  cellOf: (column: string) => string,
  scan: Scan,
  placed = false,
): string {
  const time = cellOf(source.time.column);
  const hash = (column: string): string => `CASE WHEN ${cellOf(column)} <> '' THEN hash(${cellOf(column)}) END`;
  const optional = (column: string | undefined): string | undefined =>
    column === undefined ? undefined : (scan.numbers?.get(column) ?? measure(cellOf(column), commas.has(column)));
  const values = new Map<string, string | undefined>([
    ["file", String(file)],
    ["line", "line"],
    ["pos", "pos"],
    ["ts", "ts"],
    ["bad", `CASE WHEN ts IS NULL THEN coalesce(${time}, '') END`],
    [
      "failed",
      source.failed?.kind === "own" ? `CAST(${conditionSql(source.failed.where, cellOf, commas)} AS TINYINT)` : "0",
    ],
    ["failures", optional(source.failures)],
    ["attempts", optional(source.attempts)],
    ["value", optional(source.value)],
    ["latency", optional(source.latency)],
    ["duration", optional(source.duration)],
    ["id", source.id === undefined ? undefined : hash(source.id)],
    ["cluster", source.cluster === undefined ? undefined : hash(source.cluster)],
    ...kept.hashed.map((column, index) => [`h${index}`, hash(column)] as const),
    ...kept.text.map((column, index) => [`k${index}`, cellOf(column)] as const),
  ]);
  const columns = compactColumns(source, kept, placed).map(([name]) => values.get(name));
  return `INSERT INTO ${table} SELECT ${columns.join(", ")} FROM (SELECT * REPLACE (${plausible("ts")} AS ts) FROM (SELECT *, ${scan.instant ?? timeSql(time, notation, source.time)} AS ts FROM ${scan.sql}))`;
}
