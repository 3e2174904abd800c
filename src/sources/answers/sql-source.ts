import type { Cell, Engine } from "../../engine/engine.js";
import {
  breakdownCounts,
  cellCounts,
  clusterCounts,
  countsPerBin,
  firstSeenOf,
  inSpan,
  independentCounts,
  latencyBins,
  sumsInSpan,
  sumsPerBin,
} from "../../engine/reductions.js";
import type { Relation } from "../../engine/reductions.js";
import { affectedCounts, slowRelation } from "../../engine/latency-reductions.js";
import { PostmortemError } from "../../errors/errors.js";
import type { OutcomeSeries, ValueSeries } from "../../incident/series.js";
import type { Span } from "../../time/span.js";
import type { ResolvedSource } from "../columns/column-roles.js";
import type {
  AffectedCount,
  BreakdownCount,
  CellCount,
  ClusterCount,
  DataQuality,
  DatedRow,
  PartCounts,
  PartValues,
  SourceData,
} from "../incident-data.js";
import { latencyLevels, type PartOfRows, slowSeries } from "./latency-answers.js";
import { partCounts } from "./part-answers.js";
import { overlapCounts } from "./overlap-counts.js";
import { instant } from "../../time/instant.js";

/** A source whose rows an engine holds. */
export interface HeldSource {
  readonly engine: Engine;
  readonly source: ResolvedSource;
  readonly relation: Relation;
  readonly columns: readonly string[];
  /** Text columns that can be broken down by or shown, with their names in the relation. */
  readonly text: ReadonlyMap<string, string>;
  /** Columns whose distinct values are counted, with their names in the relation. */
  readonly keys: ReadonlyMap<string, string>;
  readonly dimensions: readonly string[];
  /** Columns by which an excess may be explained. */
  readonly slices: readonly string[];
  /** Columns of text that are still in the relation. */
  readonly splittable: readonly string[];
  readonly quality: DataQuality;
  readonly range: Span | null;
  /** Seconds that a row of counts covers; `null` where rows are moments. */
  readonly stepSeconds: number | null;
  /** Seconds after whole steps since 1970 at which such rows begin. */
  readonly phaseSeconds: number;
  /** Usual seconds between the samples of a gauge or counter; unset where they have no spacing. */
  readonly sampleSeconds?: number;
}

const numbers = (row: readonly Cell[]): number[] => row.map(Number);

function refuse(held: HeldSource, asked: string): never {
  throw new PostmortemError(
    "data",
    `${asked} requires a source of another kind, got ${held.source.name} of kind ${held.source.kind}; set sources.${held.source.name}.kind`,
  );
}

/** The bins of a range and which of them lie in no gap. */
function grid(
  { range, quality, stepSeconds: own, phaseSeconds }: HeldSource,
  stepSeconds: number,
): { first: number; length: number; covered: boolean[]; phase: number; startMs: number } {
  // Bins of whole rows begin where the rows do.
  const phase = own !== null && stepSeconds % own === 0 ? phaseSeconds : 0;
  if (range === null) return { first: 0, length: 0, covered: [], phase, startMs: 0 };
  const stepMs = stepSeconds * 1000;
  const bins = (time: string): number => (Date.parse(time) - phase * 1000) / stepMs;
  const first = Math.floor(bins(range.from));
  const length = Math.ceil(bins(range.to)) - first;
  const covered = new Array<boolean>(length).fill(true);
  for (const gap of quality.gaps) {
    const from = Math.max(0, Math.ceil(bins(gap.from)) - first);
    const to = Math.min(length, Math.floor(bins(gap.to)) - first);
    for (let bin = from; bin < to; bin += 1) covered[bin] = false;
  }
  return { first, length, covered, phase, startMs: first * stepMs + phase * 1000 };
}

/** Asks once for each step: several findings read the same series, and a folder may hold thousands of sources. */
function onceEach(
  ask: (stepSeconds: number) => Promise<OutcomeSeries>,
): (stepSeconds: number) => Promise<OutcomeSeries> {
  const known = new Map<number, Promise<OutcomeSeries>>();
  return (stepSeconds) => {
    const before = known.get(stepSeconds);
    if (before) return before;
    const asked = ask(stepSeconds);
    known.set(stepSeconds, asked);
    // A question that failed may be asked again.
    asked.catch(() => known.delete(stepSeconds));
    return asked;
  };
}

