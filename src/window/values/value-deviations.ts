import { median, robustDeviation } from "../../stats/robust.js";
import { dayCourse } from "./day-course.js";
import type { WideNoise } from "./edge-weights.js";

/** How far each sample lies from its local and seasonal baseline. */
export interface Deviations {
  readonly values: Float64Array;
  /** Robust standard deviation of ordinary samples. */
  readonly scale: number;
  /** Lag-one autocorrelation of ordinary samples, 0 … .95. */
  readonly autocorrelation: number;
  /** Ordinary samples that lie farther out than the scatter says; unset where few do. */
  readonly wide?: WideNoise | undefined;
}

/** The local baseline is a median over half the series or this many samples on either side, whichever is less. */
const MOST_REACH = 2000;
/** Enough samples for a median; more only cost time. */
const MEDIAN_SAMPLES = 61;
const PERIODS = [24, 48, 96, 144, 168, 288, 1440] as const;
const LEAST_SEASONS = 4;
/** Seasons that a smooth course needs, where the period is given. */
const LEAST_SMOOTH_SEASONS = 1.5;
/** A period of fewer samples has no room for waves. */
const LEAST_WAVED = 12;
/** A season is believed when it takes this share off the ordinary samples' absolute deviations. */
const LEAST_SHARE = 0.25;
/** The largest deviations are left out of that share: they are what is looked for. */
const ORDINARY = 0.85;

/** Missing samples on the straight line between their neighbours, so that seasons stay in step. */
export function filled(values: readonly (number | null)[]): Float64Array {
  const known = values.flatMap((value, i) => (value === null ? [] : [i]));
  const out = new Float64Array(values.length);
  let next = 0;
  for (let i = 0; i < values.length; i++) {
    while (next < known.length && (known[next] as number) < i) next += 1;
    const right = known[Math.min(next, known.length - 1)] as number;
    const left = (known[next] === i ? i : known[Math.max(0, next - 1)]) as number;
    const share = right > left && i > left ? Math.min(1, (i - left) / (right - left)) : 0;
    out[i] = (values[left] as number) * (1 - share) + (values[right] as number) * share;
  }
  return out;
}

function localMedians(values: Float64Array): Float64Array {
  const n = values.length;
  const reach = Math.min(MOST_REACH, Math.max(12, n >> 1));
  const stride = Math.max(1, Math.floor((2 * reach + 1) / MEDIAN_SAMPLES));
  // Medians on a lattice: between its points a median over so many samples barely moves.
  const lattice = Math.max(1, Math.floor(reach / 100));
  const out = new Float64Array(n);
  for (let i = 0; i < n; i += lattice) {
    const picked: number[] = [];
    for (let t = Math.max(0, i - reach); t <= Math.min(n - 1, i + reach); t += stride) picked.push(values[t] as number);
    out.fill(median(picked), i, Math.min(n, i + lattice));
  }
  return out;
}

/** Sum of the ordinary samples' absolute values. */
function ordinarySum(values: Float64Array): number {
  const sorted = values.map(Math.abs).sort();
  return sorted.subarray(0, Math.floor(sorted.length * ORDINARY)).reduce((a, b) => a + b, 0);
}

function withoutSeason(values: Float64Array, period: number): Float64Array {
  const groups: number[][] = Array.from({ length: period }, () => []);
  values.forEach((value, i) => (groups[i % period] as number[]).push(value));
  const pattern = groups.map((group) => median(group));
  return values.map((value, i) => value - (pattern[i % period] as number));
}

const difference = (values: Float64Array, level: Float64Array): Float64Array =>
  values.map((value, t) => value - (level[t] as number));

/** What a smooth course of the given period leaves; none where there are too few seasons for one. */
function smoothSeason(whole: Float64Array, period: number | undefined): Float64Array[] {
  if (period === undefined || period < LEAST_WAVED || whole.length < LEAST_SMOOTH_SEASONS * period) return [];
  const rest = difference(whole, dayCourse(whole, period));
  return [difference(rest, localMedians(rest))];
}

/** The values less a smooth course of a day, where a period is given, there are seasons enough and the course takes a part off what samples scatter by; else the values. */
export function withoutDayCourse(
  values: readonly (number | null)[],
  period: number | undefined,
): readonly (number | null)[] {
  if (period === undefined || period < LEAST_WAVED || values.length < LEAST_SMOOTH_SEASONS * period) return values;
  const whole = filled(values);
  const course = dayCourse(whole, period);
  const middle = median(whole);
  const before = ordinarySum(whole.map((value) => value - middle));
  if (1 - ordinarySum(difference(whole, course)) / before <= LEAST_SHARE) return values;
  return values.map((value, t) => (value === null ? null : value - (course[t] as number)));
}

