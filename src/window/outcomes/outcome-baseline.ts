import { betweenBinDispersion } from "../../stats/rates/posterior-beta-binomial.js";
import type { OutcomeBins } from "./outcome-bins.js";
import { outageRuns } from "./outage-runs.js";
import type { OutageRun } from "./outage-runs.js";
import { levelChanges, levelFactors, withRise } from "./level-changes.js";
import type { LevelChange } from "./level-changes.js";
import { hourlyJobs, outsideJobs, withJobs } from "./hourly-jobs.js";
import { seasonalFactors } from "./seasonal-rate.js";
import { withBursts } from "./traffic-bursts.js";
import type { TrafficBursts } from "./traffic-bursts.js";

export interface BaselineChoice {
  /** Bins `[from, to)` known to be ordinary; unset: everything but what stands out. */
  readonly span?: readonly [from: number, to: number];
  /** Expected rate per bin; unset: estimated. */
  readonly rates?: readonly number[];
  /** Bins of one season (a day); 0 or unset: none. */
  readonly period?: number;
  /** Bins of a day, over which a level must hold; unset: one level throughout. */
  readonly day?: number;
  /** True if a change of level counts as one, by its bin; unset: all do. */
  readonly isLevel?: (bin: number) => boolean;
  /** Bin from which the level is known to be higher for good; unset: none is known. */
  readonly rise?: number;
  /** Outages that are known: their bins say nothing of levels. */
  readonly outages?: readonly OutageRun[];
  /** Bursts of attempts that come again and again, with a rate of their own; unset: there are none. */
  readonly bursts?: TrafficBursts;
  /** Share of the calmest blocks that the first rate is taken from; .85 unless set. */
  readonly calmShare?: number;
}

/** The baseline with the places at which its level changes. */
export interface OutcomeBaseline {
  readonly bins: OutcomeBins;
  readonly changes: readonly LevelChange[];
  /** What stood out in the last look, or was set aside. */
  readonly aside: readonly OutageRun[];
}

const ROUNDS = 4;
const LEAST_RATE = 1e-7;

const clampRate = (rate: number): number => Math.min(1 - LEAST_RATE, Math.max(LEAST_RATE, rate));

const BLOCKS = 24;
/** Bins beside an outage's core that are left out of the baseline for its ramps, and the share of the series that they may take. */
const LONGEST_MARGIN = 60;
const MARGIN_SHARE = 0.05;
/** Share of the bins that must be left to the baseline where whole runs are left out of it. */
const LEAST_LEFT = 0.4;
const CALM_SHARE = 0.85;
/** The first scatter is read from fewer blocks than the first rate: blocks that an outage cuts would pass it off as scatter, and hide it. */
const CALMEST_SHARE = 0.6;
/** With so many seasons the pattern can be read before anything is set aside: the season that differs most is left out of it. */
const SEASONS_FOR_START = 3;

/**
 * Pooled rate without the most failing blocks. A first rate that is too high mends itself, since the outage found lowers the next; one that is
 * too low declares everything an outage and stays.
 */
function calmBlocks(
  failures: Float64Array,
  attempts: Float64Array,
  share: number,
): { rate: number; calm: Uint8Array; calmest: Uint8Array } {
  const total = attempts.reduce((a, b) => a + b, 0);
  const blocks: { from: number; to: number; failures: number; attempts: number }[] = [];
  let current = { from: 0, to: 0, failures: 0, attempts: 0 };
  for (let t = 0; t < failures.length; t++) {
    current.failures += failures[t] as number;
    current.attempts += attempts[t] as number;
    if (current.attempts >= total / BLOCKS) {
      blocks.push({ ...current, to: t + 1 });
      current = { from: t + 1, to: 0, failures: 0, attempts: 0 };
    }
  }
  blocks.sort((a, b) => a.failures / a.attempts - b.failures / b.attempts);
  const kept = blocks.slice(0, Math.max(1, Math.ceil(blocks.length * share)));
  const [calm, calmest] = [new Uint8Array(failures.length), new Uint8Array(failures.length)];
  kept.forEach(({ from, to }, i) => {
    calm.fill(1, from, to);
    if (i < blocks.length * CALMEST_SHARE) calmest.fill(1, from, to);
  });
  const [f, n] = kept.reduce(([x, y], block) => [x + block.failures, y + block.attempts], [0, 0] as [number, number]);
  return { rate: (f + 0.5) / (n + 1), calm, calmest };
}

