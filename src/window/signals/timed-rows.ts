import type { OutcomeSeries } from "../../incident/series.js";
import { clusteredProportion } from "../../stats/rates/clustered-proportion.js";
import { instant } from "../../time/instant.js";
import type { LatencyAnswers, LevelBlock } from "./latency-signals.js";
import { levelOf } from "./latency-levels.js";

/** Attempts with their times and latencies, row by row. */
export interface TimedRows {
  readonly source: string;
  /** Unit of the latencies; ms unless set. */
  readonly unit?: string;
  /** Epoch milliseconds of each attempt. */
  readonly times: readonly number[];
  /** Latency of each attempt; `null` where none was measured. */
  readonly latencies: readonly (number | null)[];
  /** The cluster of each attempt, where they are not independent. */
  readonly clusters?: readonly string[];
}

/** One attempt with a latency. */
interface TimedRow {
  readonly time: number;
  readonly latency: number;
  readonly cluster: string;
}

function timedRows({ times, latencies, clusters }: TimedRows): TimedRow[] {
  return times.flatMap((time, index) => {
    const latency = latencies[index];
    if (typeof latency !== "number" || !(latency > 0) || !Number.isFinite(latency)) return [];
    return [{ time, latency, cluster: clusters?.[index] ?? String(index) }];
  });
}

function blocks(rows: readonly TimedRow[], stepMs: number): LevelBlock[] {
  const found = new Map<number, Map<number, number>>();
  for (const { time, latency } of rows) {
    const bin = Math.floor(time / stepMs);
    const own = found.get(bin) ?? new Map<number, number>();
    const level = levelOf(latency);
    own.set(level, (own.get(level) ?? 0) + 1);
    found.set(bin, own);
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([bin, counts]) => ({ startMs: bin * stepMs, endMs: (bin + 1) * stepMs, counts }));
}

function clusterEffect(rows: readonly TimedRow[], limit: number): number {
  const found = new Map<string, { failures: number; attempts: number }>();
  for (const { latency, cluster } of rows) {
    const own = found.get(cluster) ?? { failures: 0, attempts: 0 };
    found.set(cluster, { failures: own.failures + (latency >= limit ? 1 : 0), attempts: own.attempts + 1 });
  }
  return found.size === 0 ? 1 : (clusteredProportion([...found.values()]).designEffect ?? 1);
}

/** What the search for slow attempts asks, answered from rows; `null` where no row has a latency. */
export function answersOfRows(given: TimedRows, stepSeconds: number): LatencyAnswers | null {
  const rows = timedRows(given);
  if (rows.length === 0) return null;
  const stepMs = stepSeconds * 1000;
  let [first, last] = [Infinity, -Infinity];
  for (const { time } of rows) [first, last] = [Math.min(first, time), Math.max(last, time)];
  const start = Math.floor(first / stepMs);
  const length = Math.floor(last / stepMs) - start + 1;
  const inside = (from: string, to: string): TimedRow[] =>
    rows.filter(({ time }) => time >= Date.parse(from) && time < Date.parse(to));
  return {
    source: given.source,
    unit: given.unit ?? "ms",
    range: { from: instant(start * stepMs), to: instant((start + length) * stepMs) },
    levels: async (seconds, span) => blocks(span ? inside(span.from, span.to) : rows, seconds * 1000),
    slow: async (limits) =>
      limits.map((limit): OutcomeSeries => {
        const attempts = new Array<number>(length).fill(0);
        const failures = new Array<number>(length).fill(0);
        for (const { time, latency } of rows) {
          const bin = Math.floor(time / stepMs) - start;
          attempts[bin] = (attempts[bin] as number) + 1;
          if (latency >= limit) failures[bin] = (failures[bin] as number) + 1;
        }
        const covered = attempts.map(() => true);
        return {
          kind: "outcomes",
          source: given.source,
          startMs: start * stepMs,
          stepSeconds,
          failures,
          attempts,
          covered,
        };
      }),
    clusterEffect: async (span, limit) =>
      given.clusters === undefined ? 1 : clusterEffect(inside(span.from, span.to), limit),
  };
}
