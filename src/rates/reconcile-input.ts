import type { Span } from "../time/span.js";
import type { UnitProfile } from "../sources/incident-data.js";
import type { Estimate } from "../stats/estimate.js";
import { proportion } from "../stats/rates/proportion.js";
import type { UnitNames } from "./unit-names.js";

/** The trade's words, where no names are given. */
export const DEFAULT_NAMES: UnitNames = { verbs: "verbs", calls: "calls" };

/** One of the two rates: as an estimate, or as counts of independent attempts, with what is known around it. */
export interface ReconcileSide {
  /** An estimate, or a bare number where nothing is known of its error; taken from the counts (Wilson) when unset. */
  readonly rate?: Estimate | number;
  readonly failures?: number;
  readonly attempts?: number;
  /** The span it was counted over. */
  readonly span?: Span;
  /** The same rate without the incident. */
  readonly baseline?: { readonly rate: Estimate };
}

/** The input of a reconciliation. A `RateFinding` can serve as a side. */
export interface ReconcileInput {
  /** Failed verbs over attempted verbs. */
  readonly verbs: ReconcileSide;
  /** Dropped calls over counted calls (parents, not legs). */
  readonly calls: ReconcileSide;
  /** Calls by what they went through, inside the window and in the baseline; unset when only the rates are known. */
  readonly profiles?: { readonly window: readonly UnitProfile[]; readonly baseline: readonly UnitProfile[] };
  /** What verbs and calls are called here, for sentences; default these two words. */
  readonly names?: UnitNames;
  /** Confidence level, default .95. */
  readonly level?: number;
}

/** The rate of one side. */
export function sideRate(name: string, side: ReconcileSide, level: number): Estimate {
  if (side.rate !== undefined) {
    const rate =
      typeof side.rate === "number"
        ? { value: side.rate, interval: [side.rate, side.rate] as const, level }
        : side.rate;
    if (!(rate.value >= 0 && rate.value <= 1))
      throw new RangeError(`reconcile requires ${name}.rate in 0…1, got ${rate.value}`);
    return rate;
  }
  if (side.failures === undefined || side.attempts === undefined) {
    throw new RangeError(`reconcile requires ${name} as a rate or as failures and attempts, got neither`);
  }
  return proportion(side.failures, side.attempts, { level });
}
