import type { UnitProfile } from "../sources/incident-data.js";
import type { Estimate } from "../stats/estimate.js";
import { proportion } from "../stats/rates/proportion.js";
import { unitTotal } from "./unit-ratio.js";

type Test = (unit: UnitProfile) => boolean;

/** The share of calls of one kind among calls of another, as independent calls; `null` without any of the other. */
function share(units: readonly UnitProfile[], kind: Test, among: Test, level: number): Estimate | null {
  const all = unitTotal(units, (unit) => (among(unit) ? 1 : 0));
  if (all === 0) return null;
  return proportion(
    unitTotal(units, (unit) => (among(unit) && kind(unit) ? 1 : 0)),
    all,
    { level },
  );
}

/** The shares of calls on which the explanations rest; `null` where there is no call to take a share of. */
export interface UnitShares {
  readonly calls: number;
  /** Calls that attempted a verb, among all. */
  readonly exposed: Estimate | null;
  /** Calls that dropped, among those with a failed verb. */
  readonly fatality: Estimate | null;
  /** Calls that went on after a failed verb, among those with one. */
  readonly survived: Estimate | null;
  /** Calls with two failed verbs or more, among those with one. */
  readonly repeated: Estimate | null;
  /** Calls without a failed verb, among those that dropped. */
  readonly otherDrops: Estimate | null;
  /** Drops among calls without a failed verb. */
  readonly dropsWithoutFailure: Estimate | null;
}

/** The shares of one span's calls. */
export function unitShares(units: readonly UnitProfile[], level: number): UnitShares {
  const [hasFailure, dropped]: [Test, Test] = [({ failures }) => failures > 0, ({ failed }) => failed];
  return {
    calls: unitTotal(units, () => 1),
    exposed: share(
      units,
      ({ attempts }) => attempts > 0,
      () => true,
      level,
    ),
    fatality: share(units, dropped, hasFailure, level),
    survived: share(units, (unit) => !dropped(unit), hasFailure, level),
    repeated: share(units, ({ failures }) => failures > 1, hasFailure, level),
    otherDrops: share(units, (unit) => !hasFailure(unit), dropped, level),
    dropsWithoutFailure: share(units, dropped, (unit) => !hasFailure(unit), level),
  };
}
