import type { Day } from "../../time/calendar.js";
import { dayNumber, plusDays } from "../../time/calendar.js";
import type { DraftEvent } from "../draft-event.js";
import type { DocumentFacts, TimedPassage } from "../times/document-facts.js";
import { dayOfMention, minutesOf } from "../times/resolved-time.js";
import type { TimeMention } from "../times/time-mention.js";
import { midnights, newestFirst } from "./list-order.js";
import type { Position } from "./prose-days.js";

/** A clock that falls back by so many minutes from one entry to the next is of the next day; a smaller fall is disorder. */
const NEXT_DAY_MINUTES = 240;

/** The days of the entries of lists. */
export class EntryDays {
  private listBlock = -1;
  private ascending = true;
  private datedEntry = false;

  constructor(
    private readonly items: readonly TimedPassage[],
    private readonly blocks: ReadonlyMap<number, readonly TimedPassage[]>,
    private readonly facts: DocumentFacts,
    private readonly at: Position,
    private readonly events: readonly DraftEvent[],
  ) {}

  /** A list begins here; one whose newest entry comes first and that carries no dates begins as many days later as it runs back over. */
  begin(item: TimedPassage, index: number, undated: boolean): void {
    this.ascending = !newestFirst(this.items, index);
    this.listBlock = item.block;
    this.at.minutes = null;
    if (undated && !this.ascending && this.at.day) this.at.day = plusDays(this.at.day, midnights(this.items, index));
  }

  /** The day and minutes of an entry: written, or those that follow the entry before, a day on where the clock fell far back. */
  step(item: TimedPassage, mention: TimeMention, index: number): { day: Day | null; minutes: number | null } {
    const newList = this.listBlock !== item.block;
    if (mention.date === null && this.facts.declaredDay && (newList || this.datedEntry))
      Object.assign(this.at, { day: this.facts.declaredDay, minutes: null });
    this.datedEntry = mention.date !== null;
    if (newList) {
      if (mention.date === null) this.at.day = this.facts.declaredDay ?? this.baseDay(item) ?? this.at.day;
      this.begin(item, index, mention.date === null);
    }
    const minutes = minutesOf(mention, this.facts, this.at.minutes);
    let day = dayOfMention(mention, this.facts, item.start, this.at.day);
    if (mention.date === null && day !== null && minutes !== null && this.at.minutes !== null) {
      const fall = this.ascending ? this.at.minutes - minutes : minutes - this.at.minutes;
      if (fall >= NEXT_DAY_MINUTES) day = plusDays(day, this.ascending ? 1 : -1);
    }
    if (day !== null) this.at.day = day;
    if (minutes !== null) this.at.minutes = minutes;
    return { day, minutes };
  }

  /** Where a list of bare clock readings begins: the title's day, else that of the earliest event so far. */
  private baseDay(item: TimedPassage): Day | null {
    const stated = this.preambleDay(item);
    if (stated) return stated;
    if (this.facts.incidentDay) return this.facts.incidentDay;
    if (this.facts.titleDate) return this.facts.titleDate;
    const days = this.events
      .filter(({ time, kind }) => time.day !== null && kind !== "stamp")
      .map(({ time }) => time.day as Day);
    const first = days[0] ?? this.facts.fullDates.find(({ at }) => at < item.start)?.day;
    return days.length > 0
      ? days.reduce((a, b) => (dayNumber(b) < dayNumber(a) && dayNumber(a) - dayNumber(b) < 2 ? b : a))
      : (first ?? null);
  }

  /** "All events are of 21 October" in the words before a list, or a heading's own date. */
  private preambleDay(item: TimedPassage): Day | null {
    const before = (this.blocks.get(item.block) ?? []).filter((other) => other.start < item.start).at(-1);
    const mention = before?.mentions.find(({ date, clock }) => date !== null && clock === null);
    // "The outage yesterday" gives way to a date that the text writes out as the incident's.
    if (mention?.date?.kind === "relative" && this.facts.incidentDay) return null;
    return before && mention && (before.kind === "heading" || /:\s*$|\ball (?:events|times)\b/i.test(before.words))
      ? dayOfMention(mention, this.facts, before.start, this.at.day)
      : null;
  }
}
