import type { UnitProfile } from "../sources/incident-data.js";
import { studentQuantile } from "../stats/distributions/distributions.js";
import type { Estimate } from "../stats/estimate.js";

type Measure = (unit: UnitProfile) => number;

/** Sum of a measure over all calls. */
export function unitTotal(units: readonly UnitProfile[], measure: Measure): number {
  return units.reduce((sum, unit) => sum + unit.n * measure(unit), 0);
}

/**
 * A ratio of two totals over calls, with the linearised interval on the log scale (calls independent).
 *
 * @returns `null` when the denominator is 0; a numerator of 0 gives [0, −ln(α/2) ÷ denominator]; calls that all look alike
 *   give the limits that one unlike call among −ln(α/2) more would
 */
export function unitRatio(
  units: readonly UnitProfile[],
  numerator: Measure,
  denominator: Measure,
  level: number,
): Estimate | null {
  const calls = unitTotal(units, () => 1);
  const [top, bottom] = [unitTotal(units, numerator), unitTotal(units, denominator)];
  if (bottom === 0) return null;
  const tail = (1 - level) / 2;
  if (top === 0) return { value: 0, interval: [0, -Math.log(tail) / bottom], level };
  if (calls < 2) return { value: top / bottom, interval: [0, Infinity], level };
  const variance =
    unitTotal(units, (unit) => (numerator(unit) / top - denominator(unit) / bottom) ** 2) * (calls / (calls - 1));
  // Calls that all look alike show no variance; one of another kind may still be among those not seen.
  const unseen = Math.log1p(-Math.log(tail) / unitTotal(units, (unit) => (denominator(unit) > 0 ? 1 : 0)));
  const half = variance > 1e-18 ? -studentQuantile(tail, calls - 1) * Math.sqrt(variance) : unseen;
  return { value: top / bottom, interval: [(top / bottom) * Math.exp(-half), (top / bottom) * Math.exp(half)], level };
}
