import { proportionLimits } from "../../stats/rates/proportion-limits.js";
import type { Estimate } from "../../stats/estimate.js";
import type { OutcomeCounts } from "../outage.js";

/** Fewer bins say nothing of how much they scatter. */
const LEAST_BINS = 5;

/** Pooled counts of some bins. */
export interface PooledShare {
  readonly failures: number;
  readonly attempts: number;
  /** Variance between bins over that of independent attempts, ≥ 1: what bins share (a cluster, a slow minute) makes attempts worth less. */
  readonly designEffect: number;
}

/** The failures and attempts of the bins that are included, with the scatter between them. */
export function pooledShare({ failures, attempts }: OutcomeCounts, included: readonly boolean[]): PooledShare {
  let [f, n] = [0, 0];
  included.forEach((yes, bin) => {
    if (!yes) return;
    f += failures[bin] as number;
    n += attempts[bin] as number;
  });
  const share = n > 0 ? f / n : 0;
  let [squares, bins] = [0, 0];
  included.forEach((yes, bin) => {
    const tried = attempts[bin] as number;
    if (!yes || tried === 0) return;
    bins += 1;
    squares += ((failures[bin] as number) - tried * share) ** 2 / tried;
  });
  const variance = share * (1 - share);
  const scatter = bins >= LEAST_BINS && variance > 0 ? squares / variance / (bins - 1) : 1;
  return { failures: f, attempts: n, designEffect: Math.max(1, scatter) };
}

/** Limits of a share seen in so many attempts, each worth 1 ÷ design effect of an independent one. */
export function shareLimits(
  share: number,
  attempts: number,
  designEffect: number,
  level: number,
): readonly [number, number] {
  if (attempts === 0) return [0, 1];
  const effective = Math.max(1, attempts / designEffect);
  return proportionLimits(share * effective, effective, "wilson", level);
}

/** A pooled share with its interval. */
export function shareEstimate({ failures, attempts, designEffect }: PooledShare, level: number): Estimate {
  const value = attempts > 0 ? failures / attempts : 0;
  return { value, interval: shareLimits(value, attempts, designEffect, level), level };
}
