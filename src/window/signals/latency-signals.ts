import type { OutcomeSeries } from "../../incident/series.js";
import { instant } from "../../time/instant.js";
import type { Span } from "../../time/span.js";
import { findingOf } from "../window-finding.js";
import type { WindowFinding } from "../window-finding.js";
import type { OutageWindow } from "../outage.js";
import { addedLevels } from "./latency-levels.js";
import type { LevelCounts } from "./latency-levels.js";
import { quantileOfLevels } from "./latency-quantile.js";
import type { LatencyQuantile } from "./latency-quantile.js";
import { pooledShare } from "./share-estimate.js";
import { ordinaryBins, plainNumber } from "./signal-finding.js";
import type { SignalFinding } from "./signal-finding.js";
import { coveredCounts, middleLimit, pooledLimit, QUANTILES, slowWindows } from "./slow-share.js";
import type { SlowOptions } from "./slow-share.js";

/** Latencies of one source as counts, asked for as they are needed: an engine adds them up, or a list of rows. */
export interface LatencyAnswers {
  readonly source: string;
  readonly unit: string;
  readonly range: Span;
  /** Counts of levels of consecutive blocks of so many seconds, `null`-free, in time order; of a span, or of everything. */
  levels(stepSeconds: number, span?: Span): Promise<readonly LevelBlock[]>;
  /** Attempts that took at least a limit, per bin. */
  slow(limits: readonly number[]): Promise<readonly OutcomeSeries[]>;
  /** Design effect of being slow within clusters, over a span; 1 without clusters. */
  clusterEffect(span: Span, limit: number): Promise<number>;
}

/** Counts of the levels of one block of time. */
export interface LevelBlock {
  readonly startMs: number;
  readonly endMs: number;
  readonly counts: LevelCounts;
}

/** Blocks into which a range is cut for its ordinary quantiles: enough for a middle, few enough to ask any engine for. */
const BLOCKS = 96;

/** What was found of one quantile, with the limit it was found by. */
interface SlowFinding {
  readonly quantile: number;
  /** Attempts that took at least so long are slow. */
  readonly limit: number;
  /** Slow attempts per bin. */
  readonly slow: OutcomeSeries;
  readonly windows: readonly OutageWindow[];
}

/** The quantiles of one look, with what an earlier look has found. */
interface SearchedQuantiles {
  readonly quantiles: readonly number[];
  readonly earlier: readonly SlowFinding[];
  readonly options: SlowOptions;
}

/** How latencies are looked at. */
export interface LatencyOptions extends SlowOptions {
  readonly stepSeconds: number;
  readonly quantiles?: readonly number[];
  /** Ordinary time that is declared. */
  readonly baselineSpan?: Span | undefined;
}

function blockSeconds({ from, to }: Span, stepSeconds: number): number {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  return stepSeconds * Math.max(1, Math.ceil(seconds / BLOCKS / stepSeconds));
}

const overlaps = ({ startMs, endMs }: LevelBlock, from: number, to: number): boolean => startMs < to && endMs > from;

/** Blocks that no window of any quantile touches, or those of the declared baseline. */
function ordinaryBlocks(
  blocks: readonly LevelBlock[],
  found: readonly SlowFinding[],
  declared: Span | undefined,
): readonly LevelBlock[] {
  if (declared) return blocks.filter((block) => overlaps(block, Date.parse(declared.from), Date.parse(declared.to)));
  const spans = found.flatMap(({ slow, windows }) =>
    windows.map(({ onset, recovery }) => [onset, recovery].map((bin) => slow.startMs + bin * slow.stepSeconds * 1000)),
  ) as [number, number][];
  const free = blocks.filter((block) => !spans.some(([from, to]) => overlaps(block, from, to)));
  return free.length > 0 ? free : blocks;
}

/** What is found at each limit; a limit that an earlier look has asked for too finds the same again. */
async function search(
  answers: LatencyAnswers,
  limits: readonly (number | null)[],
  { quantiles, earlier, options }: SearchedQuantiles,
): Promise<SlowFinding[]> {
  const asked = quantiles.flatMap((quantile, index) => {
    const limit = limits[index];
    return typeof limit === "number" ? [{ quantile, limit }] : [];
  });
  const known = new Map(earlier.map((one) => [one.limit, one]));
  const unknown = [...new Set(asked.map(({ limit }) => limit))].filter((limit) => !known.has(limit));
  const series = unknown.length > 0 ? await answers.slow(unknown) : [];
  const found = new Map(
    unknown.map((limit, index) => {
      const slow = series[index] as OutcomeSeries;
      return [limit, { slow, windows: slowWindows(slow, options) }];
    }),
  );
  return asked.map((one) => {
    const { slow, windows } = (known.get(one.limit) ?? found.get(one.limit)) as Pick<SlowFinding, "slow" | "windows">;
    return { ...one, slow, windows };
  });
}

/** What a source's latencies show, by quantile, with the ordinary counts of its levels. */
export interface LatencySearch {
  readonly found: readonly SlowFinding[];
  readonly ordinary: LevelCounts;
}

/**
 * Looks for stretches in which attempts were slower than usual, twice: by the middle block's quantiles, then by those of the time that the first look
 * leaves as ordinary.
 */
