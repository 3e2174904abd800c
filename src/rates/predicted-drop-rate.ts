import type { UnitProfile } from "../sources/incident-data.js";
import { betaBinomial } from "../stats/rates/beta-binomial.js";
import { normalQuantile } from "../stats/distributions/distributions.js";
import type { Estimate } from "../stats/estimate.js";
import { proportion } from "../stats/rates/proportion.js";
import type { PlannedVerbs } from "./planned-verbs.js";

/** Attempts and failures by position within the call. */
interface Position {
  readonly atRisk: number;
  readonly failures: number;
}

/** Above this share of survived failures their places within the call are unknown for too many. */
const FEW_SURVIVED = 0.05;

/** Share of failed verbs after which the call went on. */
function survivedShare(units: readonly UnitProfile[]): number {
  let [survived, all] = [0, 0];
  for (const { failures, failed, n } of units) {
    survived += n * Math.max(0, failures - (failed ? 1 : 0));
    all += n * failures;
  }
  return all === 0 ? 0 : survived / all;
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

/** Mean of the chance of no failure over plans, and the part of its variance that comes from counting plans. */
function moments(planned: PlannedVerbs, surviving: readonly number[]): { mean: number; variance: number } {
  const mean = planned.distribution.reduce((sum, share, k) => sum + share * surviving[k]!, 0);
  const square = planned.distribution.reduce((sum, share, k) => sum + share * surviving[k]! ** 2, 0);
  return { mean, variance: Math.max(0, square - mean * mean) / planned.calls };
}

/** Chance that none of k attempts fails, k = 0 …, when hazards differ between calls by a beta distribution. */
function betaSurvival(longest: number, mean: number, rho: number): number[] {
  const theta = rho / Math.max(1e-9, 1 - rho);
  const surviving = [1];
  for (let k = 0; k < longest; k++) surviving.push((surviving[k]! * (1 - mean + k * theta)) / (1 + k * theta));
  return surviving;
}

/** Prediction from hazards that differ between calls: the likelihood of what each call went through does not mind when it stopped. */
function predictedFromCalls(planned: PlannedVerbs, window: readonly UnitProfile[], level: number): Estimate {
  const { mean, rho } = betaBinomial(
    window.map(({ attempts, failures, n }) => ({ attempts, failures, n })),
    { level },
  );
  const longest = planned.distribution.length - 1;
  const at = (hazard: number, correlation: number): { mean: number; variance: number } =>
    moments(planned, betaSurvival(longest, hazard, correlation));
  const { mean: none, variance } = at(mean.value, rho.value);
  const spread = (ends: readonly number[]): number =>
    ((Math.max(...ends) - Math.min(...ends)) / (2 * normalQuantile((1 + level) / 2))) ** 2;
  const ofMean = spread(mean.interval.map((end) => at(end, rho.value).mean));
  const ofRho = spread(rho.interval.map((end) => at(mean.value, end).mean));
  return logitEstimate(1 - none, variance + ofMean + ofRho, level);
}

/**
 * The share of calls that would drop if every failed verb ended its call: 1 − E over planned verbs of the chance that none
 * fails.
 *
 * Where failures end their calls, hazards are taken by position within the call among the calls that reached it, so calls
 * and minutes may differ in hazard. Where more than 5 % of the failures are survived (or retried) their position is not
 * known: hazards then differ between calls by a beta distribution, fitted to what each call went through. Plans are assumed
 * to be what the baseline's were and unrelated to the hazard. The interval adds the uncertainty of the hazards and of the
 * plans.
 *
 * @param planned - from {@link plannedVerbs} of the baseline
 * @param window - calls of the window
 * @returns `null` when no verb was attempted in the window
 */
export function predictedDropRate(
  planned: PlannedVerbs,
  window: readonly UnitProfile[],
  level: number,
): Estimate | null {
  const rows = positions(window, planned.distribution.length - 1);
  const attempts = rows.reduce((sum, row) => sum + row.atRisk, 0);
  if (attempts === 0) return null;
  const failures = rows.reduce((sum, row) => sum + row.failures, 0);
  const pooled = failures / attempts;
  if (failures === 0 || failures >= attempts) {
    // No variance is visible at either end: the exact limits of the hazard, carried through the plans.
    const [low, high] = proportion(Math.round(failures), attempts, { method: "clopper-pearson", level }).interval;
    return {
      value: dropRateAt(pooled, planned),
      interval: [dropRateAt(low, planned), dropRateAt(high, planned)],
      level,
    };
  }
  if (survivedShare(window) > FEW_SURVIVED) return predictedFromCalls(planned, window, level);
  const hazards = rows.map(({ atRisk, failures: count }) => (atRisk > 0 ? count / atRisk : pooled));
  const surviving = [1];
  for (const hazard of hazards) surviving.push(surviving.at(-1)! * (1 - hazard));
  const { mean, variance: ofPlans } = moments(planned, surviving);
  let variance = ofPlans;
  let beyond = mean;
  hazards.forEach((hazard, j) => {
    beyond -= planned.distribution[j]! * surviving[j]!;
    if (hazard < 1) variance += (beyond ** 2 * hazard) / ((1 - hazard) * Math.max(1, rows[j]!.atRisk));
  });
  return logitEstimate(1 - mean, variance, level);
}
