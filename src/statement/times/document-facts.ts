import { stampsWithFourDigits } from "../text/bare-clocks.js";
import type { Day } from "../../time/calendar.js";
import { dayNumber, isDay } from "../../time/calendar.js";
import type { DeclaredZone } from "./declared-zone.js";
import { declaredZones } from "./declared-zone.js";
import { type ElapsedBase, elapsedBase, elapsedMentions, startsAtBase } from "./elapsed-times.js";
import type { Passage } from "../passages/passages.js";
import type { ClockStyle, TimeMention } from "./time-mention.js";
import { clockStyle, timeMentions } from "./time-mention.js";
import type { DateToken } from "./time-token.js";
import { ZonePlaces } from "./zone-places.js";

/** A passage with the times in it. */
export interface TimedPassage extends Passage {
  readonly mentions: readonly TimeMention[];
}

/** What the whole of a text says about its times. */
export interface DocumentFacts {
  /** The zone that the text declares once for all its times. */
  readonly declaredZone: string | null;
  /** Zones that headings declare for what stands under them, by block. */
  readonly headingZones: ReadonlyMap<number, string>;
  /** The one zone that all labelled times share. */
  readonly commonZone: string | null;
  /** True if 03/04 is the third of April; `null` if nothing settles it. */
  readonly dayFirst: boolean | null;
  /** Dates with a year, by place. */
  readonly fullDates: readonly { readonly at: number; readonly day: Day }[];
  /** Months named with their year, by place, as their middle day. */
  readonly months: readonly { readonly at: number; readonly day: Day }[];
  /** The day that the text declares once for all its times. */
  readonly declaredDay: Day | null;
  /** The day of writing, where the head of a text gives one: of a letter, a notice, a mail. */
  readonly posted: Day | null;
  /** The date in the title. */
  readonly titleDate: Day | null;
  /** The day that the text names as that of the incident: "Incident date: …", "Outage on …". */
  readonly incidentDay: Day | null;
  /** Minutes since midnight of the first reading that says its half of the day; `null` where none does. */
  readonly firstReading: number | null;
  /** Most readings carry am or pm. */
  readonly halfDays: boolean;
}

function zonesOfHeadings(declared: readonly DeclaredZone[]): ReadonlyMap<number, string> {
  return new Map(
    [...declared]
      .reverse()
      .flatMap(({ headingOf, zone, weight }) => (headingOf === null || weight < 3 ? [] : [[headingOf, zone] as const])),
  );
}

/** The times of a passage, labels with several meanings read as the text's places suggest. */
function mentionsOf(words: string, places: ZonePlaces, style: ClockStyle): readonly TimeMention[] {
  return timeMentions(words, style).map((mention) =>
    mention.zone && mention.zoneLabel ? { ...mention, zone: places.zone(mention.zoneLabel, mention.zone) } : mention,
  );
}

function commonZone(items: readonly TimedPassage[]): string | null {
  const zones = new Set(items.flatMap(({ mentions }) => mentions.flatMap(({ zone }) => (zone ? [zone.zone] : []))));
  return zones.size === 1 ? ([...zones][0] as string) : null;
}

/** True if labels stand at most clock readings, not at one stamp only. */
function labelled(items: readonly TimedPassage[]): boolean {
  const clocks = items.flatMap(({ mentions }) => mentions.filter(({ clock }) => clock !== null));
  return clocks.filter(({ zone }) => zone !== null).length * 3 >= clocks.length;
}

const wholeDay = (token: DateToken): Day | null =>
  token.year !== null && isDay(token as Day) ? { year: token.year, month: token.month, day: token.day } : null;

const dateTokens = (items: readonly TimedPassage[]): { token: DateToken; at: number; words: string }[] =>
  items.flatMap(({ mentions, start, words }) =>
    mentions.flatMap(({ date }) =>
      date?.kind === "date" ? [{ token: date, at: start + date.start, words: words.slice(date.start, date.end) }] : [],
    ),
  );

/** Regions that write the month first. */
const MONTH_FIRST =
  /^(?:America\/(?:New_York|Chicago|Denver|Los_Angeles|Phoenix|Anchorage|Adak|Detroit|Boise|Juneau|Indiana|Kentucky|Halifax|Toronto|Winnipeg|Edmonton|Vancouver|St_Johns|Regina|Puerto_Rico)|Pacific\/(?:Honolulu|Guam)|Asia\/Manila)/;

