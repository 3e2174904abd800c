import { explainBySlices } from "../../rates/slices/explain-by-slices.js";
import { looksLikeNames } from "../../redaction/masks.js";
import type { LeftOutColumn, SliceCell } from "../../rates/slices/cell-table.js";
import { slicesWhy } from "../../rates/slices/slice-text.js";
import type { SliceCounts, Slices, Survivors } from "../../rates/slices/slices.js";
import { type SharedValue, survivorSentence, survivorsOf } from "../../rates/slices/survivors.js";
import type { CellCount, SourceData } from "../../sources/incident-data.js";
import { explainMissing } from "../../rates/slices/missing-traffic.js";
import { echoesOutcome } from "../../rates/slices/outcome-column.js";
import { type MeasuredWander, type ValueBlocks, wanderInTime } from "../../rates/slices/wander-in-time.js";
import { MINUTE_MS } from "../../time/units.js";
import type { RateSpans } from "./rates.js";

/** Combinations of values that are searched at most; beyond it the column with the most values is left out. */
const MOST_CELLS = 300_000;
/** Most values of a column that is searched. */
const MOST_VALUES = 2000;
/** In fewer cells than this, scatter within clusters cannot be seen and the design effect of the source takes its place. */
const FEW_CELLS = 30;

/** Surviving parts that are put into words; all are listed. */
const MOST_SURVIVORS = 3;

/** What is searched: the source that reconstructs the window, and how its failures are counted. */
export interface SliceQuestion {
  readonly source: SourceData;
  /** Columns that `incident.yaml` names: these are searched whatever they hold. */
  readonly declared: readonly string[];
  readonly spans: RateSpans | null;
  /** True if an outage was found or stated. */
  readonly outage: boolean;
  /** With it, attempts that took at least so long count as failures. */
  readonly slowerThan?: number | undefined;
  readonly designEffect: number | null;
  readonly level: number;
  /** How a source's units are counted: at their start, or in every minute they span. */
  readonly counted?: "start" | "overlap" | undefined;
  /** Whether attempts went missing: then their own traffic is explained, not failures. */
  readonly missing?: boolean | undefined;
  /** The sources of `exposure`: attempts and the units that they belong to. */
  readonly exposed?: { readonly attempts: SourceData; readonly units: SourceData } | undefined;
}

/** Columns that are no parts of the traffic: those that only repeat the outcome, such as an error's text, and names of persons that nobody asked for. */
function unsuitable(
  columns: readonly string[],
  cells: readonly CellCount[],
  declared: readonly string[],
): readonly LeftOutColumn[] {
  return columns.flatMap((column, index) => {
    const counts = cells.map(({ values, ...both }) => [values[index] as string, both] as const);
    if (echoesOutcome(counts)) return [{ column, why: "repeats whether an attempt failed" }];
    const persons = !declared.includes(column) && looksLikeNames([...new Set(counts.map(([value]) => value))]);
    return persons ? [{ column, why: "holds names of persons" }] : [];
  });
}

/** The column with the most values. */
function widest(cells: readonly CellCount[], columns: readonly string[]): { index: number; values: number } {
  const counts = columns.map((_column, index) => new Set(cells.map(({ values }) => values[index])).size);
  const values = Math.max(...counts);
  return { index: counts.indexOf(values), values };
}

interface LoadedCells {
  readonly columns: readonly string[];
  readonly cells: readonly CellCount[];
  readonly leftOut: readonly LeftOutColumn[];
}

/** The cells of as many columns as can be searched together. */
async function loadCells({ source, spans, slowerThan }: SliceQuestion): Promise<LoadedCells> {
  let columns = [...source.slices];
  const leftOut: LeftOutColumn[] = [];
  const { window, baseline } = spans as RateSpans;
  while (columns.length > 0) {
    const cells = await source.cells(columns, [baseline, window], slowerThan);
    const { index, values } = widest(cells, columns);
    if (cells.length <= MOST_CELLS && values <= MOST_VALUES) return { columns, cells, leftOut };
    const why = values > MOST_VALUES ? `has more than ${MOST_VALUES} values` : "has too many values beside the others";
    leftOut.push({ column: columns[index] as string, why });
    columns = columns.filter((_column, at) => at !== index);
  }
  return { columns, cells: [], leftOut };
}

