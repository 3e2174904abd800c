/**
 * What differs between the engines' SQL: pure functions from text to text. Everything else the reductions use is common to all of them.
 */
export interface EngineDialect {
  readonly name: "duckdb" | "clickhouse" | "trino";
  /** Whole bins of `stepSeconds` since the epoch, as an integer, of a timestamp expression. */
  bin(timestamp: string, stepSeconds: number): string;
  /** Natural logarithm. */
  ln(expression: string): string;
  /** Cast to a 32-bit integer. */
  integer(expression: string): string;
  /** A UTC instant, given as ISO-8601 with `Z`. */
  instant(iso: string): string;
  /** A text value, quoted so that nothing in it is read as SQL. */
  text(value: string): string;
  /** An identifier, quoted likewise. */
  quoted(identifier: string): string;
  /** A text expression as a number, `NULL` where it is none. */
  number(expression: string): string;
  /** Any expression as text. */
  asText(expression: string): string;
  /** Whether a value is among those of a query in parentheses, which every shard of a server is told. */
  among(expression: string, query: string): string;
  /** What to group by: the select list's first expressions, by name or by place. */
  group(names: readonly string[]): string;
}

const byPlace = (names: readonly string[]): string => names.map((_name, index) => index + 1).join(", ");

function requireInstant(iso: string): string {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(iso))
    throw new RangeError(`instant requires UTC ISO-8601 with Z, got ${iso}`);
  return iso;
}

function requireText(value: string): string {
  if (value.includes("\0")) throw new RangeError("a text in a query requires characters other than NUL");
  return value;
}

function requireStep(stepSeconds: number): number {
  if (!Number.isInteger(stepSeconds) || stepSeconds <= 0)
    throw new RangeError(`bin requires whole positive seconds, got ${stepSeconds}`);
  return stepSeconds;
}

const standardText = (value: string): string => `'${requireText(value).replaceAll("'", "''")}'`;
const standardName = (identifier: string): string => `"${requireText(identifier).replaceAll('"', '""')}"`;

/** DuckDB, embedded. Timestamps are `TIMESTAMPTZ`. */
export const duckdbDialect: EngineDialect = {
  name: "duckdb",
  bin: (timestamp, stepSeconds) => `epoch_us(${timestamp}) // ${requireStep(stepSeconds) * 1_000_000}`,
  ln: (expression) => `ln(${expression})`,
  integer: (expression) => `CAST(${expression} AS INTEGER)`,
  instant: (iso) => `TIMESTAMPTZ '${requireInstant(iso)}'`,
  text: standardText,
  quoted: standardName,
  number: (expression) => `TRY_CAST(${expression} AS DOUBLE)`,
  asText: (expression) => `CAST(${expression} AS VARCHAR)`,
  among: (expression, query) => `${expression} IN ${query}`,
  group: byPlace,
};

/** ClickHouse. Backslashes escape in its literals, so they are doubled. */
export const clickhouseDialect: EngineDialect = {
  name: "clickhouse",
  bin: (timestamp, stepSeconds) => `intDiv(toUnixTimestamp(${timestamp}), ${requireStep(stepSeconds)})`,
  ln: (expression) => `log(${expression})`,
  integer: (expression) => `toInt32(${expression})`,
  instant: (iso) => `toDateTime('${requireInstant(iso).slice(0, 19).replace("T", " ")}', 'UTC')`,
  text: (value) => `'${requireText(value).replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`,
  quoted: (identifier) => `\`${requireText(identifier).replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``,
  number: (expression) => `toFloat64OrNull(toString(${expression}))`,
  asText: (expression) => `toString(${expression})`,
  among: (expression, query) => `${expression} GLOBAL IN ${query}`,
  // Its older servers read a place as a constant.
  group: (names) => names.join(", "),
};

/** Trino and Athena. Its `GROUP BY` takes positions. */
export const trinoDialect: EngineDialect = {
  name: "trino",
  bin: (timestamp, stepSeconds) => `CAST(floor(to_unixtime(${timestamp}) / ${requireStep(stepSeconds)}) AS BIGINT)`,
  ln: (expression) => `ln(${expression})`,
  integer: (expression) => `CAST(${expression} AS INTEGER)`,
  instant: (iso) => `from_iso8601_timestamp('${requireInstant(iso)}')`,
  text: standardText,
  quoted: standardName,
  number: (expression) => `TRY_CAST(${expression} AS DOUBLE)`,
  asText: (expression) => `CAST(${expression} AS VARCHAR)`,
  among: (expression, query) => `${expression} IN ${query}`,
  group: byPlace,
};
