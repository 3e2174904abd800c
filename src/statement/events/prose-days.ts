import type { Day } from "../../time/calendar.js";
import { dayNumber, plusDays } from "../../time/calendar.js";
import type { DocumentFacts, TimedPassage } from "../times/document-facts.js";
import { onlyDay } from "./list-order.js";
import type { DraftEvent } from "../draft-event.js";
import { dayOfMention, minutesOf } from "../times/resolved-time.js";
import type { TimeMention } from "../times/time-mention.js";

/** Where a reader of a text is. */
export interface Position {
  day: Day | null;
  minutes: number | null;
  zone: string | null;
  /** True if a time in the text has given the day, not a title or a date line. */
  told: boolean;
  /** True if a date without a reading has. */
  byDate: boolean;
}

/** A date that looks back or ahead from where the story is: "that release had gone out on 13 March", "will be done by 1 June". */
const ASIDE =
  /\b(?:had|has|have|having|will|shall|planned|scheduled|due|since|until|by|before|no later than|end of)\b[^.;]*$/i;

/** A sentence that tells of another incident for comparison, so many days away: the story goes on where it was. */
const ANOTHER =
  /\b(?:similar|comparable|comparison|previous|earlier|the same (?:fault|problem|cause)|remember|had (?:gone|been|happened|lasted|taken)|(?:incident|outage|fault|disruption) of [^,]{4,24}lasted)\b/i;
const ANOTHER_DAYS = 2;

/** A sentence that begins with its date: "On 11 February, …". */
const OPENS = /^\W*(?:(?:on|in|at)\s)?(?:the\s(?:early\s)?(?:morning|afternoon|evening|night|day)\s(?:of\s)?)?$/i;

/** A date in parentheses is that of what stands before it: the story goes on where it was. */
function isInParentheses(words: string, { start }: TimeMention): boolean {
  return /\([^()]*$/.test(words.slice(0, start)) && /^[^()]*\)/.test(words.slice(start));
}

/** The days of times in sentences. */
export class ProseDays {
  private passage = -1;

  constructor(
    private readonly facts: DocumentFacts,
    private readonly at: Position,
    private readonly events: readonly DraftEvent[],
  ) {}

  /** Sentences that follow a list begin where the list began, not where it ended. */
  enter(item: TimedPassage, mention: TimeMention): void {
    const last = this.events.at(-1);
    if (this.passage === item.start) return;
    this.passage = item.start;
    const list =
      last?.kind === "entry"
        ? this.events.filter(({ kind, time }) => kind === "entry" && time.at !== null && time.minutes !== null)
        : [];
    const [first] = [...list].sort((a, b) => (a.time.at as string).localeCompare(b.time.at as string));
    const minutes = minutesOf(mention, this.facts, null);
    if (
      !first?.time.day ||
      first.time.minutes === null ||
      minutes === null ||
      mention.date !== null ||
      this.at.day === null
    )
      return;
    const spread = dayNumber(this.at.day) - dayNumber(first.time.day);
    if (spread < 1 || spread > 3) return;
    Object.assign(this.at, {
      day: minutes < first.time.minutes - 120 ? plusDays(first.time.day, 1) : first.time.day,
      minutes: null,
    });
  }

  /** Moves on to a day that a sentence names, unless it only looks back or ahead. */
  move(day: Day, item: TimedPassage, mention: TimeMention, start: number): void {
    const named = mention.date !== null && mention.clock === null;
    if (this.at.told && isInParentheses(item.words, mention)) return;
    const from = this.at.day === null ? 0 : dayNumber(day) - dayNumber(this.at.day);
    const before = item.words.slice(start, mention.start);
    const back =
      mention.date?.kind === "relative"
        ? mention.date.days === -1 && !mention.date.fromWriting
        : from < 0 && !OPENS.test(before);
    const sentence = /^[^.!?]*/.exec(item.words.slice(start, start + 300))?.[0] ?? "";
    if (named && this.at.day !== null && Math.abs(from) > ANOTHER_DAYS && ANOTHER.test(sentence)) return;
    if (named && this.at.told && (back || (from > 1 && ASIDE.test(before)))) return;
    const moved = this.at.day === null || dayNumber(this.at.day) !== dayNumber(day);
    Object.assign(this.at, { day, told: true, byDate: named, minutes: named && moved ? null : this.at.minutes });
  }

