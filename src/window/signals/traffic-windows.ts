import { DAY_SECONDS } from "../../time/units.js";
import type { OutcomeSeries } from "../../incident/series.js";
import { median } from "../../stats/robust.js";
import type { OutageWindow, OutageWindowOptions } from "../outage.js";
import { outageWindows } from "../outage-window.js";
import { withoutDayCourse } from "../values/value-deviations.js";
import { apartFromOtherDays, countContrast, usualCourse } from "./other-days.js";

/** A bin in which less is usually attempted than this, and than this share of busy bins, is closed: nothing can go missing in it. */
const CLOSED = { attempts: 0.25, share: 0.05 } as const;
/** A busy bin: only one in twenty has more, so that offices that are closed for most of a week have one. */
const BUSY_RANK = 0.95;
/** Attempts beyond the usual ones by which a closed bin counts all the same. */
const TOO_MANY = 3;

/** Samples that are looked at as if they followed each other, with the bins that they stand for. */
interface OpenSamples {
  readonly bins: readonly number[];
  readonly values: readonly (number | null)[];
}

/** On days whose usual course is unknown, beside days on which it is known, a longer stretch than this share of a day may be the day's own. */
const LONGEST_UNCHARTED = 1 / 4;

/** What traffic is beyond its usual course, in square roots; bins in which nothing is usually attempted are left out. */
function openSamples(attempts: readonly number[], course: readonly (number | null)[]): OpenSamples {
  const known = course.filter((usual): usual is number => usual !== null).sort((a, b) => a - b);
  const busy = known[Math.floor(BUSY_RANK * known.length)] ?? 0;
  const isClosed = (usual: number, n: number): boolean =>
    usual < Math.min(CLOSED.attempts, CLOSED.share * busy) && n <= usual + TOO_MANY;
  const bins = attempts.flatMap((n, bin) => {
    const usual = course[bin];
    return typeof usual !== "number" || isClosed(usual, n) ? [] : [bin];
  });
  const values = bins.map((bin) => Math.sqrt(attempts[bin] as number) - Math.sqrt(course[bin] as number));
  return { bins, values };
}

/** A window over open samples as one over all bins: it ends when its last departed bin does. */
function overBins(window: OutageWindow, bins: readonly number[], length: number): OutageWindow {
  const starts = (at: number): number => bins[Math.min(Math.max(0, at), bins.length - 1)] ?? length;
  const ends = (at: number): number => (at >= bins.length ? length : at <= 0 ? 0 : (bins[at - 1] as number) + 1);
  const { onsetInterval, recoveryInterval } = window;
  return {
    ...window,
    onset: starts(window.onset),
    recoveryStart: ends(window.recoveryStart),
    recovery: ends(window.recovery),
    onsetInterval: [starts(onsetInterval[0]), starts(onsetInterval[1])],
    recoveryInterval: [ends(recoveryInterval[0]), Math.max(ends(recoveryInterval[1]), ends(window.recovery))],
  };
}

const overlaps = (a: OutageWindow, b: OutageWindow): boolean => a.onset < b.recovery && b.onset < a.recovery;

/** How windows of traffic are looked for. */
interface TrafficOptions extends OutageWindowOptions {
  /** Bins of a day, where a day is a whole number of them. */
  readonly period?: number;
}

/** Traffic in square roots with its usual course taken off: where none is known, a smooth one. */
function beyondCourse(
  attempts: readonly number[],
  course: readonly (number | null)[] | undefined,
  period: number | undefined,
): readonly (number | null)[] {
  const smooth = withoutDayCourse(attempts.map(Math.sqrt), period);
  if (course === undefined) return smooth;
  const level = median(smooth.filter((value): value is number => value !== null));
  return attempts.map((n, bin) => {
    const usual = course[bin];
    return typeof usual === "number" ? Math.sqrt(n) - Math.sqrt(usual) : (smooth[bin] ?? level) - level;
  });
}

/** Busy bins must hold so many attempts on average: of fewer, most hold none, and none missing shows. */
const LEAST_PER_BIN = 2;
/** Bins added up leave so many at least. */
const LEAST_BINS = 24;
/** Busy bins are those of the upper quartile of hours. */
const BUSY_QUARTER = 0.75;
const HOUR_SECONDS = 3600;

