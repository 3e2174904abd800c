/**
 * What differs between the engines' SQL: pure functions from text to text. Everything else the reductions use is common to all of them.
 */
export interface EngineDialect {
  readonly name: "duckdb" | "clickhouse" | "trino";
  /** Whole bins of `stepSeconds` since the epoch, as an integer, of a timestamp expression; bins begin `phaseSeconds` later where that is given. */
  bin(timestamp: string, stepSeconds: number, phaseSeconds?: number): string;
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
  /** A number as text, whole ones without a point. */
  numberText(expression: string): string;
  /** Texts joined, none of them `NULL`. */
  joined(parts: readonly string[]): string;
  /** A text in lower or upper case, letters beyond ASCII too. */
  cased(name: "lower" | "upper", text: string): string;
  /** Characters of a text. */
  length(text: string): string;
  /** A part of a text from a 1-based character on. */
  part(text: string, from: string, length?: string): string;
  /** True if a regular expression occurs in a text. */
  matches(text: string, pattern: string): string;
  /** A number without its decimals. */
  truncated(expression: string): string;
  /** Seconds since 1970 of a text by a strptime pattern, in UTC; `NULL` where it does not fit. */
  parsedSeconds(text: string, format: string): string;
  /** The same of a text in ISO 8601. */
  isoSeconds(text: string): string;
  /** True if a value is among those of a query in parentheses, which every shard of a server is told. */
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

/** `%H:%M:%S` as MySQL's patterns have it, which servers read. */
function mysqlFormat(format: string): string {
  const parts: Readonly<Record<string, string>> = { "%M": "%i", "%S": "%s", "%I": "%h", "%B": "%M", "%A": "%W" };
  return format.replace(/%[A-Za-z]/g, (part) => parts[part] ?? part);
}

/** A number less what the bins begin later. */
const later = (expression: string, phase: number): string => (phase === 0 ? expression : `(${expression} - ${phase})`);

const wholeOr = (expression: string, whole: string, other: string): string =>
  `CASE WHEN ${expression} = floor(${expression}) AND abs(${expression}) < 1e15 THEN ${whole} ELSE ${other} END`;

const standardText = (value: string): string => `'${requireText(value).replaceAll("'", "''")}'`;
const clickhouseText = (value: string): string =>
  `'${requireText(value).replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
const standardName = (identifier: string): string => `"${requireText(identifier).replaceAll('"', '""')}"`;

/** DuckDB, embedded. Timestamps are `TIMESTAMPTZ`. */
export const duckdbDialect: EngineDialect = {
  name: "duckdb",
  bin: (timestamp, stepSeconds, phaseSeconds = 0) =>
    `${later(`epoch_us(${timestamp})`, phaseSeconds * 1_000_000)} // ${requireStep(stepSeconds) * 1_000_000}`,
  ln: (expression) => `ln(${expression})`,
  integer: (expression) => `CAST(${expression} AS INTEGER)`,
  instant: (iso) => `TIMESTAMPTZ '${requireInstant(iso)}'`,
  text: standardText,
  quoted: standardName,
  number: (expression) => `TRY_CAST(${expression} AS DOUBLE)`,
  asText: (expression) => `CAST(${expression} AS VARCHAR)`,
  numberText: (expression) =>
    wholeOr(expression, `CAST(CAST(${expression} AS BIGINT) AS VARCHAR)`, `CAST(${expression} AS VARCHAR)`),
  joined: (parts) => `(${parts.join(" || ")})`,
  cased: (name, value) => `${name}(${value})`,
  length: (value) => `CAST(length(${value}) AS DOUBLE)`,
  part: (value, from, length) => `substr(${value}, ${from}${length === undefined ? "" : `, ${length}`})`,
  matches: (value, pattern) => `regexp_matches(${value}, ${pattern})`,
  truncated: (expression) => `trunc(${expression})`,
  parsedSeconds: (value, format) => `epoch(try_strptime(${value}, ${standardText(format)}))`,
  isoSeconds: (value) => `epoch(TRY_CAST(${value} AS TIMESTAMPTZ))`,
  among: (expression, query) => `${expression} IN ${query}`,
  group: byPlace,
};

/** ClickHouse. Backslashes escape in its literals, so they are doubled. */
export const clickhouseDialect: EngineDialect = {
  name: "clickhouse",
  bin: (timestamp, stepSeconds, phaseSeconds = 0) =>
    `intDiv(${later(`toUnixTimestamp(${timestamp})`, phaseSeconds)}, ${requireStep(stepSeconds)})`,
  ln: (expression) => `log(${expression})`,
  integer: (expression) => `toInt32(${expression})`,
  instant: (iso) => `toDateTime('${requireInstant(iso).slice(0, 19).replace("T", " ")}', 'UTC')`,
  text: clickhouseText,
  quoted: (identifier) => `\`${requireText(identifier).replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``,
  number: (expression) => `toFloat64OrNull(toString(${expression}))`,
  asText: (expression) => `toString(${expression})`,
  numberText: (expression) => `toString(${expression})`,
  joined: (parts) => `concat(${parts.join(", ")})`,
  cased: (name, value) => `${name}UTF8(${value})`,
  length: (value) => `toFloat64(lengthUTF8(${value}))`,
  part: (value, from, length) => `substringUTF8(${value}, ${from}${length === undefined ? "" : `, ${length}`})`,
  matches: (value, pattern) => `match(${value}, ${pattern})`,
  truncated: (expression) => `trunc(${expression})`,
  parsedSeconds: (value, format) =>
    `toFloat64(toUnixTimestamp(parseDateTimeOrNull(${value}, ${clickhouseText(mysqlFormat(format))}, 'UTC')))`,
  isoSeconds: (value) => `toFloat64(toUnixTimestamp(parseDateTimeBestEffortOrNull(${value}, 'UTC')))`,
  among: (expression, query) => `${expression} GLOBAL IN ${query}`,
  // Its older servers read a place as a constant.
  group: (names) => names.join(", "),
};

/** Trino and Athena. Its `GROUP BY` takes positions. */
export const trinoDialect: EngineDialect = {
  name: "trino",
  bin: (timestamp, stepSeconds, phaseSeconds = 0) =>
    `CAST(floor(${later(`to_unixtime(${timestamp})`, phaseSeconds)} / ${requireStep(stepSeconds)}) AS BIGINT)`,
  ln: (expression) => `ln(${expression})`,
  integer: (expression) => `CAST(${expression} AS INTEGER)`,
  instant: (iso) => `from_iso8601_timestamp('${requireInstant(iso)}')`,
  text: standardText,
  quoted: standardName,
  number: (expression) => `TRY_CAST(${expression} AS DOUBLE)`,
  asText: (expression) => `CAST(${expression} AS VARCHAR)`,
  numberText: (expression) =>
    wholeOr(expression, `CAST(CAST(${expression} AS BIGINT) AS VARCHAR)`, `CAST(${expression} AS VARCHAR)`),
  joined: (parts) => `(${parts.join(" || ")})`,
  cased: (name, value) => `${name}(${value})`,
  length: (value) => `CAST(length(${value}) AS DOUBLE)`,
  part: (value, from, length) => `substr(${value}, ${from}${length === undefined ? "" : `, ${length}`})`,
  matches: (value, pattern) => `regexp_like(${value}, ${pattern})`,
  truncated: (expression) => `truncate(${expression})`,
  parsedSeconds: (value, format) => `to_unixtime(TRY(date_parse(${value}, ${standardText(mysqlFormat(format))})))`,
  isoSeconds: (value) => `to_unixtime(TRY_CAST(${value} AS timestamp(6) with time zone))`,
  among: (expression, query) => `${expression} IN ${query}`,
  group: byPlace,
};
