import { HOUR_MS } from "../../time/units.js";
import type { DraftEvent } from "../draft-event.js";
import type { EventRole, StatedWindow } from "../statement.js";
import { quoted } from "../text/quote.js";

type Dated = DraftEvent & { readonly time: { readonly at: string } };

/** An end so many hours behind its beginning is told of another thing. */
const LONGEST_HOURS = 96;

const BEGINS: readonly EventRole[] = ["onset", "recurrence"];

/** The dated events of a story in sentences, by time: not the entries of lists, not the halves of spans, not what is unsure. */
function storyOf(events: readonly DraftEvent[]): readonly Dated[] {
  const ends = new Set(events.flatMap(({ until }) => until ?? []));
  return events
    .filter(
      (event): event is Dated =>
        event.kind !== "entry" &&
        event.time.at !== null &&
        event.mention.clock !== null &&
        event.sure !== false &&
        event.until === null &&
        !ends.has(event),
    )
    .sort((a, b) => a.time.at.localeCompare(b.time.at));
}

/** The beginnings of a story: the first, and each that follows a recovery. */
function beginnings(story: readonly Dated[]): readonly Dated[] {
  const found: Dated[] = [];
  let over = true;
  for (const event of story) {
    if (over && BEGINS.includes(event.role)) {
      found.push(event);
      over = false;
    } else if (event.role === "recovered" || event.role === "resolved") over = true;
  }
  return found;
}

/** The windows that a story in sentences tells from its beginning to the recovery and to the resolution, one story after the other. */
export function toldWindows(text: string, events: readonly DraftEvent[]): readonly StatedWindow[] {
  const story = storyOf(events);
  const starts = beginnings(story);
  return starts.flatMap((start, index) => {
    const next = starts[index + 1]?.time.at ?? "9";
    const within = story.filter(
      ({ time }) =>
        time.at > start.time.at &&
        time.at < next &&
        Date.parse(time.at) - Date.parse(start.time.at) <= LONGEST_HOURS * HOUR_MS,
    );
    const ends = (["recovered", "resolved"] as const).flatMap(
      (role) => within.filter((event) => event.role === role).at(-1)?.time.at ?? [],
    );
    return [...new Set(ends)].map(
      (end): StatedWindow => ({
        start: start.time.at,
        end,
        section: start.section,
        statedMinutes: null,
        quote: quoted(text, ...start.quoteSpan),
      }),
    );
  });
}
