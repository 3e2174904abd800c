import type { Estimate } from "../../stats/estimate.js";
import type { LeftOutColumn } from "./cell-table.js";

/** One part of the traffic that explains part of the excess. */
export interface Slice {
  /** Column → value: the part is where all of them hold. */
  readonly where: Readonly<Record<string, string>>;
  /** During the outage. */
  readonly failures: number;
  readonly attempts: number;
  readonly rate: Estimate;
  /** The rate that the part would have had without the outage, from its own past and the past of its values. */
  readonly baseline: Estimate;
  /** Share of all failures beyond the baseline that lie in this part. */
  readonly excessShare: Estimate;
  /** The chance of so strong a contrast anywhere in the search, were everything alike. */
  readonly adjustedP: number;
  /** Other names of the same traffic, such as a host's only pod. */
  readonly sameAs: readonly Readonly<Record<string, string>>[];
}

/** A part whose attempts failed like the others but whose units (calls, orders) survived, as with a fallback. */
export interface Survivors {
  readonly where: Readonly<Record<string, string>>;
  /** Attempts during the outage, and how many failed. */
  readonly attempts: number;
  readonly failures: number;
  /** Units during the outage, and how many failed. */
  readonly units: number;
  readonly unitFailures: number;
  /** Units that would have failed, had the part's failed attempts cost as many units as elsewhere. */
  readonly wouldHaveFailed: number;
}

/** What the failures of a slice are: failures, attempts that took too long, or attempts that did not come. */
export type SliceCounts = "failures" | "slow" | "missing";

/** The parts of the traffic that explain the excess. */
export interface Slices {
  /** What `failures` counts in them; failures where it is unset. */
  readonly counted?: SliceCounts;
  /** The columns that were searched. */
  readonly dimensions: readonly string[];
  /** Disjoint parts, the one with most of the excess first; empty where everything was alike. */
  readonly found: readonly Slice[];
  /** Share of the excess outside all of them; `null` without an excess. */
  readonly unexplained: Estimate | null;
  /** Parts whose attempts failed like the others but whose units survived; only where `exposure` joins attempts and units that share a column. */
  readonly survived?: readonly Survivors[];
  readonly why: string;
  /** Columns that were not searched, with the reason. */
  readonly leftOut: readonly LeftOutColumn[];
}
