import { dayClock } from "../wording/clock.js";
import type { RateFinding } from "./rate-finding.js";

/** Why a rate has nothing to be set against; `null` where its baseline has attempts. Times to the minute, UTC. */
export function noBaseline({
  baseline: {
    attempts,
    span: { from, to },
  },
}: Pick<RateFinding, "baseline">): string | null {
  if (attempts > 0) return null;
  return from >= to
    ? `no baseline: the data begin at ${dayClock(from)}, when failures may already have risen`
    : `no baseline: it has no rows from ${dayClock(from)} to ${dayClock(to)}`;
}
