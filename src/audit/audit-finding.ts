import type { ClaimKind } from "../statement/claims/claim-type.js";
import type { Estimate } from "../stats/estimate.js";

/** The verdict of this traffic on a claim. */
export type Verdict = "supported" | "contradicted" | "not-testable";

/** A verdict under every reasonable reading of the claim. */
export interface Stability {
  readonly agreeing: number;
  readonly readings: number;
  /** Readings under which the verdict is the other one. */
  readonly flippedBy: readonly string[];
  /** Readings under which the traffic cannot tell (or, for a claim that is not testable, can). */
  readonly otherwise?: readonly string[];
  /** "supported under 11 of 12 readings; only the window of "summary" flips it". */
  readonly text?: string;
}

/** One assertion of the statement against the measurement. */
export interface ClaimFinding {
  readonly id: string;
  readonly kind: ClaimKind;
  /** The claim in the statement's words. */
  readonly claim: string;
  /** What it commits to, e.g. `25 %` or `15:10–16:44 UTC`. */
  readonly stated: string;
  readonly measured: Estimate | null;
  /** Unit of `measured`: "share", "minutes", … */
  readonly unit: string | null;
  readonly verdict: Verdict;
  readonly why: string;
  /** Share of the claim's span for which there are data, 0…1. */
  readonly coverage: number | null;
  /** How precisely this traffic measures, e.g. "with 400 attempts, a true 25 % would be measured as 18 % to 32 %". */
  readonly power: string | null;
  /** How the verdict fares under the other reasonable readings. */
  readonly stability: Stability | null;
  /** What would settle a claim that is not testable: how much more traffic, which source; `null` when it is decided. */
  readonly needs?: string | null;
  /** Quotes and sources. */
  readonly evidence: readonly string[];
}

/** One policy under one reading of "downtime". */
export interface ServiceLevelFinding {
  readonly policy: string;
  /** How downtime was counted and over which window. */
  readonly reading: string;
  readonly windowMinutes: number;
  readonly downtimeMinutes: number;
  /** 0…1 over the policy's period. */
  readonly availability: number;
  readonly availabilityInterval: readonly [number, number];
  /** Credit earned, 0…1 of the period's bill; 0 = none. */
  readonly credit: number;
  /** The failure share at which the credit begins, for this window; `null` when it never does. */
  readonly breakEvenFailureShare: number | null;
  /** True if the policy's own rule counts downtime this way; the other readings are scenarios. */
  readonly byRule?: boolean;
  /** The last day on which a claim can be made, `YYYY-MM-DD` in the policy's zone; `null` when the policy names no deadline. */
  readonly claimBy?: string | null;
}
