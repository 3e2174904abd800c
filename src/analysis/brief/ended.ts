import type { RemediationFinding } from "../../remediation/effect/remediation-finding.js";
import { clock } from "../../wording/clock.js";
import { capital } from "../../wording/number.js";
import type { Analysis } from "../analysis.js";
import { zoneOf } from "./headline.js";
import { shownOutages } from "./measured.js";
import { words } from "./signal-words.js";

/** Names that a fix has by default, which say no more than that it is one. */
const DEFAULT_NAME = /^(?:mitigation|prevention)(?:-\d+)?$/;

function named(found: readonly RemediationFinding[], zone: string): string {
  const names = found.map(({ id, from }) => (DEFAULT_NAME.test(id) ? `the fix from ${clock(from, zone)}` : words(id)));
  return new Intl.ListFormat("en-GB").format(names);
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
  const of = (verdict: RemediationFinding["verdict"]): string | null => {
    const found = tried.filter((each) => each.verdict === verdict);
    return found.length === 0 ? null : named(found, zoneOf(analysis));
  };
  const [helped, open, without, harmed] = [of("helped"), of("not-testable"), of("no-effect"), of("harmed")];
  if (tried.length === 0) return "No fix is on record before it ended.";
  if (helped !== null) return `${capital(helped)} helped end it.`;
  if (open !== null) return `These data cannot show whether ${open} ended it.`;
  if (without !== null) return `${capital(without)} made no visible difference; what ended it is not known.`;
  return `${capital(harmed ?? "")} made it worse; what ended it is not known.`;
}
