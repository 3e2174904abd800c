import { failedColumns } from "../../incident/failed.js";
import type { Claim } from "../../statement/claims/claim.js";
import type { RateReading } from "../../audit/audit.js";
import { RECONSTRUCTED } from "../../audit/judge-rate-claim.js";
import type { Span } from "../../time/span.js";
import { isNamed, nameable, unknownPath } from "../../statement/claims/named-values.js";
import type { Incident, SourceConfig } from "../../incident/incident.js";
import { type ClusterCount, type IncidentData, isCounted, type SourceData } from "../../sources/incident-data.js";
import { clusteredProportion } from "../../stats/rates/clustered-proportion.js";
import { proportion } from "../../stats/rates/proportion.js";
import { outageWindows } from "../../statement/events/outage-windows.js";
import type { Statement } from "../../statement/statement.js";
import type { WindowFinding, WindowFindings } from "../../window/window-finding.js";
import { type CountedIn, failureWords, type RateClaim, sourceOfClaim } from "./claim-source.js";
import { peakReading } from "./peak-reading.js";
import { plainReading, rateAlternatives } from "./rate-alternatives.js";
import { statedWindow } from "../find/rates.js";
import { instant } from "../../time/instant.js";

/** Minutes before the onset that the baseline leaves out. */
const MARGIN_MS = 10 * 60_000;
/** And no more of what lies before it than this share. */
const MARGIN_SHARE = 0.1;
/** How long after the outage a share "back below 5 %" is read. */
const AFTER_MS = 60 * 60_000;
const PEAK_SECONDS = 60;
/** A share of an outage: where neither the text nor the data have one, there is nothing to read it over. */
const OF_AN_OUTAGE = /\b(?:outage|incident|disruption|during|peak|worst|height|while|affected|impact\w*)\b/i;

