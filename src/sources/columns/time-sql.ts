import type { TimeConfig } from "../../incident/incident.js";
import type { TimeNotation } from "./time-notation.js";
import type { LocalPiece } from "./zone-offsets.js";
import { localPieces } from "./zone-offsets.js";

const OWN_ZONE_SQL = "'\\d\\d:\\d\\d(:\\d\\d([.,]\\d+)?)?\\s*(Z|[+-]\\d\\d(:?\\d\\d)?|UTC|GMT)\\s*$'";

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
  if (/^(UTC|GMT|Etc\/UTC|Z)$/i.test(zone)) return `make_timestamptz(epoch_us(${local}))`;
  return offsetTree(local, localPieces(zone));
}

/** ISO text that carries its zone. Minutes without seconds and spaced or lower-case zones are not read by the cast itself. */
function zonedIso(text: string): string {
  const tidy = `upper(regexp_replace(regexp_replace(replace(${text}, ',', '.'), '^\\s*(\\S{10}[T ]\\d\\d:\\d\\d)\\s*(Z|[+-]\\d\\d|UTC|GMT)', '\\1:00\\2', 'i'), '\\s+([+-]\\d)', '\\1'))`;
  return `coalesce(TRY_CAST(${text} AS TIMESTAMPTZ), TRY_CAST(${tidy} AS TIMESTAMPTZ))`;
}

function isoSql(text: string, notation: TimeNotation, zone: string | undefined): string {
  const own = `(ends_with(${text}, 'Z') OR regexp_matches(${text}, ${OWN_ZONE_SQL}, 'i'))`;
  if (zone === undefined) return `CASE WHEN ${own} THEN ${zonedIso(text)} END`;
  // The session's zone is UTC, so the cast itself reads a bare time as UTC.
  if (/^(UTC|GMT|Etc\/UTC|Z)$/i.test(zone)) return zonedIso(text);
  const local = localToInstant(`TRY_CAST(${text} AS TIMESTAMP)`, zone);
  return notation.zoned === "none"
    ? `CASE WHEN NOT ${own} THEN ${local} ELSE ${zonedIso(text)} END`
    : `CASE WHEN ${own} THEN ${zonedIso(text)} ELSE ${local} END`;
}

function epochSql(text: string, perSecond: number): string {
  const micros =
    perSecond === 1e9
      ? `TRY_CAST(${text} AS HUGEINT) // 1000`
      : `round(TRY_CAST(${text} AS DOUBLE) * ${1e6 / perSecond})`;
  return `make_timestamptz(TRY_CAST(${micros} AS BIGINT))`;
}

/**
 * The SQL that reads a text column as an instant: `NULL` where the value is no time, or no one instant, or not between 1970 and 2100.
 *
 * @param text - the column's expression, text
 */
export function timeSql(text: string, notation: TimeNotation, time: TimeConfig): string {
  const trimmed = notation.kind === "iso" ? text : `trim(${text}, ' []')`;
  const read = (): string => {
    if (notation.kind === "iso") return isoSql(trimmed, notation, time.zone);
    if (notation.kind === "epoch") return epochSql(trimmed, notation.perSecond ?? 1);
    const patterns = (notation.patterns ?? []).map((pattern) => `'${pattern.replaceAll("'", "''")}'`);
    if (notation.zoned === "all")
      return `coalesce(${patterns.map((pattern) => `try_strptime(${trimmed}, ${pattern})`).join(", ")})`;
    return localToInstant(`try_strptime(${trimmed}, [${patterns.join(", ")}])`, time.zone ?? "UTC");
  };
  return read();
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
