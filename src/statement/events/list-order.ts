import type { Day } from "../../time/calendar.js";
import { dayNumber } from "../../time/calendar.js";
import type { DocumentFacts, TimedPassage } from "../times/document-facts.js";
import { passageShape } from "./passage-shape.js";
import type { TimeMention } from "../times/time-mention.js";

/** The one day that all full dates of a text name. */
export function onlyDay({ fullDates }: DocumentFacts): Day | null {
  const [first] = fullDates;
  return first && fullDates.every(({ day }) => dayNumber(day) === dayNumber(first.day)) ? first.day : null;
}

/** Of each update of a status page the passage that is its stamp. */
export function stampedBlocks(items: readonly TimedPassage[]): ReadonlyMap<number, TimedPassage> {
  const stamps = new Map<number, TimedPassage>();
  for (const item of items) if (item.status !== null && passageShape(item) === "stamp") stamps.set(item.block, item);
  return stamps;
}

/** The stamps of a list from one of its entries or its date line on, up to the next date line. */
function stampsFrom(items: readonly TimedPassage[], index: number): readonly TimeMention[] {
  const { block } = items[index] as TimedPassage;
  const end = items.findIndex(
    (item, place) => place > index && (item.block !== block || passageShape(item) === "dateline"),
  );
  return items.slice(index, end < 0 ? undefined : end).flatMap((item) => {
    const shape = passageShape(item);
    return shape === "entry" || shape === "stamp" ? (item.mentions[0] ?? []) : [];
  });
}

const steps = (stamps: readonly TimeMention[]): number[] => {
  const minutes = stamps.flatMap(({ clock }) => (clock ? [clock.hour * 60 + clock.minute] : []));
  return minutes.slice(1).map((minute, place) => minute - (minutes[place] as number));
};

/** True if a list's readings fall more often than they rise. */
export function newestFirst(items: readonly TimedPassage[], index: number): boolean {
  const all = steps(stampsFrom(items, index));
  const falls = all.filter((step) => step < 0).length;
  return falls > all.filter((step) => step > 0).length && falls > 1;
}

/** The midnights that a list without dates runs back over, newest first; none where it carries dates of its own. */
export function midnights(items: readonly TimedPassage[], index: number): number {
  const stamps = stampsFrom(items, index);
  return stamps.some(({ date }) => date !== null) ? 0 : steps(stamps).filter((step) => step >= 240).length;
}
