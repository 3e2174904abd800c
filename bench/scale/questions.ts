import type { EngineDialect } from "../../src/engine/dialect.js";
import type { Relation } from "../../src/engine/reductions.js";
import {
  breakdownCounts,
  clusterCounts,
  countsPerBin,
  latencyBins,
  unitProfiles,
} from "../../src/engine/reductions.js";

/** The bench's files, and what of them an engine is asked. */
export interface ScaleFiles {
  readonly verbs: string;
  readonly calls: string;
}

/** What one question cost an engine. */
export interface Cost {
  readonly what: Question;
  readonly cpuSeconds: number;
  readonly bytes: number;
  readonly answers: number;
  /** The most memory that it held for the query; `null` where the engine does not tell. */
  readonly memoryMb: number | null;
}

/** What an analysis asks of a table of verbs and one of calls; the last two are for comparison. */
const QUESTIONS = [
  "counts a minute",
  "by region",
  "clusters of an hour",
  "profiles of an hour's calls",
  "clusters of the week",
  "profiles of the week's calls",
  "latencies a minute",
] as const;
export type Question = (typeof QUESTIONS)[number];
/** Of these an analysis asks each at least once. */
export const ASKED: readonly Question[] = QUESTIONS.slice(0, 4);

const WEEK = { from: "2025-03-24T00:00:00Z", to: "2025-03-31T00:00:00Z" };
const HOUR = { from: "2025-03-27T12:00:00Z", to: "2025-03-27T13:00:00Z" };

function relation(from: string, columns: Readonly<Record<string, string>>): Relation {
  return { from, of: (column) => columns[column] as string };
}

/** The questions in an engine's words. */
export function questions(dialect: EngineDialect, verbsFrom: string, callsFrom: string): ReadonlyMap<Question, string> {
  const verbs = relation(verbsFrom, {
    ts: "requested_at",
    failed: "CASE WHEN error_code = '11200' THEN 1 ELSE 0 END",
    latency: "latency_ms",
    cluster: "call_sid",
    k0: "region",
  });
  const calls = relation(callsFrom, { ts: "started_at", failed: "dropped", id: "call_sid" });
  return new Map<Question, string>([
    ["counts a minute", countsPerBin(dialect, verbs, 60)],
    ["by region", breakdownCounts(dialect, verbs, "k0", WEEK, false)],
    ["clusters of an hour", clusterCounts(dialect, verbs, HOUR)],
    ["profiles of an hour's calls", unitProfiles(dialect, calls, verbs, HOUR)],
    ["clusters of the week", clusterCounts(dialect, verbs, WEEK)],
    ["profiles of the week's calls", unitProfiles(dialect, calls, verbs, WEEK)],
    ["latencies a minute", latencyBins(dialect, verbs, 60)],
  ]);
}
