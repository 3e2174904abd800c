import type { Incident, SourceConfig } from "../../incident/incident.js";
import type { OutcomeSeries, ValueSeries } from "../../incident/series.js";
import type { BreakdownCount, SourceData } from "../../sources/incident-data.js";
import { nameable } from "../../statement/claims/named-values.js";
import type { Span } from "../../time/span.js";
import type { WindowFinding } from "../../window/window-finding.js";
import type { OpenCase } from "../inputs.js";

/** Failures among attempts. */
export interface Counts {
  readonly failures: number;
  readonly attempts: number;
}

/** Values of one column that words can name. */
export interface NamedColumn {
  readonly column: string;
  readonly values: readonly string[];
}

/** One part of the traffic: the rows with one of some values in a column. */
export interface Part {
  readonly column: string;
  readonly values: readonly string[];
}

/** One source that counts attempts and failures, with what it tells apart. */
export interface CountedSource {
  readonly name: string;
  readonly series: OutcomeSeries;
  readonly range: Span | null;
  /** Names under which texts may speak of its attempts: the source's, its column's of attempts. */
  readonly nouns: readonly string[];
  /** Words that its `failed` lists for a failure. */
  readonly parts: readonly NamedColumn[];
  /** Columns whose values are units that can be hit: accounts, customers. */
  readonly units: readonly string[];
  readonly hasLatency: boolean;
  /** Failures and attempts by value of a column over a span; `null` where they cannot be asked. */
  readonly byValue: (column: string, span: Span) => Promise<readonly BreakdownCount[] | null>;
  /** A quantile of the latency over a span, milliseconds; `null` where it cannot be asked. */
  readonly latency: (span: Span, quantile: number) => Promise<number | null>;
}

/** A dated change: a deploy, a remediation. */
export interface DatedChange {
  readonly id: string;
  readonly at: string;
  readonly to: string | null;
  readonly words: string;
  /** Each of them names it by itself: a version, a commit. */
  readonly names?: readonly string[];
}

/** What assertions are measured with. */
export interface Evidence {
  readonly windows: readonly WindowFinding[];
  readonly main: WindowFinding | null;
  readonly windowReason: string | null;
  readonly outcome: string;
  readonly sources: readonly CountedSource[];
  readonly gauges: readonly ValueSeries[];
  readonly actions: readonly DatedChange[];
  readonly changes: readonly DatedChange[];
  readonly dataSpan: Span | null;
  readonly zone: string;
  readonly title: string;
  readonly baseline: Span | null;
  /** Ordinary words for the failures of this incident, from its title. */
  readonly level: number;
}

/** The counts of whole bins of a series that begin inside a span. */
export function countsIn(series: OutcomeSeries, { from, to }: Span): Counts {
  const step = series.stepSeconds * 1000;
  const first = Math.max(0, Math.ceil((Date.parse(from) - series.startMs) / step - 1e-9));
  const last = Math.min(series.attempts.length, Math.ceil((Date.parse(to) - series.startMs) / step - 1e-9));
  let [failures, attempts] = [0, 0];
  for (let bin = first; bin < last; bin += 1) {
    failures += series.failures[bin] ?? 0;
    attempts += series.attempts[bin] ?? 0;
  }
  return { failures: Math.round(failures), attempts: Math.round(attempts) };
}

const words = (text: string): readonly string[] => text.toLowerCase().match(/[a-z]+/g) ?? [];

/** Columns with more values than words can name, whose values are things that can be hit. */
const MOST_NAMED = 24;

async function columnsOf(
  source: SourceData,
  failing: readonly string[],
): Promise<{ parts: NamedColumn[]; many: string[] }> {
  const parts: NamedColumn[] = [];
  const many: string[] = [];
  if (!source.range || source.kind !== "outcomes") return { parts, many };
  for (const column of source.dimensions.filter((name) => !failing.includes(name))) {
    const values = (await source.breakdown(column, source.range)).map(({ value }) => value);
    if (values.length > MOST_NAMED) many.push(column);
    parts.push({ column, values: nameable(values) });
  }
  return { parts: parts.filter(({ values }) => values.length > 1), many };
}