export async function searchLatency(answers: LatencyAnswers, options: LatencyOptions): Promise<LatencySearch> {
  const { quantiles = QUANTILES, stepSeconds, baselineSpan } = options;
  const blocks = await answers.levels(blockSeconds(answers.range, stepSeconds));
  const countsOf = (some: readonly LevelBlock[]): LevelCounts[] => some.map(({ counts }) => counts);
  const firstBlocks = baselineSpan ? ordinaryBlocks(blocks, [], baselineSpan) : blocks;
  const first = quantiles.map((quantile) => middleLimit(countsOf(firstBlocks), quantile));
  const look = await search(answers, first, { quantiles, earlier: [], options });
  const ordinary = ordinaryBlocks(blocks, look, baselineSpan);
  const second = quantiles.map((quantile) => pooledLimit(countsOf(ordinary), quantile));
  const found = await search(answers, second, { quantiles, earlier: look, options });
  return { found, ordinary: addedLevels(countsOf(ordinaryBlocks(blocks, found, baselineSpan))) };
}

const percentile = (quantile: number): string => `p${Number((100 * quantile).toFixed(3))}`;

function largest(found: readonly Departure[]): Departure | undefined {
  return found.reduce<Departure | undefined>(
    (best, one) => (best && best.window.excess >= one.window.excess ? best : one),
    undefined,
  );
}

async function quantileIn(
  answers: LatencyAnswers,
  { quantile, limit, slow }: SlowFinding,
  counts: LevelCounts,
  included: readonly boolean[],
  span: Span,
  level: number,
): Promise<LatencyQuantile | null> {
  const { designEffect } = pooledShare(coveredCounts(slow), included);
  const clustered = await answers.clusterEffect(span, limit);
  return quantileOfLevels(counts, quantile, Math.max(designEffect, clustered), level);
}

/** A quantile that rises by less is load, not an outage: the tail's share is so steep that a swell of a tenth doubles it. */
const LEAST_FACTOR = 1.4;

/** A departure with the quantile inside it. */
interface Departure {
  readonly window: OutageWindow;
  readonly during: LatencyQuantile;
}

/** The windows in which the quantile itself rose clearly, each with its level there. */
async function departures(
  answers: LatencyAnswers,
  one: SlowFinding,
  baseline: LatencyQuantile,
  level: number,
): Promise<Departure[]> {
  const { slow, windows } = one;
  const at = (bin: number): string => instant(slow.startMs + bin * slow.stepSeconds * 1000);
  const found: Departure[] = [];
  for (const window of windows) {
    const span = { from: at(Math.floor(window.onset)), to: at(Math.ceil(window.recovery)) };
    const inside = ordinaryBins(slow.attempts.length, [window]).map((outside) => !outside);
    const counts = addedLevels((await answers.levels(slow.stepSeconds, span)).map((block) => block.counts));
    const during = await quantileIn(answers, one, counts, inside, span, level);
    if (during && during.value >= LEAST_FACTOR * baseline.value) found.push({ window, during });
  }
  return found;
}

/** One quantile as a signal. */
async function signalOf(
  answers: LatencyAnswers,
  one: SlowFinding,
  ordinary: LevelCounts,
  level: number,
): Promise<SignalFinding | null> {
  const { slow, windows, quantile } = one;
  const { source, unit, range } = answers;
  const length = slow.attempts.length;
  const grid = { source, startMs: slow.startMs, stepSeconds: slow.stepSeconds, length };
  const baseline = await quantileIn(answers, one, ordinary, ordinaryBins(length, windows, 1), range, level);
  if (!baseline) return null;
  const found = await departures(answers, one, baseline, level);
  const best = largest(found);
  const name = `${percentile(quantile)} of latency in ${source}`;
  const common = { source, measure: "latency", quantile, unit, direction: "rise", baseline } as const;
  if (!best)
    return {
      ...common,
      window: null,
      windows: [],
      during: null,
      evidence: 0,
      why: `${name} stayed at ${plainNumber(baseline.value)} ${unit}: at no time were clearly more attempts than usual clearly slower than that.`,
    };
  const inside = ordinaryBins(length, [best.window]).map((outside) => !outside);
  const pooled = pooledShare(coveredCounts(slow), inside);
  const share = ((100 * pooled.failures) / Math.max(1, pooled.attempts)).toFixed(0);
  const limit = `${plainNumber(one.limit)} ${unit}`;
  const inTime = ({ window }: Departure): WindowFinding => {
    const finding = findingOf(grid, window);
    return { ...finding, method: `attempts slower than ${limit}: ${finding.method}` };
  };
  return {
    ...common,
    window: inTime(best),
    windows: found.map(inTime),
    during: best.during,
    evidence: best.window.evidence,
    why: `${name} rose from ${plainNumber(baseline.value)} to ${plainNumber(best.during.value)} ${unit}: ${share} % of attempts took longer than ${limit}, usually ${plainNumber(100 * (1 - quantile))} %.`,
  };
}

/** The signals of a source's latency: one a quantile. */
export async function latencySignals(
  answers: LatencyAnswers,
  { found, ordinary }: LatencySearch,
  level: number,
): Promise<readonly SignalFinding[]> {
  const signals: SignalFinding[] = [];
  for (const one of found) {
    const signal = await signalOf(answers, one, ordinary, level);
    if (signal) signals.push(signal);
  }
  return signals;
}
