import type { Engine } from "../../engine/engine.js";
import { spacing } from "../quality/row-step.js";

/** Two series side by side, and what to say of their bringing together. */
export interface PairedCounts {
  readonly table: string;
  /** Columns by which both sides can still be told apart. */
  readonly others: readonly string[];
  readonly notes: readonly string[];
}

/** Points of failures that meet a point of attempts to so large a share are paired by their times as they are. */
const MEETING_SHARE = 0.9;
/** Points that are so much closer than the other series' steps are parts of those steps. */
const FINER = 0.75;
const SECOND = 1e6;

async function numbers(engine: Engine, sql: string): Promise<number[]> {
  return ((await engine.query(sql)).rows[0] ?? []).map(Number);
}

/** Moves points of one side to the times of the other: into the step that holds them, or to the nearest. */
interface Move {
  readonly side: "failures" | "attempts";
  readonly stepSeconds: number;
  readonly how: "within" | "nearest";
}

/** How the two sides of a table of points are brought to the same times; `undefined` where they already are, or nothing tells. */
async function moveOf(engine: Engine, table: string): Promise<Move | undefined> {
  const of = (side: string): string => `(SELECT DISTINCT ts FROM ${table} WHERE ${side} IS NOT NULL)`;
  const [points = 0, meeting = 0, tried = 0, zeros = 0] = await numbers(
    engine,
    `SELECT (SELECT count(*) FROM ${of("failures")}), (SELECT count(*) FROM ${of("failures")} WHERE ts IN ${of("attempts")}), ` +
      `(SELECT count(*) FROM ${of("attempts")}), (SELECT count(*) FROM ${table} WHERE failures = 0)`,
  );
  if (points === 0 || tried === 0) return undefined;
  const attempts = await spacing(engine, of("attempts"));
  const failures = await spacing(engine, of("failures"));
  // A series that writes zeros has a point a step: points further apart than attempts are sums over them.
  if (zeros > 0 && attempts && failures && attempts <= FINER * failures)
    return { side: "attempts", stepSeconds: failures, how: "within" };
  if (attempts === undefined || meeting >= MEETING_SHARE * points) return undefined;
  const [closest = 0] = await numbers(
    engine,
    `SELECT coalesce(quantile_disc(gap, 0.25), 0) FROM (SELECT epoch_us(ts) - lag(epoch_us(ts)) OVER (ORDER BY ts) AS gap FROM ${of("failures")}) WHERE gap IS NOT NULL`,
  );
  const finer = closest > 0 && closest <= FINER * attempts * SECOND;
  return { side: "failures", stepSeconds: attempts, how: finer ? "within" : "nearest" };
}

/** The table with one side's points moved. */
function moved(table: string, { side, stepSeconds, how }: Move): string {
  const [step, other] = [Math.round(stepSeconds * SECOND), side === "failures" ? "attempts" : "failures"];
  const first = `(SELECT min(epoch_us(ts)) FROM ${table} WHERE ${other} IS NOT NULL)`;
  const steps = `(epoch_us(ts) - ${first}) / ${step}`;
  const at = `make_timestamptz(${first} + CAST(${how === "nearest" ? "round" : "floor"}(${steps}) AS BIGINT) * ${step})`;
  return `(SELECT CASE WHEN ${side} IS NOT NULL AND ${other} IS NULL THEN ${at} ELSE ts END AS ts, failures, attempts FROM ${table})`;
}

function movedNote({ side, stepSeconds, how }: Move, name: string): string {
  const what = side === "failures" ? `points of ${name}` : "points of attempts";
  return how === "nearest"
    ? `The ${what} are not at the times of the others: each is paired with the nearest, at most ${stepSeconds / 2} s away.`
    : `The ${what} are closer than the ${stepSeconds} s of the others, and are summed over these.`;
}

/** The columns in which points of failures meet points of attempts of the same value, one by one and together: those tell parts of the traffic apart. */
async function sharedColumns(engine: Engine, table: string, columns: readonly string[]): Promise<readonly string[]> {
  const meet = async (own: readonly string[]): Promise<boolean> => {
    const by = ["ts", ...own].join(", ");
    const [failing = 0, met = 0, attempted = 0, valued = 0] = await numbers(
      engine,
      `SELECT count(*) FILTER (failing > 0), count(*) FILTER (failing > 0 AND tried IS NOT NULL), count(*) FILTER (tried IS NOT NULL), ` +
        `count(*) FILTER (tried IS NOT NULL AND ${own.map((column) => `coalesce(${column}, '') <> ''`).join(" AND ")}) ` +
        `FROM (SELECT ${by}, sum(failures) AS failing, sum(attempts) AS tried FROM ${table} GROUP BY ${by})`,
    );
    return met >= MEETING_SHARE * failing && valued >= MEETING_SHARE * attempted;
  };
  const alone: string[] = [];
  for (const column of columns) if (await meet([column])) alone.push(column);
  return alone.length > 0 && (alone.length === 1 || (await meet(alone))) ? alone : [];
}

/**
 * Points of two series brought together.
 *
 * They are paired by their times; where the times of the two differ, by the steps of the series with the wider ones. Where attempts are known and failures have
 * no point, nothing failed; failures without attempts are left out.
 *
 * @param name - what the failures are called
 * @param columns - columns of the points that may tell parts of the traffic apart; they stay where both sides have them
 */
export async function pairedCounts(
  engine: Engine,
  table: string,
  target: string,
  name: string,
  columns: readonly string[] = [],
): Promise<PairedCounts> {
  const move = await moveOf(engine, table);
  const from = move === undefined ? table : moved(table, move);
  const others = move === undefined && columns.length > 0 ? await sharedColumns(engine, table, columns) : [];
  const each = (by: readonly string[]): string =>
    `SELECT ${by.join(", ")}, coalesce(sum(failures), 0) AS failures, sum(attempts) AS attempts, count(failures) AS held FROM ${from} GROUP BY ${by.join(", ")}`;
  await engine.query(`CREATE TABLE ${target} AS SELECT * FROM (${each(["ts", ...others])}) WHERE attempts IS NOT NULL`);
  const whole = each(["ts"]);
  const [absent = 0, alone = 0] = await numbers(
    engine,
    `SELECT count(*) FILTER (attempts IS NOT NULL AND held = 0), count(*) FILTER (attempts IS NULL AND held > 0) FROM (${whole})`,
  );
  return {
    table: target,
    others,
    notes: [
      ...(move === undefined ? [] : [movedNote(move, name)]),
      ...(absent > 0
        ? [`At ${absent} times attempts are known and ${name} has no point: they count as 0 failures.`]
        : []),
      ...(alone > 0
        ? [`At ${alone} times ${name} has a point and attempts are not known: they are left out of both sums.`]
        : []),
    ],
  };
}
