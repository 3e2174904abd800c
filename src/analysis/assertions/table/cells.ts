import type { Estimate } from "../../../stats/estimate.js";
import type { Span } from "../../../time/span.js";
import { MINUTE_MS } from "../../../time/units.js";
import type { Evidence, Part } from "../evidence.js";
import type { Measure } from "../frames/measures.js";
import { type Judgement, type Nearness, decided } from "../judged.js";
import { iso } from "../moments.js";
import { beforeSpans, endOf } from "../spans.js";

/** One measure over one span. */
export interface Cell {
  readonly span: Span;
  readonly value: Estimate;
}

/** Shorter spans hold too little to say how things stood. */
const LEAST_MINUTES = 10;
const AFTERWARDS_MINUTES = [30, 60] as const;

const minutes = ({ from, to }: Span): number => (Date.parse(to) - Date.parse(from)) / MINUTE_MS;

function halves({ from, to }: Span): readonly Span[] {
  const middle = iso((Date.parse(from) + Date.parse(to)) / 2);
  return [
    { from, to: middle },
    { from: middle, to },
  ];
}

/** Spans that follow an instant, within the data. */
const following = (at: string, end: string): readonly Span[] =>
  AFTERWARDS_MINUTES.map((length) => ({
    from: at,
    to: iso(Math.min(Date.parse(at) + length * MINUTE_MS, Date.parse(end))),
  }));

/** The outages as spans. */
export const outageSpans = (evidence: Evidence): readonly Span[] =>
  evidence.windows.map((window) => ({ from: window.onset, to: endOf(window, evidence) }));

/** Every span that words of an incident may be of, the outages first: their halves, what followed each change and each outage, between, after, the whole. */
export function spansOfIncident(evidence: Evidence, least = LEAST_MINUTES): readonly Span[] {
  const { dataSpan } = evidence;
  if (!dataSpan) return [];
  const outages = outageSpans(evidence);
  const last = outages.at(-1);
  const dated = [...evidence.changes, ...evidence.actions].map(({ at }) => at);
  const gaps = outages.slice(1).map(({ from }, at) => ({ from: outages[at]?.to ?? from, to: from }));
  const all = [
    ...outages,
    ...outages.flatMap((one) => [...halves(one), ...halves(one).flatMap(halves)]),
    ...gaps,
    ...(last ? [{ from: last.to, to: dataSpan.to }, ...following(last.to, dataSpan.to)] : []),
    ...dated.flatMap((at) => following(at, dataSpan.to)),
    dataSpan,
  ];
  return all.filter((span) => minutes(span) >= least && span.from >= dataSpan.from);
}

/** A measure over spans, where it can be asked. */
export async function cellsOf(measure: Measure, spans: readonly Span[]): Promise<readonly Cell[]> {
  const found: Cell[] = [];
  for (const span of spans) {
    const value = await measure.over(span);
    if (value) found.push({ span, value });
  }
  return found;
}

/** A measure in ordinary time. */
export async function usualOf(measure: Measure, evidence: Evidence): Promise<Estimate | null> {
  const [before] = beforeSpans(evidence);
  return before ? measure.over(before) : null;
}

/** That no cell of the table gives what is stated; `null` where one of them does, or may. */
export function givenByNone(
  fared: readonly Nearness[],
  readAs: string,
  why: string,
  measured: Estimate | null,
): Judgement | null {
  return fared.length > 0 && fared.every((one) => one === "far")
    ? decided("contradicted", readAs, why, measured)
    : null;
}

/** What a part is called. */
export const nameOf = (part: Part | null): string =>
  part ? ` of ${[...part.values, ...(part.also?.values ?? [])].join(" and ")}` : "";
