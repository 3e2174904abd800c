import type { RateFinding } from "../../rates/rate-finding.js";
import { MINUTE_MS } from "../../time/units.js";
import type { WindowFinding } from "../../window/window-finding.js";
import type { Analysis } from "../analysis.js";
import { departedSignals, type Looked, type ShownSignal } from "./signal-words.js";

/** A rate with the source it is of, and whether the source is what the outage was found in. */
export interface NamedRate {
  readonly source: string;
  readonly finding: RateFinding;
}

/** The rates that rest on attempts, in the order in which a reader cares: the units that people notice first, then their parts. */
export function ratesByReader({ rates, reconciliation }: Analysis): readonly NamedRate[] {
  const named = Object.entries(rates)
    .filter(([, { attempts }]) => attempts > 0)
    .map(([source, finding]) => ({ source, finding }));
  const units = reconciliation?.names.calls;
  return [...named].sort((a, b) => Number(b.source === units) - Number(a.source === units));
}

/** Failures and attempts of a source over what the charts show; `null` where it counts none. */
export function shownCounts(
  { series }: Analysis,
  source: string | null,
): { readonly failures: number; readonly attempts: number } | null {
  const found = series.outcomes.find((outcome) => source === null || outcome.source === source);
  if (!found) return null;
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return { failures: sum(found.failures), attempts: sum(found.attempts) };
}

/** Failures and attempts of a source over the bins that begin inside a window. */
export function countsIn(
  { series }: Analysis,
  source: string,
  window: WindowFinding | null,
): { readonly failures: number; readonly attempts: number } | null {
  const found = series.outcomes.find((outcome) => outcome.source === source);
  if (!found || !window) return null;
  const [from, to] = [Date.parse(window.onset), window.recovery === null ? Infinity : Date.parse(window.recovery)];
  const inside = series.times.flatMap((time, i) => (Date.parse(time) >= from && Date.parse(time) < to ? [i] : []));
  const sum = (values: readonly number[]): number => inside.reduce((total, i) => total + (values[i] ?? 0), 0);
  return { failures: sum(found.failures), attempts: sum(found.attempts) };
}

/** The share that failed in an outage, of the source that a reader cares for; `null` where it was not counted. */
export function shareIn(analysis: Analysis, window: WindowFinding): number | null {
  const source = ratesByReader(analysis)[0]?.source ?? window.source;
  const counted = countsIn(analysis, source, window);
  return counted && counted.attempts > 0 ? counted.failures / counted.attempts : null;
}

/** The signal that the window is of, where it is not a share of failures; without a window, the one that departed all the same. */
export function windowSignal(analysis: Analysis & Looked): ShownSignal | null {
  const { window, signals = [], rates } = analysis;
  if (!window) return departedSignals(analysis)[0] ?? null;
  const own = signals.filter(({ measure, window: found }) => measure !== "failures" && found !== null);
  if ((rates[window.source]?.attempts ?? 0) > 0 && !/latency|quantile|value|slower than/i.test(window.method))
    return null;
  return own.find(({ source, window: found }) => source === window.source && found?.onset === window.onset) ?? null;
}

/** The part of the traffic that the outage is of, where all attempts together do not show it; else `null`. */
export function partShown(analysis: Analysis): NonNullable<Analysis["parts"]>[number] | null {
  const { window } = shownOutages(analysis);
  if (!window?.part) return null;
  return analysis.parts?.find((one) => one.window.onset === window.onset) ?? null;
}

/** Time before and after an outage in which a signal that moved belongs to it. */
const BESIDE_MS = 15 * MINUTE_MS;

/** True if a signal left its usual level during an outage that the page speaks of, or right beside it; what moved hours later is another matter. */
export function movedDuring(analysis: Analysis & Looked, { window, windows = [] }: ShownSignal): boolean {
  const outages = shownOutages(analysis).windows;
  const moved = windows.length > 0 ? windows : window ? [window] : [];
  const end = ({ recovery }: WindowFinding): number =>
    recovery === null ? Number.POSITIVE_INFINITY : Date.parse(recovery);
  return (
    outages.length === 0 ||
    moved.some((one) =>
      outages.some(
        (outage) => Date.parse(one.onset) < end(outage) + BESIDE_MS && end(one) > Date.parse(outage.onset) - BESIDE_MS,
      ),
    )
  );
}

/** The outages that a page speaks of: those of the declared outcome, else those of the signal that departed all the same. */
export function shownOutages(analysis: Analysis & Looked): {
  readonly window: WindowFinding | null;
  readonly windows: readonly WindowFinding[];
} {
  const { window, windows } = analysis;
  if (window) return { window, windows: windows.length > 0 ? windows : [window] };
  const signal = windowSignal(analysis);
  if (!signal?.window) return { window: null, windows: [] };
  const all = signal.windows ?? [];
  return { window: signal.window, windows: all.length > 0 ? all : [signal.window] };
}
