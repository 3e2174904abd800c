import type { Estimate } from "../../stats/estimate.js";

/** A deploy, a flag, a configuration, a scaling: something that was changed on purpose. */
export interface Change {
  readonly id: string;
  /** UTC ISO. */
  readonly at: string;
  readonly what: string;
  /** Where it knows its name from: sources, or the statement. */
  readonly sources: readonly string[];
  /** Column of the outcome → value: the part of the traffic that it touched; empty = not known. */
  readonly place: Readonly<Record<string, string>>;
  /** True if it takes an earlier change back. */
  readonly rollback: boolean;
}

/** True if the failures are where a change went. */
export interface PlaceFit {
  readonly fit: "fits" | "elsewhere" | "unclear" | "unknown";
  /** Share of the excess in the part that the change touched. */
  readonly share: Estimate | null;
  readonly why: string;
}

/** The verdicts on a change, by how well it fits the onset. */
export type ChangeVerdict = "supported" | "possible" | "unlikely" | "not-testable";

/** The verdict on a change: how well it fits the onset of the outage. */
export interface ChangeFinding {
  readonly id: string;
  readonly at: string;
  readonly what: string;
  readonly verdict: ChangeVerdict;
  readonly why: string;
  /** Minutes from the change to the onset, from its interval; negative = after the onset. `null` without an outage. */
  readonly minutesBefore: readonly [low: number, high: number] | null;
  /** The chance of a change like this so close before the onset, were the two unrelated; `null` where it was not needed. */
  readonly coincidence: number | null;
  readonly place: Readonly<Record<string, string>>;
  readonly sources: readonly string[];
  /** True if it takes an earlier change back. */
  readonly rollback: boolean;
}
