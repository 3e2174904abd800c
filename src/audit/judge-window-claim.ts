import { lengthText } from "../wording/number.js";
import type { Span } from "../time/span.js";
import type { WindowFinding } from "../window/window-finding.js";
import type { Verdict } from "./audit-finding.js";
import { type AuditInput, LEAST_COVERAGE, spanText } from "./audit-input.js";
import type { Claim } from "../statement/claims/claim.js";
import { type ClaimVerdict, undecided } from "./judged.js";
import { fairRange, percent } from "./judge-rate.js";
import { failureShare } from "./judge-rate-claim.js";
import { endMargin, judgeWindow } from "./judge-window.js";
import { verdictStability } from "./verdict-stability.js";
import { MINUTE_MS } from "../time/units.js";

const NEAR_MS = 30 * MINUTE_MS;
const TOLERANCES = [1, 2, 3, 5] as const;

/** The reconstructed outage that overlaps a span most. */
function windowFor(span: Span, windows: readonly WindowFinding[], dataEnd: string): WindowFinding | null {
  const overlap = (window: WindowFinding): number =>
    Math.min(Date.parse(span.to), Date.parse(window.recovery ?? dataEnd)) -
    Math.max(Date.parse(span.from), Date.parse(window.onset));
  const [best] = [...windows].sort((a, b) => overlap(b) - overlap(a));
  return best && overlap(best) > -NEAR_MS ? best : null;
}

/** No outage was found where one is stated: contradicted only if a claimed rate would have shown. */
function absentRise(stated: string, input: AuditInput, reason: string): ClaimVerdict {
  for (const claim of input.claims) {
    if (claim.kind !== "rate" || (claim.measure && claim.measure.when !== "window")) continue;
    const [reading] = input.readings.get(claim.id) ?? [];
    if (reading && reading.attempts > 0 && reading.rate.interval[1] < fairRange(failureShare(claim))[0] / 2) {
      return {
        stated,
        verdict: "contradicted",
        why: `No outage in this traffic (${reason}), which would have shown the stated ${percent(failureShare(claim).low)}.`,
      };
    }
  }
  return undecided(
    stated,
    `No outage is visible in this traffic: ${reason}.`,
    "More of this traffic, or the vendor's own failures per minute, over the stated window and the hours around it.",
  );
}

function widthMinutes([from, to]: readonly [string, string]): number {
  return (Date.parse(to) - Date.parse(from)) / MINUTE_MS;
}

/** The widths of both measured ends against what they must be to bear a window out. */
function precision(window: WindowFinding, span: Span): { readonly power: string; readonly times: number } {
  const margin = endMargin(span);
  const widest = Math.max(
    widthMinutes(window.onsetInterval),
    window.recoveryInterval ? widthMinutes(window.recoveryInterval) : 0,
  );
  const ends = `the onset to ${lengthText(widthMinutes(window.onsetInterval))}${window.recoveryInterval ? ` and the recovery to ${lengthText(widthMinutes(window.recoveryInterval))}` : ""}`;
  return {
    power: `we know ${ends}; a stated time agrees if it is within ${margin.toFixed(0)} minutes`,
    times: Math.max(2, Math.ceil(widest / margin)),
  };
}

/** A stated window against the reconstructed outage that it overlaps most. */
export function judgeWindowClaim(claim: Claim & { kind: "window" }, input: AuditInput): ClaimVerdict {
  const span = { from: claim.window.start as string, to: claim.window.end as string };
  const stated = spanText(span);
  const coverage = input.coverage(span);
  if (coverage < LEAST_COVERAGE) {
    return {
      ...undecided(
        stated,
        `The data cover only ${percent(coverage)} of the stated window.`,
        `Attempts and failures over ${stated} without gaps.`,
      ),
      coverage,
    };
  }
  const window = windowFor(span, input.windows, input.dataSpan?.to ?? span.to);
  if (!window)
    return {
      ...absentRise(stated, input, input.windowReason ?? "no rise in failures overlaps the stated window"),
      coverage,
    };
  const { verdict, why } = judgeWindow(claim.window, window);
  const readings = TOLERANCES.map((tolerance) => ({
    label: `with ${tolerance} min of tolerance`,
    verdict: judgeWindow(claim.window, window, tolerance).verdict as Verdict,
  }));
  const { power, times } = precision(window, span);
  const needs =
    verdict !== "not-testable"
      ? null
      : window.recovery === null
        ? "Traffic until failures are back at the baseline."
        : `About ${times} times the traffic, or the vendor's own failures per minute.`;
  return {
    stated,
    verdict,
    why,
    coverage,
    measured: window.minutes,
    unit: "minutes",
    power,
    needs,
    stability: verdictStability(verdict, readings),
  };
}