/** Counts of each value of a column that two sources share. */
async function sharedValues(
  column: string,
  { attempts, units }: NonNullable<SliceQuestion["exposed"]>,
  { baseline, window }: RateSpans,
): Promise<readonly SharedValue[]> {
  const [own, theirs] = await Promise.all([
    attempts.cells([column], [baseline, window]),
    units.cells([column], [baseline, window]),
  ]);
  if (own.length > MOST_VALUES || theirs.length > MOST_VALUES) return [];
  const byValue = new Map(theirs.map(({ values: [value], ...counts }) => [value, counts] as const));
  return own.flatMap(({ values: [value = ""], ...counts }) => {
    const unit = byValue.get(value);
    return unit ? [{ value, attempts: counts, units: unit }] : [];
  });
}

/** Parts of the columns that attempts and units share whose units survived the failures of their attempts. */
async function findSurvivors({ exposed, spans, declared }: SliceQuestion): Promise<readonly Survivors[]> {
  if (exposed?.attempts.kind !== "outcomes" || exposed.units.kind !== "outcomes") return [];
  const shared = exposed.attempts.slices.filter((column) => exposed.units.slices.includes(column));
  const found: Survivors[] = [];
  for (const column of shared) {
    const values = await sharedValues(column, exposed, spans as RateSpans);
    const persons = !declared.includes(column) && looksLikeNames(values.map(({ value }) => value));
    if (!persons) found.push(...survivorsOf(column, values));
  }
  return found;
}

/** Columns by which units survived, of a search over units: they say who had a fallback, not where the fault sat. */
function fallbackColumns({ exposed, source }: SliceQuestion, survived: readonly Survivors[]): readonly LeftOutColumn[] {
  if (source.name !== exposed?.units.name) return [];
  return [...new Set(survived.flatMap(({ where }) => Object.keys(where)))].map((column) => ({
    column,
    why: `says which ${source.name} survived failures, which were alike in all of them`,
  }));
}

function nothing(dimensions: readonly string[], leftOut: readonly LeftOutColumn[], why: string): Slices {
  return { dimensions, found: [], unexplained: null, leftOut, why };
}

/** Length of the outage over that of the time before. */
function lengthRatio({ window, baseline }: RateSpans): number {
  const length = ({ from, to }: RateSpans["window"]): number => Date.parse(to) - Date.parse(from);
  return length(window) / length(baseline);
}

/** Stretches of the baseline, at least and at most, that say how rates of values wander by themselves. */
const [FEWEST_STRETCHES, MOST_STRETCHES] = [4, 48];
/** Share of the outage's length that a stretch may have where the baseline is short; what wanders slowly wanders further in the whole of it. */
const SHORTEST_STRETCH = 0.4;
/** Values of a column, and columns, that are asked for it: those with the most attempts before. */
const [MOST_WANDERING, MOST_WANDERING_COLUMNS] = [40, 8];

/** Values of a column with the most attempts before. */
function largestValues(cells: readonly SliceCell[], column: string): readonly string[] {
  const attempts = new Map<string, number>();
  for (const { values, before } of cells) {
    const value = new Map(Object.entries(values)).get(column) ?? "";
    attempts.set(value, (attempts.get(value) ?? 0) + before.attempts);
  }
  return [...attempts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_WANDERING)
    .map(([value]) => value);
}

