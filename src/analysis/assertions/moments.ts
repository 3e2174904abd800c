import { MINUTE_MS } from "../../time/units.js";
import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { namesStretch } from "../../window/window-reason.js";
import { amount, percent } from "../../wording/number.js";
import { rateOf } from "./counting.js";
import { type CountedSource, type Counts, type Evidence, countsIn } from "./evidence.js";
import { type Judgement, type MeasuredInstant, decided, notTestable } from "./judged.js";
import { beforeSpans, instantOf } from "./spans.js";

/** An instant as UTC ISO-8601. */
export const iso = (ms: number): string => new Date(ms).toISOString();

/** Minutes from `b` to `a`; negative where `a` is earlier. */
export const minutesApart = (a: string, b: string): number => (Date.parse(a) - Date.parse(b)) / MINUTE_MS;

/** Minutes before an onset from which on an alert is of its outage: the first signs come before the first clear departure. */
const EARLY_ALERT_MINUTES = 15;

/** True if an alert was raised for an outage that began then, or for a later one. */
export const isRaisedFor = (at: string, onset: string): boolean => minutesApart(at, onset) >= -EARLY_ALERT_MINUTES;

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

/** Minutes from a stated beginning, or before a stated end, in which an outage would show. */
const STRETCH_MINUTES = 30;
/** An outage that raises the share of failures by less than this, or to less than twice the usual one, is none that a text need mean. */
const LEAST_RISE = 0.01;
const LEAST_TIMES = 2;
/** Failures that a stretch must hold beyond the usual ones to stand out of days of minutes. */
const TELLING_FAILURES = 14;
/** A half hour whose share lies surely this far above that of the rest is no quiet one, though no outage was told from the rate's own wandering. */
const RAISED_TIMES = 1.2;

/**
 * Why traffic at a stated time cannot rule an outage out: so few attempts that a share well above the usual one may have been there. `null` where it can.
 *
 * @param at - the stated beginning or end; `null` for anywhere in the data
 */
function mayHide({ kind }: StatedClaim, at: string | null, evidence: Evidence): string | null {
  const source = mainSource(evidence);
  const { dataSpan, level, windowReason } = evidence;
  if (!source || !dataSpan) return null;
  const all = countsIn(source.series, dataSpan);
  if (at === null) {
    if (windowReason !== null && namesStretch(windowReason)) return "it may be the stretch that stands out";
    const stretches = Math.max(1, minutesApart(dataSpan.to, dataSpan.from) / STRETCH_MINUTES);
    const attempts = all.attempts / stretches;
    const least = share(all) + TELLING_FAILURES / Math.max(attempts, 1);
    if (least <= Math.max(LEAST_TIMES * share(all), share(all) + LEAST_RISE)) return null;
    return `about ${amount(Math.round(attempts))} attempts in ${STRETCH_MINUTES} minutes would not show one in which less than ${percent(Math.min(1, least))} failed`;
  }
  const start = Date.parse(at) - (kind === "recovery" ? STRETCH_MINUTES * MINUTE_MS : 0);
  const own = countsIn(source.series, { from: iso(start), to: iso(start + STRETCH_MINUTES * MINUTE_MS) });
  const rest = { failures: all.failures - own.failures, attempts: all.attempts - own.attempts };
  const [least, most] = rateOf(own, level).interval;
  if (least > RAISED_TIMES * share(rest))
    return `in the half hour meant ${amount(own.failures)} of ${amount(own.attempts)} failed, more than the ${percent(share(rest))} of the rest of the data`;
  if (most <= Math.max(LEAST_TIMES * share(rest), share(rest) + LEAST_RISE)) return null;
  return own.attempts === 0
    ? "there are no attempts in the half hour meant"
    : `in the half hour meant ${amount(own.failures)} of ${amount(own.attempts)} failed, so that up to ${percent(most)} may have, against ${percent(share(rest))} in the rest of the data`;
}

/** The judgement of a time at which the data show no outage: contradicted only where they would have shown one. */
export function noOutageAt(claim: StatedClaim, at: string | null, readAs: string, evidence: Evidence): Judgement {
  const { dataSpan, windowReason } = evidence;
  if (at !== null && dataSpan && (at < dataSpan.from || at >= dataSpan.to))
    return notTestable(readAs, "The data do not reach that time.", "Data of that time.");
  if (claim.span === "other-day")
    return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
  const reason = windowReason ?? "no sustained rise of failures";
  const hidden = mayHide(claim, at, evidence);
  if (hidden !== null)
    return notTestable(
      readAs,
      `The data show no outage (${reason}), but cannot rule a small one out: ${hidden}.`,
      "More of this traffic over that time.",
    );
  return decided("contradicted", readAs, `The data show no outage: ${reason}.`, null);
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
