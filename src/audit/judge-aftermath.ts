import type { Verdict } from "./audit-finding.js";
import type { AuditInput } from "./audit-input.js";
import type { Claim } from "../statement/claims/claim.js";
import { type ClaimVerdict, undecided } from "./judged.js";
import { HOUR_MS } from "../time/units.js";

/** Quiet time after the stated end that it takes to speak of no recurrence. */
const RECURRENCE_HOURS = 24;

/** That a change ended or eased the problem: what the analysis of remediations found. */
export function judgeEffect(claim: Claim & { kind: "effect" }, input: AuditInput): ClaimVerdict {
  const { remediation } = claim;
  if (!remediation)
    return undecided(
      "the action ended or eased the problem",
      "The incident file does not list this action as a remediation, so it was not tested.",
      "The action's start and end, as a remediation in the incident file, and what it did, minute by minute.",
    );
  const stated = `${remediation.id} ended or eased the problem`;
  const finding = input.remediations.find(({ id }) => id === remediation.id);
  if (!finding)
    return undecided(
      stated,
      "The remediation was not analysed: there is no outage in this traffic.",
      "Traffic in which the outage shows.",
    );
  const verdict: Verdict =
    finding.verdict === "helped" ? "supported" : finding.verdict === "not-testable" ? "not-testable" : "contradicted";
  const late =
    finding.verdict === "not-testable" &&
    input.windows.every(({ recovery }) => recovery !== null && recovery <= finding.from);
  const needs =
    verdict !== "not-testable"
      ? null
      : late
        ? "Nothing from this incident can: the change came after failures had ended. A later surge of the same kind, or a load test, would show whether it prevents them."
        : "What the change did, minute by minute (capacity in rotation, hosts changed), with part of the fleet or traffic that it did not reach for comparison.";
  return { stated, verdict, why: finding.why, measured: finding.effect, unit: "share", needs };
}

/** That the incident did not come back: no later outage in the data, for as long as they reach. */
export function judgeRecurrence(claim: Claim & { kind: "no-recurrence" }, input: AuditInput): ClaimVerdict {
  const stated = "no recurrence after the prevention";
  const after = claim.after;
  if (!after || !input.dataSpan)
    return undecided(
      stated,
      "Neither the statement nor the data say when the prevention was complete.",
      "When the prevention was complete, and traffic after that.",
    );
  const again = input.windows.find(({ onset, onsetInterval }) => onset > after && onsetInterval[0] > after);
  if (again)
    return { stated, verdict: "contradicted", why: `Another outage begins at ${again.onset}, after ${after}.` };
  const hours = (Date.parse(input.dataSpan.to) - Date.parse(after)) / HOUR_MS;
  const coverage = hours > 0 ? input.coverage({ from: after, to: input.dataSpan.to }) : 0;
  if (hours >= RECURRENCE_HOURS && coverage * hours >= RECURRENCE_HOURS / 2) {
    return {
      stated,
      verdict: "supported",
      why: `No outage in the ${hours.toFixed(0)} hours of data after ${after}. Later hours are not covered.`,
      coverage,
    };
  }
  return {
    ...undecided(
      stated,
      `The data reach ${Math.max(0, hours).toFixed(1)} hours past ${after}.`,
      `At least ${RECURRENCE_HOURS} hours of traffic after ${after}.`,
    ),
    coverage,
  };
}

/** When something was published: nothing that traffic could tell. */
export function judgeCommunication({ event }: Claim & { kind: "communication" }): ClaimVerdict {
  return undecided(
    `published at ${event.at?.slice(11, 16) ?? "?"} UTC`,
    "Traffic cannot show when a notice was published.",
    "The status page's feed with its publication times, or the notice as you received it.",
  );
}

/** Why it happened inside the vendor's systems: outcomes are the same under many causes. */
export function judgeCause(claim: Claim & { kind: "cause" }): ClaimVerdict {
  return undecided(
    `cause: ${claim.quote}`,
    "Traffic looks the same under other causes. Only records from inside the vendor's systems can show the cause.",
    "The vendor's internal measurements, minute by minute (queue or buffer fill, error events, load of the parts named), and the change or request that came first.",
  );
}
