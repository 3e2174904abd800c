import { DAY_MS, HOUR_MS } from "../../time/units.js";
import { eventRole, tellsOfFault } from "./by-words.js";
import { byBlock } from "../text/by-block.js";
import type { DraftEvent } from "../draft-event.js";
import type { EventRole } from "../statement.js";

type Dated = DraftEvent & { readonly time: { readonly at: string } };

const isNotice = ({ role }: DraftEvent): boolean => role === "detected" || role === "onset" || role === "declared";
const isExact = (event: DraftEvent): event is Dated => event.time.at !== null && event.time.precision !== "day";
const earliest = (times: readonly string[]): string | null =>
  times.length > 0 ? times.reduce((a, b) => (b < a ? b : a)) : null;

/** When the trouble was first noticed: the earliest entry that says so, to the minute. */
const firstNotice = (events: readonly DraftEvent[]): string | null =>
  earliest(
    events
      .filter(isNotice)
      .filter(isExact)
      .map(({ time }) => time.at),
  );

const sameDay = (a: DraftEvent, at: string): boolean =>
  a.time.at !== null && Math.abs(Date.parse(a.time.at) - Date.parse(at)) <= DAY_MS;

/** A change before anyone noticed trouble, or at that moment, is what began it, on the same day, or background. */
function beforeNotice(event: DraftEvent, notice: string | null): EventRole {
  if (!event.role.startsWith("mitigation") || notice === null || event.time.at === null || event.time.at > notice)
    return event.role;
  return sameDay(event, notice) ? "onset" : "other";
}

/** Of a list that names no beginning, the first entry before the first notice, where nothing else fits it. */
function unnamedOnsets(events: readonly DraftEvent[]): ReadonlySet<DraftEvent> {
  const blocks = byBlock(
    events.filter(isExact).filter(({ kind, mention }) => kind === "entry" && mention.clock !== null),
  );
  return new Set(
    [...blocks.values()].flatMap((list) => {
      const byTime = [...list].sort((a, b) => a.time.at.localeCompare(b.time.at));
      const [first, second] = byTime;
      const notice = byTime.find(({ role }) => role === "detected" || role === "declared" || role === "investigating");
      if (
        byTime.length < 4 ||
        !first ||
        first.role !== "other" ||
        !second ||
        !notice ||
        byTime.some(({ role }) => role === "onset")
      )
        return [];
      return Date.parse(notice.time.at) - Date.parse(first.time.at) <= 6 * HOUR_MS ? [first] : [];
    }),
  );
}

/**
 * Roles as the order of the entries corrects them: trouble that starts after it had ended in the same list recurs; a change made before anyone
 * noticed trouble is no mitigation; a list that begins before the first alert begins with the onset.
 */
export function rolesInOrder(events: readonly DraftEvent[]): readonly DraftEvent[] {
  const notice = firstNotice(events);
  const unnamed = unnamedOnsets(events);
  const recoveries = events.filter(
    (event): event is Dated => event.kind === "entry" && event.role === "recovered" && event.time.at !== null,
  );
  return events.map((event) => {
    let role = unnamed.has(event) ? "onset" : beforeNotice(event, notice);
    const again =
      event.kind === "entry" &&
      role === "onset" &&
      recoveries.some(
        ({ block, time, quoteSpan }) =>
          block === event.block &&
          event.time.at !== null &&
          time.at < event.time.at &&
          quoteSpan[0] !== event.quoteSpan[0],
      );
    if (again) role = "recurrence";
    return role === event.role ? event : Object.assign(event, { role });
  });
}

const CHANGE =
  /\b(?:deploy\w*|releas\w*|roll(?:s|ed|ing)?[- ]?out|migrat\w*|upgrad\w*|updat\w*|maintenance|config\w*|push\w*|merg\w*|version|change\w*|job|copy|import|canary|backup|feature flag|switch\w* on|turn\w* on|enabl\w*)\b/i;
/** A change and the trouble that it brings lie so many hours apart at most. */
const BROUGHT_WITHIN_HOURS = 6;

/** True if an entry of a list tells of a change and of nothing that failed. */
const isPlainChange = ({ role, kind, settled, until, time, words }: DraftEvent): boolean =>
  role === "onset" &&
  kind === "entry" &&
  !settled &&
  until === null &&
  time.at !== null &&
  CHANGE.test(words.clause) &&
  !tellsOfFault(words.clause);

/**
 * Roles where a list gives a change its time and the trouble that it brought another: the change is background, the trouble is the onset. Where
 * no later entry tells of trouble, the change stays what the words make of it.
 */
export function changesBeforeTrouble(events: readonly DraftEvent[]): readonly DraftEvent[] {
  const troubles = events.filter(
    (event): event is Dated => event.role === "onset" && event.time.at !== null && tellsOfFault(event.words.clause),
  );
  return events.map((event) => {
    if (!isPlainChange(event)) return event;
    const at = Date.parse(event.time.at as string);
    const brought = troubles.some(({ time }) => {
      const later = Date.parse(time.at) - at;
      return later > 0 && later <= BROUGHT_WITHIN_HOURS * HOUR_MS;
    });
    return brought ? Object.assign(event, { role: "other" }) : event;
  });
}

/** Below this a role is a guess that a span stated elsewhere in the text outweighs. */
const GUESS = 0.5;

/**
 * Roles where an entry of a list stands at the very minute at which a sentence has the trouble begin or end: "between 11:06 and 13:58 codes came late"
 * says what the entry at 11:06 is, where its own words leave that open.
 */
export function rolesByStatedSpan(events: readonly DraftEvent[]): readonly DraftEvent[] {
  const spans = events.filter(({ role, until, kind }) => kind === "prose" && until !== null && role === "onset");
  const starts = new Set(spans.flatMap(({ time }) => time.at ?? []));
  const ends = new Set(spans.flatMap(({ until }) => until?.time.at ?? []));
  const open = ({ role, probability, settled, words }: DraftEvent): boolean =>
    !settled && (role === "other" || (probability ?? 1) < GUESS) && !isNoticeOf(words.clause);
  return events.map((event) => {
    const { at } = event.time;
    if (event.kind !== "entry" || at === null || event.until !== null || !open(event)) return event;
    const role: EventRole | null = starts.has(at) ? "onset" : ends.has(at) ? "recovered" : null;
    return role === null ? event : Object.assign(event, { role, sure: true });
  });
}

/** True if words tell of people or machines that notice, not of the trouble itself. */
const isNoticeOf = (words: string): boolean => eventRole(words) === "detected" || eventRole(words) === "communicated";
