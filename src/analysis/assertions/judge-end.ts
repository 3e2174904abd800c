import { endMargin } from "../../audit/judge-window.js";
import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import { clock } from "../../wording/clock.js";
import { partsIn } from "./bind.js";
import type { Evidence } from "./evidence.js";
import { judgePartOnset } from "./judge-part-onset.js";
import { type Judgement, decided, notTestable, unchecked } from "./judged.js";
import { HEDGED_MINUTES, mainSource, measuredAt, minutesApart, noOutageAt, timeOf, windowsFor } from "./moments.js";
import { endOf } from "./spans.js";

/** Minutes beside the interval within which a stated end is the measured one. */
const END_MINUTES = 4;

/** Such words mean the end of the recovery, not its beginning. */
const WHOLLY =
  /\b(?:fully|completely|entirely|back (?:to|at) (?:its |the |their )?(?:normal|usual|baseline)|functioning normally|all clear)\b/i;

/** And such its beginning. */
const BEGINS_TO_RECOVER =
  /\b(?:start\w*|beg[aiu]n\w*|first signs?|signs?)\b[^.;]{0,24}\b(?:recover\w*|improv\w*|eas\w*|fall\w*|drop\w*|subsid\w*|stabili[sz]\w*|com(?:e|ing) down|go(?:ing)? down|reced\w*|clear\w*)/i;

/** That trouble began, or ended, at a time. */
export async function judgeEnd(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const begins = claim.kind === "onset";
  const source = mainSource(evidence);
  const at = timeOf(claim, evidence);
  const starts = !begins && BEGINS_TO_RECOVER.test(claim.quote);
  const readAs = begins
    ? "first departure from the usual level"
    : starts
      ? "beginning of the final fall of failures"
      : "return to the usual level";
  if (claim.span === "other-day")
    return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
  if (!source || at === null)
    return unchecked(
      readAs,
      "The text does not say which day and zone its time is in.",
      "The day and the zone of its time.",
    );
  const own = partsIn(claim.quote, source);
  if (own.unknown !== null)
    return notTestable(
      readAs,
      `No column of ${source.name} separates ${own.unknown} from the rest.`,
      `A column that shows it.`,
    );
  const [part] = own.found;
  if (begins && part && part.values.length === 1) return judgePartOnset(evidence, source, part, at);
  const windows = windowsFor(claim, evidence);
  if (windows.length === 0)
    return claim.span === "second" && evidence.windows.length > 0
      ? decided("contradicted", readAs, "The data show one outage, not two.", null)
      : noOutageAt(claim, at, readAs, evidence);
  if (evidence.dataSpan && (at < evidence.dataSpan.from || at >= evidence.dataSpan.to))
    return notTestable(readAs, "The data do not reach that time.", "Data of that time.");
  const ends = windows.flatMap((window) => {
    if (begins) return [{ value: window.onset, interval: window.onsetInterval, window }];
    if (!window.recovery || !window.recoveryInterval) return [];
    const { recovery, recoveryInterval, recoveryStart, recoveryStartInterval } = window;
    if (starts && recoveryStart)
      return [{ value: recoveryStart, interval: recoveryStartInterval ?? [recoveryStart, recovery], window }];
    return [{ value: recovery, interval: recoveryInterval, window }];
  });
  if (ends.length === 0)
    return notTestable(readAs, "The data end before the recovery.", "Data until failures are back at the baseline.");
  const nearest = ends.reduce((best, one) =>
    Math.abs(minutesApart(one.value, at)) < Math.abs(minutesApart(best.value, at)) ? one : best,
  );
  const margin = (claim.hedged ? HEDGED_MINUTES : END_MINUTES) + 0.03 * nearest.window.minutes.value;
  const whole = WHOLLY.test(claim.quote);
  const start = !begins && !whole && nearest.window.recoveryStart ? nearest.window.recoveryStart : nearest.interval[0];
  const low = Math.min(minutesApart(nearest.interval[0], at), begins ? Infinity : minutesApart(start, at));
  const high = minutesApart(nearest.interval[1], at);
  const far = low > margin || high < -margin;
  const near =
    !far &&
    Math.max(Math.abs(minutesApart(nearest.interval[0], at)), Math.abs(high)) <=
      margin + endMargin({ from: nearest.window.onset, to: endOf(nearest.window, evidence) });
  return decided(
    far ? "contradicted" : near ? "supported" : "not-testable",
    readAs,
    `Stated ${clock(at)}, measured ${clock(nearest.value)} [${clock(nearest.interval[0])}, ${clock(nearest.interval[1])}] UTC.`,
    measuredAt(nearest.value, nearest.interval, evidence.level),
  );
}
