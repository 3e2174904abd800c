import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import { clock } from "../../wording/clock.js";
import { PARTIAL } from "./action-kinds.js";
import type { Evidence } from "./evidence.js";
import { type Judgement, decided, notTestable, unchecked } from "./judged.js";
import { HEDGED_MINUTES, measuredAt, minutesApart, timeOf } from "./moments.js";
import { changeAtClock, loggedChange, referredChange } from "./named-action.js";

/** Minutes within which a stated time is that of the log: a log is written when the work is done, a report when it was begun. */
const SAME_MINUTES = 2;
/** Minutes beyond which it is another time. */
const OTHER_MINUTES = 6;

/** Minutes beyond which the text may mean another day. */
const SAME_DAY_MINUTES = 720;

/** That something was done at a time: against the logs of changes. Remediations are what incident.yaml or the text itself says: no measurement of them. */
export function judgeActionTime(claim: StatedClaim, evidence: Evidence): Judgement {
  const at = timeOf(claim, evidence);
  const own =
    loggedChange(claim.quote, claim.quote, evidence) ??
    (at === null ? null : changeAtClock(claim.quote, at, evidence)) ??
    referredChange(claim.quote, evidence);
  const title = own?.title || own?.what || own?.id;
  const readAs = own ? `time of ${title}` : "an action";
  const needs = "The action as a remediation of the incident, or a log of changes.";
  if (!own || PARTIAL.test(claim.quote))
    return unchecked(readAs, "Traffic shows what followed an action, not that it was done.", needs);
  if (claim.span === "other-day")
    return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
  if (at === null)
    return unchecked(
      readAs,
      "The text does not say which day and zone its time is in.",
      "The day and the zone of its time.",
    );
  const apart = Math.abs(minutesApart(at, own.at));
  if (apart > SAME_DAY_MINUTES)
    return unchecked(readAs, "The text does not say which day its time is on.", "The day and the zone of its time.");
  const room = SAME_MINUTES + (claim.hedged ? HEDGED_MINUTES : 0);
  const verdict = apart <= room ? "supported" : apart > room + OTHER_MINUTES ? "contradicted" : "not-testable";
  return decided(
    verdict,
    readAs,
    `Stated ${clock(at)}; ${own.log ?? "the log"} has "${title}" at ${clock(own.at)} UTC.`,
    measuredAt(own.at, [own.at, own.at], evidence.level),
  );
}
