import type { Verdict } from "./audit-finding.js";
import type { AuditInput } from "./audit-input.js";
import type { Claim } from "../statement/claims/claim.js";
import { type Judged, undecided } from "./judged.js";

/** Quiet time after the stated end that it takes to speak of no recurrence. */
const RECURRENCE_HOURS = 24;
const HOUR_MS = 3_600_000;

/** That a change ended or eased the problem: what the analysis of remediations found. */
export function judgeEffect(claim: Claim & { kind: "effect" }, input: AuditInput): Judged {
  const { remediation } = claim;
  if (!remediation)
    return undecided(
      "the action ended or eased the problem",
      "The action is none of the incident's remediations, so that nothing was set beside it.",
      "When the action began and ended, as a remediation of the incident, and what it did, minute by minute.",
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
        ? "Nothing measured in this incident: the change came after failures had ended. A later surge of the same kind, or a test under load, would show whether it prevents them."
        : "What the change did, minute by minute (capacity in rotation, hosts changed), with a part of the fleet or traffic that it did not reach as a comparison.";
  return { stated, verdict, why: finding.why, measured: finding.effect, unit: "share", needs };
}

/** That the incident did not come back: no later outage in the data, for as long as they reach. */
export function judgeRecurrence(claim: Claim & { kind: "no-recurrence" }, input: AuditInput): Judged {
  const stated = "no recurrence after the prevention";
  const after = claim.after;
  if (!after || !input.dataSpan)
    return undecided(
      stated,
      "Neither the statement nor the data date the end of the prevention.",
      "The time at which the prevention was complete, and traffic after it.",
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
      why: `No outage in the ${hours.toFixed(0)} hours of data after ${after}; absence within them, not a proof for later.`,
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
export function judgeCommunication({ event }: Claim & { kind: "communication" }): Judged {
  return undecided(
    `published at ${event.at?.slice(11, 16) ?? "?"} UTC`,
    "When something was published leaves no trace in traffic.",
    "The status page's own feed with its publication times, or a notice as it was received.",
  );
}

/** Why it happened inside the vendor's systems: outcomes are the same under many causes. */
export function judgeCause(claim: Claim & { kind: "cause" }): Judged {
  return undecided(
    `cause: ${claim.quote}`,
    "Attempts and failures would look the same under other causes; only records from inside the vendor's systems tell them apart.",
    "The internal measurements behind it (queue or buffer fill, error events, load of the parts named, minute by minute) and the change or request that came first.",
  );
}
