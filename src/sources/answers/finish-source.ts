import type { Engine } from "../../engine/engine.js";
import { relationNamed } from "../../engine/reductions.js";
import { coverageOf } from "../quality/coverage.js";
import type { DataQuality } from "../incident-data.js";
import type { DuringStage } from "../progress.js";
import type { LoadedSource } from "../loading/load-source.js";
import { rowOrderNotes } from "./row-order.js";
import type { HeldSource } from "./sql-source.js";
import { unseenFailure } from "../quality/unseen-failure.js";
import { instant } from "../../time/instant.js";

const MINUTE = 60_000;

/** Ids that are counted together; a table of more would not stay in memory. */
const IDS_AT_ONCE = 8_000_000;

/** Removes rows that repeat a declared id, the first one staying. */
async function dropDuplicates(engine: Engine, { source, table }: LoadedSource, during: DuringStage): Promise<number> {
  if (source.id === undefined) return 0;
  const number = async (sql: string): Promise<number> => Number((await engine.query(sql)).rows[0]?.[0] ?? 0);
  const parts = Math.max(1, Math.ceil((await number(`SELECT count(id) FROM ${table}`)) / IDS_AT_ONCE));
  let [duplicates, part] = [0, 0];
  const dropPart = async (): Promise<void> => {
    // Ids are hashes, so that any remainder of them is an even part; rows without an id are in none.
    const repeated = `SELECT id FROM ${table} WHERE id % ${parts} = ${part} GROUP BY id HAVING count(*) > 1`;
    const surplus = await number(
      `SELECT coalesce(sum(n - 1), 0) FROM (${repeated.replace("SELECT id", "SELECT count(*) AS n")})`,
    );
    if (surplus === 0) return;
    const places = `SELECT rowid AS place, row_number() OVER (PARTITION BY id ORDER BY rowid) AS turn FROM ${table} WHERE id IN (${repeated})`;
    await engine.query(`DELETE FROM ${table} WHERE rowid IN (SELECT place FROM (${places}) WHERE turn > 1)`);
    duplicates += surplus;
  };
  await during(
    "repeated ids",
    () => part / parts,
    async () => {
      for (; part < parts; part += 1) await dropPart();
    },
  );
  return duplicates;
}

const HALF = "(failures IS NULL) <> (attempts IS NULL)";
/** Rows of one side each that belong to one moment, as when failures and attempts come from two tables of one export. */
const PAIRED = "HAVING count(failures) > 0 AND count(failures) = count(attempts)";

/** The rows of counts that have both sides, in one row or in two of the same moment. */
function countedRelation(table: string): string {
  return (
    `(SELECT ts, failures, attempts FROM ${table} WHERE failures IS NOT NULL AND attempts IS NOT NULL ` +
    `UNION ALL SELECT ts, sum(failures), sum(attempts) FROM ${table} WHERE ${HALF} GROUP BY ts ${PAIRED})`
  );
}

/** Whether every row of counts with one side has its other side in another row. */
async function allPaired(engine: Engine, table: string): Promise<boolean> {
  const { rows } = await engine.query(
    `SELECT (SELECT count(*) FROM ${table} WHERE failures IS NULL OR attempts IS NULL), (SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM ${table} WHERE ${HALF} GROUP BY ts ${PAIRED}))`,
  );
  const [halves = 0, paired = 0] = (rows[0] ?? []).map(Number);
  return halves === paired;
}

/** Values that are written but are no numbers: noted, then missing. */
async function unreadableNumbers(engine: Engine, { source, table }: LoadedSource): Promise<string[]> {
  const notes: string[] = [];
  const measures = [
    ...(source.kind === "counts"
      ? [
          ["failures", source.failures],
          ["attempts", source.attempts],
        ]
      : []),
    ...(source.kind === "gauge" || source.kind === "counter" ? [["value", source.value]] : []),
    ...(source.latency === undefined ? [] : [["latency", source.latency]]),
    ...(source.duration === undefined ? [] : [["duration", source.duration]]),
  ] as [string, string][];
  for (const [name, column] of measures) {
    const { rows } = await engine.query(
      `SELECT count(*) FILTER (isnan(${name})), count(*) FILTER (${name} IS NULL) FROM ${table}`,
    );
    const [bad = 0, empty = 0] = (rows[0] ?? []).map(Number);
    if (bad > 0) await engine.query(`UPDATE ${table} SET ${name} = NULL WHERE isnan(${name})`);
    if (bad > 0) notes.push(`${bad} values of ${column} are no numbers and count as missing.`);
    const missing =
      empty > 0 && source.kind !== "outcomes" && !(source.kind === "counts" && (await allPaired(engine, table)));
    if (missing) notes.push(`${empty} values of ${column} are empty and count as missing.`);
  }
  return notes;
}

/**
 * Finishes a loaded source: duplicates out, numbers settled, coverage known.
 *
 * Counts of which one side is missing are left out of both sums, unless another row of the same moment has it.
 *
 * @param during - watches the search for repeated ids
 */
export async function settledSource(engine: Engine, loaded: LoadedSource, during: DuringStage): Promise<HeldSource> {
  const { source, table, files, kept } = loaded;
  const duplicates = await dropDuplicates(engine, loaded, during);
  const series = loaded.dimensions.flatMap((column) =>
    kept.text.includes(column) ? [`k${kept.text.indexOf(column)}`] : [],
  );
  const noneFailed =
    source.failed?.kind === "own" &&
    Number((await engine.query(`SELECT coalesce(sum(failed), 0) FROM ${table}`)).rows[0]?.[0] ?? 0) === 0;
  const failureUnseen = noneFailed ? unseenFailure(source, loaded.failureValues) : undefined;
  const notes = [
    ...(failureUnseen === undefined ? [] : [failureUnseen.text]),
    ...loaded.notes,
    ...(await unreadableNumbers(engine, loaded)),
    ...(await rowOrderNotes(engine, loaded, series)),
  ];
  const { rows } = await engine.query(
    `SELECT ${engine.dialect.bin("ts", 60)} AS minute, count(*) FROM ${table} GROUP BY 1 ORDER BY 1`,
  );
  const minutes = rows.map(([minute]) => Number(minute));
  const counts = rows.map(([, n]) => Number(n));
  const { gaps, coverage, stepMinutes } = coverageOf(source.kind, minutes, counts);
  const sum = (key: "seen" | "loaded" | "header" | "blank"): number =>
    files.reduce((total, file) => total + file[key], 0);
  const quality: DataQuality = {
    source: source.name,
    seen: sum("seen"),
    loaded: sum("loaded") - duplicates,
    rejected: loaded.rejects.length,
    duplicates,
    header: sum("header"),
    blank: sum("blank"),
    gaps,
    coverage,
    balanced: files.every(({ balanced }) => balanced),
    notes,
    ...(failureUnseen !== undefined && { failureUnseen }),
  };
  const [first] = minutes;
  const last = minutes.at(-1);
  const range =
    first === undefined || last === undefined
      ? null
      : { from: instant(first * MINUTE), to: instant((last + stepMinutes) * MINUTE) };
  const relation = relationNamed(source.kind === "counts" ? countedRelation(table) : table);
  const text = new Map(kept.text.map((column, index) => [column, `k${index}`]));
  return { engine, source, relation, columns: loaded.columns, text, dimensions: loaded.dimensions, quality, range };
}
