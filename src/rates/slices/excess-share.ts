import { gammaQuantile, normalQuantile } from "../../stats/distributions/distributions.js";
import type { Estimate } from "../../stats/estimate.js";
import { proportionLimits } from "../../stats/rates/proportion-limits.js";
import { type CellSums, expectedVariance } from "./excess-model.js";

const bounded = (share: number): number => Math.min(1, Math.max(0, share));

function excessVariance(sums: CellSums, dispersion: number, priorFailures: number): number {
  const { failures, attempts } = sums;
  if (!(attempts > 0)) return 0;
  const smoothed = (failures + 0.5) / (attempts + 1);
  return dispersion * (attempts * smoothed * (1 - smoothed) + expectedVariance(sums, priorFailures));
}

/**
 * The share of the excess that lies in a part, by Fieller: the shares that the part's and the rest's excess do not contradict.
 *
 * @returns a share bounded to 0…1; the interval is all of it where the excess itself is not clear
 */
export function excessShare(
  part: CellSums,
  rest: CellSums,
  dispersion: number,
  priorFailures: number,
  level: number,
): Estimate {
  const [own, other] = [part.failures - part.expected, rest.failures - rest.expected];
  const [ownVariance, otherVariance] = [part, rest].map((sums) => excessVariance(sums, dispersion, priorFailures)) as [
    number,
    number,
  ];
  const total = own + other;
  const square = normalQuantile((1 + level) / 2) ** 2;
  // (own − θ total)² ≤ z² ((1 − θ)² V(own) + θ² V(other)), a parabola in θ
  const a = total ** 2 - square * (ownVariance + otherVariance);
  const b = own * total - square * ownVariance;
  const c = own ** 2 - square * ownVariance;
  const root = b * b - a * c;
  const value = bounded(total > 0 ? own / total : own > 0 ? 1 : 0);
  if (a <= 0 || root < 0) return { value, interval: [0, 1], level };
  const half = Math.sqrt(root);
  return { value, interval: [bounded((b - half) / a), bounded((b + half) / a)], level };
}

/** A rate with the interval that scatter widens. */
export function scatteredRate({ failures, attempts }: CellSums, dispersion: number, level: number): Estimate {
  const [low, high] = proportionLimits(failures / dispersion, attempts / dispersion, "wilson", level);
  return { value: failures / attempts, interval: [low, high], level };
}

/** The expected rate of a part, as certain as the failures of before that it rests on. */
export function expectedRate(
  { attempts, expected, before }: CellSums,
  dispersion: number,
  priorFailures: number,
  level: number,
): Estimate {
  const shape = (before + priorFailures) / dispersion;
  const limit = (p: number): number => bounded(((expected / attempts) * gammaQuantile(p, shape)) / shape);
  return { value: expected / attempts, interval: [limit((1 - level) / 2), limit((1 + level) / 2)], level };
}
