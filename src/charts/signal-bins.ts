import type { Analysis } from "../analysis/analysis.js";
import type { ShownSignal } from "../analysis/brief/signal-words.js";
import { instant } from "../time/instant.js";
import type { Span } from "../time/span.js";
import { binsInside } from "./minute-rates.js";

/** Bins beyond which a line is a brush. */
const MOST_BINS = 160;
/** Widths of a drawn bin as multiples of the series' own. */
const FACTORS = [1, 2, 3, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440];

/** The level of a signal in bins wide enough to see. */
export interface SignalBins {
  readonly widthSeconds: number;
  readonly times: readonly string[];
  readonly values: readonly (number | null)[];
}

function fineValues(
  { series }: Analysis,
  { source, measure, quantile }: ShownSignal,
): readonly (number | null)[] | null {
  if (measure === "value") return series.values.find((own) => own.source === source)?.values ?? null;
  if (measure === "latency") {
    const own = series.latencies.filter((latency) => latency.source === source);
    const away = (one: { readonly quantile: number }): number => Math.abs(one.quantile - (quantile ?? 0.5));
    return [...own].sort((a, b) => away(a) - away(b))[0]?.values ?? null;
  }
  const counts = series.outcomes.find((own) => own.source === source);
  if (!counts) return null;
  const aMinute = 60 / series.stepSeconds;
  const { failures, attempts, covered } = counts;
  return attempts.map((tried, i) => {
    if (covered[i] === false) return null;
    if (measure === "attempts") return tried * aMinute;
    return tried > 0 ? (failures[i] ?? 0) / tried : null;
  });
}

/** The middle of a bin's latencies, the mean of anything else; `null` where nothing is known. */
export function levelOf(values: readonly (number | null)[], middle: boolean): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (known.length === 0) return null;
  if (!middle) return known.reduce((sum, value) => sum + value, 0) / known.length;
  const [low = 0, high = 0] = [known[Math.floor((known.length - 1) / 2)], known[Math.ceil((known.length - 1) / 2)]];
  return (low + high) / 2;
}

/** Bins put together, so few that a line does not fill the plot: where each begins, and its bins' places in the series. */
export function joinedBins(
  { series: { times, stepSeconds } }: Analysis,
  span: Span,
): { readonly widthSeconds: number; readonly bins: readonly (readonly [at: string, places: readonly number[]])[] } {
  const inside = binsInside(times, span);
  const factor = FACTORS.find((one) => inside.length / one <= MOST_BINS) ?? Math.ceil(inside.length / MOST_BINS);
  const width = factor * stepSeconds * 1000;
  const first = Date.parse(times[inside[0] ?? 0] ?? "");
  const bins = new Map<number, number[]>();
  for (const i of inside) {
    const at = Math.max(Math.floor(Date.parse(times[i] ?? "") / width) * width, first);
    bins.set(at, [...(bins.get(at) ?? []), i]);
  }
  const all = [...bins].sort(([a], [b]) => a - b);
  return { widthSeconds: factor * stepSeconds, bins: all.map(([at, places]) => [instant(at), places] as const) };
}

/** The bins of a signal inside a span, so few that the line does not fill the plot; `null` where the series does not carry it. */
export function signalBins(analysis: Analysis, signal: ShownSignal, span: Span): SignalBins | null {
  const fine = fineValues(analysis, signal);
  const { widthSeconds, bins } = joinedBins(analysis, span);
  if (!fine || bins.length === 0) return null;
  return {
    widthSeconds,
    times: bins.map(([at]) => at),
    values: bins.map(([, places]) =>
      levelOf(
        places.map((i) => fine[i] ?? null),
        signal.measure === "latency",
      ),
    ),
  };
}
