import type { Analysis } from "../analysis/analysis.js";
import { shownOutages } from "../analysis/brief/measured.js";
import type { Span } from "../time/span.js";
import { instant } from "../time/instant.js";
import { amount } from "../wording/number.js";
import { minuteRates, type RateBins } from "./minute-rates.js";

/** Attempts that a bin holds in the median: with 80, a share of a quarter is off by 5 points; with 20, by 10, and a course just shows. */
const ATTEMPTS_PER_BIN = [80, 20] as const;
/** Failures that a bin of an outage holds where there is traffic enough: with 15, chance moves it by a quarter. */
const FAILURES_PER_BIN = 15;
/** Bins beyond which a line is a brush. */
const MOST_BINS = 160;
/** Bins below which a course can no longer be seen: for the steadier line, and however little traffic there is. */
const FEWEST_BINS = [24, 10] as const;
/** Widths of bins that people count in, in seconds. */
const WIDTHS = [
  1, 2, 5, 10, 15, 30, 60, 120, 180, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200, 86_400,
];

/** Failure rates in bins wide enough to read. */
export interface TrafficBins extends RateBins {
  readonly widthSeconds: number;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Fine bins put together into bins of a width, aligned to whole widths of the clock; a bin that nothing covers is `null`. */
function joined(fine: RateBins, widthSeconds: number): TrafficBins {
  const width = widthSeconds * 1000;
  const bins = new Map<number, { failures: number; attempts: number; covered: boolean }>();
  fine.times.forEach((time, i) => {
    const at = Math.floor(Date.parse(time) / width) * width;
    const bin = bins.get(at) ?? { failures: 0, attempts: 0, covered: false };
    const covered = fine.rate[i] !== null;
    bins.set(at, {
      failures: bin.failures + (covered ? (fine.failures[i] ?? 0) : 0),
      attempts: bin.attempts + (covered ? (fine.attempts[i] ?? 0) : 0),
      covered: bin.covered || covered,
    });
  });
  // The first bin begins where the data that are shown do.
  const first = Date.parse(fine.times[0] ?? "");
  const all = [...bins].sort(([a], [b]) => a - b).map(([at, bin]) => [Math.max(at, first), bin] as const);
  return {
    source: fine.source,
    widthSeconds,
    times: all.map(([at]) => instant(at)),
    failures: all.map(([, bin]) => bin.failures),
    attempts: all.map(([, bin]) => bin.attempts),
    rate: all.map(([, bin]) => (bin.covered && bin.attempts > 0 ? bin.failures / bin.attempts : null)),
  };
}

/**
 * The failure rate of a source in the narrowest bins whose median holds 80 attempts and, at the rate of the outage, 15 failures, or 20 attempts where there is less traffic, never finer than the series, never so many
 * that the line fills the plot. `null` without such a source.
 */
export function trafficBins(analysis: Analysis, source: string, span: Span): TrafficBins | null {
  const share = shownOutages(analysis).window ? (analysis.rates[source]?.rate.value ?? 0) : 0;
  const needed = [Math.max(ATTEMPTS_PER_BIN[0], share > 0 ? FAILURES_PER_BIN / share : 0), ATTEMPTS_PER_BIN[1]];
  const fine = minuteRates(analysis, source, span);
  if (!fine) return null;
  const own = analysis.series.stepSeconds;
  const seconds = (Date.parse(span.to) - Date.parse(span.from)) / 1000;
  const widths = [own, ...WIDTHS.filter((width) => width > own && width % own === 0)];
  const drawn = widths.filter((width) => seconds / width <= MOST_BINS).map((width) => joined(fine, width));
  const steady = (bins: TrafficBins, i: 0 | 1): boolean =>
    seconds / bins.widthSeconds >= FEWEST_BINS[i] &&
    median(bins.attempts.filter((attempts) => attempts > 0)) >= (needed[i] ?? 0);
  const readable = drawn.filter(({ widthSeconds }, i) => i === 0 || seconds / widthSeconds >= FEWEST_BINS[1]);
  return (
    drawn.find((bins) => steady(bins, 0)) ??
    drawn.find((bins) => steady(bins, 1)) ??
    readable[readable.length - 1] ??
    joined(fine, own)
  );
}

/** The failure rate of a source in bins of a width that another rate is drawn in. */
export function binsLike(analysis: Analysis, source: string, span: Span, widthSeconds: number): TrafficBins | null {
  const fine = minuteRates(analysis, source, span);
  return fine && joined(fine, widthSeconds);
}

/** The width of a bin in words: `5-minute`, `one-hour`. */
export function widthText(seconds: number): string {
  if (seconds % 86_400 === 0) return `${amount(seconds / 86_400)}-day`;
  if (seconds % 3600 === 0) return `${amount(seconds / 3600)}-hour`;
  return seconds % 60 === 0 ? `${amount(seconds / 60)}-minute` : `${amount(seconds)}-second`;
}
