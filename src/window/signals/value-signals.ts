import { DAY_SECONDS } from "../../time/units.js";
import type { OutcomeSeries, ValueSeries } from "../../incident/series.js";
import { median, robustDeviation } from "../../stats/robust.js";
import { normalQuantile } from "../../stats/distributions/distributions.js";
import type { Estimate } from "../../stats/estimate.js";
import type { OutageWindow, OutageWindowOptions } from "../outage.js";
import { valueDeviations, withoutDayCourse } from "../values/value-deviations.js";
import { outageWindows } from "../outage-window.js";
import { findingOf } from "../window-finding.js";
import { farSamples } from "./far-samples.js";
import { apartFromOtherDays, valueContrast } from "./other-days.js";
import { ordinaryBins, plainNumber } from "./signal-finding.js";
import type { SignalFinding } from "./signal-finding.js";
import { trafficWindows } from "./traffic-windows.js";

/** Variance of a median over that of a mean, for normal samples. */
const MEDIAN_VARIANCE = Math.PI / 2;
/** Ordinary time beside a window that its level is compared with: a window's length on either side, and this many samples at least. */
const LEAST_BESIDE = 60;

/** A series on the spacing of its own samples: a gauge read every five minutes has no minute series. */
export function ownSpacing(series: ValueSeries): ValueSeries {
  const known = series.values.flatMap((value, bin) => (value === null ? [] : [bin]));
  const gaps = known.slice(1).map((bin, i) => bin - (known[i] as number));
  const every = gaps.length === 0 ? 1 : Math.round(median(gaps));
  if (every <= 1) return series;
  const first = (known[0] as number) % every;
  const values: (number | null)[] = [];
  for (let from = first; from < series.values.length; from += every) {
    const held = series.values.slice(from, from + every).filter((value) => value !== null);
    values.push(held.length === 0 ? null : held.reduce((a, b) => a + b, 0) / held.length);
  }
  return {
    ...series,
    startMs: series.startMs + first * series.stepSeconds * 1000,
    stepSeconds: series.stepSeconds * every,
    values,
  };
}

/** How values are looked at. */
export interface ValueOptions {
  readonly level: number;
  readonly signals: number;
  /** Which look at data that still grow this is; unset: they are looked at once. */
  readonly look?: number | undefined;
}

function windowOptions(period: number | undefined, level: number, look: number | undefined): OutageWindowOptions {
  return { level, ...(period !== undefined && { period }), ...(look !== undefined && { look }) };
}

function periodOf(stepSeconds: number): number | undefined {
  const period = DAY_SECONDS / stepSeconds;
  return Number.isInteger(period) && period > 1 ? period : undefined;
}

/** The median of some samples, its interval widened for what neighbouring samples share. */
function medianEstimate(values: readonly number[], autocorrelation: number, level: number): Estimate {
  const value = median(values);
  const effective = Math.max(1, (values.length * (1 - autocorrelation)) / (1 + autocorrelation));
  const z = -normalQuantile((1 - level) / 2);
  const spread = robustDeviation(values);
  const half = z * spread * Math.sqrt(MEDIAN_VARIANCE / effective);
  return { value, interval: [value - half, value + half], level };
}

const known = (values: readonly (number | null)[], included: readonly boolean[]): number[] =>
  values.filter((value, bin): value is number => value !== null && (included[bin] as boolean));

/** Ordinary samples beside a window, as many on either side as it has; all ordinary samples where there is none. */
function besides(length: number, windows: readonly OutageWindow[], best: OutageWindow | undefined): boolean[] {
  const ordinary = ordinaryBins(length, windows);
  if (!best) return ordinary;
  const reach = Math.max(LEAST_BESIDE, best.recovery - best.onset);
  const near = ordinary.map((yes, bin) => yes && bin >= best.onset - reach && bin < best.recovery + reach);
  return near.some(Boolean) ? near : ordinary;
}

/** Samples and how to speak of them. */
interface Samples {
  readonly grid: ValueSeries;
  readonly values: readonly (number | null)[];
  /** The same with the usual course of a day taken off, in whatever unit shows it best. */
  readonly rest: readonly (number | null)[];
  readonly measure: "value" | "attempts";
  readonly unit: string;
  readonly name: string;
}

