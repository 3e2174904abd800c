import { byBlock } from "../text/by-block.js";
import type { Day } from "../../time/calendar.js";
import { dayNumber, plusDays } from "../../time/calendar.js";
import type { DocumentFacts, TimedPassage } from "../times/document-facts.js";
import { eventRole, statusRole } from "../roles/by-words.js";
import { EntryDays } from "./entry-days.js";
import { itemsBelow, leadIn, messageBelow, spansCells, speakerLines, stampedBlocks } from "./list-order.js";
import { isDateLine, PUBLISHED, REPEATED, passageShape } from "./passage-shape.js";
import {
  DAY_OF_ALL,
  HYPOTHETICAL,
  isDatedAgain,
  isNumberInEntry,
  isPaired,
  isPublicationTime,
  standsAlone,
} from "./sentence-times.js";
import type { Position } from "./prose-days.js";
import { ProseDays } from "./prose-days.js";
import type { DraftEvent } from "../draft-event.js";
import { dayOfMention, minutesOf, resolvedTime } from "../times/resolved-time.js";
import {
  clauseAround,
  isPlanned,
  isSpanOfWork,
  labelledRole,
  rangeRole,
  roleInSentence,
  spanRole,
} from "../roles/by-sentence.js";
import { sentences } from "../text/sentences.js";
import type { EventRole } from "../statement.js";
import { opensSpan } from "../times/time-mention.js";
import { type PostTime, timesAgo } from "../times/times-ago.js";
import type { TimeMention } from "../times/time-mention.js";

/** True if a stretch of words tells nothing: only prepositions and marks. */
const letterless = (words: string): boolean =>
  !/\p{L}/u.test(words.replace(/\b(?:from|to|between|and|until|at|on|the|utc|gmt)\b/gi, ""));

/** A status page's word before the first sentence of an update. */
const STATUS_HEAD = /^\s*(?:investigating|identified|monitoring|update|resolved)\s*[-–—:]\s*(?=\S)/i;

