import type { Incident } from "../../incident/incident.js";
import { markingSql } from "../loading/compact-sql.js";
import type { ClockSkew } from "../incident-data.js";
import { shiftAgainst } from "../quality/series-shift.js";
import { sqlSource } from "./sql-source.js";
import type { HeldSource } from "./sql-source.js";

/** Units looked at, about; a share of them by hash where there are more. */
const MOST_UNITS = 200_000;
const FEWEST_UNITS = 20;
/** Share of units that may contradict a bound: they are errors of their own. */
const ODD_UNIT_SHARE = 0.01;
/** Seconds below which clocks are taken to agree: times are written to the second. */
const AGREE_SECONDS = 1;
/** Times and durations are each written to the second. */
const ROUNDING_SECONDS = 2;
/** Without the units' ends, a first row that always comes this late is remarkable. */
const LATE_SECONDS = 10;

/** Rows that belong to units of another source, as a query of `key, ts`. */
interface Followers {
  readonly units: HeldSource;
  readonly rows: HeldSource;
  /** Key of a unit, in `u`. */
  readonly unitKey: string;
  /** Key of the unit that a row belongs to, in its own relation `r`. */
  readonly rowKey: string;
  readonly where: string;
}

function embedded({ engine }: HeldSource): boolean {
  return engine.name === "duckdb";
}

/** Pairs of sources whose rows name each other: what units attempted, and what marks them. */
function pairsOf(incident: Incident, held: readonly HeldSource[]): Followers[] {
  const find = (name: string | undefined): HeldSource | undefined => held.find(({ source }) => source.name === name);
  const [of, by] = [find(incident.exposure?.of), find(incident.exposure?.by)];
  const pairs: Followers[] =
    of && by && embedded(of) && embedded(by) && of.source.id !== undefined && by.source.cluster !== undefined
      ? [{ units: of, rows: by, unitKey: "u.id", rowKey: "r.cluster", where: "true" }]
      : [];
  for (const units of held) {
    const { failed } = units.source;
    const rows = failed?.kind === "marked" ? find(failed.from) : undefined;
    if (failed?.kind !== "marked" || !rows || !embedded(units) || failed.on.length !== 1) continue;
    const column = rows.text.get((failed.on[0] as readonly [string, string])[1]);
    if (column === undefined || units.source.id === undefined) continue;
    const where = markingSql(failed, (name) => `r.${rows.text.get(name) ?? "NULL"}`);
    pairs.push({
      units,
      rows,
      unitKey: "u.h0",
      rowKey: `CASE WHEN r.${column} <> '' THEN hash(r.${column}) END`,
      where,
    });
  }
  return pairs;
}

/**
 * What the order of rows says of two clocks. A row of a unit cannot come before the unit starts, nor after it ends: the seconds by which the rows' clock
 * is ahead are at most the smallest delay of a first row, and, where the units' durations are known, at least what a last row lies beyond its unit's end.
 */
async function skewOf({ units, rows, unitKey, rowKey, where }: Followers): Promise<ClockSkew | undefined> {
  const share = Math.max(1, Math.ceil(units.quality.loaded / MOST_UNITS));
  const sampled = share === 1 ? "" : ` AND (${rowKey}) % ${share} = 0`;
  const ends =
    units.source.duration === undefined
      ? "NULL"
      : "CASE WHEN u.duration > 0 AND NOT isnan(u.duration) THEN (l.last - epoch_us(u.ts)) / 1e6 - u.duration END";
  const { rows: answer } = await units.engine.query(
    `SELECT count(*), quantile_cont((l.first - epoch_us(u.ts)) / 1e6, ${ODD_UNIT_SHARE}), quantile_cont(${ends}, ${1 - ODD_UNIT_SHARE}) FROM ${units.relation.from} u JOIN (` +
      `SELECT ${rowKey} AS key, min(epoch_us(r.ts)) AS first, max(epoch_us(r.ts)) AS last FROM ${rows.relation.from} r WHERE ${where}${sampled} GROUP BY 1) l ON l.key = ${unitKey}`,
  );
  const [n = 0, most, least] = (answer[0] ?? []).map((cell) => (cell === null ? null : Number(cell)));
  if (n === null || n < FEWEST_UNITS || most === null || most === undefined) return undefined;
  // Bounds that cross by rounding are one figure; rows that contradict both tell of something else than clocks.
  const low = least === null || least === undefined || least > most + ROUNDING_SECONDS ? null : Math.min(least, most);
  const value = most < 0 ? most : low !== null && low > 0 ? low : 0;
  return { against: units.source.name, seconds: { value, low, high: most }, units: n };
}

function sentence(
  source: string,
  marks: boolean,
  { against, seconds: { value, low, high }, units }: ClockSkew,
): string | undefined {
  const seconds = (n: number): string => `${Math.abs(n).toFixed(Math.abs(n) < 10 ? 1 : 0)} s`;
  if (Math.abs(value) > AGREE_SECONDS) {
    const why =
      value < 0
        ? `without that, rows would come before the ${against} that they belong to`
        : `without that, rows would come after the ${against} that they belong to had ended`;
    if (marks && value > 0)
      return `Rows of ${source} come at least ${seconds(value)} after the end of the ${against} that they mark (${units} compared): a delay of theirs, or a clock that is ahead by as much. Times are used as they are written.`;
    return `The clock of ${source} runs at least ${seconds(value)} ${value < 0 ? "behind" : "ahead of"} that of ${against} (${units} compared; ${why}). Times are used as they are written.`;
  }
  if (low === null && high > LATE_SECONDS)
    return `Rows of ${source} never come earlier than ${seconds(high)} after the ${against} that they belong to (${units} compared): their clocks may differ by that much.`;
  return undefined;
}

/** Sources whose rows name no other's: told apart from the outcome by the course of their failures. */
async function shifts(incident: Incident, held: readonly HeldSource[]): Promise<HeldSource[]> {
  const counted = ({ source, engine }: HeldSource): boolean =>
    (source.kind === "outcomes" || source.kind === "counts") && engine.name === "duckdb" && source.count === "start";
  const reference = held.find((one) => one.source.name === incident.outcome && counted(one));
  if (!reference) return [...held];
  // The outcome is asked once, whatever is compared with it.
  const standard = sqlSource(reference);
  return Promise.all(
    held.map(async (one) => {
      if (one === reference || !counted(one)) return one;
      const shift = await shiftAgainst(standard, sqlSource(one));
      if (!shift) return one;
      return {
        ...one,
        quality: {
          ...one.quality,
          clockSkew: [...(one.quality.clockSkew ?? []), shift.skew],
          notes: [...one.quality.notes, shift.note],
        },
      };
    }),
  );
}

/** Sources with what their rows say of each other's clocks, as a figure and, where clocks differ, a sentence. */
export async function withClockSkew(incident: Incident, held: readonly HeldSource[]): Promise<HeldSource[]> {
  const found = new Map<HeldSource, ClockSkew[]>();
  for (const pair of pairsOf(incident, held)) {
    const skew = await skewOf(pair);
    if (skew) found.set(pair.rows, [...(found.get(pair.rows) ?? []), skew]);
  }
  const paired = held.map((one) => {
    const clockSkew = found.get(one);
    if (!clockSkew) return one;
    const notes = clockSkew.flatMap((skew) => sentence(one.source.name, one.source.kind === "events", skew) ?? []);
    return { ...one, quality: { ...one.quality, clockSkew, notes: [...one.quality.notes, ...notes] } };
  });
  return shifts(incident, paired);
}
