import { duckdbDialect } from "../../engine/dialect.js";
import type { TimeConfig } from "../../incident/incident.js";
import type { TimeNotation } from "./time-notation.js";
import { steppedSql } from "./time-words.js";
import type { LocalPiece } from "./zone-offsets.js";
import { localPieces } from "./zone-offsets.js";

const OWN_ZONE_SQL = "'\\d\\d:\\d\\d(:\\d\\d([.,]\\d+)?)?\\s*(Z|[+-]\\d\\d(:?\\d\\d)?|UTC|GMT)\\s*$'";
const OWN_OFFSET_SQL = "' [+-]\\d\\d(:?\\d\\d)?( |$)'";
const UTC = /^(UTC|GMT|Etc\/UTC|Z)$/i;

/** A balanced tree of comparisons: log₂ of the number of clock changes, not one test for each. */
function offsetTree(local: string, pieces: readonly LocalPiece[]): string {
  if (pieces.length === 1) {
    const [piece] = pieces as [LocalPiece];
    return piece.offsetMs === null ? "NULL" : `make_timestamptz(epoch_us(${local}) - ${piece.offsetMs * 1000})`;
  }
  const half = pieces.length >> 1;
  const border = new Date((pieces[half] as LocalPiece).fromMs).toISOString().slice(0, 19).replace("T", " ");
  return `CASE WHEN ${local} < TIMESTAMP '${border}' THEN ${offsetTree(local, pieces.slice(0, half))} ELSE ${offsetTree(local, pieces.slice(half))} END`;
}

/** Local timestamps (without zone) to instants; `NULL` where the local time is skipped or repeated. */
function localToInstant(local: string, zone: string): string {
  if (UTC.test(zone)) return `make_timestamptz(epoch_us(${local}))`;
  return offsetTree(local, localPieces(zone));
}

/** ISO text that carries its zone. Minutes without seconds and spaced or lower-case zones are not read by the cast itself. */
function zonedIso(text: string): string {
  const tidy = `upper(regexp_replace(regexp_replace(trim(replace(${text}, ',', '.')), '^\\s*(\\S{10}[T ]\\d\\d:\\d\\d)\\s*(Z|[+-]\\d\\d|UTC|GMT)', '\\1:00\\2', 'i'), '\\s+([+-]\\d)', '\\1'))`;
  return `coalesce(TRY_CAST(${text} AS TIMESTAMPTZ), TRY_CAST(${tidy} AS TIMESTAMPTZ))`;
}

/** ISO text without a zone, decimals behind a comma and spaces around too. */
function localIso(text: string): string {
  return `coalesce(TRY_CAST(${text} AS TIMESTAMP), TRY_CAST(trim(replace(${text}, ',', '.')) AS TIMESTAMP))`;
}

function isoSql(text: string, notation: TimeNotation, zone: string | undefined): string {
  const own = `(ends_with(${text}, 'Z') OR regexp_matches(${text}, ${OWN_ZONE_SQL}, 'i'))`;
  if (zone === undefined) return `CASE WHEN ${own} THEN ${zonedIso(text)} END`;
  // The session's zone is UTC, so the cast itself reads a bare time as UTC.
  if (UTC.test(zone)) return zonedIso(text);
  const local = localToInstant(localIso(text), zone);
  return notation.zoned === "none"
    ? `CASE WHEN NOT ${own} THEN ${local} ELSE ${zonedIso(text)} END`
    : `CASE WHEN ${own} THEN ${zonedIso(text)} ELSE ${local} END`;
}

function epochSql(text: string, perSecond: number): string {
  const micros =
    perSecond === 1e9
      ? `coalesce(TRY_CAST(${text} AS HUGEINT) // 1000, round(TRY_CAST(${text} AS DOUBLE) / 1000))`
      : `round(TRY_CAST(${text} AS DOUBLE) * ${1e6 / perSecond})`;
  return `make_timestamptz(TRY_CAST(${micros} AS BIGINT))`;
}

/** Days since the end of 1899 as spreadsheets count them, to the nearest second, in local time. */
function excelSql(text: string): string {
  const days = `TRY_CAST(replace(trim(${text}), ',', '.') AS DOUBLE)`;
  return `make_timestamp(TRY_CAST(round((${days} - 25569) * 86400) AS BIGINT) * 1000000)`;
}

/** Seconds and nanoseconds in hexadecimal; the label runs ten seconds ahead. */
function tai64Sql(text: string): string {
  const hex = (from: number): string => `TRY_CAST('0x' || nullif(substr(trim(${text}), ${from}, 8), '') AS BIGINT)`;
  return `make_timestamptz((${hex(10)} - 10) * 1000000 + coalesce(${hex(18)}, 0) // 1000)`;
}

