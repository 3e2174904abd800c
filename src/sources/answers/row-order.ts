import type { Engine } from "../../engine/engine.js";
import type { ResolvedSource } from "../columns/column-roles.js";
import type { LoadedSource } from "../loading/load-source.js";
import { instant } from "../../time/instant.js";

/** Sources of more rows are not looked at row by row. */
const MOST_ROWS = 2_000_000;
/** Rows of attempts that overlap are written a little out of order; this is more. */
const LATE_SECONDS = 300;
/** More rows than this out of order are a file in another order, not late rows. */
const LATE_SHARE = 0.2;

/** Rows behind each step back in time from which on whole blocks stand elsewhere: a table read by several threads may hold its file's blocks in another order. */
const BLOCK_ROWS = 500;

function iso(micros: number): string {
  return instant(micros / 1000);
}

async function lateRows(engine: Engine, table: string, rows: number): Promise<string[]> {
  const before = `SELECT epoch_us(ts) AS moment, max(epoch_us(ts)) OVER (PARTITION BY file ORDER BY rowid ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest, epoch_us(lag(ts) OVER (PARTITION BY file ORDER BY rowid)) AS previous, file FROM ${table}`;
  const answer = await engine.query(
    `SELECT count(*) FILTER (latest - moment >= ${LATE_SECONDS * 1_000_000}), max(latest - moment), count(*) FILTER (previous > moment) FROM (${before})`,
  );
  const [late = 0, most = 0, steps = 0] = (answer.rows[0] ?? []).map(Number);
  if (late === 0 || late > BLOCK_ROWS * steps) return [];
  if (late > LATE_SHARE * rows)
    return ["Rows do not run in the order of time (newest first, or unsorted); they are taken by their times."];
  return [
    `${late} rows come late: five minutes or more behind rows that stand before them, ${Math.round(most / 60_000_000)} minutes at most; they count at their own times.`,
  ];
}

/** Aggregated rows that stand for the same moment of the same series. */
async function repeatedMoments(
  engine: Engine,
  { kind }: ResolvedSource,
  table: string,
  series: readonly string[],
): Promise<string[]> {
  if (kind === "outcomes" || kind === "events") return [];
  const held = kind === "counts" ? "failures IS NOT NULL AND attempts IS NOT NULL" : "value IS NOT NULL";
  const moments = `SELECT epoch_us(ts) AS moment, count(*) AS n FROM ${table} WHERE ${held} GROUP BY ${["ts", ...series].join(", ")} HAVING count(*) > 1`;
  const { rows } = await engine.query(`SELECT count(*), sum(n), min(moment) FROM (${moments})`);
  const [times = 0, all = 0, first = 0] = (rows[0] ?? []).map(Number);
  if (times === 0) return [];
  const what = kind === "counts" ? "are summed" : "are averaged";
  return [
    `${times} moments occur more than once (${all} rows, the first at ${iso(first)}): their values ${what}. If rows are repeated, declare \`id\`.`,
  ];
}

/**
 * What is remarkable in the order of a source's rows: late rows, and moments that an aggregated source has more than once.
 *
 * @param series - columns that tell series apart
 * @param count - how many rows the table holds
 */
export async function rowOrderNotes(
  engine: Engine,
  { source, table, ordered }: Pick<LoadedSource, "source" | "table" | "ordered">,
  series: readonly string[],
  count: number,
): Promise<string[]> {
  if (count > MOST_ROWS) return [];
  return [
    ...(ordered ? await lateRows(engine, table, count) : []),
    ...(await repeatedMoments(engine, source, table, series)),
  ];
}
