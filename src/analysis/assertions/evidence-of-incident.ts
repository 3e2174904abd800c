import type { Incident, SourceConfig } from "../../incident/incident.js";
import type { OutcomeSeries } from "../../incident/series.js";
import type { RateFinding } from "../../rates/rate-finding.js";
import type { ChangeFinding } from "../../remediation/changes/change.js";
import { type SourceData, isCounted } from "../../sources/incident-data.js";
import { nameable } from "../../statement/claims/named-values.js";
import type { Span } from "../../time/span.js";
import { quantileOfLevels } from "../../window/signals/latency-quantile.js";
import type { SignalFinding } from "../../window/signals/signal-finding.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { latencyUnit } from "../find/signals.js";
import type { AnalysisInputs } from "../inputs.js";
import type { CountedSource, Evidence, HitUnits, NamedColumn, Remedy } from "./evidence.js";
import { alertsOf, changesOf } from "./logged-events.js";
import { withPartSources } from "./part-sources.js";

const words = (text: string): readonly string[] => text.toLowerCase().match(/[a-z]+/g) ?? [];

/** A version: with two points and more no number of anything else. */
const VERSION = /^v?\d+\.\d+\.\d+(?:[-.+][\w.]+)?$/;

/** Columns with more values than words can name, whose values are things that can be hit. */
const MOST_NAMED = 24;

/** Of a longer column only values with a digit are names that words cannot mean otherwise: acct-22. */
const CODED = /^\p{L}[\w.-]*\d[\w.-]*$/u;
const MOST_CODED = 500;

async function columnsOf(
  source: SourceData,
  failing: readonly string[],
): Promise<{ parts: NamedColumn[]; many: string[] }> {
  const parts: NamedColumn[] = [];
  const many: string[] = [];
  if (!source.range || !isCounted(source)) return { parts, many };
  for (const column of [...new Set([...source.dimensions, ...source.slices])].filter(
    (name) => !failing.includes(name),
  )) {
    const values = (await source.breakdown(column, source.range)).map(({ value }) => value);
    if (values.length > MOST_NAMED) many.push(column);
    const coded =
      values.length > MOST_NAMED && values.length <= MOST_CODED ? values.filter((one) => CODED.test(one)) : [];
    parts.push({ column, values: [...nameable(values), ...values.filter((value) => VERSION.test(value)), ...coded] });
  }
  return { parts: parts.filter(({ values }) => values.length > 1), many };
}

/** Milliseconds of the unit that a latency's column names. */
const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, µs: 0.001 };

/** Quantiles of the latency over spans, in milliseconds, with their intervals. */
function latencyOf(source: SourceData, column: string | undefined, level: number): CountedSource["latency"] {
  const scale = MILLISECONDS[latencyUnit(column ?? "")] ?? 1;
  return async (span, quantile, part, failed) => {
    if (column === undefined || source.kind !== "outcomes" || part?.also) return null;
    const own = part ? { column: part.column, values: part.values } : {};
    const where = part || failed !== undefined ? { ...own, ...(failed !== undefined && { failed }) } : undefined;
    const { levels, counts } = await source.latencyLevels(LATENCY_SECONDS, span, where);
    const found = new Map<number, number>();
    levels.forEach((one, at) => {
      found.set(one, (found.get(one) ?? 0) + (counts[at] as number));
    });
    const measured = quantileOfLevels(found, quantile, 1, level);
    if (!measured) return null;
    const [low, high] = measured.interval;
    return { value: scale * measured.value, interval: [scale * low, scale * high], level };
  };
}

/** Counts by the values of two columns over a span. */
function pairsOf(source: SourceData): CountedSource["byPair"] {
  return async (columns, span) => {
    if (columns.some((column) => !source.splittable.includes(column))) return null;
    const cells = await source.cells(columns, [span, span]);
    return cells.map(({ values, during }) => ({ values: [values[0] ?? "", values[1] ?? ""] as const, ...during }));
  };
}

/** Latencies are asked for by spans, so that the length of their bins matters little. */
const LATENCY_SECONDS = 60;

/** Who attempted, who had a failure, and who had a failure or a slow attempt, by a column of `affected`. */
function affectedOf(source: SourceData, columns: readonly string[], slowerThan: number | undefined) {
  return async (column: string, span: Span): Promise<HitUnits | null> => {
    if (source.kind !== "outcomes" || !columns.includes(column)) return null;
    const { total, hit, failed } = await source.affected(column, span, slowerThan);
    return { total, hit, failed };
  };
}

function failingColumns(config: SourceConfig | undefined): readonly string[] {
  const failed = config?.failed;
  return failed?.kind === "own" ? failed.where.map(([column]) => column) : [];
}