/** A text by the patterns of its notation: `read` makes one SQL expression of a prepared text. */
function patternSql(text: string, { steps = [], fallback }: TimeNotation, read: (prepared: string) => string): string {
  const prepared = steppedSql(`trim(${text}, ' []')`, steps);
  if (!fallback) return read(prepared);
  const beforeYear = steps.findIndex(({ pattern }) => pattern === "^(.)");
  const [first, last] = beforeYear < 0 ? [steps, []] : [steps.slice(0, beforeYear), steps.slice(beforeYear)];
  const renamed = steppedSql(steppedSql(steppedSql(`trim(${text}, ' []')`, first), fallback), last);
  return `coalesce(${read(prepared)}, ${read(renamed)})`;
}

const quoted = (patterns: readonly string[]): string[] => patterns.map((pattern) => duckdbDialect.text(pattern));

function zonedPatternSql(text: string, notation: TimeNotation): string {
  const patterns = quoted(notation.zonedPatterns ?? []);
  return patternSql(
    text,
    notation,
    (prepared) => `coalesce(${patterns.map((pattern) => `try_strptime(${prepared}, ${pattern})`).join(", ")})`,
  );
}

function localPatternSql(text: string, notation: TimeNotation): string {
  const patterns = quoted(notation.patterns ?? []);
  return patternSql(text, notation, (prepared) => `try_strptime(${prepared}, [${patterns.join(", ")}])`);
}

/**
 * The SQL that reads a text column as a local time, `NULL` where the value carries its own zone or is no time; `null` where the notation has no local times.
 *
 * @param text - the column's expression, text
 */
export function localTimeSql(text: string, notation: TimeNotation): string | null {
  if (notation.kind === "several") {
    const read = (notation.of ?? []).flatMap((one) => localTimeSql(text, one) ?? []);
    return read.length === 0 ? null : `coalesce(${read.join(", ")})`;
  }
  if (notation.kind === "iso") {
    const own = `(ends_with(${text}, 'Z') OR regexp_matches(${text}, ${OWN_ZONE_SQL}, 'i'))`;
    return notation.zoned === "all" ? null : `CASE WHEN NOT ${own} THEN ${localIso(text)} END`;
  }
  if (notation.kind === "excel") return excelSql(text);
  if (notation.kind !== "pattern" || notation.zoned === "all") return null;
  return localPatternSql(text, notation);
}

/**
 * The SQL that reads a text column as an instant: `NULL` where the value is no time, or no one instant.
 *
 * @param text - the column's expression, text
 */
export function timeSql(text: string, notation: TimeNotation, time: TimeConfig): string {
  const { zone } = time;
  if (notation.kind === "several") {
    // A notation with offsets and one without are tried as what they are.
    return `coalesce(${(notation.of ?? []).map((one) => timeSql(text, one, time)).join(", ")})`;
  }
  if (notation.kind === "iso") return isoSql(text, notation, zone);
  if (notation.kind === "epoch")
    return epochSql(steppedSql(`trim(${text}, ' []')`, notation.steps ?? []), notation.perSecond ?? 1);
  if (notation.kind === "excel") return localToInstant(excelSql(text), zone ?? "UTC");
  if (notation.kind === "tai64") return tai64Sql(text);
  if (notation.zoned === "all") return zonedPatternSql(text, notation);
  const local = localToInstant(localPatternSql(text, notation), zone ?? "UTC");
  if (notation.zoned === "none") return local;
  const own = `regexp_matches(${steppedSql(`trim(${text}, ' []')`, notation.steps ?? [])}, ${OWN_OFFSET_SQL})`;
  const zoned = zonedPatternSql(text, notation);
  return zone === undefined ? `CASE WHEN ${own} THEN ${zoned} END` : `CASE WHEN ${own} THEN ${zoned} ELSE ${local} END`;
}

/** The cell of a row's time; of several columns the cells joined by a space. */
export function timeCell({ column, columns }: TimeConfig, cellOf: (column: string) => string): string {
  if (columns === undefined) return cellOf(column);
  return `trim(${columns.map((one) => `coalesce(${cellOf(one)}, '')`).join(" || ' ' || ")})`;
}

/** Keeps instants between 1970 and 2100, its first moment aside, which is what an unset clock says; a bare word such as `infinity` casts to a time outside. */
export function plausible(ts: string): string {
  return `CASE WHEN ${ts} > TIMESTAMPTZ '1970-01-01 00:00:00Z' AND ${ts} < TIMESTAMPTZ '2100-01-01 00:00:00Z' THEN ${ts} END`;
}
