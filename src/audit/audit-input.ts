import type { ValueSeries } from "../incident/series.js";
import type { Span } from "../time/span.js";
import type { RateFinding } from "../rates/rate-finding.js";
import type { RemediationFinding } from "../remediation/effect/remediation-finding.js";
import type { Estimate } from "../stats/estimate.js";
import type { WindowFinding } from "../window/window-finding.js";
import type { Claim } from "../statement/claims/claim.js";

/** One way to read a claimed rate in the data: over which span, in which source. The first reading is the claim's own. */
export interface RateReading {
  readonly label: string;
  readonly source: string;
  readonly span: Span;
  readonly failures: number;
  readonly attempts: number;
  readonly designEffect: number;
  readonly rate: Estimate;
}

/** The measurements with which an audit compares the claims. */
export interface AuditInput {
  readonly claims: readonly Claim[];
  readonly windows: readonly WindowFinding[];
  readonly windowReason: string | null;
  readonly rates: Readonly<Record<string, RateFinding>>;
  /** Readings by claim id, for claims of kind `rate`. */
  readonly readings: ReadonlyMap<string, readonly RateReading[]>;
  readonly remediations: readonly RemediationFinding[];
  /** Capacity or the like, for claims about the order of actions. */
  readonly gauge: ValueSeries | null;
  /** First to last time of the outcome source. */
  readonly dataSpan: Span | null;
  /** Share of a span's minutes for which the outcome source has data, 0…1. */
  readonly coverage: (span: Span) => number;
}

/** Below this share of its span covered, no claim is decided. */
export const LEAST_COVERAGE = 0.8;

/** `2025-03-31 15:10–16:44 UTC`; the second day is written when it is another. */
export function spanText({ from, to }: Span): string {
  const end = to.slice(0, 10) === from.slice(0, 10) ? to.slice(11, 16) : to.slice(0, 16).replace("T", " ");
  return `${from.slice(0, 16).replace("T", " ")}–${end} UTC`;
}
