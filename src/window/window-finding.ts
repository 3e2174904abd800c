import { DAY_SECONDS } from "../time/units.js";
import type { OutcomeSeries } from "../incident/series.js";
import type { Span } from "../time/span.js";
import type { Estimate } from "../stats/estimate.js";
import { DEFAULT_LEVEL } from "../stats/estimate.js";
import { outcomeFindings } from "./outage-window.js";
import type { WindowEnds } from "./outage-window.js";
import { levelChangeFindings } from "./level-finding.js";
import type { LevelChangeFinding } from "./level-finding.js";
import { windowReason } from "./window-reason.js";
import type { OutageWindow, OutageWindowOptions } from "./outage.js";
import { requireFields } from "../errors/argument.js";
import { instant } from "../time/instant.js";

/** The reconstructed outage, in time. `[onset, recovery)`; all times UTC ISO-8601. */
export interface WindowFinding {
  /** First departure from the baseline. */
  readonly onset: string;
  /** Failures begin their final fall; `null` if they had not when the data end. */
  readonly recoveryStart: string | null;
  /** First moment back at the baseline; `null` if the data end before (then `minutes` is a lower bound). */
  readonly recovery: string | null;
  readonly onsetInterval: readonly [from: string, to: string];
  readonly recoveryInterval: readonly [from: string, to: string] | null;
  /** Interval of `recoveryStart`; `null` if it had not begun when the data end. */
  readonly recoveryStartInterval?: readonly [from: string, to: string] | null;
  readonly level: number;
  readonly minutes: Estimate;
  readonly shape: { readonly onsetRampMinutes: number; readonly recoveryRampMinutes: number };
  readonly source: string;
  readonly method: string;
  /** The value of each column that makes the part of the source whose failures these are, where all of them together show no outage; unset: all of them. */
  readonly part?: Readonly<Record<string, string>>;
}

/** One duration of the incident: the difference of two times, each with its own precision. */
export interface Milestone {
  readonly minutes: Estimate;
  readonly from: string;
  readonly to: string;
  readonly definition: string;
  /** The clock it counts on: from the onset in the data, or between two entries of the statement. */
  readonly basis: "data" | "statement";
}

/** `[onset, recovery)` of a finding, as a span; the data's end closes an outage that has not recovered. */
export function findingSpan(window: WindowFinding, dataEnd: string): Span {
  requireFields("findingSpan", "a window as windowFinding gives it", window, ["onset", "recovery"]);
  return { from: window.onset, to: window.recovery ?? dataEnd };
}

/** The options of a search for an outage, in times instead of samples. */
export interface WindowFindingOptions {
  /** Credibility of the intervals; .95 unless set. */
  readonly level?: number;
  /** Ordinary time; unset: everything but what stands out. */
  readonly baseline?: Span;
  /** Failure rate expected without an outage, per bin; unset: estimated, with a daily season where two days or more are covered. */
  readonly baselineRate?: readonly number[];
  /** When an outage is spoken of: a rise that begins then is one, even if it lasts to the end of the data and over a day. */
  readonly spokenOf?: readonly Span[];
  /** Which look at a series that still grows this is, from 1 on; the bound then holds at every look. */
  readonly look?: number | undefined;
  /** How many series are looked at in place of one; see {@link OutageWindowOptions.among}. */
  readonly among?: number | undefined;
}

/** Instants at which the ends of a window may lie, in milliseconds since 1970, with their probabilities. */
export interface WindowEndTimes {
  readonly onset: readonly (readonly [ms: number, probability: number])[];
  readonly recovery: readonly (readonly [ms: number, probability: number])[];
  /** The intervals of both ends as the window reports them, wider than the instants where shapes outside the model are allowed for; the recovery's is `null` where it has not come. */
  readonly within?: {
    readonly onset: readonly [from: number, to: number];
    readonly recovery: readonly [from: number, to: number] | null;
  };
}

/** The outages of a series in time; `window` is the one with the most failures, `windowReason` says why there is none. */
export interface WindowFindings {
  readonly window: WindowFinding | null;
  readonly windowReason: string | null;
  readonly windows: readonly WindowFinding[];
  /** Where the ordinary failure share went over to another level and stayed there. */
  readonly levelChanges?: readonly LevelChangeFinding[];
  /** Where the ends of `window` may lie, for what is averaged over them; `null` without a window. */
  readonly ends?: WindowEndTimes | null;
}

/** How long before or after its stated beginning a rise still counts as the outage that is spoken of. */
const SPOKEN_MARGIN_MS = 3_600_000;

/** Length of the outage; its two ends are independent given their levels, so their errors add in squares. */
function minutesOf(found: OutageWindow, stepMinutes: number): Estimate {
  const value = found.recovery - found.onset;
  const [onsetLow, onsetHigh] = found.onsetInterval;
  const [recoveryLow, recoveryHigh] = found.recoveryInterval;
  const low = value - Math.hypot(onsetHigh - found.onset, found.recovery - recoveryLow);
  const high = value + Math.hypot(found.onset - onsetLow, recoveryHigh - found.recovery);
  return { value: value * stepMinutes, interval: [low * stepMinutes, high * stepMinutes], level: found.level };
}