/** The voice of an update to customers. */
const POSTED_VOICE =
  /\b(?:we['’]re|we are|we['’]ve|we have|we['’]ll|stay tuned|thank you|thanks for|apologi[sz]e|sorry for|bear with)\b/i;

/** What the end of a span is, by the role of its beginning. */
const CLOSING: Partial<Record<EventRole, EventRole>> = {
  onset: "recovered",
  detected: "recovered",
  recurrence: "recovered",
  "mitigation-start": "mitigation-end",
  "prevention-start": "prevention-end",
  communicated: "communicated",
};

/** A time that is read as an event, before its zone is settled. */
interface ReadTime extends Pick<DraftEvent, "mention" | "role" | "words" | "quoteSpan" | "kind"> {
  readonly item: TimedPassage;
  readonly day: Day | null;
  readonly minutes: number | null;
  /** The zone of a time beside it. */
  readonly near: string | null;
}

/** Reads the events of a text passage by passage, keeping the day and zone it is at. */
export class EventReader {
  readonly events: DraftEvent[] = [];
  private readonly at: Position = { day: null, minutes: null, zone: null, told: false, byDate: false };
  private readonly days: ProseDays;
  private readonly entries: EntryDays;

  private readonly blocks: ReadonlyMap<number, readonly TimedPassage[]>;
  private readonly firstStamps = new Map<number, number>();
  private readonly lastEntries = new Map<number, number>();
  private readonly hasPostmortem: boolean;

  constructor(
    private readonly items: readonly TimedPassage[],
    private readonly facts: DocumentFacts,
    private readonly fallbackZone: string | null,
  ) {
    this.blocks = byBlock(items);
    items.forEach((item, index) => {
      if (passageShape(item) === "entry") this.lastEntries.set(item.block, item.start);
      if (!this.firstStamps.has(item.block) && passageShape(item) === "stamp") this.firstStamps.set(item.block, index);
    });
    this.days = new ProseDays(facts, this.at, this.events);
    this.entries = new EntryDays(items, this.blocks, facts, this.at, this.events);
    this.hasPostmortem = items.some(({ status }) => status === "postmortem");
  }

  read(): readonly DraftEvent[] {
    const stamps = stampedBlocks(this.items);
    const speakers = speakerLines(this.items);
    const firstTime = this.items.findIndex(({ mentions }) => mentions.some(({ clock }) => clock !== null));
    this.items.forEach((item, index) => {
      const inHead = index < 8 && (firstTime < 0 || index < firstTime) && item.status === null && isDateLine(item);
      const shape = inHead ? "dateline" : passageShape(item);
      const stamp = item.status !== null ? stamps.get(item.block) : undefined;
      if (stamp && stamp !== item) this.readUnderStamp(item, stamp);
      else if (stamp === item) this.readStamp(item);
      else if (speakers.has(item)) this.readOverText(item, messageBelow(this.items, index, speakers), index);
      else if (shape === "stamp" && item.kind === "bullet" && itemsBelow(this.items, index).length > 0)
        this.readOverText(item, itemsBelow(this.items, index), index);
      else if (shape === "stamp" && item.kind !== "bullet") this.readLooseStamp(index);
      else if (shape === "entry" || shape === "label") this.readEntry(item, shape, index);
      else if (shape === "dateline") this.readDateline(item, index);
      else if (shape === "prose") this.readProse(item, 0);
      else if (shape === "stamp") this.readEntry(item, "entry", index);
    });
    return this.events;
  }

  private zoneOf(item: TimedPassage, mention: TimeMention, near: string | null): string | null {
    return (
      mention.zone?.zone ??
      near ??
      this.facts.headingZones.get(item.block) ??
      this.facts.declaredZone ??
      this.fallbackZone ??
      this.facts.commonZone ??
      this.at.zone
    );
  }

  private readDateline(item: TimedPassage, index: number): void {
    const [mention] = item.mentions;
    if (mention?.date?.kind !== "date" || item.status !== null) return;
    const before = item.words.slice(0, mention.start);
    if (PUBLISHED.test(before) && (this.at.day !== null || this.facts.incidentDay !== null)) return;
    Object.assign(this.at, {
      day: dayOfMention(mention, this.facts, item.start, this.at.day) ?? this.at.day,
      minutes: null,
      told: false,
    });
    this.entries.begin(item, index, true);
  }

  /** The text of an update whose stamp follows it: its times are of the stamp's day unless they say otherwise. */
  private readUnderStamp(item: TimedPassage, stamp: TimedPassage): void {
    const [mention] = stamp.mentions;
    this.at.day = mention ? dayOfMention(mention, this.facts, stamp.start, this.at.day) : this.at.day;
    this.at.minutes = null;
    if (mention?.zone) this.at.zone = mention.zone.zone;
    this.readProse(item, 0);
    if (mention) this.readTimesAgo(item, { mention, day: this.at.day, minutes: minutesOf(mention, this.facts, null) });
  }

  /** What a dated post counts back from its own time: "this began about 25 minutes ago". */
  private readTimesAgo(item: TimedPassage, post: PostTime): void {
    const mentions = timesAgo(item.words, post);
    if (mentions.length > 0) this.readProse({ ...item, mentions }, 0, true);
  }

  private readStamp(item: TimedPassage): void {
    const [mention] = item.mentions;
    if (!mention || item.status === null || item.status === "postmortem") return;
    const day = dayOfMention(mention, this.facts, item.start, this.at.day);
    const body = (this.blocks.get(item.block) ?? []).filter((other) => other !== item && other.kind !== "heading");
    const words = body.map(({ words: text }) => text).join(" ");
    const quoted: readonly [number, number] = [Math.min(item.start, body[0]?.start ?? item.start), item.end];
    this.push({
      item,
      mention,
      day,
      minutes: mention.clock ? mention.clock.hour * 60 + mention.clock.minute : null,
      role: statusRole(item.status, words),
      words: { clause: words, context: words },
      quoteSpan: quoted,
      kind: "stamp",
      near: mention.zone?.zone ?? null,
    });
  }

  /** A time on a line of its own, its text on the next lines or, where the first stamp of a run stands behind a text, on those before. */
  private readLooseStamp(index: number): void {
    const item = this.items[index] as TimedPassage;
    const before = this.items[index - 1];
    const after = this.items[index + 1];
    const plain = (other: TimedPassage | undefined): other is TimedPassage =>
      other !== undefined && other.block === item.block && passageShape(other) !== "stamp" && other.kind !== "heading";
    const firstOfRun = this.firstStamps.get(item.block) ?? index;
    const behind =
      plain(this.items[firstOfRun - 1]) && !/:\s*$/.test((this.items[firstOfRun - 1] as TimedPassage).words);
    const text = behind || /\bposted\b/i.test(item.words) ? before : after;
    if (/\bposted\b/i.test(item.words) && this.hasPostmortem) return;
    if (!plain(text)) return void this.readEntry(item, "entry", index);
    const [mention] = item.mentions as readonly [TimeMention, ...TimeMention[]];
    const { day, minutes } = this.entries.step(item, mention, index);
    const status = /^\s*(investigating|identified|monitoring|update|resolved)\b/i.exec(text.words)?.[1]?.toLowerCase();
    const posted = status !== undefined || POSTED_VOICE.test(text.words);
    const role = status ? statusRole(status, text.words) : posted ? "communicated" : eventRole(text.words);
    const event = this.push({
      item,
      mention,
      day,
      minutes,
      role,
      words: { clause: text.words, context: text.words },
      quoteSpan: text === after ? [item.start, text.end] : [text.start, item.end],
      kind: "entry",
      near: mention.zone?.zone ?? null,
    });
    Object.assign(event, { settled: posted });
    this.readTimesAgo(text, { mention, day, minutes });
  }

  /** A time that stands over its text: the head of a message, or of the items under it. */
  private readOverText(item: TimedPassage, below: readonly TimedPassage[], index: number): void {
    const [mention] = item.mentions as readonly [TimeMention, ...TimeMention[]];
    const { day, minutes } = this.entries.step(item, mention, index);
    const words = below.map((one) => one.words.replace(/^[\s*+•-]+/, "").replace(/([^.!?])\s*$/, "$1.")).join(" ");
    const last = below.at(-1) ?? item;
    this.push({
      item,
      mention,
      day,
      minutes,
      role: eventRole(words),
      words: { clause: words, context: words },
      quoteSpan: [item.start, last.end],
      kind: "entry",
      near: mention.zone?.zone ?? null,
    });
  }

  private readEntry(item: TimedPassage, shape: "entry" | "label", index: number): void {
    const [mention, second] = item.mentions as readonly [TimeMention, TimeMention?];
    const { day, minutes } = this.entries.step(item, mention, index);
    const ranged = mention.rangeWithNext || spansCells(item, this.blocks.get(item.block) ?? [], mention, second);
    const textStart = ranged && second ? second.end : mention.end;
    const text = shape === "label" ? item.words.slice(0, mention.start) : item.words.slice(textStart);
    const bare = ranged && letterless(`${item.words.slice(0, mention.start)} ${text}`);
    const lead = bare ? leadIn(item, this.blocks.get(item.block) ?? []) : null;
    const role: EventRole =
      item.kind === "code" ? "other" : lead !== null ? rangeRole(lead, eventRole(lead)) : this.entryRole(text, index);
    const first = this.push({
      item,
      mention,
      day,
      minutes,
      role,
      words: { clause: text, context: item.words },
      quoteSpan: [item.start, item.end],
      kind: "entry",
      near: mention.zone?.zone ?? second?.zone?.zone ?? null,
    });
    if (item.kind === "code") return;
    const label = shape === "label" ? labelledRole(item.words.slice(0, mention.start)) : null;
    if (label !== null) Object.assign(first, { role: label, settled: true });
    if (ranged && second) {
      if (item.kind === "row" && first.role === "other") Object.assign(first, { role: "onset" });
      const end = this.pushEnd(item, second, first, minutes, [item.start, item.end], "entry");
      if (lead !== null) [first, end].forEach((event) => Object.assign(event, { settled: true }));
      this.readProse(item, textStart, true);
    } else if (shape === "entry" && item.mentions.length > 1) this.readProse(item, textStart, true);
    if (shape === "entry") this.readTimesAgo(item, { mention, day, minutes });
  }

  /** A status word alone tells the role as on a status page, with the text that follows. */
  private entryRole(text: string, index: number): EventRole {
    const status = /^\W*(investigating|identified|monitoring|update|resolved)\W*$/i.exec(text)?.[1]?.toLowerCase();
    return status ? statusRole(status, this.items[index + 1]?.words ?? "") : eventRole(text);
  }

  private pushEnd(
    item: TimedPassage,
    mention: TimeMention,
    first: DraftEvent,
    before: number | null,
    quote: readonly [number, number],
    kind: DraftEvent["kind"],
  ): DraftEvent {
    const minutes = minutesOf(mention, this.facts, before);
    let day = dayOfMention(mention, this.facts, item.start, first.time.day);
    if (mention.date === null && day && minutes !== null && before !== null && minutes < before) day = plusDays(day, 1);
    // "From 22:10 to 00:00 on 4 March" ends that night, also where the date stands behind the end.
    const sameDay = day !== null && first.time.day !== null && dayNumber(day) === dayNumber(first.time.day);
    if (mention.date !== null && minutes === 0 && before !== null && before > 0 && sameDay && day)
      day = plusDays(day, 1);
    const role = CLOSING[first.role] ?? "other";
    const zone = mention.zone?.zone ?? first.mention.zone?.zone ?? null;
    const end = this.push({
      item,
      mention,
      day,
      minutes,
      role,
      words: first.words,
      quoteSpan: quote,
      kind,
      near: zone,
    });
    Object.assign(first, { until: end });
    if (role === "mitigation-end" && first.settled) Object.assign(end, { settled: true });
    return end;
  }

  private push({ item, mention, day, minutes, role, words, quoteSpan, kind, near }: ReadTime): DraftEvent {
    const zone = this.zoneOf(item, mention, near);
    if (mention.zone) this.at.zone = mention.zone.zone;
    const time = resolvedTime(mention, day, minutes, zone);
    const event: DraftEvent = {
      time,
      mention,
      role,
      words,
      settled: kind === "stamp",
      status: kind === "prose" ? null : item.status,
      quoteSpan,
      section: item.section,
      block: item.block,
      kind,
      dated: mention.date !== null,
      hedged: mention.hedged,
      until: null,
      open: opensSpan(item.words, mention),
    };
    this.events.push(event);
    return event;
  }

  /** Times in sentences. `inEntry`: behind an entry's own stamp. */
  private readProse(item: TimedPassage, from: number, inEntry = false): void {
    for (const [whole, end] of sentences(item.words)) {
      // "Investigating - Mail has been late since 9:10": the status is the update's, not the time's.
      const status = item.status === null ? 0 : (STATUS_HEAD.exec(item.words.slice(whole, end))?.[0].length ?? 0);
      const start = whole + status;
      if (REPEATED.test(item.words.slice(start, end))) continue;
      const mentions = item.mentions.filter((mention) => mention.start >= Math.max(start, from) && mention.start < end);
      if (mentions.length > 0) this.readSentence(item, start, end, mentions, inEntry);
    }
  }

  private readSentence(
    item: TimedPassage,
    start: number,
    end: number,
    mentions: readonly TimeMention[],
    inEntry: boolean,
  ): void {
    const sentence = item.words.slice(start, end);
    if (mentions.every(({ clock }) => clock === null) && DAY_OF_ALL.test(sentence)) {
      const named = mentions[0] && dayOfMention(mentions[0], this.facts, item.start, this.at.day);
      if (named) Object.assign(this.at, { day: named, minutes: null });
      return;
    }
    if (HYPOTHETICAL.test(sentence)) return;
    const quote: readonly [number, number] = [item.start + start, item.start + end];
    let near: string | null = mentions.find(({ zone }) => zone)?.zone?.zone ?? null;
    let first: DraftEvent | null = null;
    mentions.forEach((mention, index) => {
      if (mention.zone) near = mention.zone.zone;
      const zone = mention.zone?.zone ?? near;
      const before = item.words.slice(Math.max(0, mention.start - 40), mention.start);
      if (mention.ofBase || this.isOnlyDay(sentence, mention, mentions, inEntry)) {
        const named = this.days.named(item, mention);
        if (named && !inEntry) this.days.move(named, item, mention, start);
        return;
      }
      if ((inEntry && isNumberInEntry(item.words, mention, before)) || isPublicationTime(mention, before)) return;
      if (first && mentions[index - 1]?.rangeWithNext) {
        first = this.endOfRange(item, mention, first, quote, zone, inEntry);
        return;
      }
      const when = this.dayAndMinutes(item, mention, mentions, index, start, inEntry);
      if (when === null) return;
      const role: EventRole = isPaired(item.words, mentions, index, end)
        ? ((first as DraftEvent | null)?.role ?? roleInSentence(item.words, start, end, mentions, index))
        : roleInSentence(item.words, start, end, mentions, index);
      const opens = mention.rangeWithNext || opensSpan(item.words, mention);
      const lead = item.words.slice(start, mention.start);
      const work = mention.rangeWithNext && isSpanOfWork(lead) && !role.startsWith("prevention");
      const spanned = opens && !isPlanned(lead) ? spanRole(sentence, role, mention.rangeWithNext) : role;
      first = this.push({
        item,
        mention,
        ...when,
        role: work ? "mitigation-start" : spanned,
        words: { clause: clauseAround(item.words, start, end, mentions, index), context: sentence },
        quoteSpan: quote,
        kind: "prose",
        near: zone,
      });
      if (work || labelledRole(before) !== null) Object.assign(first, { settled: true });
    });
  }

  /** True if a mention such as "the next day" only says which day the other times are of. */
  private isOnlyDay(
    sentence: string,
    mention: TimeMention,
    mentions: readonly TimeMention[],
    inEntry: boolean,
  ): boolean {
    if (mention.date?.kind !== "relative" || mention.clock !== null) return false;
    return inEntry || mentions.some(({ clock }) => clock !== null) || !standsAlone(sentence, mention, mentions);
  }

  /** The day and the minutes of a time in a sentence; `null` where it is no event of its own. Moves the reader's day and clock along. */
  private dayAndMinutes(
    item: TimedPassage,
    mention: TimeMention,
    mentions: readonly TimeMention[],
    index: number,
    start: number,
    inEntry: boolean,
  ): { readonly day: Day | null; readonly minutes: number | null } | null {
    if (!inEntry && item.status === null && item.start > (this.lastEntries.get(item.block) ?? -1))
      this.days.enter(item, mention);
    const day = this.days.of(item, mention, mentions, index);
    if (day === null && mention.date?.kind === "relative" && mention.clock === null) return null;
    const minutes = minutesOf(mention, this.facts, inEntry ? null : this.at.minutes);
    if (day && !inEntry) this.days.move(day, item, mention, start);
    if (minutes !== null && !inEntry) this.at.minutes = minutes;
    const dated =
      mentions.some(({ clock, date }) => clock !== null && date === null) || isDatedAgain(mention, mentions);
    return mention.clock === null && dated && !mention.rangeWithNext ? null : { day, minutes };
  }

  private endOfRange(
    item: TimedPassage,
    mention: TimeMention,
    first: DraftEvent,
    quote: readonly [number, number],
    zone: string | null,
    inEntry: boolean,
  ): DraftEvent {
    const own = mention.zone ? mention : ({ ...mention, zone: zone === null ? null : mention.zone } as TimeMention);
    const end = this.pushEnd(item, own, first, first.time.minutes, quote, "prose");
    if (end.time.day && !inEntry && end.mention.clock) this.at.day = end.time.day;
    return end;
  }
}
