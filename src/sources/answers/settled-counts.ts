import type { Engine } from "../../engine/engine.js";
import { columnsOf } from "../../incident/expression.js";
import type { LoadedSource } from "../loading/load-source.js";
import { pairedCounts } from "./paired-counts.js";
import { addedCounts } from "./running-totals.js";

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

/** Empty cells of failures beside known attempts: 0 where the column holds no 0 anywhere, else missing. */
async function fillEmpty(engine: Engine, table: string, { bare, zeros }: SideCounts, name: string): Promise<string[]> {
  if (bare === 0) return [];
  if (zeros > 0) return [`${bare} values of ${name} are empty and count as missing.`];
  await engine.query(`UPDATE ${table} SET failures = 0 WHERE failures IS NULL AND attempts IS NOT NULL`);
  return [
    `${bare} values of ${name} are empty beside known attempts and count as 0 failures: the column holds no 0 anywhere, as exporters write it that leave zeros out.`,
  ];
}

/** The columns of two selections that may tell parts of the traffic apart, of those that are at hand: not those by which failures were selected. */
function othersOf({ source, kept }: LoadedSource, atHand: readonly string[]): readonly string[] {
  const { failures, attempts } = source.bound;
  const selecting = [failures, attempts].flatMap((tree) => (tree ? [...columnsOf(tree).keys()] : []));
  return kept.text.flatMap((name, index) => {
    const column = `k${index}`;
    return atHand.includes(column) && !selecting.includes(name) ? [column] : [];
  });
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
  loaded: LoadedSource,
  series: readonly string[],
): Promise<SettledCounts> {
  const { source, table, points: declared, kept } = loaded;
  const name = source.failures ?? "failures";
  const first = await sideCounts(engine, table);
  const columns = source.cumulative ? series : kept.text.map((_column, index) => `k${index}`);
  const points = declared || (first.both === 0 && first.stray > 0);
  const empty = points ? [] : await fillEmpty(engine, table, first, name);
  const start = source.cumulative
    ? await addedCounts(engine, { table, series, points })
    : { table, notes: [] as readonly string[] };
  const target = `${table}_counts`;
  const strays =
    !points && first.stray > 0
      ? [`${first.stray} values of ${source.attempts ?? "attempts"} are empty and count as missing.`]
      : [];
  if (points) {
    const together = await pairedCounts(engine, start.table, target, name, othersOf(loaded, columns));
    return { table: target, others: together.others, notes: [...start.notes, ...together.notes] };
  }
  const others = columns;
  await engine.query(
    `CREATE TABLE ${target} AS SELECT ${["ts", "failures", "attempts", ...others].join(", ")} FROM ${start.table} WHERE failures IS NOT NULL AND attempts IS NOT NULL`,
  );
  return { table: target, others, notes: [...empty, ...start.notes, ...strays] };
}
