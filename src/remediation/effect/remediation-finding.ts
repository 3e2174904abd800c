import type { Estimate } from "../../stats/estimate.js";

/** The series without the remediation, per bin, with its interval; times are bin starts (UTC ISO). */
export interface Counterfactual {
  readonly times: readonly string[];
  readonly observed: readonly (number | null)[];
  readonly predicted: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** The effect of one remediation on the failure rate. */
export interface RemediationFinding {
  readonly id: string;
  readonly from: string;
  readonly to: string | null;
  /** Sources that measure its dose and what it acts through, as declared; `null` where none is. */
  readonly gauge: string | null;
  readonly through: string | null;
  /** Observed − counterfactual failure rate (0…1) after the remediation; negative = fewer failures. */
  readonly effect: Estimate | null;
  readonly unit: string;
  /** Failures avoided (negative effect summed) over the rest of the window, in attempts. */
  readonly cumulative: Estimate | null;
  readonly counterfactual: Counterfactual | null;
  /** The same sum at times when nothing was done. */
  readonly placebo: { readonly checked: number; readonly falsePositives: number };
  readonly verdict: "helped" | "no-effect" | "harmed" | "not-testable";
  /** By the failures' own response to the dose, or by how long they stayed (`design`); by what the incident declares the remediation to act through (`model`); `none` when not testable. */
  readonly identification: "design" | "model" | "none";
  readonly why: string;
}

/** The outcome under another action. */
export interface WhatIfFinding {
  readonly id: string;
  readonly change: string;
  readonly failuresAvoided: Estimate | null;
  readonly dropsAvoided: Estimate | null;
  /** True if the incident has what the change acts on: a gauge of it, or a declaration. What does not apply is listed, and refused, and told nowhere else. */
  readonly applies: boolean;
  /** By load or capacity moved apart from time (`design`), by the stated mechanism only (`model`), or refused (`none`). */
  readonly identification: "design" | "model" | "none";
  readonly why: string;
}
