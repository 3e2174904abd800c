import type { Estimate } from "../../stats/estimate.js";
import type { RateFinding } from "../../rates/rate-finding.js";
import type { WindowFinding } from "../../window/window-finding.js";
import type { Analysis } from "../analysis.js";

/** The name of a source as a word in a sentence. */
export function words(source: string): string {
  return source.replace(/[_-]+/g, " ");
}

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

/** What a measured signal did, of whatever kind. */
export interface ShownSignal {
  readonly source: string;
  readonly measure: "failures" | "latency" | "value" | "attempts";
  readonly quantile: number | null;
  readonly unit: string | null;
  readonly direction: string | null;
  readonly window: WindowFinding | null;
  readonly baseline: Estimate | null;
  readonly during: Estimate | null;
  readonly why: string;
}

/** Findings that an analysis carries where its makers looked for them. */
export interface Looked {
  readonly signals?: readonly ShownSignal[];
  readonly affected?: readonly { readonly of: string; readonly hit: number; readonly total: number }[];
  readonly changes?: readonly {
    readonly id: string;
    readonly at: string;
    readonly what: string;
    readonly verdict: string;
    readonly why: string;
  }[];
  readonly assertions?: readonly { readonly verdict: string; readonly quote: string; readonly why: string }[];
}

/** The signal that the window is of, where it is not a share of failures. */
export function windowSignal({ window, signals = [], rates }: Analysis & Looked): ShownSignal | null {
  if (!window) return null;
  const own = signals.filter(({ measure, window: found }) => measure !== "failures" && found !== null);
  if ((rates[window.source]?.attempts ?? 0) > 0 && !/latency|quantile|value/i.test(window.method)) return null;
  return own.find(({ source, window: found }) => source === window.source && found?.onset === window.onset) ?? null;
}

/** What a signal is called in a sentence: `95th percentile of checkout`, `queue depth`, `traffic of requests`. */
export function signalName({ source, measure, quantile }: ShownSignal): string {
  if (measure === "latency")
    return `${quantile === 0.5 ? "median" : `p${Math.round(100 * (quantile ?? 0.95))}`} latency of ${words(source)}`;
  if (measure === "attempts") return `traffic of ${words(source)}`;
  return words(source);
}
