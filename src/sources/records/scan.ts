import { duckdbDialect } from "../../engine/dialect.js";
import { LONGEST_LINE } from "./physical-lines.js";
import type { TextDialect } from "./dialect.js";
import type { TextTable } from "./text-table.js";

const { text } = duckdbDialect;

/** A file's rows as a relation: one text column `c<i>` for each of the file's columns, and `line`, `pos` where they are known. */
export interface Scan {
  readonly sql: string;
  /** The time as an instant of the engine's own type, where the file holds one. */
  readonly instant?: string;
  /** Columns that the file holds as numbers, each with its expression. */
  readonly numbers?: ReadonlyMap<string, string>;
}

/** A path for the loader: glob characters in a name stand for themselves. */
export function literalPath(path: string): string {
  return text(path.replace(/[[*?]/g, (character) => `[${character}]`));
}

function columnTypes(names: readonly string[]): string {
  return `{${names.map((name) => `'${name}': 'VARCHAR'`).join(", ")}}`;
}

function csv(path: string, columns: readonly string[], settings: readonly string[]): string {
  return csvOf(literalPath(path), columns, settings);
}

function csvOf(paths: string, columns: readonly string[], settings: readonly string[]): string {
  return (
    `read_csv(${paths}, auto_detect = false, columns = ${columnTypes(columns)}, null_padding = false, ` +
    `max_line_size = ${2 * LONGEST_LINE}, ${settings.join(", ")})`
  );
}

function jsonCells(columns: readonly string[], line: string): string {
  // A line that names a key twice gives no cells, so it has no time and the careful reading rejects it.
  const keys = `json_keys(${line})`;
  const sound = `json_valid(${line}) AND len(${keys}) = len(list_distinct(${keys}))`;
  const cell = (name: string, index: number): string => {
    const path = `$."${name.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
    return `CASE WHEN ${sound} THEN ${line} ->> ${text(path)} END AS c${index}`;
  };
  return columns.map(cell).join(", ");
}

/** The fast reading of a text file: everything text, the dialect given. The first record that does not fit ends it. */
export function fastScan(path: string, table: TextTable): Scan {
  if (table.layout === "lines") {
    const lines = csv(path, ["l"], ["header = false", "delim = '\x1e'", "quote = ''", "escape = ''", "nullstr = ''"]);
    return {
      sql: `(SELECT ${jsonCells(table.columns, "l")}, NULL AS line, NULL AS pos FROM ${lines} WHERE trim(l) <> '')`,
    };
  }
  if (table.layout === "records")
    throw new RangeError("a fast reading requires delimited text or JSON lines, got a vendor's records");
  const cells = table.columns.map((_name, at) => `c${at}`);
  return { sql: `(SELECT *, NULL AS line, NULL AS pos FROM ${csv(path, cells, fastSettings(table.dialect))})` };
}

/** The fast reading of several files of one dialect and header, each row with the `place` that a table of their names has for its file. */
export function fastScanOf(paths: readonly string[], table: TextTable, names: string): Scan {
  if (table.layout !== "delimited") throw new RangeError("reading several files requires delimited text");
  const cells = table.columns.map((_name, at) => `c${at}`);
  const settings = [...fastSettings(table.dialect), "filename = true"];
  const rows = csvOf(`[${paths.map(literalPath).join(", ")}]`, cells, settings);
  return {
    sql: `(SELECT s.*, n.place, NULL AS line, NULL AS pos FROM ${rows} s JOIN ${names} n ON n.path = s.filename)`,
  };
}

function fastSettings(dialect: TextDialect): string[] {
  return [
    `delim = ${text(dialect.delimiter)}`,
    `quote = ${text(dialect.quote)}`,
    `escape = ${text(dialect.escape)}`,
    `header = ${dialect.header && dialect.names === undefined}`,
    `skip = ${dialect.skip + (dialect.names === undefined ? 0 : 1)}`,
    "strict_mode = true",
  ];
}

/** The reading of a canonical copy, with the line and byte offset of every record. */
export function canonicalScan(path: string, table: TextTable): Scan {
  const settings = ["header = false", "delim = ','", "quote = '\"'", "escape = '\"'", "strict_mode = true"];
  if (table.layout === "lines") {
    return {
      sql: `(SELECT ${jsonCells(table.columns, "l")}, CAST(line AS BIGINT) AS line, CAST(pos AS BIGINT) AS pos FROM ${csv(path, ["line", "pos", "l"], settings)})`,
    };
  }
  const cells = table.columns.map((_name, at) => `c${at}`);
  return {
    sql: `(SELECT * REPLACE (CAST(line AS BIGINT) AS line, CAST(pos AS BIGINT) AS pos) FROM ${csv(path, ["line", "pos", ...cells], settings)})`,
  };
}

const NUMBER_TYPE = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\b.*)$/;

/**
 * Parquet: every column as text, so that one set of rules reads it. What the file holds as an instant or as numbers is there as it is too, and needs no reading.
 *
 * @param types - the engine's types of the columns that are taken as they are
 */
export function parquetScan(
  path: string,
  columns: readonly string[],
  time: string,
  types: ReadonlyMap<string, string>,
): Scan {
  const cells = columns.map((name, index) => `CAST(${duckdbDialect.quoted(name)} AS VARCHAR) AS c${index}`);
  const numbers = new Map<string, string>();
  columns.forEach((name, index) => {
    if (!NUMBER_TYPE.test(types.get(name) ?? "")) return;
    cells.push(`CAST(${duckdbDialect.quoted(name)} AS DOUBLE) AS n${index}`);
    numbers.set(name, `n${index}`);
  });
  const hasInstant = types.get(time) === "TIMESTAMP WITH TIME ZONE";
  if (hasInstant) cells.push(`${duckdbDialect.quoted(time)} AS instant`);
  return {
    sql: `(SELECT ${cells.join(", ")}, NULL AS line, NULL AS pos FROM read_parquet(${literalPath(path)}))`,
    numbers,
    ...(hasInstant && { instant: "instant" }),
  };
}
