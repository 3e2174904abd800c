import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { clock } from "../../wording/clock.js";
import { amount } from "../../wording/number.js";
import type { DatedAlert, Evidence } from "./evidence.js";
import { type Judgement, decided, notTestable, unchecked } from "./judged.js";
import { lagVerdict } from "./judge-lag.js";
import { HEDGED_MINUTES, isRaisedFor, measuredAt, minutesApart, timeOf } from "./moments.js";

/** An alert that a machine raised. */
const BY_MACHINE =
  /\b(?:alert\w*|alarm\w*|monitor\w*|pager\w*|page|paged|pages|paging|page came)\b|\b(?:checks?|probes?) (?:\w+ )?(?:noticed|caught|spotted|flagged|detected|fired)\b|\bwent off\b|\b(?:detect\w*|notic\w*) (?:automatically|by (?:our )?(?:monitoring|alert\w*))/i;
/** What people notice, say and do is in no log of alerts. */
const BY_PEOPLE =
  /\b(?:acknowledg\w*|customers?|users?|clients?|tickets?|complain\w*|e-?mailed|wrote|rang|phoned|tweet\w*|support|engineers? (?:noticed|saw|joined|began|were looking)|reported (?:by|to)|diagnos\w*|root cause|on the bridge|call(?:ed)? in|woke\w*|no alert|missed|should|had not|did not|didn['’]t|never|nobody|silent|late alert|ago|status page|posted|published)\b/i;
const ENDS = /\b(?:clear\w*|resolv\w*|closed|silenced|went quiet|auto-?resolved|stood down)\b/i;
/** "From the alarm it took us 15 minutes to …": a length that begins with the alert. */
const FROM_ALERT = /\b(?:from|after|since|following) (?:the|that|this|our) (?:\w+ )?(?:alert|alarm|page)\b/i;
/** Minutes within which a stated time is that of an alert. */
const SAME_MINUTES = 2;
const OTHER_MINUTES = 1;

/** The words of a row that name its alert: "SearchLatencyP95". */
const namedIn = (text: string, { words }: DatedAlert): boolean =>
  (words.match(/[\w-]{6,}/g) ?? []).some((word) => /[A-Z].*[A-Z]|\d/.test(word) && text.includes(word));

function windowOf(claim: StatedClaim, { windows, main }: Evidence): WindowFinding | null {
  const again = /\b(?:return|second|again|back)\b/i.test(claim.quote);
  return claim.span === "second" || (again && windows.length > 1)
    ? (windows[1] ?? null)
    : claim.span === "first"
      ? (windows[0] ?? null)
      : main;
}

/** The alerts that an assertion may speak of: those it names, else all of its kind that belong to its outage. */
function candidates(claim: StatedClaim, evidence: Evidence, window: WindowFinding | null): readonly DatedAlert[] {
  const ended = ENDS.test(claim.quote);
  const own = evidence.alerts.filter((one) => one.ended === ended);
  const named = own.filter((one) => namedIn(claim.context, one));
  if (named.length > 0) return named;
  if (!window) return own;
  return own.filter(({ at }) => isRaisedFor(at, window.onset));
}

/** "The page was acknowledged within two minutes", of an alert whose log tells when; `null` for anything else. */
function acknowledgement(claim: StatedClaim, evidence: Evidence): Judgement | null {
  if (!/\backnowledg\w*|\backed\b/i.test(claim.quote) || claim.span === "other-day") return null;
  const window = windowOf(claim, evidence);
  const own = evidence.alerts.find(
    ({ at, ended, acknowledged }) => !ended && acknowledged !== undefined && (!window || isRaisedFor(at, window.onset)),
  );
  if (own?.acknowledged === undefined) return null;
  const { acknowledged, words } = own;
  const [stated] = claim.values;
  if (stated === undefined) {
    const at = timeOf(claim, evidence);
    return at === null ? null : atTime(claim, at, [{ at: acknowledged, words, ended: false }], evidence);
  }
  const minutes = minutesApart(acknowledged, own.at);
  const measured = { value: minutes, interval: [minutes, minutes] as const, level: evidence.level };
  return decided(
    lagVerdict(claim, measured),
    "minutes from the alert to its acknowledgement",
    `The alert ("${words}") is of ${clock(own.at)}, its acknowledgement of ${clock(acknowledged)} UTC.`,
    measured,
  );
}

/** When an alert was raised, against the log of alerts; what people noticed is in no data. */
export function judgeDetection(claim: StatedClaim, evidence: Evidence): Judgement {
  const taken = acknowledgement(claim, evidence);
  if (taken) return taken;
  const readAs = "when it was noticed";
  const needs = "The alerts and pages with their times.";
  if (evidence.alerts.length === 0 || !BY_MACHINE.test(claim.quote) || BY_PEOPLE.test(claim.quote))
    return unchecked(readAs, "Traffic cannot show when people noticed.", needs);
  if (claim.span === "other-day")
    return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
  const at = timeOf(claim, evidence);
  const window = windowOf(claim, evidence);
  const own = candidates(claim, evidence, window);
  const [first] = own;
  if (!first) return notTestable("time of the alert", "No alert of this outage is in the data.", needs);
  const [stated] = claim.values;
  if (stated === undefined && at !== null) return atTime(claim, at, own, evidence);
  // "Resolved five minutes after the last error": counted from something else than the onset.
  if (stated !== undefined && ENDS.test(claim.quote))
    return unchecked("time of the alert's end", "Its words do not say what it is counted from.", needs);
  if (stated !== undefined && FROM_ALERT.test(claim.quote))
    return unchecked(
      "what followed the alert",
      "It says what came after the alert, not when the alert was raised.",
      needs,
    );
  if (stated === undefined || !window)
    return unchecked("time of the alert", "It says neither when nor how long after the onset.", needs);
  return alertAfterOnset(claim, first, window, evidence.level);
}

/** A stated time from the onset to an alert against the one that the data have. */
export function alertAfterOnset(
  claim: StatedClaim,
  alert: DatedAlert,
  window: WindowFinding,
  level: number,
): Judgement {
  const [low, high] = window.onsetInterval;
  const measured = {
    value: minutesApart(alert.at, window.onset),
    interval: [minutesApart(alert.at, high), minutesApart(alert.at, low)] as const,
    level,
  };
  return decided(
    lagVerdict(claim, measured),
    "minutes from the onset to the first alert",
    `The onset is at ${clock(window.onset)}, the alert ("${alert.words}") at ${clock(alert.at)} UTC: ${amount(Math.round(measured.value))} minutes.`,
    measured,
  );
}

/** That an alert called somebody, and what a log writes at one that did not. */
const PAGES = /\b(?:pages|paged|paging|woke)\b/i;
const OTHER_SEVERITY = /\b(?:ticket|warn(?:ing)?|info|e-?mail|notice|minor)\b/i;
/** True if no other alert within minutes called somebody. */
const isTold = (all: readonly DatedAlert[], own: DatedAlert): boolean =>
  all.every(
    (one) => one === own || !/\bpage/i.test(one.words) || Math.abs(minutesApart(one.at, own.at)) > SAME_MINUTES,
  );

function atTime(claim: StatedClaim, at: string, own: readonly DatedAlert[], { level }: Evidence): Judgement {
  const nearest = own.reduce((best, one) =>
    Math.abs(minutesApart(one.at, at)) < Math.abs(minutesApart(best.at, at)) ? one : best,
  );
  const apart = Math.abs(minutesApart(nearest.at, at));
  const room = SAME_MINUTES + (claim.hedged ? HEDGED_MINUTES : 0);
  const verdict = apart <= room ? "supported" : apart > room + OTHER_MINUTES ? "contradicted" : "not-testable";
  if (verdict === "supported" && PAGES.test(claim.quote) && OTHER_SEVERITY.test(nearest.words) && isTold(own, nearest))
    return decided(
      "contradicted",
      "severity of the alert",
      `The alert of ${clock(nearest.at)} UTC is "${nearest.words}": it paged nobody.`,
      measuredAt(nearest.at, [nearest.at, nearest.at], level),
    );
  return decided(
    verdict,
    "time of the alert",
    `Stated ${clock(at)}; the nearest alert in the data ("${nearest.words}") is of ${clock(nearest.at)} UTC.`,
    measuredAt(nearest.at, [nearest.at, nearest.at], level),
  );
}
