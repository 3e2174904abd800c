import type { ReadEvent } from "./read-event.js";
import type { EventRole } from "./statement.js";

const isNotice = ({ role }: ReadEvent): boolean => role === "detected" || role === "onset" || role === "declared";

/** When the trouble was first noticed: the earliest entry that says so, to the minute. */
function firstNotice(events: readonly ReadEvent[]): string | null {
  const times = events.flatMap((event) => (isNotice(event) && event.time.at !== null && event.time.precision !== "day" ? [event.time.at] : []));
  return times.length > 0 ? times.reduce((a, b) => (b < a ? b : a)) : null;
}

const sameDay = (a: ReadEvent, at: string): boolean => a.time.at !== null && Math.abs(Date.parse(a.time.at) - Date.parse(at)) <= 86_400_000;

/** A change before anyone noticed trouble is what began it, on the same day, or background. */
function beforeNotice(event: ReadEvent, notice: string | null): EventRole {
  if (!event.role.startsWith("mitigation") || notice === null || event.time.at === null || event.time.at >= notice) return event.role;
  return sameDay(event, notice) ? "onset" : "other";
}

/**
 * Roles as the order of the entries corrects them: trouble that starts after it had ended in the same list recurs; a change made before anyone
 * noticed trouble is no mitigation.
 */
export function rolesInOrder(events: readonly ReadEvent[]): readonly ReadEvent[] {
  const notice = firstNotice(events);
  const recovered = new Set<number>();
  return events.map((event) => {
    let role = beforeNotice(event, notice);
    if (event.kind === "entry" && role === "onset" && recovered.has(event.block)) role = "recurrence";
    if (event.kind === "entry" && role === "recovered") recovered.add(event.block);
    return role === event.role ? event : Object.assign(event, { role });
  });
}