/** How many bins are added up so that busy ones hold enough attempts, and a day is still a whole number of them where it was one. */
function bundleOf({ attempts, stepSeconds }: OutcomeSeries): number {
  const perHour = Math.max(1, Math.round(HOUR_SECONDS / stepSeconds));
  const hourly = bundled(attempts, perHour).sort((a, b) => a - b);
  const busy = (hourly[Math.floor(BUSY_QUARTER * hourly.length)] ?? 0) / perHour;
  if (busy >= LEAST_PER_BIN || busy === 0) return 1;
  const needed = Math.ceil(LEAST_PER_BIN / busy);
  const period = DAY_SECONDS / stepSeconds;
  const fits = (bins: number): boolean => !Number.isInteger(period) || period % bins === 0;
  for (let bins = needed; bins <= attempts.length / LEAST_BINS; bins += 1) if (fits(bins)) return bins;
  return 1;
}

/** Sums of so many bins each; bins that are left over at the end are left out. */
function bundled(values: readonly number[], bins: number): number[] {
  return Array.from({ length: Math.floor(values.length / bins) }, (_, i) =>
    values.slice(i * bins, (i + 1) * bins).reduce((sum, value) => sum + value, 0),
  );
}

/** A window over sums of bins as one over bins. */
function unbundled(window: OutageWindow, bins: number, length: number): OutageWindow {
  const at = (bundle: number): number => Math.min(length, bundle * bins);
  const end = (bundle: number): number => (window.ended ? at(bundle) : length);
  const { onsetInterval, recoveryInterval } = window;
  return {
    ...window,
    onset: at(window.onset),
    recoveryStart: end(window.recoveryStart),
    recovery: end(window.recovery),
    onsetInterval: [at(onsetInterval[0]), at(onsetInterval[1])],
    recoveryInterval: [end(recoveryInterval[0]), end(recoveryInterval[1])],
  };
}

/** Windows of traffic, with what it is beyond its usual course. */
interface Traffic {
  readonly windows: readonly OutageWindow[];
  readonly rest: readonly (number | null)[];
}

/**
 * Stretches in which attempts went missing or came on top, none of them part of a day's ordinary course.
 *
 * Where other days of a kind show the usual course, what departs from it; on other days, and where there are too few, what departs from a smooth course and a local level.
 */
export function trafficWindows(series: OutcomeSeries, options: TrafficOptions): Traffic {
  const { startMs, stepSeconds, attempts } = series;
  const bins = bundleOf(series);
  if (bins > 1) {
    const coarse = { ...series, stepSeconds: stepSeconds * bins, attempts: bundled(attempts, bins) };
    const { windows, rest } = trafficWindows(coarse, {
      ...options,
      ...(options.period && { period: options.period / bins }),
    });
    return {
      windows: windows.map((window) => unbundled(window, bins, attempts.length)),
      rest: attempts.map((_, bin) => rest[Math.floor(bin / bins)] ?? null),
    };
  }
  const timed = { startMs, stepSeconds, values: attempts };
  const { period, ...unseasonal } = options;
  const course = usualCourse(timed);
  const found: OutageWindow[] = [];
  if (course !== undefined) {
    const { bins, values } = openSamples(attempts, course);
    found.push(...outageWindows({ values }, unseasonal).map((window) => overBins(window, bins, attempts.length)));
  }
  if (course === undefined || course.includes(null)) {
    const plain = outageWindows({ values: attempts.map(Math.sqrt) }, options);
    const longest = LONGEST_UNCHARTED * (DAY_SECONDS / stepSeconds);
    const isUnusual = ({ onset, recovery }: OutageWindow): boolean =>
      course === undefined ||
      (recovery - onset < longest && course.slice(onset, recovery).every((usual) => usual === null));
    found.push(...plain.filter((window) => isUnusual(window) && !found.some((other) => overlaps(window, other))));
  }
  found.sort((a, b) => a.onset - b.onset);
  return { windows: apartFromOtherDays(timed, found, countContrast), rest: beyondCourse(attempts, course, period) };
}
