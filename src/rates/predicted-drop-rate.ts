import type { UnitProfile } from "../sources/incident-data.js";
import { normalQuantile } from "../stats/distributions.js";
import type { Estimate } from "../stats/estimate.js";
import { proportion } from "../stats/proportion.js";
import type { PlannedVerbs } from "./planned-verbs.js";

/** Attempts and failures by position within the call. */
interface Position {
  readonly atRisk: number;
  readonly failures: number;
}

/** Places failures: a dropped call's last attempt is its fatal failure; what a call survived is spread over its other attempts. */
function positions(units: readonly UnitProfile[], longest: number): Position[] {
  const atRisk = new Array<number>(longest).fill(0);
  const failed = new Array<number>(longest).fill(0);
  for (const { attempts, failures, failed: dropped, n } of units) {
    const fatal = dropped && failures > 0 && attempts <= longest ? 1 : 0;
    const others = attempts - fatal;
    for (let j = 0; j < Math.min(attempts, longest); j++) {
      atRisk[j]! += n;
      if (others > 0 && j < others) failed[j]! += (n * (failures - fatal)) / others;
    }
    if (fatal) failed[attempts - 1]! += n;
  }
  return atRisk.map((count, j) => ({ atRisk: count, failures: failed[j]! }));
}

/** Drop rate when every verb fails with one hazard. */
function dropRateAt(hazard: number, planned: PlannedVerbs): number {
  return 1 - planned.distribution.reduce((sum, share, k) => sum + share * (1 - hazard) ** k, 0);
}

/** Limits on the log-odds scale, where they stay inside 0…1. */
function logitEstimate(value: number, variance: number, level: number): Estimate {
  const centre = Math.log(value / (1 - value));
  const half = (-normalQuantile((1 - level) / 2) * Math.sqrt(variance)) / (value * (1 - value));
  return { value, interval: [1 / (1 + Math.exp(half - centre)), 1 / (1 + Math.exp(-half - centre))], level };
}

/**
 * The share of calls that would drop if every failed verb ended its call: 1 − E over planned verbs of the chance that none
 * fails.
 *
 * Hazards are taken by position within the call among the calls that reached it, so calls and minutes may differ in hazard;
 * plans are assumed to be what the baseline's were and unrelated to the hazard. The interval adds the uncertainty of the
 * hazards (Greenwood, widened by the design effect where failures are survived) and of the plans.
 *
 * @param planned - from {@link plannedVerbs} of the baseline
 * @param window - calls of the window
 * @param designEffect - of the verb rate; less than 1 counts as 1
 * @returns `null` when no verb was attempted in the window
 */
export function predictedDropRate(planned: PlannedVerbs, window: readonly UnitProfile[], designEffect: number, level: number): Estimate | null {
  const rows = positions(window, planned.distribution.length - 1);
  const attempts = rows.reduce((sum, row) => sum + row.atRisk, 0);
  if (attempts === 0) return null;
  const failures = rows.reduce((sum, row) => sum + row.failures, 0);
  const pooled = failures / attempts;
  if (failures === 0 || failures >= attempts) {
    // No variance is visible at either end: the exact limits of the hazard, carried through the plans.
    const [low, high] = proportion(Math.round(failures), attempts, { method: "clopper-pearson", level }).interval;
    return { value: dropRateAt(pooled, planned), interval: [dropRateAt(low, planned), dropRateAt(high, planned)], level };
  }
  const hazards = rows.map(({ atRisk, failures }) => (atRisk > 0 ? failures / atRisk : pooled));
  const surviving = [1];
  for (const hazard of hazards) surviving.push(surviving.at(-1)! * (1 - hazard));
  const mean = planned.distribution.reduce((sum, share, k) => sum + share * surviving[k]!, 0);
  const square = planned.distribution.reduce((sum, share, k) => sum + share * surviving[k]! ** 2, 0);
  let variance = Math.max(0, square - mean * mean) / planned.calls;
  let beyond = mean;
  hazards.forEach((hazard, j) => {
    beyond -= planned.distribution[j]! * surviving[j]!;
    if (hazard < 1) variance += (beyond ** 2 * hazard * Math.max(1, designEffect)) / ((1 - hazard) * Math.max(1, rows[j]!.atRisk));
  });
  return logitEstimate(1 - mean, variance, level);
}
