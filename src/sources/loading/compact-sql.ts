import { duckdbDialect } from "../../engine/dialect.js";
import { conditionOf, numberOf, textOf } from "../../engine/expression-sql.js";
import type { ExpressionCells } from "../../engine/expression-sql.js";
import type { Expression } from "../../incident/expression.js";
import type { Condition, ConditionTest, FailedConfig, SourceConfig } from "../../incident/incident.js";
import type { MeasureName, Operand, ResolvedSource } from "../columns/column-roles.js";
import { countSql, wholeCountSql } from "../columns/count-number.js";
import type { CountNotation } from "../columns/count-number.js";
import { numericColumns } from "../columns/number-columns.js";
import { PLAIN, numberSql } from "../columns/number-notation.js";
import type { NumberNotation } from "../columns/number-notation.js";
import { placeholderSql } from "../columns/placeholder.js";
import { listedNumbers } from "../columns/same-value.js";
import type { Scan } from "../records/scan.js";
import { localTimeSql, plausible, timeCell, timeSql } from "../columns/time-sql.js";
import { statusClasses } from "../columns/status-class.js";
import type { TimeNotation } from "../columns/time-notation.js";

const { text, number } = duckdbDialect;

/** Which text columns of a source stay in the compact table: what it is broken down by, and what other sources look up in it. */
export interface KeptColumns {
  /** Kept as text, `k0, k1, …`. */
  readonly text: readonly string[];
  /** Kept as hashes for joins, `h0, h1, …`. */
  readonly hashed: readonly string[];
  /** How many of them, the last ones, are only told apart and join nothing. */
  readonly told?: number;
}

/** A cell as a number where it writes a plain one that a double holds exactly. */
function exactNumber(cell: string): string {
  const plain = `regexp_full_match(trim(${cell}), '[+-]?(0|[1-9][0-9]*)([.][0-9]*)?') AND length(trim(${cell})) <= 17`;
  return `CASE WHEN ${plain} THEN ${number(cell)} END`;
}

/** How columns write their numbers; a column without an entry is plain. */
export type Notations = ReadonlyMap<string, NumberNotation>;

function testSql(cell: string, test: ConditionTest, notation: NumberNotation): string {
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
  const value = numberSql(cell, notation);
  const bounds = [
    ...(test.atLeast === undefined ? [] : [`${value} >= ${test.atLeast}`]),
    ...(test.atMost === undefined ? [] : [`${value} <= ${test.atMost}`]),
  ];
  return `coalesce(${bounds.join(" AND ") || "true"}, false)`;
}

/**
 * A condition over text cells; empty matches every row.
 *
 * @param notations - how columns write their numbers
 */
function conditionSql(
  condition: Condition,
  cell: (column: string) => string,
  notations: Notations = new Map(),
): string {
  return condition.length === 0
    ? "true"
    : condition
        .map(([column, test]) => `(${testSql(cell(column), test, notations.get(column) ?? PLAIN)})`)
        .join(" AND ");
}

/** The columns of a table of text cells, as expressions ask for them. */
function textCells(cell: (column: string) => string, notations: Notations = new Map()): ExpressionCells {
  return {
    text: (column) => `nullif(${cell(column)}, '')`,
    number: (column) => numberSql(`nullif(${cell(column)}, '')`, notations.get(column) ?? PLAIN),
    bind: text,
  };
}

/** Which rows of one source mark failures of another: a condition or an expression over text cells. */
export function markingSql(failed: FailedConfig & { kind: "marked" }, cell: (column: string) => string): string {
  if (!failed.matching?.tree) return conditionSql(failed.where, cell);
  return `coalesce(${conditionOf(duckdbDialect, failed.matching.tree, textCells(cell))}, false)`;
}

/** A measure: `NaN` marks a value that is written but is no number, `NULL` one that is not written. */
function measure(cell: string, notation: NumberNotation): string {
  return `CASE WHEN ${cell} IS NULL OR ${cell} = '' THEN NULL ELSE coalesce(${numberSql(cell, notation)}, 'NaN'::DOUBLE) END`;
}

