import type { RemediationFinding } from "../../remediation/effect/remediation-finding.js";
import { capital } from "../../wording/number.js";
import type { Analysis } from "../analysis.js";
import { shownOutages } from "./measured.js";
import { words } from "./signal-words.js";

function named(found: readonly RemediationFinding[]): string {
  return new Intl.ListFormat("en-GB").format(found.map(({ id }) => words(id)));
}

/**
 * One sentence on what ended the outage, as far as these data show it: a fix is named only with the verdict that its details give. `null` where there
 * is no outage, or none that ended.
 */
export function endedSentence(analysis: Analysis): string | null {
  const { window } = shownOutages(analysis);
  if (!window || window.recovery === null) return null;
  const recovery = Date.parse(window.recovery);
  const tried = analysis.remediations.filter(({ from }) => Date.parse(from) < recovery);
  const of = (verdict: RemediationFinding["verdict"]): readonly RemediationFinding[] =>
    tried.filter((found) => found.verdict === verdict);
  if (tried.length === 0) return "No fix is on record before it ended.";
  if (of("helped").length > 0) return `${capital(named(of("helped")))} helped to end it.`;
  if (of("not-testable").length > 0) return `These data cannot show whether ${named(of("not-testable"))} ended it.`;
  if (of("no-effect").length > 0)
    return `${capital(named(of("no-effect")))} made no visible difference; what ended it is not known.`;
  return `${capital(named(of("harmed")))} made it worse; what ended it is not known.`;
}
