import type { ZoneLabel } from "../../time/zone-label.js";
import { seasonOf } from "../../time/zone-label.js";
import { zonedInstant } from "../../time/zone.js";
import type { Day } from "../../time/calendar.js";
import { dayNumber, isDay, plusDays, weekdayOf } from "../../time/calendar.js";
import type { DocumentFacts } from "./document-facts.js";
import type { Precision } from "../statement.js";
import type { TimeMention } from "./time-mention.js";
import type { DateToken, RelativeToken } from "./time-token.js";

/** A time with its instant, or none where the text does not settle it. */
export interface ResolvedTime {
  readonly at: string | null;
  readonly precision: Precision;
  readonly day: Day | null;
  /** Minutes since local midnight; `null` without a clock reading. */
  readonly minutes: number | null;
  /** The named weekday where it is not that of the date. */
  readonly wrongWeekday: { readonly named: number; readonly actual: number } | null;
  /** The label whose season is not the date's. */
  readonly wrongSeason: string | null;
  /** `gap` or `fold` where the clocks were changed. */
  readonly clockChange: "gap" | "fold" | null;
}

type Placed = { readonly at: number; readonly day: Day };

/** The last entry at or before a place, else the first behind it. */
function nearest(known: readonly Placed[], at: number): Day | null {
  let [low, high] = [0, known.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((known[middle] as Placed).at <= at) low = middle + 1;
    else high = middle;
  }
  return (known[low - 1] ?? known[0])?.day ?? null;
}

/** The full date that stands nearest before a place, else after it, else the middle of a month that is named with its year. */
function nearestDate(facts: DocumentFacts, at: number): Day | null {
  return nearest(facts.fullDates, at) ?? nearest(facts.months, at);
}

/** A date without a year falls in the year that brings it nearest to the dates around it. */
function withYear(month: number, day: number, reference: Day | null): Day | null {
  if (!reference) return null;
  const options = [-1, 0, 1].map((step) => ({ year: reference.year + step, month, day })).filter(isDay);
  options.sort((a, b) => Math.abs(dayNumber(a) - dayNumber(reference)) - Math.abs(dayNumber(b) - dayNumber(reference)));
  return options[0] ?? null;
}

/** The day that a date token names; `null` if the year is open, the order of day and month is, or the calendar lacks the day. */
export function dayOfDate(token: DateToken, facts: DocumentFacts, at: number): Day | null {
  if (token.exchanged && facts.dayFirst === null) return null;
  const [month, day] = token.exchanged && facts.dayFirst === true ? [token.day, token.month] : [token.month, token.day];
  if (token.year === null) return withYear(month, day, nearestDate(facts, at));
  const whole = { year: token.year, month, day };
  return isDay(whole) ? whole : null;
}

/** The day of a mention, given the day that the text is at. */
export function dayOfMention(
  mention: TimeMention,
  facts: DocumentFacts,
  offset: number,
  running: Day | null,
): Day | null {
  const { date } = mention;
  if (date === null) return running;
  if (date.kind === "date") return dayOfDate(date, facts, offset + date.start);
  const from = date.fromWriting ? (facts.posted ?? running) : running;
  if (from === null && facts.posted === null) return null;
  if (date.days !== null) return from && plusDays(from, date.days);
  if (date.dayOfMonth !== null) return dayOfMonth(date, running ?? (facts.posted as Day), facts);
  return weekdayNear(date.weekday as number, running, facts);
}

/** "the 28th": the day with that number nearest to where the text is, not behind the day of writing by more than the weekday needs. */
function dayOfMonth({ dayOfMonth: number, weekday }: RelativeToken, running: Day, facts: DocumentFacts): Day | null {
  const options = [-1, 0, 1]
    .map((step) => {
      const month = running.month - 1 + step;
      return {
        year: running.year + Math.floor(month / 12),
        month: (((month % 12) + 12) % 12) + 1,
        day: number as number,
      };
    })
    .filter((day) => isDay(day) && (weekday === null || weekdayOf(day) === weekday));
  const told = options.find((day) => facts.fullDates.some((known) => dayNumber(known.day) === dayNumber(day)));
  return (
    told ??
    options.sort(
      (a, b) => Math.abs(dayNumber(a) - dayNumber(running)) - Math.abs(dayNumber(b) - dayNumber(running)),
    )[0] ??
    null
  );
}

/** So many days more behind than ahead, a day that the text names is the one meant by its weekday. */
const WEEKDAY_BEHIND = 3;

