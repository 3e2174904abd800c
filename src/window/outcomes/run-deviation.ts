import type { OutcomeBins } from "./outcome-bins.js";
import type { Wander } from "./wander.js";

const logit = (p: number): number => Math.log(p / (1 - p));
const expit = (x: number): number => 1 / (1 + Math.exp(-x));

/** Failures and attempts of a stretch, with those expected at the baseline. */
export interface StretchCounts {
  readonly failures: number;
  readonly attempts: number;
  readonly expected: number;
  /** Bins with attempts. */
  readonly bins: number;
}

/** What bins `[from, to)` hold. */
export function stretchCounts(bins: OutcomeBins, from: number, to: number): StretchCounts {
  let [failures, attempts, expected, held] = [0, 0, 0, 0];
  for (let t = from; t < to; t++) {
    const n = bins.attempts[t] as number;
    failures += bins.failures[t] as number;
    attempts += n;
    expected += n * (bins.rates[t] as number);
    if (n > 0) held += 1;
  }
  return { failures, attempts, expected, bins: held };
}

/** Twice the log-likelihood by which a binomial rate misses what was counted. */
function deviance(failures: number, attempts: number, rate: number): number {
  const part = (count: number, mean: number): number => (count > 0 ? count * Math.log(count / mean) : 0);
  return 2 * (part(failures, attempts * rate) + part(attempts - failures, attempts * (1 - rate)));
}

/** Deviations above the baseline of what was counted, its rate known within `rateError` of its logarithm. */
export function deviationOf(
  { failures, attempts, expected, bins }: StretchCounts,
  wander: Pick<Wander, "deviation" | "grouping">,
  rateError: number,
): number {
  if (attempts === 0 || failures <= expected) return 0;
  const base = logit(Math.min(1 - 1e-9, expected / attempts));
  const spread = Math.hypot(wander.deviation(bins), rateError);
  const total = (deviations: number): number =>
    deviations ** 2 + deviance(failures, attempts, expit(base + spread * deviations)) / wander.grouping;
  let [low, high] = [0, Math.max(0, (logit(Math.min(1 - 1e-9, (failures + 0.5) / (attempts + 1))) - base) / spread)];
  for (let round = 0; round < 40; round++) {
    const [left, right] = [low + (high - low) * 0.382, low + (high - low) * 0.618];
    if (total(left) < total(right)) high = right;
    else low = left;
  }
  return Math.sqrt(total((low + high) / 2));
}

/** Counts scatter as counting has it unless bins say otherwise: that is worth so many bins. */
const COUNTING_BINS = 8;

/**
 * The deviation of a normal variable as unlikely as this one of Student's t, the scatter being known from so many bins.
 *
 * @see Wallace (1959), doi:10.1214/aoms/1177706159
 */
export function knownFrom(bins: number, deviation: number): number {
  const degrees = Math.max(0, bins - 1) + COUNTING_BINS;
  return ((8 * degrees + 1) / (8 * degrees + 3)) * Math.sqrt(degrees * Math.log1p(deviation ** 2 / degrees));
}

/**
 * How many standard deviations a stretch stands above what the baseline, its wandering and counting can do together: the least of
 * (wandering)² + (counting)² over all ways to share the excess between them; 0 where it does not stand above.
 */
export function runDeviation(bins: OutcomeBins, from: number, to: number, wander: Wander): number {
  return deviationOf(stretchCounts(bins, from, to), wander, bins.rateError);
}

/** Bins of a flank that tell the rate beside a run, at least; and how much of the run's length lies between them for its ramps, up to so many bins. */
const LEAST_FLANK = 10;
const [MARGIN_SHARE, LONGEST_MARGIN] = [0.25, 60];

/** The bins with attempts next to a run on one side that no outage holds, up to `wanted` of them. */
export function flankCounts(
  bins: OutcomeBins,
  aside: Uint8Array,
  start: number,
  step: 1 | -1,
  wanted: number,
): StretchCounts {
  let [failures, attempts, expected, held] = [0, 0, 0, 0];
  for (let t = start; held < wanted && t >= 0 && t < aside.length; t += step) {
    const n = bins.attempts[t] as number;
    if (aside[t] || n === 0) continue;
    failures += bins.failures[t] as number;
    attempts += n;
    expected += n * (bins.rates[t] as number);
    held += 1;
  }
  return { failures, attempts, expected, bins: held };
}

/**
 * How many standard deviations a stretch stands above the higher of its two flanks; 0 where a flank is missing.
 *
 * A rate that drifts, or wanders with a long memory, is known from beside the stretch better than from all of the series.
 *
 * @param aside - 1 where a bin belongs to an outage, this one included
 */
export function flankDeviation(bins: OutcomeBins, from: number, to: number, aside: Uint8Array, wander: Wander): number {
  const run = stretchCounts(bins, from, to);
  const wanted = Math.max(LEAST_FLANK, run.bins);
  const margin = Math.min(LONGEST_MARGIN, Math.ceil((to - from) * MARGIN_SHARE));
  const flanks = [
    flankCounts(bins, aside, from - 1 - margin, -1, wanted),
    flankCounts(bins, aside, to + margin, 1, wanted),
  ];
  if (flanks.some((flank) => flank.bins < wanted || flank.expected === 0)) return 0;
  const spread = Math.max(wander.fromBeside(run.bins), wander.fromBeside(wanted));
  const deviations = flanks.map((flank) => {
    const ratio = (flank.failures + 0.5) / (flank.expected + 0.5);
    const expected = Math.min(run.attempts, run.expected * ratio);
    const error = Math.sqrt(wander.grouping / (flank.failures + 0.5));
    return deviationOf({ ...run, expected }, { deviation: () => spread, grouping: wander.grouping }, error);
  });
  return Math.min(...deviations);
}

/** The same with the one bin left out that fails most over expectation: what a single bin makes of a stretch is no outage of many. */
export function deviationWithoutPeak(bins: OutcomeBins, from: number, to: number, wander: Wander): number {
  const excess = (t: number): number =>
    (bins.failures[t] as number) - (bins.attempts[t] as number) * (bins.rates[t] as number);
  let peak = from;
  for (let t = from; t < to; t++) if (excess(t) > excess(peak)) peak = t;
  const [whole, top] = [stretchCounts(bins, from, to), stretchCounts(bins, peak, peak + 1)];
  const rest = {
    failures: whole.failures - top.failures,
    attempts: whole.attempts - top.attempts,
    expected: whole.expected - top.expected,
    bins: whole.bins - top.bins,
  };
  return deviationOf(rest, wander, bins.rateError);
}

/** Deviations that a stretch must stand out by so that hardly one series in fifty without an outage has any that does. */
export function leastDeviations(bins: number): number {
  return Math.sqrt(2 * (Math.log(Math.max(10, bins)) + 4.8));
}
