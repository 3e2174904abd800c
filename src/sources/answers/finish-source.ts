import { MINUTE_MS } from "../../time/units.js";
import type { Engine } from "../../engine/engine.js";
import { PostmortemError } from "../../errors/errors.js";
import { relationNamed } from "../../engine/reductions.js";
import { coverageOf } from "../quality/coverage.js";
import type { DataQuality } from "../incident-data.js";
import type { DuringStage } from "../progress.js";
import type { LoadedSource } from "../loading/load-source.js";
import { affectedKeys } from "../loading/kept-columns.js";
import { settledIds } from "./repeated-ids.js";
import { rowStep, spacing } from "../quality/row-step.js";
import { rowOrderNotes } from "./row-order.js";
import { settledCounts } from "./settled-counts.js";
import type { HeldSource } from "./sql-source.js";
import { unseenFailure } from "../quality/unseen-failure.js";
import { wholeDays } from "../quality/whole-days.js";
import { instant } from "../../time/instant.js";

/** Raises when more cells than the budget hold digits and are no numbers: half a column read is another column. */
function requireReadColumn(
  { source, budget }: LoadedSource,
  [key, column]: readonly [key: string, column: string],
  unread: number,
  all: number,
): void {
  const line = source.lines?.get(key);
  // A column that only a format proposes is no one's claim: it stays missing with a note.
  if (line === undefined || unread <= Math.max(budget.rows, Math.floor(budget.share * all))) return;
  throw new PostmortemError(
    "input",
    `incident.yaml line ${line}: sources.${source.name}.${key} requires numbers, got ${unread} of ${all} values of ${column} that hold digits and are none; declare how they are written as sources.${source.name}.dialect: { decimal: ",", thousands: "." }, or leave ${key} out`,
  );
}

/** Values that are written but are no numbers: noted, then missing. */
async function unreadableNumbers(engine: Engine, loaded: LoadedSource): Promise<string[]> {
  const { source, table } = loaded;
  const notes: string[] = [];
  const measures = [
    ...(source.kind === "gauge" || source.kind === "counter" ? [["value", source.value]] : []),
    ...(source.latency === undefined ? [] : [["latency", source.latency]]),
    ...(source.duration === undefined ? [] : [["duration", source.duration]]),
  ] as [string, string][];
  for (const [name, column] of measures) {
    const { rows } = await engine.query(
      `SELECT count(*) FILTER (NOT isfinite(${name})), count(*) FILTER (${name} IS NULL), count(*) FILTER (isinf(${name})), count(*) FROM ${table}`,
    );
    const [bad = 0, empty = 0, unread = 0, all = 0] = (rows[0] ?? []).map(Number);
    requireReadColumn(loaded, [name, column], unread, all);
    if (bad > 0) await engine.query(`UPDATE ${table} SET ${name} = NULL WHERE NOT isfinite(${name})`);
    if (bad > 0) notes.push(`${bad} values of ${column} are no numbers and count as missing.`);
    if (empty > 0 && source.kind !== "outcomes")
      notes.push(`${empty} values of ${column} are empty and count as missing.`);
  }
  return notes;
}

/**
 * Finishes a loaded source: duplicates out, numbers settled, coverage known.
 *
 * Counts are brought together as {@link settledCounts} says.
 *
 * @param during - watches the search for repeated ids
 */
export async function finishSource(engine: Engine, loaded: LoadedSource, during: DuringStage): Promise<HeldSource> {
  const { source, table, files, kept } = loaded;
  const { duplicates, notes: idNotes } = await settledIds(engine, loaded, during);
  const series = loaded.dimensions.flatMap((column) =>
    kept.text.includes(column) ? [`k${kept.text.indexOf(column)}`] : [],
  );
  const settled = source.kind === "counts" ? await settledCounts(engine, loaded, series) : undefined;
  const marks = source.failed !== undefined && source.failed.kind !== "marked";
  const { rows: sums } = await engine.query(
    `SELECT count(*), ${marks ? "coalesce(sum(failed), 0)" : "NULL"} FROM ${table}`,
  );
  const [count, failed] = sums[0] ?? [0, 0];
  const noneFailed = marks && Number(failed) === 0;
  const failureUnseen = noneFailed ? unseenFailure(source, loaded.failureValues) : undefined;
  const notes = [
    ...(failureUnseen === undefined ? [] : [failureUnseen.text]),
    ...loaded.notes,
    ...idNotes,
    ...(await unreadableNumbers(engine, loaded)),
    ...(await rowOrderNotes(engine, loaded, series, Number(count))),
    ...(settled?.notes ?? []),
  ];
  const held = settled?.table ?? table;
  const spaced = settled ? await rowStep(engine, held, source.stepSeconds) : null;
  const sampleSeconds = source.kind === "gauge" || source.kind === "counter" ? await spacing(engine, held) : undefined;
  const { rows } = await engine.query(
    `SELECT ${engine.dialect.bin("ts", 60)} AS minute, count(*) FROM ${held} GROUP BY 1 ORDER BY 1`,
  );
  const minutes = rows.map(([minute]) => Number(minute));
  const counts = rows.map(([, n]) => Number(n));
  const days = source.kind === "outcomes" ? wholeDays(source.name, minutes, counts) : undefined;
  const step = spaced ?? days?.step ?? null;
  const { gaps, coverage, stepMinutes } = coverageOf(source.kind, minutes, counts);
  const rowMinutes = Math.max(stepMinutes, Math.ceil((step?.stepSeconds ?? 0) / 60));
  const sum = (key: "seen" | "loaded" | "filtered" | "header" | "blank"): number =>
    files.reduce((total, file) => total + file[key], 0);
  const quality: DataQuality = {
    source: source.name,
    seen: sum("seen"),
    loaded: sum("loaded") - duplicates,
    rejected: loaded.rejects.length,
    duplicates,
    filtered: sum("filtered"),
    header: sum("header"),
    blank: sum("blank"),
    gaps,
    coverage,
    balanced: files.every(({ balanced }) => balanced),
    notes: [...notes, ...(days ? [days.note] : [])],
    ...(failureUnseen !== undefined && { failureUnseen }),
  };
  const [first] = minutes;
  const last = minutes.at(-1);
  const range =
    first === undefined || last === undefined
      ? null
      : { from: instant(first * MINUTE_MS), to: instant((last + rowMinutes) * MINUTE_MS) };
  const relation = relationNamed(held, source.kind === "outcomes" && source.weight !== undefined);
  const text = new Map(kept.text.map((column, index) => [column, `k${index}`]));
  const splittable = [...text.keys()].filter((column) => settled?.others.includes(text.get(column) as string) ?? true);
  const slices = loaded.slices.filter((column) => splittable.includes(column));
  return {
    engine,
    source,
    relation,
    columns: loaded.columns,
    text,
    keys: affectedKeys(source, kept),
    // What was brought together from two files or selections has no columns of its own left.
    dimensions: settled ? loaded.dimensions.filter((column) => splittable.includes(column)) : loaded.dimensions,
    slices,
    splittable,
    quality,
    range,
    stepSeconds: step?.stepSeconds ?? null,
    phaseSeconds: step?.phaseSeconds ?? 0,
    ...(sampleSeconds !== undefined && { sampleSeconds }),
  };
}