/** Marks the spans, with a margin for ramps that runs do not reach into. */
function setAside(length: number, spans: readonly (readonly [from: number, to: number])[]): Uint8Array {
  const quiet = new Uint8Array(length).fill(1);
  for (const [from, to] of spans) {
    const margin = Math.min(LONGEST_MARGIN, Math.ceil((to - from) / 4) + 2, Math.floor(length * MARGIN_SHARE));
    quiet.fill(0, Math.max(0, from - margin), Math.min(length, to + margin));
  }
  return quiet;
}

/**
 * Bins that stand for the baseline: inside its span, outside every run and its ramps.
 *
 * Where whole runs would leave too little, only their cores are left out: a baseline put too low declares everything a run and would prove itself.
 */
function quietBins(length: number, runs: readonly OutageRun[], span: BaselineChoice["span"]): Uint8Array {
  if (span) return new Uint8Array(length).fill(1).map((_, t) => (t >= span[0] && t < span[1] ? 1 : 0));
  const outside = setAside(
    length,
    runs.map(({ from, to }) => [from, to] as const),
  );
  const left = outside.reduce((sum, one) => sum + one, 0);
  if (left >= LEAST_LEFT * length) return outside;
  return setAside(
    length,
    runs.map(({ core }) => core),
  );
}

/** Failures over expectation in the quiet bins; half a failure stands in for none. */
function levelOf(
  bins: Pick<OutcomeBins, "failures" | "attempts">,
  shape: Float64Array,
  quiet: Uint8Array,
): { level: number; failures: number } {
  let [f, expected, n] = [0, 0, 0];
  for (let t = 0; t < quiet.length; t++) {
    if (!quiet[t]) continue;
    f += bins.failures[t] as number;
    n += bins.attempts[t] as number;
    expected += (bins.attempts[t] as number) * (shape[t] as number);
  }
  return { level: n === 0 ? 0 : (f + 0.5) / (expected + (n > 0 ? expected / n : 1)), failures: f };
}

/** How much over-dispersion shrinks what the quiet failures say about their rate. */
function relativeError(bins: OutcomeBins, quiet: Uint8Array, failures: number): number {
  let [spread, expected] = [0, 0];
  for (let t = 0; t < quiet.length; t++) {
    const [n, p] = [bins.attempts[t], bins.rates[t]] as [number, number];
    if (!quiet[t] || n === 0) continue;
    spread += n * p * (1 - p) * (1 + (n - 1) * bins.dispersion);
    expected += n * p;
  }
  return expected === 0 ? 1 : Math.sqrt(Math.max(spread, 0.5)) / Math.max(expected, failures, 0.5);
}

/** Level and season of the bins marked; the rates so far where they hold nothing. */
function expectedRates(bins: OutcomeBins, marked: Uint8Array, shape: Float64Array): Float64Array {
  const { level } = levelOf(bins, shape, marked);
  return level > 0 ? shape.map((factor) => clampRate(factor * level)) : bins.rates;
}

/** The marked bins without those that hold bursts of attempts. */
function outsideBursts(marked: Uint8Array, { bursts }: BaselineChoice): Uint8Array {
  if (!bursts) return marked;
  const rest = marked.slice();
  for (const { from, to } of bursts.bursts) rest.fill(0, from, to);
  return rest;
}

