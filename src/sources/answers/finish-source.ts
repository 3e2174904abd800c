import type { Engine } from "../../engine/engine.js";
import { relationNamed } from "../../engine/reductions.js";
import { coverageOf } from "../quality/coverage.js";
import type { DataQuality } from "../incident-data.js";
import type { DuringStage } from "../progress.js";
import type { LoadedSource } from "../loading/load-source.js";
import { settledIds } from "./repeated-ids.js";
import { rowOrderNotes } from "./row-order.js";
import type { HeldSource } from "./sql-source.js";
import { unseenFailure } from "../quality/unseen-failure.js";
import { instant } from "../../time/instant.js";

const MINUTE = 60_000;

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
  const { duplicates, notes: idNotes } = await settledIds(engine, loaded, during);
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
    ...idNotes,
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
