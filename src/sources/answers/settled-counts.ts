import type { Engine } from "../../engine/engine.js";
import type { LoadedSource } from "../loading/load-source.js";

/** Counts with both sides known, ready to be summed, and what was noticed on the way. */
export interface SettledCounts {
  /** Table with `ts`, `failures`, `attempts`, and what of `others` it keeps. */
  readonly table: string;
  /** Columns of text that are still in the table. */
  readonly others: readonly string[];
  readonly notes: readonly string[];
}

async function numbers(engine: Engine, sql: string): Promise<number[]> {
  return ((await engine.query(sql)).rows[0] ?? []).map(Number);
}

/** How many rows hold what of both sides. */
interface SideCounts {
  /** Attempts known, failures empty. */
  readonly bare: number;
  /** Failures known, attempts empty. */
  readonly stray: number;
  readonly both: number;
  /** Failures of 0. */
  readonly zeros: number;
}

async function sideCounts(engine: Engine, table: string): Promise<SideCounts> {
  const [bare = 0, stray = 0, both = 0, zeros = 0] = await numbers(
    engine,
    `SELECT count(*) FILTER (failures IS NULL AND attempts IS NOT NULL), count(*) FILTER (attempts IS NULL AND failures IS NOT NULL), ` +
      `count(*) FILTER (failures IS NOT NULL AND attempts IS NOT NULL), count(*) FILTER (failures = 0) FROM ${table}`,
  );
  return { bare, stray, both, zeros };
}

/** A side of running totals as what was added between two readings, at the time of the first. */
function differences(from: string, series: readonly string[], columns: readonly string[], held: string): string {
  const window = `OVER (${series.length === 0 ? "" : `PARTITION BY ${series.join(", ")} `}ORDER BY ts, rowid)`;
  const befores = columns.map((name) => `lag(${name}) ${window} AS before_${name}`);
  const added = columns.map(
    // A total that falls was reset: it counts from nought again.
    (name) => `CASE WHEN ${name} < before_${name} THEN ${name} ELSE ${name} - before_${name} END AS ${name}`,
  );
  const others = ["failures", "attempts"].filter((name) => !columns.includes(name)).map((name) => `NULL AS ${name}`);
  const keys = series.map((name) => `, ${name}`).join("");
  return (
    `SELECT since AS ts, ${[...added, ...others].sort(byName).join(", ")}${keys} FROM (` +
    `SELECT *, lag(ts) ${window} AS since, ${befores.join(", ")} FROM (SELECT *, rowid FROM ${from}) WHERE ${held}) WHERE since IS NOT NULL`
  );
}

/** Attempts before failures, as their names stand at the end. */
function byName(a: string, b: string): number {
  return a.slice(a.lastIndexOf(" ")) < b.slice(b.lastIndexOf(" ")) ? -1 : 1;
}

/** How often running totals fell. */
async function resets(engine: Engine, table: string, series: readonly string[]): Promise<number> {
  const window = `OVER (${series.length === 0 ? "" : `PARTITION BY ${series.join(", ")} `}ORDER BY ts)`;
  const fallen = (name: string): string =>
    `(SELECT count(*) FROM (SELECT ${name} < lag(${name}) ${window} AS fell FROM ${table} WHERE ${name} IS NOT NULL) WHERE fell)`;
  const [failures = 0, attempts = 0] = await numbers(engine, `SELECT ${fallen("failures")}, ${fallen("attempts")}`);
  return Math.max(failures, attempts);
}

