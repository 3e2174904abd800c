import { logBetaBinomial } from "../../stats/rates/posterior-beta-binomial.js";
import type { OutcomeBins } from "./outcome-bins.js";
import type { OutageRun } from "./outage-runs.js";
import { runDeviation, stretchCounts } from "./run-deviation.js";
import type { StretchCounts } from "./run-deviation.js";
import type { Wander } from "./wander.js";

/** A lull is back at the baseline if it tells the baseline from this share of the run's own excess. */
const PARTIAL_SHARE = 0.3;
/** Evidence for a lull, in log-likelihood beyond the choice of its two ends. */
const LULL_PRICE = 3;
/** Shorter lulls belong to the outage: bins, and as a share of the shorter side. */
const LEAST_LULL = 15;
const LULL_SHARE = 0.25;
/** A lull whose failures stand so many deviations above the baseline, and so many times as high, is a partial recovery. */
const ABOVE_DEVIATIONS = 3;
const ABOVE_RATIO = 1.6;

/** Failures over attempts, half a failure added. */
function pooledRate(bins: OutcomeBins, from: number, to: number): number {
  let [f, n] = [0.5, 1];
  for (let t = from; t < to; t++) {
    f += bins.failures[t] as number;
    n += bins.attempts[t] as number;
  }
  return f / n;
}

/** The stretch inside a run that speaks most for the baseline against part of the run's level, with that evidence. */
function quietestStretch(
  bins: OutcomeBins,
  { from, to, core }: OutageRun,
): { from: number; to: number; evidence: number } {
  const level = pooledRate(bins, core[0], core[1]);
  let best = { from, to: from, evidence: 0 };
  let [sum, start] = [0, from];
  for (let t = from; t < to; t++) {
    const [f, n, base] = [bins.failures[t], bins.attempts[t], bins.rates[t]] as [number, number, number];
    const partial = Math.max(1.5 * base, base + PARTIAL_SHARE * (level - base));
    if (n > 0) sum += logBetaBinomial(f, n, base, bins.dispersion) - logBetaBinomial(f, n, partial, bins.dispersion);
    if (sum <= 0) [sum, start] = [0, t + 1];
    else if (sum > best.evidence) best = { from: start, to: t + 1, evidence: sum };
  }
  return best;
}

function part(run: OutageRun, from: number, to: number): OutageRun {
  const core = [Math.max(from, run.core[0]), Math.min(to, run.core[1])] as const;
  return {
    from,
    to,
    core: core[0] < core[1] ? core : [from, to],
    gain: (run.gain * (to - from)) / (run.to - run.from),
  };
}

/** True if failures between two ends stayed above the baseline: a partial recovery, not a pause between two outages. */
function staysAbove(bins: OutcomeBins, from: number, to: number, wander: Wander): boolean {
  const { failures, expected } = stretchCounts(bins, from, to);
  return failures > ABOVE_RATIO * expected && runDeviation(bins, from, to, wander) >= ABOVE_DEVIATIONS;
}

/**
 * Splits a run where failures were back at the baseline in between: two outages, not one with a pause.
 *
 * The search for runs charges for every end anywhere in the series, so that over a long series a lull of an hour costs more than a low level
 * that bridges it. Inside a run the ends have few places: the lull counts when it tells the baseline from three tenths of the
 * run's excess, at the price of its two places, lasts fifteen bins and a quarter of the shorter side, and does not itself stand above the baseline.
 */
export function separateOutages(bins: OutcomeBins, run: OutageRun, wander: Wander): readonly OutageRun[] {
  const lull = quietestStretch(bins, run);
  const shorter = Math.min(lull.from - run.from, run.to - lull.to);
  const enough =
    lull.evidence >= 2 * Math.log(run.to - run.from) + LULL_PRICE &&
    lull.to - lull.from >= Math.max(LEAST_LULL, LULL_SHARE * shorter);
  if (!enough || shorter < 1 || staysAbove(bins, lull.from, lull.to, wander)) return [run];
  return [
    ...separateOutages(bins, part(run, run.from, lull.from), wander),
    ...separateOutages(bins, part(run, lull.to, run.to), wander),
  ];
}

/** Two runs that a pause of so many bins at most parts are one where it is also this short beside the shorter of them: chance makes such pauses in little traffic. */
const LONGEST_PAUSE = 30;
const PAUSE_SHARE = 0.3;

