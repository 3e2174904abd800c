import type { ChangeFinding } from "../../remediation/changes/change.js";
import type { Slices } from "../../rates/slices/slices.js";
import type { AnalysisWarning } from "../warnings.js";

/** Slices and changes as they may be told beside a warning that withholds verdicts: nothing found, nothing testable, with the warning as the reason. */
export function withheldParts(
  found: { readonly slices: Slices; readonly changes: readonly ChangeFinding[] },
  warnings: readonly AnalysisWarning[],
): { readonly slices: Slices; readonly changes: readonly ChangeFinding[] } {
  const first = warnings.find(({ withholds }) => withholds);
  if (!first) return found;
  const why = `Withheld: ${first.reason}.`;
  return {
    slices: { ...found.slices, found: [], unexplained: null, why },
    changes: found.changes.map((change) => ({ ...change, verdict: "not-testable" as const, why, coincidence: null })),
  };
}
