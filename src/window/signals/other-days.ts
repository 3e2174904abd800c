import { DAY_SECONDS } from "../../time/units.js";
import { median, robustDeviation } from "../../stats/robust.js";
import type { OutageWindow } from "../outage.js";
import { filled } from "../values/value-deviations.js";

/** Fewer other days than this do not show what a day's course is. */
const LEAST_DAYS = 3;
/** From so many other days on their scatter is taken robustly; with fewer, from the farthest of them. */
const MANY_DAYS = 7;
/** How many robust deviations of the other days, or multiples of the farthest of few, a stretch must lie apart. */
const APART = { deviations: 4, farthest: 2 } as const;
/** Standard errors of its own counts by which a stretch must lie apart. */
const OWN_ERRORS = 3.5;
/** The time beside a stretch that its level is compared with, in shares of a day: its own length, within these limits. */
const BESIDE = { least: 1 / 48, most: 1 / 8 } as const;

/** A stretch of this share of a day is as long as a weekend's own course. */
const LONG_STRETCH = 1 / 4;

/** A stretch against the time beside it. */
interface Contrast {
  readonly value: number;
  /** Its standard error from counting alone, if it were as usual. */
  readonly errorAt: (usual: number) => number;
}

/** A stretch and the time beside it, as samples; missing ones are left out. */
type ContrastOf = (inside: readonly number[], beside: readonly number[]) => Contrast | null;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Counts, by the logarithm of their ratio. One half is added to each, so that an empty stretch has one too. */
export const countContrast: ContrastOf = (inside, beside) => {
  const [a, b] = [mean(inside) * inside.length + 0.5, mean(beside) * beside.length + 0.5];
  if (b <= 1 && a <= 1) return null;
  const expected = (usual: number): number => Math.max(0.5, (Math.exp(usual) * b * inside.length) / beside.length);
  return {
    value: Math.log(a / inside.length / (b / beside.length)),
    errorAt: (usual) => Math.sqrt(1 / expected(usual) + 1 / b),
  };
};

/** Measured values, by their difference. */
export const valueContrast: ContrastOf = (inside, beside) => ({ value: mean(inside) - mean(beside), errorAt: () => 0 });

function samples(values: readonly (number | null)[], from: number, to: number): number[] {
  return values.slice(Math.max(0, from), Math.max(0, to)).filter((value): value is number => value !== null);
}

/** How far a day may lie from the middle of the other days and still be one of them. Of few days the farthest is left out: it may have an outage of its own. */
function spreadOf(others: readonly number[], usual: number): number {
  if (others.length >= MANY_DAYS) return APART.deviations * robustDeviation(others);
  const far = others.map((value) => Math.abs(value - usual)).sort((a, b) => a - b);
  return APART.farthest * (far[others.length > LEAST_DAYS ? far.length - 2 : far.length - 1] as number);
}

/** True if a bin lies on a Saturday or Sunday, in UTC; 1 January 1970 was a Thursday. */
const isWeekend = ({ startMs, stepSeconds }: TimedValues, bin: number): boolean =>
  [0, 6].includes((Math.floor((startMs / 1000 + bin * stepSeconds) / DAY_SECONDS) + 4) % 7);

/** Samples on one spacing, `null` where there is none. */
export interface TimedValues {
  readonly startMs: number;
  readonly stepSeconds: number;
  readonly values: readonly (number | null)[];
}

/**
 * The windows that are no part of a day's ordinary course: each stretch, held against the time just beside it, is compared with the same hours of every other
 * day. A working day that begins at once is so on other days too; traffic that went missing is not. A weekend is compared with the other weekend days as
 * well, and where there is none, a stretch of a quarter of it or more says nothing.
 *
 * With fewer than three other days, and where the spacing does not divide a day, every window stays.
 */
export function apartFromOtherDays(
  series: TimedValues,
  windows: readonly OutageWindow[],
  contrastOf: ContrastOf,
): readonly OutageWindow[] {
  const { values, stepSeconds } = series;
  const period = DAY_SECONDS / stepSeconds;
  if (!Number.isInteger(period) || period < 2) return windows;
  return windows.filter(({ onset, recovery, excess }) => {
    const length = recovery - onset;
    const beside = Math.round(Math.min(BESIDE.most * period, Math.max(BESIDE.least * period, length)));
    const at = (shift: number): Contrast | null => {
      const [from, to] = [onset + shift, recovery + shift];
      const inside = samples(values, from, to);
      const around = [...samples(values, from - beside, from), ...samples(values, to, to + beside)];
      return inside.length < length / 2 || around.length < beside / 2 ? null : contrastOf(inside, around);
    };
    const own = at(0);
    if (own === null) return true;
    const others: { readonly value: number; readonly weekend: boolean }[] = [];
    const days = Math.ceil(values.length / period);
    for (let day = -days; day <= days; day += 1) {
      const shift = day * period;
      if (Math.abs(shift) < Math.max(1, length) || onset + shift < 0 || recovery + shift > values.length) continue;
      const other = at(shift);
      if (other !== null) others.push({ value: other.value, weekend: isWeekend(series, onset + shift) });
    }
    if (others.length < LEAST_DAYS) return true;
    const all = others.map(({ value }) => value);
    const usual = median(all);
    const least = Math.max(spreadOf(all, usual), OWN_ERRORS * own.errorAt(usual));
    const isApart = (value: number): boolean => (own.value - value) * Math.sign(excess) > least;
    if (!isApart(usual)) return false;
    if (!isWeekend(series, onset)) return true;
    const alike = others.filter(({ weekend }) => weekend);
    return alike.length > 0 ? alike.every(({ value }) => isApart(value)) : length < LONG_STRETCH * period;
  });
}