/** Level and season of the bins marked, and what bursts of attempts and jobs of the hour do besides. */
function ratesOf(bins: OutcomeBins, marked: Uint8Array, { factors }: Shape, choice: BaselineChoice): Float64Array {
  const { failures, attempts } = bins;
  const steady = outsideBursts(marked, choice);
  const rates = withBursts(choice.bursts, failures, attempts, expectedRates(bins, steady, factors));
  const jobs = choice.day === undefined ? undefined : hourlyJobs(failures, attempts, rates, choice.day);
  if (!jobs) return rates;
  const calm = expectedRates(bins, outsideJobs(steady, jobs), factors);
  return withJobs(jobs, attempts, withBursts(choice.bursts, failures, attempts, calm)).map(clampRate);
}

/** Fewer failures than this say nothing of how they scatter: none at all fit any scatter, and a large one best. */
const LEAST_FAILURES = 3;

/** Over-dispersion of the marked bins; 0 where they hold too few failures to tell. */
function scatterOf(bins: Pick<OutcomeBins, "failures" | "attempts" | "rates">, marked: Uint8Array): number {
  const { failures, attempts, rates } = bins;
  const counted = failures.reduce((sum, f, t) => (marked[t] ? sum + f : sum), 0);
  return counted < LEAST_FAILURES ? 0 : betweenBinDispersion(failures, attempts, rates, (t) => marked[t] === 1);
}

/** Season and levels, as a factor on one rate per bin. */
interface Shape {
  readonly factors: Float64Array;
  readonly changes: readonly LevelChange[];
}

/** Log-likelihood by which levels beside a season must explain the quiet bins better than a season alone. */
const LEVEL_GAIN = 10;

/** Log-likelihood of the quiet bins where the rate goes by these factors, counted as Poisson's up to a constant. */
function quietLikelihood(bins: OutcomeBins, quiet: Uint8Array, factors: Float64Array): number {
  const rates = expectedRates(bins, quiet, factors);
  let sum = 0;
  for (let t = 0; t < quiet.length; t++) {
    if (!quiet[t]) continue;
    sum +=
      (bins.failures[t] as number) * Math.log(rates[t] as number) - (bins.attempts[t] as number) * (rates[t] as number);
  }
  return sum;
}

/** Levels are looked for with the season taken off, and the season with the levels taken off. */
function shapeOf(bins: OutcomeBins, quiet: Uint8Array, choice: BaselineChoice): Shape {
  const { period, day, isLevel, rise, outages = [] } = choice;
  const { length } = quiet;
  const ignored = new Uint8Array(length);
  for (const { from, to } of outages) ignored.fill(1, from, to);
  const season = (levels?: Float64Array): Float64Array =>
    period ? seasonalFactors(bins, quiet, period, levels) : new Float64Array(length).fill(1);
  const first = season();
  if (!day) return { factors: first, changes: [] };
  const levelsOver = (pattern: Float64Array): { changes: readonly LevelChange[]; levels: Float64Array } => {
    const flat = { ...bins, rates: expectedRates(bins, quiet, pattern) };
    const seen = levelChanges(flat, day, ignored).filter(({ at }) => isLevel?.(at) ?? true);
    const changes = rise === undefined ? seen : withRise(seen, rise, length);
    return { changes, levels: levelFactors(flat, quiet, changes) };
  };
  const both = (levels: Float64Array): Float64Array => {
    const seasonal = season(levels);
    return levels.map((level, t) => level * (seasonal[t] as number));
  };
  const rough = levelsOver(first);
  if (rough.changes.length > 0) {
    // A season read across a change of level takes part of it for a season, and misdates it: both are taken once more.
    const again = period ? levelsOver(season(rough.levels)) : rough;
    const { changes, levels } = again.changes.length > 0 ? again : rough;
    return { factors: both(levels), changes };
  }
  if (!period) return { factors: first, changes: [] };
  // Over few days a season may pass for a change of level altogether, so that none is left to be seen.
  const plain = levelsOver(new Float64Array(length).fill(1));
  if (plain.changes.length === 0) return { factors: first, changes: [] };
  const factors = both(plain.levels);
  const gain = quietLikelihood(bins, quiet, factors) - quietLikelihood(bins, quiet, first);
  return gain >= LEVEL_GAIN ? { factors, changes: plain.changes } : { factors: first, changes: [] };
}

