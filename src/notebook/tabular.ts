import { PostmortemError } from "../errors/errors.js";

/** A table as rows of cells under named columns. `unit` says how a column's numbers read; see {@link cellText}. */
interface TabularColumn {
  readonly name: string;
  readonly unit?: string;
}

/** Rows and columns, whatever they came from. Column names are never keys of an object here. */
export interface TabularData {
  readonly columns: readonly TabularColumn[];
  readonly rows: readonly (readonly unknown[])[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function named(column: unknown): TabularColumn {
  if (!isRecord(column) || typeof column.name !== "string") return { name: String(column) };
  if (column.format === "share") return { name: column.name, unit: "%" };
  return typeof column.unit === "string" ? { name: column.name, unit: column.unit } : { name: column.name };
}

/** `{ columns, rows }`: a file that was read, a chart's table, or this type itself. */
function fromColumnsAndRows(x: Record<string, unknown>): TabularData | null {
  if (!Array.isArray(x.columns) || !Array.isArray(x.rows)) return null;
  const columns = x.columns.map(named);
  return {
    columns,
    rows: x.rows.map((row) =>
      Array.isArray(row) ? row : columns.map(({ name }) => (row as Record<string, unknown>)[name]),
    ),
  };
}

/** Frames of danfojs: column names in `$columns`, rows in `$data`. */
function fromDanfoFrame(x: Record<string, unknown>): TabularData | null {
  if (!Array.isArray(x.$columns) || !Array.isArray(x.$data)) return null;
  return {
    columns: x.$columns.map(named),
    rows: (x.$data as unknown[]).map((row) => (Array.isArray(row) ? row : [row])),
  };
}

interface ArqueroLike {
  columnNames(): string[];
  numRows(): number;
  array(name: string): ArrayLike<unknown>;
}

function fromArqueroTable(x: Record<string, unknown>): TabularData | null {
  const table = x as unknown as ArqueroLike;
  if (typeof table.columnNames !== "function" || typeof table.array !== "function") return null;
  const names = table.columnNames();
  const columns = names.map((name) => Array.from(table.array(name)));
  return {
    columns: names.map(named),
    rows: Array.from({ length: table.numRows() }, (_, row) => columns.map((column) => column[row])),
  };
}

/** Records: a column for each field, in the order in which the fields first appear. */
function fromRecords(records: readonly unknown[]): TabularData {
  if (records.length > 0 && !records.some(isRecord)) {
    return { columns: [{ name: "value" }], rows: records.map((value) => (Array.isArray(value) ? [value] : [value])) };
  }
  const names = [...new Set(records.flatMap((record) => (isRecord(record) ? Object.keys(record) : [])))];
  return {
    columns: names.map((name) => ({ name })),
    rows: records.map((record) =>
      names.map((name) => (isRecord(record) && Object.hasOwn(record, name) ? record[name] : null)),
    ),
  };
}

/** Named things: a row each, their names in the first column; plain values become a column `value`. */
function fromEntries(entries: readonly (readonly [unknown, unknown])[]): TabularData {
  const values = entries.map(([, value]) => value);
  const rest =
    values.length > 0 && values.every((value) => isRecord(value) && !isEstimateLike(value))
      ? fromRecords(values)
      : { columns: [{ name: "value" }], rows: values.map((value) => [value]) };
  return {
    columns: [{ name: "name" }, ...rest.columns],
    rows: rest.rows.map((row, index) => [entries[index]?.[0], ...row]),
  };
}

/** True if a value is an estimate: a number with its interval. */
export function isEstimateLike(
  value: unknown,
): value is { value: number; interval: readonly [number, number]; level?: number } {
  return (
    isRecord(value) && typeof value.value === "number" && Array.isArray(value.interval) && value.interval.length === 2
  );
}

/**
 * Rows and columns of whatever a cell holds: a list of records, `{ columns, rows }` (a file that was read, a chart's table), a
 * danfojs frame, an arquero table, a map, or an object of named things.
 *
 * @throws PostmortemError `data` for anything else
 */
export function tabular(x: unknown): TabularData {
  if (Array.isArray(x)) return fromRecords(x);
  if (x instanceof Map) return fromEntries([...x]);
  if (isRecord(x))
    return fromColumnsAndRows(x) ?? fromDanfoFrame(x) ?? fromArqueroTable(x) ?? fromEntries(Object.entries(x));
  throw new PostmortemError(
    "data",
    `A table requires rows (a list of records, columns and rows, a frame, a map or an object), got ${x === null ? "null" : typeof x}.`,
  );
}
