import { DAY_MS, HOUR_MS } from "../../time/units.js";
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
