import type { TimeMention } from "../times/time-mention.js";
import { PUBLISHED } from "./passage-shape.js";

/** True if a day told by its distance is the time of an event: "we wrote to each of them yesterday", not "this happened on Monday", which repeats. */
export function standsAlone(sentence: string, { date }: TimeMention, mentions: readonly TimeMention[]): boolean {
  if (date?.kind !== "relative" || mentions.length > 1 || /%|\bper ?cent\b/i.test(sentence)) return false;
  if (date.dayOfMonth !== null) return true;
  if (date.weekday !== null) return /\blast (?:mon|tue|wed|thu|fri|sat|sun)/i.test(sentence);
  return date.days === -1 ? date.fromWriting : date.days === 0 && /\bsame day\b/i.test(sentence);
}

/** "The RCA was published on", an event of its own where the hour stands behind it. */
const REPORT_PUBLISHED =
  /\b(?:report|rfo|rca|statement|post-?mortem|pir|notice)\s(?:(?:was|is|were)\s)?(?:posted|published|updated)\s*(?:on\s)?$/i;

/** True if a date without a reading is written out again beside one: "outage 17/10/2024, start 17/10/2024 16:07". */
export function isDatedAgain({ date }: TimeMention, mentions: readonly TimeMention[]): boolean {
  return mentions.some(
    (other) =>
      other.clock !== null &&
      other.date?.kind === "date" &&
      date?.kind === "date" &&
      other.date.month === date.month &&
      other.date.day === date.day,
  );
}

/** "All times are of 3 May": the day of the text, no event. */
export const DAY_OF_ALL = /\ball (?:of the |the )?(?:events|times|timestamps)\b/i;

/** "Had we …", "If it …": nothing that happened. */
export const HYPOTHETICAL = /^\W*(?:if (?:we|it|they|the)\b|had we\b|were it\b)/i;

/** True if a bare reading behind an entry's own stamp is a number in words ("at four") and not the end of a span. */
export const isNumberInEntry = (words: string, { date, zone, clock }: TimeMention, before: string): boolean =>
  !date &&
  !zone &&
  clock !== null &&
  /^\D/.test(words.slice(clock.start, clock.end)) &&
  !/\b(?:from|since|until|till|by)\s$/i.test(before);

/** True if a time says when a notice was published, and no more. */
export function isPublicationTime({ clock, rangeWithNext }: TimeMention, before: string): boolean {
  if (PUBLISHED.test(/[^.;:#]*:?\s*$/.exec(before)?.[0] ?? before) && !(rangeWithNext && clock)) return true;
  return /\b(?:posted|published|updated)\b:?\s*(?:on\s)?$/i.test(before) && !(clock && REPORT_PUBLISHED.test(before));
}

/** From so many letters on, what follows a time behind a comma is a clause with a role of its own. */
const CLAUSE_LETTERS = 12;

/** True if a time is the second of a pair, "at 10:01 and 10:07", and shares the role of the first. */
export function isPaired(words: string, mentions: readonly TimeMention[], index: number, end: number): boolean {
  const mention = mentions[index] as TimeMention;
  const gap = words.slice(mentions[index - 1]?.end ?? mention.start, mention.start);
  const behind = words.slice(mention.end, mentions[index + 1]?.start ?? end).replace(/[^\p{L}]/gu, "");
  return /^[\s,]{0,2}and\s(?:at\s)?$/.test(gap) && !(gap.includes(",") && behind.length >= CLAUSE_LETTERS);
}
