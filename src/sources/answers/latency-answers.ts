import type { Engine } from "../../engine/engine.js";
import { levelsPerBin, type PartOfRows, slowPerBin } from "../../engine/latency-reductions.js";
import type { Relation } from "../../engine/reductions.js";
import type { OutcomeSeries } from "../../incident/series.js";
import type { Span } from "../../time/span.js";
import type { LatencyLevels } from "../incident-data.js";

/** Rows that an engine holds. */
export interface HeldRows {
  readonly engine: Engine;
  readonly relation: Relation;
  readonly source: { readonly name: string };
}

export type { PartOfRows };

/** The bins of a held source's range, as its other answers count them. */
export interface BinGrid {
  readonly first: number;
  readonly length: number;
  readonly covered: readonly boolean[];
}

/** Counts of latency levels per bin of a span, or of everything. */
export async function latencyLevels(
  { engine, relation, source }: HeldRows,
  { first }: BinGrid,
  stepSeconds: number,
  span: Span | undefined,
  part?: PartOfRows,
): Promise<LatencyLevels> {
  const { rows } = await engine.query(levelsPerBin(engine.dialect, relation, stepSeconds, span, part));
  return {
    source: source.name,
    startMs: first * stepSeconds * 1000,
    stepSeconds,
    bins: rows.map((row) => Number(row[0]) - first),
    levels: rows.map((row) => Number(row[1])),
    counts: rows.map((row) => Number(row[2])),
  };
}

/** Slow attempts of those with a latency, per bin: a series for each limit. */
export async function slowSeries(
  { engine, relation, source }: HeldRows,
  { first, length, covered }: BinGrid,
  stepSeconds: number,
  limits: readonly number[],
): Promise<readonly OutcomeSeries[]> {
  const { rows } = await engine.query(slowPerBin(engine.dialect, relation, stepSeconds, limits));
  const attempts = new Array<number>(length).fill(0);
  const slow = limits.map(() => new Array<number>(length).fill(0));
  for (const row of rows) {
    const [bin = 0, tried = 0, ...counts] = row.map(Number);
    if (bin - first < 0 || bin - first >= length) continue;
    // Weights need not be whole; what is counted is.
    attempts[bin - first] = Math.round(tried);
    counts.forEach((count, index) => ((slow[index] as number[])[bin - first] = Math.round(count)));
  }
  return slow.map((failures) => ({
    kind: "outcomes",
    source: source.name,
    startMs: first * stepSeconds * 1000,
    stepSeconds,
    failures,
    attempts,
    covered,
  }));
}