async function outcomes(held: HeldSource, stepSeconds: number): Promise<OutcomeSeries> {
  const { engine, source, relation } = held;
  if (source.kind !== "outcomes" && source.kind !== "counts") refuse(held, "a series of failures and attempts");
  const { first, length, covered, phase, startMs } = grid(held, stepSeconds);
  const failures = new Array<number>(length).fill(0);
  const attempts = new Array<number>(length).fill(0);
  if (source.count === "overlap") requireEmbedded(held, "counting units in every minute they span");
  const sql = source.kind === "counts" ? sumsPerBin : countsPerBin;
  const rows =
    source.count === "overlap"
      ? await overlapCounts(engine, relation.from, stepSeconds)
      : (await engine.query(sql(engine.dialect, relation, stepSeconds, phase))).rows.map(numbers);
  for (const [bin, tried, failed] of rows as [number, number, number][]) {
    if (bin - first < 0 || bin - first >= length) continue;
    // Weights need not be whole; what is counted is.
    attempts[bin - first] = Math.round(tried);
    failures[bin - first] = Math.round(failed);
  }
  return {
    kind: "outcomes",
    source: source.name,
    startMs,
    stepSeconds,
    failures,
    attempts,
    covered,
  };
}

/** What only the embedded engine answers. */
function requireEmbedded({ engine, source }: HeldSource, asked: string): void {
  if (engine.name !== "duckdb")
    throw new PostmortemError(
      "data",
      `${asked} requires rows in files, got source ${source.name} in ${engine.name}; export them or count them by their start`,
    );
}

/** Mean values per bin; for a counter the rates of its series, each with its resets, summed. */
async function binnedValues(
  { engine, source, relation, text, dimensions }: HeldSource,
  stepSeconds: number,
): Promise<readonly (readonly Cell[])[]> {
  const bin = engine.dialect.bin("ts", stepSeconds);
  if (source.kind === "gauge")
    return (
      await engine.query(`SELECT ${bin} AS bin, avg(value) FROM ${relation.from} WHERE value IS NOT NULL GROUP BY 1`)
    ).rows;
  const series = dimensions.flatMap((name) => text.get(name) ?? []);
  const order = `OVER (${series.length === 0 ? "" : `PARTITION BY ${series.join(", ")} `}ORDER BY ts)`;
  // A counter that falls was reset: it counts from nought again.
  const rates =
    `SELECT ts, ${[...series, ""].join(", ")}CASE WHEN value < before THEN value ELSE value - before END / nullif((epoch_us(ts) - since) / 1e6, 0) AS rate FROM (` +
    `SELECT *, lag(value) ${order} AS before, lag(epoch_us(ts)) ${order} AS since FROM ${relation.from} WHERE value IS NOT NULL)`;
  const perSeries = `SELECT ${bin} AS bin, avg(rate) AS rate FROM (${rates}) WHERE rate IS NOT NULL GROUP BY ${[bin, ...series].join(", ")}`;
  return (await engine.query(`SELECT bin, sum(rate) FROM (${perSeries}) GROUP BY 1`)).rows;
}

async function values(held: HeldSource, stepSeconds: number): Promise<ValueSeries> {
  const { source } = held;
  if (source.kind !== "gauge" && source.kind !== "counter") refuse(held, "a series of values");
  const { first, length } = grid(held, stepSeconds);
  const series = new Array<number | null>(length).fill(null);
  const rows = await binnedValues(held, stepSeconds);
  for (const [bin, value] of rows)
    series[Number(bin) - first] = value === null || value === undefined ? null : Number(value);
  return { kind: "values", source: source.name, startMs: first * stepSeconds * 1000, stepSeconds, values: series };
}

/** Quantiles of latency per bin, from the additive reduction: each the middle of a 2 % bin, so within 1 %. */
async function latencies(held: HeldSource, stepSeconds: number, shares: readonly number[]): Promise<ValueSeries[]> {
  const { engine, source, relation } = timed(held);
  const { first, length } = grid(held, stepSeconds);
  const bins = new Map<number, [level: number, n: number][]>();
  for (const [bin = 0, , level = 0, n = 0] of (
    await engine.query(latencyBins(engine.dialect, relation, stepSeconds))
  ).rows.map(numbers)) {
    if (level >= 0) bins.set(bin - first, [...(bins.get(bin - first) ?? []), [level, n]]);
  }
  const startMs = first * stepSeconds * 1000;
  return shares.map((share) => ({
    kind: "values",
    source: source.name,
    startMs,
    stepSeconds,
    values: Array.from({ length }, (_bin, index) => quantile(bins.get(index) ?? [], share)),
  }));
}

