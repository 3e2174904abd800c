import type { Day } from "./calendar.js";
import { dayNumber, plusDays } from "./calendar.js";
import type { DocumentFacts, TimedPassage } from "./document-facts.js";
import { eventRole, statusRole, tellsOfFault } from "./event-role.js";
import type { ResolvedTime } from "./resolved-time.js";
import { dayOfMention, minutesOf, resolvedTime } from "./resolved-time.js";
import { sentences } from "./sentences.js";
import type { EventRole } from "./statement.js";
import { opensSpan } from "./time-mention.js";
import type { TimeMention } from "./time-mention.js";

/** A dated entry before it is cut to what a statement shows. */
export interface ReadEvent {
  readonly time: ResolvedTime;
  readonly mention: TimeMention;
  readonly role: EventRole;
  /** Offsets of what is quoted. */
  readonly quoteSpan: readonly [number, number];
  readonly section: string;
  readonly block: number;
  /** An entry of a list of times, or a time in prose. */
  readonly kind: "entry" | "prose" | "stamp";
  /** Whether the day was written at the time itself. */
  readonly dated: boolean;
  readonly hedged: boolean;
  /** For the first half of a span, the event of its other half. */
  readonly until: ReadEvent | null;
  /** The first half of a span that lasts to the present. */
  readonly open: boolean;
}

export type PassageShape = "entry" | "label" | "stamp" | "dateline" | "prose" | "skip";

const CLUTTER = /^[\s\-*+•●▪◦‣·–—|>[\](){}~#"'_.:,]*(?:(?:at|on|by|from|approximately|approx\.?|around|about|circa)\s{1,2}){0,2}[([~]?$/i;
const NUMBERED = /^\s*\d{1,2}[.)]\s/;
const PUBLISHED = /^[\s\W]*(?:posted(?:\s{1,3}\d{1,3}\s{1,3}\w{1,10}\s{1,3}ago\.?)?|published|updated|last (?:updated|modified)|created|date|report date|issued|version|revised|prepared|release date)\b[\s:]*(?:on|at|by)?[\s:]*$/i;
/** The voice of an update to customers. */
const POSTED_VOICE = /\b(?:we['’]re|we are|we['’]ve|we have|we['’]ll|stay tuned|thank you|thanks for|apologi[sz]e|sorry for|bear with)\b/i;
const NOT_EVENTS = /\b(?:support|business|working|office|opening) hours\b|^\W*time to \w+|\b(?:every|each) (?:day|night|week|hour|morning)|\bdaily at\b/i;

/** How a passage carries its times. */
export function passageShape({ words, kind, mentions }: TimedPassage): PassageShape {
  const [first] = mentions;
  if (!first || NOT_EVENTS.test(words)) return "skip";
  const last = mentions.at(-1) as TimeMention;
  const before = words.slice(0, first.start).replace(NUMBERED, "");
  const after = words.slice(last.end).trim();
  const bare = !/[\p{L}\p{N}]{2}/u.test(after);
  const dated = mentions.every(({ clock }) => clock === null);
  if (kind === "heading") return dated && bare && CLUTTER.test(before) ? "dateline" : "skip";
  if (bare && mentions.length === 1 && (CLUTTER.test(before) || PUBLISHED.test(before))) return dated ? (kind === "bullet" ? "entry" : "dateline") : "stamp";
  if (PUBLISHED.test(before) || /^\s*(?:date|title|weight|linktitle)\s*:/i.test(words)) return "dateline";
  if (CLUTTER.test(before) && kind !== "code") return leads(words, first, kind === "row") ? "entry" : "prose";
  if (kind === "code") return before.trim() === "" ? "entry" : "skip";
  const label = before.trim().length >= 3 && before.trim().length <= 64 && !/[.!?]\s/.test(before);
  return bare && label && mentions.length === 1 && first.clock !== null && after.length < 6 && (kind !== "text" || !/[.]$/.test(after)) ? "label" : "prose";
}

/** A time that begins a line is an entry's stamp unless the line reads on as a sentence: "At 8:01 AM our team …". */
function leads(words: string, first: TimeMention, row: boolean): boolean {
  const next = words.slice(first.end, first.end + 4);
  if (row || first.rangeWithNext) return row || /^\s*(?:[-–—:|\])]|$)/.test(next);
  const preposition = /\b(?:at|on|by|from)\s{1,2}[([~]?$/i.test(words.slice(Math.max(0, first.start - 8), first.start)) || /^\s*(?:at|on)\b/i.test(words.slice(first.start, first.start + 4));
  if (/^\s*[\]):|–—-]/.test(next)) return true;
  return !preposition && first.clock !== null;
}

