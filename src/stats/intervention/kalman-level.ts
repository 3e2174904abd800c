import type { Random } from "../random/random.js";
import type { Information } from "./spike-slab.js";

/** A local level with known variances: y_t = μ_t + noise, μ_1 ~ N(start, startVariance), μ_t a random walk. */
export interface LevelModel {
  readonly start: number;
  readonly startVariance: number;
  readonly noise: number;
  readonly walk: number;
}

/**
 * What the data say about regression coefficients once the level is integrated out: a Kalman filter whitens the response and every
 * column alike (the gains depend on the variances only).
 *
 * @param y - response of length n; NaN where missing, which leaves the level to walk on
 * @param design - columns of length n
 */
export function whitenedInformation(
  y: Float64Array,
  design: readonly Float64Array[],
  { start, startVariance, noise, walk }: LevelModel,
): Information {
  const p = design.length;
  const xtx = new Float64Array(p * p);
  const xty = new Float64Array(p);
  const level = new Float64Array(p);
  const e = new Float64Array(p);
  let levelY = start;
  let variance = startVariance;
  for (let t = 0; t < y.length; t++) {
    if (t > 0) variance += walk;
    const value = y[t] as number;
    if (value !== value) continue;
    const f = variance + noise;
    const gain = variance / f;
    const eY = value - levelY;
    levelY += gain * eY;
    for (let i = 0; i < p; i++) {
      const ei = ((design[i] as Float64Array)[t] as number) - (level[i] as number);
      level[i] = (level[i] as number) + gain * ei;
      e[i] = ei;
      const scaled = ei / f;
      xty[i] = (xty[i] as number) + scaled * eY;
      for (let j = 0; j <= i; j++) xtx[i * p + j] = (xtx[i * p + j] as number) + scaled * (e[j] as number);
    }
    variance -= gain * variance;
  }
  for (let i = 0; i < p; i++) for (let j = 0; j < i; j++) xtx[j * p + i] = xtx[i * p + j] as number;
  return { xtx, xty };
}

/**
 * One draw of the whole level given the data (forward filter, backward sampling).
 *
 * @param y - of length n; NaN where missing
 */
export function drawLevel(
  y: Float64Array,
  { start, startVariance, noise, walk }: LevelModel,
  random: Random,
): Float64Array {
  const n = y.length;
  const mean = new Float64Array(n);
  const spread = new Float64Array(n);
  let level = start;
  let variance = startVariance;
  for (let t = 0; t < n; t++) {
    if (t > 0) variance += walk;
    const value = y[t] as number;
    if (value === value) {
      const gain = variance / (variance + noise);
      level += gain * (value - level);
      variance -= gain * variance;
    }
    mean[t] = level;
    spread[t] = variance;
  }
  const path = new Float64Array(n);
  path[n - 1] = random.normal(mean[n - 1] as number, Math.sqrt(spread[n - 1] as number));
  for (let t = n - 2; t >= 0; t--) {
    const gain = (spread[t] as number) / ((spread[t] as number) + walk);
    const centre = (mean[t] as number) + gain * ((path[t + 1] as number) - (mean[t] as number));
    path[t] = random.normal(centre, Math.sqrt((spread[t] as number) * (1 - gain)));
  }
  return path;
}
