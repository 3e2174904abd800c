import { logBetaBinomial } from "../../stats/rates/posterior-beta-binomial.js";
import type { OutcomeBins } from "./outcome-bins.js";

/** A stretch of bins `[from, to)` whose failures stand above the baseline. */
export interface OutageRun {
  readonly from: number;
  readonly to: number;
  /** The part of it that stands at least halfway to its highest level, in log-odds. */
  readonly core: readonly [from: number, to: number];
  /** Log-likelihood gained over the baseline, single bins capped, before the price of a run. */
  readonly gain: number;
}

const LEVELS = 14;
/** A rate must raise the odds of failing to two and a half times and more, unless less is asked: slower swings are traffic, not outage. */
export const LEAST_LOG_ODDS = Math.log(2.5);
const MOST_RATE = 0.999;
/** This many bins of overwhelming evidence are needed; fewer is a spike. */
const LEAST_BINS = 2.5;

const logit = (p: number): number => Math.log(p / (1 - p));
const expit = (x: number): number => 1 / (1 + Math.exp(-x));

/** The price of a run in log-likelihood: two ends anywhere in the series and a level (BIC's count of choices). */
export function runPrice(bins: number): number {
  return 2 * Math.log(Math.max(bins, 10)) + 7;
}

/** Where the cap binds, how much of it a level loses by fitting the bin worse than the best one: else the lowest level would serve for all. */
const FIT_SHARE = 0.5;

/** Gains of every level over the baseline in one bin, written into `gains`. */
function binGains(bins: OutcomeBins, t: number, cap: number, leastLogOdds: number, gains: Float64Array): void {
  const [f, n, base] = [bins.failures[t], bins.attempts[t], bins.rates[t]] as [number, number, number];
  gains.fill(0);
  if (n === 0) return;
  const { dispersion } = bins;
  const reference = logBetaBinomial(f, n, base, dispersion);
  const low = logit(base) + leastLogOdds;
  const high = logit(MOST_RATE);
  let best = 0;
  for (let k = 0; k < LEVELS; k++) {
    const rate = expit(low + (Math.max(0, high - low) * k) / (LEVELS - 1));
    gains[k] = logBetaBinomial(f, n, rate, dispersion) - reference;
    best = Math.max(best, gains[k] as number);
  }
  for (let k = 0; k < LEVELS; k++) {
    const gain = gains[k] as number;
    const misfit = best > cap ? FIT_SHARE * cap * Math.min(1, (best - gain) / best) : 0;
    gains[k] = Math.max(-2 * cap, Math.min(cap, gain) - misfit);
  }
}

/** The best path read back: the level of every bin, −1 at the baseline. */
function tracedPath(origin: Int8Array, quietOrigin: Int8Array, last: number): Int8Array {
  const path = new Int8Array(quietOrigin.length);
  let state = last;
  for (let t = path.length - 1; t >= 0; t--) {
    path[t] = state;
    state = state < 0 ? (quietOrigin[t] as number) : (origin[t * LEVELS + state] as number);
  }
  return path;
}

function runOf(path: Int8Array, bestGain: Float64Array, from: number, to: number): OutageRun {
  const levels = path.subarray(from, to);
  const peak = levels.reduce((a, b) => Math.max(a, b), 0);
  const inCore = (level: number): boolean => level >= peak / 2;
  const first = levels.findIndex(inCore);
  const last = levels.findLastIndex(inCore);
  return {
    from,
    to,
    core: [from + first, from + last + 1],
    gain: (bestGain[to - 1] as number) - (from > 0 ? (bestGain[from - 1] as number) : 0),
  };
}

/** Stretches of the path away from the baseline. */
function runsOf(path: Int8Array, bestGain: Float64Array): OutageRun[] {
  const runs: OutageRun[] = [];
  for (let t = 0; t < path.length; t++) {
    if ((path[t] as number) < 0) continue;
    const from = t;
    while (t < path.length && (path[t] as number) >= 0) t++;
    runs.push(runOf(path, bestGain, from, t));
  }
  return runs;
}

/**
 * The stretches of an outcome series in which failures stand above the baseline, in order; none when none is supported.
 *
 * Most likely path through baseline and fourteen levels from `leastLogOdds` over the baseline's to all failing (Viterbi), beta-binomial with the
 * baseline's over-dispersion; a run costs `price`, a change of level inside it less than half of that. What one bin can add is capped at a fraction of the
 * price, so that a spike of one or two bins is no outage.
 */
export function outageRuns(
  bins: OutcomeBins,
  price = runPrice(bins.attempts.length),
  leastBins = LEAST_BINS,
  leastLogOdds = LEAST_LOG_ODDS,
): readonly OutageRun[] {
  const length = bins.attempts.length;
  const cap = price / leastBins;
  const gains = new Float64Array(LEVELS);
  const score = new Float64Array(LEVELS).fill(-Infinity);
  const origin = new Int8Array(length * LEVELS);
  const quietOrigin = new Int8Array(length).fill(-1);
  const bestGain = new Float64Array(length);
  // Another level is one more place and one more choice, at whatever price the run itself comes: a cheap one would carry chance swings beside an outage along.
  const [enter, leave, change] = [price * 0.7, price * 0.3, runPrice(length) * 0.4];
  let quiet = 0;
  let total = 0;
  for (let t = 0; t < length; t++) {
    binGains(bins, t, cap, leastLogOdds, gains);
    total += Math.max(0, Math.max(...gains));
    bestGain[t] = total;
    let best = 0;
    for (let k = 1; k < LEVELS; k++) if ((score[k] as number) > (score[best] as number)) best = k;
    const top = score[best] as number;
    const entering = quiet - enter;
    const changing = top - change;
    if (top - leave > quiet) {
      quiet = top - leave;
      quietOrigin[t] = best;
    }
    for (let k = 0; k < LEVELS; k++) {
      let value = score[k] as number;
      let source = k;
      if (changing > value) [value, source] = [changing, best];
      if (entering >= value) [value, source] = [entering, -1];
      score[k] = value + (gains[k] as number);
      origin[t * LEVELS + k] = source;
    }
  }
  let last = -1;
  // An outage that has not ended by the data's end pays for its onset only.
  for (let k = 0; k < LEVELS; k++) if ((score[k] as number) > (last < 0 ? quiet : (score[last] as number))) last = k;
  return runsOf(tracedPath(origin, quietOrigin, last), bestGain);
}
