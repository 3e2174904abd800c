import { PostmortemError } from "../errors/errors.js";
import { DEFAULT_LEVEL } from "../stats/estimate.js";
import type { OutageWindow, OutageWindowOptions, OutcomeCounts, SampleValues } from "./outage.js";
import { besideRun } from "./outcomes/local-baseline.js";
import { holdsAtEveryLook, spentAt } from "./outcomes/every-look.js";
import { outageEnd } from "./outcomes/outage-end.js";
import type { OutageRun } from "./outcomes/outage-runs.js";
import { checkOutcomes, reversedBins } from "./outcomes/outcome-bins.js";
import type { OutcomeBins } from "./outcomes/outcome-bins.js";
import { searchOutages, standsOutAmong } from "./outcomes/outage-search.js";
import type { OutageSearch } from "./outcomes/outage-search.js";
import { valueWindows } from "./values/value-windows.js";
import { requireFields, requireList } from "../errors/argument.js";

export type { OutageWindow, OutageWindowOptions, OutcomeCounts, SampleValues } from "./outage.js";

const METHOD = "joint posterior over onset and recovery with straight or curved ramps, beta-binomial";

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

/** Where both ends of a window may lie, in bins and parts of bins, with their probabilities. */
export interface WindowEnds {
  readonly onset: readonly (readonly [at: number, probability: number])[];
  readonly recovery: readonly (readonly [at: number, probability: number])[];
}

/** A window with the instants that its ends may be. */
interface PlacedWindow {
  readonly window: OutageWindow;
  readonly ends: WindowEnds;
}

/** The series as each end of a run departs from it: forwards for the onset, backwards in time for the recovery. */
interface BothWays {
  forwards(run: OutageRun): OutcomeBins;
  backwards(run: OutageRun): OutcomeBins;
}

/** A run read backwards in time. */
function reversedRun({ from, to, core, gain }: OutageRun, length: number): OutageRun {
  return { from: length - to, to: length - from, core: [length - core[1], length - core[0]], gain };
}

function bothWays({ bins, runs, wander }: OutageSearch): BothWays {
  const { length } = bins.attempts;
  const aside = new Uint8Array(length);
  for (const { from, to } of runs) aside.fill(1, from, to);
  const [reversed, asideReversed] = [reversedBins(bins), aside.slice().reverse()];
  return {
    forwards: (run) => besideRun(bins, run, aside, wander),
    backwards: (run) => besideRun(reversed, reversedRun(run, length), asideReversed, wander),
  };
}

/** Both ends of one run, the later one read backwards in time. */
function windowOf(
  bins: OutcomeBins,
  seen: BothWays,
  run: OutageRun,
  limits: readonly [number, number],
  level: number,
): PlacedWindow {
  const length = bins.attempts.length;
  const middle = middleOfExcess(bins, run);
  const { forwards, backwards } = seen;
  const start = outageEnd(forwards(run), [run.from, run.to], limits[0], middle + 1, level);
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
    const open: OutageWindow = {
      ...common,
      recoveryStart: length,
      recovery: length,
      recoveryInterval: [length, length],
      shape: { onsetRamp: start.ramp, recoveryRamp: 0 },
      excess: excessOver(bins, start.onset, length),
    };
    return { window: open, ends: { onset: start.instants, recovery: [[length, 1]] } };
  }
  const end = outageEnd(
    backwards(run),
    [length - run.to, length - run.from],
    length - limits[1],
    length - middle,
    level,
  );
  const recovery = length - end.onset;
  const recoveryStart = Math.min(recovery, Math.max(middle, Math.round(length - end.rampEnd)));
  const window: OutageWindow = {
    ...common,
    recoveryStart,
    recovery,
    recoveryInterval: [length - end.interval[1], length - end.interval[0]],
    recoveryStartInterval: [
      Math.floor(Math.min(recoveryStart, Math.max(start.onset, length - end.rampEndInterval[1]))),
      Math.ceil(Math.max(recoveryStart, Math.min(recovery, length - end.rampEndInterval[0]))),
    ],
    shape: { onsetRamp: start.ramp, recoveryRamp: end.ramp },
    excess: excessOver(bins, start.onset, recovery),
  };
  const recoveries = end.instants.map(([at, probability]) => [length - at, probability] as const);
  return { window, ends: { onset: start.instants, recovery: recoveries } };
}

/** Values are believed at one look where chance gives fewer than 1 in 1,000 (their own threshold): of the share that a look may spend, so much is a look's usual one. */
const LEAST_SPENT = 50;

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

/** What a series of outcomes shows: its windows, and what stands behind them. */
export interface OutcomeFindings {
  readonly windows: readonly OutageWindow[];
  /** Beside each window. */
  readonly ends: readonly WindowEnds[];
  readonly search: OutageSearch;
}

/** Windows in order, each with the bins that are its own to search: they end in the middle of what lies between two, so that none reaches into the next. */
export function outcomeFindings({ failures, attempts }: OutcomeCounts, options: OutageWindowOptions): OutcomeFindings {
  checkOutcomes(failures, attempts);
  checkOptions(attempts.length, options);
  const level = options.level ?? DEFAULT_LEVEL;
  const searched = searchOutages(Float64Array.from(failures), Float64Array.from(attempts), options);
  const runs = searched.runs.filter((run) => standsOutAmong(searched, run, options.among ?? 1));
  const search = { ...searched, runs };
  const { bins } = search;
  const seen = bothWays(search);
  const between = (i: number): number => {
    const [before, after] = [runs[i - 1], runs[i]];
    if (!before) return 0;
    return after ? Math.floor((before.to + after.from) / 2) : attempts.length;
  };
  const { look } = options;
  const placed = runs
    .map((run, i) => windowOf(bins, seen, run, [between(i), between(i + 1)], level))
    .filter(({ window }) => look === undefined || holdsAtEveryLook({ failures, attempts }, window, look));
  return { windows: placed.map(({ window }) => window), ends: placed.map(({ ends }) => ends), search };
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
    const { look, hint, period, level = DEFAULT_LEVEL } = options;
    if (look === undefined || hint !== undefined) return valueWindows(series.values, hint, period, level);
    const least = -Math.log(spentAt(look) / LEAST_SPENT);
    return valueWindows(series.values, hint, period, level, spentAt(look)).filter(({ evidence }) => evidence > least);
  }
  if (!Array.isArray(series.failures) || !Array.isArray(series.attempts)) {
    throw new PostmortemError(
      "data",
      `outageWindow requires failures and attempts, or values, got ${Object.keys(series).join(", ") || "neither"}.`,
    );
  }
  return outcomeFindings(series, options).windows;
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
