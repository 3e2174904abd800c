/** One posterior draw of the mechanism; all pressures are natural logarithms of load ÷ capacity. */
export interface WhatIfDraw {
  /** Pressure on the fleet at the plateau's middle, at its mean load and the capacity before any was added. */
  readonly pressure: number;
  /** Change of pressure per hour that neither load nor capacity explains. */
  readonly slope: number;
  /** Pressure per logarithm of load; below 1 where the collector takes a share of its own. */
  readonly load: number;
  /** Pressure taken off per logarithm of capacity. */
  readonly capacity: number;
  /** How sharply failures set in when load passes capacity. */
  readonly sharpness: number;
  /** Extra load that failures cause (retries), as a share of the failed. */
  readonly retry: number;
  /** Bins until added capacity is felt (exponential). */
  readonly delay: number;
  /** A recovery of its own: first bin (counted from `onset`) and length; beyond the end = none. */
  readonly recoveryStart: number;
  readonly recoveryLength: number;
  /** Excess share below which the overflow no longer feeds itself, and bins from there to the fall; `null`: the recovery is bound to its time. */
  readonly sustain: number | null;
  readonly sustainDelay: number;
  /** Share of the excess that is the collector's doing, 0…1, and bins until the fleet is rid of it once it stops. */
  readonly collector: number;
  readonly drain: number;
}

/** The fitted mechanism of one incident, from its onset to its recovery: plain data. */
export interface WhatIfParameters {
  /** Epoch milliseconds of bin 0 (the onset) and seconds per bin. */
  readonly startMs: number;
  readonly stepSeconds: number;
  readonly attempts: readonly number[];
  /** Observed failure share, 0…1; `null` without attempts. */
  readonly share: readonly (number | null)[];
  readonly baseline: number;
  /** First bin after the onset's ramp. */
  readonly settled: number;
  /** Logarithm of load, smoothed over five bins, relative to the plateau's mean. */
  readonly logLoad: readonly number[];
  /** Capacity as it was, relative to before any was added (1 = that, always > 0), and when the adding began (bin; `null` = none known). */
  readonly capacity: readonly number[];
  readonly addedFrom: number | null;
  /** Bin of the plateau's middle, where `slope` turns. */
  readonly middle: number;
  /** Bins by which a larger buffer would have put off the overflow, per doubling; `null` where no fill was measured. */
  readonly bufferBins: number | null;
  readonly draws: readonly WhatIfDraw[];
}

/** The action that is assumed instead; every field has a neutral default. */
export interface WhatIfAction {
  /** Bins by which all capacity comes earlier; default 0. */
  readonly earlier?: number;
  /** Factor on the capacity added; default 1. */
  readonly added?: number;
  /** All capacity at once from this bin; default as it came. */
  readonly atOnce?: number | null;
  /** Collector off from this bin; default never. */
  readonly collectorOff?: number | null;
  /** Buffer this many times as large; default 1. */
  readonly buffer?: number;
}

/** Failure share of a fleet under pressure ρ = load ÷ capacity: near 0 below 1, 1 − 1/ρ above, the corner rounded. */
function loss(pressure: number, sharpness: number): number {
  const x = sharpness * pressure;
  return -Math.expm1(-(x > 30 ? x : Math.log1p(Math.exp(x))) / sharpness);
}

/** The loss with the load that its own failures add: two rounds, then extrapolated to the fixed point. */
function lossWithRetries(pressure: number, { sharpness, retry }: WhatIfDraw): number {
  if (sharpness * (pressure + retry) < -9) return 0;
  const first = loss(pressure, sharpness);
  const second = loss(pressure + Math.log1p(retry * first), sharpness);
  const third = loss(pressure + Math.log1p(retry * second), sharpness);
  const bend = second - first - (third - second);
  return bend > 1e-9 ? Math.min(0.99, first + (second - first) ** 2 / bend) : third;
}