/** 24/07/25 settles the order for 03/04/25; else the region does, else another date nearby. */
function dayFirst(items: readonly TimedPassage[], zone: string | null, british: boolean): boolean | null {
  const tokens = dateTokens(items);
  for (const { words } of tokens) {
    const match = /^(\d{1,2})[/.-](\d{1,2})[/.-]?/.exec(words);
    if (match && Number(match[1]) > 12) return true;
    if (match && Number(match[2]) > 12) return false;
    if (match && words.includes(".")) return true;
  }
  if (zone && MONTH_FIRST.test(zone)) return false;
  if (british) return true;
  if (zone && /^(?:Europe|Australia|Africa|America|Asia|Pacific\/Auckland)/.test(zone)) return true;
  const plain = tokens.flatMap(({ token }) => (token.exchanged ? [] : (wholeDay(token) ?? [])));
  const open = tokens.find(({ token }) => token.exchanged && token.year !== null)?.token;
  if (!open || plain.length === 0) return null;
  const distance = (day: Day): number => Math.min(...plain.map((known) => Math.abs(dayNumber(known) - dayNumber(day))));
  const [monthFirst, other] = [
    distance(open as Day),
    distance({ year: open.year as number, month: open.day, day: open.month }),
  ];
  return Math.min(monthFirst, other) > 10 ? null : other < monthFirst;
}

function fullDates(items: readonly TimedPassage[], first: boolean | null): { at: number; day: Day }[] {
  return dateTokens(items).flatMap(({ token, at }) => {
    if (token.exchanged && first === null) return [];
    const day = wholeDay(token.exchanged && first ? { ...token, month: token.day, day: token.month } : token);
    return day ? [{ at, day }] : [];
  });
}

const MONTH_YEAR =
  /\b(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?),?\s((?:19|20)\d\d)\b/g;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

function monthYears(items: readonly TimedPassage[]): { at: number; day: Day }[] {
  return items.flatMap(({ words, start }) =>
    [...words.matchAll(MONTH_YEAR)].map((match) => ({
      at: start + (match.index as number),
      day: {
        year: Number(match[2]),
        month: MONTHS.indexOf((match[1] as string).slice(0, 3).toLowerCase()) + 1,
        day: 15,
      },
    })),
  );
}

/** A line at the head of a text that is a date, with at most a place, a label or a sender before it. */
function postedDay(
  items: readonly TimedPassage[],
  dates: readonly { readonly at: number; readonly day: Day }[],
): Day | null {
  if (items.some(({ status }) => status !== null)) return null;
  const head = items.slice(0, 10).find(({ words, mentions }) => {
    const [first] = mentions;
    if (first?.date?.kind !== "date") return false;
    const rest = words.slice(0, first.start) + words.slice((mentions.at(-1) ?? first).end);
    return (
      words.length <= 110 &&
      (/\b(?:date|posted|published|issued|sent|written)\b[\s:]*(?:on\s)?(?:\w{3},\s)?$/i.test(
        words.slice(0, first.start),
      ) ||
        (rest.length <= 50 &&
          !/\d|\b(?:on|incident|outage|event|start\w*|began|end\w*|of|detected|reported)\b/i.test(rest)))
    );
  });
  return head ? (dates.find(({ at }) => at >= head.start && at < head.end)?.day ?? null) : null;
}

const INCIDENT = "(?:incident|outage|event|fault|disruption|interruption|impact|failure|degradation)";
/** Words right before a date that make it the incident's own. */
const OF_INCIDENT = new RegExp(
  `(?:\\b${INCIDENT}\\s(?:start\\s)?(?:date|day)\\W{1,4}|\\bdates? of (?:the )?(?:\\w+ )?${INCIDENT}\\W{1,4}|\\b(?:outage|incident|disruption|interruption|fault)\\s(?:(?:occurred|happened|took place)\\s)?(?:(?:of|on)\\s)?(?:the\\s)?)$`,
  "i",
);
/** Words right before a date that make it the report's. */
const OF_REPORT =
  /\b(?:report(?: date)?|date of (?:this |the )?(?:report|issue|publication)|issue date|(?:last )?(?:issued|published|updated|revised|prepared|written|sent)(?: on)?|publication date|version(?: date)?)\W{1,4}$/i;

/** A text says in its head which day it is about. */
const HEAD_ITEMS = 8;

/** The one day that a text calls the incident's own, where it does. */
function incidentDay(
  items: readonly TimedPassage[],
  dates: readonly { readonly at: number; readonly day: Day }[],
): Day | null {
  const found = items.slice(0, HEAD_ITEMS).flatMap(({ words, start, mentions }) =>
    mentions.flatMap(({ date }) => {
      // "The outage of 3 May lasted an hour" may be another one, told of for comparison.
      if (/\b(?:lasted|took|went on|compar\w+|similar|previous|earlier|remember)\b/i.test(words)) return [];
      if (date?.kind !== "date" || !OF_INCIDENT.test(words.slice(Math.max(0, date.start - 48), date.start))) return [];
      return dates.filter(({ at }) => at === start + date.start).map(({ day }) => day);
    }),
  );
  const [first] = found;
  return first && found.every((day) => dayNumber(day) === dayNumber(first)) ? first : null;
}