/** A measurement: as {@link measure}, but `Infinity` marks what has digits and is no number, which is no missing value. */
function measuredValue(cell: string, notation: NumberNotation): string {
  const read = numberSql(cell, notation);
  const digits = `regexp_matches(${cell}, '[0-9]')`;
  return `CASE WHEN ${cell} IS NULL OR trim(${cell}) = '' THEN NULL WHEN isfinite(coalesce(${read}, 'NaN'::DOUBLE)) THEN ${read} WHEN ${digits} THEN 'Infinity'::DOUBLE ELSE 'NaN'::DOUBLE END`;
}

/** A measure of an expression: `NULL` where a cell that it needs is empty, `bad` where one is written but is no number. */
function expressionMeasure(tree: Expression, cells: ExpressionCells, bad: string): string {
  const value = numberOf(duckdbDialect, tree, cells);
  const unreadable = [...numericColumns(tree, "number")].map(
    (column) => `(${cells.text(column)} IS NOT NULL AND ${cells.number(column)} IS NULL)`,
  );
  if (unreadable.length === 0) return value;
  return `CASE WHEN ${value} IS NULL AND (${unreadable.join(" OR ")}) THEN ${bad} ELSE ${value} END`;
}

/** The numbers of a source without which a row says nothing, with their columns or expressions. */
export function requiredNumbers({
  kind,
  operands,
  weight,
}: Pick<ResolvedSource, "kind" | "operands" | "weight">): readonly (readonly [name: MeasureName, text: string])[] {
  const names: readonly MeasureName[] =
    kind === "counts"
      ? ["failures", "attempts"]
      : kind === "gauge" || kind === "counter"
        ? ["value"]
        : kind === "outcomes" && weight !== undefined
          ? ["weight"]
          : [];
  return names.flatMap((name) => {
    const operand = operands.get(name);
    return operand ? [[name, operand.kind === "column" ? operand.column : operand.text] as const] : [];
  });
}

/** True if rows may be left out by a condition. */
function filters({ where, selections }: SourceConfig): boolean {
  return where !== undefined || selections?.failures.where !== undefined || selections?.attempts.where !== undefined;
}

/** The condition under which a loaded row counts as filtered; `null` where none can. */
export function filteredSql(source: SourceConfig): string | null {
  return filters(source) ? "NOT kept" : null;
}

/** Times that rows of a source may have, in microseconds since the epoch. */
export interface TimeBounds {
  readonly fromMicros: number;
  readonly toMicros: number;
}

/** The SQL condition that holds where a row of the compact table cannot be used: without a time, with one far from all others, or with a number that is none. */
export function faultySql({ kind, weight }: ResolvedSource, bounds?: TimeBounds): string {
  return [
    "ts IS NULL",
    ...(bounds ? [`epoch_us(ts) < ${bounds.fromMicros}`, `epoch_us(ts) > ${bounds.toMicros}`] : []),
    ...(kind === "counts" ? ["isnan(failures)", "isnan(attempts)", "failures > attempts"] : []),
    ...(kind === "gauge" || kind === "counter" ? ["isinf(value)"] : []),
    ...(kind === "outcomes" && weight !== undefined ? ["weight IS NULL", "NOT isfinite(weight)", "weight <= 0"] : []),
  ]
    .map((test) => `coalesce(${test}, false)`)
    .join(" OR ");
}

/** Where a row stands, and its time and numbers as they are written: in the table of a careful reading only. */
const PLACE = [
  ["line", "BIGINT"],
  ["pos", "BIGINT"],
  ["written_ts", "VARCHAR"],
  ["local_ts", "TIMESTAMP"],
] as const;

/**
 * The columns of a source's compact table, in order.
 *
 * @param placed - with the place of each row, as a careful reading has it
 */
