import type { ClaimFinding } from "./audit-finding.js";
import type { AuditInput } from "./audit-input.js";
import type { Claim } from "../statement/claims/claim.js";
import { judgeCause, judgeCommunication, judgeEffect, judgeRecurrence } from "./judge-aftermath.js";
import type { ClaimVerdict } from "./judged.js";
import { judgeDuration } from "./judge-duration.js";
import { judgeOrder } from "./judge-order.js";
import { judgeRateClaim } from "./judge-rate-claim.js";
import { judgeScope } from "./judge-scope.js";
import { judgeWindowClaim } from "./judge-window-claim.js";
import { requireFields } from "../errors/argument.js";

export type { AuditInput, RateReading } from "./audit-input.js";

function judge(claim: Claim, input: AuditInput): ClaimVerdict {
  switch (claim.kind) {
    case "window":
      return judgeWindowClaim(claim, input);
    case "duration":
      return judgeDuration(claim, input);
    case "rate":
      return judgeRateClaim(claim, input);
    case "scope":
      return judgeScope(claim, input);
    case "order":
      return judgeOrder(claim, input);
    case "effect":
      return judgeEffect(claim, input);
    case "no-recurrence":
      return judgeRecurrence(claim, input);
    case "communication":
      return judgeCommunication(claim);
    case "cause":
      return judgeCause(claim);
  }
}

/**
 * Every claim of a statement against the measurements: supported, contradicted or not testable by this traffic, with the reason.
 *
 * The verdict speaks of this traffic only: a customer's share can legitimately differ from the platform's.
 *
 * @param input - typed claims and the findings of the same incident
 * @returns one finding a claim, in the claims' order; one that is not testable says what would settle it
 */
export function audit(input: AuditInput): readonly ClaimFinding[] {
  requireFields("audit", "{ claims, windows, rates, readings, … } as AuditInput says", input, [
    "claims",
    "windows",
    "rates",
    "readings",
    "remediations",
    "coverage",
  ]);
  return input.claims.map((claim) => ({
    id: claim.id,
    kind: claim.kind,
    claim: claim.quote,
    measured: null,
    unit: null,
    coverage: null,
    power: null,
    stability: null,
    needs: null,
    evidence: [claim.quote],
    ...judge(claim, input),
  }));
}