/** The dates that are not the report's own, where there are others. */
function datesOfEvents(items: readonly TimedPassage[], dates: { at: number; day: Day }[]): { at: number; day: Day }[] {
  const reports = new Set(
    items.flatMap(({ words, start, mentions }) =>
      mentions.flatMap(({ date }) =>
        date?.kind === "date" && OF_REPORT.test(words.slice(Math.max(0, date.start - 40), date.start))
          ? [start + date.start]
          : [],
      ),
    ),
  );
  const others = dates.filter(({ at }) => !reports.has(at));
  return others.length > 0 ? others : dates;
}

/** "All events happened on 21 October." */
const ALL_ON = /\ball (?:of the |the )?(?:events|times|timestamps|entries)\b[^.;]{0,40}(?:\b(?:on|from|of)|,)\s/i;

/** The year that the head of a text names, where it names one and no date has another: its middle, to place dates without a year. */
function headYear(items: readonly TimedPassage[]): { at: number; day: Day }[] {
  const years = items.slice(0, 6).flatMap(({ words, start }) =>
    [...words.matchAll(/(?<![\w./:#-])(20[012]\d)(?![\w/:-]|\.\d|\s?(?:hrs|hours|UTC|GMT|%))/g)].map((match) => ({
      at: start + match.index,
      year: Number(match[1]),
    })),
  );
  const [first] = years;
  return first && years.every(({ year }) => year === first.year)
    ? [{ at: first.at, day: { year: first.year, month: 7, day: 1 } }]
    : [];
}

const withoutBase = (mentions: readonly TimeMention[], base: ElapsedBase): readonly TimeMention[] =>
  mentions.flatMap((mention) => {
    if (mention.clock?.start !== base.clock?.start || mention.clock?.hour !== base.clock?.hour) return [mention];
    return mention.date
      ? [{ ...mention, clock: null, zone: null, zoneLabel: null, end: mention.date.end, ofBase: true }]
      : [];
  });

/** Gathers what a text says about its times as a whole, before any of them is resolved. */
export function documentFacts(
  list: readonly Passage[],
  zone: string | null,
): { facts: DocumentFacts; items: readonly TimedPassage[] } {
  const lines = list.map(({ words }) => words);
  const places = new ZonePlaces(lines.join("\n"));
  const style = clockStyle(lines, stampsWithFourDigits(lines));
  const dated = list.map((passage) => ({ ...passage, mentions: mentionsOf(passage.words, places, style) }));
  const base = elapsedBase(dated);
  // With an entry at T+0 the definition of T is no second event.
  const fromZero = lines.some(startsAtBase);
  const items =
    base === null
      ? dated
      : dated.map((item) => ({
          ...item,
          mentions: [
            ...(fromZero ? withoutBase(item.mentions, base) : item.mentions),
            ...elapsedMentions(item.words, base),
          ].sort((a, b) => a.start - b.start),
        }));
  const zones = declaredZones(items, places);
  const [declared, common] = [zones[0]?.zone ?? null, commonZone(items)];
  const first = dayFirst(
    items,
    common ?? declared ?? zone,
    lines.some((words) => /\b(?:GMT|BST)\b(?!\s?[+-])/.test(words)),
  );
  const written = fullDates(items, first);
  const dates = datesOfEvents(items, written);
  const named = monthYears(items);
  const months = named.length > 0 || dates.length > 0 ? named : headYear(items);
  const head = items.slice(0, 6).filter(({ kind, words }) => kind === "heading" || /^\s*title\b/i.test(words));
  const titleEnd = head.at(-1)?.end ?? 0;
  const inTitle = dates.find(({ at }) => at < titleEnd && head.some(({ start, end }) => at >= start && at < end));
  const declaring = items.find(({ words }) => ALL_ON.test(words));
  const declaredDay = declaring
    ? (dates.find(({ at }) => at >= declaring.start && at < declaring.end)?.day ?? null)
    : null;
  const clocks = items.flatMap(({ mentions }) => mentions.flatMap(({ clock }) => (clock ? [clock] : [])));
  const firstClock = clocks.find(({ halfless }) => !halfless);
  const halves = clocks.filter(({ meridiem }) => meridiem !== null).length;
  return {
    items,
    // Where every label contradicts the declaration, the labels are nearer to the times.
    facts: {
      declaredZone: common !== null && common !== declared && labelled(items) ? common : declared,
      headingZones: zonesOfHeadings(zones),
      commonZone: common,
      dayFirst: first,
      fullDates: dates,
      months,
      declaredDay,
      posted: postedDay(items, written),
      titleDate: inTitle?.day ?? null,
      incidentDay: incidentDay(items, dates),
      firstReading: firstClock ? firstClock.hour * 60 + firstClock.minute : null,
      halfDays: halves * 2 >= clocks.length && halves > 0,
    },
  };
}
