import type { Claim } from "../audit/claim.js";
import type { RateReading } from "../audit/audit.js";
import type { Span } from "../incident/span.js";
import type { ClusterCount, IncidentData, SourceData } from "../sources/incident-data.js";
import { clusteredProportion } from "../stats/clustered-proportion.js";
import { proportion } from "../stats/proportion.js";
import { outageWindows } from "../statement/outage-windows.js";
import type { Statement } from "../statement/statement.js";
import type { WindowFinding } from "../window/window-finding.js";
import { rateAlternatives } from "./rate-alternatives.js";

/** Minutes before the onset that the baseline leaves out. */
const MARGIN_MS = 10 * 60_000;

type RateClaim = Claim & { readonly kind: "rate" };

const words = (text: string): readonly string[] => text.toLowerCase().match(/[a-z]+/g) ?? [];
const stem = (word: string): string => word.replace(/(?:ies|es|s)$/, "").slice(0, 12);

/** How early the words of a source's name stand in a text; later is worse, absent is infinite. */
function placeOf(source: string, text: string): number {
  const own = words(source).map(stem).filter((word) => word.length > 2);
  return words(text).map(stem).findIndex((word) => own.includes(word));
}

/**
 * The source that counts what a percentage speaks of: the one whose name stands in the denominator, else in the numerator, else in the quote.
 */
function sourceOfClaim({ percentage }: RateClaim, sources: readonly SourceData[]): SourceData | undefined {
  const counted = sources.filter(({ kind }) => kind === "outcomes" || kind === "counts");
  for (const text of [percentage.denominator, percentage.numerator, percentage.quote]) {
    if (text === null) continue;
    const placed = counted.map((source) => ({ source, place: placeOf(source.name, text) })).filter(({ place }) => place >= 0);
    const [first] = placed.sort((a, b) => a.place - b.place);
    if (first) return first.source;
  }
  return undefined;
}

/** Counts, rate and design effect of clusters: clustered when attempts share clusters, a plain proportion otherwise. */
function rateOfClusters(clusters: readonly ClusterCount[], level: number): Pick<RateReading, "failures" | "attempts" | "rate" | "designEffect"> {
  let failures = 0;
  let attempts = 0;
  let shared = false;
  for (const cluster of clusters) {
    failures += cluster.failures * cluster.n;
    attempts += cluster.attempts * cluster.n;
    shared ||= cluster.attempts > 1;
  }
  if (attempts === 0) return { failures, attempts, rate: { value: 0, interval: [0, 1], level }, designEffect: 1 };
  if (!shared) return { failures, attempts, rate: proportion(failures, attempts, { level }), designEffect: 1 };
  const { value, interval, designEffect } = clusteredProportion(clusters, { level });
  return { failures, attempts, rate: { value, interval, level }, designEffect: designEffect ?? 1 };
}

/** The spans over which a claim's rate can reasonably be read, the claim's own first. */
function spansOf(claim: RateClaim, statement: Statement, window: WindowFinding | null, dataEnd: string): { label: string; span: Span }[] {
  const found: { label: string; span: Span }[] = [];
  const add = (label: string, span: Span): void => {
    if (!found.some(({ span: { from, to } }) => from === span.from && to === span.to)) found.push({ label, span });
  };
  if (claim.over) add("over the claim's own window", claim.over);
  for (const { section, start, end } of outageWindows(statement)) {
    if (start !== null && end !== null) add(`over the window of "${section}" ${start.slice(11, 16)}–${end.slice(11, 16)}`, { from: start, to: end });
  }
  if (window) add("over the reconstructed window", { from: window.onset, to: window.recovery ?? dataEnd });
  return found;
}

/** What came before the outage, less a margin; before the claim's own span where no outage was found. */
function baselineOf({ from }: Span, window: WindowFinding | null, span: Span): Span | null {
  const first = [window?.onsetInterval[0], window ? undefined : span.from].flatMap((time) => (time === undefined ? [] : [Date.parse(time)]))[0] as number;
  const to = new Date(first - MARGIN_MS).toISOString();
  return to > from ? { from, to } : null;
}

/**
 * Every reasonable reading of each claimed rate in the data: over the claim's own window, the statement's other windows and the reconstructed one;
 * over the claim's own window also each step alone, the rate less ordinary failures, and the other denominators that the sources allow.
 *
 * @returns readings by claim id, the claim's own first; a claim that no source counts has none
 */
export async function claimReadings(
  claims: readonly Claim[], statement: Statement, data: IncidentData, window: WindowFinding | null, level: number,
): Promise<ReadonlyMap<string, readonly RateReading[]>> {
  const readings = new Map<string, readonly RateReading[]>();
  for (const claim of claims) {
    if (claim.kind !== "rate") continue;
    const source = sourceOfClaim(claim, data.sources);
    if (!source?.range) continue;
    const own: RateReading[] = [];
    for (const { label, span } of spansOf(claim, statement, window, source.range.to)) {
      own.push({ label, source: source.name, span, ...rateOfClusters(await source.clusters(span), level) });
    }
    const [first] = own;
    if (first) own.push(...(await rateAlternatives(data, first, baselineOf(source.range, window, first.span), level)));
    readings.set(claim.id, own);
  }
  return readings;
}
