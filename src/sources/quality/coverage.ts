import { MINUTE_MS } from "../../time/units.js";
import type { SourceKind } from "../../incident/incident.js";
import type { Span } from "../../time/span.js";
import { instant } from "../../time/instant.js";

/** Where a source has data and where it should have. */
export interface Coverage {
  readonly gaps: readonly Span[];
  /** Share of the minutes (or of the source's own regular steps) in its range that have data, 0…1. */
  readonly coverage: number;
  /** Minutes between samples: 1, or the regular step of an aggregated source. */
  readonly stepMinutes: number;
}

/** Natural logarithm of one in 66 million: over ten days of minutes, chance makes a gap once in thousands of incidents. */
const RARE = 18;
const NEIGHBOURS = 60;

function spanOf(fromMinute: number, toMinute: number): Span {
  const iso = (minute: number): string => instant(minute * MINUTE_MS);
  return { from: iso(fromMinute), to: iso(toMinute) };
}

/** The regular distance between occupied minutes, if most share one. */
function regularStep(minutes: readonly number[]): number | undefined {
  const distances = minutes.slice(1).map((minute, index) => minute - (minutes[index] as number));
  if (distances.length < 3) return undefined;
  const middle = [...distances].sort((a, b) => a - b)[distances.length >> 1] as number;
  return distances.filter((distance) => distance === middle).length >= 0.8 * distances.length ? middle : undefined;
}

/** Rows a minute over the occupied neighbourhood on one side of a stretch. */
function localRate(minutes: readonly number[], counts: readonly number[], border: number, side: -1 | 1): number {
  const edge = minutes[border] as number;
  let rows = 0;
  let reach = 1;
  for (
    let at = border;
    at >= 0 && at < minutes.length && Math.abs((minutes[at] as number) - edge) < NEIGHBOURS;
    at += side
  ) {
    rows += counts[at] as number;
    reach = Math.abs((minutes[at] as number) - edge) + 1;
  }
  return rows / Math.max(reach, NEIGHBOURS);
}

/**
 * Variance over mean of the minute counts, from differences of neighbouring minutes so that the daily shape does not count; at least 1.
 * Attempts of one call come together, so their counts vary more than Poisson's.
 */
function dispersion(minutes: readonly number[], counts: readonly number[]): number {
  let squares = 0;
  let rows = counts[0] ?? 0;
  for (let at = 1; at < minutes.length; at += 1) {
    const [now, before] = [counts[at] as number, counts[at - 1] as number];
    const apart = (minutes[at] as number) - (minutes[at - 1] as number);
    squares += apart === 1 ? (now - before) ** 2 : now ** 2 + before ** 2;
    rows += now;
  }
  return Math.max(1, squares / 2 / Math.max(1, rows));
}

/**
 * Gaps and coverage of a source from its occupied minutes.
 *
 * A source of measurements with a regular step has a gap wherever a step is missing; without one, none can be told. One row an attempt has a gap where the quieter of the two
 * neighbouring hours would have left the stretch empty less often than once in 66 million (Poisson traffic, widened by its own dispersion). Events have no gaps.
 *
 * @param minutes - occupied minutes since the epoch, ascending
 * @param counts - rows in each
 */
export function coverageOf(kind: SourceKind, minutes: readonly number[], counts: readonly number[]): Coverage {
  const [first] = minutes;
  const last = minutes.at(-1);
  if (first === undefined || last === undefined) return { gaps: [], coverage: 0, stepMinutes: 1 };
  const aggregated = kind !== "outcomes" && kind !== "events";
  const regular = aggregated ? regularStep(minutes) : undefined;
  const step = regular ?? 1;
  const gaps: Span[] = [];
  const spread = aggregated ? 1 : dispersion(minutes, counts);
  for (let at = 1; at < minutes.length; at += 1) {
    const from = (minutes[at - 1] as number) + step;
    const to = minutes[at] as number;
    if (to - from < 1 || kind === "events" || (aggregated && regular === undefined)) continue;
    const expected = aggregated
      ? Number.POSITIVE_INFINITY
      : ((to - from) * Math.min(localRate(minutes, counts, at - 1, -1), localRate(minutes, counts, at, 1))) / spread;
    if (expected > RARE) gaps.push(spanOf(from, to));
  }
  return { gaps, coverage: Math.min(1, minutes.length / ((last - first) / step + 1)), stepMinutes: step };
}

/**
 * The share of a span in which a source has data: what lies within its range and in none of its gaps.
 *
 * @param range - of the source, `null` without rows
 */
export function coveredShare(range: Span | null, gaps: readonly Span[], { from, to }: Span): number {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const within = (span: Span): number =>
    Math.max(0, Math.min(end, Date.parse(span.to)) - Math.max(start, Date.parse(span.from)));
  if (range === null || end <= start) return 0;
  return Math.max(0, within(range) - gaps.reduce((sum, gap) => sum + within(gap), 0)) / (end - start);
}
