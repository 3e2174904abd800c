import type { RemediationFinding } from "../../remediation/effect/remediation-finding.js";
import { clockBeside } from "../../wording/clock.js";
import { capital } from "../../wording/number.js";
import type { WindowFinding } from "../../window/window-finding.js";
import type { Analysis } from "../analysis.js";
import { actionName, timedName } from "./action-names.js";
import { zoneOf } from "./headline.js";
import { shownOutages } from "./measured.js";

const LIST = new Intl.ListFormat("en-GB");

/** The names of what was done; one that has none is told by its time. */
function named(found: readonly RemediationFinding[], zone: string): string {
  return LIST.format(found.map(({ id, from }) => timedName(id, from, zone)));
}

/** When failures began their last fall, where that was after the action began: how long a fix took to show. */
function fallText(helped: readonly RemediationFinding[], { recoveryStart }: WindowFinding, zone: string): string {
  const begun = helped.map(({ from }) => Date.parse(from));
  if (recoveryStart === null || Date.parse(recoveryStart) <= Math.max(...begun)) return "";
  return `: failures fell from ${clockBeside(recoveryStart, helped[0]?.from ?? recoveryStart, zone)}`;
}

/** What to say where nothing was done before it ended: that what was done came after it, or that nothing is on record. */
function unexplained(after: readonly RemediationFinding[], it: string): string {
  const [first] = after;
  if (!first) return `What ended ${it} is not on record.`;
  return `${capital(it)} ended before ${actionName(first.id)} began.`;
}

/**
 * One sentence on what ended the outage, as far as these data show it: a fix is named only with the verdict that its details give, with when it was
 * done and when failures fell. `null` where there is no outage, or none that ended.
 */
export function endedSentence(analysis: Analysis): string | null {
  const { window, windows } = shownOutages(analysis);
  if (!window || window.recovery === null) return null;
  const zone = zoneOf(analysis);
  const recovery = Date.parse(window.recovery);
  const it = windows.length > 1 ? (windows.length === 2 ? "the larger one" : "the largest one") : "it";
  const tried = analysis.remediations.filter(({ from }) => Date.parse(from) < recovery);
  const of = (verdict: RemediationFinding["verdict"]): readonly RemediationFinding[] =>
    tried.filter((each) => each.verdict === verdict);
  const [helped, open, without, harmed] = [of("helped"), of("not-testable"), of("no-effect"), of("harmed")];
  if (tried.length === 0) return unexplained(analysis.remediations, it);
  if (helped.length > 0) return `${capital(named(helped, zone))} helped end ${it}${fallText(helped, window, zone)}.`;
  if (open.length > 0) return `These data cannot show whether ${named(open, zone)} ended ${it}.`;
  if (without.length > 0)
    return `${capital(named(without, zone))} made no visible difference; what ended ${it} is not known.`;
  return `${capital(named(harmed, zone))} made it worse; what ended ${it} is not known.`;
}
