import type { Incident, SourceConfig } from "../../incident/incident.js";
import type { OutcomeSeries, ValueSeries } from "../../incident/series.js";
import { type BreakdownCount, type DatedRow, isCounted, type SourceData } from "../../sources/incident-data.js";
import { nameable } from "../../statement/claims/named-values.js";
import type { Span } from "../../time/span.js";
import type { RemediationFinding } from "../../remediation/effect/remediation-finding.js";
import type { ChangeFinding } from "../../remediation/changes/change.js";
import type { Estimate } from "../../stats/estimate.js";
import { quantileOfLevels } from "../../window/signals/latency-quantile.js";
import type { SignalFinding } from "../../window/signals/signal-finding.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { latencyUnit } from "../find/signals.js";
import type { AnalysisInputs } from "../inputs.js";
import { withPartSources } from "./part-sources.js";

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
  /** A second column whose values hold as well: "checkout in eu-west". */
  readonly also?: Omit<Part, "also">;
}

/** Failures and attempts of one pair of values of two columns. */
export interface PairCount extends Counts {
  readonly values: readonly [string, string];
}

/** Of those who attempted something, how many had a failure, and how many a failure or a slow attempt. */
export interface HitUnits {
  readonly total: number;
  readonly hit: number;
  readonly failed: number;
}

/** One source that counts attempts and failures, with what it tells apart. */
export interface CountedSource {
  readonly name: string;
  readonly series: OutcomeSeries;
  readonly range: Span | null;
  /** Names under which texts may speak of its attempts: the source's, its column's of attempts. */
  readonly nouns: readonly string[];
  /** Words of the incident's title: they name the whole, not a part. */
  readonly title?: readonly string[];
  /** Columns with the values that words can name. */
  readonly parts: readonly NamedColumn[];
  /** Columns whose values are units that can be hit: accounts, customers. */
  readonly units: readonly string[];
  readonly hasLatency: boolean;
  /** Failures and attempts by value of a column over a span; `null` where they cannot be asked. */
  readonly byValue: (column: string, span: Span) => Promise<readonly BreakdownCount[] | null>;
  /** The same by the values of two columns. */
  readonly byPair: (columns: readonly [string, string], span: Span) => Promise<readonly PairCount[] | null>;
  /** A quantile of the latency over a span, of one part where there is one, milliseconds; `null` where it cannot be asked. */
  readonly latency: (span: Span, quantile: number, part?: Part | null) => Promise<Estimate | null>;
  /** Distinct values of a column of `affected` over a span; `null` where they cannot be asked. */
  readonly affected: (column: string, span: Span) => Promise<HitUnits | null>;
}

/** A dated change: a deploy, a remediation. */
export interface DatedChange {
  readonly id: string;
  readonly at: string;
  readonly to: string | null;
  readonly words: string;
  /** Each of them names it by itself: a version, a commit. */
  readonly names?: readonly string[];
  /** What its row says, and the log that it stands in. */
  readonly what?: string;
  readonly log?: string;
}

/** One row of a log of alerts. */
export interface DatedAlert {
  readonly at: string;
  readonly words: string;
  /** True where it says that an alert ended. */
  readonly ended: boolean;
}

/** What is known of a remediation's effect. */
type Remedy = Pick<RemediationFinding, "id" | "verdict" | "why">;

/** What assertions are measured with. */
export interface Evidence {
  readonly windows: readonly WindowFinding[];
  readonly main: WindowFinding | null;
  readonly windowReason: string | null;
  /** Everything that was looked at, with what departed. */
  readonly signals: readonly SignalFinding[];
  readonly outcome: string;
  /** The verdicts on the incident's remediations. */
  readonly remedies: readonly Remedy[];
  readonly sources: readonly CountedSource[];
  readonly gauges: readonly ValueSeries[];
  readonly actions: readonly DatedChange[];
  readonly changes: readonly DatedChange[];
  /** Alerts, where a source of events lists them. */
  readonly alerts: readonly DatedAlert[];
  /** Which change fits the onset. */
  readonly causes: readonly ChangeFinding[];
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
  if (!source.range || !isCounted(source)) return { parts, many };
  for (const column of source.dimensions.filter((name) => !failing.includes(name))) {
    const values = (await source.breakdown(column, source.range)).map(({ value }) => value);
    if (values.length > MOST_NAMED) many.push(column);
    parts.push({ column, values: nameable(values) });
  }
  return { parts: parts.filter(({ values }) => values.length > 1), many };
}

/** Milliseconds of the unit that a latency's column names. */
const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, µs: 0.001 };

