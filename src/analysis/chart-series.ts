import type { OutcomeSeries, ValueSeries } from "../incident/series.js";
import type { Span } from "../time/span.js";
import type { WindowFinding } from "../window/window-finding.js";
import type { Analysis, AnalysisSeries } from "./analysis.js";
import { departedSignals } from "./brief/signal-words.js";
import type { SourceData } from "../sources/incident-data.js";
import { levelMiddle, quantileLevel } from "../window/signals/latency-levels.js";
import { instant } from "../time/instant.js";

/** Bins that go into an analysis; a longer stretch comes in wider bins, or the report would outgrow its purpose. */
const MOST_BINS = 1440;
const AROUND_MS = 3 * 3_600_000;

/** Widths of a bin as multiples of the series' own. */
const FACTORS = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440];

/** Longest stretch that charts show for the sake of outages other than the largest: beyond it, bins grow too wide for any of them. */
const MOST_FOCUS_MS = 3 * 86_400_000;

/**
 * The stretch that charts show: the largest outage, the statement's windows, and every other outage that lies near enough for bins to stay
 * narrow; without an outage, the signals that departed; `null` without any.
 *
 * @param stated - the statement's windows
 * @param end - where the data end: how far an outage that has not ended reaches
 */
export function focusOf(
  stated: readonly Span[],
  { window, windows, signals }: Pick<Analysis, "window" | "windows" | "signals">,
  end: string | null,
): Span | null {
  const spanOf = ({ onset, recovery }: WindowFinding): Span => ({ from: onset, to: recovery ?? end ?? onset });
  const departed = departedSignals({ signals });
  const main = window ?? departed[0]?.window ?? null;
  let focus = joined([...stated, ...(main ? [spanOf(main)] : [])]);
  // Beside an outage, a signal that departed on another day is none of its picture.
  const others = (window ? windows : departed.flatMap((signal) => signal.windows ?? [])).map(spanOf);
  const distance = (span: Span): number => (focus ? length(joined([focus, span]) ?? span) : 0);
  for (const span of [...others].sort((a, b) => distance(a) - distance(b))) {
    const wider = joined(focus ? [focus, span] : [span]);
    if (wider && (focus === null || length(wider) <= Math.max(MOST_FOCUS_MS, length(focus)))) focus = wider;
  }
  return focus;
}

const length = ({ from, to }: Span): number => Date.parse(to) - Date.parse(from);

/** The span from the first beginning to the last end. */
function joined(spans: readonly Span[]): Span | null {
  const from = spans.map((span) => span.from).sort()[0];
  const to = spans
    .map((span) => span.to)
    .sort()
    .at(-1);
  return from === undefined || to === undefined ? null : { from, to };
}

/** Three hours either side of what is shown, inside the data. */
function shownSpan(focus: Span | null, series: OutcomeSeries | ValueSeries): readonly [number, number] {
  const step = series.stepSeconds * 1000;
  const bins = series.kind === "outcomes" ? series.attempts.length : series.values.length;
  const end = series.startMs + bins * step;
  const from = focus
    ? Math.max(series.startMs, Date.parse(focus.from) - AROUND_MS)
    : Math.max(series.startMs, end - MOST_BINS * step);
  const to = focus ? Math.min(end, Date.parse(focus.to) + AROUND_MS) : end;
  const start = series.startMs + Math.floor((from - series.startMs) / step) * step;
  return [start, to];
}

/**
 * The minute series around an outage, all on one grid: what the charts draw.
 *
 * @param focus - the outage with the statement's window; `null` shows the end of the data
 * @param outcomes - series of one step, the window's own first
 * @param values - gauges and counters of the same step
 * @param part - the one part of the traffic that the outage is of
 */
export function chartSeries(
  focus: Span | null,
  outcomes: readonly OutcomeSeries[],
  values: readonly ValueSeries[],
  part: OutcomeSeries | null = null,
): AnalysisSeries {
  const first = outcomes[0] ?? values[0];
  if (!first) return { times: [], stepSeconds: 60, outcomes: [], values: [], latencies: [] };
  const [from, to] = shownSpan(focus, first);
  const step = first.stepSeconds * 1000;
  const bins = Math.max(0, Math.ceil((to - from) / step));
  const cut = <T>(own: { readonly startMs: number }, list: readonly T[], missing: T): T[] => {
    const offset = Math.round((from - own.startMs) / step);
    return Array.from({ length: bins }, (_, index) => list[offset + index] ?? missing);
  };
  const factor = FACTORS.find((one) => bins / one <= MOST_BINS) ?? Math.ceil(bins / MOST_BINS);
  const wide = <T, U>(list: readonly T[], join: (part: readonly T[]) => U): U[] =>
    Array.from({ length: Math.ceil(bins / factor) }, (_, index) =>
      join(list.slice(index * factor, (index + 1) * factor)),
    );
  const sum = (part: readonly number[]): number => part.reduce((total, value) => total + value, 0);
  const mean = (part: readonly (number | null)[]): number | null => {
    const known = part.filter((value) => value !== null);
    return known.length === 0 ? null : sum(known) / known.length;
  };
  const counted = (own: OutcomeSeries): AnalysisSeries["outcomes"][number] => ({
    source: own.source,
    failures: wide(cut(own, own.failures, 0), sum),
    attempts: wide(cut(own, own.attempts, 0), sum),
    covered: wide(cut(own, own.covered, false), (some) => some.some(Boolean)),
  });
  return {
    times: Array.from({ length: Math.ceil(bins / factor) }, (_, index) => instant(from + index * factor * step)),
    stepSeconds: first.stepSeconds * factor,
    outcomes: outcomes.map(counted),
    ...(part !== null && { part: counted(part) }),
    values: values.map((own) => ({ source: own.source, values: wide(cut(own, own.values, null), mean) })),
    latencies: [],
  };
}

/** The quantiles that a chart of latency shows: what half of all attempts take, and what the slow end feels. */
const SHOWN_QUANTILES = [0.5, 0.95, 0.99] as const;

/** The same with the latency quantiles of every source that times its attempts. */
export async function withLatencies(
  series: AnalysisSeries,
  sources: readonly { readonly data: SourceData; readonly unit: string }[],
): Promise<AnalysisSeries> {
  const { times, stepSeconds } = series;
  const [from] = times;
  if (from === undefined) return series;
  const span = { from, to: instant(Date.parse(from) + times.length * stepSeconds * 1000) };
  const latencies: AnalysisSeries["latencies"][number][] = [];
  for (const { data, unit } of sources) {
    const { startMs, bins, levels, counts } = await data.latencyLevels(stepSeconds, span);
    const first = Math.round((Date.parse(from) - startMs) / (stepSeconds * 1000));
    const perBin = times.map(() => new Map<number, number>());
    bins.forEach((bin, index) => perBin[bin - first]?.set(levels[index] as number, counts[index] as number));
    for (const quantile of SHOWN_QUANTILES) {
      const values = perBin.map((own) => {
        const level = quantileLevel(own, quantile);
        return level === null ? null : Number(levelMiddle(level).toPrecision(3));
      });
      latencies.push({ source: data.name, quantile, unit, values });
    }
  }
  return { ...series, latencies };
}
