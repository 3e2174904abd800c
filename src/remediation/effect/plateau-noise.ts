import type { Shares } from "./outage-phases.js";

/** Noise of the failure share around a course: standard deviation per bin, lag-one correlation, and on how many bins that rests. */
export interface PlateauNoise {
  readonly sd: readonly number[];
  readonly rho: number;
  readonly freedom: number;
}

/** Share of the excess by which a course may miss what happened, beside sampling noise. */
const MISFIT = 0.04;

/**
 * Over-dispersion and lag-one correlation of the plateau in `[first, from)`, the correlation corrected for its small-sample bias and held
 * to 0 … .9. A straight trend is taken out first, so that a drift is not mistaken for correlation.
 */
export function plateauNoise(shares: Shares, first: number, from: number, baseline: number): PlateauNoise {
  const seen: [t: number, value: number][] = [];
  for (let t = first; t < from; t++) if (shares.share[t] != null) seen.push([t, shares.share[t] as number]);
  const n = seen.length;
  const meanT = seen.reduce((sum, [t]) => sum + t, 0) / n;
  const mean = seen.reduce((sum, [, value]) => sum + value, 0) / n;
  const squares = seen.reduce((sum, [t]) => sum + (t - meanT) ** 2, 0);
  const slope = n > 12 ? seen.reduce((sum, [t, value]) => sum + (t - meanT) * (value - mean), 0) / squares : 0;
  const excess = mean - baseline;
  // What is left after a fall is known better than the height of a plateau: the misfit shrinks with the level, as a count's error does.
  const sd = shares.variance.map((v, t) => {
    const near = shares.share.slice(Math.max(0, t - 2), t + 3).filter((value): value is number => value !== null);
    const local = near.reduce((sum, value) => sum + value, 0) / Math.max(1, near.length) - baseline;
    return Math.sqrt(v + MISFIT ** 2 * excess * Math.min(excess, Math.max(0.03 * excess, local)));
  });
  const z = seen.map(([t, value]) => (value - mean - slope * (t - meanT)) / (sd[t] as number));
  const ss = z.reduce((sum, value) => sum + value * value, 0);
  let cross = 0;
  for (let i = 1; i < n; i++) cross += (z[i] as number) * (z[i - 1] as number);
  const raw = ss > 0 ? cross / ss : 0;
  const freedom = Math.max(1, n - (n > 12 ? 2 : 1));
  const scale = Math.sqrt(Math.max(1, ss / freedom));
  return { sd: sd.map((value) => value * scale), rho: Math.min(0.9, Math.max(0, raw + (1 + 3 * raw) / n)), freedom };
}

/** Weight of the prior that load leaves the failure share alone: standard deviation of the coefficient around 0. */
const LOAD_PRIOR_SD = 2;

/**
 * Failure shares as they would be at the plateau's mean load: the excess divided by 1 + c · ln(load ÷ mean), c from the plateau in
 * `[first, from)` beside a straight trend, shrunk towards 0, the factor held to .6 … 1.7. A fleet near its limit turns each swing
 * of load into one of failures; taking that out lets the rest be seen.
 */
export function loadAdjusted(
  shares: Shares,
  attempts: readonly number[],
  first: number,
  from: number,
  baseline: number,
): Shares {
  const bins: { readonly t: number; readonly y: number; readonly x: number }[] = [];
  const mean = attempts.slice(first, from).reduce((sum, count) => sum + count, 0) / Math.max(1, from - first);
  const logLoad = (t: number): number => Math.log(Math.max(0.2 * mean, attempts[t] as number) / mean);
  for (let t = first; t < from; t++)
    if (shares.share[t] != null) bins.push({ t, y: (shares.share[t] as number) - baseline, x: logLoad(t) });
  const n = bins.length;
  const average = (value: (bin: (typeof bins)[number]) => number): number =>
    bins.reduce((sum, bin) => sum + value(bin), 0) / Math.max(1, n);
  const excess = average(({ y }) => y);
  if (n < 12 || !(excess > 0)) return shares;
  const [mt, mx] = [average(({ t }) => t), average(({ x }) => x)];
  const tt = average(({ t }) => (t - mt) ** 2);
  const detrend = (value: (bin: (typeof bins)[number]) => number, centre: number): number[] => {
    const slope = average((bin) => (bin.t - mt) * value(bin)) / tt;
    return bins.map((bin) => value(bin) - centre - slope * (bin.t - mt));
  };
  const y = detrend((bin) => bin.y, excess);
  const x = detrend((bin) => bin.x, mx);
  const xx = x.reduce((sum, value) => sum + value * value, 0);
  const xy = x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
  const rest = y.reduce((sum, value) => sum + value * value, 0) / n / excess ** 2;
  const c = xy / excess / (xx + rest / LOAD_PRIOR_SD ** 2);
  if (!Number.isFinite(c)) return shares;
  const factor = attempts.map((_, t) => Math.min(1.7, Math.max(0.6, 1 + c * logLoad(t))));
  return {
    share: shares.share.map((value, t) =>
      value === null ? null : baseline + (value - baseline) / (factor[t] as number),
    ),
    variance: shares.variance.map((value, t) => value / (factor[t] as number) ** 2),
  };
}
