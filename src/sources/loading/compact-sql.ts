import { duckdbDialect } from "../../engine/dialect.js";
import type { Condition, ConditionTest } from "../../incident/incident.js";
import type { ResolvedSource } from "../columns/column-roles.js";
import { countSql, wholeCountSql } from "../columns/count-number.js";
import type { CountNotation } from "../columns/count-number.js";
import { commaNumberSql } from "../columns/decimal-comma.js";
import { placeholderSql } from "../columns/placeholder.js";
import { listedNumbers } from "../columns/same-value.js";
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

/** A cell as a number where it writes a plain one that a double holds exactly. */
function exactNumber(cell: string): string {
  const plain = `regexp_full_match(trim(${cell}), '[+-]?(0|[1-9][0-9]*)([.][0-9]*)?') AND length(trim(${cell})) <= 17`;
  return `CASE WHEN ${plain} THEN ${number(cell)} END`;
}

function testSql(cell: string, test: ConditionTest, comma: boolean): string {
  const among = (values: readonly string[]): string => {
    const numbers = listedNumbers(values);
    // 500.0 is 500: what is a number on both sides is compared as one.
    const equal = numbers.length === 0 ? "" : ` OR coalesce(${exactNumber(cell)} IN (${numbers.join(", ")}), false)`;
    return `coalesce(${cell}, '') IN (${values.map(text).join(", ")})${equal}`;
  };
  if (test.kind === "values") {
    const classes = statusClasses(test.values).map(
      ([from, to]) => ` OR coalesce(${number(cell)} >= ${from} AND ${number(cell)} < ${to}, false)`,
    );
    return `${among(test.values)}${classes.join("")}`;
  }
  if (test.kind === "not") return `NOT (${among(["", ...test.values])})`;
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

/** A measurement: as {@link measure}, but `Infinity` marks what has digits and is no number, which is no missing value. */
function measuredValue(cell: string, comma: boolean): string {
  const read = comma ? commaNumberSql(cell) : number(cell);
  // "1,234" may be a thousand or a little over one: it stays missing, and is said to.
  const digits = `regexp_matches(${cell}, '[0-9]') AND NOT regexp_full_match(trim(${cell}), '[+-]?[1-9][0-9]{0,2},[0-9]{3}')`;
  return `CASE WHEN ${cell} IS NULL OR trim(${cell}) = '' THEN NULL WHEN isfinite(coalesce(${read}, 'NaN'::DOUBLE)) THEN ${read} WHEN ${digits} THEN 'Infinity'::DOUBLE ELSE 'NaN'::DOUBLE END`;
}

/** The numbers of a source without which a row says nothing, with their columns. */
export function requiredNumbers({
  kind,
  failures,
  attempts,
  value,
}: ResolvedSource): readonly (readonly [name: "failures" | "attempts" | "value", column: string])[] {
  if (kind === "counts")
    return [
      ["failures", failures as string],
      ["attempts", attempts as string],
    ];
  return kind === "gauge" || kind === "counter" ? [["value", value as string]] : [];
}

/** Times that rows of a source may have, in microseconds since the epoch. */
export interface TimeBounds {
  readonly fromMicros: number;
  readonly toMicros: number;
}

/** Whether a row of the compact table cannot be used: without a time, with one far from all others, or with a number that is none. */
export function faultySql({ kind }: ResolvedSource, bounds?: TimeBounds): string {
  return [
    "ts IS NULL",
    ...(bounds ? [`epoch_us(ts) < ${bounds.fromMicros}`, `epoch_us(ts) > ${bounds.toMicros}`] : []),
    ...(kind === "counts" ? ["isnan(failures)", "isnan(attempts)", "failures > attempts"] : []),
    ...(kind === "gauge" || kind === "counter" ? ["isinf(value)"] : []),
  ]
    .map((test) => `coalesce(${test}, false)`)
    .join(" OR ");
}

/** Where a row stands, and its time and numbers as they are written: in the table of a careful reading only. */
const PLACE = [
  ["line", "BIGINT"],
  ["pos", "BIGINT"],
  ["written_ts", "VARCHAR"],
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
    ...(placed ? requiredNumbers(source).map(([name]) => [`written_${name}`, "VARCHAR"] as const) : []),
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
    ...(source.id === undefined
      ? []
      : ([
          ["id", "UBIGINT"],
          ["content", "UBIGINT"],
        ] as const)),
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
    columns,
    legs,
  }: {
    source: ResolvedSource;
    kept: KeptColumns;
    notation: TimeNotation;
    commas: ReadonlySet<string>;
    columns: readonly string[];
    legs: boolean;
  },
  cellOf: (column: string) => string,
  scan: Scan,
  { placed = false, counts }: { readonly placed?: boolean; readonly counts: ReadonlyMap<string, CountNotation> },
): string {
  const time = cellOf(source.time.column);
  const hash = (column: string): string =>
    `CASE WHEN NOT ${placeholderSql(cellOf(column))} THEN hash(${cellOf(column)}) END`;
  // The whole row, columns in the order of their names, so that files with another order of columns agree.
  const content = [...columns].sort().map((column) => `coalesce(${cellOf(column)}, '')`);
  const counted = (column: string): string => {
    const exact = scan.numbers?.get(column);
    return exact === undefined
      ? countSql(cellOf(column), counts.get(column) ?? { grouping: [] })
      : wholeCountSql(exact);
  };
  const written = requiredNumbers(source).map(([name, column]) => [`written_${name}`, cellOf(column)] as const);
  const optional = (column: string | undefined): string | undefined =>
    column === undefined ? undefined : (scan.numbers?.get(column) ?? measure(cellOf(column), commas.has(column)));
  const values = new Map<string, string | undefined>([
    ["file", String(file)],
    ["line", "line"],
    ["pos", "pos"],
    ["ts", "ts"],
    ["written_ts", `coalesce(${time}, '')`],
    ...written,
    [
      "failed",
      source.failed?.kind === "own" ? `CAST(${conditionSql(source.failed.where, cellOf, commas)} AS TINYINT)` : "0",
    ],
    ["failures", source.kind === "counts" ? counted(source.failures as string) : undefined],
    ["attempts", source.kind === "counts" ? counted(source.attempts as string) : undefined],
    [
      "value",
      source.value === undefined
        ? undefined
        : (scan.numbers?.get(source.value) ?? measuredValue(cellOf(source.value), commas.has(source.value))),
    ],
    ["latency", optional(source.latency)],
    ["duration", optional(source.duration)],
    ["id", source.id === undefined ? undefined : hash(source.id)],
    ["content", legs ? "0" : `hash(concat_ws(chr(31), ${content.join(", ")}))`],
    ["cluster", source.cluster === undefined ? undefined : hash(source.cluster)],
    ...kept.hashed.map((column, index) => [`h${index}`, hash(column)] as const),
    ...kept.text.map((column, index) => [`k${index}`, cellOf(column)] as const),
  ]);
  const selected = compactColumns(source, kept, placed).map(([name]) => values.get(name));
  return `INSERT INTO ${table} SELECT ${selected.join(", ")} FROM (SELECT * REPLACE (${plausible("ts")} AS ts) FROM (SELECT *, ${scan.instant ?? timeSql(time, notation, source.time)} AS ts FROM ${scan.sql}))`;
}
