import type { OutcomeSeries } from "../../incident/series.js";
import type { Span } from "../../time/span.js";
import type { BreakdownInput } from "../../rates/rate-breakdown.js";
import type { RateFinding } from "../../rates/rate-finding.js";
import { rateFinding } from "../../rates/window-rate.js";
import type { ClusterCount, SourceData } from "../../sources/incident-data.js";
import { outageWindows } from "../../statement/events/outage-windows.js";
import type { Statement } from "../../statement/statement.js";
import type { LevelChangeFinding } from "../../window/level-finding.js";
import { type RateOverEnds, rateOverEnds } from "../../rates/rate-over-ends.js";
import type { WindowEndTimes, WindowFindings } from "../../window/window-finding.js";
import type { AnalysisInputs } from "../inputs.js";
import { instant } from "../../time/instant.js";

/** Minutes before the onset that the baseline leaves out, beyond the onset's own interval, and the share of what lies before it that they may take. */
const MARGIN_MS = 10 * 60_000;
/** Share of the time before the first onset that the baseline keeps away from it, where ten minutes are more than that. */
const MARGIN_SHARE = 0.1;

/** The spans that rates are taken over. */
export interface RateSpans {
  readonly window: Span;
  readonly baseline: Span;
  /** Where the ends of the window may lie; `null` where the statement gives them. */
  readonly ends?: WindowEndTimes | null;
}

/** The stated windows with both ends, in the text's order. */
export function closedWindows(
  statement: Statement | null,
): readonly { readonly section: string; readonly span: Span }[] {
  return (statement ? outageWindows(statement) : []).flatMap(({ section, start, end }) =>
    start !== null && end !== null && start < end ? [{ section, span: { from: start, to: end } }] : [],
  );
}

/** A stated window in words: the section that names it, if any, and its times. */
export function statedWindow(section: string, { from, to }: Span): string {
  return `the ${section === "" ? "statement's window" : `window of "${section}"`} ${from.slice(11, 16)}–${to.slice(11, 16)}`;
}

/** True if every row of a source is a failure: a list of failures, such as alerts, which is a rate of nothing. */
export function onlyFailures({ failures, attempts }: OutcomeSeries): boolean {
  return attempts.some((count) => count > 0) && attempts.every((count, bin) => count === failures[bin]);
}

/** From when on the ordinary failure share is that of before an outage: the last change of its level before the first onset. */
function baselineStart(range: Span, firstOnset: number, levelChanges: readonly LevelChangeFinding[]): number {
  const changes = levelChanges.map(({ at }) => Date.parse(at)).filter((at) => at < firstOnset);
  return Math.max(Date.parse(range.from), ...changes);
}

/**
 * Over which spans rates are taken: the reconstructed window, or the first stated one when none was found, against everything before the
 * first plausible onset at the level that the ordinary failure share then had.
 *
 * @returns `null` when there is neither window nor statement, or no data
 */
export function rateSpans(
  { incident, outcome, statement }: AnalysisInputs,
  {
    window,
    windows,
    levelChanges = [],
    ends = null,
  }: Pick<WindowFindings, "window" | "windows" | "levelChanges" | "ends">,
): RateSpans | null {
  const { range } = outcome;
  const [stated] = closedWindows(statement);
  if (!range || (!window && !stated)) return null;
  const span = window ? { from: window.onset, to: window.recovery ?? range.to } : (stated as { span: Span }).span;
  const firstOnset = Math.min(
    Date.parse(span.from),
    ...windows.map(({ onsetInterval }) => Date.parse(onsetInterval[0])),
  );
  const start = Math.min(baselineStart(range, firstOnset, levelChanges), firstOnset);
  const margin = Math.min(MARGIN_MS, MARGIN_SHARE * (firstOnset - start));
  // To a whole second: times in findings have no finer one.
  const end = Math.floor(Math.max(start, firstOnset - margin) / 1000) * 1000;
  const baseline = incident.baseline ?? { from: instant(start), to: instant(Math.max(start, end)) };
  return { window: span, baseline, ends };
}

async function breakdowns(
  source: SourceData,
  dimensions: readonly string[],
  { window, baseline }: RateSpans,
): Promise<BreakdownInput[]> {
  const found: BreakdownInput[] = [];
  for (const dimension of dimensions) {
    found.push({
      dimension,
      window: await source.breakdown(dimension, window),
      baseline: await source.breakdown(dimension, baseline),
    });
  }
  return found;
}

/** What the window's uncertain ends make of a source's rate; the ordinary share is that of the baseline. */
function overEnds(series: OutcomeSeries, { window, baseline, ends }: RateSpans, level: number): RateOverEnds | null {
  if (!ends) return null;
  const binOf = (iso: string): number => (Date.parse(iso) - series.startMs) / (series.stepSeconds * 1000);
  const [from, to] = [Math.max(0, Math.ceil(binOf(baseline.from))), Math.floor(binOf(baseline.to))];
  let [failures, attempts] = [0, 0];
  for (let bin = from; bin < Math.min(to, series.attempts.length); bin++) {
    failures += series.failures[bin] as number;
    attempts += series.attempts[bin] as number;
  }
  return rateOverEnds(series, ends, window, attempts > 0 ? failures / attempts : 0, level);
}

async function rateOf(
  series: OutcomeSeries,
  source: SourceData,
  inputs: AnalysisInputs,
  spans: RateSpans,
  level: number,
): Promise<RateFinding> {
  const config = inputs.incident.sources.find(({ name }) => name === source.name);
  const clusters = async (span: Span): Promise<{ span: Span; clusters: readonly ClusterCount[] }> => ({
    span,
    clusters: await source.clusters(span),
  });
  const stated = [];
  for (const { section, span } of closedWindows(inputs.statement)) stated.push({ section, ...(await clusters(span)) });
  return rateFinding({
    window: await clusters(spans.window),
    baseline: await clusters(spans.baseline),
    stated,
    clustered: config?.cluster !== undefined,
    breakdowns: await breakdowns(source, config?.dimensions ?? [], spans),
    overEnds: overEnds(series, spans, level),
    level,
  });
}

/**
 * The rate of every source that counts failures, the window's own first.
 *
 * @returns findings by source name; empty when there are no spans to take them over
 */
export async function findRates(
  inputs: AnalysisInputs,
  spans: RateSpans | null,
  level: number,
): Promise<Readonly<Record<string, RateFinding>>> {
  if (!spans) return {};
  const found: [string, RateFinding][] = [];
  for (const series of inputs.outcomes) {
    const { source } = series;
    if (source !== inputs.outcome.name && onlyFailures(series)) continue;
    found.push([source, await rateOf(series, inputs.data.source(source), inputs, spans, level)]);
  }
  return Object.fromEntries(found);
}