/** How far rates of values wander between stretches of the baseline as long as the outage, or somewhat shorter ones; `undefined` where the baseline is too short, or nothing can be asked. */
async function wanderBefore(
  { source, spans, slowerThan, counted }: SliceQuestion,
  cells: readonly SliceCell[],
  columns: readonly string[],
): Promise<MeasuredWander | undefined> {
  const { baseline, window } = spans as RateSpans;
  const [from, to] = [Date.parse(baseline.from), Date.parse(baseline.to)];
  const outage = Date.parse(window.to) - Date.parse(window.from);
  const unit = Math.max(MINUTE_MS, (source.stepSeconds ?? 0) * 1000);
  const fitting = Math.floor((to - from) / (FEWEST_STRETCHES + 2) / unit) * unit;
  const wanted = Math.ceil(Math.max(outage, (to - from) / MOST_STRETCHES) / unit) * unit;
  const stepMs = Math.min(wanted, fitting);
  if (slowerThan !== undefined || counted === "overlap" || !source.range) return undefined;
  if (stepMs <= 0 || stepMs < SHORTEST_STRETCH * outage) return undefined;
  const first = Math.floor(Date.parse(source.range.from) / stepMs);
  const asked: ValueBlocks[][] = [];
  for (const column of columns.slice(0, MOST_WANDERING_COLUMNS)) {
    const counts = await source.parts(stepMs / 1000, [{ column, values: largestValues(cells, column) }]);
    const inside = (bin: number): boolean => (first + bin) * stepMs >= from && (first + bin + 1) * stepMs + unit <= to;
    const bins = [...new Set(counts.bins.filter(inside))].sort((a, b) => a - b);
    const place = new Map(bins.map((bin, index) => [bin, index] as const));
    const empty = (): number[] => bins.map(() => 0);
    const values = counts.values.map(() => ({ failures: empty(), attempts: empty() }));
    counts.parts.forEach((part, entry) => {
      const at = place.get(counts.bins[entry] as number);
      const own = values[part];
      if (at === undefined || !own) return;
      own.failures[at] = counts.failures[entry] as number;
      own.attempts[at] = counts.attempts[entry] as number;
    });
    asked.push(values);
  }
  const wander = wanderInTime(asked);
  return wander && { ...wander, drift: wander.drift * Math.max(1, outage / stepMs) };
}

/** Which parts of the traffic explain the excess of the outage, by the source's own columns. */
export async function findSlices(question: SliceQuestion): Promise<Slices> {
  const { source, spans, outage, level, designEffect } = question;
  if (!spans || !outage) return nothing(source.slices, [], "No outage was found, so there is no excess to explain.");
  if (source.kind !== "outcomes" && source.kind !== "counts")
    return nothing([], [], `${source.name} holds values, which have no parts to compare.`);
  const { columns, cells, leftOut } = await loadCells(question);
  const survived = await findSurvivors(question);
  const reasons = [...unsuitable(columns, cells, question.declared), ...fallbackColumns(question, survived)];
  const searched = columns.filter((column) => !reasons.some((one) => one.column === column));
  const named = cells.map(
    ({ values, ...counts }): SliceCell => ({
      ...counts,
      values: Object.fromEntries(columns.map((column, index) => [column, values[index] as string])),
    }),
  );
  const effect = cells.length < FEW_CELLS ? { designEffect: Math.max(1, designEffect ?? 1) } : {};
  if (question.missing) {
    const found = explainMissing(named, lengthRatio(spans), { dimensions: searched, level, ...effect });
    return { ...found, leftOut: [...leftOut, ...reasons, ...found.leftOut] };
  }
  const wander = await wanderBefore(question, named, searched);
  const slices = explainBySlices(named, { dimensions: searched, level, wander, ...effect });
  const counted: SliceCounts = question.slowerThan === undefined ? "failures" : "slow";
  const all = { ...slices, counted, leftOut: [...leftOut, ...reasons, ...slices.leftOut] };
  const why = slicesWhy(all, slices.unexplained !== null, counted);
  if (survived.length === 0 || !question.exposed) return { ...all, why };
  const names = { attempts: question.exposed.attempts.name, units: question.exposed.units.name };
  const sentences = survived.slice(0, MOST_SURVIVORS).map((one) => survivorSentence(one, names));
  return { ...all, survived, why: [why, ...sentences].join(" ") };
}