/** Capacity under an action, relative to before any was added, bin by bin. */
function actedCapacity(
  { capacity, addedFrom }: WhatIfParameters,
  { earlier = 0, added = 1, atOnce = null }: WhatIfAction,
): number[] {
  const n = capacity.length;
  const full = capacity.reduce((top, value) => Math.max(top, value), 1);
  return capacity.map((_, t) => {
    let value = capacity[Math.min(n - 1, Math.max(0, t + Math.round(earlier)))] as number;
    if (addedFrom !== null && t + earlier < addedFrom) value = 1;
    if (atOnce !== null && t >= atOnce) value = Math.max(value, full);
    return 1 + added * (value - 1);
  });
}

/**
 * Excess failure share of one draw under a course of capacity.
 *
 * @param tipping - let the recovery follow `sustain` instead of its time; the course that was is fitted with `false`
 */
export function excessCourse(
  parameters: WhatIfParameters,
  draw: WhatIfDraw,
  capacity: readonly number[],
  tipping = false,
): Float64Array {
  const { logLoad, middle, stepSeconds } = parameters;
  const n = logLoad.length;
  const keep = draw.delay < 0.05 ? 0 : Math.exp(-1 / draw.delay);
  const out = new Float64Array(n);
  const bound = tipping && draw.sustain !== null;
  let felt = Math.log(capacity[0] ?? 1);
  let start = bound ? Infinity : draw.recoveryStart;
  for (let t = 0; t < n; t++) {
    felt = keep * felt + (1 - keep) * Math.log(capacity[t] as number);
    const own = Math.min(1, Math.max(0, 1 - (t - start) / Math.max(1, draw.recoveryLength)));
    if (own === 0) continue;
    const pressure =
      draw.pressure +
      (draw.slope * (t - middle) * stepSeconds) / 3600 +
      draw.load * (logLoad[t] as number) -
      draw.capacity * felt;
    const full = lossWithRetries(pressure, draw);
    if (bound && start === Infinity && t >= parameters.settled && full < (draw.sustain as number))
      start = t + draw.sustainDelay;
    out[t] = full * own;
  }
  return out;
}

/** Factor on the excess from switching the collector off. */
function collectorFactor(draw: WhatIfDraw, collectorOff: number | null, t: number): number {
  return collectorOff === null || t < collectorOff
    ? 1
    : 1 - draw.collector * -Math.expm1(-(t - collectorOff + 1) / draw.drain);
}

/** The share with the overflow put off by a larger buffer: the onset's course comes later, the plateau is as it was. */
function postponed({ share, baseline, bufferBins, settled }: WhatIfParameters, buffer: number): (number | null)[] {
  const late = bufferBins === null ? 0 : Math.round(bufferBins * Math.log2(Math.max(1, buffer)));
  return share.map((value, t) => {
    if (value === null || t >= settled + late) return value;
    return t < late ? Math.min(value, baseline) : Math.min(value, share[t - late] ?? value);
  });
}

/**
 * The failure share per bin had something else been done, under one draw of the fitted mechanism.
 *
 * The observed excess over the baseline is scaled by the ratio of the mechanism with the action to the mechanism without, so that what the
 * mechanism does not explain stays in the series. No action adds failures: the ratio is at most 1.
 *
 * @returns shares 0…1 from the onset on; the observed ones under the neutral action
 */
export function whatIfModel(parameters: WhatIfParameters, action: WhatIfAction, draw: WhatIfDraw): number[] {
  const { baseline, capacity } = parameters;
  const as = excessCourse(parameters, draw, capacity);
  const changed = excessCourse(parameters, draw, actedCapacity(parameters, action), true);
  return postponed(parameters, action.buffer ?? 1).map((observed, t) => {
    const value = observed ?? baseline;
    const ratio =
      Math.min(1, ((changed[t] as number) + 1e-4) / ((as[t] as number) + 1e-4)) *
      collectorFactor(draw, action.collectorOff ?? null, t);
    return Math.min(1, Math.max(0, baseline + (value - baseline) * ratio));
  });
}

/** Failures avoided by an action under one draw, in attempts; bins without attempts carry none. */
export function failuresAvoided(parameters: WhatIfParameters, action: WhatIfAction, draw: WhatIfDraw): number {
  const changed = whatIfModel(parameters, action, draw);
  let sum = 0;
  parameters.share.forEach((observed, t) => {
    if (observed !== null) sum += (parameters.attempts[t] as number) * (observed - (changed[t] as number));
  });
  return sum;
}
