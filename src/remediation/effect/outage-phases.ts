import type { OutcomeSeries } from "../../incident/series.js";
import type { RemediationConfig } from "../../incident/incident.js";
import type { WindowFinding } from "../../window/window-finding.js";

/** The outage and a remediation as bin indices of one series; ends exclusive, nothing clipped that matters to the verdict. */
export interface OutagePhases {
  readonly onset: number;
  /** First bin of the plateau: the onset's ramp and its uncertainty are over. */
  readonly plateau: number;
  /** First bin of the final fall; the series' length when it has not begun. */
  readonly fall: number;
  /** The latest bin in which the final fall may have begun: the end of the interval of its beginning, where there is one. */
  readonly fallLatest: number;
  /** First bin back at the baseline; the series' length when the data end before. */
  readonly recovery: number;
  readonly recovered: boolean;
  /** First bin at or after the remediation's start, and at or after its end. */
  readonly from: number;
  readonly to: number;
}

/** Failure shares per bin and their sampling variance; `null` where nothing was tried or nothing was recorded. */
export interface Shares {
  readonly share: readonly (number | null)[];
  readonly variance: readonly number[];
}

/** Converts times to bins. An instantaneous remediation has `to === from`. */
export function outagePhases(
  series: OutcomeSeries,
  window: WindowFinding,
  remediation: RemediationConfig,
): OutagePhases {
  const n = series.attempts.length;
  const stepMs = series.stepSeconds * 1000;
  const bin = (time: string): number => Math.ceil((Date.parse(time) - series.startMs) / stepMs - 1e-9);
  const onset = bin(window.onset);
  const ramp = Math.ceil((window.shape.onsetRampMinutes * 60) / series.stepSeconds);
  const recovery = window.recovery === null ? n : Math.min(n, bin(window.recovery));
  const fall = window.recoveryStart === null ? recovery : Math.min(recovery, bin(window.recoveryStart));
  const { recoveryStartInterval } = window;
  const fallLatest = recoveryStartInterval ? Math.max(fall, Math.min(recovery, bin(recoveryStartInterval[1]))) : fall;
  const plateau = Math.min(fall, Math.max(onset + ramp, bin(window.onsetInterval[1])));
  const from = bin(remediation.from);
  return {
    onset,
    plateau,
    fall,
    fallLatest,
    recovery,
    recovered: window.recovery !== null,
    from,
    to: remediation.to === null ? from : Math.max(from, bin(remediation.to)),
  };
}

/**
 * Failure share per bin with the variance that independent attempts would give it, taken at a running mean so that a bin
 * without failures does not claim certainty.
 */
export function shares(series: OutcomeSeries): Shares {
  const { failures, attempts, covered } = series;
  const share = attempts.map((n, i) => (n > 0 && covered[i] ? (failures[i] as number) / n : null));
  const variance = attempts.map((n, i) => {
    let f = 0.5;
    let a = 1;
    for (let j = Math.max(0, i - 3); j <= Math.min(attempts.length - 1, i + 3); j++) {
      if (!covered[j]) continue;
      f += failures[j] as number;
      a += attempts[j] as number;
    }
    const p = f / a;
    return (p * (1 - p)) / Math.max(1, n);
  });
  return { share, variance };
}

/** Pooled failure share of the bins in `[first, last)`; `null` without attempts. */
export function pooledShare(series: OutcomeSeries, first: number, last: number): number | null {
  let f = 0;
  let a = 0;
  for (let i = Math.max(0, first); i < Math.min(series.attempts.length, last); i++) {
    if (!series.covered[i]) continue;
    f += series.failures[i] as number;
    a += series.attempts[i] as number;
  }
  return a > 0 ? f / a : null;
}
