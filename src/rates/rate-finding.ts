import type { Span } from "../time/span.js";
import type { Estimate } from "../stats/estimate.js";
import type { UnitNames } from "./unit-names.js";

/** Failures over attempts in one span. */
export interface SpanRate {
  readonly failures: number;
  readonly attempts: number;
  readonly rate: Estimate;
}

/** A rate within one value of one dimension, with its p-value against the rest, adjusted for multiplicity. */
export interface BreakdownRow extends SpanRate {
  readonly value: string;
  readonly baseline: { readonly failures: number; readonly attempts: number };
  /** Adjusted (Holm) p-value of "this value's rate equals the rest's". */
  readonly adjustedP: number;
  /** This value's rate − its own baseline rate; `null` where either has no attempts. */
  readonly excess?: Estimate | null;
}

/** One rate by the values of a dimension. */
export interface Breakdown {
  readonly dimension: string;
  readonly rows: readonly BreakdownRow[];
  /** p-value of the test that all values share one rate. */
  readonly homogeneityP: number;
}

/** The failure rate of one source over the reconstructed window `[onset, recovery)`. */
export interface RateFinding extends SpanRate {
  readonly method: string;
  readonly baseline: SpanRate & { readonly span: Span };
  /** Rate during − rate of the baseline. */
  readonly excess: Estimate;
  /** Rate during ÷ rate of the baseline. */
  readonly rateRatio: Estimate;
  /** Number of independent clusters; `null` when attempts are taken as independent. */
  readonly clusters: number | null;
  readonly designEffect: number | null;
  readonly span: Span;
  readonly overStatedWindows: readonly (SpanRate & { readonly section: string; readonly span: Span })[];
  readonly breakdowns: readonly Breakdown[];
}

/** One way in which two different rates can both be true. */
export interface Explanation {
  readonly id: string;
  /** The explanation in the names of the sources. */
  readonly name: string;
  readonly holds: "supported" | "contradicted" | "not-testable";
  /** What data would test it. */
  readonly needs: string;
  readonly why: string;
}

/** Verb failures against call drops: what must hold for both rates to be true, and what the rows say. */
export interface Reconciliation {
  /** What attempts and their units are called. */
  readonly names: UnitNames;
  readonly verbRate: Estimate;
  readonly callRate: Estimate;
  /** Attempted verbs per counted call that the identity "every failed verb ends its call" requires: drop rate ÷ verb rate. */
  readonly requiredAttemptsPerCall: Estimate;
  readonly attemptsPerCall: Estimate | null;
  /** `distribution[k]` = share of baseline calls that planned k verbs. */
  readonly plannedVerbsPerCall: { readonly distribution: readonly number[]; readonly calls: number } | null;
  /** Share of calls in the window that attempted at least one verb. */
  readonly exposedShare: Estimate | null;
  /** From planned verbs and the hazard, every failure fatal. */
  readonly predictedDropRate: Estimate | null;
  readonly observedDropRate: Estimate;
  /** P(call drops | a verb of it failed). */
  readonly fatality: Estimate | null;
  /** Dropped calls per failed verb; with the verb rate and the attempts per call it multiplies to the drop rate exactly. */
  readonly dropsPerFailure?: Estimate | null;
  /** What the two rates alone leave open. */
  readonly identifiedSet?: IdentifiedSet;
  readonly explanations: readonly Explanation[];
}

/** The limits that the two rates alone set on exposure (share of calls that run an affected verb) and fatality (share of calls with a failed verb that drop). */
export interface IdentifiedSet {
  /** Limits of exposure × fatality, sampling uncertainty included. */
  readonly exposureTimesFatality: readonly [number, number];
  /** Exposure if every failure were fatal and nothing else dropped calls; `null` when the rates rule that out. */
  readonly exposureIfFatal: readonly [number, number] | null;
  /** Fatality if every call ran an affected verb; `null` when the rates rule that out. */
  readonly fatalityIfAllExposed: readonly [number, number] | null;
  readonly level: number;
  readonly assumes: string;
}
