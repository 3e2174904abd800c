import { DEFAULT_LEVEL } from "../stats/estimate.js";
import { estimateRatio } from "../stats/rates/ratio-of-estimates.js";
import type { UnitProfile } from "../sources/incident-data.js";
import { explanationsFromCalls } from "./explanations-from-calls.js";
import { explanationsFromRates } from "./explanations-from-rates.js";
import { identifiedSet } from "./identified-set.js";
import { plannedVerbs } from "./planned-verbs.js";
import { predictedDropRate } from "./predicted-drop-rate.js";
import type { Reconciliation } from "./rate-finding.js";
import { DEFAULT_NAMES, type ReconcileInput, sideRate } from "./reconcile-input.js";
import { unitRatio, unitTotal } from "./unit-ratio.js";
import { unitShares } from "./unit-shares.js";
import { requireFields } from "../errors/argument.js";

type Measured = Pick<
  Reconciliation,
  "attemptsPerCall" | "plannedVerbsPerCall" | "exposedShare" | "predictedDropRate" | "fatality" | "dropsPerFailure"
>;

const UNMEASURED: Measured = {
  attemptsPerCall: null,
  plannedVerbsPerCall: null,
  exposedShare: null,
  predictedDropRate: null,
  fatality: null,
  dropsPerFailure: null,
};

/** What the calls themselves show. */
function measured(window: readonly UnitProfile[], baseline: readonly UnitProfile[], level: number): Measured {
  const planned = plannedVerbs(baseline);
  const shares = unitShares(window, level);
  return {
    attemptsPerCall: unitRatio(
      window,
      (unit) => unit.attempts,
      () => 1,
      level,
    ),
    plannedVerbsPerCall: planned,
    exposedShare: shares.exposed,
    predictedDropRate: planned && predictedDropRate(planned, window, level),
    fatality: shares.fatality,
    dropsPerFailure: unitRatio(
      window,
      (unit) => (unit.failed ? 1 : 0),
      (unit) => unit.failures,
      level,
    ),
  };
}

/**
 * The explanations by which a verb failure rate and a call drop rate can both be true.
 *
 * The identity first: if every failed verb ends its call and nothing else drops calls, attempted verbs per counted call =
 * drop rate ÷ verb rate. Then what rates alone identify (exposure × fatality), and with rows of calls what happened: planned
 * verbs from the baseline's calls, attempted verbs from the window's (a fatal failure cuts the rest off), the drop rate if
 * every failure were fatal, and each explanation as supported, contradicted or not testable. A thing is supported when the
 * lower limit of its share passes 1 %, contradicted when the upper limit stays below 5 %.
 *
 * @param input - the two rates (or counts), and optionally the calls of window and baseline by what they went through;
 *   calls are parents, not legs
 * @returns shares 0…1; what cannot be measured without rows is `null`; `requiredAttemptsPerCall` is `Infinity` or `NaN`
 *   when no verb failed
 * @throws RangeError when a side has neither rate nor counts, or a rate is outside 0…1
 */
export function reconcile(input: ReconcileInput): Reconciliation {
  requireFields("reconcile", "{ verbs, calls }", input, ["verbs", "calls"]);
  const { level = DEFAULT_LEVEL, names = DEFAULT_NAMES } = input;
  const verbRate = sideRate("verbs", input.verbs, level);
  const callRate = sideRate("calls", input.calls, level);
  const window = input.profiles?.window ?? [];
  const baseline = input.profiles?.baseline ?? [];
  const hasRows = unitTotal(window, () => 1) > 0;
  const required = estimateRatio(callRate, verbRate);
  const set = identifiedSet(verbRate, callRate, names);

  return {
    names,
    verbRate,
    callRate,
    requiredAttemptsPerCall: required,
    ...(hasRows ? measured(window, baseline, level) : UNMEASURED),
    observedDropRate: callRate,
    identifiedSet: set,
    explanations: hasRows
      ? explanationsFromCalls(input, window, baseline, verbRate, level)
      : explanationsFromRates(input, verbRate, required, set),
  };
}
