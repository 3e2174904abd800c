import { MINUTE_MS } from "../../time/units.js";
import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { type CountedSource, type Counts, type Evidence, countsIn } from "./evidence.js";
import { type Judgement, type MeasuredInstant, decided, notTestable } from "./judged.js";
import { beforeSpans, instantOf } from "./spans.js";

/** An instant as UTC ISO-8601. */
export const iso = (ms: number): string => new Date(ms).toISOString();

/** Minutes from `b` to `a`; negative where `a` is earlier. */
export const minutesApart = (a: string, b: string): number => (Date.parse(a) - Date.parse(b)) / MINUTE_MS;

/** A measured instant with its interval. */
export const measuredAt = (value: string, interval: readonly [string, string], level: number): MeasuredInstant => ({
  value: iso(Date.parse(value)),
  interval: [iso(Date.parse(interval[0])), iso(Date.parse(interval[1]))],
  level,
});

/** The clock of an assertion as an instant; `null` where it has none. */
export const timeOf = (claim: StatedClaim, evidence: Evidence): string | null => {
  const first = claim.instants.find(({ minutes, at }) => minutes !== null || at !== null);
  return first ? instantOf(first, evidence) : null;
};

/** The counts of ordinary time before the outage. */
export const usualRate = (source: CountedSource, evidence: Evidence): Counts => {
  const [span] = beforeSpans(evidence);
  return span ? countsIn(source.series, span) : { failures: 0, attempts: 0 };
};

/** The share that failed; 0 where nothing was attempted. */
export const share = ({ failures, attempts }: Counts): number => (attempts > 0 ? failures / attempts : 0);

/** The source of the incident's outcome. */
export const mainSource = (evidence: Evidence): CountedSource | undefined =>
  evidence.sources.find(({ name }) => name === evidence.outcome) ?? evidence.sources[0];

/** The failure share of some minutes from an instant on. */
export const shareFrom = (source: CountedSource, from: string, minutes: number): Counts =>
  countsIn(source.series, { from: iso(Date.parse(from)), to: iso(Date.parse(from) + minutes * MINUTE_MS) });

/** The judgement of a time at which the data show no outage. */
export function noOutageAt(claim: StatedClaim, at: string | null, readAs: string, evidence: Evidence): Judgement {
  const { dataSpan, windowReason } = evidence;
  if (at !== null && dataSpan && (at < dataSpan.from || at >= dataSpan.to))
    return notTestable(readAs, "The data do not reach that time.", "Data of that time.");
  return claim.span === "other-day"
    ? notTestable(readAs, "It speaks of another day than these data.", "Data of that day.")
    : decided(
        "contradicted",
        readAs,
        `The data show no outage: ${windowReason ?? "no sustained rise of failures"}.`,
        null,
      );
}

/** The windows that an assertion may mean: the one it names, else all. */
export function windowsFor(claim: StatedClaim, { windows }: Evidence): readonly WindowFinding[] {
  if (claim.span === "second") return windows.slice(1);
  if (claim.span === "first") return windows.slice(0, 1);
  return windows;
}

/** Minutes of room that "about" and its like give a clock. */
export const HEDGED_MINUTES = 10;

/** Minutes of the level before an action, and of the stretches after it. */
export const LEVEL_MINUTES = 10;

/** Minutes that an action may take to show. */
export const SOON_MINUTES = 8;