interface Position {
  day: Day | null;
  minutes: number | null;
  zone: string | null;
}

/** Reads the events of a text passage by passage, keeping the day and zone it is at. */
export class EventReader {
  readonly events: ReadEvent[] = [];
  private readonly at: Position = { day: null, minutes: null, zone: null };
  private listBlock = -1;
  private ascending = true;
  private datedEntry = false;

  constructor(
    private readonly items: readonly TimedPassage[],
    private readonly facts: DocumentFacts,
    private readonly fallbackZone: string | null,
  ) {}

  read(): readonly ReadEvent[] {
    const stamps = stampedBlocks(this.items);
    this.items.forEach((item, index) => {
      const shape = passageShape(item);
      const stamp = item.status !== null ? stamps.get(item.block) : undefined;
      if (stamp && stamp !== item) this.readUnderStamp(item, stamp);
      else if (stamp === item) this.readStamp(item);
      else if (shape === "stamp" && item.kind !== "bullet") this.readLooseStamp(index);
      else if (shape === "entry" || shape === "label") this.readEntry(item, shape, index);
      else if (shape === "dateline") this.readDateline(item);
      else if (shape === "prose") this.readProse(item, 0);
      else if (shape === "stamp") this.readEntry(item, "entry", index);
    });
    return this.events;
  }

  private zoneOf(mention: TimeMention, near: string | null): string | null {
    return mention.zone?.zone ?? near ?? this.facts.declaredZone ?? this.fallbackZone ?? this.facts.commonZone ?? this.at.zone;
  }

  private readDateline(item: TimedPassage): void {
    const [mention] = item.mentions;
    if (!mention || mention.date?.kind !== "date" || item.status !== null) return;
    const before = item.words.slice(0, mention.start);
    if (PUBLISHED.test(before) && this.at.day !== null) return;
    this.at.day = dayOfMention(mention, this.facts, item.start, this.at.day);
    this.at.minutes = null;
    this.listBlock = item.block;
  }

  /** The text of an update whose stamp follows it: its times are of the stamp's day unless they say otherwise. */
  private readUnderStamp(item: TimedPassage, stamp: TimedPassage): void {
    const [mention] = stamp.mentions;
    this.at.day = mention ? dayOfMention(mention, this.facts, stamp.start, this.at.day) : this.at.day;
    this.at.minutes = null;
    if (mention?.zone) this.at.zone = mention.zone.zone;
    this.readProse(item, 0);
  }

  private readStamp(item: TimedPassage): void {
    const [mention] = item.mentions;
    if (!mention || item.status === null || item.status === "postmortem") return;
    const day = dayOfMention(mention, this.facts, item.start, this.at.day);
    const body = this.items.filter((other) => other.block === item.block && other !== item && other.kind !== "heading");
    const words = body.map(({ words: text }) => text).join(" ");
    const quoted: readonly [number, number] = [item.start, item.end];
    this.push(item, mention, day, mention.clock ? mention.clock.hour * 60 + mention.clock.minute : null, statusRole(item.status, words), quoted, "stamp", mention.zone?.zone ?? null);
  }

  /** A time on a line of its own, its text on the next lines or, where the first stamp of a run stands behind a text, on those before. */
  private readLooseStamp(index: number): void {
    const item = this.items[index] as TimedPassage;
    const before = this.items[index - 1];
    const after = this.items[index + 1];
    const plain = (other: TimedPassage | undefined): other is TimedPassage => other !== undefined && other.block === item.block && passageShape(other) !== "stamp" && other.kind !== "heading";
    const firstOfRun = this.items.findIndex((other) => other.block === item.block && passageShape(other) === "stamp");
    const behind = plain(this.items[firstOfRun - 1]) && !/:\s*$/.test((this.items[firstOfRun - 1] as TimedPassage).words);
    const text = behind || /\bposted\b/i.test(item.words) ? before : after;
    if (/\bposted\b/i.test(item.words) && this.items.some(({ status }) => status === "postmortem")) return;
    if (!plain(text)) return this.readEntry(item, "entry", index);
    const [mention] = item.mentions as readonly [TimeMention, ...TimeMention[]];
    const { day, minutes } = this.step(item, mention, index);
    const status = /^\s*(investigating|identified|monitoring|update|resolved)\b/i.exec(text.words)?.[1]?.toLowerCase();
    const role = status ? statusRole(status, text.words) : POSTED_VOICE.test(text.words) ? "communicated" : eventRole(text.words);
    this.push(item, mention, day, minutes, role, text === after ? [item.start, text.end] : [text.start, item.end], "entry", mention.zone?.zone ?? null);
  }