function seasonless(whole: Float64Array, period: number | undefined): Float64Array {
  const values = difference(whole, localMedians(whole));
  const fits = (p: number): boolean => p >= 2 && values.length >= LEAST_SEASONS * p;
  const before = ordinarySum(values);
  const patterned = (period === undefined ? [...PERIODS] : [period]).filter(fits).map((p) => withoutSeason(values, p));
  const tried = [...patterned, ...smoothSeason(whole, period)].map((rest) => ({
    rest,
    share: 1 - ordinarySum(rest) / before,
  }));
  const [best] = tried.sort((a, b) => b.share - a.share);
  return best && best.share > LEAST_SHARE ? best.rest : values;
}

/** Shares of the smallest deviations that the scatter is taken from where most samples do not move at all. */
const STILL_SHARES = [0.85, 0.95] as const;
/** A series that never moves but in its events: as much of its level is below what its unit could show. */
const RESOLUTION = 1e-3;
/** The same for a series that rests at 0: a part of its smallest departure. */
const STILL_PARTS = 20;

/** Scatter of ordinary samples: the median deviation, or the mean of the smaller ones where that is 0, so that the events themselves do not set it. */
function ordinaryScale(rest: Float64Array, whole: Float64Array): number {
  const scale = robustDeviation(rest);
  if (scale > 0) return scale;
  const sizes = rest.map(Math.abs).sort();
  for (const share of STILL_SHARES) {
    const some = sizes.subarray(0, Math.floor(share * sizes.length));
    const mean = some.reduce((a, b) => a + b, 0) / Math.max(1, some.length);
    if (mean > 0) return mean;
  }
  const smallest = sizes.find((size) => size > 0) ?? 0;
  const level = Math.abs(median(whole));
  return level > 0 ? Math.min(smallest, RESOLUTION * level) : smallest / STILL_PARTS;
}

/** Lag-one autocorrelation of the samples that are kept, far ones held back. */
function autocorrelationOf(values: Float64Array, scale: number, kept?: Uint8Array): number {
  let [cross, square] = [0, 0];
  const clipped = values.map((value) => Math.max(-3 * scale, Math.min(3 * scale, value)));
  clipped.forEach((value, i) => {
    if (kept && !kept[i]) return;
    square += value * value;
    if (i > 0 && (!kept || kept[i - 1])) cross += value * (clipped[i - 1] as number);
  });
  return square > 0 ? Math.max(0, Math.min(0.95, cross / square)) : 0;
}

/** A sample farther out than so many deviations is a far one. */
const FAR = 4;
/** Fewer far ones than this share are what heavy tails hold anyway. */
const LEAST_FAR = 0.01;

/** Ordinary samples that lie far out: a service that is at 100 % but for a small dip now and then has many. */
function wideNoise(ordinary: Float64Array, scale: number): WideNoise | undefined {
  const far = ordinary.map(Math.abs).filter((size) => size > FAR * scale);
  const share = far.length / ordinary.length;
  return share < LEAST_FAR ? undefined : { share, scale: median(far) };
}

/** Fewer ordinary samples than this leave the noise as it was estimated from all. */
const LEAST_ORDINARY = 6;

/** The same deviations with the noise of the ordinary samples alone: events would add to its scatter and to what neighbours share. */
export function withOrdinaryNoise(deviations: Deviations, ordinary: Uint8Array): Deviations {
  const kept = deviations.values.filter((_value, t) => ordinary[t]);
  if (kept.length < LEAST_ORDINARY) return deviations;
  const scale = robustDeviation(kept) || deviations.scale;
  return {
    ...deviations,
    scale,
    wide: wideNoise(kept, scale),
    autocorrelation: autocorrelationOf(deviations.values, scale, ordinary),
  };
}

/**
 * Deviations from a median over the neighbourhood and, where the series shows one, a season (given, or an hour, day or week in usual steps).
 *
 * @returns `undefined` for a series without variation or without samples
 */
export function valueDeviations(values: readonly (number | null)[], period?: number): Deviations | undefined {
  if (!values.some((value) => value !== null)) return undefined;
  const whole = filled(values);
  const rest = seasonless(whole, period);
  const spread = rest.reduce((sum, value) => sum + Math.abs(value), 0) / rest.length;
  if (!(spread > 0)) return undefined;
  const scale = ordinaryScale(rest, whole);
  const kept = rest.map((value, i) => (values[i] === null ? 0 : value));
  return { values: kept, scale, autocorrelation: autocorrelationOf(kept, scale) };
}
