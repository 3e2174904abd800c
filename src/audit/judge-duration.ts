import type { WindowFinding } from "../window/window-finding.js";
import type { AuditInput } from "./audit-input.js";
import type { Claim } from "../statement/claims/claim.js";
import { type ClaimVerdict, undecided } from "./judged.js";
import { MINUTE_MS } from "../time/units.js";

/** Rounding of both ends. */
const TOLERANCE_MINUTES = 2;
/** What "about" allows, as a share of the length. */
const HEDGE = 0.2;
/** A round number of hours is rounded further. */
const ROUND_HOURS = 0.12;

/** The outage that a length is told of: the one nearest to its time, else the longest. */
function told(at: string | null, windows: readonly WindowFinding[]): WindowFinding | undefined {
  const by = (window: WindowFinding): number =>
    at === null ? -window.minutes.value : Math.abs(Date.parse(window.onset) - Date.parse(at)) / MINUTE_MS;
  return [...windows].sort((a, b) => by(a) - by(b))[0];
}

/** "It lasted 25 minutes", against the length of the reconstructed outage. */
export function judgeDuration({ duration, hedged, at }: Claim & { kind: "duration" }, input: AuditInput): ClaimVerdict {
  const { minutesLow, minutesHigh } = duration;
  const open = minutesHigh >= Number.MAX_SAFE_INTEGER;
  const stated = open
    ? `more than ${minutesLow} minutes`
    : minutesLow === minutesHigh
      ? `${hedged ? "about " : ""}${minutesLow} minutes`
      : `${minutesLow} to ${minutesHigh} minutes`;
  const window = told(at, input.windows);
  if (!window)
    return undecided(
      stated,
      `No outage is visible in this traffic: ${input.windowReason ?? "no rise in failures"}.`,
      "More of this traffic, or the vendor's own failures per minute, over the incident and the hours around it.",
    );
  const {
    interval: [low, high],
    value,
  } = window.minutes;
  const slack = (minutes: number): number =>
    hedged
      ? Math.max(TOLERANCE_MINUTES, HEDGE * minutes)
      : minutes >= 60 && minutes % 60 === 0
        ? ROUND_HOURS * minutes
        : TOLERANCE_MINUTES;
  const [fairLow, fairHigh] = [minutesLow - slack(minutesLow), open ? Infinity : minutesHigh + slack(minutesHigh)];
  const margin = Math.max(3, 0.1 * value);
  const seen = `we measure ${value.toFixed(0)} minutes [${low.toFixed(0)}, ${high.toFixed(0)}]`;
  const numbers = { measured: window.minutes, unit: "minutes" } as const;
  if (window.recovery === null) {
    const over = low > fairHigh;
    return {
      ...(over
        ? {
            stated,
            verdict: "contradicted" as const,
            why: `The outage had not ended when the data end; ${seen} at least.`,
          }
        : undecided(
            stated,
            `The data end before the recovery; ${seen} at least.`,
            "Traffic until failures are back at the baseline.",
          )),
      ...numbers,
    };
  }
  if (low > fairHigh || high < fairLow)
    return { stated, verdict: "contradicted", why: `Stated ${stated}, ${seen}.`, ...numbers };
  if (low >= fairLow - margin && high <= fairHigh + margin)
    return { stated, verdict: "supported", why: `Stated ${stated}, ${seen}.`, ...numbers };
  return {
    ...undecided(
      stated,
      `Stated ${stated}, ${seen}: too imprecise to decide.`,
      "More traffic, or the vendor's own failures per minute.",
    ),
    ...numbers,
  };
}
