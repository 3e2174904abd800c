import type { OutcomeSeries, ValueSeries } from "../incident/series.js";
import type { Span } from "../time/span.js";
import type { AnalysisSeries } from "./analysis.js";
import { instant } from "../time/instant.js";

/** The longest stretch of bins that goes into an analysis; beyond it the report would outgrow its purpose. */
const MOST_BINS = 1440;
const AROUND_MS = 3 * 3_600_000;

/** Three hours either side of what is shown, inside the data, at most a day in all. */
function shownSpan(focus: Span | null, series: OutcomeSeries): readonly [number, number] {
  const step = series.stepSeconds * 1000;
  const end = series.startMs + series.attempts.length * step;
  const from = focus
    ? Math.max(series.startMs, Date.parse(focus.from) - AROUND_MS)
    : Math.max(series.startMs, end - MOST_BINS * step);
  const to = focus ? Math.min(end, Date.parse(focus.to) + AROUND_MS) : end;
  const start = series.startMs + Math.floor((from - series.startMs) / step) * step;
  return [start, Math.min(to, start + MOST_BINS * step)];
}

/**
 * The minute series around an outage, all on one grid: what the charts draw.
 *
 * @param focus - the outage with the statement's window; `null` shows the end of the data
 * @param outcomes - series of one step, the window's own first
 * @param values - gauges and counters of the same step
 */
export function chartSeries(
  focus: Span | null,
  outcomes: readonly OutcomeSeries[],
  values: readonly ValueSeries[],
): AnalysisSeries {
  const [first] = outcomes;
  if (!first) return { times: [], stepSeconds: 60, outcomes: [], values: [] };
  const [from, to] = shownSpan(focus, first);
  const step = first.stepSeconds * 1000;
  const bins = Math.max(0, Math.ceil((to - from) / step));
  const cut = <T>(own: { readonly startMs: number }, list: readonly T[], missing: T): T[] => {
    const offset = Math.round((from - own.startMs) / step);
    return Array.from({ length: bins }, (_, index) => list[offset + index] ?? missing);
  };
  return {
    times: Array.from({ length: bins }, (_, index) => instant(from + index * step)),
    stepSeconds: first.stepSeconds,
    outcomes: outcomes.map((own) => ({
      source: own.source,
      failures: cut(own, own.failures, 0),
      attempts: cut(own, own.attempts, 0),
      covered: cut(own, own.covered, false),
    })),
    values: values.map((own) => ({ source: own.source, values: cut(own, own.values, null) })),
  };
}
