import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { clock } from "../../wording/clock.js";
import { amount } from "../../wording/number.js";
import type { Evidence } from "./evidence.js";
import { type Judgement, decided, notTestable, unchecked } from "./judged.js";
import { minutesApart } from "./moments.js";
import { actionOf } from "./named-action.js";

/** What a lag runs from and to. */
const LAGS: Readonly<Record<string, string>> = {
  "onset-action": "minutes from the onset to the action",
  "action-onset": "minutes from the action to the onset",
  "action-recovery": "minutes from the action to the recovery",
  "recovery-action": "minutes from the recovery to the action",
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
  if (!window) return notTestable(readAs, "The data show no outage beside it.", "Traffic in which the outage shows.");
  const onset = detail.includes("onset");
  const [event, ...ends] = onset
    ? [window.onset, ...window.onsetInterval]
    : [window.recovery as string, ...(window.recoveryInterval ?? [window.onset, window.onset])];
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

function lagVerdict(
  claim: StatedClaim,
  { value, interval: [low, high] }: { readonly value: number; readonly interval: readonly [number, number] },
): Judgement["verdict"] {
  const [stated] = claim.values as [number];
  const slack = 3 + claim.rounding + (claim.hedged ? 0.2 * stated : 0);
  const [under, over] = [low > stated + slack, high < stated - slack];
  if (claim.bound === "at-most" ? under : claim.bound === "at-least" ? over : under || over) return "contradicted";
  const narrow = high - low <= Math.max(10, 0.5 * value);
  return narrow || Math.abs(value - stated) <= slack ? "supported" : "not-testable";
}
