import type { Estimate } from "../stats/estimate.js";
import { estimateRatio } from "../stats/rates/ratio-of-estimates.js";
import type { IdentifiedSet } from "./rate-finding.js";
import { DEFAULT_NAMES } from "./reconcile-input.js";
import { type UnitNames, wordsOf } from "./unit-names.js";

const clip = (value: number): number => Math.max(0, Math.min(1, value));
const orNone = ([low, high]: readonly [number, number]): [number, number] | null =>
  low > 1 ? null : [clip(low), clip(high)];

/**
 * What a verb rate and a drop rate alone say about exposure and fatality.
 *
 * With exposure e (share of calls that run an affected verb) and fatality f (share of calls with a failed verb that drop),
 * the drop rate is e · f · P(a verb fails | exposed), and that chance lies between the verb rate (one verb a call, or failures
 * that always come together) and 1. So e · f lies between the drop rate and drop rate ÷ verb rate; neither is known alone.
 * Sampling limits are those of the two rates; if they are of the same calls, the set is wider than it need be.
 *
 * @param names - what attempts and units are called, for the sentence
 * @returns limits (0…1); each reading `null` when even its lower limit passes 1
 */
export function identifiedSet(verbRate: Estimate, callRate: Estimate, names: UnitNames = DEFAULT_NAMES): IdentifiedSet {
  const { verbs, verb, calls, call } = wordsOf(names);
  const ratio = estimateRatio(callRate, verbRate);
  const high = Number.isNaN(ratio.interval[1]) ? 1 : ratio.interval[1];
  const set: [number, number] = [clip(callRate.interval[0]), clip(high)];
  const possible = orNone([ratio.interval[0], high]);
  return {
    exposureTimesFatality: set,
    exposureIfFatal: possible ? set : null,
    fatalityIfAllExposed: possible ? set : null,
    level: callRate.level,
    assumes: `${calls} fail by failed ${verbs} only, both rates are of the same ${calls} and time, and the first ${verb} of a ${call} is as likely to fail as any other`,
  };
}