  /** The day of an entry: written, or that of the entry before, a day on where the clock fell far back. */
  private step(item: TimedPassage, mention: TimeMention, index: number): { day: Day | null; minutes: number | null } {
    const newList = this.listBlock !== item.block;
    if (mention.date === null && this.facts.declaredDay && (newList || this.datedEntry)) Object.assign(this.at, { day: this.facts.declaredDay, minutes: null });
    this.datedEntry = mention.date !== null;
    if (newList) {
      this.ascending = !newestFirst(this.items, index);
      this.listBlock = item.block;
      if (mention.date === null) this.at.day = this.facts.declaredDay ?? this.baseDay(item) ?? this.at.day;
      this.at.minutes = null;
    }
    const minutes = minutesOf(mention, this.facts, this.at.minutes);
    let day = dayOfMention(mention, this.facts, item.start, this.at.day);
    if (mention.date === null && day !== null && minutes !== null && this.at.minutes !== null) {
      const fall = this.ascending ? this.at.minutes - minutes : minutes - this.at.minutes;
      if (fall >= 240) day = plusDays(day, this.ascending ? 1 : -1);
    }
    if (day !== null) this.at.day = day;
    if (minutes !== null) this.at.minutes = minutes;
    return { day, minutes };
  }

  /** Where a list of bare clock readings begins: the title's day, else that of the earliest event so far. */
  private baseDay(item: TimedPassage): Day | null {
    const stated = this.preambleDay(item);
    if (stated) return stated;
    if (this.facts.titleDate) return this.facts.titleDate;
    const days = this.events.filter(({ time, kind }) => time.day !== null && kind !== "stamp").map(({ time }) => time.day as Day);
    const first = days[0] ?? this.facts.fullDates.find(({ at }) => at < item.start)?.day ?? this.facts.fullDates[0]?.day;
    return days.length > 0 ? (days.reduce((a, b) => (dayNumber(b) < dayNumber(a) && dayNumber(a) - dayNumber(b) < 2 ? b : a))) : (first ?? null);
  }

  /** "All events are of 21 October" in the words before a list, or a heading's own date. */
  private preambleDay(item: TimedPassage): Day | null {
    const before = this.items.filter((other) => other.block === item.block && other.start < item.start).at(-1);
    const mention = before?.mentions.find(({ date, clock }) => date !== null && clock === null);
    return before && mention && (before.kind === "heading" || /:\s*$|\ball (?:events|times)\b/i.test(before.words)) ? dayOfMention(mention, this.facts, before.start, this.at.day) : null;
  }

  private readEntry(item: TimedPassage, shape: "entry" | "label", index: number): void {
    const [mention, second] = item.mentions as readonly [TimeMention, TimeMention?];
    const { day, minutes } = this.step(item, mention, index);
    const textStart = mention.rangeWithNext && second ? second.end : mention.end;
    const text = shape === "label" ? item.words.slice(0, mention.start) : item.words.slice(textStart);
    const role: EventRole = item.kind === "code" ? "other" : eventRole(this.afterRecovery(item.block) ? text : text);
    const first = this.push(item, mention, day, minutes, role, [item.start, item.end], "entry", mention.zone?.zone ?? second?.zone?.zone ?? null);
    if (item.kind === "code") return;
    if (mention.rangeWithNext && second) {
      this.pushEnd(item, second, first, minutes, [item.start, item.end], "entry");
      this.readProse(item, textStart, true);
    } else if (shape === "entry" && item.mentions.length > 1) this.readProse(item, textStart, true);
  }

  private afterRecovery(block: number): boolean {
    return this.events.some((event) => event.block === block && event.role === "recovered");
  }

