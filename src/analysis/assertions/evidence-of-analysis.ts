import { MINUTE_MS } from "../../time/units.js";
import type { OutcomeSeries, ValueSeries } from "../../incident/series.js";
import { nameable } from "../../statement/claims/named-values.js";
import type { Span } from "../../time/span.js";
import type { Analysis } from "../analysis.js";
import type { CountedSource, Evidence, HitUnits } from "./evidence.js";

/** A breakdown of the outage answers for a span whose ends lie within so many minutes of it. */
const NEAR_MINUTES = 3;

const near = (a: Span, b: Span): boolean =>
  Math.abs(Date.parse(a.from) - Date.parse(b.from)) <= NEAR_MINUTES * MINUTE_MS &&
  Math.abs(Date.parse(a.to) - Date.parse(b.to)) <= NEAR_MINUTES * MINUTE_MS;

function sourceOf(analysis: Analysis, index: number): CountedSource {
  const { series, rates } = analysis;
  const one = series.outcomes[index] as Analysis["series"]["outcomes"][number];
  const startMs = Date.parse(series.times[0] ?? "1970-01-01T00:00:00Z");
  const own: OutcomeSeries = {
    kind: "outcomes",
    source: one.source,
    startMs,
    stepSeconds: series.stepSeconds,
    failures: one.failures,
    attempts: one.attempts,
    covered: one.covered,
  };
  const rate = rates[one.source];
  const end = startMs + one.attempts.length * series.stepSeconds * 1000;
  const range = { from: new Date(startMs).toISOString(), to: new Date(end).toISOString() };
  return {
    name: one.source,
    series: own,
    range,
    nouns: one.source.toLowerCase().match(/[a-z]+/g) ?? [],
    parts: (rate?.breakdowns ?? []).map(({ dimension, rows }) => ({
      column: dimension,
      values: nameable(rows.map(({ value }) => value)),
    })),
    units: [...analysis.affected.map(({ of }) => of), ...(rate?.breakdowns ?? []).map(({ dimension }) => dimension)],
    hasLatency: false,
    byValue: async (column, span) => {
      const found = rate?.breakdowns.find(({ dimension }) => dimension === column);
      if (!found || !rate || !near(span, rate.span)) return null;
      return found.rows.map(({ value, failures, attempts }) => ({ value, failures, attempts }));
    },
    byPair: async () => null,
    latency: async () => null,
    affected: async (column) => affectedOf(analysis, one.source, column),
  };
}

/** Who was hit over the outage, as the analysis counted it. */
function affectedOf(analysis: Analysis, source: string, column: string): HitUnits | null {
  const found = analysis.window?.source === source ? analysis.affected.find(({ of }) => of === column) : undefined;
  return found ? { total: found.total, hit: found.hit, failed: found.failed } : null;
}

/** What assertions are measured with where only an analysis is at hand: the hours around the outage, its rates and breakdowns. */
export function evidenceOfAnalysis(analysis: Analysis): Evidence {
  const { series, windows, window, windowReason, provenance } = analysis;
  const startMs = Date.parse(series.times[0] ?? "1970-01-01T00:00:00Z");
  const sources = series.outcomes.map((_, index) => sourceOf(analysis, index));
  const [first] = sources;
  const gauges: ValueSeries[] = series.values.map(({ source, values }) => ({
    kind: "values",
    source,
    startMs,
    stepSeconds: series.stepSeconds,
    values,
  }));
  return {
    windows,
    main: window,
    windowReason,
    signals: analysis.signals,
    remedies: analysis.remediations,
    outcome: window?.source ?? first?.name ?? "",
    sources,
    gauges,
    actions: analysis.remediations.map(({ id, from, to }) => ({
      id,
      at: from,
      to,
      words: id.replaceAll(/[-_]/g, " "),
    })),
    changes: analysis.changes.map(({ id, at, what }) => ({
      id,
      at,
      to: null,
      words: "",
      names: /\d/.test(id) ? [id] : [],
      what,
    })),
    alerts: [],
    causes: analysis.changes,
    dataSpan: first?.range ?? provenance.dataSpan,
    zone: analysis.statement?.zone ?? "UTC",
    title: analysis.incident.title,
    baseline: Object.values(analysis.rates)[0]?.baseline.span ?? null,
    rates: analysis.rates,
    level: window?.level ?? 0.95,
  };
}
