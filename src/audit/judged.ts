import type { ClaimFinding } from "./audit-finding.js";

/** What a judge says of one claim; the rest of the finding is the claim's own. */
export type ClaimVerdict = Pick<ClaimFinding, "stated" | "verdict" | "why"> & Partial<ClaimFinding>;

/**
 * A claim that this traffic cannot test.
 *
 * @param needs - the data that would, as a sentence that can be sent to whoever has them
 */
export function undecided(stated: string, why: string, needs: string): ClaimVerdict {
  return { stated, verdict: "not-testable", why, needs };
}
