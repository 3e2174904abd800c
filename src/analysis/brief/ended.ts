import type { RemediationFinding } from "../../remediation/effect/remediation-finding.js";
import { MINUTE_MS } from "../../time/units.js";
import { clockBeside } from "../../wording/clock.js";
import { amount, capital, lengthText } from "../../wording/number.js";
import type { WindowFinding } from "../../window/window-finding.js";
import type { Analysis } from "../analysis.js";
import { actionName, actionTimes, timedName } from "./action-names.js";
import { changeAtEnd, changeName, changesAtEnd, namedActions } from "./end-change.js";
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

/** What to say where no source and no statement names anything that was done: what would answer it, in few words. */
function unrecorded(it: string): string {
  return `A dated list of fixes would show what ended ${it}.`;
}

/** What to say where nothing was done before it ended: that what was done came after it, or that nothing is on record. */
function unexplained(analysis: Analysis, after: readonly RemediationFinding[], it: string): string {
  const [first] = after;
  const changes = changesAtEnd(analysis);
  if (changes > 1)
    return `${amount(changes)} changes came right before ${it} ended; these data cannot tell them apart.`;
  if (!first) return unrecorded(it);
  return `${capital(it)} ended before ${actionName(first.id)} began.`;
}

/** Minutes after an action within which an end came right after it. */
const RIGHT_AFTER = 5;
/** Minutes after an action beyond which an end is not told by its distance from it. */
const FAR_AFTER = 60;

/** What is said of an end that lies beside an action. */
const UNPROVEN = "these data cannot prove the link";

/** Minutes over which the beginning of the fall may lie for it to be set beside an action. */
const WIDEST_FALL = 30;

/** What lies beside an action: the end, or the beginning of the fall where the recovery took its time. */
interface Turn {
  readonly said: string;
  readonly at: number;
}

/** The moment to set beside what was done; `null` where it is not known well enough. */
function turnOf(
  { recovery, recoveryStart, recoveryInterval, recoveryStartInterval }: WindowFinding,
  it: string,
): Turn | null {
  const at = recoveryStart ?? recovery;
  const between = recoveryStart === null ? recoveryInterval : (recoveryStartInterval ?? recoveryInterval);
  if (at === null) return null;
  if (between && Date.parse(between[1]) - Date.parse(between[0]) > WIDEST_FALL * MINUTE_MS) return null;
  const slow = recovery !== null && Date.parse(recovery) - Date.parse(at) > RIGHT_AFTER * MINUTE_MS;
  return { said: slow ? "Failures began to fall" : `${capital(it)} ended`, at: Date.parse(at) };
}

/** How a moment lies to an action that these data cannot judge: during it, or how long after; `null` where it came before, or long after. */
function besideAction(action: { readonly from: string; readonly to: string | null }, at: number): string | null {
  const [from, to] = [Date.parse(action.from), Date.parse(action.to ?? action.from)];
  const after = (at - to) / MINUTE_MS;
  if (at < from || after > FAR_AFTER) return null;
  if (after < 0) return "during";
  return after <= RIGHT_AFTER ? "right after" : `${lengthText(after)} after`;
}

/** What was done with when it was done, behind which a sentence can go on: `the rollback (10:10–10:28)`. */
function timed(action: RemediationFinding, { recovery }: WindowFinding, zone: string): string {
  const name = actionName(action.id);
  const quoted = /^(?:the |“)/.test(name) ? name : `“${name}”`;
  return `${quoted} (${actionTimes(action, recovery ?? action.from, zone)})`;
}

/** The sentence where judging is open: the change at the end by when it came, or the one action by how the end lies to it. */
function undecided(analysis: Analysis, open: readonly RemediationFinding[], it: string, window: WindowFinding): string {
  const zone = zoneOf(analysis);
  const change = changeAtEnd(analysis);
  const turn = turnOf(window, it);
  if (change && turn) {
    const beside = besideAction({ from: change.at, to: null }, turn.at) ?? "right after";
    return `${turn.said} ${beside} ${changeName(change, zone, window.recovery ?? change.at)}; ${UNPROVEN}.`;
  }
  const [only, ...more] = open;
  const beside = only && turn && more.length === 0 ? besideAction(only, turn.at) : null;
  if (!only || !turn || beside === null) {
    if (change)
      return `${capital(changeName(change, zone, window.recovery ?? change.at))} came before ${it} ended; ${UNPROVEN}.`;
    if (only && more.length === 0) return `These data cannot show whether ${timed(only, window, zone)} ended ${it}.`;
    if (open.length > 0) return `These data cannot show whether ${named(open, zone)} ended ${it}.`;
    return unrecorded(it);
  }
  return `${turn.said} ${beside} ${timed(only, window, zone)}; ${UNPROVEN}.`;
}

/**
 * One sentence on what ended the outage, as far as these data show it: a fix is named with the verdict that its details give, a rollback or a lone
 * change right before the end as what came before it. `null` where there is no outage, or none that ended.
 */
export function endedSentence(analysis: Analysis): string | null {
  const { window, windows } = shownOutages(analysis);
  if (!window || window.recovery === null) return null;
  const zone = zoneOf(analysis);
  const recovery = Date.parse(window.recovery);
  const it = windows.length > 1 ? (windows.length === 2 ? "the larger one" : "the largest one") : "it";
  const all = namedActions(analysis);
  const tried = all.filter(({ from }) => Date.parse(from) < recovery);
  const of = (verdict: RemediationFinding["verdict"]): readonly RemediationFinding[] =>
    tried.filter((each) => each.verdict === verdict);
  const [helped, open, without, harmed] = [of("helped"), of("not-testable"), of("no-effect"), of("harmed")];
  const change = changeAtEnd(analysis);
  if (tried.length === 0 && !change) return unexplained(analysis, all, it);
  if (helped.length > 0) return `${capital(named(helped, zone))} helped end ${it}${fallText(helped, window, zone)}.`;
  if (open.length > 0 || change) return undecided(analysis, open, it, window);
  if (without.length > 0)
    return `${capital(named(without, zone))} made no visible difference; what ended ${it} is not known.`;
  return `${capital(named(harmed, zone))} made it worse; what ended ${it} is not known.`;
}
