import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { clock } from "../../wording/clock.js";
import { amount } from "../../wording/number.js";
import type { DatedChange, Evidence } from "./evidence.js";
import { type Judgement, decided, notTestable, unchecked } from "./judged.js";
import { minutesApart } from "./moments.js";
import { actionOf } from "./named-action.js";

/** What a lag runs from and to. */
const LAGS: Readonly<Record<string, string>> = {
  "onset-action": "minutes from the onset to the action",
  "action-onset": "minutes from the action to the onset",
  "action-recovery": "minutes from the action to the recovery",
  "recovery-action": "minutes from the recovery to the action",
  "action-improvement": "minutes from the action to the beginning of the final fall",
  ramp: "minutes from the beginning of the final fall to the recovery",
};

/** How long the fall back to the usual level took. */
function judgeRamp(claim: StatedClaim, readAs: string, { main, level }: Evidence): Judgement {
  if (!main?.recovery || !main.recoveryStart || !main.recoveryInterval)
    return notTestable(readAs, "The data show no recovery.", "Data until failures are back at the baseline.");
  const value = minutesApart(main.recovery, main.recoveryStart);
  const [firstStart, lastStart] = main.recoveryStartInterval ?? [main.recoveryStart, main.recoveryStart];
  const [firstEnd, lastEnd] = main.recoveryInterval;
  // From the latest beginning to the earliest end, and from the earliest to the latest: wider than the level says, never narrower.
  const limits = [Math.max(0, minutesApart(firstEnd, lastStart)), minutesApart(lastEnd, firstStart)] as const;
  const measured = { value, interval: limits, level };
  const why = `Measured: ${amount(Math.round(value))} minutes, from ${clock(main.recoveryStart)} to ${clock(main.recovery)} UTC.`;
  return decided(lagVerdict(claim, measured), readAs, why, measured);
}

/** The outage that a lag is of: the last that had begun by the action, the first still to begin or to end after it. */
function windowOfLag(detail: string, at: string, windows: readonly WindowFinding[]): WindowFinding | undefined {
  if (detail === "onset-action") return [...windows].reverse().find(({ onset }) => minutesApart(at, onset) > -5);
  if (detail === "action-onset") return windows.find(({ onset }) => minutesApart(onset, at) > -5);
  if (detail === "recovery-action")
    return [...windows].reverse().find(({ recovery }) => recovery !== null && minutesApart(at, recovery) > -5);
  return windows.find(
    ({ onset, recovery }) => recovery !== null && minutesApart(recovery, at) > -5 && minutesApart(at, onset) > -5,
  );
}

/** Why the events cannot have come in the stated order; `null` where nothing says so. */
function otherOrder(detail: string, action: DatedChange, { main, windows }: Evidence): string | null {
  if (!main) return null;
  if (detail === "action-onset" && windows.every(({ onset }) => minutesApart(action.at, onset) > OTHER_ORDER_MINUTES))
    return `The onset at ${clock(main.onset)} came before it (${clock(action.at)} UTC).`;
  if (detail === "onset-action" && windows.every(({ onset }) => minutesApart(onset, action.at) > OTHER_ORDER_MINUTES))
    return `It was done at ${clock(action.at)}, before the onset at ${clock(main.onset)} UTC.`;
  return null;
}

/** Minutes by which an event must come after another that is said to follow it. */
const OTHER_ORDER_MINUTES = 10;

/** The event that a lag is measured to or from, with its bounds. */
function eventsOf(detail: string, window: WindowFinding): readonly [string, string, string] {
  const { onset, onsetInterval, recovery, recoveryInterval, recoveryStart, recoveryStartInterval } = window;
  if (detail.includes("onset")) return [onset, ...onsetInterval];
  if (detail === "action-improvement" && recoveryStart)
    return [recoveryStart, ...(recoveryStartInterval ?? ([recoveryStart, recovery ?? recoveryStart] as const))];
  return [recovery as string, ...(recoveryInterval ?? ([onset, onset] as const))];
}

/** Minutes from the onset to an action, from an action to the onset or the recovery. */
export function judgeLag(claim: StatedClaim, evidence: Evidence): Judgement {
  const detail = claim.detail ?? "action-recovery";
  const readAs = LAGS[detail] ?? "minutes between two events";
  if (claim.span === "other-day")
    return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
  if (detail === "ramp") return judgeRamp(claim, readAs, evidence);
  const action = actionOf(claim, evidence);
  if (!action)
    return unchecked(
      readAs,
      "The action has no time, in the text or in incident.yaml.",
      "The action as a remediation of the incident.",
    );
  const window = windowOfLag(detail, action.at, evidence.windows);
  const other = window ? null : otherOrder(detail, action, evidence);
  if (other !== null) return decided("contradicted", `${readAs} (${action.id})`, other, null);
  if (!window) return notTestable(readAs, "The data show no outage beside it.", "Traffic in which the outage shows.");
  const [event, ...ends] = eventsOf(detail, window);
  // A lag that ends at the action counts back from it.
  const sign = detail.endsWith("-action") ? -1 : 1;
  const lags = ends.map((end) => sign * minutesApart(end, action.at));
  const measured = {
    value: sign * minutesApart(event, action.at),
    interval: [Math.min(...lags), Math.max(...lags)] as const,
    level: evidence.level,
  };
  return decided(
    lagVerdict(claim, measured),
    `${readAs} (${action.id}, ${clock(action.at)} UTC)`,
    `Measured: ${amount(Math.round(measured.value))} minutes.`,
    measured,
  );
}

/** Minutes of room for a length between two events: each is known to the minute. */
const LAG_MINUTES = 3;

/** The same where the length is a bound: its own interval is room already. */
const BOUND_MINUTES = 1;

/** The verdict on a stated length of time against a measured one. */
export function lagVerdict(
  claim: StatedClaim,
  { value, interval: [low, high] }: { readonly value: number; readonly interval: readonly [number, number] },
): Judgement["verdict"] {
  const [stated] = claim.values as [number];
  // A bound is meant as it stands: "over an hour" is not three quarters of one.
  const rounding = claim.bound === "exact" ? claim.rounding : Math.min(claim.rounding, LAG_MINUTES);
  const slack = (claim.bound === "exact" ? LAG_MINUTES : BOUND_MINUTES) + rounding + (claim.hedged ? 0.2 * stated : 0);
  const [under, over] = [low > stated + slack, high < stated - slack];
  if (claim.bound === "at-most" ? under : claim.bound === "at-least" ? over : under || over) return "contradicted";
  if (claim.bound !== "exact")
    return (claim.bound === "at-most" ? value <= stated + slack : value >= stated - slack)
      ? "supported"
      : "not-testable";
  const narrow = high - low <= Math.max(10, 0.5 * value);
  return narrow || Math.abs(value - stated) <= slack ? "supported" : "not-testable";
}