function quantile(levels: [level: number, n: number][], share: number): number | null {
  if (levels.length === 0) return null;
  const sorted = levels.sort(([a], [b]) => a - b);
  let left = share * sorted.reduce((sum, [, n]) => sum + n, 0);
  const [level] = sorted.find(([, n]) => (left -= n) <= 0) ?? (sorted.at(-1) as [number, number]);
  return 1.02 ** (level + 0.5);
}

/** The source with its latencies, or a refusal. */
function timed(held: HeldSource): HeldSource {
  if (held.source.kind !== "outcomes" || held.source.latency === undefined)
    refuse(held, "latencies, for which `latency` names a column,");
  return held;
}

async function clusters(held: HeldSource, span: Span, slowerThan?: number): Promise<ClusterCount[]> {
  const { engine, source } = held;
  const relation = slowerThan === undefined ? held.relation : slowRelation(timed(held).relation, slowerThan);
  if (source.kind === "counts") {
    const { rows } = await engine.query(sumsInSpan(engine.dialect, relation, span));
    const [tried = 0, failed = 0] = numbers(rows[0] ?? []);
    return [
      { attempts: 1, failures: 0, n: tried - failed },
      { attempts: 1, failures: 1, n: failed },
    ].filter(({ n }) => n > 0);
  }
  if (source.kind !== "outcomes") refuse(held, "counts of clusters");
  const own = source.cluster === undefined ? independentCounts : clusterCounts;
  const { rows } = await engine.query(own(engine.dialect, relation, span));
  return rows.map(numbers).map(([attempts = 0, failures = 0, n = 0]) => ({
    attempts: Math.round(attempts),
    failures: Math.round(failures),
    n,
  }));
}

async function breakdown(held: HeldSource, dimension: string, span: Span): Promise<BreakdownCount[]> {
  const column = held.text.get(dimension);
  const { kind } = held.source;
  if (kind !== "outcomes" && kind !== "counts") refuse(held, "a breakdown");
  if (column === undefined) {
    const there = [...held.text.keys()].join(", ") || "none";
    throw new PostmortemError(
      "usage",
      `a breakdown of ${held.source.name} requires one of its dimensions (${there}), got "${dimension}"; add it to sources.${held.source.name}.dimensions`,
    );
  }
  const { rows } = await held.engine.query(
    breakdownCounts(held.engine.dialect, held.relation, column, span, kind === "counts"),
  );
  return rows.map(([value, attempts, failures]) => ({
    value: String(value ?? ""),
    attempts: Math.round(Number(attempts)),
    failures: Math.round(Number(failures)),
  }));
}

/** A part of the rows as the relation's own column has it. */
function partOf(held: HeldSource, { column, values, failed }: PartOfRows): PartOfRows {
  const outcome = failed === undefined ? {} : { failed };
  if (column === undefined) return outcome;
  const own = held.text.get(column);
  if (own === undefined)
    throw new PostmortemError("usage", `latencies of ${held.source.name} by "${column}" require a dimension of it`);
  return { column: own, ...(values && { values }), ...outcome };
}

async function affected(held: HeldSource, column: string, span: Span, slowerThan?: number): Promise<AffectedCount> {
  const key = held.keys.get(column);
  if (held.source.kind !== "outcomes") refuse(held, "a count of who was hit");
  if (key === undefined)
    throw new PostmortemError(
      "usage",
      `who was hit requires a column of \`affected\` in incident.yaml, got "${column}"; add it there`,
    );
  if (slowerThan !== undefined) timed(held);
  const sql = affectedCounts(held.engine.dialect, held.relation, key, span, slowerThan);
  const [total = 0, hit = 0, failed = 0, repeated = 0] = numbers((await held.engine.query(sql)).rows[0] ?? []);
  return { total, hit, failed, repeated };
}

/** Attempts and failures by the combination of several columns, in two spans at once. */
async function cells(
  held: HeldSource,
  columns: readonly string[],
  [before, during]: readonly [Span, Span],
  slower?: number,
): Promise<CellCount[]> {
  const { engine, source } = held;
  const relation = slower === undefined ? held.relation : slowRelation(timed(held).relation, slower);
  const names = columns.map((column) => held.text.get(column) ?? refuse(held, `counts by ${column}`));
  if (source.kind !== "outcomes" && source.kind !== "counts") refuse(held, "counts by several columns");
  const { rows } = await engine.query(
    cellCounts(engine.dialect, relation, names, [before, during], source.kind === "counts"),
  );
  return rows.map((row) => {
    const [tried = 0, failed = 0, triedBefore = 0, failedBefore = 0] = row.slice(columns.length).map(Number);
    return {
      values: row.slice(0, columns.length).map((value) => String(value ?? "")),
      before: { failures: Math.min(failedBefore, triedBefore), attempts: triedBefore },
      during: { failures: Math.min(failed, tried), attempts: tried },
    };
  });
}