/** The same question is put to the engine once: sentences of one report ask for the same few spans. */
function remembered<Asked extends readonly unknown[], Answer>(
  ask: (...asked: Asked) => Promise<Answer>,
): (...asked: Asked) => Promise<Answer> {
  const known = new Map<string, Promise<Answer>>();
  return (...asked) => {
    const key = JSON.stringify(asked);
    const answer = known.get(key) ?? ask(...asked);
    known.set(key, answer);
    return answer;
  };
}

async function countedSource(
  inputs: AnalysisInputs,
  series: OutcomeSeries,
  found: Found,
  level: number,
): Promise<CountedSource> {
  const source = inputs.data.source(series.source);
  const config = inputs.incident.sources.find(({ name }) => name === source.name);
  const { parts, many } = await columnsOf(source, failingColumns(config));
  const affected = (inputs.incident as { readonly affected?: readonly string[] }).affected ?? [];
  const named = affected.filter((column) => source.columns.includes(column) || source.dimensions.includes(column));
  return {
    name: source.name,
    series,
    range: source.range,
    title: words(inputs.incident.title),
    nouns: [...words(source.name), ...(config?.attempts === undefined ? [] : words(config.attempts))],
    parts,
    units: [...new Set([...named, ...many, ...parts.map(({ column }) => column)])],
    hasLatency: config?.latency !== undefined && source.kind === "outcomes",
    byValue: remembered(async (column: string, span: Span) => {
      try {
        return isCounted(source) ? await source.breakdown(column, span) : null;
      } catch {
        return null;
      }
    }),
    byPair: remembered(pairsOf(source)),
    latency: remembered(latencyOf(source, config?.latency, level)),
    affected: remembered(affectedOf(source, affected, found.slowerThan?.(source.name))),
  };
}

/** What was found in the data before assertions are measured. */
export interface Found {
  readonly windows: readonly WindowFinding[];
  readonly window: WindowFinding | null;
  readonly windowReason: string | null;
  readonly signals?: readonly SignalFinding[];
  readonly remedies?: readonly Remedy[];
  readonly causes?: readonly ChangeFinding[];
  /** What rates are taken against; unset: the incident's own, if it names one. */
  readonly baseline?: Span | null;
  /** The rates over the window, by source. */
  readonly rates?: Readonly<Record<string, RateFinding>>;
  /** The latency of a source above which an attempt is slow, in its own unit. */
  readonly slowerThan?: (source: string) => number | undefined;
}

/** What the assertions about an opened incident are measured with. */
export async function evidenceOf(inputs: AnalysisInputs, found: Found, level: number): Promise<Evidence> {
  const sources: CountedSource[] = [];
  const [changes, alerts] = [await changesOf(inputs), await alertsOf(inputs)];
  const logged = [...changes.map(({ what = "" }) => what), ...alerts.map(({ words: row }) => row)].flatMap(
    (row) => row.toLowerCase().match(/[\p{L}\d.-]{3,}/gu) ?? [],
  );
  for (const series of inputs.outcomes)
    sources.push({ ...(await countedSource(inputs, series, found, level)), logged });
  const { windows, main } = windowsOrSignals(found);
  return {
    windows,
    main,
    windowReason: main ? null : found.windowReason,
    signals: found.signals ?? [],
    remedies: found.remedies ?? [],
    outcome: inputs.outcome.name,
    sources: withPartSources(sources, inputs.incident.sources),
    gauges: inputs.values,
    actions: inputs.remediations.map(({ id, from, to }) => ({ id, at: from, to, words: id.replaceAll(/[-_]/g, " ") })),
    changes,
    alerts,
    causes: found.causes ?? [],
    dataSpan: inputs.outcome.range,
    zone: zoneOf(inputs.incident),
    title: inputs.incident.title,
    baseline: found.baseline ?? inputs.incident.baseline ?? null,
    rates: found.rates ?? {},
    level,
  };
}

/** The outage as failures show it; where they show none, as the signal does that departed most clearly: slow is an outage too. */
function windowsOrSignals({ windows, window, signals = [] }: Found): Pick<Evidence, "windows" | "main"> {
  if (window || windows.length > 0) return { windows, main: window };
  const [clearest] = signals
    .filter((one) => one.window !== null && one.measure !== "attempts")
    .sort((a, b) => MEASURES.indexOf(a.measure) - MEASURES.indexOf(b.measure) || b.evidence - a.evidence);
  return clearest ? { windows: clearest.windows, main: clearest.window } : { windows, main: window };
}

/** The measures in which people speak of an outage, the plainest first. */
const MEASURES: readonly string[] = ["failures", "latency", "value"];

const zoneOf = ({ zone }: Incident): string => zone ?? "UTC";
