import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import { clock } from "../../wording/clock.js";
import { amount } from "../../wording/number.js";
import type { Evidence } from "./evidence.js";
import { type Judgement, decided, exactly, notTestable } from "./judged.js";
import { minutesApart } from "./moments.js";
import { endOf } from "./spans.js";

/** Least data after a recovery for "it has not come back". */
const QUIET_MINUTES = 60;

/** That it happened in so many waves, came back, or did not. */
export function judgeWaves(claim: StatedClaim, evidence: Evidence): Judgement {
  const { windows, dataSpan } = evidence;
  const count = windows.length;
  const readAs = "number of outages in the data";
  if (claim.span === "other-day")
    return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
  const list = windows.map((window) => `${clock(window.onset)}–${clock(endOf(window, evidence))}`).join(", ");
  const why =
    count === 0
      ? "The data show no outage."
      : `The data show ${count === 1 ? "one outage" : `${count} outages`}: ${list} UTC.`;
  if (count === 0)
    return claim.kind === "no-recurrence"
      ? notTestable(readAs, why, "Traffic in which the outage shows.")
      : decided("contradicted", readAs, why, exactly(0));
  if (claim.kind === "waves")
    return decided(Number(claim.detail) === count ? "supported" : "contradicted", readAs, why, exactly(count));
  if (claim.kind === "recurrence")
    return decided(count > 1 ? "supported" : "contradicted", readAs, why, exactly(count));
  // "Has not come back since" is said of the time after the last of them.
  if (count > 1 && /\b(?:has|have)(?:n['’]t| not)\b|\bsince\b/i.test(claim.quote))
    return notTestable(readAs, `${why} It speaks of the time after the last of them.`, "Data from after it.");
  if (count > 1) return decided("contradicted", readAs, why, exactly(count));
  const end = windows[0]?.recovery;
  const after = end && dataSpan ? minutesApart(dataSpan.to, end) : 0;
  return after >= QUIET_MINUTES
    ? decided(
        "supported",
        readAs,
        `${why} None follows in ${amount(Math.round(after / 60))} hours of data.`,
        exactly(count),
      )
    : notTestable(
        readAs,
        `${why} The data reach ${amount(Math.round(after))} minutes past it.`,
        "Data from after the recovery.",
      );
}

/** That nothing happened. */
export function judgeNoOutage(claim: StatedClaim, evidence: Evidence): Judgement {
  const readAs = "outages in the data";
  if (claim.span === "other-day")
    return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
  const { windows, windowReason } = evidence;
  const list = windows.map((window) => `${clock(window.onset)}–${clock(endOf(window, evidence))}`).join(", ");
  return windows.length > 0
    ? decided(
        "contradicted",
        readAs,
        `The data show ${windows.length === 1 ? "an outage" : `${windows.length} outages`}: ${list} UTC.`,
        exactly(windows.length),
      )
    : decided(
        "supported",
        readAs,
        `No outage was found: ${windowReason ?? "no sustained rise of failures"}.`,
        exactly(0),
      );
}