/** Quantiles of the latency over spans, in milliseconds, with their intervals. */
function latencyOf(source: SourceData, column: string | undefined, level: number): CountedSource["latency"] {
  const scale = MILLISECONDS[latencyUnit(column ?? "")] ?? 1;
  return async (span, quantile, part) => {
    if (column === undefined || source.kind !== "outcomes" || part?.also) return null;
    const where = part ? { column: part.column, values: part.values } : undefined;
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

async function countedSource(
  one: AnalysisInputs,
  series: OutcomeSeries,
  found: Found,
  level: number,
): Promise<CountedSource> {
  const source = one.data.source(series.source);
  const config = one.incident.sources.find(({ name }) => name === source.name);
  const { parts, many } = await columnsOf(source, failingColumns(config));
  const affected = (one.incident as { readonly affected?: readonly string[] }).affected ?? [];
  const named = affected.filter((column) => source.columns.includes(column) || source.dimensions.includes(column));
  return {
    name: source.name,
    series,
    range: source.range,
    title: words(one.incident.title),
    nouns: [...words(source.name), ...(config?.attempts === undefined ? [] : words(config.attempts))],
    parts,
    units: [...new Set([...named, ...many, ...parts.map(({ column }) => column)])],
    hasLatency: config?.latency !== undefined && source.kind === "outcomes",
    byValue: async (column, span) => {
      try {
        return isCounted(source) ? await source.breakdown(column, span) : null;
      } catch {
        return null;
      }
    },
    byPair: pairsOf(source),
    latency: latencyOf(source, config?.latency, level),
    affected: affectedOf(source, affected, found.slowerThan?.(source.name)),
  };
}

const textOf = ({ what, fields }: DatedRow, times: readonly (string | undefined)[]): string =>
  what?.trim() ||
  fields
    .filter(([column]) => !times.includes(column))
    .map(([, value]) => String(value))
    .join(" ");

const timesOf = (config: SourceConfig | undefined): readonly (string | undefined)[] =>
  config?.time?.columns ?? [config?.time?.column];

async function changesOf({ data, incident }: AnalysisInputs): Promise<DatedChange[]> {
  const found: DatedChange[] = [];
  for (const source of data.sources) {
    if (source.kind !== "events" || !source.range) continue;
    const config = incident.sources.find(({ name }) => name === source.name);
    if (config?.role !== "change" && !/deploy|release|change|version/i.test(source.name)) continue;
    for (const row of await source.rows(source.range, MOST_CHANGES)) {
      const { at, fields } = row;
      const id = fields.find(([column]) => column === config?.id)?.[1] ?? fields[0]?.[1] ?? at;
      found.push({
        id: String(id),
        at,
        to: null,
        words: "",
        names: fields
          .map(([, value]) => String(value))
          .filter((value) => /^[\w.-]{2,40}$/.test(value) && /\d/.test(value)),
        what: textOf(row, timesOf(config)),
        log: source.name,
      });
    }
  }
  return found;
}

/** Logs of alerts by their names. */
const ALERT_LOG = /alert|alarm|pager?s?\b|paging|monitor|opsgenie/i;
const ENDED = /\b(?:resolv\w*|clear\w*|recover\w*|closed|ended|ok|back to normal)\b/i;

/** The rows of logs of alerts; one whose rows mark failures lists failures. */
async function alertsOf({ data, incident }: AnalysisInputs): Promise<DatedAlert[]> {
  const marking = incident.sources.flatMap(({ failed }) => (failed?.kind === "marked" ? [failed.from] : []));
  const found: DatedAlert[] = [];
  for (const source of data.sources) {
    const config = incident.sources.find(({ name }) => name === source.name);
    if (source.kind !== "events" || !source.range || config?.role === "change" || marking.includes(source.name))
      continue;
    if (!ALERT_LOG.test(source.name)) continue;
    for (const row of await source.rows(source.range, MOST_CHANGES)) {
      const words = textOf(row, timesOf(config));
      found.push({ at: row.at, words, ended: ENDED.test(words) });
    }
  }
  return found.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
const MOST_CHANGES = 200;

/** What was found in the data before assertions are measured. */
export interface Found {
  readonly windows: readonly WindowFinding[];
  readonly window: WindowFinding | null;
  readonly windowReason: string | null;
  readonly signals?: readonly SignalFinding[];
  readonly remedies?: readonly Remedy[];
  readonly causes?: readonly ChangeFinding[];
  /** The latency of a source above which an attempt is slow, in its own unit. */
  readonly slowerThan?: (source: string) => number | undefined;
}

/** What the assertions about an opened incident are measured with. */
export async function evidenceOf(one: AnalysisInputs, found: Found, level: number): Promise<Evidence> {
  const sources: CountedSource[] = [];
  for (const series of one.outcomes) sources.push(await countedSource(one, series, found, level));
  return {
    windows: found.windows,
    main: found.window,
    windowReason: found.windowReason,
    signals: found.signals ?? [],
    remedies: found.remedies ?? [],
    outcome: one.outcome.name,
    sources: withPartSources(sources, one.incident.sources),
    gauges: one.values,
    actions: one.remediations.map(({ id, from, to }) => ({ id, at: from, to, words: id.replaceAll(/[-_]/g, " ") })),
    changes: await changesOf(one),
    alerts: await alertsOf(one),
    causes: found.causes ?? [],
    dataSpan: one.outcome.range,
    zone: zoneOf(one.incident),
    title: one.incident.title,
    baseline: one.incident.baseline ?? null,
    level,
  };
}

const zoneOf = ({ zone }: Incident): string => zone ?? "UTC";
