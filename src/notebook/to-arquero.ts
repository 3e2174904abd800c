import type { ColumnTable } from "arquero";
import { plainColumns } from "./plain-columns.js";

/**
 * An arquero table of anything that `table` shows: estimates become three columns (value, low, high), times stay UTC text,
 * missing is `null`. Its verbs (filter, groupby, derive, rollup, orderby, …) then serve to reshape a result.
 *
 * arquero is loaded on first use. For series of millions of rows a plain loop is ten times faster.
 *
 * @param x - a list of records, `{ columns, rows }`, a danfojs frame, a map, or an object of named things
 * @throws PostmortemError `data` when it is none of these
 */
export async function toArquero(x: unknown): Promise<ColumnTable> {
  const columns = plainColumns(x);
  const { table } = await import("arquero");
  return table(columns.map(({ name, values }) => [name, [...values]] as [string, unknown[]]));
}