/** The bins that a window's indices count. */
export interface SeriesGrid {
  readonly source: string;
  readonly startMs: number;
  readonly stepSeconds: number;
  readonly length: number;
}

/** A window found in bins, in time. */
export function findingOf(series: SeriesGrid, found: OutageWindow): WindowFinding {
  const at = (index: number): string => instant(series.startMs + index * series.stepSeconds * 1000);
  const stepMinutes = series.stepSeconds / 60;
  const begun = found.recoveryStart < series.length;
  return {
    onset: at(found.onset),
    recoveryStart: begun ? at(found.recoveryStart) : null,
    recovery: found.ended ? at(found.recovery) : null,
    onsetInterval: [at(found.onsetInterval[0]), at(found.onsetInterval[1])],
    recoveryInterval: found.ended ? [at(found.recoveryInterval[0]), at(found.recoveryInterval[1])] : null,
    recoveryStartInterval:
      begun && found.recoveryStartInterval
        ? [at(found.recoveryStartInterval[0]), at(found.recoveryStartInterval[1])]
        : null,
    level: found.level,
    minutes: minutesOf(found, stepMinutes),
    shape: {
      onsetRampMinutes: found.shape.onsetRamp * stepMinutes,
      recoveryRampMinutes: found.shape.recoveryRamp * stepMinutes,
    },
    source: series.source,
    method: found.method,
  };
}

/** Bins `[from, to)` that a span covers, cut to the series. */
function binSpan(series: OutcomeSeries, span: Span): readonly [number, number] {
  const bin = (iso: string): number => (Date.parse(iso) - series.startMs) / (series.stepSeconds * 1000);
  return [Math.max(0, Math.ceil(bin(span.from))), Math.min(series.attempts.length, Math.floor(bin(span.to)))];
}

/**
 * The outages that a source's failures and attempts support, in time.
 *
 * {@link outageWindows} on the series; bins that are not covered carry no weight. A daily season is taken into the baseline where the series covers two days or more.
 *
 * @param series - failures and attempts per bin
 * @returns the window with the most failures over expectation, all windows in order, and the reason when there is none
 * @throws PostmortemError when the counts are not counts, or the baseline lies outside the series
 */
export function windowFinding(series: OutcomeSeries, options: WindowFindingOptions = {}): WindowFindings {
  requireFields("windowFinding", "{ source, startMs, stepSeconds, failures, attempts, covered }", series, [
    "failures",
    "attempts",
    "startMs",
    "stepSeconds",
  ]);
  const { baseline, baselineRate, level, spokenOf = [], look, among } = options;
  const attempts = series.attempts.map((n, i) => (series.covered[i] ? n : 0));
  const failures = series.failures.map((f, i) => (series.covered[i] ? f : 0));
  const period = DAY_SECONDS / series.stepSeconds;
  const choice: OutageWindowOptions = {
    level,
    ...(look !== undefined && { look }),
    ...(among !== undefined && { among }),
    baselineRate,
    baseline: baseline && binSpan(series, baseline),
    period: Number.isInteger(period) ? period : undefined,
    isLevel: (bin) => {
      const at = series.startMs + bin * series.stepSeconds * 1000;
      return !spokenOf.some(
        ({ from, to }) => at >= Date.parse(from) - SPOKEN_MARGIN_MS && at <= Date.parse(to) + SPOKEN_MARGIN_MS,
      );
    },
  };
  const { windows: found, ends, search } = outcomeFindings({ failures, attempts }, choice);
  const levelChanges = levelChangeFindings(series, search, level ?? DEFAULT_LEVEL);
  if (found.length === 0)
    return { window: null, windowReason: windowReason(series, search), windows: [], levelChanges, ends: null };
  const windows = found.map((one) => findingOf({ ...series, length: series.attempts.length }, one));
  const largest = found.reduce((best, one, i) => (one.excess > (found[best] as OutageWindow).excess ? i : best), 0);
  const inTime = (instants: WindowEnds["onset"]): WindowEndTimes["onset"] =>
    instants.map(([at, probability]) => [series.startMs + at * series.stepSeconds * 1000, probability] as const);
  const own = ends[largest] as WindowEnds;
  const window = windows[largest] as WindowFinding;
  const ms = ([from, to]: readonly [string, string]): readonly [number, number] => [Date.parse(from), Date.parse(to)];
  const within = { onset: ms(window.onsetInterval), recovery: window.recoveryInterval && ms(window.recoveryInterval) };
  return {
    window,
    windowReason: null,
    windows,
    levelChanges,
    ends: { onset: inTime(own.onset), recovery: inTime(own.recovery), within },
  };
}