  private pushEnd(item: TimedPassage, mention: TimeMention, first: ReadEvent, before: number | null, quote: readonly [number, number], kind: ReadEvent["kind"]): ReadEvent {
    const minutes = minutesOf(mention, this.facts, before);
    let day = dayOfMention(mention, this.facts, item.start, first.time.day);
    if (mention.date === null && day && minutes !== null && before !== null && minutes < before) day = plusDays(day, 1);
    const role: EventRole = first.role === "onset" || first.role === "detected" || first.role === "recurrence" ? "recovered"
      : first.role === "mitigation-start" ? "mitigation-end" : first.role === "prevention-start" ? "prevention-end" : first.role === "communicated" ? "communicated" : "other";
    const zone = mention.zone?.zone ?? first.mention.zone?.zone ?? null;
    const end = this.push(item, mention, day, minutes, role, quote, kind, zone);
    Object.assign(first, { until: end });
    return end;
  }

  private push(item: TimedPassage, mention: TimeMention, day: Day | null, minutes: number | null, role: EventRole, quoteSpan: readonly [number, number], kind: ReadEvent["kind"], near: string | null): ReadEvent {
    const zone = this.zoneOf(mention, near);
    if (mention.zone) this.at.zone = mention.zone.zone;
    const time = resolvedTime(mention, day, minutes, zone);
    const event: ReadEvent = {
      time, mention, role, quoteSpan, section: item.section, block: item.block, kind, dated: mention.date !== null, hedged: mention.hedged,
      until: null, open: opensSpan(item.words, mention),
    };
    this.events.push(event);
    return event;
  }

  /** Times in sentences. `inEntry`: behind an entry's own stamp. */
  private readProse(item: TimedPassage, from: number, inEntry = false): void {
    for (const [start, end] of sentences(item.words)) {
      const mentions = item.mentions.filter((mention) => mention.start >= Math.max(start, from) && mention.start < end);
      if (mentions.length > 0) this.readSentence(item, start, end, mentions, inEntry);
    }
  }

