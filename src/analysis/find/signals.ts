import type { SourceConfig } from "../../incident/incident.js";
import type { OutcomeSeries, ValueSeries } from "../../incident/series.js";
import type { LatencyLevels, SourceData } from "../../sources/incident-data.js";
import { clusteredProportion } from "../../stats/rates/clustered-proportion.js";
import type { Span } from "../../time/span.js";
import { failureSignal } from "../../window/signals/failure-signal.js";
import type { LevelBlock } from "../../window/signals/latency-signals.js";
import { latencySignals, searchLatency } from "../../window/signals/latency-signals.js";
import type { LatencyAnswers, LatencySearch } from "../../window/signals/latency-signals.js";
import type { SignalFinding } from "../../window/signals/signal-finding.js";
import { QUANTILES } from "../../window/signals/slow-share.js";
import { attemptsSignal, valueSignal } from "../../window/signals/value-signals.js";
import { windowFinding } from "../../window/window-finding.js";
import type { WindowFindings } from "../../window/window-finding.js";
import { onlyFailures } from "./rates.js";
import { DAY_SECONDS } from "../../time/units.js";

/** What signals are looked for in. */
export interface SignalInput {
  readonly sources: readonly SourceConfig[];
  readonly data: { source(name: string): SourceData };
  readonly outcomes: readonly OutcomeSeries[];
  readonly values: readonly ValueSeries[];
  readonly stepSeconds: number;
  readonly baseline: Span | undefined;
  /** When an outage is spoken of. */
  readonly spokenOf?: readonly Span[];
  /** The source whose latency is looked at by another quantile than the usual ones. */
  readonly asked?: { readonly source: string; readonly quantile: number } | undefined;
  readonly level: number;
  /** Which look at data that still grow this is; unset: they are looked at once. */
  readonly look?: number | undefined;
}

/** Every signal, with what the latencies of each source showed. */
export interface FoundSignals {
  readonly signals: readonly SignalFinding[];
  readonly failures: ReadonlyMap<string, WindowFindings>;
  readonly latencies: ReadonlyMap<string, LatencySearch>;
}

/** The unit that a latency's column names; milliseconds unless it names another. */
export function latencyUnit(column: string): string {
  if (/(^|[^a-z])(s|sec|secs|seconds)$/i.test(column)) return "s";
  return /(^|[^a-z])(us|µs|micros|microseconds)$/i.test(column) ? "µs" : "ms";
}

function blocksOf({ startMs, stepSeconds, bins, levels, counts }: LatencyLevels): LevelBlock[] {
  const found = new Map<number, Map<number, number>>();
  bins.forEach((bin, index) => {
    const own = found.get(bin) ?? new Map<number, number>();
    own.set(levels[index] as number, counts[index] as number);
    found.set(bin, own);
  });
  const stepMs = stepSeconds * 1000;
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([bin, own]) => ({ startMs: startMs + bin * stepMs, endMs: startMs + (bin + 1) * stepMs, counts: own }));
}

function answersOf(source: SourceData, config: SourceConfig, range: Span, stepSeconds: number): LatencyAnswers {
  return {
    source: source.name,
    unit: latencyUnit(config.latency ?? ""),
    range,
    levels: async (seconds, span) => blocksOf(await source.latencyLevels(seconds, span)),
    slow: (limits) => source.slow(stepSeconds, limits),
    async clusterEffect(span, limit) {
      if (config.cluster === undefined) return 1;
      const clusters = await source.clusters(span, limit);
      return clusters.length === 0 ? 1 : (clusteredProportion(clusters).designEffect ?? 1);
    },
  };
}

/** Sources of one row an attempt whose rows carry a latency. */
function timedSources({ sources, data }: SignalInput): { source: SourceData; config: SourceConfig; range: Span }[] {
  return sources.flatMap((config) => {
    const source = data.source(config.name);
    const { range } = source;
    return source.kind === "outcomes" && config.latency !== undefined && range ? [{ source, config, range }] : [];
  });
}

function binsOf(series: OutcomeSeries, span: Span): readonly [number, number] {
  const bin = (iso: string): number => (Date.parse(iso) - series.startMs) / (series.stepSeconds * 1000);
  return [Math.max(0, Math.ceil(bin(span.from))), Math.min(series.attempts.length, Math.floor(bin(span.to)))];
}

/**
 * Looks at every signal that the sources hold: failures, latency quantiles, gauges and counters, attempts.
 *
 * @returns signals in that order, the window's own source first; a source that lists failures only has no share and no attempts
 */
export async function findSignals(input: SignalInput): Promise<FoundSignals> {
  const { outcomes, values, baseline, spokenOf, level, stepSeconds, asked, look } = input;
  const rated = outcomes.filter((series) => !onlyFailures(series));
  const timed = timedSources(input);
  const signals = 2 * rated.length + timed.length * QUANTILES.length + values.length;
  const failures = new Map<string, WindowFindings>();
  for (const series of outcomes)
    failures.set(
      series.source,
      windowFinding(series, { level, look, ...(baseline && { baseline }), ...(spokenOf && { spokenOf }) }),
    );
  const found: (SignalFinding | null)[] = rated.map((series) =>
    failureSignal(series, failures.get(series.source) as WindowFindings, level),
  );
  const latencies = new Map<string, LatencySearch>();
  const period = DAY_SECONDS / stepSeconds;
  for (const { source, config, range } of timed) {
    const answers = answersOf(source, config, range, stepSeconds);
    const own = outcomes.find((series) => series.source === source.name) as OutcomeSeries;
    const quantiles = new Set<number>([...QUANTILES, ...(asked?.source === source.name ? [asked.quantile] : [])]);
    const search = await searchLatency(answers, {
      level,
      look,
      signals,
      stepSeconds,
      quantiles: [...quantiles].sort((a, b) => a - b),
      baselineSpan: baseline,
      baseline: baseline && binsOf(own, baseline),
      period: Number.isInteger(period) ? period : undefined,
    });
    latencies.set(source.name, search);
    found.push(...(await latencySignals(answers, search, level)));
  }
  for (const series of values) {
    const config = input.sources.find(({ name }) => name === series.source);
    found.push(valueSignal(series, config?.value ?? "value", { level, signals, look }));
  }
  for (const series of rated) found.push(attemptsSignal(series, { level, signals, look }));
  return { signals: found.filter((signal): signal is SignalFinding => signal !== null), failures, latencies };
}
