import { plainColumns } from "./plain-columns.js";

/** The forms of an arquero expression: a column's name, a function of a row, or arquero's own helpers such as `desc("x")`. */
export type ArqueroExpression = string | number | object | ((row: never, ops: never) => unknown);

/**
 * An arquero table, with the verbs that reshape a result. Everything else of arquero's `ColumnTable` is there at run time;
 * arquero's own declarations do not compile under a strict consumer, so they are not passed on.
 */
export interface ArqueroTable {
  /** Rows. */
  numRows(): number;
  /** Columns. */
  numCols(): number;
  /** Names of the columns, in order. */
  columnNames(): string[];
  /** The values of one column. */
  array(column: string): unknown[];
  /** One value. */
  get(column: string, row?: number): unknown;
  /** The rows as records. */
  objects(): Record<string, unknown>[];
  /** The rows that pass a test. */
  filter(test: ArqueroExpression): ArqueroTable;
  /** Further columns, each computed from a row. */
  derive(columns: Record<string, ArqueroExpression>): ArqueroTable;
  /** The rows in groups; a rollup then gives one row a group. */
  groupby(...keys: ArqueroExpression[]): ArqueroTable;
  /** One row a group. */
  rollup(columns: Record<string, ArqueroExpression>): ArqueroTable;
  /** The rows in order. */
  orderby(...keys: ArqueroExpression[]): ArqueroTable;
  /** Some columns. */
  select(...columns: ArqueroExpression[]): ArqueroTable;
  /** A long table as a wide one. */
  pivot(keys: ArqueroExpression | ArqueroExpression[], values: ArqueroExpression | ArqueroExpression[]): ArqueroTable;
  /** A wide table as a long one. */
  fold(columns: ArqueroExpression | ArqueroExpression[], options?: { as?: string[] }): ArqueroTable;
  /** Rows of both tables that share a key. */
  join(other: ArqueroTable, on?: ArqueroExpression | ArqueroExpression[]): ArqueroTable;
  /** The rows `[from, to)`. */
  slice(from: number, to?: number): ArqueroTable;
}

/**
 * An arquero table of anything that `table` shows: estimates become three columns (value, low, high), times stay UTC text,
 * missing is `null`. Its verbs (filter, groupby, derive, rollup, orderby, …) then serve to reshape a result.
 *
 * arquero is loaded on first use. For series of millions of rows a plain loop is ten times faster.
 *
 * @param x - a list of records, `{ columns, rows }`, a danfojs frame, a map, or an object of named things
 * @throws PostmortemError `data` when it is none of these
 */
export async function toArquero(x: unknown): Promise<ArqueroTable> {
  const columns = plainColumns(x);
  const { table } = await import("arquero");
  return table(
    columns.map(({ name, values }) => [name, [...values]] as [string, unknown[]]),
  ) as unknown as ArqueroTable;
}