/** True if two runs are one outage: the pause between them is short beside them, or failures stayed above the baseline in it. */
function belongTogether(bins: OutcomeBins, one: OutageRun, other: OutageRun, wander: Wander): boolean {
  const pause = other.from - one.to;
  const both = one.to - one.from + other.to - other.from;
  const shorter = Math.min(one.to - one.from, other.to - other.from);
  const isShort = (pause < LEAST_LULL && pause <= both / 2) || pause <= Math.min(LONGEST_PAUSE, PAUSE_SHARE * shorter);
  return isShort || staysAbove(bins, one.to, other.from, wander);
}

/** The runs with those joined that are one outage; in order, none touching the next. */
export function joinedRuns(bins: OutcomeBins, runs: readonly OutageRun[], wander: Wander): readonly OutageRun[] {
  const joined: OutageRun[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (!last || !belongTogether(bins, last, run, wander)) joined.push(run);
    else
      joined[joined.length - 1] = {
        from: last.from,
        to: Math.max(last.to, run.to),
        core: [Math.min(last.core[0], run.core[0]), Math.max(last.core[1], run.core[1])],
        gain: last.gain + run.gain,
      };
  }
  return joined;
}

/** Places between a run's end and its middle that are tried as its end. */
const TRIMS = 40;
/** Deviations of its wandering that a rate reaches at times. */
const FAINT_DEVIATIONS = 2;

/** A stretch of so many bins whose excess is this share of what the outage has at its height is none of it: its own ramp is looked for from there. */
const FAINT_BINS = 12;
const FAINT_OF_HEIGHT = 0.02;

/** Failures over expectation for each attempt of a stretch. */
function excessRate({ failures, expected, attempts }: StretchCounts): number {
  return attempts > 0 ? (failures - expected) / attempts : 0;
}

/** What a failure of an outage meets on average: the share beyond the expected one, each bin counted by its excess. */
function heightOf(bins: OutcomeBins, { from, to }: OutageRun): number {
  let [sum, weight] = [0, 0];
  for (let t = from; t < to; t++) {
    const counts = stretchCounts(bins, t, t + 1);
    const excess = Math.max(0, counts.failures - counts.expected);
    sum += excess * excessRate(counts);
    weight += excess;
  }
  return weight > 0 ? sum / weight : 0;
}

/** True if a stretch fails no more than the rate does at times by itself, or next to nothing of what the outage does. */
function isFaint(bins: OutcomeBins, from: number, to: number, height: number, wander: Wander): boolean {
  const counts = stretchCounts(bins, from, to);
  const { failures, expected, bins: held } = counts;
  const usual = Math.exp(FAINT_DEVIATIONS * wander.deviation(held));
  if (failures + 0.5 <= Math.max(ABOVE_RATIO, usual) * (expected + 0.5)) return true;
  return held >= FAINT_BINS && excessRate(counts) <= FAINT_OF_HEIGHT * height;
}

/** How much of a run from one of its ends does not stand above the baseline by itself, in bins. */
function faintBins(bins: OutcomeBins, run: OutageRun, wander: Wander, side: "head" | "tail"): number {
  const length = Math.floor((run.to - run.from) / 2);
  const height = heightOf(bins, run);
  for (let i = TRIMS; i > 0; i--) {
    const width = Math.round((length * i) / TRIMS);
    if (width === 0) break;
    const from = side === "head" ? run.from : run.to - width;
    if (isFaint(bins, from, from + width, height, wander)) return width;
  }
  return 0;
}

/**
 * A run without the stretches at its ends that the rate's own wandering explains: its ends are looked for about what is left.
 * `null` where neither half stands above what the rate does at times: nothing is left of it.
 */
export function trimmedRun(bins: OutcomeBins, run: OutageRun, wander: Wander): OutageRun | null {
  const [head, tail] = [faintBins(bins, run, wander, "head"), faintBins(bins, run, wander, "tail")];
  const trimmed = { ...run, from: run.from + head, to: run.to - tail };
  if (trimmed.from >= trimmed.to) return null;
  // Where a whole half was faint, more of it may lie beyond the middle.
  const half = Math.floor((run.to - run.from) / 2);
  const isHalf = half > 0 && Math.max(head, tail) >= half;
  return isHalf ? trimmedRun(bins, trimmed, wander) : trimmed;
}
