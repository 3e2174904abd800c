import { MINUTE_MS } from "../../time/units.js";
import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Estimate } from "../../stats/estimate.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { clock } from "../../wording/clock.js";
import { percent } from "../../wording/number.js";
import { rateOf } from "./counting.js";
import { type DatedChange, type Evidence, countsIn } from "./evidence.js";
import { type Judgement, decided, exactly, notTestable, unchecked } from "./judged.js";
import { actionKinds, kindsOfChange } from "./action-kinds.js";
import { LEVEL_MINUTES, SOON_MINUTES, iso, mainSource, minutesApart, share, timeOf, usualRate } from "./moments.js";
import { actionOf } from "./named-action.js";

/** Whether failures began to fall while an action that takes its time was under way, or soon after it was complete. */
function fellMeanwhile({ at, to }: DatedChange, windows: readonly WindowFinding[]): boolean {
  if (to === null || minutesApart(to, at) <= SOON_MINUTES) return false;
  return windows.some(({ recoveryStart, recovery }) => {
    const start = recoveryStart ?? recovery;
    return start !== null && minutesApart(start, at) >= 0 && minutesApart(start, to) <= 2 * SOON_MINUTES;
  });
}

/** Failures fell after an action: where the incident's remediations judge that action, theirs is the verdict. */
function followedBy(
  { id }: DatedChange,
  readAs: string,
  why: string,
  change: Estimate,
  { remedies }: Evidence,
): Judgement {
  const remedy = remedies?.find((one) => one.id === id);
  const fell = `${why} Failures fell right after it`;
  if (remedy?.verdict === "not-testable")
    return notTestable(
      readAs,
      `${fell}, but these data cannot show that it was the reason. ${remedy.why}`,
      "A time when it was done and its dose known, or parts of the traffic where it was not done.",
      change,
    );
  if (remedy && remedy.verdict !== "helped") return decided("contradicted", readAs, `${why} ${remedy.why}`, change);
  return decided("supported", readAs, `${fell}; that they fell because of it is not shown by that alone.`, change);
}

/** True if the incident has a log of changes, and an action that words speak of is not in it. */
const isUnlogged = ({ id }: DatedChange, claim: StatedClaim, { changes, actions }: Evidence): boolean =>
  changes.length > 0 &&
  actionKinds(claim.quote).length > 0 &&
  ![...changes, ...actions].some((one) => one.id === id) &&
  !changes.some(({ what = "", log = "" }) =>
    kindsOfChange(what, log).some((kind) => actionKinds(claim.quote).includes(kind)),
  );

/** That an action ended the problem, or did nothing: what followed right after it. */
export function judgeAction(claim: StatedClaim, evidence: Evidence): Judgement {
  const source = mainSource(evidence);
  const action = actionOf(claim, evidence);
  const readAs = `failures before and after ${action?.id ?? "the action"}`;
  if (!source || !action || (action.words === "" && timeOf(claim, evidence) === null))
    return unchecked(
      readAs,
      "The action has no time, in the text or in incident.yaml.",
      "The action as a remediation of the incident, and what it did, minute by minute.",
    );
  const { dataSpan, windows } = evidence;
  if (!dataSpan || action.at < dataSpan.from || action.at >= dataSpan.to)
    return notTestable(readAs, "The data do not reach that time.", "Data of that time.");
  if (windows.length === 0)
    return notTestable(readAs, "The data show no outage.", "Traffic in which the outage shows.");
  const at = Date.parse(action.at);
  const before = countsIn(source.series, { from: iso(at - LEVEL_MINUTES * MINUTE_MS), to: iso(at) });
  const soon = /\b(?:immediate\w*|instant\w*|straight away|right away|at once)\b/i.test(claim.quote);
  const after = countsIn(source.series, {
    from: iso(at + 2 * MINUTE_MS),
    to: iso(at + (SOON_MINUTES + (soon ? 0 : LEVEL_MINUTES)) * MINUTE_MS),
  });
  const usual = share(usualRate(source, evidence));
  const [was, is] = [rateOf(before, 0.95), rateOf(after, 0.95)];
  const over =
    was.interval[1] <= Math.max(0.35 * share(before), 0) || share(before) <= Math.max(2 * usual, usual + 0.02);
  const why = `${percent(was.value)} failed in the ten minutes before ${clock(action.at)} UTC, ${percent(is.value)} soon after; usual is ${percent(usual)}.`;
  const ended = windows.some((window) => {
    const start = window.recoveryStart ?? window.recovery;
    return (
      start !== null &&
      minutesApart(start, action.at) >= -6 &&
      minutesApart(start, action.at) <= SOON_MINUTES &&
      minutesApart(action.at, window.onset) > 0
    );
  });
  const fell = is.interval[1] < 0.7 * was.value || (is.value < 0.6 * was.value && ended);
  if (claim.kind === "effect") {
    const change = exactly(is.value - was.value);
    const meant = windows.some(
      ({ onset, recovery, recoveryInterval }) =>
        action.at > onset && action.at < (recoveryInterval?.[1] ?? recovery ?? dataSpan.to),
    );
    if (over && !meant) return decided("contradicted", readAs, `${why} It was over before.`, change);
    if (over && !ended)
      return notTestable(
        readAs,
        `${why} The outage was not over, but hardly showed in those minutes.`,
        "More traffic about that time.",
        change,
      );
    if ((fell || ended) && isUnlogged(action, claim, evidence))
      return notTestable(
        readAs,
        `${why} Failures fell then, but the log of changes has nothing of the kind at that time.`,
        "The change in the log of changes.",
        change,
      );
    if (fell || ended) return followedBy(action, readAs, why, change, evidence);
    if (fellMeanwhile(action, windows))
      return notTestable(
        readAs,
        `${why} They began to fall while it was under way, or soon after it was complete.`,
        "What the action did, minute by minute.",
        change,
      );
    return decided("contradicted", readAs, `${why} Failures went on.`, change);
  }
  if (over) return notTestable(readAs, `${why} Nothing was left to change.`, "A time when it could have shown.");
  if (fell && ended)
    return decided("contradicted", readAs, `${why} Failures fell right after it.`, exactly(is.value - was.value));
  const lower = is.interval[1] < was.value;
  if (ended && lower)
    return decided("contradicted", readAs, `${why} Failures fell from then on.`, exactly(is.value - was.value));
  return decided(fell || ended ? "not-testable" : "supported", readAs, why, exactly(is.value - was.value));
}