/** Bins of latencies: so many seconds that a quantile of one is steady. */
const LATENCY_SECONDS = 300;

function latencyOf(source: SourceData): CountedSource["latency"] {
  const known = new Map<string, Promise<readonly ValueSeries[]>>();
  return async ({ from, to }, quantile) => {
    const seconds = Date.parse(to) - Date.parse(from) > 4 * LATENCY_SECONDS * 1000 ? LATENCY_SECONDS : 60;
    const key = `${seconds} ${quantile}`;
    const series = known.get(key) ?? source.latencies(seconds, [quantile]);
    known.set(key, series);
    const [one] = await series;
    if (!one) return null;
    const inside = one.values.filter((value, bin) => {
      const at = one.startMs + bin * one.stepSeconds * 1000;
      return value !== null && at >= Date.parse(from) && at + one.stepSeconds * 1000 <= Date.parse(to);
    }) as number[];
    if (inside.length === 0) return null;
    const sorted = [...inside].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] as number;
  };
}

function failingColumns(config: SourceConfig | undefined): readonly string[] {
  const failed = config?.failed;
  return failed?.kind === "own" ? failed.where.map(([column]) => column) : [];
}

async function countedSource(one: OpenCase, series: OutcomeSeries): Promise<CountedSource> {
  const source = one.data.source(series.source);
  const config = one.incident.sources.find(({ name }) => name === source.name);
  const { parts, many } = await columnsOf(source, failingColumns(config));
  const affected = (one.incident as { readonly affected?: readonly string[] }).affected ?? [];
  const named = affected.filter((column) => source.columns.includes(column) || source.dimensions.includes(column));
  return {
    name: source.name,
    series,
    range: source.range,
    nouns: [...words(source.name), ...(config?.attempts === undefined ? [] : words(config.attempts))],
    parts,
    units: [...new Set([...named, ...many, ...parts.map(({ column }) => column)])],
    hasLatency: config?.latency !== undefined && source.kind === "outcomes",
    byValue: async (column, span) => {
      try {
        return source.kind === "outcomes" ? await source.breakdown(column, span) : null;
      } catch {
        return null;
      }
    },
    latency: latencyOf(source),
  };
}

async function changesOf({ data, incident }: OpenCase): Promise<DatedChange[]> {
  const found: DatedChange[] = [];
  for (const source of data.sources) {
    if (source.kind !== "events" || !source.range) continue;
    const config = incident.sources.find(({ name }) => name === source.name);
    if (config?.role !== "change" && !/deploy|release|change|version/i.test(source.name)) continue;
    for (const { at, fields } of await source.rows(source.range, MOST_CHANGES))
      found.push({
        id: String(fields[0]?.[1] ?? at),
        at,
        to: null,
        words: "",
        names: fields
          .map(([, value]) => String(value))
          .filter((value) => /^[\w.-]{2,40}$/.test(value) && /\d/.test(value)),
      });
  }
  return found;
}
const MOST_CHANGES = 200;

/** What the assertions about an opened incident are measured with. */
export async function evidenceOf(
  one: OpenCase,
  found: {
    readonly windows: readonly WindowFinding[];
    readonly window: WindowFinding | null;
    readonly windowReason: string | null;
  },
  level: number,
): Promise<Evidence> {
  const sources: CountedSource[] = [];
  for (const series of one.outcomes) sources.push(await countedSource(one, series));
  return {
    windows: found.windows,
    main: found.window,
    windowReason: found.windowReason,
    outcome: one.outcome.name,
    sources,
    gauges: one.values,
    actions: one.remediations.map(({ id, from, to }) => ({ id, at: from, to, words: id.replaceAll(/[-_]/g, " ") })),
    changes: await changesOf(one),
    dataSpan: one.outcome.range,
    zone: zoneOf(one.incident),
    title: one.incident.title,
    baseline: one.incident.baseline ?? null,
    level,
  };
}

const zoneOf = ({ zone }: Incident): string => zone ?? "UTC";