  private readSentence(item: TimedPassage, start: number, end: number, mentions: readonly TimeMention[], inEntry: boolean): void {
    const sentence = item.words.slice(start, end);
    if (/\ball (?:of the |the )?(?:events|times|timestamps)\b/i.test(sentence) && mentions.every(({ clock }) => clock === null)) return;
    if (/^\W*(?:if (?:we|it|they|the)\b|had we\b|were it\b)/i.test(sentence)) return;
    const quote: readonly [number, number] = [item.start + start, item.start + end];
    const clocks = mentions.filter(({ clock, date }) => clock !== null && date === null);
    let near: string | null = mentions.find(({ zone }) => zone)?.zone?.zone ?? null;
    let first: ReadEvent | null = null;
    mentions.forEach((mention, index) => {
      if (mention.zone) near = mention.zone.zone;
      if (mention.date?.kind === "relative" && mention.clock === null) {
        if (mention.date.days !== null && this.at.day) this.at.day = plusDays(this.at.day, mention.date.days);
        return;
      }
      const zone = mention.zone?.zone ?? near;
      const before = item.words.slice(Math.max(0, mention.start - 40), mention.start);
      if (PUBLISHED.test(/[^.;:#]*:?\s*$/.exec(before)?.[0] ?? before) || /\b(?:posted|published|updated)\b:?\s*(?:on\s)?$/i.test(before)) return;
      if (index > 0 && (mentions[index - 1] as TimeMention).rangeWithNext && first) {
        first = this.endOfRange(item, mention, first, quote, zone);
        return;
      }
      const day = this.dayInSentence(item, mention, mentions, index);
      const minutes = minutesOf(mention, this.facts, inEntry ? null : this.at.minutes);
      if (day && !inEntry) this.at.day = day;
      if (minutes !== null && !inEntry) this.at.minutes = minutes;
      if (mention.clock === null && clocks.length > 0 && !mention.rangeWithNext) return;
      const pair: boolean = first !== null && /^[\s,]{0,2}and\s(?:at\s)?$/.test(item.words.slice((mentions[index - 1] as TimeMention).end, mention.start));
      const role: EventRole = pair ? (first as unknown as ReadEvent).role : roleInSentence(item.words, start, end, mentions, index);
      first = this.push(item, mention, day, minutes, mention.rangeWithNext || opensSpan(item.words, mention) ? rangeRole(sentence, role) : role, quote, "prose", zone);
    });
  }

  private endOfRange(item: TimedPassage, mention: TimeMention, first: ReadEvent, quote: readonly [number, number], zone: string | null): ReadEvent {
    const own = mention.zone ? mention : ({ ...mention, zone: zone === null ? null : mention.zone } as TimeMention);
    const end = this.pushEnd(item, own, first, first.time.minutes, quote, "prose");
    if (end.time.day) this.at.day = end.time.day;
    return end;
  }

  /** At the head of a text, the day that the next lines name. */
  private dayAhead(item: TimedPassage): Day | null {
    return this.facts.fullDates.find(({ at }) => at >= item.start && at < item.end + 400)?.day ?? null;
  }

  /** The day of a reading in a sentence: its own, that of its span, the last before it, the next behind it, the day the text is at. */
  private dayInSentence(item: TimedPassage, mention: TimeMention, mentions: readonly TimeMention[], index: number): Day | null {
    if (mention.date !== null) return dayOfMention(mention, this.facts, item.start, this.at.day ?? this.facts.titleDate);
    const partner = mention.rangeWithNext ? mentions[index + 1] : undefined;
    const earlier = mentions.slice(0, index).reverse().find(({ date }) => date !== null);
    const later = mentions.slice(index + 1).find(({ date }) => date !== null);
    const source = earlier ?? (partner?.date ? partner : undefined) ?? (this.at.day === null ? later : undefined) ?? (later?.clock === null ? later : undefined);
    const day = source ? dayOfMention(source, this.facts, item.start, this.at.day) : (this.at.day ?? this.facts.declaredDay ?? this.facts.titleDate ?? onlyDay(this.facts) ?? this.dayAhead(item));
    const minutes = minutesOf(mention, this.facts, this.at.minutes);
    if (!source && day && this.at.minutes !== null && minutes !== null && this.at.minutes - minutes >= 1200) return plusDays(day, 1);
    if (partner?.date && !earlier && day && minutes !== null && partner.clock && minutes > partner.clock.hour * 60 + partner.clock.minute) return plusDays(day, -1);
    return day;
  }
}

/** The one day that all full dates of a text name. */
function onlyDay({ fullDates }: DocumentFacts): Day | null {
  const [first] = fullDates;
  return first && fullDates.every(({ day }) => dayNumber(day) === dayNumber(first.day)) ? first.day : null;
}

/** Of each update of a status page the passage that is its stamp. */
function stampedBlocks(items: readonly TimedPassage[]): ReadonlyMap<number, TimedPassage> {
  const stamps = new Map<number, TimedPassage>();
  for (const item of items) if (item.status !== null && passageShape(item) === "stamp") stamps.set(item.block, item);
  return stamps;
}

/** Whether a list's readings fall more often than they rise. */
function newestFirst(items: readonly TimedPassage[], index: number): boolean {
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

/** The role by the clause around a time: what follows it where it leads, else what stands before it, else the whole sentence. */
function roleInSentence(words: string, start: number, end: number, mentions: readonly TimeMention[], index: number): EventRole {
  const mention = mentions[index] as TimeMention;
  const from = index === 0 ? start : (mentions[index - 1] as TimeMention).end;
  const until = mentions[index + 1]?.start ?? end;
  const before = words.slice(from, mention.start);
  const after = words.slice(mention.end, until);
  const leading = before.replace(/[^\p{L}]/gu, "").length < 12 || /^[\s,]*(?:and|then|but|while|when)?[\s,]*(?:at|on|by|from|starting|beginning|around|approximately)?\s*$/i.test(before);
  if (/\b(?:until|till)\s{1,2}(?:at |around |approximately |about )?$/i.test(before)) return "recovered";
  const parts = leading ? [after, words.slice(start, end)] : [before, `${before} ${after}`, words.slice(start, end)];
  for (const part of parts) {
    const role = eventRole(part);
    if (role !== "other") return role;
  }
  return "other";
}

/** A span in prose is that of the fault unless the sentence tells of work done. */
function rangeRole(sentence: string, role: EventRole): EventRole {
  if (role === "mitigation-start" && /^\W*(?:we|our|the team|engineers?|the on-call)\b/i.test(sentence)) return role;
  if (role === "recurrence") return role;
  if (tellsOfFault(sentence) || role === "onset" || role === "recovered" || role === "resolved") return "onset";
  return role === "mitigation-start" || role === "prevention-start" || role === "communicated" || role === "investigating" ? role : "onset";
}
