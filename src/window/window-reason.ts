import type { OutcomeSeries } from "../incident/series.js";
import { median } from "../stats/robust.js";
import { instant } from "../time/instant.js";
import { spanText } from "../wording/clock.js";
import { amount, percent } from "../wording/number.js";
import type { OutageSearch } from "./outcomes/outage-search.js";

/** Attempts below this share of what is usual around them are a collapse. */
const COLLAPSED_SHARE = 0.2;
/** Bins that a collapse must last, the bins around it that say what is usual, and the attempts that it must be missing. */
const LEAST_BINS = 3;
const AROUND_BINS = 60;
const LEAST_MISSING = 30;
/** Only so many stretches are named. */
const MOST_NAMED = 3;

/** Bins `[from, to)`. */
type Stretch = readonly [from: number, to: number];

function timeOf(series: OutcomeSeries, [from, to]: Stretch): string {
  const at = (bin: number): string => instant(series.startMs + bin * series.stepSeconds * 1000);
  return spanText(at(from), at(to));
}

/** Runs of bins for which a test holds. */
function stretches(length: number, holds: (bin: number) => boolean): Stretch[] {
  const found: Stretch[] = [];
  for (let bin = 0; bin < length; bin++) {
    if (!holds(bin)) continue;
    const from = bin;
    while (bin < length && holds(bin)) bin++;
    found.push([from, bin]);
  }
  return found;
}

/** The usual attempts of a bin around each: the median of an hour's worth of bins on either side, a collapse itself left out by it. */
function usualAttempts(attempts: readonly number[]): number[] {
  return attempts.map((_, bin) =>
    bin % LEAST_BINS === 0 ? median(attempts.slice(Math.max(0, bin - AROUND_BINS), bin + AROUND_BINS + 1)) : Number.NaN,
  );
}

function named(series: OutcomeSeries, list: readonly Stretch[]): string {
  const texts = list.slice(0, MOST_NAMED).map((stretch) => timeOf(series, stretch));
  const more = list.length - texts.length;
  return `${texts.join("; ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Stretches in which nothing can be told: without rows, and with hardly any attempts. */
function silence(series: OutcomeSeries): string[] {
  const { attempts, covered } = series;
  const { length } = attempts;
  const gaps = stretches(length, (bin) => covered[bin] === false);
  const usual = usualAttempts(attempts);
  const usualAt = (bin: number): number => usual[bin - (bin % LEAST_BINS)] ?? 0;
  const collapses = stretches(
    length,
    (bin) => covered[bin] !== false && (attempts[bin] as number) < COLLAPSED_SHARE * usualAt(bin),
  ).filter(([from, to]) => {
    let missing = 0;
    for (let bin = from; bin < to; bin++) missing += usualAt(bin) - (attempts[bin] as number);
    return to - from >= LEAST_BINS && missing >= LEAST_MISSING;
  });
  return [
    ...(gaps.length > 0 ? [`no rows at all ${named(series, gaps)}, so nothing is known about them`] : []),
    ...(collapses.length > 0
      ? [
          `hardly any attempts ${named(series, collapses)}, under a fifth of what is usual around them: traffic may have been lost before it was counted`,
        ]
      : []),
  ];
}

/** Words for a stretch that stands out where no window is found, and for an outage that another step shows. */
const ONE_STRETCH = "one stretch looks unusual";
export const ANOTHER_STEP_SHOWS = "an outage stands out";

/** True if a reason why there is no window names something that stands out all the same: a stated outage may be that. */
export function namesStretch(reason: string): boolean {
  return reason.includes(ONE_STRETCH) || reason.includes(ANOTHER_STEP_SHOWS);
}

/** What stands out and is no window all the same, largest first, with its counts. */
function withheldText(series: OutcomeSeries, { bins, withheld }: OutageSearch): string[] {
  const counted = withheld.map(({ from, to, why }) => {
    let [failures, attempts, expected] = [0, 0, 0];
    for (let bin = from; bin < to; bin++) {
      failures += bins.failures[bin] as number;
      attempts += bins.attempts[bin] as number;
      expected += (bins.attempts[bin] as number) * (bins.rates[bin] as number);
    }
    return { from, to, why, failures, attempts, expected };
  });
  return counted
    .sort((a, b) => b.failures - b.expected - (a.failures - a.expected))
    .slice(0, 1)
    .map(
      ({ from, to, why, failures, attempts, expected }) =>
        `${ONE_STRETCH}, ${timeOf(series, [from, to])}: ${amount(failures)} of ${amount(attempts)} failed against ${percent(expected / attempts)} ordinarily; ${why}`,
    );
}

/** Why no window is found, with the stretches that a reader must know of: those that were withheld, and those in which nothing can be told. */
export function windowReason(series: OutcomeSeries, search: OutageSearch): string {
  const attempts = series.attempts.reduce((sum, n, bin) => sum + (series.covered[bin] ? n : 0), 0);
  const failures = series.failures.reduce((sum, f, bin) => sum + (series.covered[bin] ? f : 0), 0);
  const { source } = series;
  if (attempts === 0) return `no attempts in ${source}`;
  const moments = series.attempts.filter((n, bin) => n > 0 && series.covered[bin]).length;
  const what =
    moments === 1 && attempts > 1 && failures > 0
      ? `all ${amount(attempts)} attempts of ${source} fall into one step, ${amount(failures)} of them failed: these data are too coarse to tell when`
      : failures === 0
        ? `no failures among ${amount(attempts)} attempts in ${source}`
        : failures === attempts
          ? `every attempt in ${source} failed, so there is no baseline to compare with`
          : `no rise of failures over the baseline is supported by ${amount(failures)} failures among ${amount(attempts)} attempts in ${source}`;
  return [what, ...withheldText(series, search), ...silence(series)].join("; ");
}
