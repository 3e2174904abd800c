import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { clock } from "../../wording/clock.js";
import { amount } from "../../wording/number.js";
import type { Evidence } from "./evidence.js";
import { type Judgement, decided, notTestable, unchecked } from "./judged.js";
import { minutesApart, noOutageAt, timeOf } from "./moments.js";
import { endOf } from "./spans.js";

/** Minutes from an outage within which a clock is still of it. */
const ABOUT_MINUTES = 20;

const isAbout = (window: WindowFinding, at: string, evidence: Evidence): boolean =>
  minutesApart(at, window.onset) >= -ABOUT_MINUTES && minutesApart(at, endOf(window, evidence)) <= ABOUT_MINUTES;

/** "Normal for the past half hour": not how long the trouble was. */
const OF_QUIET =
  /\b(?:normal|usual|healthy|stable|quiet|clean|fine|good|green)\b[^.;]{0,40}\b(?:for|since)\b|\b(?:past|last) (?:\d+|few|half) |\b(?:shorten\w*|sav(?:ed|ing)|cut|extend\w*|prolong\w*)\b/i;

/** A length of the outage. */
export function judgeLength(claim: StatedClaim, evidence: Evidence): Judgement {
  const readAs = claim.span === "second" ? "length of the second outage" : "length of the outage";
  if (OF_QUIET.test(claim.quote))
    return unchecked("a length of time", "It is the length of something else than the outage.", "What lasted so long.");
  if (claim.span === "other-day")
    return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
  const windows =
    claim.span === "second"
      ? evidence.windows.slice(1, 2)
      : claim.span === "first"
        ? evidence.windows.slice(0, 1)
        : evidence.main
          ? [evidence.main, ...evidence.windows.slice(0, 1)]
          : [];
  if (windows.length === 0)
    return claim.span === "second" && evidence.windows.length > 0
      ? decided("contradicted", readAs, "The data show one outage, not two.", null)
      : noOutageAt(claim, null, readAs, evidence);
  const [stated] = claim.values as [number];
  const at = claim.instants.length === 1 ? timeOf(claim, evidence) : null;
  const meant = at === null ? windows : evidence.windows.filter((window) => isAbout(window, at, evidence));
  if (at !== null && meant.length === 0)
    return evidence.dataSpan && at >= evidence.dataSpan.from && at < evidence.dataSpan.to
      ? decided("contradicted", readAs, `The data show no outage around ${clock(at)} UTC.`, null)
      : notTestable(readAs, "The data do not reach that time.", "Data of that time.");
  const fared = meant.map((window) => {
    const { value, interval } = window.minutes;
    const room = Math.max(claim.hedged ? 0.2 * stated : 0, claim.bound === "exact" ? claim.rounding : 0);
    const slack = room + 2 + (stated >= 60 && stated % 60 === 0 ? 0.06 * stated : 0);
    const start = window.recoveryStart ? minutesApart(window.recoveryStart, window.onset) : interval[0];
    const low = Math.min(interval[0], start);
    const far =
      claim.bound === "at-least"
        ? interval[1] < stated - slack
        : claim.bound === "at-most"
          ? low > stated + slack
          : low > stated + slack || interval[1] < stated - slack;
    const near = Math.abs(value - stated) <= slack + Math.max(3, 0.1 * value);
    const within = claim.bound === "at-most" ? value <= stated + slack : value >= stated - slack;
    return { window, far, near: claim.bound === "exact" ? near : !far && within };
  });
  const chosen =
    fared.find(({ near }) => near) ?? fared.find(({ far }) => !far) ?? (fared[0] as (typeof fared)[number]);
  const { minutes } = chosen.window;
  const open = chosen.window.recovery === null;
  const verdict = chosen.far
    ? open && stated > minutes.value
      ? "not-testable"
      : "contradicted"
    : chosen.near && !open
      ? "supported"
      : "not-testable";
  return decided(
    verdict,
    readAs,
    `Measured: ${amount(Math.round(minutes.value))} minutes [${amount(Math.round(minutes.interval[0]))}, ${amount(Math.round(minutes.interval[1]))}].`,
    minutes,
  );
}
