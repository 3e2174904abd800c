import type { OutcomeSeries } from "../../incident/series.js";
import { runPrice } from "../outcomes/outage-runs.js";
import { outageWindows } from "../outage-window.js";
import type { OutageWindow, OutcomeCounts } from "../outage.js";
import { addedLevels, countOf, levelEdge, quantileLevel } from "./latency-levels.js";
import type { LevelCounts } from "./latency-levels.js";
import { pooledShare } from "./share-estimate.js";
import type { PooledShare } from "./share-estimate.js";
import { ordinaryBins } from "./signal-finding.js";

/** The quantiles that are looked at: half of all, and the slow ends that people feel. */
export const QUANTILES = [0.5, 0.9, 0.95, 0.99] as const;
/** Attempts that a block needs on either side of a quantile before its own is worth having. */
const LEAST_BEYOND = 5;
/** Fewer blocks than this have no middle that an outage leaves alone. */
const LEAST_BLOCKS = 5;

/** Neighbouring blocks added up until each holds enough attempts beyond the quantile. */
function largeBlocks(blocks: readonly LevelCounts[], quantile: number): LevelCounts[] {
  const least = LEAST_BEYOND / Math.min(quantile, 1 - quantile);
  const large: LevelCounts[] = [];
  let held: LevelCounts[] = [];
  for (const block of blocks) {
    held.push(block);
    const sum = addedLevels(held);
    if (countOf(sum) < least) continue;
    large.push(sum);
    held = [];
  }
  return large;
}

/**
 * The limit above which an attempt is slow: the quantile of the middle block, which an outage of less than half the blocks does not move.
 *
 * @returns the upper edge of that quantile's level; `null` without latencies
 */
export function middleLimit(blocks: readonly LevelCounts[], quantile: number): number | null {
  const large = largeBlocks(blocks, quantile);
  if (large.length < LEAST_BLOCKS) return pooledLimit(blocks, quantile);
  const levels = large.map((block) => quantileLevel(block, quantile) as number).sort((a, b) => a - b);
  return levelEdge((levels[levels.length >> 1] as number) + 1);
}

/** The same from all blocks together, where none of them is thought to hold an outage. */
export function pooledLimit(blocks: readonly LevelCounts[], quantile: number): number | null {
  const level = quantileLevel(addedLevels(blocks), quantile);
  return level === null ? null : levelEdge(level + 1);
}

/** How slow attempts are looked for. */
export interface SlowOptions {
  readonly level: number;
  /** How many signals are looked at in all: each is one more chance to be wrong. */
  readonly signals: number;
  readonly baseline?: readonly [from: number, to: number] | undefined;
  readonly period?: number | undefined;
  /** Which look at data that still grow this is; unset: they are looked at once. */
  readonly look?: number | undefined;
}

/** Counts with what is not covered left out. */
export function coveredCounts({ failures, attempts, covered }: OutcomeSeries): {
  failures: number[];
  attempts: number[];
} {
  return {
    failures: failures.map((f, bin) => (covered[bin] ? f : 0)),
    attempts: attempts.map((n, bin) => (covered[bin] ? n : 0)),
  };
}

/** A window's slow attempts must have so many times the odds of ordinary time: latencies drift with load by less. */
const LEAST_ODDS = 2.5;

const oddsOf = ({ failures, attempts }: PooledShare): number => (failures + 0.5) / (attempts - failures + 0.5);

/** True if so many more attempts were slow inside a window than outside all of them. */
function isMarked(counts: OutcomeCounts, windows: readonly OutageWindow[], one: OutageWindow): boolean {
  const length = counts.attempts.length;
  const outside = pooledShare(counts, ordinaryBins(length, windows));
  const inside = pooledShare(
    counts,
    ordinaryBins(length, [one]).map((ordinary) => !ordinary),
  );
  return outside.attempts === 0 || oddsOf(inside) >= LEAST_ODDS * oddsOf(outside);
}

/**
 * Stretches in which clearly more attempts than usual were slow: the same posterior as for failures, so that its ends have the same intervals.
 *
 * A window must carry ln(number of signals) more evidence than one signal alone would need.
 */
export function slowWindows(series: OutcomeSeries, options: SlowOptions): readonly OutageWindow[] {
  const { level, baseline, period, signals, look } = options;
  const least = runPrice(series.attempts.length) + Math.log(Math.max(1, signals));
  const counts = coveredCounts(series);
  const windows = outageWindows(counts, {
    level,
    ...(baseline && { baseline }),
    ...(period !== undefined && { period }),
    ...(look !== undefined && { look }),
  });
  return windows.filter((one) => one.evidence >= least && isMarked(counts, windows, one));
}
