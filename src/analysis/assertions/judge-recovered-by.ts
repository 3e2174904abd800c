import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { clock } from "../../wording/clock.js";
import { percent } from "../../wording/number.js";
import { rateOf } from "./counting.js";
import type { Evidence } from "./evidence.js";
import { type Judgement, decided, notTestable, unchecked } from "./judged.js";
import { mainSource, measuredAt, minutesApart, share, shareFrom, timeOf, usualRate, windowsFor } from "./moments.js";

/** "By 16:05 it was back to normal": nothing above the usual level from then on, for a while. */
export async function judgeRecoveredBy(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const readAs = "failures back at their usual level by then";
  const source = mainSource(evidence);
  const at = timeOf(claim, evidence);
  if (claim.span === "other-day")
    return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
  if (!source || at === null)
    return unchecked(
      readAs,
      "The text does not say which day and zone its time is in.",
      "The day and the zone of its time.",
    );
  const windows = windowsFor(claim, evidence);
  if (windows.length === 0)
    return notTestable(readAs, "The data show no outage to recover from.", "Traffic in which the outage shows.");
  if (evidence.dataSpan && (at < evidence.dataSpan.from || at >= evidence.dataSpan.to))
    return notTestable(readAs, "The data do not reach that time.", "Data of that time.");
  const around = windows.find(({ onset, recovery }) => at >= onset && (recovery === null || at < recovery));
  const [last] = windows.slice(-1) as [WindowFinding];
  const nearest = around ?? [...windows].reverse().find(({ recovery }) => recovery !== null && recovery <= at) ?? last;
  const measured =
    nearest.recovery && nearest.recoveryInterval
      ? measuredAt(nearest.recovery, nearest.recoveryInterval, evidence.level)
      : null;
  const then = rateOf(shareFrom(source, at, 10), evidence.level);
  const usual = usualRate(source, evidence);
  const level = Math.max(2 * share(usual), share(usual) + 0.01);
  const why = `Measured: back at ${nearest.recovery ? clock(nearest.recovery) : "no time within the data"} UTC; ${percent(then.value)} failed in the ten minutes from ${clock(at)}.`;
  if (
    around &&
    then.interval[0] > level &&
    (nearest.recoveryInterval === null || minutesApart(nearest.recoveryInterval[0], at) > 0)
  )
    return decided("contradicted", readAs, why, measured);
  if (
    around &&
    nearest.recoveryInterval &&
    minutesApart(nearest.recoveryInterval[0], at) > 3 &&
    (!nearest.recoveryStart || minutesApart(nearest.recoveryStart, at) > 3)
  )
    return decided("contradicted", readAs, why, measured);
  return decided(
    around && nearest.recoveryInterval && minutesApart(nearest.recoveryInterval[0], at) > 1
      ? "not-testable"
      : "supported",
    readAs,
    why,
    measured,
  );
}
