import type { ChangeFinding } from "../../remediation/changes/change.js";
import type { RemediationFinding } from "../../remediation/effect/remediation-finding.js";
import { MINUTE_MS } from "../../time/units.js";
import { clockBeside } from "../../wording/clock.js";
import type { Analysis } from "../analysis.js";
import { namedByStatement } from "./action-names.js";
import { shownOutages } from "./measured.js";
import { shortened } from "./account.js";

/** Minutes before the end of an outage in which a rollback is named beside it: a rollback takes a while to reach every host. */
const ROLLBACK_MINUTES = 30;
/** The same for a change that is no rollback, which is named only where it is the only one. */
const CHANGE_MINUTES = 10;
/** Characters of a change's name in a sentence. */
const LONGEST = 44;

/** A commit or another hash, which people know by its beginning. */
const HASH = /^[0-9a-f]{12,64}$/i;
const SHORT_HASH = 7;

/** What a change is called: its own words, or its id; a hash by its first characters. */
export function changeWhat({ what, id }: { readonly what: string; readonly id: string }): string {
  return (what || id)
    .split(" ")
    .map((word) => (HASH.test(word) && /\d/.test(word) ? word.slice(0, SHORT_HASH) : word))
    .join(" ");
}

/** The changes of the last minutes before an outage ended, before it began to fall. */
function changesWithin(analysis: Analysis, minutes: number): readonly ChangeFinding[] {
  const { window } = shownOutages(analysis);
  if (!window || window.recovery === null) return [];
  const fall = Date.parse(window.recoveryStart ?? window.recovery);
  const last = Date.parse(window.recoveryStartInterval?.[1] ?? window.recoveryInterval?.[1] ?? window.recovery);
  const began = Date.parse(window.onsetInterval[1]);
  return (analysis.changes ?? []).filter(({ at }) => {
    const time = Date.parse(at);
    return time > began && time <= last && fall - time <= minutes * MINUTE_MS;
  });
}

/**
 * The change that came right before an outage ended: the last rollback in its last half hour, else the only change in its last ten minutes; `null`
 * where there is none. That it came then is all that is known of it.
 */
export function changeAtEnd(analysis: Analysis): ChangeFinding | null {
  const back = changesWithin(analysis, ROLLBACK_MINUTES)
    .filter(({ rollback }) => rollback)
    .at(-1);
  const near = changesWithin(analysis, CHANGE_MINUTES);
  return back ?? (near.length === 1 ? (near[0] ?? null) : null);
}

/** How many changes came in the last ten minutes before an outage ended. */
export function changesAtEnd(analysis: Analysis): number {
  return changesWithin(analysis, CHANGE_MINUTES).length;
}

/** How far a statement and the data may date one rollback apart, in milliseconds. */
const SAME_MS = 10 * MINUTE_MS;

/** What was done, named by the statement where it has no name; a rollback that the data date too, and that cannot be judged, is the change at the end. */
export function namedActions(analysis: Analysis): readonly RemediationFinding[] {
  const change = changeAtEnd(analysis);
  return analysis.remediations
    .map((action) => namedByStatement(action, analysis.statement))
    .filter(
      ({ id, from, verdict }) =>
        !change?.rollback ||
        verdict !== "not-testable" ||
        !/rollback/i.test(id) ||
        Math.abs(Date.parse(from) - Date.parse(change.at)) > SAME_MS,
    );
}

/** A change inside a sentence, with its clock: `the rollback at 10:21 (checkout v411)`, `“checkout v413” (10:21)`. */
export function changeName(change: ChangeFinding, zone: string, beside: string = change.at): string {
  const what = shortened(changeWhat(change), LONGEST);
  const at = clockBeside(change.at, beside, zone);
  if (!change.rollback) return `“${what}” at ${at}`;
  return /^(?:the )?(?:rollback|revert)$/i.test(what) ? `the rollback at ${at}` : `the rollback at ${at} (${what})`;
}