/** "on Tuesday": a date of the text that falls on it, else the last one before it was written, else the next one from where the text is. */
function weekdayNear(weekday: number, running: Day | null, { posted, fullDates }: DocumentFacts): Day | null {
  const from = running ?? (posted as Day);
  const onDay = fullDates.filter(
    ({ day }) => weekdayOf(day) === weekday && Math.abs(dayNumber(day) - dayNumber(from)) < 7,
  );
  // The nearest, those ahead sooner than those behind.
  const apart = (day: Day): number => {
    const days = dayNumber(day) - dayNumber(from);
    return days >= 0 ? days : WEEKDAY_BEHIND - days;
  };
  const [nearest] = [...onDay].sort((a, b) => apart(a.day) - apart(b.day));
  if (nearest) return nearest.day;
  const ahead = (weekday - weekdayOf(from) + 7) % 7;
  const behind = plusDays(from, ahead === 0 ? 0 : ahead - 7);
  if (running === null) return behind;
  const next = plusDays(from, ahead);
  return posted !== null && dayNumber(from) < dayNumber(posted) && dayNumber(next) > dayNumber(posted) ? behind : next;
}

function atFold(candidates: readonly string[], zone: ZoneLabel | null): string | null {
  if (zone?.season == null) return null;
  return candidates.find((at) => seasonOf(zone.zone, at) === zone.season) ?? null;
}

/** Minutes by which a time told next may lie before the one told last. */
const STEP_BACK = 180;
const HALF_DAY = 720;

/** A reading of a twelve-hour clock in the half of the day that the text is at: the first at or after the time before, a little before it at most. */
function inHalf(reading: number, before: number): number {
  const [morning, afternoon] = [reading % HALF_DAY, (reading % HALF_DAY) + HALF_DAY];
  const fits = [morning, afternoon].find((minutes) => minutes >= before);
  return fits ?? (afternoon >= before - STEP_BACK ? afternoon : morning);
}

/** A reading of a twelve-hour clock in the half of the day that brings it nearest to another. */
function nearestHalf(reading: number, other: number): number {
  const [morning, afternoon] = [reading % HALF_DAY, (reading % HALF_DAY) + HALF_DAY];
  return Math.abs(afternoon - other) < Math.abs(morning - other) ? afternoon : morning;
}

/** How a mention was read: minutes since midnight as a person would, with a half of the day taken over from the time before where none is written. */
export function minutesOf(mention: TimeMention, facts: DocumentFacts, before: number | null): number | null {
  const { clock } = mention;
  if (!clock) return null;
  const plain = clock.hour * 60 + clock.minute;
  if (clock.halfless) return before === null ? nearestHalf(plain, facts.firstReading ?? plain) : inHalf(plain, before);
  const told = clock.meridiem !== null || clock.weak || !facts.halfDays;
  if (told || clock.hour === 0 || clock.hour > 11 || before === null) return plain;
  return before >= HALF_DAY && plain + HALF_DAY >= before - STEP_BACK ? plain + HALF_DAY : plain;
}

/** The instant of a reading on a day in a zone. */
export function resolvedTime(
  mention: TimeMention,
  day: Day | null,
  minutes: number | null,
  zone: string | null,
): ResolvedTime {
  const { clock, date } = mention;
  const precision: Precision = clock?.precision ?? "day";
  const named = date?.kind === "date" ? date.weekday : null;
  const actual = day ? weekdayOf(day) : null;
  const wrongWeekday = named !== null && actual !== null && named !== actual ? { named, actual } : null;
  const open = { at: null, precision, day, minutes, wrongWeekday, wrongSeason: null, clockChange: null };
  if (!day || zone === null) return open;
  const [hour, minute] = [Math.floor((minutes ?? 0) / 60), (minutes ?? 0) % 60];
  const { at, verdict, candidates } = zonedInstant({ ...day, hour, minute, second: clock?.second ?? 0 }, zone);
  if (verdict === "invalid") return open;
  if (at === null && minutes === null) return { ...open, at: candidates[0] ?? null };
  if (at === null)
    return {
      ...open,
      at: verdict === "fold" ? atFold(candidates, mention.zone) : null,
      clockChange: verdict === "exact" ? null : verdict,
    };
  const season = mention.zone?.season ?? null;
  const wrongSeason =
    season !== null && seasonOf(zone, at) !== season && seasonOf(zone, at) !== null ? mention.zoneLabel : null;
  return { ...open, at, wrongSeason };
}
