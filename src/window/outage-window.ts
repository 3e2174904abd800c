import { PostmortemError } from "../errors/errors.js";
import { DEFAULT_LEVEL } from "../stats/estimate.js";
import { standsOutOfDrift } from "./outcomes/drift-check.js";
import { standsOutOfScatter } from "./outcomes/scatter-check.js";
import type { OutageWindow, OutageWindowOptions, OutcomeCounts, SampleValues } from "./outage.js";
import { outageEnd } from "./outcomes/outage-end.js";
import { outageRuns, runPrice } from "./outcomes/outage-runs.js";
import type { OutageRun } from "./outcomes/outage-runs.js";
import { outcomeBaseline } from "./outcomes/outcome-baseline.js";
import { separateOutages } from "./outcomes/separate-outages.js";
import { checkOutcomes, reversedBins } from "./outcomes/outcome-bins.js";
import type { OutcomeBins } from "./outcomes/outcome-bins.js";
import { recurringSeason } from "./outcomes/recurring-season.js";
import { valueWindows } from "./values/value-windows.js";
import { requireFields, requireList } from "../errors/argument.js";

export type { OutageWindow, OutageWindowOptions, OutcomeCounts, SampleValues } from "./outage.js";

const METHOD = "joint posterior over onset and recovery with linear ramps, beta-binomial";

/** Bin by which half of the run's excess failures have happened: certainly inside. */
function middleOfExcess(bins: OutcomeBins, run: OutageRun): number {
  const excess = (t: number): number =>
    Math.max(0, (bins.failures[t] as number) - (bins.attempts[t] as number) * (bins.rates[t] as number));
  let total = 0;
  for (let t = run.from; t < run.to; t++) total += excess(t);
  let sum = 0;
  for (let t = run.from; t < run.to; t++) if ((sum += excess(t)) >= total / 2) return t;
  return run.from;
}

function excessOver(bins: OutcomeBins, from: number, to: number): number {
  let sum = 0;
  for (let t = from; t < to; t++)
    sum += (bins.failures[t] as number) - (bins.attempts[t] as number) * (bins.rates[t] as number);
  return sum;
}

/** Both ends of one run, the later one read backwards in time. */
function windowOf(
  bins: OutcomeBins,
  backwards: OutcomeBins,
  run: OutageRun,
  limits: readonly [number, number],
  level: number,
): OutageWindow {
  const length = bins.attempts.length;
  const middle = middleOfExcess(bins, run);
  const start = outageEnd(bins, [run.from, run.to], limits[0], middle + 1, level);
  const ended = run.to < length;
  const common = {
    onset: start.onset,
    onsetInterval: start.interval,
    level,
    ended,
    evidence: run.gain,
    method: METHOD,
  };
  if (!ended) {
    return {
      ...common,
      recoveryStart: length,
      recovery: length,
      recoveryInterval: [length, length],
      shape: { onsetRamp: start.ramp, recoveryRamp: 0 },
      excess: excessOver(bins, start.onset, length),
    };
  }
  const end = outageEnd(backwards, [length - run.to, length - run.from], length - limits[1], length - middle, level);
  const recovery = length - end.onset;
  const recoveryStart = Math.min(recovery, Math.max(middle, Math.round(length - end.rampEnd)));
  return {
    ...common,
    recoveryStart,
    recovery,
    recoveryInterval: [length - end.interval[1], length - end.interval[0]],
    recoveryStartInterval: [
      Math.floor(Math.min(recoveryStart, length - end.rampEndInterval[1])),
      Math.ceil(Math.max(recoveryStart, Math.min(recovery, length - end.rampEndInterval[0]))),
    ],
    shape: { onsetRamp: start.ramp, recoveryRamp: end.ramp },
    excess: excessOver(bins, start.onset, recovery),
  };
}

function checkOptions(length: number, { hint, level, baseline, baselineRate }: OutageWindowOptions): void {
  if (hint !== undefined && !(Number.isInteger(hint) && hint >= 0 && hint < length)) {
    throw new PostmortemError("data", `outageWindow requires a hint inside the series (0…${length - 1}), got ${hint}.`);
  }
  if (level !== undefined && !(level > 0 && level < 1))
    throw new PostmortemError("data", `outageWindow requires a level between 0 and 1, got ${level}.`);
  if (baseline && !(baseline[0] >= 0 && baseline[1] <= length && baseline[1] - baseline[0] >= 3)) {
    throw new PostmortemError(
      "data",
      `outageWindow requires a baseline of three samples or more inside the series, got [${baseline.join(", ")}) of ${length}.`,
    );
  }
  if (baselineRate && baselineRate.length !== length) {
    throw new PostmortemError(
      "data",
      `outageWindow requires a baseline rate for each of the ${length} bins, got ${baselineRate.length}.`,
    );
  }
}

/** Each run by itself: a lull inside one would thin it out beside the scatter of quiet stretches. */
function candidateRuns(bins: OutcomeBins): readonly OutageRun[] {
  return outageRuns(bins).flatMap((run) => separateOutages(bins, run));
}

/** A hint is evidence of its own: at half the price, and in fewer bins, a run that holds it counts too. */
function supportedRuns(
  bins: OutcomeBins,
  candidates: readonly OutageRun[],
  hint: number | undefined,
): readonly OutageRun[] {
  const found = candidates.filter((run) => standsOutOfDrift(bins, run, candidates) && standsOutOfScatter(bins, run));
  const near = (run: OutageRun): boolean => hint !== undefined && hint >= run.from - 3 && hint < run.to + 3;
  if (hint === undefined || found.some(near)) return found;
  const hinted = candidates.find(near) ?? outageRuns(bins, runPrice(bins.attempts.length) / 2, 1.5).find(near);
  return hinted
    ? [...found.filter(({ from, to }) => to <= hinted.from || from >= hinted.to), hinted].sort(
        (a, b) => a.from - b.from,
      )
    : found;
}

