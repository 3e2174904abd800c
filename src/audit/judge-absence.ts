import { amount, estimateText } from "../wording/number.js";
import type { RateFinding } from "../rates/rate-finding.js";
import type { Verdict } from "./audit-finding.js";
import type { RateReading } from "./audit-input.js";
import { percent } from "./judge-rate.js";

/** A share of failures that this many attempts without one rule out, at 95 %: "none failed" is supported below it. */
const NOTHING = 0.005;

/** "No request failed" against what was counted: contradicted where more failed than on ordinary days, supported where enough attempts saw no failure. */
export function judgeAbsence(
  own: RateReading,
  finding: RateFinding | undefined,
): { readonly verdict: Verdict; readonly why: string; readonly needs: string | null } {
  const seen = `${amount(own.failures)} of ${amount(own.attempts)} ${own.source} failed, ${estimateText(own.rate, "share")}`;
  if (own.failures === 0) {
    const enough = own.rate.interval[1] <= NOTHING;
    return {
      verdict: enough ? "supported" : "not-testable",
      why: `${seen}.`,
      needs: enough ? null : `About ${Math.ceil(4 / NOTHING)} attempts over the span.`,
    };
  }
  const usual = finding?.baseline.rate.interval[1] ?? Number.NaN;
  if (own.rate.interval[0] > usual)
    return {
      verdict: "contradicted",
      why: `${seen}, against ${percent(finding?.baseline.rate.value ?? 0)} before the outage.`,
      needs: null,
    };
  return {
    verdict: "not-testable",
    why: `${seen}. That is no more than on ordinary days, so these failures may have nothing to do with the incident.`,
    needs: "The failures that the vendor attributes to the incident, one row each.",
  };
}
