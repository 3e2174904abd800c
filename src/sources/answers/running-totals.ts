import type { Engine } from "../../engine/engine.js";

/** What was added between readings of running totals, and what to say of it. */
export interface AddedCounts {
  /** Table with `ts`, `attempts`, `failures` and the columns that tell series apart. */
  readonly table: string;
  readonly notes: readonly string[];
}

/** A table of readings. */
export interface TotalsTable {
  readonly table: string;
  /** Columns that tell series apart. */
  readonly series: readonly string[];
  /** True if a row has one side only, so that each side is read for itself. */
  readonly points: boolean;
}

/** How readings are counted. */
interface Readings {
  readonly stepMicros: number;
  /** True if a reading already holds what its own step added, the first one included. */
  readonly ownStep: boolean;
}

/** A first total between so many ordinary differences is what its own step added: the totals began with the table. */
const FIRST_STEP = { least: 0.5, most: 2 };
/** Readings further apart than so many steps have a gap between them. */
const GAP_STEPS = 1.5;

async function numbers(engine: Engine, sql: string): Promise<number[]> {
  return ((await engine.query(sql)).rows[0] ?? []).map(Number);
}

/** Readings in which all of some columns are known, each with the reading before it. */
function withBefore({ table, series }: TotalsTable, columns: readonly string[]): string {
  const window = `OVER (${series.length === 0 ? "" : `PARTITION BY ${series.join(", ")} `}ORDER BY ts, rowid)`;
  const befores = columns.map((name) => `lag(${name}) ${window} AS before_${name}`);
  const held = columns.map((name) => `${name} IS NOT NULL`).join(" AND ");
  return `SELECT *, lag(ts) ${window} AS since, ${befores.join(", ")} FROM (SELECT *, rowid FROM ${table}) WHERE ${held}`;
}

async function readingsOf(engine: Engine, totals: TotalsTable): Promise<Readings> {
  const group = totals.series.length === 0 ? "" : ` GROUP BY ${totals.series.join(", ")}`;
  const firsts = (side: string): string =>
    `SELECT sum(first), sum(ordinary) FROM (SELECT arg_min(${side}, ts) AS first, median(${side} - before_${side}) AS ordinary FROM (${withBefore(totals, [side])})${group})`;
  const [step = 0] = await numbers(
    engine,
    `SELECT coalesce(median(epoch_us(ts) - epoch_us(since)), 0) FROM (${withBefore(totals, ["attempts"])})`,
  );
  const [first = 0, ordinary = 0] = await numbers(engine, firsts("attempts"));
  const [failed = 0] = await numbers(engine, firsts("failures"));
  const began = first >= FIRST_STEP.least * ordinary && first <= FIRST_STEP.most * ordinary;
  return { stepMicros: step, ownStep: ordinary > 0 && failed <= first && began };
}

/** How often running totals fell. */
async function resets(engine: Engine, totals: TotalsTable): Promise<number> {
  const fallen = (side: string): string =>
    `(SELECT count(*) FROM (${withBefore(totals, [side])}) WHERE ${side} < before_${side})`;
  const [failures = 0, attempts = 0] = await numbers(engine, `SELECT ${fallen("failures")}, ${fallen("attempts")}`);
  return Math.max(failures, attempts);
}

/** What some columns added, at the time where its span begins; over a gap, spread over its steps in whole numbers. */
function added(totals: TotalsTable, columns: readonly string[], { stepMicros, ownStep }: Readings): string {
  const step = Math.max(1, Math.round(stepMicros));
  // A total that falls was reset: it counts from nought again.
  const sums = columns.map(
    (name) =>
      `CASE WHEN before_${name} IS NULL OR ${name} < before_${name} THEN ${name} ELSE ${name} - before_${name} END AS sum_${name}`,
  );
  const apart = "epoch_us(ts) - epoch_us(since)";
  const steps = `CASE WHEN ${apart} > ${GAP_STEPS * step} THEN greatest(1, CAST(round((${apart}) / ${step}) AS BIGINT)) ELSE 1 END AS steps`;
  const begins = ownStep ? `epoch_us(ts) - (steps - 1 - k) * ${step}` : `epoch_us(since) + k * ${step}`;
  const sides = ["attempts", "failures"].map((name) =>
    columns.includes(name)
      ? `CASE WHEN steps = 1 THEN sum_${name} ELSE round(sum_${name} * (k + 1) / steps) - round(sum_${name} * k / steps) END AS ${name}`
      : `NULL AS ${name}`,
  );
  const readings = `SELECT *, ${sums.join(", ")}, ${steps} FROM (${withBefore(totals, columns)})${ownStep ? "" : " WHERE since IS NOT NULL"}`;
  return (
    `SELECT make_timestamptz(CAST(${begins} AS BIGINT)) AS ts, ${[...sides, ...totals.series].join(", ")} ` +
    `FROM (SELECT *, unnest(range(steps)) AS k FROM (${readings}))`
  );
}

/** Stretches without a reading, whose sums are spread. */
async function gapsBetween(engine: Engine, totals: TotalsTable, step: number): Promise<number> {
  const [gaps = 0] = await numbers(
    engine,
    `SELECT count(DISTINCT since) FROM (${withBefore(totals, ["attempts"])}) WHERE epoch_us(ts) - epoch_us(since) > ${GAP_STEPS * step}`,
  );
  return gaps;
}

/**
 * What was added between readings of running totals.
 *
 * The difference of two readings belongs to the span between them, and counts at its beginning. Where the first total is about what one step adds, the totals
 * began with the table: each row then holds its own step, as rows of counts do. Over a gap in the readings the sum is spread evenly over the gap's steps.
 */
export async function addedCounts(engine: Engine, totals: TotalsTable): Promise<AddedCounts> {
  const readings = await readingsOf(engine, totals);
  const fallen = await resets(engine, totals);
  const gaps = readings.stepMicros > 0 ? await gapsBetween(engine, totals, readings.stepMicros) : 0;
  const sides = totals.points ? [["failures"], ["attempts"]] : [["failures", "attempts"]];
  const target = `${totals.table}_added`;
  await engine.query(
    `CREATE TABLE ${target} AS ${sides.map((columns) => added(totals, columns, readings)).join(" UNION ALL ")}`,
  );
  const where = readings.ownStep
    ? "they begin with the first row, so each row counts what its own step added"
    : "the difference of two readings counts from the first of them on";
  return {
    table: target,
    notes: [
      `The counts are running totals: ${where}${fallen > 0 ? `; they started anew ${fallen} ${fallen === 1 ? "time" : "times"}` : ""}.`,
      ...(gaps > 0
        ? [`Over ${gaps} ${gaps === 1 ? "gap" : "gaps"} in the readings, what was added is spread evenly.`]
        : []),
    ],
  };
}