/** Counts, rate and design effect of clusters: clustered when attempts share clusters, a plain proportion otherwise. */
function rateOfClusters(
  clusters: readonly ClusterCount[],
  level: number,
): Pick<RateReading, "failures" | "attempts" | "rate" | "designEffect"> {
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
function spansOf(
  claim: RateClaim,
  statement: Statement,
  window: WindowFinding | null,
  dataEnd: string,
): { label: string; span: Span }[] {
  const found: { label: string; span: Span }[] = [];
  const add = (label: string, span: Span): void => {
    if (!found.some(({ span: { from, to } }) => from === span.from && to === span.to)) found.push({ label, span });
  };
  if (claim.over) add("over the claim's own window", claim.over);
  for (const { section, start, end } of outageWindows(statement)) {
    if (start !== null && end !== null)
      add(`over ${statedWindow(section, { from: start, to: end })}`, { from: start, to: end });
  }
  if (window) add(RECONSTRUCTED, { from: window.onset, to: window.recovery ?? dataEnd });
  return found;
}

/** The outages that were found, the largest by itself. */
export type Outages = Pick<WindowFindings, "window" | "windows">;

/** What came before the first outage, less a margin; before the claim's own span where no outage was found. */
function baselineOf({ from }: Span, { windows }: Outages, span: Span): Span | null {
  const first = windows.map(({ onsetInterval }) => onsetInterval[0]).sort()[0] ?? span.from;
  const margin = Math.min(MARGIN_MS, MARGIN_SHARE * (Date.parse(first) - Date.parse(from)));
  const to = instant(Math.floor((Date.parse(first) - margin) / 1000) * 1000);
  return to > from ? { from, to } : null;
}

/** The share of units with a failed row: each cluster, or each value of a dimension, is one attempt. */
async function unitsReading(
  { source, unit }: CountedIn,
  span: Span,
  level: number,
): Promise<Pick<RateReading, "failures" | "attempts" | "rate" | "designEffect">> {
  const counts = unit?.cluster
    ? await source.clusters(span)
    : (await source.breakdown((unit as { column: string }).column, span)).map((row) => ({ ...row, n: 1 }));
  return rateOfClusters(
    counts
      .filter(({ attempts }) => attempts > 0)
      .map(({ failures, n }) => ({ attempts: 1, failures: failures > 0 ? 1 : 0, n })),
    level,
  );
}

/** The values of one dimension that a claim's words restrict it to. */
interface Part {
  readonly dimension: string;
  readonly values: readonly string[];
}

/** Which part of a source a claim speaks of: `null` for all of it, `undefined` for a part that no dimension tells. */
async function partOf(
  { measure }: RateClaim,
  source: SourceData,
  { data, incident }: ReadCase,
): Promise<Part | null | undefined> {
  if (!measure || measure.scope === "" || !isCounted(source)) return null;
  const told: string[] = [];
  const whole = await partsOf(source, incident);
  for (const { dimension, values } of whole) {
    const named = values.filter((value) => isNamed(value, measure.scope));
    if (named.length > 0 && named.length < values.length) return { dimension, values: named };
    told.push(...values);
  }
  if (unknownPath(measure.scope, told) !== null) return undefined;
  for (const other of data.sources.filter((held) => isCounted(held) && held.name !== source.name)) {
    // A part that only another source tells cannot be read in this one.
    for (const { values } of await partsOf(other, incident))
      if (
        values.some((value) => isNamed(value, measure.scope)) &&
        !values.every((value) => isNamed(value, measure.scope))
      )
        return undefined;
  }
  return null;
}

/** What `partsOf` found, asked once a source. */
const known = new WeakMap<SourceData, Promise<readonly Part[]>>();

/** The nameable values of each dimension of a source, but for the columns that say what failed. */
function partsOf(source: SourceData, incident: Incident): Promise<readonly Part[]> {
  const found = known.get(source) ?? findParts(source, incident);
  known.set(source, found);
  return found;
}

async function findParts(source: SourceData, { sources }: Incident): Promise<readonly Part[]> {
  const failing = failedColumns(sources.find(({ name }) => name === source.name)?.failed);
  const found: Part[] = [];
  for (const dimension of source.range ? source.dimensions.filter((name) => !failing.includes(name)) : []) {
    found.push({
      dimension,
      values: nameable((await source.breakdown(dimension, source.range as Span)).map(({ value }) => value)),
    });
  }
  return found;
}

async function partReading(
  source: SourceData,
  { dimension, values }: Part,
  span: Span,
  designEffect: number,
  level: number,
): Promise<Pick<RateReading, "failures" | "attempts" | "rate" | "designEffect">> {
  const rows = (await source.breakdown(dimension, span)).filter(({ value }) => values.includes(value));
  const sum = (key: "failures" | "attempts"): number => rows.reduce((all, row) => all + row[key], 0);
  return plainReading("", source.name, span, sum("failures"), sum("attempts"), level, designEffect);
}

/** Before the outage, or the hour after it: where a claim's own words place it. */
function spansAt(
  claim: RateClaim,
  statement: Statement,
  source: SourceData,
  outages: Outages,
): { label: string; span: Span }[] {
  const range = source.range as Span;
  const { window, windows } = outages;
  const when = claim.measure?.when ?? "window";
  if (when === "window" || when === "peak") {
    const found = spansOf(claim, statement, window, range.to);
    return found.length > 0 || OF_AN_OUTAGE.test(claim.quote)
      ? found
      : [{ label: "over all of the data", span: range }];
  }
  const baseline = baselineOf(range, outages, claim.over ?? range);
  if (when === "before") return baseline ? [{ label: "before the outage", span: baseline }] : [];
  const from = window?.recoveryInterval?.[1] ?? claim.over?.to;
  if (from === undefined || from >= range.to) return [];
  const next =
    windows
      .map(({ onsetInterval }) => onsetInterval[0])
      .filter((onset) => onset > from)
      .sort()[0] ?? range.to;
  const to = instant(Math.min(Date.parse(range.to), Date.parse(next), Date.parse(from) + AFTER_MS));
  return [{ label: "after the outage", span: { from, to } }];
}

/** The readings of one claim; none where nothing counts what it speaks of. */
async function readingsOf(
  claim: RateClaim,
  counted: CountedIn,
  read: ReadCase,
  outages: Outages,
  level: number,
): Promise<readonly RateReading[]> {
  const { source, unit } = counted;
  const { statement, data } = read;
  const when = claim.measure?.when ?? "window";
  const part = unit ? null : await partOf(claim, source, read);
  if (part === undefined || (unit !== null && when !== "window")) return [];
  const of = unit
    ? `of the values of ${unit.column} with a failed row, `
    : part
      ? `only ${part.dimension} ${part.values.join(" and ")}, `
      : "";
  const own: RateReading[] = [];
  for (const { label, span } of spansAt(claim, statement, source, outages)) {
    const all = rateOfClusters(await source.clusters(span), level);
    const counts = unit
      ? await unitsReading(counted, span, level)
      : part
        ? await partReading(source, part, span, all.designEffect, level)
        : all;
    own.push({ label: `${of}${label}`, source: source.name, span, ...counts });
  }
  const [first] = own;
  if (!first || when === "before" || when === "after" || unit) return own;
  if (when === "peak") {
    if (part) return [];
    const series = await source.outcomes(PEAK_SECONDS);
    return own
      .flatMap((reading) => peakReading(source.name, series, reading.span, reading.designEffect, level) ?? [])
      .map((peak, index) => ({ ...peak, label: `${peak.label} ${own[index]?.label ?? ""}`.trim() }));
  }
  const baseline = baselineOf(source.range as Span, outages, first.span);
  return [...own, ...(part ? [] : await rateAlternatives(data, first, baseline, level))];
}

/** What claims are read in. */
export interface ReadCase {
  readonly statement: Statement;
  readonly data: IncidentData;
  readonly incident: Incident;
}

/** A share of attempts that failed or went well; a word that a source's own `failed` lists is one of failure. */
function isOutcome({ measure }: RateClaim, config: SourceConfig | undefined): boolean {
  if (measure?.outcome !== "other") return true;
  const own = failureWords(config);
  return own.some((word) =>
    new RegExp(`^(?:(?:was|were|is|are|been|had|have|has|got) )*${word}\\b`, "i").test(measure.other ?? ""),
  );
}

/**
 * Every reasonable reading of each claimed rate in the data: over the claim's own window, the statement's other windows and the reconstructed one;
 * over the claim's own window also each step alone, the rate less ordinary failures, and the other denominators that the sources allow. A share that is
 * told of a part of the traffic, of the worst minute, of the time before or after, or of units that a column names is read there and nowhere else.
 *
 * @returns readings by claim id, the claim's own first; a claim that no source counts has none
 */
export async function claimReadings(
  claims: readonly Claim[],
  read: ReadCase,
  outages: Outages,
  level: number,
): Promise<ReadonlyMap<string, readonly RateReading[]>> {
  const readings = new Map<string, readonly RateReading[]>();
  for (const claim of claims) {
    if (claim.kind !== "rate") continue;
    const counted = sourceOfClaim(claim, read.data, read.incident);
    if (
      !counted?.source.range ||
      !isOutcome(
        claim,
        read.incident.sources.find(({ name }) => name === counted.source.name),
      )
    )
      continue;
    const found = await readingsOf(claim, counted, read, outages, level);
    if (found.length > 0) readings.set(claim.id, found);
  }
  return readings;
}