  /** A reading that was told before with its day, when the text has moved on: "between 20:58 and 22:41" looks back. */
  private toldBefore(minutes: number | null, { zone }: TimeMention, day: Day | null): Day | null {
    if (minutes === null || day === null) return null;
    const same = this.events.filter(
      ({ time, mention }) =>
        time.minutes === minutes && time.day !== null && (!zone || !mention.zone || mention.zone.zone === zone.zone),
    );
    const days = new Set(same.map(({ time }) => dayNumber(time.day as Day)));
    const [only] = days.size === 1 ? same : [];
    const ahead = only ? dayNumber(day) - dayNumber(only.time.day as Day) : 0;
    return only && (ahead === 1 || (ahead > 1 && this.at.byDate)) ? only.time.day : null;
  }

  /** At the head of a text, the day that the next lines name. */
  private dayAhead(item: TimedPassage): Day | null {
    return this.facts.fullDates.find(({ at }) => at >= item.start && at < item.end + 400)?.day ?? null;
  }

  /** The day of a reading in a sentence: its own, that of its span, the last before it, the next behind it, the day the text is at. */
  of(item: TimedPassage, mention: TimeMention, mentions: readonly TimeMention[], index: number): Day | null {
    const { at, facts } = this;
    // After "01:15 the next day", "the next morning" is that day's.
    const smallHours =
      at.minutes !== null && at.minutes < 360 && /\bmorning\b/i.test(item.words.slice(mention.start, mention.end));
    if (mention.date?.kind === "relative" && mention.date.days === 1 && smallHours && at.day !== null) return at.day;
    if (mention.date !== null) return this.named(item, mention);
    const partner = mention.rangeWithNext ? mentions[index + 1] : undefined;
    const earlier = mentions
      .slice(0, index)
      .reverse()
      .find(
        (one) =>
          one.date !== null && !(at.told && isInParentheses(item.words, one) && !isInParentheses(item.words, mention)),
      );
    const later = mentions.slice(index + 1).find(({ date }) => date !== null);
    if (earlier?.date?.kind === "relative" && at.day !== null) return this.pastMidnight(mention, at.day);
    const source =
      earlier ??
      (partner?.date ? partner : undefined) ??
      (at.day === null ? later : undefined) ??
      (later?.clock === null && this.near(item, mention, later) ? later : undefined);
    const day = source
      ? this.named(item, source)
      : (at.day ?? facts.declaredDay ?? facts.titleDate ?? onlyDay(facts) ?? this.dayAhead(item));
    const minutes = minutesOf(mention, facts, at.minutes);
    const told = source ? null : this.toldBefore(minutes, mention, day);
    if (told) return told;
    if (!source && day) return this.pastMidnight(mention, day);
    if (
      partner?.date &&
      !earlier &&
      day &&
      minutes !== null &&
      partner.clock &&
      minutes > partner.clock.hour * 60 + partner.clock.minute
    )
      return plusDays(day, -1);
    return day;
  }

  /** The day that a mention names itself, counted from the day of writing as long as the story has given none. */
  named(item: TimedPassage, mention: TimeMention): Day | null {
    const { at, facts } = this;
    const weekday = mention.date?.kind === "relative" && mention.date.days === null;
    return dayOfMention(
      mention,
      facts,
      item.start,
      weekday && !at.told && facts.posted ? null : (at.day ?? facts.titleDate ?? this.firstDate(item)),
    );
  }

  /** True if a date behind a reading is of its own clause. */
  private near(item: TimedPassage, mention: TimeMention, later: TimeMention): boolean {
    const between = item.words.slice(mention.end, later.start);
    return !this.at.told || (between.length < 60 && !/[,;]|\b(?:and|but|until|by|before)\b/i.test(between));
  }

  private firstDate(item: TimedPassage): Day | null {
    return this.facts.posted === null ? (this.facts.fullDates.find(({ at }) => at < item.start)?.day ?? null) : null;
  }

  /** Late in the evening a reading of the small hours is the next day's. */
  private pastMidnight(mention: TimeMention, day: Day): Day {
    const [before, minutes] = [this.at.minutes, minutesOf(mention, this.facts, this.at.minutes)];
    if (before === null || minutes === null) return day;
    return before - minutes >= 1200 || (before >= 1140 && minutes < 360 && before - minutes >= 840)
      ? plusDays(day, 1)
      : day;
  }
}
