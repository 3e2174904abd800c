import type { UnitProfile } from "../sources/incident-data.js";

/** How many verbs calls plan. */
export interface PlannedVerbs {
  /** `distribution[k]` = share of calls that plan k verbs. */
  readonly distribution: readonly number[];
  /** Calls it was taken from. */
  readonly calls: number;
}

/** Longer plans than this are taken together with it. */
const LONGEST = 1000;

/**
 * How many verbs calls of these flows plan, from calls that ran without the fault.
 *
 * A call that a failure cut off planned at least what it attempted: such calls count as censored there (product-limit
 * estimate), so that background failures do not make plans look shorter. Calls with no failure count as they are.
 *
 * @param units - baseline calls by attempts, failures and whether they dropped
 * @returns `null` without calls
 */
export function plannedVerbs(units: readonly UnitProfile[]): PlannedVerbs | null {
  const longest = Math.min(
    LONGEST,
    units.reduce((most, { attempts }) => Math.max(most, attempts), 0),
  );
  const ended = new Array<number>(longest + 1).fill(0);
  const cut = new Array<number>(longest + 1).fill(0);
  for (const { attempts, failures, failed, n } of units) {
    const target = failed && failures > 0 ? cut : ended;
    target[Math.min(attempts, longest)]! += n;
  }
  const calls = units.reduce((sum, { n }) => sum + n, 0);
  if (calls === 0) return null;
  let atRisk = calls;
  let reaching = 1;
  const distribution = ended.map((count, k) => {
    // A call cut off at k is known to plan at least k, not whether it plans more: it leaves before plans of k end.
    const observed = atRisk - cut[k]!;
    const share = observed > 0 ? (reaching * count) / observed : 0;
    reaching -= share;
    atRisk = observed - count;
    return share;
  });
  // What only cut-off calls reach: they planned at least the longest plan seen.
  distribution[longest]! += Math.max(0, reaching);
  return { distribution, calls };
}