/** An outage that fills a quarter of a short series raises the first rate so far that it hides in it: the calmer half is tried then. */
const CALM_HALF = 0.5;
/** A shorter outage than this share of the attempts cannot hide so: what the calmer half makes of a season or a drift is shorter. */
const LEAST_HIDDEN = 0.1;

/** Whether one run is long enough to have hidden, and all leave at least half of the attempts to the baseline, which could not be told from an outage otherwise. */
function couldHide(runs: readonly OutageRun[], attempts: Float64Array): boolean {
  const sum = (part: Float64Array): number => part.reduce((a, b) => a + b, 0);
  const total = sum(attempts);
  const inside = runs.map(({ from, to }) => sum(attempts.subarray(from, to)) / total);
  return inside.some((share) => share >= LEAST_HIDDEN) && inside.reduce((a, b) => a + b, 0) <= 0.5;
}

/** A series with its baseline, and what stands out of it: all of it, and what is supported. */
interface Searched {
  readonly bins: OutcomeBins;
  readonly candidates: readonly OutageRun[];
  readonly runs: readonly OutageRun[];
}

/** Where no season was named but what stands out comes back at the same time of most days, the baseline is taken with that season. */
function baselineAndRuns(failures: Float64Array, attempts: Float64Array, options: OutageWindowOptions): Searched {
  const { hint, period, baseline: span, baselineRate: rates } = options;
  const within = (season: number | undefined, calmShare?: number): Searched => {
    const bins = outcomeBaseline(failures, attempts, { span, rates, period: season, calmShare });
    const candidates = candidateRuns(bins);
    return { bins, candidates, runs: supportedRuns(bins, candidates, hint) };
  };
  const first = within(period);
  const calmer =
    first.runs.length === 0 && span === undefined && rates === undefined ? within(period, CALM_HALF) : first;
  const found = couldHide(calmer.runs, attempts) ? calmer : first;
  const unnamed = found.runs.length > 0 && period === undefined && rates === undefined;
  // The candidates tell: of peaks that recur, the drift check may leave one.
  const season = unnamed ? recurringSeason(found.candidates, attempts.length) : undefined;
  return season === undefined ? found : within(season);
}

/** Runs in order, each with the bins that are its own to search. */
function outcomeWindows({ failures, attempts }: OutcomeCounts, options: OutageWindowOptions): OutageWindow[] {
  checkOutcomes(failures, attempts);
  checkOptions(attempts.length, options);
  const level = options.level ?? DEFAULT_LEVEL;
  const { bins, runs } = baselineAndRuns(Float64Array.from(failures), Float64Array.from(attempts), options);
  const backwards = reversedBins(bins);
  return runs.map((run, i) => {
    const before = runs[i - 1]?.to ?? 0;
    const after = runs[i + 1]?.from ?? attempts.length;
    return windowOf(bins, backwards, run, [before, after], level);
  });
}

/**
 * Every outage of a series, in order; none when none is supported.
 *
 * @see {@link outageWindow}
 */
export function outageWindows(
  series: OutcomeCounts | SampleValues,
  options: OutageWindowOptions = {},
): readonly OutageWindow[] {
  requireFields("outageWindow", "{ failures, attempts } or { values }, each a list", series, []);
  if ("values" in series) {
    requireList("outageWindow", "values as a list of numbers (null where missing)", series.values);
    checkOptions(series.values.length, options);
    return valueWindows(series.values, options.hint, options.period, options.level ?? DEFAULT_LEVEL);
  }
  if (!Array.isArray(series.failures) || !Array.isArray(series.attempts)) {
    throw new PostmortemError(
      "data",
      `outageWindow requires failures and attempts, or values, got ${Object.keys(series).join(", ") || "neither"}.`,
    );
  }
  return outcomeWindows(series, options);
}

/**
 * Reconstructs when an outage began and ended.
 *
 * Failures and attempts: exact posterior over onset, ramp, level and over-dispersion at each end under a beta-binomial likelihood; between the ends
 * the level may change. Bins without attempts carry no weight. Values: deviations from a local and seasonal baseline, rise or fall, grown from their peak.
 *
 * @param series - counts per bin or values per sample
 * @param options - `hint` picks the outage that holds that sample; without one the largest is taken
 * @returns half-open `[onset, recovery)` in indices with intervals; `undefined` if no departure is supported
 * @throws PostmortemError when lengths differ, a count is not one, or an option lies outside the series
 * @see Fearnhead (2006), doi:10.1007/s11222-006-8450-8
 *
 * @example
 * ```ts
 * const failures = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 10, 9, 10, 9, 0, 0, 0, 0, 0, 0, 0];
 * const { onset, recovery } = outageWindow({ failures, attempts: failures.map(() => 20) });
 * [onset, recovery]; // [10,15]
 * ```
 */
export function outageWindow(
  series: OutcomeCounts | SampleValues,
  options: OutageWindowOptions = {},
): OutageWindow | undefined {
  const { hint } = options;
  const found = outageWindows(series, options);
  if (hint !== undefined && "values" in series) return found[0];
  if (hint === undefined) return [...found].sort((a, b) => Math.abs(b.excess) - Math.abs(a.excess))[0];
  const distance = ({ onset, recovery }: OutageWindow): number => Math.max(onset - hint, hint - recovery + 1, 0);
  const [nearest] = [...found].sort((a, b) => distance(a) - distance(b));
  return nearest && distance(nearest) <= 3 ? nearest : undefined;
}
