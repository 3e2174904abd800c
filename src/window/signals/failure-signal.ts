import { amount } from "../../wording/number.js";
import type { OutcomeSeries } from "../../incident/series.js";
import type { WindowFinding, WindowFindings } from "../window-finding.js";
import { pooledShare, shareEstimate } from "./share-estimate.js";
import { ordinaryBins } from "./signal-finding.js";
import type { BinWindow, SignalFinding } from "./signal-finding.js";
import { coveredCounts } from "./slow-share.js";

function binsOf(series: OutcomeSeries, { onset, recovery }: WindowFinding): BinWindow {
  const bin = (iso: string): number => (Date.parse(iso) - series.startMs) / (series.stepSeconds * 1000);
  return { onset: bin(onset), recovery: recovery === null ? series.attempts.length : bin(recovery) };
}

/** What failed in the window beside what does usually, in a sentence. */
export function failuresBeside(
  source: string,
  during: { readonly failures: number; readonly attempts: number },
  usual: { readonly failures: number; readonly attempts: number },
): string {
  return `${amount(during.failures)} of ${amount(during.attempts)} attempts in ${source} failed, usually ${amount(usual.failures)} of ${amount(usual.attempts)}.`;
}

/** The failures of a source as a signal, from its windows; `null` without attempts. */
export function failureSignal(
  series: OutcomeSeries,
  { window, windows, windowReason }: WindowFindings,
  level: number,
): SignalFinding | null {
  const counts = coveredCounts(series);
  const length = series.attempts.length;
  const ordinary = pooledShare(
    counts,
    ordinaryBins(
      length,
      windows.map((one) => binsOf(series, one)),
      1,
    ),
  );
  if (ordinary.attempts === 0 && !window) return null;
  const inside = window && ordinaryBins(length, [binsOf(series, window)]).map((outside) => !outside);
  const during = inside ? pooledShare(counts, inside) : null;
  return {
    source: series.source,
    measure: "failures",
    quantile: null,
    unit: "share of attempts",
    direction: "rise",
    window,
    windows,
    baseline: shareEstimate(ordinary, level),
    during: during && shareEstimate(during, level),
    evidence: 0,
    why: during
      ? failuresBeside(series.source, during, ordinary)
      : `${windowReason ?? `no rise of failures in ${series.source}`}.`,
  };
}