/** Replaces running totals by what was added between readings. */
async function uncumulated(
  engine: Engine,
  table: string,
  series: readonly string[],
  points: boolean,
): Promise<Omit<SettledCounts, "others">> {
  const fallen = await resets(engine, table, series);
  const parts = points
    ? [
        differences(table, series, ["failures"], "failures IS NOT NULL"),
        differences(table, series, ["attempts"], "attempts IS NOT NULL"),
      ]
    : [differences(table, series, ["failures", "attempts"], "attempts IS NOT NULL AND failures IS NOT NULL")];
  const target = `${table}_added`;
  const columns = ["ts", "attempts", "failures", ...series].join(", ");
  await engine.query(
    `CREATE TABLE ${target} AS ${parts.map((part) => `SELECT ${columns} FROM (${part})`).join(" UNION ALL ")}`,
  );
  return {
    table: target,
    notes: [
      `The counts are running totals: the difference of two readings counts from the first of them on${fallen > 0 ? `; they started anew ${fallen} ${fallen === 1 ? "time" : "times"}` : ""}.`,
    ],
  };
}

/** Empty cells of failures beside known attempts: 0 where the column holds no 0 anywhere, else missing. */
async function fillEmpty(engine: Engine, table: string, { bare, zeros }: SideCounts, name: string): Promise<string[]> {
  if (bare === 0) return [];
  if (zeros > 0) return [`${bare} values of ${name} are empty and count as missing.`];
  await engine.query(`UPDATE ${table} SET failures = 0 WHERE failures IS NULL AND attempts IS NOT NULL`);
  return [
    `${bare} values of ${name} are empty beside known attempts and count as 0 failures: the column holds no 0 anywhere, as exporters write it that leave zeros out.`,
  ];
}

/** Points of two series brought together: where attempts are known and failures have no point, nothing failed. */
async function paired(
  engine: Engine,
  table: string,
  target: string,
  name: string,
): Promise<Omit<SettledCounts, "others">> {
  const each = `SELECT ts, coalesce(sum(failures), 0) AS failures, sum(attempts) AS attempts, count(failures) AS held FROM ${table} GROUP BY ts`;
  await engine.query(`CREATE TABLE ${target} AS SELECT * FROM (${each}) WHERE attempts IS NOT NULL`);
  const [absent = 0, alone = 0] = await numbers(
    engine,
    `SELECT (SELECT count(*) FROM ${target} WHERE held = 0), (SELECT count(*) FROM (${each}) WHERE attempts IS NULL AND held > 0)`,
  );
  return {
    table: target,
    notes: [
      ...(absent > 0
        ? [`At ${absent} times attempts are known and ${name} has no point: they count as 0 failures.`]
        : []),
      ...(alone > 0
        ? [`At ${alone} times ${name} has a point and attempts are not known: they are left out of both sums.`]
        : []),
    ],
  };
}

/**
 * Brings failures and attempts of a loaded source of counts together.
 *
 * Running totals become differences. A moment with attempts and without a point of failures counts 0 failures; an empty cell of failures counts 0 where the
 * column holds no 0 anywhere, else it is missing. What has no attempts is left out.
 *
 * @param series - columns that tell series apart
 */
export async function settledCounts(
  engine: Engine,
  { source, table, points: declared, kept }: LoadedSource,
  series: readonly string[],
): Promise<SettledCounts> {
  const name = source.failures ?? "failures";
  const first = await sideCounts(engine, table);
  const points = declared || (first.both === 0 && first.stray > 0);
  const empty = points ? [] : await fillEmpty(engine, table, first, name);
  const start = source.cumulative
    ? await uncumulated(engine, table, series, points)
    : { table, notes: [] as readonly string[] };
  const target = `${table}_counts`;
  const strays =
    !points && first.stray > 0
      ? [`${first.stray} values of ${source.attempts ?? "attempts"} are empty and count as missing.`]
      : [];
  if (points) {
    const together = await paired(engine, start.table, target, name);
    return { table: target, others: [], notes: [...start.notes, ...together.notes] };
  }
  const others = source.cumulative ? series : kept.text.map((_column, index) => `k${index}`);
  await engine.query(
    `CREATE TABLE ${target} AS SELECT ${["ts", "failures", "attempts", ...others].join(", ")} FROM ${start.table} WHERE failures IS NOT NULL AND attempts IS NOT NULL`,
  );
  return { table: target, others, notes: [...empty, ...start.notes, ...strays] };
}
