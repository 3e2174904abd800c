import type { BreakdownCount } from "../sources/incident-data.js";
import { homogeneityTest } from "../stats/rates/homogeneity.js";
import { holm } from "../stats/rates/multiplicity.js";
import { proportionDifference } from "../stats/rates/proportion-difference.js";
import { proportion } from "../stats/rates/proportion.js";
import type { Breakdown, BreakdownRow } from "./rate-finding.js";

/** One dimension's counts inside the window and in the baseline. */
export interface BreakdownInput {
  readonly dimension: string;
  readonly window: readonly BreakdownCount[];
  readonly baseline: readonly BreakdownCount[];
}

/** Limits that clustering widens: as many attempts as the design effect leaves. */
function thinned({ failures, attempts }: BreakdownCount, designEffect: number): [number, number] {
  const effective = Math.max(1, Math.round(attempts / designEffect));
  return [Math.min(effective, Math.round((failures / attempts) * effective)), effective];
}

function breakdownRow(
  counts: BreakdownCount,
  baseline: BreakdownCount | undefined,
  designEffect: number,
  level: number,
  adjustedP: number,
): BreakdownRow {
  const inside = thinned(counts, designEffect);
  const value = counts.failures / counts.attempts;
  const excess =
    baseline && baseline.attempts > 0 ? proportionDifference(inside, thinned(baseline, designEffect), { level }) : null;
  return {
    value: counts.value,
    failures: counts.failures,
    attempts: counts.attempts,
    rate: { ...proportion(...inside, { level }), value },
    baseline: { failures: baseline?.failures ?? 0, attempts: baseline?.attempts ?? 0 },
    excess: excess && baseline ? { ...excess, value: value - baseline.failures / baseline.attempts } : null,
    adjustedP,
  };
}

/**
 * The window's failure rate by the values of one dimension.
 *
 * Each value is tested against the rest, p-values adjusted by Holm, and all values against one shared rate. The source's
 * design effect, when more than 1, widens the intervals and shrinks the statistics.
 *
 * @returns rows with at least one attempt in the window, most failures first
 */
export function rateBreakdown(input: BreakdownInput, designEffect: number | null, level: number): Breakdown {
  const inflation = Math.max(1, designEffect ?? 1);
  const counts = input.window.filter(({ attempts }) => attempts > 0);
  const baseline = new Map(input.baseline.map((row) => [row.value, row]));
  const attempts = counts.reduce((sum, row) => sum + row.attempts, 0);
  const failures = counts.reduce((sum, row) => sum + row.failures, 0);
  const adjusted = holm(
    counts.map((row) => {
      const rest = { failures: failures - row.failures, attempts: attempts - row.attempts };
      return homogeneityTest([row, rest], { designEffect: inflation }).p;
    }),
  );
  const rows = counts
    .map((row, index) => breakdownRow(row, baseline.get(row.value), inflation, level, adjusted[index] as number))
    .sort((a, b) => b.failures - a.failures || (a.value < b.value ? -1 : 1));
  return { dimension: input.dimension, rows, homogeneityP: homogeneityTest(counts, { designEffect: inflation }).p };
}