/** The first guess: the calm blocks' rate, with season and levels where there is enough to read them from everything. */
function firstShape(bins: OutcomeBins, choice: BaselineChoice): Shape {
  const { length } = bins.attempts;
  const { period } = choice;
  const seasonal = period !== undefined && length >= SEASONS_FOR_START * period;
  const everything = new Uint8Array(length).fill(1);
  return shapeOf(bins, everything, { ...choice, period: seasonal ? period : undefined });
}

/**
 * The rate expected without an outage, bin by bin, how much ordinary bins scatter around it, and where its level changes for good.
 *
 * Starts from the calm blocks and alternates: what stands out is set aside, level, season and over-dispersion are estimated from the
 * rest. With `rates` only their scatter is estimated; with `span` only bins inside it are used.
 */
export function outcomeBaseline(
  failures: Float64Array,
  attempts: Float64Array,
  choice: BaselineChoice = {},
): OutcomeBaseline {
  const length = failures.length;
  const { span } = choice;
  const given = choice.rates && Float64Array.from(choice.rates, clampRate);
  const start = calmBlocks(failures, attempts, choice.calmShare ?? CALM_SHARE);
  let quiet = span ? quietBins(length, [], span) : start.calm;
  // Levels are told by all that stands out of nothing, the rate at them by the span where one is given.
  let ordinary = span ? new Uint8Array(length).fill(1) : quiet;
  let bins: OutcomeBins = {
    failures,
    attempts,
    rates: given ?? new Float64Array(length).fill(clampRate(start.rate)),
    dispersion: 0,
    rateError: 0,
  };
  let changes: readonly LevelChange[] = [];
  let runs: readonly OutageRun[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const isStart = round === 0 && !span;
    const shape = given ? null : isStart ? firstShape(bins, choice) : shapeOf(bins, ordinary, choice);
    changes = shape?.changes ?? [];
    const rates = shape ? ratesOf(bins, isStart ? start.calm : quiet, shape, choice) : bins.rates;
    const scatter = isStart ? start.calmest : quiet;
    bins = {
      failures,
      attempts,
      rates,
      dispersion: scatterOf({ failures, attempts, rates }, scatter),
      rateError: 0,
    };
    runs = outageRuns(bins);
    const next = quietBins(length, runs, span);
    ordinary = span ? quietBins(length, runs, undefined) : next;
    const same = round > 0 && next.every((value, t) => value === quiet[t]);
    quiet = next;
    if (same) break;
  }
  const found = levelOf(bins, bins.rates, quiet).failures;
  return { bins: { ...bins, rateError: Math.min(1, relativeError(bins, quiet, found)) }, changes, aside: runs };
}

/** The baseline with nothing set aside but these runs: what was set aside on the way there and is no outage belongs to it. */
export function baselineOutside(
  bins: Pick<OutcomeBins, "failures" | "attempts"> & Partial<OutcomeBins>,
  runs: readonly OutageRun[],
  choice: BaselineChoice,
): OutcomeBaseline {
  const { length } = bins.attempts;
  const quiet = quietBins(length, runs, choice.span);
  const ordinary = choice.span ? quietBins(length, runs, undefined) : quiet;
  const flat = { ...bins, rates: new Float64Array(length).fill(LEAST_RATE), dispersion: 0, rateError: 0 };
  const first = bins.rates ?? expectedRates(flat, quiet, new Float64Array(length).fill(1));
  const start = { ...flat, rates: first };
  const shape = choice.rates ? null : shapeOf(start, ordinary, choice);
  const rates = shape ? ratesOf(start, quiet, shape, choice) : first;
  const dispersion = scatterOf({ ...start, rates }, quiet);
  const settled = { ...start, rates, dispersion };
  const found = levelOf(settled, rates, quiet).failures;
  return {
    bins: { ...settled, rateError: Math.min(1, relativeError(settled, quiet, found)) },
    changes: shape?.changes ?? [],
    aside: runs,
  };
}