/** Fewer days of a kind than this have no middle that one odd day leaves alone. */
const LEAST_OF_KIND = 3;
/** Minutes on either side over which a day's course is smoothed at most: it moves over hours, and quiet traffic is whole numbers. */
const SMOOTH_MINUTES = 15;
/** So many attempts are smooth enough: what opens at once is not smeared. */
const SMOOTH_ATTEMPTS = 40;

/** A day may be busier or quieter than the others of its kind by this factor as a whole; more than that is a departure. */
const BUSIER = 1.4;

function movingMean(values: Float64Array, reach: number): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, i) => {
    sums[i + 1] = (sums[i] as number) + value;
  });
  return values.map((_, i) => {
    const [from, to] = [Math.max(0, i - reach), Math.min(values.length, i + reach + 1)];
    return ((sums[to] as number) - (sums[from] as number)) / (to - from);
  });
}

/** A day of a kind with too few others follows the other kind's course if it lies no farther from it than this times what days lie from the course of their own kind. */
const ALIKE = 1.5;

type Course = readonly (number | null)[];

/** The days of a series, as numbers, with their bins. */
function binsByDay({ startMs, stepSeconds, values }: TimedValues): ReadonlyMap<number, readonly number[]> {
  const days = new Map<number, number[]>();
  values.forEach((_, bin) => {
    const day = Math.floor((startMs / 1000 + bin * stepSeconds) / DAY_SECONDS);
    days.set(day, [...(days.get(day) ?? []), bin]);
  });
  return days;
}

/** A course times what each day as a whole is busier or quieter. */
function scaledByDay(course: Course, smooth: Float64Array, days: Iterable<readonly number[]>): Course {
  const scaled = [...course];
  for (const bins of days) {
    const ratios = bins.flatMap((bin) => {
      const usual = course[bin];
      return typeof usual === "number" && usual > 0 ? [(smooth[bin] as number) / usual] : [];
    });
    if (ratios.length === 0) continue;
    const factor = Math.min(BUSIER, Math.max(1 / BUSIER, median(ratios)));
    for (const bin of bins) scaled[bin] = course[bin] == null ? null : (course[bin] as number) * factor;
  }
  return scaled;
}

/** Bins with less than this share of a day's busiest one say little of how the day goes. */
const BUSY_SHARE = 0.1;

/** How far a day's busier bins usually lie from a course, in square roots; `null` where the course has none of them. */
function distanceFrom(course: Course, smooth: Float64Array, bins: readonly number[]): number | null {
  const least = BUSY_SHARE * bins.reduce((most, bin) => Math.max(most, course[bin] ?? 0), 0);
  const distances = bins.flatMap((bin) => {
    const usual = course[bin];
    return typeof usual === "number" && usual >= least
      ? [Math.abs(Math.sqrt(smooth[bin] as number) - Math.sqrt(usual))]
      : [];
  });
  return distances.length === 0 ? null : median(distances);
}

/** Bins on either side over which busy bins are smoothed. */
function smoothReach(values: readonly (number | null)[], stepSeconds: number): number {
  const busy = values.filter((n): n is number => n !== null && n > 0);
  const needed = busy.length === 0 ? 0 : Math.ceil((SMOOTH_ATTEMPTS / mean(busy) - 1) / 2);
  return Math.max(0, Math.min(needed, Math.round((60 * SMOOTH_MINUTES) / stepSeconds)));
}

/**
 * The course that a day of its kind (working day or weekend) usually takes, per bin: the median, over the days of that kind, of the counts around the same time
 * of day, times what this day as a whole is busier or quieter. A day of a kind of which there are fewer than three others has the course of all days, if it
 * follows that as closely as days follow their own kind's; else `null`.
 *
 * @returns `undefined` where no kind of day has enough
 */
export function usualCourse(series: TimedValues): Course | undefined {
  const { values, stepSeconds } = series;
  const period = DAY_SECONDS / stepSeconds;
  if (!Number.isInteger(period) || period < 2) return undefined;
  const smooth = movingMean(filled(values), smoothReach(values, stepSeconds));
  const medianOfDays = (bin: number, counts: (other: number) => boolean): number | null => {
    const others: number[] = [];
    for (let at = bin % period; at < values.length; at += period)
      if (at !== bin && counts(at)) others.push(smooth[at] as number);
    return others.length < LEAST_OF_KIND ? null : median(others);
  };
  const days = [...binsByDay(series).values()];
  const kind = values.map((_, bin) => isWeekend(series, bin));
  const own = values.map((_, bin) => medianOfDays(bin, (at) => kind[at] === kind[bin]));
  if (!own.some((usual) => usual !== null)) return undefined;
  const ofKind = scaledByDay(own, smooth, days);
  if (!ofKind.includes(null)) return ofKind;
  const any = values.map((_, bin) => medianOfDays(bin, () => true));
  const ofAny = scaledByDay(any, smooth, days);
  const usualDistances = days.flatMap((bins) => distanceFrom(ofKind, smooth, bins) ?? []);
  const most = ALIKE * median(usualDistances);
  const course = [...ofKind];
  for (const bins of days) {
    if (distanceFrom(ofKind, smooth, bins) !== null) continue;
    const distance = distanceFrom(ofAny, smooth, bins);
    if (distance !== null && distance <= most) for (const bin of bins) course[bin] = ofAny[bin] as number | null;
  }
  return course;
}