export function compactColumns(
  source: SourceConfig,
  kept: KeptColumns,
  placed = false,
): readonly (readonly [name: string, type: string])[] {
  return [
    ...(placed ? PLACE : []),
    ...(placed && "operands" in source
      ? requiredNumbers(source as ResolvedSource).map(([name]) => [`written_${name}`, "VARCHAR"] as const)
      : []),
    ["file", "INTEGER"],
    ["ts", "TIMESTAMPTZ"],
    ...(filters(source) ? ([["kept", "BOOLEAN"]] as const) : []),
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
    ...(source.weight === undefined || source.kind !== "outcomes" ? [] : ([["weight", "DOUBLE"]] as const)),
    ...(source.what === undefined ? [] : ([["what", "VARCHAR"]] as const)),
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

/** What a file's rows are loaded by. */
export interface RowPlan {
  readonly source: ResolvedSource;
  readonly kept: KeptColumns;
  readonly notation: TimeNotation;
  readonly notations: Notations;
  readonly columns: readonly string[];
  readonly legs: boolean;
}

/** How one reading of a file is to be loaded. */
export interface InsertOptions {
  readonly placed?: boolean;
  /** How the columns of counts group their thousands. */
  readonly counts: ReadonlyMap<string, CountNotation>;
}

/** The expression of each compact column over a file's cells. */
class RowSql {
  private readonly cells: ExpressionCells;

  constructor(
    private readonly plan: RowPlan,
    private readonly cellOf: (column: string) => string,
    private readonly scan: Scan,
    private readonly counts: ReadonlyMap<string, CountNotation>,
  ) {
    const plain = textCells(cellOf, plan.notations);
    this.cells = { ...plain, number: (column) => scan.numbers?.get(column) ?? plain.number(column) };
  }

  private condition(tree: Expression): string {
    return `coalesce(${conditionOf(duckdbDialect, tree, this.cells)}, false)`;
  }

  private notation(column: string): NumberNotation {
    return this.plan.notations.get(column) ?? PLAIN;
  }

  hash(column: string): string {
    return `CASE WHEN NOT ${placeholderSql(this.cellOf(column))} THEN hash(${this.cellOf(column)}) END`;
  }

  /** The same for names that are only told apart: blanks around them, as in columns of fixed width, make no other name. */
  nameHash(column: string): string {
    return `CASE WHEN NOT ${placeholderSql(this.cellOf(column))} THEN hash(trim(${this.cellOf(column)})) END`;
  }

  /** The whole row, columns in the order of their names, so that files with another order of columns agree. */
  content(): string {
    if (this.plan.legs) return "0";
    const cells = [...this.plan.columns].sort().map((column) => `coalesce(${this.cellOf(column)}, '')`);
    return `hash(concat_ws(chr(31), ${cells.join(", ")}))`;
  }

  /** The rows that belong to a side of counts; `undefined` where all do. */
  private side(name: "failures" | "attempts"): string | undefined {
    const { bound, operands } = this.plan.source;
    if (bound[name]) return this.condition(bound[name]);
    return operands.has(name) ? undefined : "false";
  }

  kept(): string {
    const { bound, selections } = this.plan.source;
    const sides = selections && [this.side("failures"), this.side("attempts")];
    const anySide = !sides || sides.includes(undefined) ? [] : [`(${sides.join(" OR ")})`];
    return [...(bound.where ? [this.condition(bound.where)] : []), ...anySide].join(" AND ") || "true";
  }

  failed(): string {
    const { source, notations } = this.plan;
    if (source.bound.failed) return `CAST(${this.condition(source.bound.failed)} AS TINYINT)`;
    return source.failed?.kind === "own"
      ? `CAST(${conditionSql(source.failed.where, this.cellOf, notations)} AS TINYINT)`
      : "0";
  }

  private count(operand: Operand): string {
    // What an expression makes of counts is rounded: a rate times attempts is whole but for its decimals.
    if (operand.kind === "expression")
      return wholeCountSql(`round(${expressionMeasure(operand.tree, this.cells, "'NaN'::DOUBLE")})`);
    const { column } = operand;
    const exact = this.scan.numbers?.get(column);
    if (exact !== undefined) return wholeCountSql(exact);
    const declared = this.plan.source.dialect?.decimal ?? this.plan.source.dialect?.thousands;
    if (declared !== undefined) return wholeCountSql(measure(this.cellOf(column), this.notation(column)));
    return countSql(this.cellOf(column), this.counts.get(column) ?? { grouping: [] });
  }

  /** A column of numbers as it is. */
  plain(column: string): string {
    return this.scan.numbers?.get(column) ?? measuredValue(this.cellOf(column), this.notation(column));
  }

  measure(name: MeasureName): string | undefined {
    const operand = this.plan.source.operands.get(name);
    if (!operand) return undefined;
    if (name === "failures" || name === "attempts") {
      const side = this.side(name);
      return side === undefined ? this.count(operand) : `CASE WHEN ${side} THEN ${this.count(operand)} END`;
    }
    return operand.kind === "expression"
      ? expressionMeasure(operand.tree, this.cells, "'Infinity'::DOUBLE")
      : this.plain(operand.column);
  }

  what(): string | undefined {
    const { what } = this.plan.source.bound;
    return what && textOf(duckdbDialect, what, this.cells);
  }

  /** A required number as it is written; of an expression, the cells that it reads. */
  written(name: MeasureName): string {
    const operand = this.plan.source.operands.get(name);
    if (!operand) return "''";
    const columns = operand.kind === "column" ? [operand.column] : [...numericColumns(operand.tree, "number")];
    return columns.length === 0
      ? "''"
      : `concat_ws(', ', ${columns.map((column) => `coalesce(${this.cellOf(column)}, '')`).join(", ")})`;
  }
}

/**
 * The statement that loads one file's rows into the compact table: times as instants, identifiers as 64-bit hashes, failures as 0 or 1.
 *
 * @param cellOf - the expression of a column in the scan, by the column's name
 */
export function insertSql(
  table: string,
  file: number | string,
  plan: RowPlan,
  cellOf: (column: string) => string,
  scan: Scan,
  { placed = false, counts }: InsertOptions,
): string {
  const { source, kept, notation } = plan;
  const rows = new RowSql(plan, cellOf, scan, counts);
  const time = timeCell(source.time, cellOf);
  const values = new Map<string, string | undefined>([
    ["file", String(file)],
    ["line", "line"],
    ["pos", "pos"],
    ["ts", "ts"],
    ["written_ts", `coalesce(${time}, '')`],
    ["local_ts", (placed && localTimeSql(time, notation)) || "NULL"],
    ...requiredNumbers(source).map(([name]) => [`written_${name}`, rows.written(name)] as const),
    ["kept", rows.kept()],
    ["failed", rows.failed()],
    ...(["failures", "attempts", "value", "latency", "weight"] as const).map(
      (name) => [name, rows.measure(name) ?? "NULL"] as const,
    ),
    ["duration", source.duration === undefined ? undefined : rows.plain(source.duration)],
    ["what", rows.what()],
    ["id", source.id === undefined ? undefined : rows.hash(source.id)],
    ["content", rows.content()],
    ["cluster", source.cluster === undefined ? undefined : rows.hash(source.cluster)],
    ...kept.hashed.map(
      (column, index) =>
        [
          `h${index}`,
          index < kept.hashed.length - (kept.told ?? 0) ? rows.hash(column) : rows.nameHash(column),
        ] as const,
    ),
    // A file of events may lack a field that another one of its source has.
    ...kept.text.map(
      (column, index) => [`k${index}`, plan.columns.includes(column) ? cellOf(column) : "NULL"] as const,
    ),
  ]);
  const selected = compactColumns(source, kept, placed).map(([name]) => values.get(name));
  return `INSERT INTO ${table} SELECT ${selected.join(", ")} FROM (SELECT * REPLACE (${plausible("ts")} AS ts) FROM (SELECT *, ${scan.instant ?? timeSql(time, notation, source.time)} AS ts FROM ${scan.sql}))`;
}
