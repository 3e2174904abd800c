import { markingColumns } from "../../incident/failed.js";
import type { Incident } from "../../incident/incident.js";
import type { KeptColumns } from "./compact-sql.js";
import type { ResolvedSource } from "../columns/column-roles.js";
import { sliceColumns } from "../columns/slice-columns.js";

const MOST_VALUES = 12;
const FEWEST_ROWS = 20;

/** Columns whose few values recur in the sample: what an incident may be broken down by when nothing is declared. */
export function sampledDimensions(
  source: ResolvedSource,
  columns: readonly string[],
  sample: readonly (readonly string[])[],
): string[] {
  if (sample.length < FEWEST_ROWS) return [];
  if (source.kind === "counts") return sampledCountDimensions(source, columns, sample);
  if (source.kind !== "outcomes") return [];
  const taken = new Set([source.time.column, source.id, source.cluster, source.latency, source.duration]);
  return columns.filter((column, index) => {
    if (taken.has(column)) return false;
    const values = new Set(sample.map((row) => row[index] ?? ""));
    const texts = [...values].filter((value) => value !== "");
    return (
      texts.length >= 2 &&
      values.size <= MOST_VALUES &&
      texts.every((value) => value.length <= 40 && !/^\d+\.\d+$/.test(value))
    );
  });
}

/** The same of rows of counts, where most columns are measures. Of running totals, columns tell series apart only where they are declared. */
function sampledCountDimensions(
  source: ResolvedSource,
  columns: readonly string[],
  sample: readonly (readonly string[])[],
): string[] {
  if (source.cumulative) return [];
  return sliceColumns(source, columns, sample).filter((column) => {
    const at = columns.indexOf(column);
    const values = new Set(sample.map((row) => row[at] ?? ""));
    return values.size >= 2 && values.size <= MOST_VALUES;
  });
}

/** The columns whose distinct values are counted, where a row is an attempt. */
const affectedOf = ({ kind, affected = [] }: ResolvedSource): readonly string[] =>
  kind === "outcomes" ? affected : [];

/** The columns by which other sources look up rows of a source. */
function askedColumns(incident: Incident, { name }: ResolvedSource): readonly string[] {
  return incident.sources.flatMap(({ failed }) =>
    failed?.kind === "marked" && failed.from === name ? markingColumns(failed) : [],
  );
}

/** The columns that every file of a source must have. Events keep whatever they hold, and one file may hold other fields than the next. */
export function requiredColumns(
  incident: Incident,
  source: ResolvedSource,
  { text, hashed }: KeptColumns,
): readonly string[] {
  return source.kind === "events" ? [...askedColumns(incident, source), ...hashed] : [...text, ...hashed];
}

/**
 * Which columns of a source stay in its compact table: dimensions, what other sources look up in it, and for events everything.
 *
 * @param dimensions - declared or sampled
 * @param slices - what else an excess may be explained by
 */
export function keptColumns(
  incident: Incident,
  source: ResolvedSource,
  columns: readonly string[],
  dimensions: readonly string[],
  slices: readonly string[] = [],
): KeptColumns {
  const asked = askedColumns(incident, source);
  const changed = incident.sources.flatMap(({ role, on }) =>
    role === "change" ? (on ?? []).map(([, other]) => other) : [],
  );
  const touched = incident.outcome === source.name ? changed.filter((column) => columns.includes(column)) : [];
  const text = source.kind === "events" ? columns : [...dimensions, ...asked, ...slices, ...touched];
  const hashed = source.failed?.kind === "marked" ? source.failed.on.map(([own]) => own) : [];
  const told = affectedOf(source);
  return { text: [...new Set(text)], hashed: [...hashed, ...told], told: told.length };
}

/** The names in a compact table of the columns whose distinct values are counted: hashes, so that no value is kept. */
export function affectedKeys(source: ResolvedSource, { hashed, told = 0 }: KeptColumns): ReadonlyMap<string, string> {
  const first = hashed.length - told;
  return new Map(affectedOf(source).map((column, index) => [column, `h${first + index}`]));
}
