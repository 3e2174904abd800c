import { amount, percent } from "../../wording/number.js";
import type { CellCounts } from "./cell-table.js";
import type { Survivors } from "./slices.js";

/** Extra failures of attempts from which on a part failed like the others: at least this share of the others' rate. */
const FAILED_ALIKE = 0.5;
/** Units that would have failed, of which at least half survived, name a part. */
const SURVIVED = 0.5;
/** Fewer units that would have failed than this, in the part or outside it, tell nothing. */
const LEAST_UNITS = 10;
/** Standard errors by which fewer units failed than at the others' survival; scatter counts twice. */
const CLEAR_ERRORS = 5;
const SCATTER = 2;

/** Failures and attempts before and during the outage. */
interface BothCounts {
  readonly before: CellCounts;
  readonly during: CellCounts;
}

/** One value of a column that attempts and the units they belong to share. */
export interface SharedValue {
  readonly value: string;
  readonly attempts: BothCounts;
  readonly units: BothCounts;
}

/** Failures beyond the part's own rate of before. */
function extra({ before, during }: BothCounts): number {
  const rate = before.attempts > 0 ? before.failures / before.attempts : 0;
  return during.failures - rate * during.attempts;
}

function added(list: readonly BothCounts[]): BothCounts {
  const sum = (span: "before" | "during", of: "failures" | "attempts"): number =>
    list.reduce((total, one) => total + one[span][of], 0);
  return {
    before: { failures: sum("before", "failures"), attempts: sum("before", "attempts") },
    during: { failures: sum("during", "failures"), attempts: sum("during", "attempts") },
  };
}

/**
 * The values of a column whose attempts failed like the others' but whose units survived, as with a fallback: half as many units failed at most as
 * the failed attempts of others cost.
 *
 * @param values - every value with its attempts and units
 */
export function survivorsOf(column: string, values: readonly SharedValue[]): readonly Survivors[] {
  return values.flatMap((one): readonly Survivors[] => {
    const others = values.filter((other) => other !== one);
    const [attempts, units] = [added(others.map((other) => other.attempts)), added(others.map((other) => other.units))];
    const [ownRate, otherRate] = [one.attempts, attempts].map((counts) => extra(counts) / counts.during.attempts) as [
      number,
      number,
    ];
    if (!(otherRate > 0) || !(ownRate >= FAILED_ALIKE * otherRate)) return [];
    const perFailure = extra(units) / extra(attempts);
    const wouldHave = extra(one.attempts) * perFailure;
    const did = extra(one.units);
    if (!(wouldHave >= LEAST_UNITS) || extra(units) < LEAST_UNITS || did > SURVIVED * wouldHave) return [];
    const error = Math.sqrt(SCATTER * (wouldHave + Math.max(1, one.units.during.failures)));
    if (wouldHave - did < CLEAR_ERRORS * error) return [];
    return [
      {
        where: Object.fromEntries([[column, one.value]]),
        attempts: one.attempts.during.attempts,
        failures: one.attempts.during.failures,
        units: one.units.during.attempts,
        unitFailures: one.units.during.failures,
        wouldHaveFailed: wouldHave + one.units.during.failures - did,
      },
    ];
  });
}

/** One surviving part as a sentence. */
export function survivorSentence(
  { where, attempts, failures, units, unitFailures, wouldHaveFailed }: Survivors,
  names: { readonly attempts: string; readonly units: string },
): string {
  const part = Object.entries(where)
    .map(([column, value]) => `${column} = ${value === "" ? "(empty)" : value}`)
    .join(" and ");
  return `With ${part}, ${names.attempts} failed like the others (${percent(failures / attempts)}), but ${names.units} survived: ${amount(unitFailures)} of ${amount(units)} failed, where about ${amount(Math.round(wouldHaveFailed))} would have elsewhere. That is a fallback, not where the fault sat.`;
}
