import type { WindowFinding } from "../../../window/window-finding.js";
import { actionKinds, kindsOfChange } from "../action-kinds.js";
import type { DatedAlert, DatedChange, Evidence } from "../evidence.js";
import { loggedChange, referredChange } from "../named-action.js";
import { isRaisedFor } from "../moments.js";
import { endOf } from "../spans.js";

/** When something happened: its instant, and how early and late it may have been; milliseconds. */
export interface EventTime {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

type EventKind = "onset" | "end" | "easing" | "change" | "alert" | "alert-end";

/** An event that words speak of, with its place in them and every time that it may fairly be of. */
export interface Mention {
  readonly kind: EventKind;
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly times: readonly EventTime[];
  /** True for the bare name of an outage: it may only say which of them is meant. */
  readonly bare?: boolean;
}

const TROUBLE =
  "(?:fail(?:ures?|ing)?|errors?|errs?|trouble|problems?|issues?|incident|outage|disruption|degradation|impairment|fault|drops?|impact|bad(?:ness)?|mess|symptoms?|slow-?down|wave|episode|(?:error|failure|drop) rates?|occasion|period|phase|(?:first|second|third)(?: one)?(?= (?:had |then )?(?:beg|start|comm|set|broke|struck|came)))";
const BEGINS =
  "(?:beg[aiu]n\\w*|start(?:ed|s|ing)?|set in|broke out|commenc\\w*|kicked off|appear\\w*|arose|emerg\\w*|struck|occurred|came (?:up|about|on)|took hold|(?:even |ever |actually )?moved)";
const ONSET = new RegExp(
  `\\b(?:(?:the )?(?:very )?first (?:of the )?(?:failures?|errors?|errs?|5xx|(?:failed|failing|bad|dropped|lost|broken|slow|unsuccessful|red) \\w+|signs?|departure)|${TROUBLE}\\b[^.;,:]{0,24}?\\b${BEGINS}|(?:it|things|everything|we)(?: all)? (?:${BEGINS}|went (?:wrong|sideways|bad|south))|onset|the (?:(?:sudden|first|second|big) )?(?:jump|spike|surge|rise)\\b|went (?:wrong|sideways|bad|dark|south)|(?:turned|went) (?:ugly|red|bad)|${BEGINS} (?:to fail|failing|to drop|dropping|to slow|slowing|rejecting)|broke\\b(?! out)|(?:the )?(?:start|beginning) of (?:the |this |our )?${TROUBLE})`,
  "gi",
);
/** "The second wave" as the object of a preposition: its beginning, or after "after" its end. */
const WAVE =
  /\b(?:the |both |this |our )?(?:(first|second|third|earlier|later|1st|2nd|two) )?(?:waves?|outages?|incidents?|disruptions?|episodes?|dips?|failures|errors|periods?(?= (?:of|had|was|began|started|ended|$))|occasions?|humps?)\b|\bwave (one|two|1|2)\b/gi;
const END =
  /\b(?:recover(?:y|ed|s|ing)?|(?:was|were|is|been|being|be) (?:\w+ )?over\b|(?:back|return(?:ed|s|ing)?|fell|dropped) (?:to|at) (?:\w+ )?(?:normal|usual|baseline)|normal again|(?:worked|working|works) (?:\w+ )?again|(?:really|actually|properly|fully) work(?:ed|s)|c[ao]me (?:right|good)|healed|end(?:ed|s)\b|(?:the )?(?:\w+ )?end of (?:the |it|this )?|(?:stopped|ceased) (?:failing|dropping)|(?:failures?|errors?|drops?) (?:\w+ )?(?:stopped|ceased|ended|were gone|went away|vanished|disappeared)|all clear|t(?:ook|akes|aken) (?:full |its )?effect|restored|real end|subsided|went away|cleared up|(?:was|were|service|looked|seemed|is|are) normal\b|(?:the )?last (?:of the |of our )?(?:failures?|errors?|errs?|(?:failed|failing|bad|dropped|lost|broken|slow|unsuccessful) \w+)|(?:failures?|errors?|drops?) (?:had |were |was )?(?:gone|over|ceased)|(?:was|were|is|are|became|got|came back|looked) (?:\w+ )?(?:fast|quick|healthy|stable|clean|well|good|fine|flat|green|ok|itself) again|(?:all|everything|things|service|sign-?in|delivery|checkout|search) (?:was|were|had been) (?:\w+ )?(?:well|fine|good|ok|healthy|stable)\b|(?:turned|stayed|was|went) (?:clean|flat|quiet|green)\b)/gi;
const EASING =
  /\b(?:(?:came|com(?:e|es|ing)|go(?:ing)?|went) down|(?:start|beg[aiu]n)\w* to (?:fall|improve|drop|ease|decline|come down|recover|go down|clear)|(?:start|beg[aiu]n)\w* (?:falling|improving|dropping|easing|declining|coming down)|turned the corner|improvement\b)/gi;
const ALERT =
  /\b(?:(?:did not (?:fire|go off|sound)|didn['’]t (?:fire|go off|sound)|fired|went off|sounded|g[ai]ve (?:a |the |no |any )?(?:warning|notice|alarm)|(?:checks?|probes?) (?:\w+ )?(?:alerted|fired|raised|caught|noticed|spotted|saw|flagged|detected|picked))\b|alarms?|alert(?:s|ed|ing)?|page[ds]?(?! \d)|pager\w*|paging|warning|warned|supervision systems?|monitor(?:s|ing)? (?:\w+ )?(?:alerted|fired|raised|caught|noticed|told|spotted|saw|flagged|detected|picked))\b/gi;
const ALERT_ENDS =
  /\b(?:clear(?:ed|s)?|resolv(?:ed|es)|closed|silenced|(?:gone|went|go) quiet|stood down|withdrawn|lifted)\b/i;
/** What people do is in no log of alerts. */
const BY_PEOPLE =
  /\b(?:e-?mailed|customers?|users?|clients?|tickets?|complain\w*|support|reported (?:by|to)|acknowledg\w*|status page|posted|published|error page|web page|pages (?:got|were|are|is|load\w*|took|came|became|stayed|remained|served|failed))\b/i;

const time = (value: string, low = value, high = value): EventTime => ({
  value: Date.parse(value),
  low: Date.parse(low),
  high: Date.parse(high),
});

const onsetOf = ({ onset, onsetInterval: [low, high] }: WindowFinding): EventTime => time(onset, low, high);

function endTimes(window: WindowFinding, evidence: Evidence): readonly EventTime[] {
  const end = endOf(window, evidence);
  const [low, high] = window.recoveryInterval ?? [end, end];
  return [time(end, low, high)];
}

function easingTimes({ recoveryStart, recoveryStartInterval }: WindowFinding): readonly EventTime[] {
  if (!recoveryStart) return [];
  const [low, high] = recoveryStartInterval ?? [recoveryStart, recoveryStart];
  return [time(recoveryStart, low, high)];
}

/** The outages that a stretch of words may be of: the one it numbers, else every one. */
function windowsOf(words: string, { windows, main }: Evidence): readonly WindowFinding[] {
  if (/\b(?:second|later|2nd|two|2|again)\b/i.test(words) && windows.length > 1) return windows.slice(1, 2);
  if (/\bthird|3rd\b/i.test(words)) return windows.slice(2, 3);
  if (/\b(?:first|earlier|initial|1st|one|1)\b(?! (?:failures?|errors?|errs?|bad|failed|signs?))/i.test(words))
    return windows.slice(0, 1);
  return windows.length > 0 ? windows : main ? [main] : [];
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
const placesOf = (words: string, pattern: RegExp): readonly Place[] =>
  [...words.matchAll(pattern)].map(({ index, 0: text }) => ({ start: index, end: index + text.length, text }));

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const GENERIC_CHANGE =
  /\b(?:deploy(?:ment|ed|s)?|releas(?:e|ed|es)|roll(?:ed|ing|s)?[- ]?(?:out|back)|revert\w*|migrat\w*|upgrade[ds]?|(?:new|corrective|old|fixed) (?:version|build|release)|firmware|rotat(?:ion|ed|ing)|flag\b|re-?rout\w*|(?:was|were|had been|is) (?:shipped|pushed|deployed)|shipped|went (?:out|live)|went on\b|switch(?:ed)? (?:on|off)|turned (?:on|off)|(?:was|were|been) (?:already |long |fully )*(?:live|complete|in place|in production|in service)\b|(?:was|were|been|is) (?:cancelled|canceled|killed|stopped|aborted|replaced|changed|completed)|cancellation|pulled\b|restart\w*|fail-?over)/gi;
/** Words of a row that every row of such a log may have. */
const PLAIN_WORD = /^(?:with|from|into|that|this|traffic|service|version|full|on|off|and|the|for|to|of)$/;

/** Where words speak of a change of the logs: by its names, by the words of its row, or by a word for changes. */
function changePlaces(words: string, { changes }: Evidence): readonly Place[] {
  const own = changes.flatMap(({ names = [], what = "" }) => [
    ...names,
    ...(what.match(/[\p{L}\d][\p{L}\d.-]{3,}/gu) ?? []).filter((word) => !PLAIN_WORD.test(word.toLowerCase())),
  ]);
  const named = own.flatMap((name) => placesOf(words, new RegExp(`(?<![\\w.-])${escaped(name)}(?![\\w-])`, "gi")));
  return [...named, ...placesOf(words, GENERIC_CHANGE)].sort((a, b) => a.start - b.start);
}

/** The change that the words around a place speak of: told by them, else the only one of its kind. */
function changeAt(words: string, { start, end }: Place, context: string, evidence: Evidence): DatedChange | null {
  const around = words.slice(Math.max(0, start - 40), end + 40);
  const found =
    loggedChange(around, words, evidence) ?? loggedChange(words, context, evidence) ?? referredChange(words, evidence);
  if (found) return found;
  const kinds = actionKinds(words);
  const [only] = evidence.changes;
  if (evidence.changes.length !== 1 || !only) return null;
  const own = kindsOfChange(only.what ?? "", only.log ?? "");
  const fits = kinds.length > 0 && (own.length === 0 || kinds.some((kind) => own.includes(kind)));
  const version = /\bv?\d+\.\d+(?:\.\d+)*\b/.exec(words)?.[0];
  return fits && (version === undefined || (only.what ?? "").includes(version)) ? only : null;
}

function changeMentions(words: string, context: string, evidence: Evidence): readonly Mention[] {
  const merged: Mention[] = [];
  for (const place of changePlaces(words, evidence)) {
    const last = merged.at(-1);
    if (last && place.start - last.end < NEAR_WORDS && last.kind === "change") {
      merged[merged.length - 1] = { ...last, end: Math.max(last.end, place.end) };
      continue;
    }
    const change = changeAt(words, place, context, evidence);
    if (change)
      merged.push({ kind: "change", start: place.start, end: place.end, label: change.id, times: [time(change.at)] });
  }
  return merged;
}

/** Subjects that begin and end without any data of it. */
const FOREIGN =
  /\b(?:calls? with|bridge|meeting|tickets?|vendors?|suppliers?|providers?|shift|maintenance|investigation|review|communication|engineers?|teams?|support|customers?|clients?|users?|partners?|replication|backups?|campaign|import|post|notice|updates?|phones?|office|dashboards?|database|disk|network|memory)\b[^,;]*$/i;
const FOREIGN_REACH = 60;

/** "We began …", "it started …": words that are of the trouble only where nothing else is said to have been begun. */
const BEGUN = new RegExp(`^(?:it|things|everything|we)(?: all)? ${BEGINS}$`, "i");
/** What somebody else begins: a thing of his own ("a rollback", "our restart"), or work ("to roll back", "moving traffic"). */
const BEGUN_WORK =
  /^\s+(?:with\s+)?(?:(?:an?|the|our|its|their|this|another)\s+(?:[\w-]+\s+){0,2}?[\w-]+|(?:to\s+)?[a-z][\w-]*)/i;
const BEGUN_TROUBLE = new RegExp(
  `${TROUBLE}|\\b(?:to (?:see|fail|drop|slow|get|receive|notice|observe|experience|have|lose|time|return|reject)|(?:see|gett|receiv|notic|observ|experienc|hav|los|tim|return|reject|fail|dropp|slow)ing|at|on|in|from|around|about|before|after|when|while|and|as|again|just|right|shortly|some|that|because|during|by|between|until|for)\\b`,
  "i",
);

/** True of "we began a rollback": what began then is what was done, not the trouble. */
function begunByUs(words: string, { text, end }: Place): boolean {
  if (!BEGUN.test(text)) return false;
  const what = BEGUN_WORK.exec(words.slice(end))?.[0];
  return what !== undefined && !BEGUN_TROUBLE.test(what);
}

/** Characters between two words of one name. */
const NEAR_WORDS = 26;

/** The alerts that words speak of: those that they name or whose kind they have, of the outage that they number. */
function alertsFor(words: string, ended: boolean, evidence: Evidence): readonly DatedAlert[] {
  const all = evidence.alerts.filter((one) => one.ended === ended);
  const named = all.filter(({ words: row }) =>
    (row.match(/[\w-]{5,}/g) ?? []).some((word) =>
      new RegExp(`(?<![\\w-])${escaped(word)}(?![\\w-])`, "i").test(words),
    ),
  );
  if (named.length > 0 && named.length < all.length) return named;
  const kind = /\bwarn/i.test(words) ? /\bwarn/i : /\bpage|paging|pager/i.test(words) ? /\bpage/i : null;
  const ofKind = kind ? all.filter(({ words: row }) => kind.test(row)) : [];
  const own = ofKind.length > 0 ? ofKind : all;
  const windows = windowsOf(words, evidence);
  const inside = own.filter(({ at }) =>
    windows.some(
      (window, index) =>
        isRaisedFor(at, window.onset) &&
        Date.parse(at) < Date.parse(windows[index + 1]?.onset ?? "9999-01-01T00:00:00Z"),
    ),
  );
  return inside.length > 0 ? inside : own;
}

function alertMentions(words: string, evidence: Evidence): readonly Mention[] {
  if (evidence.alerts.length === 0 || BY_PEOPLE.test(words)) return [];
  const found: Mention[] = [];
  for (const place of placesOf(words, ALERT)) {
    const ended = ALERT_ENDS.test(words.slice(place.end, place.end + 40));
    const rows = alertsFor(words.slice(Math.max(0, place.start - 40), place.end + 24), ended, evidence);
    const label = rows[0]?.words ?? "the alert";
    if (rows.length === 0 || found.some((other) => other.label === label)) continue;
    const times = rows.map(({ at }) => time(at));
    found.push({ kind: ended ? "alert-end" : "alert", start: place.start, end: place.end, label, times });
  }
  return found;
}

const overlaps = (a: Place | Mention, b: Place | Mention): boolean => a.start < b.end && b.start < a.end;

/** Words of a later outage, whose first failures may be meant as well. */
const LATER = /\b(?:second|later|again|other|both|each)\b/i;

/** The events that words speak of, in the order of their places. */
export function mentionsIn(words: string, context: string, evidence: Evidence): readonly Mention[] {
  const found: Mention[] = [];
  const add = (one: Mention): void => {
    if (one.times.length > 0 && !found.some((other) => overlaps(one, other))) found.push(one);
  };
  // "The call with the vendor ended": another thing than the trouble.
  const isForeign = ({ start }: Place): boolean => FOREIGN.test(words.slice(Math.max(0, start - FOREIGN_REACH), start));
  const near = ({ start, end }: Place): string => words.slice(Math.max(0, start - 18), end + 18);
  for (const one of alertMentions(words, evidence)) add(one);
  for (const place of placesOf(words, ONSET).filter((one) => !isForeign(one) && !begunByUs(words, one))) {
    const windows = windowsOf(near(place), evidence);
    const veryFirst = /^(?:the )?(?:very )?first\b/i.test(place.text) && !LATER.test(`${words} ${context}`);
    add({
      ...place,
      kind: "onset",
      label: "the onset",
      times: (veryFirst ? windows.slice(0, 1) : windows).map(onsetOf),
    });
  }
  for (const place of placesOf(words, EASING))
    add({ ...place, kind: "easing", label: "the fall", times: windowsOf(near(place), evidence).flatMap(easingTimes) });
  const changes = changeMentions(words, context, evidence);
  for (const place of placesOf(words, END).filter((one) => !isForeign(one))) {
    // "The previous version was restored": an action, not the end of the trouble.
    if (/^restored/i.test(place.text) && changes.some((one) => Math.abs(place.start - one.end) < 40)) continue;
    const ofAlert =
      ALERT_ENDS.test(place.text) &&
      found.some(({ kind, end }) => kind === "alert-end" && place.start - end < 40 && place.start >= end);
    if (!ofAlert)
      add({
        ...place,
        kind: "end",
        label: "the recovery",
        times: windowsOf(near(place), evidence).flatMap((window) => endTimes(window, evidence)),
      });
  }
  for (const one of changes) add(one);
  for (const place of placesOf(words, WAVE)) {
    const after = /\b(?:after|since|following|once)\s(?:\w+\s){0,2}$/i.test(words.slice(0, place.start));
    const windows = windowsOf(near(place), evidence);
    const ends = windows.flatMap((window) => endTimes(window, evidence));
    add({
      ...place,
      bare: true,
      kind: after ? "end" : "onset",
      label: after ? "the recovery" : "the onset",
      times: after ? [...ends, ...windows.map(onsetOf)] : windows.map(onsetOf),
    });
  }
  return found.sort((a, b) => a.start - b.start);
}