/** The windows whose own level lies, beside the ordinary samples around them, on the side that they depart to; a new level for good has none. */
function withLevels(values: readonly (number | null)[], windows: readonly OutageWindow[]): readonly OutageWindow[] {
  return windows.filter((window) => {
    const inside = ordinaryBins(values.length, [window]).map((outside) => !outside);
    const [own, ordinary] = [known(values, inside), known(values, besides(values.length, windows, window))];
    return ordinary.length === 0 || (median(own) - median(ordinary)) * Math.sign(window.excess) > 0;
  });
}

function signalOf(
  { grid, values, rest, measure, unit, name }: Samples,
  found: readonly OutageWindow[],
  level: number,
  autocorrelation: number,
): SignalFinding | null {
  const windows = withLevels(rest, found);
  const best = windows.reduce<OutageWindow | undefined>(
    (most, one) => (most && Math.abs(most.excess) >= Math.abs(one.excess) ? most : one),
    undefined,
  );
  const ordinary = known(values, besides(values.length, windows, best));
  if (ordinary.length === 0) return null;
  const baseline = medianEstimate(ordinary, autocorrelation, level);
  const common = { source: grid.source, measure, quantile: null, unit, baseline } as const;
  if (!best) {
    const far = farSamples({ startMs: grid.startMs, stepSeconds: grid.stepSeconds, values, rest });
    const stayed = `${name} stayed near ${plainNumber(baseline.value)}`;
    return {
      ...common,
      direction: "either",
      window: null,
      windows: [],
      during: null,
      evidence: 0,
      why: far ? `${stayed}, but ${far}.` : `${stayed}: no departure is larger than its ordinary scatter.`,
    };
  }
  const inside = known(
    values,
    ordinaryBins(values.length, [best]).map((outside) => !outside),
  );
  const during = medianEstimate(inside, autocorrelation, level);
  const direction = best.excess < 0 ? "fall" : "rise";
  const at = { ...grid, length: values.length };
  return {
    ...common,
    direction,
    window: findingOf(at, best),
    windows: windows.map((window) => findingOf(at, window)),
    during,
    evidence: best.evidence,
    why: `${name} ${direction === "fall" ? "fell" : "rose"} from ${plainNumber(baseline.value)} to ${plainNumber(during.value)}.`,
  };
}

/** Tail probability at which one series alone has a window, as −ln: the more signals are looked at, the less each may have. */
const ALONE = -Math.log(2e-3);

/** The windows that are believed where so many signals are looked at. */
const believedAmong = (signals: number, windows: readonly OutageWindow[]): readonly OutageWindow[] =>
  windows.filter(({ evidence }) => evidence >= ALONE + Math.log(Math.max(1, signals)));

/** A gauge or a counter's rate as a signal; `null` without samples. */
export function valueSignal(
  series: ValueSeries,
  unit: string,
  { level, look, signals }: ValueOptions,
): SignalFinding | null {
  const grid = ownSpacing(series);
  const period = periodOf(grid.stepSeconds);
  const found = outageWindows({ values: grid.values }, windowOptions(period, level, look));
  const windows = apartFromOtherDays(grid, believedAmong(signals, found), valueContrast);
  const rest = withoutDayCourse(grid.values, period);
  const autocorrelation = valueDeviations(grid.values, period)?.autocorrelation ?? 0;
  return signalOf(
    { grid, values: grid.values, rest, measure: "value", unit, name: series.source },
    windows,
    level,
    autocorrelation,
  );
}

/** The attempts of a source as a signal: traffic that went missing, or came on top. A bin without rows counts as no attempts. */
export function attemptsSignal(series: OutcomeSeries, { level, look, signals }: ValueOptions): SignalFinding | null {
  const { source, startMs, stepSeconds, attempts } = series;
  if (!attempts.some((n) => n > 0)) return null;
  const minutes = stepSeconds / 60;
  const period = periodOf(stepSeconds);
  const { windows: found, rest } = trafficWindows(series, windowOptions(period, level, look));
  const windows = believedAmong(signals, found);
  const roots = attempts.map(Math.sqrt);
  const grid: ValueSeries = { kind: "values", source, startMs, stepSeconds, values: roots };
  const autocorrelation = valueDeviations(roots, period)?.autocorrelation ?? 0;
  const values = attempts.map((n) => n / minutes);
  return signalOf(
    { grid, values, rest, measure: "attempts", unit: "attempts per minute", name: `attempts per minute in ${source}` },
    windows,
    level,
    autocorrelation,
  );
}