/** Failures and attempts per bin by the combination of some values of some columns. */
function parts(held: HeldSource, stepSeconds: number, of: PartValues): Promise<PartCounts> {
  const { kind, count } = held.source;
  if ((kind !== "outcomes" && kind !== "counts") || count === "overlap") refuse(held, "a series of each part");
  const named = of.map(({ column, values: own }) => ({
    column: held.text.get(column) ?? refuse(held, `a series by ${column}`),
    values: own,
  }));
  return partCounts(held, grid(held, stepSeconds), stepSeconds, named, kind === "counts");
}

/** When each value of a column first occurs. */
async function firstSeen(held: HeldSource, column: string): Promise<{ value: string; at: string }[]> {
  const name = held.text.get(column) ?? refuse(held, `the first time of ${column}`);
  const { rows } = await held.engine.query(firstSeenOf(held.engine.dialect, held.relation, name));
  return rows.map(([value, second]) => ({ value: String(value ?? ""), at: instant(Number(second) * 1000) }));
}

async function datedRows(held: HeldSource, span: Span, limit: number): Promise<DatedRow[]> {
  requireEmbedded(held, "showing dated rows");
  if (!Number.isInteger(limit) || limit < 0)
    throw new PostmortemError(
      "data",
      `rows requires a whole limit of 0 or more, got ${limit}; pass a number such as 100`,
    );
  const names = [...held.text];
  const says = held.source.what === undefined ? "NULL" : "what";
  const list = ["epoch_us(ts)", says, ...names.map(([, column]) => column)].join(", ");
  const { rows } = await held.engine.query(
    `SELECT ${list} FROM ${held.relation.from} WHERE ${inSpan(held.engine.dialect, held.relation, span)} ORDER BY ts LIMIT ${limit}`,
  );
  return rows.map(([at, what, ...cells]) => ({
    at: instant(Number(at) / 1000),
    ...(what !== null && what !== undefined && { what: String(what) }),
    fields: names.map(([name], index) => [name, String(cells[index] ?? "")] as const),
  }));
}

/** One source as the analysis asks of it, answered by an engine. */
export function sqlSource(held: HeldSource): SourceData {
  const answers = known.get(held) ?? answersOf(held);
  known.set(held, answers);
  return answers;
}

/** What comparing clocks has asked of a source is not asked again. */
const known = new WeakMap<HeldSource, SourceData>();

function answersOf(held: HeldSource): SourceData {
  return {
    name: held.source.name,
    kind: held.source.kind,
    columns: held.columns,
    dimensions: held.dimensions,
    slices: held.slices,
    splittable: held.splittable,
    quality: held.quality,
    range: held.range,
    stepSeconds: held.stepSeconds,
    ...(held.sampleSeconds !== undefined && { sampleSeconds: held.sampleSeconds }),
    listable: held.source.kind === "events" && held.engine.name === "duckdb",
    outcomes: onceEach((stepSeconds) => outcomes(held, stepSeconds)),
    values: (stepSeconds) => values(held, stepSeconds),
    latencies: (stepSeconds, shares) => latencies(held, stepSeconds, shares),
    latencyLevels: (stepSeconds, span, where) =>
      latencyLevels(timed(held), grid(held, stepSeconds), stepSeconds, span, where && partOf(held, where)),
    slow: (stepSeconds, limits) => slowSeries(timed(held), grid(held, stepSeconds), stepSeconds, limits),
    clusters: (span, slowerThan) => clusters(held, span, slowerThan),
    breakdown: (dimension, span) => breakdown(held, dimension, span),
    affected: (column, span, slowerThan) => affected(held, column, span, slowerThan),
    cells: (columns, spans, slower) => cells(held, columns, spans, slower),
    parts: (stepSeconds, of) => parts(held, stepSeconds, of),
    firstSeen: (column) => firstSeen(held, column),
    rows: (span, limit) => datedRows(held, span, limit),
  };
}
