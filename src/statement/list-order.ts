import type { Day } from "./calendar.js";
import { dayNumber } from "./calendar.js";
import type { DocumentFacts, TimedPassage } from "./document-facts.js";
import { passageShape } from "./passage-shape.js";

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

/** Whether a list's readings fall more often than they rise. */
export function newestFirst(items: readonly TimedPassage[], index: number): boolean {
  const { block } = items[index] as TimedPassage;
  let [rises, falls, before] = [0, 0, null as number | null];
  for (let next = index; next < items.length && (items[next] as TimedPassage).block === block; next++) {
    const item = items[next] as TimedPassage;
    const shape = passageShape(item);
    const clock = shape === "entry" || shape === "stamp" ? item.mentions[0]?.clock : null;
    if (!clock) continue;
    const minutes = clock.hour * 60 + clock.minute;
    if (before !== null && minutes > before) rises++;
    if (before !== null && minutes < before) falls++;
    before = minutes;
  }
  return falls > rises && falls > 1;
}
