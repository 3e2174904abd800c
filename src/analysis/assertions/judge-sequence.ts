import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import { clock } from "../../wording/clock.js";
import type { Evidence } from "./evidence.js";
import { type Judgement, decided, notTestable, unchecked } from "./judged.js";
import { minutesApart } from "./moments.js";
import { actionOf } from "./named-action.js";

/** Both are known to the minute. */
const ROUNDING_MINUTES = 1;

/** "The failures began before the deploy at 14:02." */
export function judgeSequence(claim: StatedClaim, evidence: Evidence): Judgement {
  const readAs = "onset against the time of the change";
  const action = actionOf(claim, evidence);
  const main = claim.span === "second" ? (evidence.windows[1] ?? null) : evidence.main;
  if (claim.detail === null || /\b(?:page[ds]?|alert\w*|alarm\w*|pager|monitor\w*)\b/i.test(claim.quote))
    return unchecked(readAs, "Its words do not say which of the two came first.", "The two events in their order.");
  if (!action)
    return unchecked(
      readAs,
      "The change has no time, in the text or in the data.",
      "The changes as a source of events with `role: change`.",
    );
  if (!main) return notTestable(readAs, "The data show no outage.", "Traffic in which the outage shows.");
  const [low, high] = [minutesApart(main.onsetInterval[0], action.at), minutesApart(main.onsetInterval[1], action.at)];
  const value = minutesApart(main.onset, action.at);
  const before = high < ROUNDING_MINUTES ? true : low > -ROUNDING_MINUTES ? false : null;
  const why = `The onset is at ${clock(main.onset)} [${clock(main.onsetInterval[0])}, ${clock(main.onsetInterval[1])}], the change at ${clock(action.at)} UTC.`;
  const measured = { value, interval: [low, high] as const, level: evidence.level };
  if (before === null) return notTestable(readAs, `${why} The two are too close to tell.`, "More traffic.", measured);
  return decided(
    before === (claim.detail === "before") ? "supported" : "contradicted",
    `${readAs} (${action.id})`,
    why,
    measured,
  );
}
