import type { Span } from "../incident/span.js";
import type { Estimate } from "../stats/estimate.js";

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
  readonly level: number;
  readonly minutes: Estimate;
  readonly shape: { readonly onsetRampMinutes: number; readonly recoveryRampMinutes: number };
  readonly source: string;
  readonly method: string;
}

/** One duration of the incident: the difference of two times, each with its own precision. */
export interface Milestone {
  readonly minutes: Estimate;
  readonly from: string;
  readonly to: string;
  readonly definition: string;
}

/** `[onset, recovery)` of a finding, as a span; the data's end closes an outage that has not recovered. */
export function findingSpan(window: WindowFinding, dataEnd: string): Span {
  return { from: window.onset, to: window.recovery ?? dataEnd };
}
