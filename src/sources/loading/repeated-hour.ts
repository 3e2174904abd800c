import type { Engine } from "../../engine/engine.js";
import type { RepeatedHour } from "../columns/zone-offsets.js";
import { repeatedHours } from "../columns/zone-offsets.js";

/** Rows of attempts that overlap are written a little out of order; a step back of more is the clocks'. */
const LARGEST_DISORDER_MS = 300_000;
/** How far around a repeated hour rows must run in order. */
const AROUND_MS = 6 * 3_600_000;

interface PlacedTime {
  readonly line: number;
  readonly localMs: number;
}

/** The first line of the second pass through a repeated hour, and which of the passes that is; `undefined` where the order of rows does not tell. */
function turnOf(rows: readonly PlacedTime[], hour: RepeatedHour): { line: number; ascending: boolean } | undefined {
  const inside = ({ localMs }: PlacedTime): boolean => localMs >= hour.fromMs && localMs < hour.toMs;
  const first = rows[0]?.localMs ?? 0;
  const last = rows.at(-1)?.localMs ?? 0;
  // Rows on both sides say which way the file runs.
  if (first >= hour.fromMs === last >= hour.fromMs) return undefined;
  const ascending = first < last;
  const backward = rows.flatMap((row, index) => {
    const before = rows[index - 1];
    if (before === undefined) return [];
    const step = ascending ? before.localMs - row.localMs : row.localMs - before.localMs;
    return step > LARGEST_DISORDER_MS ? [{ row, before }] : [];
  });
  const [turn] = backward;
  if (backward.length !== 1 || turn === undefined || !inside(turn.row) || !inside(turn.before)) return undefined;
  return { line: turn.row.line, ascending };
}

function day(hour: RepeatedHour): string {
  return new Date(hour.fromMs).toISOString().slice(0, 10);
}

/**
 * Gives instants to the rows of an hour that clocks repeated, where the order of rows tells its two passes apart: in a file that runs in order, local times
 * step back once, where the second pass begins. Other files keep these rows without a time.
 *
 * @param table - of a placed reading, with `line`, `local_ts` and `ts`
 * @param zone - the zone of its local times
 * @returns what is to be said of it
 */
export async function tellRepeatedHours(engine: Engine, table: string, zone: string): Promise<string[]> {
  const { rows: spans } = await engine.query(
    `SELECT min(epoch_ms(local_ts)), max(epoch_ms(local_ts)), count(*) FROM ${table} WHERE ts IS NULL AND local_ts IS NOT NULL`,
  );
  const [from = 0, to = 0, count = 0] = (spans[0] ?? []).map(Number);
  if (count === 0) return [];
  const notes: string[] = [];
  for (const hour of repeatedHours(zone, from, to)) {
    const { rows } = await engine.query(
      `SELECT line, epoch_ms(local_ts) FROM ${table} WHERE local_ts IS NOT NULL AND line IS NOT NULL AND epoch_ms(local_ts) BETWEEN ${hour.fromMs - AROUND_MS} AND ${hour.toMs + AROUND_MS} ORDER BY line`,
    );
    const placed = rows.map(([line, localMs]) => ({ line: Number(line), localMs: Number(localMs) }));
    const turn = turnOf(placed, hour);
    if (!turn) continue;
    const within = `ts IS NULL AND epoch_ms(local_ts) >= ${hour.fromMs} AND epoch_ms(local_ts) < ${hour.toMs}`;
    const micros = hour.offsetsMs.map((ms) => ms * 1000);
    const [early, late] = turn.ascending ? micros : micros.reverse();
    const told = placed.filter(({ localMs }) => localMs >= hour.fromMs && localMs < hour.toMs);
    await engine.query(
      `UPDATE ${table} SET ts = make_timestamptz(epoch_us(local_ts) - CASE WHEN line < ${turn.line} THEN ${early} ELSE ${late} END) WHERE ${within}`,
    );
    const before = told.filter(({ line }) => line < turn.line).length;
    const [summer, winter] = turn.ascending ? [before, told.length - before] : [told.length - before, before];
    notes.push(
      `Clocks in ${zone} went back on ${day(hour)}; the order of rows separates the ${summer} rows of the first pass through that hour from the ${winter} of the second.`,
    );
  }
  return notes;
}
