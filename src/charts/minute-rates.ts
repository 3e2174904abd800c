import type { Analysis } from "../analysis/analysis.js";
import { partShown, ratesByReader, shownOutages, windowSignal } from "../analysis/brief/measured.js";
import type { Span } from "../time/span.js";
import { instant } from "../time/instant.js";

/** One source's bins inside a span; `rate` is `null` where nothing was tried or nothing was recorded. */
export interface RateBins {
  readonly source: string;
  readonly times: readonly string[];
  readonly failures: readonly number[];
  readonly attempts: readonly number[];
  readonly rate: readonly (number | null)[];
}

/** The span a chart of the outage shows: the window and as much again, at least an hour, on either side. */
export function shownSpan(analysis: Analysis): Span | null {
  const { series } = analysis;
  const first = series.times[0];
  const last = series.times[series.times.length - 1];
  if (first === undefined || last === undefined) return null;
  const end = instant(Date.parse(last) + series.stepSeconds * 1000);
  const all = shownOutages(analysis).windows.filter(({ onset, recovery }) => onset < end && (recovery ?? end) > first);
  if (all.length === 0) return { from: first, to: end };
  const starts = all.map(({ onset }) => Date.parse(onset));
  const ends = all.map(({ recovery }) => Date.parse(recovery ?? last));
  const room = Math.max(3_600_000, 0.6 * (Math.max(...ends) - Math.min(...starts)));
  return {
    from: instant(Math.max(Date.parse(first), Math.min(...starts) - room)),
    to: instant(Math.min(Date.parse(end), Math.max(...ends) + room)),
  };
}

/** Indices `[first, after)` of the grid's bins inside the span. */
export function binsInside(times: readonly string[], { from, to }: Span): readonly number[] {
  const [low, high] = [Date.parse(from), Date.parse(to)];
  return times.flatMap((time, i) => (Date.parse(time) >= low && Date.parse(time) < high ? [i] : []));
}

/** Failure rates per bin of a source; without such a source, `null`. */
export function minuteRates({ series }: Analysis, source: string, span: Span): RateBins | null {
  const found = series.outcomes.find((outcome) => outcome.source === source);
  if (!found) return null;
  const bins = binsInside(series.times, span);
  const pick = <T>(values: readonly T[], fallback: T): T[] => bins.map((i) => values[i] ?? fallback);
  const failures = pick(found.failures, 0);
  const attempts = pick(found.attempts, 0);
  return {
    source,
    times: pick(series.times, ""),
    failures,
    attempts,
    rate: bins.map((i, k) =>
      found.covered[i] !== false && (attempts[k] ?? 0) > 0 ? (failures[k] ?? 0) / (attempts[k] ?? 1) : null,
    ),
  };
}

/** The source that a reader's first chart is of: that of the title's share where the series carry it, else the one in which the outage was found. */
export function headlinedSource(analysis: Analysis): string | null {
  const found = outcomeSource(analysis);
  if (windowSignal(analysis)) return found;
  const [first] = ratesByReader(analysis);
  const carried = analysis.series.outcomes.some(({ source }) => source === first?.source);
  return first && carried ? first.source : found;
}

/** The source that the window was reconstructed from, or the first with outcomes. */
export function outcomeSource(analysis: Analysis): string | null {
  return shownOutages(analysis).window?.source ?? analysis.series.outcomes[0]?.source ?? null;
}

/** The findings with the outage's part in place of its source, and with what is left of the source without it; `null` where the outage is of all attempts, or the series carry no part. */
export function partAndRest(analysis: Analysis): { readonly part: Analysis; readonly rest: Analysis } | null {
  const shown = partShown(analysis);
  const own = analysis.series.part;
  const whole = analysis.series.outcomes.find(({ source }) => source === own?.source);
  const rate = own && analysis.rates[own.source];
  if (!shown || !own || !whole || !rate) return null;
  const left = (all: readonly number[], some: readonly number[]): readonly number[] =>
    all.map((count, i) => Math.max(0, count - (some[i] ?? 0)));
  const others = {
    ...whole,
    failures: left(whole.failures, own.failures),
    attempts: left(whole.attempts, own.attempts),
  };
  const { failures, attempts, baseline } = shown;
  const usual = { ...rate.baseline, rate: baseline };
  const ofPart = { ...rate, failures, attempts, rate: shown.rate, baseline: usual };
  const withSeries = (outcome: typeof whole): Analysis["series"] => ({ ...analysis.series, outcomes: [outcome] });
  return {
    part: { ...analysis, rates: { [own.source]: ofPart }, series: withSeries(own) },
    rest: { ...analysis, series: withSeries(others) },
  };
}
